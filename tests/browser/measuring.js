// What axe cannot tell, measured on the page as it stands: one function for each question, each answers with
// sentences. measuring.py asks them.
(() => {
  const ACTED_ON = 'a[href], button, input:not([type="hidden"]), select, textarea, summary, [tabindex="0"]';
  const LEAST = 24;

  const told = (one) => one.outerHTML.replace(/\s+/g, " ").slice(0, 110);
  const heard = (one) => { // by who has the page read out, and not seen
    for (let each = one; each; each = each.parentElement) if (each.matches(".skip") || getComputedStyle(each).clipPath !== "none") return true;
    return false;
  };
  const seen = (one) => one.getClientRects().length && getComputedStyle(one).visibility === "visible" && !heard(one);
  const own = (one) => [...one.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.textContent).join("").trim();
  const targets = () => [...document.querySelectorAll(ACTED_ON)].filter((one) => seen(one) && !one.disabled);

  // What is pressed to act on it: with its label, where a press on that acts on it too.
  function box(one) {
    const boxes = [one, ...(one.labels ?? [])].filter((each) => each.getClientRects().length).map((each) => each.getBoundingClientRect());
    if (!["checkbox", "radio"].includes(one.type)) return boxes[0];
    return { width: Math.max(...boxes.map((each) => each.width)), height: Math.max(...boxes.map((each) => each.height)) };
  }

  // A link within a sentence: its height is that of the line (WCAG 2.5.8, "Inline").
  function inSentence(one) {
    if (getComputedStyle(one).display !== "inline") return false;
    const block = one.parentElement.closest("p, li, td, th, dd, div, h1, h2, h3, span, caption, legend");
    const others = [...block.querySelectorAll(".unseen, a, button")].map((each) => each.textContent).join("");
    return block.textContent.replace(/\s/g, "").length > others.replace(/\s/g, "").length + 2;
  }

  const small = () => targets()
    .filter((one) => !inSentence(one))
    .map((one) => [one, box(one)])
    .filter(([, { width, height }]) => width < LEAST - 0.5 || height < LEAST - 0.5)
    .map(([one, { width, height }]) => `a target of ${Math.round(width)} × ${Math.round(height)} px: ${told(one)}`);

  const wide = () => document.documentElement.scrollWidth > innerWidth + 1
    ? [`it is wider than the screen: ${[...document.querySelectorAll("main *, header *, footer *")]
        .filter((one) => { const { left, right } = one.getBoundingClientRect(); return !one.closest(".scroller") && (right > innerWidth || left < 0); }).slice(-2).map(told).join(" | ")}`]
    : [];

  // Text that its own box cuts off, or that runs out of it.
  const cut = () => [...document.querySelectorAll("body *")]
    .filter((one) => seen(one) && own(one) && !["inline", "contents"].includes(getComputedStyle(one).display) && !one.closest("svg, select, textarea"))
    .filter((one) => {
      const style = getComputedStyle(one), scrolls = /auto|scroll/.test(style.overflowX + style.overflowY);
      const hides = /hidden|clip/.test(style.overflowX + style.overflowY);
      return !scrolls && (one.scrollWidth > one.clientWidth + 1 || (hides && one.scrollHeight > one.clientHeight + 1));
    })
    .map((one) => `text runs out of its box: ${told(one)}`);

  // Whether one sees where the focus is, and nothing lies over it.
  const lost = () => targets().flatMap((one) => {
    one.focus();
    if (document.activeElement !== one) return [];
    const style = getComputedStyle(one), { left, right, top, bottom } = one.getBoundingClientRect();
    const problems = [];
    if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2) problems.push(`no focus is seen on: ${told(one)}`);
    const across = [left + 2, (left + right) / 2, right - 2], down = [top + 2, (top + bottom) / 2, bottom - 2];
    const hits = across.flatMap((x) => down.map((y) => document.elementFromPoint(x, y)));
    if (!hits.some((hit) => hit && (one.contains(hit) || hit.contains(one) && !hit.matches("body, html, main, .wide") || [...(one.labels ?? [])].some((label) => label.contains(hit)))))
      problems.push(`what has the focus is covered, or out of sight: ${told(one)}`);
    return problems;
  });

  // Texts of which one knows the language must say it (WCAG 3.1.2).
  function unsaid(texts, language) {
    const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) {
      const { textContent, parentElement } = walker.currentNode;
      if (texts.some((text) => textContent.includes(text)) && parentElement.closest("[lang]").lang !== language)
        found.push(`its language is not said: ${told(parentElement)}`);
    }
    return found;
  }

  const spacing = new CSSStyleSheet();
  spacing.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
    p { margin-block-end: 2em !important }`);
  const spaced = (on) => { document.adoptedStyleSheets = on ? [spacing] : []; };

  // Help stands in the same place: after the navigation, before the account (WCAG 3.2.6).
  const helpless = () => {
    const order = [...document.querySelectorAll(".site-head .wide > *")].map((one) => one.className);
    const rightly = ["brand", "site-nav", "help-link", "account"].filter((name) => order.includes(name));
    return order.filter((name) => rightly.includes(name)).join() === rightly.join() && order.includes("help-link") ? [] : [`help stands elsewhere: ${order}`];
  };

  // What one reaches first leads past the head (WCAG 2.4.1).
  const unskipped = () => document.querySelector(ACTED_ON)?.matches('.skip[href="#main"]') && document.querySelector('main#main[tabindex="-1"]')
    ? [] : ["nothing leads past the head"];

  const dragged = () => [...document.querySelectorAll('[draggable="true"], input[type="range"]')].map((one) => `it is dragged: ${told(one)}`);

  // What is read aloud begins with what one sees, or who speaks to the computer is not understood (WCAG 2.5.3).
  const words = (text) => text.replace(/[^\p{L}\p{N}]+/gu, " ").trim().toLowerCase();
  const otherwise = () => targets()
    .filter((one) => one.ariaLabel && own(one) && !words(one.ariaLabel).includes(words(own(one))))
    .map((one) => `it is called otherwise than it reads: ${told(one)}`);

  window.measured = { small, wide, cut, lost, unsaid, spaced, helpless, dragged, otherwise, unskipped };
})();
