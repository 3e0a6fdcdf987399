// A button that copies what a field holds; where no scripts run there is none, and one copies by hand.
(() => {
  for (const button of document.querySelectorAll("[data-copies]")) {
    const field = document.getElementById(button.dataset.copies);
    if (!field || !navigator.clipboard) continue; // only over https, or on this machine
    const line = document.getElementById(field.dataset.copied);
    button.hidden = false;
    button.addEventListener("click", async () => {
      field.select();
      await navigator.clipboard.writeText(field.value);
      if (line) line.textContent = button.dataset.said;
    });
  }
})();
