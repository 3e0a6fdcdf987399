// What makes writing safer where scripts run; every page works without it.
// Words are counted while one types, and leaving a page with unsaved text asks first.
(() => {
  // As words_in (cases/prose.py): marks that make headings, lists and tables are no words; notes do not count.
  const MARKS = /^[ \t]*(?:(?:#{1,6}|[>*+-]|\d{1,9}[.)])(?:[ \t]+|$))+|^[ \t|:-]+$|\|/gm;
  const NOTE = /^ {0,3}\[\^[^\s\[\]]{1,64}\]:[^\n]*(?:\n(?=[^\n]*\S)(?! {0,3}(?:#{1,6}[ \t]|[>*+-]|\d{1,9}[.)][ \t]|\[\^))[^\n]+)*(?:(?:\n[ \t\r]*)+\n(?: {4}|\t)[^\n]+)*/gm;
  const REFERENCE = /[ \t]?\[\^[^\s\[\]]{1,64}\]/g;
  const words = (text) => text.replace(NOTE, "").replace(REFERENCE, "").replace(MARKS, " ").split(/\s+/).filter(Boolean).length;
  window.suiviWords = words; // for words.js, by which a report's words follow

  for (const line of document.querySelectorAll("[data-counts]")) {
    const field = document.getElementById(line.dataset.counts);
    const number = line.querySelector("span"), over = line.querySelector("[data-over]");
    if (field && number) field.addEventListener("input", () => {
      const count = words(field.value);
      number.textContent = count;
      if (over) over.hidden = count <= Number(line.dataset.most);
    });
  }

  const changed = new Set();
  for (const form of document.querySelectorAll("form.keeps")) {
    form.addEventListener("input", () => changed.add(form));
    form.addEventListener("submit", () => changed.delete(form));
    form.addEventListener("kept", () => changed.delete(form)); // by editor.js, at the server
  }
  addEventListener("beforeunload", (event) => { if (changed.size) event.preventDefault(); });
})();
