// A file that is dropped anywhere on the form is the one that is sent; without scripts it is chosen. One that
// is too large is not sent for nothing, where the form says what is.
"use strict";

for (const form of document.querySelectorAll("form[data-drop]")) {
  const input = form.querySelector("input[type=file]");
  form.addEventListener("dragover", (event) => {
    event.preventDefault();
    form.classList.add("dropping");
  });
  form.addEventListener("dragleave", () => form.classList.remove("dropping"));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("dropping");
    if (event.dataTransfer.files.length !== 1) return;
    input.files = event.dataTransfer.files;
    form.requestSubmit();
  });
  const said = form.querySelector("[data-too-large]");
  if (!said) continue;
  form.addEventListener("submit", (event) => {
    const file = input.files[0];
    said.hidden = !file || file.size <= Number(form.dataset.most);
    if (said.hidden) return;
    event.preventDefault();
    input.focus();
  });
}
