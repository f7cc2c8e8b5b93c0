/* A note beside a number that is pointed at or focused: its name, how it is written, its exact value, where it is from.
   Without scripts the number leads to its entry in 数据索引 and has a title; on touch it still does nothing else.
   The note may be pointed at itself, stays until pointer and focus have left, and goes with Escape (WCAG 1.4.13). */
"use strict";

(() => {
  const PATIENCE = 250; // milliseconds from pointing to the note, and from leaving to its end
  const MARGIN = 8; // pixels between the note and the edges of the window
  const APART = 4; // and between the note and its number

  const note = document.createElement("div");
  note.className = "nb-tip";
  note.id = "nb-tip";
  note.setAttribute("role", "tooltip");
  note.hidden = true;
  let shown = null; // the number whose note is shown
  let waiting = 0;

  const line = (kind, text) => {
    const part = document.createElement("span");
    part.className = `nb-tip__${kind}`;
    part.textContent = text;
    note.append(part);
  };

  const fill = (number) => {
    const { name, written, exact, from } = number.dataset;
    note.replaceChildren();
    line("name", name);
    line("value", written || number.textContent);
    if (exact) line("exact", `准确数：${exact}`);
    if (from) line("from", from);
  };

  /* Below the number's first line where there is room, else above it; never beyond the window's edges. */
  const place = (number) => {
    const at = number.getClientRects()[0];
    const { clientWidth, clientHeight } = document.documentElement;
    const below = at.bottom + APART + note.offsetHeight + MARGIN <= clientHeight || at.top < note.offsetHeight + MARGIN;
    const left = Math.max(MARGIN, Math.min(at.left, clientWidth - note.offsetWidth - MARGIN));
    const top = below ? at.bottom + APART : at.top - APART - note.offsetHeight;
    const origin = note.offsetParent.getBoundingClientRect();
    note.style.left = `${left - origin.left}px`;
    note.style.top = `${top - origin.top}px`;
  };

  const hide = () => {
    clearTimeout(waiting);
    if (!shown) return;
    shown.removeAttribute("aria-describedby");
    shown = null;
    note.hidden = true;
  };

  const show = (number) => {
    clearTimeout(waiting);
    if (shown === number) return;
    hide();
    shown = number;
    fill(number);
    if (!note.isConnected) (number.closest("main") ?? document.body).append(note);
    note.hidden = false;
    number.setAttribute("aria-describedby", note.id);
    place(number);
  };

  const soon = (action) => {
    clearTimeout(waiting);
    waiting = setTimeout(action, PATIENCE);
  };

  const goes = () => {
    if (shown && shown !== document.activeElement) soon(hide);
    else clearTimeout(waiting);
  };

  /* The note says what the title would, which browsers show besides. */
  for (const number of document.querySelectorAll("a.nb-num[title]")) {
    number.dataset.name = number.title;
    number.removeAttribute("title");
  }

  const numberAt = (event) => event.target.closest?.("a.nb-num[data-name]");
  addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") return;
    const number = numberAt(event);
    if (number) soon(() => show(number));
    else if (note.contains(event.target)) clearTimeout(waiting);
    else if (shown || waiting) goes();
  });
  document.documentElement.addEventListener("pointerleave", goes);
  addEventListener("focusin", (event) => {
    const number = numberAt(event);
    if (number?.matches(":focus-visible")) show(number);
    else hide();
  });
  addEventListener("focusout", (event) => {
    if (event.target === shown) hide();
  });
  addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
  });
  addEventListener("resize", hide);
  addEventListener("scroll", (event) => {
    if (event.target !== document) hide(); // a table was moved under its note
  }, true);
})();
