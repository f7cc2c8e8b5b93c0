/* `/` leads to the box that searches, Escape out of the one in the header. */
"use strict";

addEventListener("keydown", (event) => {
  if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
  const typing = event.target.closest("input, select, textarea, [contenteditable]");
  if (event.key === "Escape" && typing?.matches(".nb-box__input")) typing.blur();
  if (event.key !== "/" || typing) return;
  const boxes = document.querySelectorAll("#nb-search-query, .nb-box__input, .nb-box__link");
  const box = Array.from(boxes).find((one) => one.getClientRects().length);
  if (!box) return;
  event.preventDefault();
  box.focus();
  box.select?.();
});
