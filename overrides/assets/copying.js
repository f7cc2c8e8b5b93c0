/* Buttons that copy a citation or a form, and the reader's own day in every citation. Without scripts the texts can be
   selected by hand, and say where the day belongs. What was done is announced; where a browser does not let pages copy,
   the text is selected instead. */
"use strict";

(() => {
  const today = () => {
    const now = new Date();
    return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
  };

  const select = (text) => {
    const range = document.createRange();
    range.selectNodeContents(text);
    const selection = getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
  };

  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text.innerText.trim());
      return "已复制。";
    } catch {
      select(text);
      return "浏览器不允许直接复制，文字已选中，请用复制命令（Ctrl+C 或者长按）复制。";
    }
  };

  const offer = (text) => {
    if (text.nextElementSibling?.matches(".nb-copy")) return;
    const line = document.createElement("div");
    line.className = "nb-copy";
    const button = document.createElement("button");
    button.type = "button";
    button.className = "nb-copy__button";
    button.textContent = text.dataset.copy;
    const told = document.createElement("span");
    told.className = "nb-copy__told";
    told.setAttribute("role", "status");
    line.append(button, told);
    text.after(line);
    button.addEventListener("click", async () => {
      told.textContent = "";
      told.textContent = await copy(text);
    });
  };

  for (const day of document.querySelectorAll(".nb-cite__day")) day.textContent = `[${today()}]`;
  for (const text of document.querySelectorAll("[data-copy]")) if (!text.closest("details")) offer(text);
  document.addEventListener("toggle", (event) => {
    if (event.target.open) event.target.querySelectorAll("[data-copy]").forEach(offer);
  }, true);
})();
