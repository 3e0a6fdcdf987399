// The review page where scripts run: Ctrl+Enter presses the first button, and that the text was read is noted.
(() => {
  const decide = document.querySelector("form[data-decide]");
  const noted = document.querySelector("form input[name=shown]");

  addEventListener("keydown", (event) => {
    const writes = event.target.closest?.("textarea, input:not([type=hidden]), select");
    if (!decide || writes || event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    decide.requestSubmit(decide.querySelector("button"));
  });

  const note = () => {
    if (document.visibilityState !== "visible") return;
    removeEventListener("visibilitychange", note);
    const body = new FormData(noted.form);
    body.set("decision", "seen");
    fetch(noted.form.action, { method: "POST", body, keepalive: true });
  };
  if (noted) {
    addEventListener("visibilitychange", note);
    setTimeout(note, 3000);
  }
})();
