/* What readers set for themselves, and keys. Loaded in the head, so that large type is there before anything is drawn. */
"use strict";

{
  const NAME = "nianbao.large";
  const root = document.documentElement;

  /* Where nothing can be kept (some browsers on a disk, private windows), the switch works for the page alone. */
  const kept = () => {
    try {
      return localStorage.getItem(NAME) === "1";
    } catch {
      return null;
    }
  };

  const keep = (large) => {
    try {
      if (large) localStorage.setItem(NAME, "1");
      else localStorage.removeItem(NAME);
    } catch {}
  };

  const box = () => document.getElementById("__large");

  const show = (large) => {
    root.classList.toggle("nb-large", large);
    if (box()) box().checked = large;
    reach();
  };

  /* What scrolls must be reached by key; not every browser sees to that. */
  const reach = () => {
    for (const part of document.querySelectorAll(".nb-chart__scroll")) {
      if (part.scrollWidth > part.clientWidth) part.tabIndex = 0;
      else part.removeAttribute("tabindex");
    }
  };

  /* The theme opens the contents of a narrow screen by a label, which no key reaches. */
  const offer = (menu) => {
    const drawer = document.getElementById("__drawer");
    if (!menu || !drawer) return;
    const tell = () => menu.setAttribute("aria-expanded", String(drawer.checked));
    menu.tabIndex = 0;
    menu.setAttribute("role", "button");
    drawer.addEventListener("change", tell);
    tell();
  };

  if (kept()) show(true);

  addEventListener("DOMContentLoaded", () => {
    show(root.classList.contains("nb-large"));
    offer(document.querySelector(".nb-menu"));
    box()?.addEventListener("change", (event) => {
      keep(event.target.checked);
      show(event.target.checked);
    });
  });
  /* The theme shows which of its colours is on, but does not tick it. */
  addEventListener("load", () => {
    const scheme = document.body.getAttribute("data-md-color-scheme");
    const colour = document.querySelector(`.md-option[data-md-color-scheme="${scheme}"]`);
    if (colour) colour.checked = true;
  });

  /* On paper nothing is folded, also where style sheets cannot open it. */
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = [...document.querySelectorAll("details:not([open])")];
    for (const part of folded) part.open = true;
  });
  addEventListener("afterprint", () => {
    for (const part of folded) part.open = false;
  });

  addEventListener("resize", reach);
  addEventListener("pageshow", (event) => event.persisted && kept() !== null && show(kept()));
  addEventListener("storage", (event) => event.key === NAME && show(event.newValue === "1"));

  /* Browsers leave at the edge of a table what the focus comes to, if a little of it is seen. */
  addEventListener("focusin", (event) => {
    if (event.target.closest(".nb-table__scroll a")) event.target.scrollIntoView({ block: "nearest", inline: "nearest" });
  });

  const search = () => {
    const boxes = ["#nb-search-query", ".nb-box__input", ".nb-box__link"].map((name) => document.querySelector(name));
    const found = boxes.find((one) => one?.getClientRects().length);
    found?.focus();
    found?.select?.();
    return found;
  };

  /* Escape leads out of what was opened or is being typed, without anything having to be pointed at. */
  const leave = (target) => {
    const drawer = document.getElementById("__drawer");
    const years = document.querySelector(".md-version:is(:hover, :focus-within)");
    if (target.matches(".nb-box__input")) target.blur();
    else if (drawer?.checked) {
      drawer.click();
      document.querySelector(".nb-menu").focus();
    } else if (years) {
      years.classList.add("nb-closed");
      for (const left of ["pointerleave", "focusout"]) {
        years.addEventListener(left, () => years.classList.remove("nb-closed"), { once: true });
      }
    }
  };

  /* Shortcuts of a single character, which the theme has, are in the way of who dictates or slips (WCAG 2.1.4). */
  addEventListener(
    "keydown",
    (event) => {
      const target = event.target instanceof Element ? event.target : root;
      if (event.isComposing || event.ctrlKey || event.metaKey) return;
      if (event.key === "Escape") leave(target);
      else if (/^(Enter| )$/.test(event.key) && target.matches(".nb-menu")) {
        target.click();
        event.preventDefault();
        event.stopImmediatePropagation();
      } else if (event.altKey && (event.key === "/" || event.code === "Slash")) search() && event.preventDefault();
      else if (/^\S$/.test(event.key) && !target.closest("input, select, textarea, [contenteditable]"))
        event.stopImmediatePropagation();
    },
    true,
  );
}
