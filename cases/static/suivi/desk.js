// Choosing many cases on the Desk where scripts run: how many are ticked is said beside the table, one box
// ticks the whole page, Shift ticks a stretch, and one press means all that match. Without it the bar's own
// choices do the same.
(() => {
  const form = document.querySelector("form.desk-chosen");
  if (!form) return;
  const boxes = [...form.querySelectorAll('input[name="case"], input[name="theme"]')];
  const whole = form.querySelector("[data-tick-all]");
  const line = form.querySelector("[data-chosen]");
  const number = line.querySelector("[data-chosen-number]");
  const said = form.querySelector("[data-chosen-said]"); // stands there from the start, or it is not heard
  const choose = (value) => {
    const way = form.querySelector(`input[name="which"][value="${value}"]`);
    if (way) way.checked = true;
  };
  const show = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    number.textContent = ticked;
    said.textContent = ticked ? `${said.dataset.chosenSaid} ${ticked}` : "";
    line.hidden = !ticked;
    if (whole) {
      whole.checked = ticked === boxes.length;
      whole.indeterminate = ticked > 0 && ticked < boxes.length;
    }
  };

  let last = null;
  for (const box of boxes) {
    box.addEventListener("click", (event) => {
      if (event.shiftKey && last) {
        const [from, to] = [boxes.indexOf(last), boxes.indexOf(box)].sort((a, b) => a - b);
        for (const one of boxes.slice(from, to + 1)) one.checked = box.checked;
      }
      last = box;
      choose(box.name === "theme" ? "themes" : "ticked");
      show();
    });
  }
  if (whole) {
    whole.closest("[hidden]").hidden = false;
    whole.addEventListener("click", () => {
      for (const box of boxes) box.checked = whole.checked;
      choose(boxes[0]?.name === "theme" ? "themes" : "ticked");
      show();
    });
  }
  form.querySelector("[data-choose-matching]")?.addEventListener("click", (event) => {
    choose("matching");
    document.getElementById("assign-title")?.scrollIntoView();
    event.preventDefault();
  });
  show();
})();
