/* Search over all years. A year brings its text as a script (search.js beside its pages) that calls nianbaoShard();
   pages of any age only ask for search/index.html?q=…&year=…, so that this file may change when they no longer do.
   It also runs from a disk (file://), where nothing but scripts can be loaded. Texts reach the page as text alone. */
"use strict";

(() => {
  const { fold, endOf, parsed } = window.nianbaoFolding;

  const MOST_AT_ONCE = 3; // shards under way
  const PARTS_OF_MANY = 3; // parts of a year shown at first, where several years have some
  const PARTS_OF_ONE = 20;
  const PASSAGES = 2; // passages shown of a part
  const BEFORE = 24; // characters shown before the first place found in a passage
  const PASSAGE = 110; // characters shown of a passage
  const LONGEST_QUERY = 100;
  const SETTLED = 400; // milliseconds without a keystroke until the count is announced
  const WHILE_READING = 3000; // and between two announcements while years are still being read
  const LINE = "\n";
  const CELL = "\t";

  const place = document.getElementById("nb-search");
  const query = document.getElementById("nb-search-query");
  const only = document.getElementById("nb-search-year");
  const status = place.querySelector(".nb-search__status");
  const failed = place.querySelector(".nb-search__failed");
  const list = place.querySelector(".nb-search__hits");

  /* Years, in the order in which they are read and shown. */

  class Year {
    constructor(option) {
      this.year = Number(option.value);
      this.address = option.dataset.shard;
      this.base = this.address.slice(0, this.address.lastIndexOf("/") + 1);
      this.state = "unread";
      this.parts = [];
      this.found = [];
      this.limit = 0;
      this.section = null;
    }

    take(shard) {
      this.state = "read";
      for (const page of shard.pages) {
        const lines = page.parts.map(([, heading, text]) => heading + LINE + text).join(LINE);
        page.parts.forEach(([anchor, heading, text], index) => {
          const first = index === 0 ? page.title + (heading ? LINE + heading : "") : heading;
          const whole = first + LINE + text;
          const { plain, from } = fold(whole);
          this.parts.push({ page: page.page, title: page.title, anchor, heading, whole, plain, from, head: first.length, lines });
        });
      }
    }
  }

  const asked = new URLSearchParams(location.search);
  const first = Number(asked.get("year"));
  const years = Array.from(only.querySelectorAll("option[data-shard]"), (option) => new Year(option));
  years.sort((one, other) => (other.year === first) - (one.year === first) || other.year - one.year);

  let underWay = 0; // shards

  window.nianbaoShard = (shard) => {
    const year = years.find(({ address }) => address === document.currentScript.getAttribute("src"));
    if (shard.format === 1 && shard.year === year?.year) year.take(shard);
  };

  function load() {
    for (const year of wanted()) {
      if (underWay >= MOST_AT_ONCE) return;
      if (year.state !== "unread") continue;
      const script = element("script");
      script.onload = script.onerror = () => {
        script.remove();
        underWay--;
        if (year.state !== "read") year.state = "failed";
        find(year);
        load();
        announceIn(underWay ? WHILE_READING : SETTLED);
      };
      year.state = "reading";
      underWay++;
      script.src = year.address;
      document.head.append(script);
    }
  }

  function wanted() {
    return needles ? years.filter((year) => !only.value || year.year === Number(only.value)) : [];
  }

  /* Finding. */

  let needles = null; // {whole: forms of the whole query, words: forms of each word}

  function placesOf(plain, wordForms) {
    const places = [];
    for (const form of wordForms) {
      for (let at = plain.indexOf(form); at >= 0; at = plain.indexOf(form, at + form.length)) places.push([at, at + form.length]);
    }
    return places;
  }

  function placesIn(part) {
    const places = placesOf(part.plain, needles.whole);
    if (places.length || !needles.words.length) return places;
    const each = needles.words.map((word) => placesOf(part.plain, word));
    return each.every((of) => of.length) ? each.flat() : [];
  }

  function find(year) {
    year.found = [];
    year.count = 0;
    for (const part of needles && wanted().includes(year) ? year.parts : []) {
      const places = placesIn(part);
      if (!places.length) continue;
      year.found.push({ part, places });
      year.count += places.length;
    }
    year.limit = years.length > 1 && !only.value ? PARTS_OF_MANY : PARTS_OF_ONE;
    show(year);
  }

  function findAll() {
    needles = parsed(query.value.slice(0, LONGEST_QUERY));
    for (const year of years) find(year);
    load();
    announceIn(SETTLED, true);
  }

  /* Showing. */

  function element(name, className, ...content) {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.append(...content);
    return made;
  }

  function show(year) {
    if (!year.found.length) {
      year.section?.remove();
      year.section = null;
      return;
    }
    const heading = element("h2", "nb-hits__year", `${year.year}年度`, element("span", "nb-hits__count", `${year.count}处`));
    heading.id = `nb-hits-${year.year}`;
    const hits = element("ol", "nb-hits__list", ...year.found.slice(0, year.limit).map((found) => hit(year, found)));
    const section = element("section", "nb-hits", heading, hits);
    section.setAttribute("aria-labelledby", heading.id);
    const left = year.found.length - year.limit;
    if (left > 0) section.append(more(year, left));
    if (year.section) year.section.replaceWith(section);
    else list.insertBefore(section, years.slice(years.indexOf(year) + 1).find((later) => later.section)?.section ?? null);
    year.section = section;
  }

  function more(year, left) {
    const button = element("button", "nb-hits__more", `显示${year.year}年度其余${left}条结果`);
    button.type = "button";
    button.addEventListener("click", () => {
      const before = year.limit;
      year.limit = year.found.length;
      show(year);
      year.section.querySelectorAll(".nb-hit")[before].querySelector("a").focus();
    });
    return button;
  }

  function hit(year, { part, places }) {
    const name = element("a", "nb-hit__name");
    name.href = addressOf(year, part);
    const spans = places.map(([start, end]) => [part.from[start], endOf(part.whole, part.from, end)]);
    spans.sort((one, other) => one[0] - other[0]);
    const head = marked(part, spans, 0, part.head);
    if (part.heading && !part.whole.startsWith(part.title + LINE)) name.append(part.title, element("span", "nb-hit__below", " › "), head);
    else name.append(head);
    const shown = element("li", "nb-hit", element("p", "nb-hit__head", name));
    let [until, passages] = [0, 0];
    for (const [start, end] of spans) {
      if (start <= part.head || end <= until || ++passages > PASSAGES) continue;
      const shortened = passage(year, part, spans, start, end);
      until = shortened.until;
      shown.append(element("p", "nb-hit__passage", shortened.link));
    }
    if (passages > PASSAGES) shown.append(element("p", "nb-hit__more", `本节另有${passages - PASSAGES}处`));
    return shown;
  }

  function passage(year, part, spans, start, end) {
    const line = part.whole.lastIndexOf(LINE, start) + 1;
    const behind = part.whole.indexOf(LINE, start);
    const last = behind < 0 ? part.whole.length : behind;
    const begin = start - line > BEFORE + 6 ? start - BEFORE : line;
    const until = last - begin > PASSAGE + 10 ? Math.max(end, begin + PASSAGE) : last;
    const link = element("a", "nb-hit__link", begin > line ? "…" : "", marked(part, spans, begin, until), until < last ? "…" : "");
    link.href = addressOf(year, part, clause(part, start, end, line, last));
    return { link, until };
  }

  /* A piece of the text with what was found in it marked. */
  function marked(part, spans, begin, until) {
    const piece = document.createDocumentFragment();
    let at = begin;
    for (const [start, end] of spans) {
      if (start >= until) break;
      if (start < at || end > until) continue;
      piece.append(written(part.whole.slice(at, start)), element("mark", "", written(part.whole.slice(start, end))));
      at = end;
    }
    piece.append(written(part.whole.slice(at, until)));
    return piece;
  }

  function written(text) {
    return text.replaceAll(CELL, " ｜ ").replaceAll(LINE, " › ");
  }

  /* The clause around a place, by which browsers find and mark it; only where the page has it once, since they take the
     first. They mark whole words alone, so that what was found itself would often not do. */
  function clause(part, start, end, line, last) {
    const ends = /[，。；：、！？\t]/u;
    let begin = start;
    while (begin > line && !ends.test(part.whole[begin - 1])) begin--;
    let until = end;
    while (until < last && !ends.test(part.whole[until])) until++;
    const text = part.whole.slice(begin, until).trim();
    const alone = part.lines.indexOf(text) === part.lines.lastIndexOf(text);
    return alone && text.length > 3 && text.length < 120 && !text.includes(CELL) ? text : "";
  }

  function addressOf(year, part, text = "") {
    const directive = text ? `:~:text=${encodeURIComponent(text).replaceAll("-", "%2D")}` : "";
    const fragment = encodeURIComponent(part.anchor) + directive;
    return year.base + part.page + (fragment && `#${fragment}`);
  }

  /* Telling. */

  let [timer, due] = [0, 0];

  /* Announce after so many milliseconds, unless it is to be sooner anyway; typing begins the wait anew. */
  function announceIn(wait, anew = false) {
    const at = performance.now() + wait;
    if (timer && !anew && due <= at) return;
    clearTimeout(timer);
    due = at;
    timer = setTimeout(announce, wait);
  }

  function announce() {
    clearTimeout(timer);
    timer = 0;
    const text = query.value.trim();
    const reading = wanted().filter((year) => year.state === "unread" || year.state === "reading");
    const lost = wanted().filter((year) => year.state === "failed").map((year) => `${year.year}年度`);
    const some = years.filter((year) => year.found.length);
    const count = some.reduce((sum, year) => sum + year.count, 0);
    const found = count ? `在${some.length}个年度找到${count}处` : "没有找到";
    const told = [];
    if (needles) told.push(`“${text}”：${found}${reading.length ? `，还有${reading.length}个年度正在读取` : ""}。`);
    if (lost.length) told.push(`${lost.join("、")}的检索内容没有载入，未计在内。`);
    if (needles && !years.length) told.push("还没有可供检索的年度。");
    status.textContent = told.join("");
    failed.hidden = !lost.length;
    remember(text);
  }

  function remember(text) {
    const parameters = new URLSearchParams();
    if (text) parameters.set("q", text);
    if (first) parameters.set("year", String(first));
    if (only.value) parameters.set("only", only.value);
    const search = String(parameters);
    if (search === location.search.replace(/^\?/, "")) return;
    try {
      history.replaceState(null, "", search ? `?${search}` : location.pathname);
    } catch {
      // some browsers let nothing change the address of a file on a disk
    }
  }

  /* Keys and fields. */

  query.addEventListener("input", (event) => {
    if (!event.isComposing) findAll();
  });
  query.addEventListener("compositionend", findAll);
  only.addEventListener("change", findAll);
  failed.querySelector("button").addEventListener("click", () => {
    for (const year of years) if (year.state === "failed") year.state = "unread";
    findAll();
    query.focus();
  });

  for (const form of document.querySelectorAll("form[role=search]")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      query.value = form.elements.q.value;
      findAll();
      announce();
      query.focus();
    });
  }

  place.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    if (event.key === "Escape" && event.target === query) {
      query.value = "";
      findAll();
    } else if (event.key === "Escape") {
      query.focus();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && event.target !== only) {
      const stops = [query, ...list.querySelectorAll("a, button")];
      const next = stops[stops.indexOf(event.target) + (event.key === "ArrowDown" ? 1 : -1)];
      if (!next || !stops.includes(event.target)) return;
      next.focus();
    } else return;
    event.preventDefault();
  });

  query.value = (asked.get("q") ?? "").slice(0, LONGEST_QUERY);
  if (years.some((year) => String(year.year) === asked.get("only"))) only.value = asked.get("only");
  if (years.some((year) => year.year === first)) only.options[0].textContent = `全部年度，${first}年度在前`;
  for (const box of document.querySelectorAll("header input[name=q]")) box.value = query.value;
  if (query.value) {
    query.focus({ preventScroll: true });
    findAll();
  }
})();
