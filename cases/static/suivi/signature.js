// The signature folder where scripts run: “Select all” ticks without a new page, and how many are ticked is said.
(() => {
  const form = document.getElementById("folder");
  if (!form) return;
  const boxes = [...form.querySelectorAll("input[name=case]")];
  const said = form.querySelector("[data-ticked]");
  const say = () => {
    const count = boxes.filter((box) => box.checked).length;
    said.textContent = count ? `${said.dataset.ticked} ${count}` : "";
  };
  form.querySelector("[data-tick-all]").addEventListener("click", (event) => {
    event.preventDefault();
    const all = boxes.every((box) => box.checked);
    for (const box of boxes) box.checked = !all;
    say();
  });
  form.addEventListener("change", say);
  say();
})();
