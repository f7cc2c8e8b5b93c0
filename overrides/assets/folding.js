/* Texts and queries folded for search.js, so that what is written in another way is found all the same. */
"use strict";

window.nianbaoFolding = (() => {
  /* Folding: texts and queries are compared in NFKC and lower case, without blanks (but for those between Latin words)
     and without separators of thousands. `from` leads from each character of the folded text back to the text. */

  const folds = new Map();
  const cluster = /[^\p{M}]\p{M}*|\p{M}+/uy;

  function foldCluster(text) {
    let folded = folds.get(text);
    if (folded === undefined) {
      const seen = text.replace(/[\p{Default_Ignorable_Code_Point}\u0000-\u0008\u000b-\u001f]/gu, "");
      folded = seen.normalize("NFKC").toLowerCase().replace(/[^\S\n\t]/gu, " ");
      if (folds.size < 20000) folds.set(text, folded);
    }
    return folded;
  }

  function isDigit(code) {
    return code >= 0x30 && code <= 0x39;
  }

  function isLatin(code) {
    return isDigit(code) || (code >= 0x61 && code <= 0x7a);
  }

  function isHan(code) {
    return code >= 0x4e00 && code <= 0x9fff;
  }

  /* Whether a character surely adds nothing to the one before it, as accents do. */
  function isNoMark(code) {
    return code < 0x300 || isHan(code) || (code >= 0x3000 && code < 0x302a) || (code >= 0xff01 && code < 0xff9e);
  }

  function fold(text) {
    const codes = [];
    const from = [];
    for (let at = 0; at < text.length; ) {
      const code = text.charCodeAt(at);
      if ((isHan(code) || isLatin(code)) && (at + 1 === text.length || isNoMark(text.charCodeAt(at + 1)))) {
        codes.push(code);
        from.push(at);
        at += 1;
        continue;
      }
      cluster.lastIndex = at;
      const found = cluster.exec(text);
      const whole = found ? found[0] : text[at];
      const folded = foldCluster(whole);
      for (let i = 0; i < folded.length; i++) {
        codes.push(folded.charCodeAt(i));
        from.push(at);
      }
      at += whole.length;
    }
    return squeezed(codes, from);
  }

  function squeezed(codes, from) {
    let kept = 0;
    for (let i = 0; i < codes.length; i++) {
      const code = codes[i];
      const before = kept ? codes[kept - 1] : 0;
      if (code === 0x20) {
        let behind = i + 1;
        while (codes[behind] === 0x20) behind++;
        if (!isLatin(before) || !isLatin(codes[behind])) continue;
      }
      if (code === 0x2c && isDigit(before) && [1, 2, 3].every((on) => isDigit(codes[i + on])) && !isDigit(codes[i + 4])) continue;
      codes[kept] = code;
      from[kept] = from[i];
      kept++;
    }
    let plain = "";
    for (let i = 0; i < kept; i += 8192) plain += String.fromCharCode(...codes.slice(i, Math.min(kept, i + 8192)));
    return { plain, from: Uint32Array.from(from.slice(0, kept)) };
  }

  /* The end in the text of what ends before `end` in the folded text. */
  function endOf(text, from, end) {
    cluster.lastIndex = from[end - 1];
    const found = cluster.exec(text);
    return from[end - 1] + (found ? found[0].length : 1);
  }

  /* A number may be typed as far as its separator (1,5): every comma between digits is left out of a second form. */
  function forms(text) {
    const strict = fold(text).plain;
    const loose = strict.replace(/(?<=[0-9]),(?=[0-9]|$)/g, "");
    return strict === loose ? [strict] : [strict, loose];
  }

  function parsed(text) {
    const words = text.split(/\s+/u).filter(Boolean).map(forms);
    const whole = forms(text.replace(/\s+/gu, " ")).filter(Boolean);
    const several = words.length > 1 && words.every(([word]) => word.length > 1);
    return whole.length ? { whole, words: several ? words : [] } : null;
  }

  return { fold, endOf, parsed };
})();
