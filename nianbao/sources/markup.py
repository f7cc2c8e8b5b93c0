"""What Markdown a page may contain: no HTML, no foreign pictures, no links that run something."""

from __future__ import annotations

import re

from nianbao.report.finding import Finding
from nianbao.report.place import Place
from nianbao.sources.text import quote

_FENCE = re.compile(r"^ {0,3}(```|~~~)")
_CODE = re.compile(r"(`+)(.+?)\1")
_HTML = re.compile(r"<(?!(?:https?|mailto):)[A-Za-z!/?][^<>]*>?")
_ATTRIBUTES = re.compile(r"\{:(?!\s*#[^\s{}]+\s*\})")
_SCHEME = re.compile(r"(?:\]\(\s*<?|^\s*\[[^\]]+\]:\s*<?)\s*(?P<scheme>[A-Za-z][A-Za-z0-9+.\-]*):", re.MULTILINE)
_PICTURE = re.compile(r"!\[[^\]]*\]\(\s*<?\s*(?:[A-Za-z][A-Za-z0-9+.\-]*:|//)")
_SNIPPET = re.compile(r"^\s*-+8<-+")
_TITLE = re.compile(r"^ {0,3}#(?!#)\s*\S")
SCHEMES = frozenset({"http", "https", "mailto", "tel"})


def refuse_markup(body: str, name: str, first_line: int, findings: list[Finding], *, title: bool = False) -> None:
    """Append a finding for each line that holds what a page may not contain (code spans and blocks are text).

    `title` says that the page may have a title of its own (`# …`); a year's pages have theirs from the outline.
    """
    fence = ""
    for number, line in enumerate(body.split("\n"), start=first_line):
        mark = _FENCE.match(line)
        if mark and (not fence or mark[1] == fence):
            fence = "" if fence else mark[1]
            continue
        if not fence:
            plain = _CODE.sub("", line)
            if _TITLE.match(plain) and not title:
                findings.append(Finding("page_title", "error", Place(name, number), {"text": quote(line)}))
            _refuse_line(plain, Place(name, number), findings)


def _refuse_line(line: str, place: Place, findings: list[Finding]) -> None:
    for found in _HTML.finditer(line):
        findings.append(Finding("page_html", "error", place, {"text": quote(found.group())}))
    if _ATTRIBUTES.search(line) or _SNIPPET.match(line):
        findings.append(Finding("page_attributes", "error", place, {"text": quote(line)}))
    if _PICTURE.search(line):
        findings.append(Finding("page_foreign_picture", "error", place, {"text": quote(line)}))
        return
    for found in _SCHEME.finditer(line):
        if found["scheme"].lower() not in SCHEMES:
            findings.append(Finding("page_link", "error", place, {"text": quote(found.group())}))
