/* Two years held against each other in the browser, by the rules of nianbao/report: number_pair.py, rewording.py and
   same_section.py (with Python's SequenceMatcher, on which they lean). Pages of neighbouring years are made there; the
   tests hold the two against each other, so whoever changes one changes the other. */
"use strict";

(() => {
  /* Exact decimals: a whole number and how many of its digits stand behind the point. */

  function decimal(text) {
    const [, sign, whole, , behind = ""] = /^(-?)(\d+)(\.(\d+))?$/u.exec(text);
    return { digits: BigInt(sign + whole + behind), places: behind.length };
  }

  function widened({ digits, places }, to) {
    return digits * 10n ** BigInt(to - places);
  }

  function less(one, other) {
    const places = Math.max(one.places, other.places);
    return { digits: widened(one, places) - widened(other, places), places };
  }

  function shortest({ digits, places }) {
    let short = { digits, places };
    while (short.places && short.digits % 10n === 0n) short = { digits: short.digits / 10n, places: short.places - 1 };
    return short;
  }

  function written({ digits, places }) {
    const text = (digits < 0n ? -digits : digits).toString().padStart(places + 1, "0");
    const whole = text.slice(0, text.length - places).replace(/\B(?=(\d{3})+$)/gu, ",");
    return places ? `${whole}.${text.slice(-places)}` : whole;
  }

  const SCALES = { 万亿: 12, 亿: 8, 万: 4 };
  const POINTS = { "%": "个百分点", "‰": "个千分点" };
  const ABSENT = "没有这个数据";

  /* One number of two years; `before` and `after` are entries of their scripts, or undefined. */
  function numberPair(name, title, years, before, after) {
    const breaks = (after?.b ?? []).filter(([year]) => year > years[0]);
    const pair = { name, title, group: after?.g || before?.g || "其他数据", years, before, after, notes: [], rate: "" };
    const stated = before && after && before.v !== null && after.v !== null;
    const sameUnit = (before?.u ?? "") === (after?.u ?? "");
    pair.compared = Boolean(stated && sameUnit && !breaks.length);
    pair.written = [before, after].map((side) => (side ? side.w : ABSENT));
    if (stated && !sameUnit) pair.notes.push("两个年度的单位不同");
    pair.notes.push(...breaks.map(([year, words]) => `${year}年度口径变化：${words}`));
    if (pair.compared) compare(pair);
    else pair.difference = stated ? "不可比" : "—";
    return pair;
  }

  function compare(pair) {
    const { before, after, years, notes } = pair;
    const [old, now] = [decimal(before.v), decimal(after.v)];
    const base = less(now, old);
    const [scale, other] = [after.s ?? "", before.s ?? ""];
    const exact = shortest({ digits: base.digits, places: base.places + (SCALES[scale] ?? 0) });
    const told = scale === other ? Math.max(after.d ?? 0, before.d ?? 0) : (after.d ?? 0);
    const places = Math.max(told, exact.places);
    const difference = { digits: widened(exact, places), places };
    const grew = difference.digits > 0n;
    const isRate = Object.hasOwn(POINTS, after.u ?? "");
    const unit = isRate ? POINTS[after.u] : scale + (after.u ?? "");
    const verbs = isRate ? ["提高", "降低"] : ["增加", "减少"];
    pair.difference = difference.digits === 0n ? "不变" : `${verbs[grew ? 0 : 1]}${written(difference)}${unit}`;
    if (difference.digits !== 0n && !isRate && old.digits > 0n) pair.rate = `${grew ? "增长" : "下降"}${rateOf(base, old)}`;
    if (difference.digits !== 0n && !isRate && old.digits <= 0n) notes.push(`${years[0]}年度的数不大于0，不计算幅度`);
    const inexact = [before, after].flatMap((side, index) => (side.q ? [`${years[index]}年度`] : []));
    if (inexact.length) notes.push(`${inexact.join("、")}的数带有“约”等限定，按写明的数计算`);
  }

  /* In percent with one decimal, halves away from zero. */
  function rateOf(difference, old) {
    const places = Math.max(difference.places, old.places);
    const [top, bottom] = [widened(difference, places), widened(old, places)];
    const tenths = ((top < 0n ? -top : top) * 2000n + bottom) / (2n * bottom);
    return tenths ? `${written({ digits: tenths, places: 1 })}%` : "不到0.1%";
  }

  /* All numbers of two years: those that stand for a year, and all in groups as 数据索引 lists them. */
  function twoYears(earlier, later) {
    const years = [earlier.year, later.year];
    const [olds, news] = [earlier, later].map((of) => new Map(of.quantities.map((entry) => [entry.n, entry])));
    const aliases = { ...earlier.aliases, ...later.aliases };
    const titles = new Map(Object.entries(aliases).map(([alias, name]) => [name, alias]));
    const names = [...news.keys(), ...[...olds.keys()].filter((name) => !news.has(name))];
    const pairs = new Map(
      names.map((name) => [name, numberPair(name, titles.get(name) ?? name, years, olds.get(name), news.get(name))]),
    );
    const groups = new Map();
    for (const pair of pairs.values()) groups.set(pair.group, [...(groups.get(pair.group) ?? []), pair]);
    const computed = "计算得出的数据";
    const ordered = [...groups].sort(([one], [other]) => (one === computed) - (other === computed));
    const key = later.key.map((each) => pairs.get(aliases[each] ?? each)).filter(Boolean);
    return { key, groups: ordered, count: pairs.size };
  }

  /* Python's difflib.SequenceMatcher: [tag, start, end, start in the other, end in the other]. */
  function opcodes(a, b, autojunk) {
    const places = new Map();
    b.forEach((element, index) => {
      const known = places.get(element);
      if (known) known.push(index);
      else places.set(element, [index]);
    });
    if (autojunk && b.length >= 200) {
      const most = Math.floor(b.length / 100) + 1;
      for (const [element, found] of places) if (found.length > most) places.delete(element);
    }

    function longest(aStart, aEnd, bStart, bEnd) {
      let [i, j, size] = [aStart, bStart, 0];
      let lengths = new Map();
      for (let at = aStart; at < aEnd; at++) {
        const next = new Map();
        for (const place of places.get(a[at]) ?? []) {
          if (place < bStart) continue;
          if (place >= bEnd) break;
          const length = (lengths.get(place - 1) ?? 0) + 1;
          next.set(place, length);
          if (length > size) [i, j, size] = [at - length + 1, place - length + 1, length];
        }
        lengths = next;
      }
      while (i > aStart && j > bStart && a[i - 1] === b[j - 1]) [i, j, size] = [i - 1, j - 1, size + 1];
      while (i + size < aEnd && j + size < bEnd && a[i + size] === b[j + size]) size++;
      return [i, j, size];
    }

    const queue = [[0, a.length, 0, b.length]];
    const blocks = [];
    while (queue.length) {
      const [aStart, aEnd, bStart, bEnd] = queue.pop();
      const [i, j, size] = longest(aStart, aEnd, bStart, bEnd);
      if (!size) continue;
      blocks.push([i, j, size]);
      if (aStart < i && bStart < j) queue.push([aStart, i, bStart, j]);
      if (i + size < aEnd && j + size < bEnd) queue.push([i + size, aEnd, j + size, bEnd]);
    }
    blocks.sort((one, other) => one[0] - other[0] || one[1] - other[1]);
    const codes = [];
    let [i, j] = [0, 0];
    let same = null;
    for (const [ai, bj, size] of [...blocks, [a.length, b.length, 0]]) {
      if (i < ai || j < bj) {
        codes.push([i < ai ? (j < bj ? "replace" : "delete") : "insert", i, ai, j, bj]);
        same = null;
      }
      [i, j] = [ai + size, bj + size];
      if (size && same) [same[2], same[4]] = [i, j];
      else if (size) codes.push((same = ["equal", ai, i, bj, j]));
    }
    return codes;
  }

  /* Sentences in pairs, in order; one that has none beside it stands beside an empty text. */

  const ALIKE = 0.4;
  const MOST_COMPARED = 40000;

  function aligned(before, after) {
    if (isAfter(before, after)) return alignedInOrder(after, before).map(([now, old]) => [old, now]);
    return alignedInOrder(before, after);
  }

  function isAfter(one, other) {
    for (let index = 0; index < one.length && index < other.length; index++) {
      if (one[index] === other[index]) continue;
      const [first, second] = [[...one[index]], [...other[index]]];
      const at = first.findIndex((character, place) => character !== second[place]);
      if (at < 0 || at >= second.length) return at >= 0;
      return first[at].codePointAt(0) > second[at].codePointAt(0);
    }
    return one.length > other.length;
  }

  function alignedInOrder(before, after) {
    return opcodes(before, after, true).flatMap(([tag, start, end, startAfter, endAfter]) => {
      const [olds, news] = [before.slice(start, end), after.slice(startAfter, endAfter)];
      return tag === "equal" ? olds.map((old, index) => [old, news[index]]) : sideBySide(olds, news);
    });
  }

  function sideBySide(before, after) {
    if ((before.length === 1 && after.length === 1) || before.length * after.length > MOST_COMPARED) {
      return Array.from({ length: Math.max(before.length, after.length) }, (_, at) => [before[at] ?? "", after[at] ?? ""]);
    }
    const rows = [];
    let [at, atAfter] = [0, 0];
    for (const [index, facing] of [...alignment(before, after), [before.length, after.length]]) {
      rows.push(...before.slice(at, index).map((old) => [old, ""]), ...after.slice(atAfter, facing).map((now) => ["", now]));
      if (index < before.length) rows.push([before[index], after[facing]]);
      [at, atAfter] = [index + 1, facing + 1];
    }
    return rows;
  }

  function alignment(before, after) {
    const [olds, news] = [before.map(neighbours), after.map(neighbours)];
    const alike = olds.map((old) => news.map((now) => likeness(old, now)));
    const best = Array.from({ length: before.length + 1 }, () => new Float64Array(after.length + 1));
    for (let i = before.length - 1; i >= 0; i--) {
      for (let j = after.length - 1; j >= 0; j--) {
        const together = alike[i][j] ? alike[i][j] + best[i + 1][j + 1] : 0;
        best[i][j] = Math.max(best[i + 1][j], best[i][j + 1], together);
      }
    }
    const way = [];
    let [i, j] = [0, 0];
    while (i < before.length && j < after.length) {
      if (alike[i][j] && best[i][j] === alike[i][j] + best[i + 1][j + 1]) way.push([i++, j++]);
      else if (best[i][j] === best[i + 1][j]) i++;
      else j++;
    }
    return way;
  }

  function neighbours(text) {
    const characters = ["\n", ...text, "\n"];
    const counts = new Map();
    for (let at = 1; at < characters.length; at++) {
      const two = characters[at - 1] + characters[at];
      counts.set(two, (counts.get(two) ?? 0) + 1);
    }
    return { counts, total: characters.length - 1 };
  }

  function likeness(one, other) {
    let shared = 0;
    for (const [two, count] of one.counts) shared += Math.min(count, other.counts.get(two) ?? 0);
    const share = (2 * shared) / (one.total + other.total);
    return share >= ALIKE ? share : 0;
  }

  /* What to strike out and to put in; numbers are never cut. */

  const NUMBER_OR_CHARACTER = /[0-9][0-9,.]*%?|[A-Za-z]+|./gsu;
  const [ISLAND, KEPT, SHORT, LONG] = [1, 3, 6, 5000];

  function lengthOf(text) {
    return [...text].length;
  }

  function strokes(old, now) {
    const [before, after] = [old, now].map((text) => text.match(NUMBER_OR_CHARACTER) ?? []);
    let found = [];
    for (const [tag, start, end, startAfter, endAfter] of opcodes(before, after, Math.max(before.length, after.length) > LONG)) {
      let [struck, putIn] = [before.slice(start, end).join(""), after.slice(startAfter, endAfter).join("")];
      const island = tag === "equal" && lengthOf(struck) <= ISLAND && start > 0 && end < before.length;
      const last = found[found.length - 1];
      if ((tag !== "equal" || island) && last && last[0] !== last[1]) {
        found.pop();
        [struck, putIn] = [last[0] + struck, last[1] + putIn];
      }
      found.push([struck, putIn]);
    }
    const kept = found.reduce((sum, [struck, putIn]) => sum + (struck === putIn ? lengthOf(struck) : 0), 0);
    const [shorter, longer] = [lengthOf(old), lengthOf(now)].sort((one, other) => one - other);
    if (old !== now && (longer <= SHORT || kept * KEPT < shorter)) found = [[old, now]];
    return found.flatMap(([struck, putIn]) => {
      if (struck === putIn) return [["kept", struck]];
      return [...(struck ? [["struck", struck]] : []), ...(putIn ? [["put_in", putIn]] : [])];
    });
  }

  /* A section of two years, as their scripts have it. */
  function sameSection(years, before, after) {
    const section = { entry: after ?? before, before, after, rows: [], kept: 0, characters: 0, dropped: 0 };
    if (before?.text && after?.text) {
      const [olds, news] = [before, after].map((side) => side.text.map(([sentence]) => sentence));
      const headings = [before, after].map((side) => new Set(side.text.filter(([, heading]) => heading).map(([text]) => text)));
      for (const [old, now] of aligned(olds, news)) {
        const marks = strokes(old, now);
        const kept = marks.reduce((sum, [kind, text]) => sum + (kind === "kept" ? lengthOf(text) : 0), 0);
        section.kept += now ? kept : 0;
        section.characters += lengthOf(now);
        section.dropped += lengthOf(old) - (old ? kept : 0);
        section.rows.push({
          same: old === now,
          characters: lengthOf(now),
          before: old ? { heading: headings[0].has(old), strokes: marks.filter(([kind]) => kind !== "put_in") } : null,
          after: now ? { heading: headings[1].has(now), strokes: marks.filter(([kind]) => kind !== "struck") } : null,
        });
      }
    }
    section.told = told(years, section);
    return section;
  }

  function told([earlier, later], { before, after, kept, characters, dropped }) {
    const sides = [[earlier, before], [later, after]];
    for (const [why, words] of [["withdrawn", "已撤下"], ["unread", "现在读不出"]]) {
      const of = sides.filter(([, side]) => side?.[why]).map(([year]) => `${year}年度`);
      if (of.length) return `${of.join("和")}的这一章${words}，不能对照`;
    }
    if (!before || !after) return `${before ? later : earlier}年度没有这一章`;
    if (!characters) return `${later}年度的这一章没有文字说明`;
    if (!kept) return `本章没有与${earlier}年度相同的文字`;
    if (kept === characters) return `本章文字全部与${earlier}年度相同${dropped ? `，${earlier}年度另有${dropped}字没有沿用` : ""}`;
    const share = Math.min(Math.max(Math.floor((200 * kept + characters) / (2 * characters)), 1), 99);
    return `本章文字约有${share}%与${earlier}年度相同`;
  }

  function sameSections(earlier, later) {
    const years = [earlier.year, later.year];
    const olds = new Map(earlier.sections.map((section) => [section.id, section]));
    const news = new Set(later.sections.map((section) => section.id));
    return [
      ...later.sections.map((section) => sameSection(years, olds.get(section.id), section)),
      ...earlier.sections.filter((section) => !news.has(section.id)).map((section) => sameSection(years, section, undefined)),
    ];
  }

  window.nianbaoCompared = { twoYears, sameSections };
})();
