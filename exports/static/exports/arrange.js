// Passages and headings can be dragged where scripts run; the buttons do the same without.
// A drop presses the button of the form: the server answers with the page as it then stands.
(() => {
  const form = document.getElementById("arrange");
  if (!form) return;
  let dragged = null;

  // Only here, where it works, is it said and shown.
  form.classList.add("by-dragging");
  for (const hint of form.querySelectorAll("[data-by-dragging]")) hint.hidden = false;

  const press = (act, values) => {
    for (const [name, value] of Object.entries(values)) {
      const field = form.elements.namedItem(name);
      if (field) field.value = value;
    }
    const button = document.createElement("button");
    button.type = "submit"; button.name = "act"; button.value = act; button.hidden = true;
    form.append(button);
    button.click();
  };

  const ticks = () => [...form.querySelectorAll("input.tick")];

  const chooseOnly = (row) => {
    const own = row.querySelector("input.tick");
    if (own.checked) return;
    for (const tick of ticks()) tick.checked = tick === own;
  };

  // A row can be dragged from where it is pressed; its text can be selected as on any page.
  let pressed = null;
  const release = () => { if (pressed) pressed.removeAttribute("draggable"); pressed = null; };
  document.addEventListener("pointerdown", (event) => {
    release();
    const row = event.target.closest?.("[data-passage], .outline [data-heading]");
    if (!row || event.target.closest("p, input, summary, button, .acts")) return;
    pressed = row;
    row.draggable = true;
  });
  document.addEventListener("pointerup", release);

  document.addEventListener("dragstart", (event) => {
    dragged = event.target.closest?.("[data-passage], .outline [data-heading]");
    if (!dragged) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.dataset.passage || dragged.dataset.heading);
  });

  const target = (event) => {
    const over = event.target.closest?.("[data-passage], [data-heading]");
    if (!over || !dragged || over === dragged) return null;
    if (dragged.dataset.heading && !over.dataset.heading) return null;
    return over;
  };

  const clear = () => { for (const one of document.querySelectorAll(".over")) one.classList.remove("over"); };

  document.addEventListener("dragover", (event) => {
    const over = target(event);
    clear();
    if (!over) return;
    event.preventDefault();
    over.classList.add("over");
  });
  document.addEventListener("dragend", () => { dragged = null; clear(); release(); });

  document.addEventListener("drop", (event) => {
    const over = target(event);
    if (!over) return;
    event.preventDefault();
    if (dragged.dataset.heading) {
      press(`heading-after:${dragged.dataset.heading}`, { after: over.dataset.heading });
    } else if (over.dataset.heading) {
      chooseOnly(dragged);
      press("move", { to: over.dataset.heading, after: "" });
    } else {
      chooseOnly(dragged);
      press("move", { to: over.closest("[data-under]").dataset.under, after: over.dataset.passage });
    }
  });
})();
