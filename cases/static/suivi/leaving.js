// Who signs out leaves no text in this browser: the next person at the same machine finds nothing.
// Where some of it did not reach Suivi yet, it is said first.
(() => {
  for (const form of document.querySelectorAll("form[data-signs-out]")) {
    form.addEventListener("submit", (event) => {
      let kept = [];
      try { kept = Object.keys(localStorage).filter((key) => key.startsWith(`suivi.text.${form.dataset.signsOut}.`)); } catch { return; }
      if (kept.length && !confirm(form.dataset.asks)) event.preventDefault();
      else for (const key of kept) localStorage.removeItem(key);
    });
  }
})();
