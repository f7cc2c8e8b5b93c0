"""What Markdown a page may contain: no HTML, no foreign pictures, no links that run something."""

from __future__ import annotations

import html
import re

from nianbao.report.finding import Finding
from nianbao.report.place import Place
from nianbao.sources.text import quote

_BLOCK = re.compile(
    r"^(?P<fence>~{3,}|`{3,})[ ]*"
    r"(?:\{[^\n]*\}|\.?[\w#.+-]*[ ]*(?:hl_lines=([\"']).*?\2[ ]*)?)\n"
    r".*?(?<=\n)(?P=fence)[ ]*$",
    re.MULTILINE | re.DOTALL,
)
"""A fenced block as python-markdown's `fenced_code` reads it; anything that only looks like one is text."""

_CODE = re.compile(r"(?<!\\)(?:\\\\)+(?=`)|(?<!\\)(`+)(.+?)(?<!`)\1(?!`)")
_WORD = re.compile(r"\{\{.*?\}\}")
_HTML = re.compile(r"<(?!(?:https?://|mailto:)[^\s<>]*>)[A-Za-z!/?][^<>]*>?")
_HEADING_ID = re.compile(r"\{:\s*#[^\s{}]+\s*\}")
_ATTRIBUTES = re.compile(r"\{:|\{(?![{%#]).*\}")
_SCHEME = re.compile(r"\][(:]\s*<?\s*(?P<scheme>[A-Za-z][A-Za-z0-9+.\-]*):")
_PICTURE = re.compile(r"!\[[^\]]*\]\(\s*<?\s*(?:[^\s/)]*:|//)")
_SNIPPET = re.compile(r"^\s*-+8<-+")
_TITLE = re.compile(r"^ {0,3}#(?!#)\s*\S")
SCHEMES = frozenset({"http", "https", "mailto", "tel"})


def refuse_markup(body: str, name: str, first_line: int, findings: list[Finding], *, title: bool = False) -> None:
    """Append a finding for each line that holds what a page may not contain (code and words are not Markdown).

    `title` says that the page may have a title of its own (`# …`); a year's pages have theirs from the outline.
    """
    for number, line in enumerate(_without_code(body).split("\n"), start=first_line):
        plain = _WORD.sub("", line)
        if _TITLE.match(plain) and not title:
            findings.append(Finding("page_title", "error", Place(name, number), {"text": quote(line)}))
        _refuse_line(plain, Place(name, number), findings)


def _without_code(body: str) -> str:
    """Return the body with as many lines, code taken out of it.

    A paragraph in which some backtick finds no partner on its own line keeps all of its code: how such backticks pair
    depends on the block they end up in. So does the first line of a code block that has attributes.
    """
    text = _BLOCK.sub(_block_taken_out, body)
    return "".join(map(_spans_taken_out, re.split(r"(\n[ \t]*\n)", text)))


def _block_taken_out(found: re.Match[str]) -> str:
    opening, _, rest = found.group().partition("\n")
    return (opening if "{" in opening else "") + "\n" * (rest.count("\n") + 1)


def _spans_taken_out(paragraph: str) -> str:
    plain = "\n".join(_CODE.sub("", line) for line in paragraph.split("\n"))
    return paragraph if "`" in plain else plain


def _refuse_line(line: str, place: Place, findings: list[Finding]) -> None:
    for found in _HTML.finditer(line):
        findings.append(Finding("page_html", "error", place, {"text": quote(found.group())}))
    if _ATTRIBUTES.search(_HEADING_ID.sub("}", line)) or _SNIPPET.match(line):
        findings.append(Finding("page_attributes", "error", place, {"text": quote(line)}))
    if _PICTURE.search(line):
        findings.append(Finding("page_foreign_picture", "error", place, {"text": quote(line)}))
        return
    for found in _SCHEME.finditer(html.unescape(line)):
        if found["scheme"].lower() not in SCHEMES:
            findings.append(Finding("page_link", "error", place, {"text": quote(found.group())}))
