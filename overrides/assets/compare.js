/* The chooser of two years (compare/index.html). Two that have a page are led to it; of others, what stands at the same
   address in both (a number, by its name, or a chapter) is put into one row. Whatever needs a rule is told by the script
   of each year, which is made with the portal and stands beside the page (2022.js), so that a disk will do as well. */
"use strict";

(() => {
  const place = document.getElementById("nb-choose");
  const result = document.getElementById("nb-compared");
  const status = place.querySelector("[role=status]");
  const [late, early] = place.querySelectorAll("select");
  const { up, pages } = place.dataset;
  const years = Array.from(late.options, (option) => option.value);
  const read = {}; // {year: what its script says}

  window.nianbaoYear = (content) => Object.assign(read, { [content.year]: content });

  function element(name, marks, ...content) {
    const made = Object.assign(document.createElement(name), marks);
    made.append(...content);
    return made;
  }

  function load(year) {
    return new Promise((done) => document.head.append(element("script", { src: `${up}compare/${year}.js`, onload: done, onerror: done })));
  }

  function cell({ absent, cells }, year, entry) {
    if (!entry) return element("td", { className: `${cells} nb-none` }, absent);
    return element("td", { className: cells }, element("a", { href: up + encodeURI(`${year}/${entry.at}`) }, entry.told));
  }

  /* What either year has, in rows as the later one orders them; below a row, why its two sides are not the same thing. */
  function fill(table, earlier, later) {
    const sides = [earlier, later].map((year) => new Map(read[year][table.dataset.rows].map((entry) => [entry.at, entry])));
    const bodies = new Map();
    for (const at of new Set([...sides[1].keys(), ...sides[0].keys()])) {
      const [old, now] = sides.map((entries) => entries.get(at));
      const { group, title } = now ?? old;
      if (!bodies.has(group)) bodies.set(group, table.createTBody());
      const body = bodies.get(group);
      const row = (className, ...content) => body.append(element("tr", { className }, ...content));
      if (group && !body.rows.length) row("nb-group", element("th", { scope: "rowgroup", colSpan: 3 }, group));
      const heads = title ? [element("th", { scope: "row" }, title)] : [];
      row("", ...heads, cell(table.dataset, earlier, old), cell(table.dataset, later, now));
      if (old && now && old.series !== now.series) row("", element("td", { className: "nb-note", colSpan: 3 }, now.since));
    }
  }

  function show(...pair) {
    result.querySelectorAll("[data-side]").forEach((side) => side.append(`${pair[side.dataset.side]}年度`));
    result.querySelectorAll("table").forEach((table) => fill(table, ...pair));
    result.hidden = false;
    status.textContent = `${pair[1]}年度与${pair[0]}年度已经并列。${pair.map((year) => read[year].lacking).join("")}`;
    const chapter = `a[href$="/${CSS.escape(location.hash.slice(1))}.html"]`;
    (result.querySelector(chapter) ?? result.querySelector("h2")).focus();
  }

  async function compare(...pair) {
    const [earlier, later] = pair;
    const page = `${later}-${earlier}`;
    if (pages.split(" ").includes(page)) return location.replace(`${up}compare/${page}/index.html${location.hash}`);
    status.textContent = `正在读取${later}年度和${earlier}年度……`;
    await Promise.all(pair.map(load));
    if (pair.every((year) => read[year]?.format === 2)) return show(earlier, later);
    status.textContent = "年度的数据没有读到，请重新打开本页，或者使用下面相邻年度的对照页面。";
  }

  const asked = ["a", "b"].map((name) => new URLSearchParams(location.search).get(name)).filter((year) => year !== null);
  const unknown = asked.find((year) => !years.includes(year));
  const chosen = new Set(asked.filter((year) => years.includes(year)));
  if (chosen.size === 1) chosen.add(years.find((year) => !chosen.has(year)));
  if (chosen.size) [early.value, late.value] = [...chosen].sort();
  if (unknown !== undefined) status.textContent = `没有“${unknown.slice(0, 20)}”年度的报告，请在上面选择两个年度。`;
  else if (asked.length === 1) status.textContent = `已选定${asked[0]}年度，请选择另一个年度，再按“对照”。`;
  else if (asked.length && asked[0] === asked[1]) status.textContent = "请选择两个不同的年度。";
  else if (asked.length) compare(early.value, late.value);
})();
