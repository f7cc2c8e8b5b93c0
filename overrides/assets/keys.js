/* `/` leads to the box that searches, the page's own before the one in the header; Escape leads out of the latter. */
"use strict";

addEventListener("keydown", (event) => {
  if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
  const typing = event.target.closest("input, select, textarea, [contenteditable]");
  if (event.key === "Escape" && typing?.matches(".nb-box__input")) typing.blur();
  if (event.key !== "/" || typing) return;
  const boxes = ["#nb-search-query", ".nb-box__input", ".nb-box__link"].map((name) => document.querySelector(name));
  const box = boxes.find((one) => one?.getClientRects().length);
  if (!box) return;
  event.preventDefault();
  box.focus();
  box.select?.();
});
