/* The chooser of two years (compare/index.html). Neighbouring years have a page of their own and are led to it; any
   others are compared here (compared.js), from the script of each year (2022.js beside the page, which calls
   nianbaoYear()), so that it works from a disk too. What is shown is what macros/templates/compared.html.j2 makes. */
"use strict";

(() => {
  const { twoYears, sameSections } = window.nianbaoCompared;

  const place = document.getElementById("nb-choose");
  const form = place.querySelector("form");
  const status = place.querySelector("[role=status]");
  const result = document.getElementById("nb-compared");
  const up = place.dataset.up;
  const pages = new Set(place.dataset.pages.split(" "));
  const longest = Number(place.dataset.shown);
  const [late, early] = [document.getElementById("nb-choose-a"), document.getElementById("nb-choose-b")];
  const years = Array.from(late.options, (option) => Number(option.value));

  /* Reading a year. */

  const waiting = new Map(); // {script under way: what to do with its year}

  window.nianbaoYear = (content) => waiting.get(document.currentScript)?.(content);

  function read(year) {
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      const failed = () => reject(new Error(`${year}`));
      waiting.set(script, (content) => (content.format === 1 && content.year === year ? resolve(content) : failed()));
      script.addEventListener("load", failed); // comes behind the content, and then is too late
      script.addEventListener("error", failed);
      script.src = `${up}compare/${year}.js`;
      document.head.append(script);
    });
  }

  /* Showing. */

  function element(name, className, ...content) {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.append(...content);
    return made;
  }

  function link(address, ...content) {
    const made = element("a", "", ...content);
    made.href = address;
    return made;
  }

  function number(year, side, text) {
    if (!side) return element("span", "nb-none", text);
    if (side.v === null) return text;
    const data = element("data", "", text);
    data.value = side.v;
    const made = link(`${up}${year}/figures.html#${encodeURIComponent(side.n.split(/\s+/u).filter(Boolean).join("-"))}`, data);
    made.className = "nb-num";
    return made;
  }

  function remarks(pair) {
    const corrected = pair.years.filter((_, index) => [pair.before, pair.after][index]?.c);
    const parts = [...pair.notes, ...corrected.map((year) => link(`${up}history/${year}/index.html`, `${year}年度更正过`))];
    return parts.flatMap((part, index) => (index ? ["；", part] : [part]));
  }

  function numbers(title, pairs, [earlier, later]) {
    const heads = [["数据"], [`${earlier}年度`, "nb-r"], [`${later}年度`, "nb-r"], ["变化", "nb-r"], ["说明"]].map(([text, name]) => {
      const head = element("th", name, text);
      head.scope = "col";
      return head;
    });
    const rows = pairs.map((pair) => {
      const name = element("th", "", pair.title);
      name.scope = "row";
      return element(
        "tr",
        "",
        name,
        element("td", "nb-r", number(earlier, pair.before, pair.written[0])),
        element("td", "nb-r", number(later, pair.after, pair.written[1])),
        element("td", "nb-r", pair.difference, ...(pair.rate ? [element("span", "nb-compare__rate", pair.rate)] : [])),
        element("td", "", ...remarks(pair)),
      );
    });
    const table = element("table", "nb-table__grid nb-compare__numbers", element("thead", "", element("tr", "", ...heads)), element("tbody", "", ...rows));
    const scroll = element("div", "nb-table__scroll", table);
    scroll.tabIndex = 0;
    scroll.setAttribute("role", "region");
    scroll.setAttribute("aria-label", `${title}对照表`);
    return scroll;
  }

  function folded(className, summary, ...content) {
    return element("details", className, element("summary", "", ...summary), ...content);
  }

  function said(sentence, year, isOld) {
    const name = `nb-sides__${isOld ? "old" : "new"}${sentence?.heading ? " nb-sides__heading" : ""}`;
    const parts = sentence ? sentence.strokes.map(stroke) : [element("span", "nb-none", `（${year}年度没有这一句）`)];
    return element("p", name, element("span", "nb-sides__year", `${year}年度`), ...parts);
  }

  function stroke([kind, text]) {
    if (kind === "kept") return text;
    const struck = kind === "struck";
    return element(struck ? "del" : "ins", struck ? "nb-old" : "nb-new", element("span", "nb-aloud", struck ? "删去：" : "加上："), text);
  }

  function runs(rows) {
    const found = [];
    for (const row of rows) {
      if (found.length && found[found.length - 1][0].same === row.same) found[found.length - 1].push(row);
      else found.push([row]);
    }
    return found;
  }

  function run(rows, [earlier, later]) {
    if (!rows[0].same) return rows.map((row) => element("div", "nb-sides__row", said(row.before, earlier, true), said(row.after, later, false)));
    const same = rows.map(({ after }) => element("p", after.heading ? "nb-sides__heading" : "", after.strokes.map(([, text]) => text).join("")));
    const characters = rows.reduce((sum, row) => sum + row.characters, 0);
    if (characters > longest) return [folded("nb-sides__same", [`两个年度相同的${rows.length}句（${characters}字）`], ...same)];
    return [element("div", "nb-sides__same", element("p", "nb-sides__label", "两个年度相同"), ...same)];
  }

  function sides(section, pair) {
    const ways = [section.before, section.after].flatMap((side, index) => (side ? [link(`${up}${pair[index]}/${side.page}`, `${pair[index]}年度：${side.title}`)] : []));
    const body = element("div", "nb-sides__body", element("p", "nb-sides__ways", ...ways), ...runs(section.rows).flatMap((rows) => run(rows, pair)));
    body.id = section.entry.id;
    return folded("nb-fold nb-sides", [element("span", "nb-sides__title", section.entry.title), `：${section.told}`], body);
  }

  function explained(earlier, later) {
    const struck = element("del", "nb-old", element("span", "nb-aloud", "删去："), "划去的");
    const putIn = element("ins", "nb-new", element("span", "nb-aloud", "加上："), "加下划线的");
    return element(
      "p",
      "",
      "这里只对照正文的段落和标题，表格和图不在其内。",
      struck,
      `是${earlier}年度有、${later}年度没有的，`,
      putIn,
      `是${later}年度新有的。所列百分比，是${later}年度本章文字中与${earlier}年度一字不差、次序也相同的字数，除以${later}年度本章文字的全部字数（标点计算在内）；换了位置的文字算作改动。`,
    );
  }

  function heading(id, text) {
    const made = element("h2", "", text);
    made.id = id;
    return made;
  }

  function show(earlier, later) {
    const pair = [earlier.year, later.year];
    const { key, groups, count } = twoYears(earlier, later);
    const sections = sameSections(earlier, later);
    const title = heading("compared", `${pair[1]}年度与${pair[0]}年度对照`);
    title.tabIndex = -1;
    result.replaceChildren(
      title,
      heading("numbers", "数据对照"),
      element("p", "", `差额是${pair[1]}年度的数减去${pair[0]}年度的数，不作舍入；幅度是差额与${pair[0]}年度的数之比，四舍五入到一位小数。百分数相减为百分点，不计算幅度。口径或单位有变化的不可比；“原报告未列”不是零。点数字可以看到它的来源。`),
      ...[earlier, later].filter((each) => count && !each.quantities.length).map(({ year }) => element("p", "", `没有${year}年度的数据可以对照。`)),
      ...(key.length ? [numbers("主要数据", key, pair)] : []),
      ...groups.map(([name, pairs]) => folded("nb-fold", [`${name}（${pairs.length}项）`], numbers(name, pairs, pair))),
      ...(count ? [] : [element("p", "", "这两个年度没有可以对照的数据。")]),
      heading("texts", "文字对照"),
      explained(...pair),
      ...sections.map((section) => sides(section, pair)),
    );
    const both = sections.filter((section) => section.rows.length).length;
    return `${pair[1]}年度与${pair[0]}年度：数据${count}项，文字可以对照的${both}章。`;
  }

  /* Choosing. */

  function yearOf(text) {
    return /^\d{4}$/u.test(text) && years.includes(Number(text)) ? Number(text) : null;
  }

  function wrong(a, b) {
    for (const text of [a, b]) if (text !== null && yearOf(text) === null) return `没有“${text.slice(0, 20)}”年度的报告，请在上面选择两个年度。`;
    if (a !== null && a === b) return "请选择两个不同的年度。";
    return "";
  }

  function chosen(a, b) {
    const one = yearOf(a ?? "");
    const other = a === b ? null : yearOf(b ?? "");
    if (one !== null) late.value = one;
    if (other !== null) early.value = other;
    if (one === null && other === years[0]) [late.value, early.value] = [years[0], years[1]];
    if (other === null && one === years[years.length - 1]) [late.value, early.value] = [years[years.length - 2], one];
    else if (other === null && one !== null) early.value = years[years.indexOf(one) + 1];
  }

  async function compare(one, other) {
    const [later, earlier] = [Math.max(one, other), Math.min(one, other)];
    [late.value, early.value] = [later, earlier];
    if (pages.has(`${later}-${earlier}`)) {
      location.replace(`${up}compare/${later}-${earlier}/index.html${location.hash}`);
      return;
    }
    status.textContent = `正在读取${later}年度和${earlier}年度……`;
    try {
      const contents = await Promise.all([read(earlier), read(later)]);
      status.textContent = show(...contents);
    } catch {
      status.textContent = "年度的数据没有读到，请重新打开本页，或者使用下面相邻年度的对照页面。";
      return;
    }
    arrive();
  }

  /* To the section that the address names, or else to the beginning of what was compared. */
  function arrive() {
    const named = location.hash ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
    const fold = result.contains(named) ? named.closest("details") : null;
    if (fold) {
      fold.open = true;
      fold.querySelector("summary").focus({ preventScroll: true });
      fold.scrollIntoView();
    } else document.getElementById("compared").focus({ preventScroll: true });
  }

  const asked = new URLSearchParams(location.search);
  const [a, b] = [asked.get("a"), asked.get("b")];
  chosen(a, b);
  const refused = wrong(a, b);
  if (refused) status.textContent = refused;
  else if (a !== null && b !== null) compare(Number(a), Number(b));
  else if (a !== null || b !== null) status.textContent = `已选定${a ?? b}年度，请选择另一个年度，再按“对照”。`;
})();
