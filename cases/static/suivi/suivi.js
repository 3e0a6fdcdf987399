// What makes writing safer where scripts run; every page works without it.
// Words are counted while one types, and leaving a page with unsaved text asks first.
(() => {
  const words = (text) => (text.trim() ? text.trim().split(/\s+/).length : 0);

  for (const line of document.querySelectorAll("[data-counts]")) {
    const field = document.getElementById(line.dataset.counts);
    const number = line.querySelector("span");
    if (field && number) field.addEventListener("input", () => { number.textContent = words(field.value); });
  }

  const changed = new Set();
  for (const form of document.querySelectorAll("form.keeps")) {
    form.addEventListener("input", () => changed.add(form));
    form.addEventListener("submit", () => changed.delete(form));
    form.addEventListener("kept", () => changed.delete(form)); // by editor.js, at the server
  }
  addEventListener("beforeunload", (event) => { if (changed.size) event.preventDefault(); });
})();
