// What a page showed for some seconds is noted as seen, and the bell goes quiet: the notices on its own page that were
// in view, or, on the page of a case, what was told of this case. Without scripts a button says so.
(() => {
  const link = document.querySelector("[data-bell]");
  const token = document.querySelector("input[name=csrfmiddlewaretoken]");
  if (!link || !token) return;

  async function send(fields) {
    const body = new FormData();
    body.append("csrfmiddlewaretoken", token.value);
    for (const [name, value] of fields) body.append(name, value);
    try {
      const answer = await fetch(link.dataset.seen, { method: "POST", body, headers: { Accept: "application/json" }, keepalive: true });
      if (answer.ok) show(await answer.json());
      return answer.ok;
    } catch { return false; }  // it stays new
  }

  function show({ count, shown, words }) {
    link.querySelector("[data-bell-words]").textContent = words;
    const number = link.querySelector("[data-bell-number]");
    number.querySelector("bdi").textContent = shown;
    number.hidden = !count;
    link.classList.toggle("rings", count > 0);
  }

  const lookedAt = (milliseconds, then) => {
    let timer = 0;
    const look = () => {
      clearTimeout(timer);
      if (document.visibilityState === "visible") timer = setTimeout(() => { removeEventListener("visibilitychange", look); then(); }, milliseconds);
    };
    addEventListener("visibilitychange", look);
    look();
  };

  if (link.dataset.of) lookedAt(3000, () => send([["of", link.dataset.of], ["until", link.dataset.until]]));

  const items = document.querySelectorAll("[data-notice]");
  if (!items.length) return;
  addEventListener("submit", async (event) => {
    const form = event.target, item = form.closest("[data-notice]");
    if (!item) return;
    event.preventDefault();
    if (!await send([["notice", item.dataset.notice]])) return form.submit();
    item.querySelector("a").focus();
    item.classList.add("is-seen");
    form.remove();
  });

  const timers = new Map();
  let seen = [], sending = 0;
  const note = (item) => {
    watch.unobserve(item);
    seen.push(["notice", item.dataset.notice]);
    clearTimeout(sending);
    sending = setTimeout(() => { send(seen); seen = []; }, 500);
  };
  const watch = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      clearTimeout(timers.get(target));
      if (isIntersecting) timers.set(target, setTimeout(note, 2500, target));
    }
  }, { threshold: 0.6 });
  lookedAt(0, () => items.forEach((item) => watch.observe(item)));
})();
