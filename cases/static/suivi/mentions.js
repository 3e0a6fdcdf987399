// While a name is typed after an @ in a comment, colleagues who may read it are offered: arrow keys and Enter, or
// the mouse. Without it the name is written in full; the server finds the person (drafting/mentioning.py).
(() => {
  const words = document.querySelector("[data-mention-words]");
  if (!words) return;
  const list = Object.assign(document.createElement("ul"), { id: "colleagues", className: "colleagues", hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", words.dataset.label);
  const BEGUN = /(?:^|[^\p{L}\p{N}_@.+/-])@([\p{L}\p{N}][^@\n]{0,60})$/u;
  let field = null, begun = "", closed = null, timer = 0, people = [], at = 0;

  const open = () => !list.hidden;
  const say = (sentence) => { if (words.textContent !== sentence) words.textContent = sentence; };

  function close() {
    clearTimeout(timer);
    if (!open()) return;
    list.hidden = true;
    list.replaceChildren();
    field?.removeAttribute("aria-activedescendant");
    say("");
  }

  function look() {
    const found = field.selectionStart === field.selectionEnd && field.value.slice(0, field.selectionStart).match(BEGUN);
    if (!found) { closed = null; return close(); }
    begun = found[1];
    if (closed !== null && begun.startsWith(closed)) return close();
    clearTimeout(timer);
    timer = setTimeout(ask, 150, begun);
  }

  async function ask(sought) {
    let said;
    try {
      const answer = await fetch(`${field.form.dataset.mentions}?q=${encodeURIComponent(sought)}`, { headers: { Accept: "application/json" } });
      if (!answer.ok) return close();
      said = await answer.json();
    } catch { return close(); }
    if (sought !== begun) return;
    people = said.people;
    const written = people.some((one) => sought.toLowerCase().startsWith(one.write.toLowerCase()));
    if (people.length && !written) return show(said.more);
    close();
    closed = sought; // longer ones are no other
    if (!people.length && !/\s/.test(sought)) say(words.dataset.none);
  }

  function show(more) {
    list.replaceChildren(...people.map((one, place) => {
      const row = Object.assign(document.createElement("li"), { id: `colleague-${place}` });
      row.setAttribute("role", "option");
      row.append(Object.assign(document.createElement("bdi"), { textContent: one.name }), " ",
        Object.assign(document.createElement("span"), { className: "soft", textContent: one.role }));
      row.addEventListener("mousedown", (event) => { event.preventDefault(); take(place); });
      return row;
    }));
    field.after(list);
    list.hidden = false;
    choose(0);
    say(more ? `${words.dataset.found} ${words.dataset.more}` : words.dataset.found);
  }

  function choose(place) {
    at = (place + people.length) % people.length;
    [...list.children].forEach((row, number) => row.setAttribute("aria-selected", String(number === at)));
    field.setAttribute("aria-activedescendant", `colleague-${at}`);
  }

  function take(place) {
    const end = field.selectionStart, begin = end - begun.length;
    field.setRangeText(`${people[place].write} `, begin, end, "end");
    close();
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  const KEYS = {
    ArrowDown: () => choose(at + 1),
    ArrowUp: () => choose(at - 1),
    Enter: () => take(at),
    Escape: () => { closed = begun; close(); },
  };

  for (const form of document.querySelectorAll("form[data-mentions]")) {
    const text = form.elements.text;
    for (const [name, value] of [["aria-autocomplete", "list"], ["aria-haspopup", "listbox"], ["aria-controls", list.id]]) text.setAttribute(name, value);
    text.addEventListener("input", () => { field = text; look(); });
    text.addEventListener("blur", close);
    text.addEventListener("keydown", (event) => {
      if (!open() || field !== text || event.isComposing) return;
      if (!(event.key in KEYS)) return;
      event.preventDefault();
      KEYS[event.key]();
    });
  }
  if (document.querySelector("form[data-mentions]")) words.after(list);
})();
