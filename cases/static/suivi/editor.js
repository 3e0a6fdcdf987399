// Keeps what is typed: at Suivi while the line holds, in this browser until Suivi has it.
// Without it the Save button does all; nothing here makes a version of the text.
(() => {
  const PAUSE = 1500, LONGEST = 10000, HERE = 60000, AGAIN = 15000, OTHERS_FOR = 12 * 3600 * 1000;
  const KEY = (writer, address) => `suivi.text.${writer}.${address}`;

  // This browser's own store: it may be full, or forbidden, and then is simply not there.
  const store = {
    get(key) { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } },
    put(key, what) { try { localStorage.setItem(key, JSON.stringify(what)); } catch { /* without it */ } },
    drop(key) { try { localStorage.removeItem(key); } catch { /* without it */ } },
    keys() { try { return Object.keys(localStorage).filter((key) => key.startsWith("suivi.text.")); } catch { return []; } },
  };

  // Once a text was sent and the case opens without an editor, it stands there as a version.
  const sent = document.querySelector("[data-saved-at]");
  if (sent) {
    const key = KEY(sent.dataset.writer, sent.dataset.savedAt);
    if (store.get(key)?.sent) store.drop(key);
  }

  const form = document.querySelector("form[data-keeps-at]");
  const line = form?.querySelector("[data-kept]");
  if (!line) return;

  const address = form.dataset.keepsAt, writer = form.elements.writer.value, key = KEY(writer, address);
  const status = line.querySelector("[role=status]");
  const own = new Set(["csrfmiddlewaretoken", "writer", "copy", "started_from", "merged_from"]);
  const fields = [...form.elements].filter((one) => one.name && !own.has(one.name) && !["submit", "radio"].includes(one.type));
  const started = () => (form.elements.merged_from ?? form.elements.started_from).value; // until the clashes are chosen
  const typed = () => Object.fromEntries(fields.map((one) => [one.name, one.value]));
  const same = (one, other) => Object.keys(other).every((name) => (one[name] ?? "").trim() === other[name].trim());
  const cookie = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? "";

  let atSuivi = "notKept" in form.dataset ? {} : typed(); // what Suivi has, as far as this page knows
  let busy = false, stopped = false, failed = false, timer = 0, since = 0, leaving = false;

  // Others' texts on a shared machine do not stay for longer than a session lasts; they are never shown.
  for (const other of store.keys()) {
    const found = store.get(other);
    if (!other.startsWith(`suivi.text.${writer}.`) && Date.now() - (found?.at ?? 0) > OTHERS_FOR) store.drop(other);
  }

  const say = (sentence, trouble = false) => {
    if (status.textContent !== sentence) status.textContent = sentence;
    line.classList.toggle("trouble", trouble);
  };

  function keepHere() {
    store.put(key, { typed: typed(), started: started(), copy: form.elements.copy.value, at: Date.now() });
  }

  function later(wait) {
    clearTimeout(timer);
    timer = setTimeout(send, wait);
  }

  async function send() {
    clearTimeout(timer);
    if (busy || stopped) return;
    const now = typed(), changed = !same(atSuivi, now);
    if (!changed && form.elements.copy.value === "0" && !failed) return;
    since = 0;
    busy = true;
    const slow = setTimeout(() => { if (changed) say(line.dataset.saving); }, 800);
    try {
      const answer = await fetch(address, { method: "POST", body: body(changed && now), redirect: "manual", headers:
        { Accept: "application/json", "X-CSRFToken": cookie() }, keepalive: leaving && JSON.stringify(now).length < 20000 });
      const said = await answer.json().catch(() => ({}));
      clearTimeout(slow);
      if (answer.ok) taken(said, now, changed);
      else refused(answer.status, said.line);
    } catch {
      clearTimeout(slow);
      tryAgain(line.dataset.offline);
    }
    busy = false;
    if (!failed && !stopped && !same(atSuivi, typed())) later(PAUSE);
  }

  function body(what) {
    const data = new FormData();
    data.set("writer", writer);
    data.set("copy", form.elements.copy.value);
    if (!what) return data;
    data.set("started_from", started());
    for (const [name, value] of Object.entries(what)) data.set(name, value);
    return data;
  }

  function taken(said, now, changed) {
    failed = false;
    line.querySelector("[data-sign-in]").hidden = true;
    if (changed) {
      atSuivi = now;
      if (same(now, typed())) {
        store.drop(key);
        form.dispatchEvent(new CustomEvent("kept"));
      }
    }
    form.elements.copy.value = said.copy;
    for (const token of document.querySelectorAll("[name=csrfmiddlewaretoken]")) token.value = cookie() || token.value;
    if (said.line) say(said.line);
    tell(said);
  }

  function tell({ others, behind }) {
    const list = line.querySelector("[data-others]"), notice = line.querySelector("[data-behind]");
    if ([...list.children].map((one) => one.textContent).join() !== others.join())
      list.replaceChildren(...others.map((sentence) => Object.assign(document.createElement("li"), { textContent: sentence })));
    if (notice.hidden === !behind) return;
    notice.querySelector("span").textContent = behind;
    notice.hidden = !behind;
  }

  function refused(code, sentence) {
    if (code === 401) {
      line.querySelector("[data-sign-in]").hidden = false;
      return tryAgain(line.dataset.signedOut);
    }
    if (code === 403 || code >= 500 || !sentence) return tryAgain(sentence || line.dataset.trouble);
    stopped = code !== 422; // a text that is too long may become shorter
    atSuivi = code === 422 ? typed() : atSuivi;
    say(sentence, true);
  }

  function tryAgain(sentence) {
    failed = true;
    say(sentence, true);
    later(AGAIN);
  }

  form.addEventListener("input", () => {
    keepHere();
    since ||= Date.now();
    later(Date.now() - since > LONGEST ? 0 : PAUSE);
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    stopped = true;
    if (!same(atSuivi, typed()) || store.get(key)) {
      keepHere();
      store.put(key, { ...store.get(key), sent: true });
    }
  });
  addEventListener("pageshow", (event) => { if (event.persisted) { stopped = false; later(0); } });
  addEventListener("online", () => later(0));
  addEventListener("focus", () => { if (failed) later(0); });
  document.addEventListener("visibilitychange", () => {
    leaving = document.visibilityState === "hidden";
    if (leaving || failed) send();
    leaving = false;
  });
  setInterval(() => { if (!document.hidden && !failed) send(); }, HERE);

  // What this browser kept, and Suivi has not.
  const earlier = `${key}.earlier`;
  const found = store.get(key) ?? store.get(earlier);
  const stands = found && fields.every((one) => one.type === "hidden" || (found.typed[one.name] ?? "").trim() === one.value.trim());
  if (stands) { store.drop(key); store.drop(earlier); }
  else if (found && found.copy === form.elements.copy.value && found.started === started() && !("notKept" in form.dataset)) {
    fill(found.typed);
    say(line.dataset.back);
    later(0);
  } else if (found) offer(found);
  else if ("notKept" in form.dataset) {
    keepHere();
    later(0);
  }
  line.querySelector("[data-scripts]").hidden = false;

  function fill(texts) {
    for (const one of fields) if (one.name in texts) one.value = texts[one.name];
    form.dispatchEvent(new Event("input", { bubbles: true }));
    for (const one of fields) one.dispatchEvent(new Event("input"));
  }

  function offer(kept) {
    const { typed: texts, at } = kept;
    store.put(earlier, kept); // typing on writes over the other
    store.drop(key);
    const box = line.querySelector("[data-found]"), take = box.querySelector("[data-take]"), back = box.querySelector("[data-untake]");
    const before = typed();
    box.querySelector("time").textContent = new Date(at).toLocaleString(document.documentElement.lang);
    box.querySelector(".difference").textContent = Object.values(texts).filter((text) => /\s/.test(text.trim())).join("\n\n");
    box.hidden = false;
    const turn = (what, taken) => { fill(what); take.hidden = taken; back.hidden = !taken; };
    take.addEventListener("click", () => turn(texts, true));
    back.addEventListener("click", () => turn(before, false));
    box.querySelector("[data-forget]").addEventListener("click", () => {
      box.hidden = true;
      store.drop(earlier);
    });
  }
})();
