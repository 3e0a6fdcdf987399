// Who selects a passage of an answer, by mouse or by keyboard, is offered to comment on it: a button beside it,
// or Ctrl+Alt+M. It only fills in the form below; the server finds the passage again (drafting/passages.py).
(() => {
  const offer = document.querySelector("[data-passage-offer]");
  const form = offer?.form;
  if (!form) return;
  const said = form.querySelector("[data-passage-said]");
  const NOT_OF_THE_TEXT = ".unseen, .passage-number, del, .note, [role=doc-backlink]";
  let passage = "", timer = 0;
  form.querySelector("[data-passage-hint]").hidden = false;

  // The passage, the element after which the button stands, and where on the screen.
  function inField() {
    const field = document.activeElement;
    if (!field?.matches("textarea[data-passages]")) return null;
    const box = field.getBoundingClientRect();
    const bottom = Math.min(box.bottom, innerHeight) - 8;
    return { text: field.value.slice(field.selectionStart, field.selectionEnd), after: field,
      at: { top: bottom - 40, left: box.left + 8, right: box.right - 8 } };
  }

  function inText() {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0).cloneRange();
    const text = [...document.querySelectorAll("[data-passages]:not(textarea)")]
      .find((one) => one.contains(range.startContainer) || one.contains(range.endContainer));
    if (!text) return null;
    if (!text.contains(range.startContainer)) range.setStart(text, 0);
    if (!text.contains(range.endContainer)) range.setEnd(text, text.childNodes.length);
    const part = range.cloneContents(), box = range.getBoundingClientRect();
    for (const other of part.querySelectorAll(NOT_OF_THE_TEXT)) other.remove();
    return { text: part.textContent, after: text, at: { top: box.bottom + 6, left: box.left, right: box.right } };
  }

  function look() {
    if (document.activeElement === offer) return;
    const found = inField() ?? inText();
    passage = found?.text.trim() ?? "";
    if (!passage) return hide();
    found.after.after(offer);
    offer.hidden = false;
    place(found.at);
    said.textContent = said.dataset.offered;
  }

  // From the corner in which reading begins, whatever the element is placed against.
  function place({ top, left, right }) {
    Object.assign(offer.style, { insetBlockStart: "0px", insetInlineStart: "0px" });
    const here = offer.getBoundingClientRect(), most = document.documentElement.clientWidth - here.width - 8;
    const toLeft = getComputedStyle(offer).direction === "rtl";
    const inline = toLeft ? here.right - Math.max(right, here.width + 8) : Math.min(left, most) - here.left;
    Object.assign(offer.style, { insetBlockStart: `${top - here.top}px`, insetInlineStart: `${inline}px` });
  }

  function hide() {
    if (offer.hidden) return;
    offer.hidden = true;
    said.textContent = "";
  }

  function take() {
    form.elements.quote.value = passage;
    form.elements.quote.dispatchEvent(new Event("input", { bubbles: true }));
    hide();
    form.elements.text.focus();
    said.textContent = said.dataset.taken;
  }

  document.addEventListener("selectionchange", () => {
    clearTimeout(timer);
    timer = setTimeout(look, 250);
  });
  offer.addEventListener("mousedown", (event) => event.preventDefault()); // the selection stays
  offer.addEventListener("click", take);
  addEventListener("keydown", (event) => {
    // From a text that is read the Tab key would begin at the head of the page.
    const fromText = !offer.hidden && !document.activeElement.matches("a, button, input, select, summary, textarea");
    if (event.key === "Tab" && !event.shiftKey && fromText) {
      event.preventDefault();
      offer.focus();
    }
    const asked = event.code === "KeyM" && event.ctrlKey && event.altKey && !event.getModifierState("AltGraph");
    if (asked) look();
    if (!asked || !passage) return;
    event.preventDefault();
    take();
  });
})();
