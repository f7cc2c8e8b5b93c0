"""What Markdown a page may contain: no HTML, no foreign pictures, no links that run something."""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import groupby

from nianbao.report.finding import Finding
from nianbao.report.place import Place
from nianbao.sources.bounds import refuse_slow
from nianbao.sources.text import Patience, quote

_OPENING = re.compile(
    r"(?P<fence>~{3,}|`{3,})[ ]*"
    r"(?:(?P<attributes>\{.*\})|\.?[\w#.+-]*[ ]*(?:hl_lines=(?P<mark>[\"'])[^\"']*(?P=mark)[ ]*)?)"
)
"""The first line of a fenced block as python-markdown's `fenced_code` reads it, on one line."""

_FENCE = re.compile(r"(?:~{3,}|`{3,})[ ]*")
_TICKS = re.compile(r"`+")
_WORD = re.compile(r"\{\{[^{}]*\}\}")
_HTML = re.compile(r"<(?!(?:https?://|mailto:)[^\s<>]*>)[A-Za-z!/?][^<>]*>?")
_HEADING_ID = re.compile(r"\{:\s*#[^\s{}]+\s*\}")
_BRACE = re.compile(r"\{(?![{%#])")
_SCHEME = re.compile(r"\][(:]\s*(?:<\s*)?(?P<scheme>[A-Za-z][A-Za-z0-9+.\-]{0,40}):")
_ELSEWHERE = re.compile(r"\s*(?:<\s*)?(?:[^\s/)]{0,40}:|//)")
_BRACKET = re.compile(r"\\.|!?\[|\](?P<address>\()?|\n[ \t]*\n", re.DOTALL)
_SNIPPET = re.compile(r"^\s*-+8<-+")
_TITLE = re.compile(r"^ {0,3}#(?!#)\s*\S")
SCHEMES = frozenset({"http", "https", "mailto", "tel"})


def refuse_markup(body: str, name: str, first_line: int, findings: list[Finding], *, title: bool = False) -> None:
    """Append a finding for each line that holds what a page may not contain (code and words are not Markdown).

    `title` says that the page may have a title of its own (`# …`); a year's pages have theirs from the outline. The
    time it takes grows with the length of the page, whatever is in it.
    """
    patience = Patience(findings, name)
    lines = _without_code(body.split("\n"), name, first_line, findings)
    plain = [_WORD.sub("", line) for line in lines]
    refuse_slow(plain, name, first_line, findings)
    for number, line in enumerate(plain, start=first_line):
        if _TITLE.match(line) and not title:
            findings.append(Finding("page_title", "error", Place(name, number), {"text": quote(line)}))
        _refuse_line(line, Place(name, number), findings)
        if patience.ended():
            return
    _refuse_addresses("\n".join(html.unescape(line).replace("\n", " ") for line in plain), name, first_line, findings)


def _without_code(lines: list[str], name: str, first_line: int, findings: list[Finding]) -> list[str]:
    """Return as many lines, code taken out of them; fences that make no block are complained of.

    A paragraph in which some backtick finds no partner on its own line keeps all of its code: how such backticks pair
    depends on the block they end up in. So does the first line of a code block that has attributes.
    """
    closing: dict[str, list[int]] = {}
    for index, line in enumerate(lines):
        if _FENCE.fullmatch(line):
            closing.setdefault(line.rstrip(" "), []).append(index)
    patience = Patience(findings, name)
    rest, index = list(lines), 0
    while index < len(lines):
        opening = _OPENING.fullmatch(lines[index])
        ends = closing.get(opening["fence"], []) if opening else []
        end = ends[at] if (at := bisect_right(ends, index)) < len(ends) else None
        if opening and end is not None:
            rest[index : end + 1] = [lines[index] if opening["attributes"] else "", *[""] * (end - index)]
        elif _FENCE.match(lines[index]):
            place = Place(name, index + first_line)
            findings.append(Finding("page_fence", "error", place, {"text": quote(lines[index])}))
        index = (index if end is None else end) + 1
        if patience.ended():
            break
    return _without_spans(rest)


def _without_spans(lines: list[str]) -> list[str]:
    done: list[str] = []
    for blank, group in groupby(lines, key=lambda line: not line.strip()):
        paragraph = list(group)
        spans = [] if blank else [_spans_taken_out(line) for line in paragraph]
        done += paragraph if None in spans or blank else [line or "" for line in spans]
    return done


def _spans_taken_out(line: str) -> str | None:
    """The line without its code, or None where some backtick finds no partner."""
    if "`" not in line:
        return line
    if "\\`" in line:
        return None
    runs = list(_TICKS.finditer(line))
    kept, since, index = "", 0, 0
    while index < len(runs):
        length = len(runs[index].group())
        partner = next((at for at in range(index + 1, len(runs)) if len(runs[at].group()) == length), None)
        if partner is None:
            return None
        kept += line[since : runs[index].start()]
        since, index = runs[partner].end(), partner + 1
    return kept + line[since:]


def _refuse_line(line: str, place: Place, findings: list[Finding]) -> None:
    found = _HTML.search(line)
    if found:
        findings.append(Finding("page_html", "error", place, {"text": quote(found.group())}))
    if _has_attributes(_HEADING_ID.sub("}", line)) or _SNIPPET.match(line):
        findings.append(Finding("page_attributes", "error", place, {"text": quote(line)}))


def _has_attributes(line: str) -> bool:
    return "{:" in line or _BRACE.search(line, 0, max(line.rfind("}"), 0)) is not None


def _refuse_addresses(text: str, name: str, first_line: int, findings: list[Finding]) -> None:
    """Complain of links and pictures that lead where they may not; their address may follow on the next line."""
    schemes = (found for found in _SCHEME.finditer(text) if found["scheme"].lower() not in SCHEMES)
    wrong = {found.start(): "page_link" for found in schemes} | dict.fromkeys(
        _foreign_pictures(text), "page_foreign_picture"
    )
    patience = Patience(findings, name)
    line = seen = 0
    for start, rule in sorted(wrong.items()):
        line, seen = line + text.count("\n", seen, start), start
        begin = text.rfind("\n", 0, start) + 1
        shown = " ".join(text[begin : start + 60].split())
        findings.append(Finding(rule, "error", Place(name, first_line + line), {"text": quote(shown)}))
        if patience.ended():
            return


def _foreign_pictures(text: str) -> Iterator[int]:
    """Yield where the address of each picture begins (at its ]) that is none of the site's files."""
    open_brackets: list[bool] = []
    for found in _BRACKET.finditer(text):
        if found.group().endswith("["):
            open_brackets.append(found.group() == "![")
        elif found.group().startswith("]"):
            picture = open_brackets.pop() if open_brackets else False
            if picture and found["address"] and _ELSEWHERE.match(text, found.end()):
                yield found.start()
        elif found.group().startswith("\n"):
            open_brackets.clear()
