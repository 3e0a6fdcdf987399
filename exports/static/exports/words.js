// The word budget follows while one types; without this script it is as it was when the page was opened.
// Every textarea of a form with class in-report counts, by the rule of suivi.js and cases/prose.py.
(() => {
  const words = window.suiviWords; // suivi.js, which comes first
  const language = document.documentElement.lang || "en";
  const said = (number) => number.toLocaleString(language === "ar" ? "ar-u-nu-latn" : language);
  const added = (fields) => fields.reduce((sum, field) => sum + words(field.value) - words(field.defaultValue), 0);
  const fieldsOf = (form) => [...form.querySelectorAll("textarea")];

  const total = (bar, more) => {
    const count = Number(bar.dataset.words) + more, limit = Number(bar.dataset.limit);
    bar.querySelector("[data-now]").textContent = said(count);
    bar.querySelector("meter").value = count;
    bar.querySelector("[data-over]").hidden = count <= limit;
  };
  const follow = () => {
    const forms = [...document.querySelectorAll("form.in-report")];
    const more = added(forms.flatMap(fieldsOf));
    for (const bar of document.querySelectorAll("[data-budget]")) total(bar, more);
    for (const form of forms) {
      const part = document.querySelector(`[data-budget-heading="${CSS.escape(form.dataset.heading || "")}"]`);
      if (!part) continue;
      part.dataset.began ??= part.textContent.replace(/\D/g, "");
      const own = forms.filter((one) => one.dataset.heading === form.dataset.heading);
      part.textContent = said(Number(part.dataset.began) + added(own.flatMap(fieldsOf)));
    }
  };
  document.addEventListener("input", (event) => { if (event.target.closest("form.in-report")) follow(); });
})();
