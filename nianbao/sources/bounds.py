"""How long and how tangled a page may be, so that its Markdown is read in a few seconds whatever is in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby, islice

from nianbao.report.finding import Finding
from nianbao.report.place import Place
from nianbao.sources.text import MOST_COMPLAINTS

MAX_CHARACTERS = 100_000
"""Longest page; that of a year's largest real one has some 5,000 characters."""
MAX_BLOCK_CHARACTERS, MAX_BLOCK_LINES = 20_000, 1000
"""Longest paragraph, list or table without a blank line in it."""
MAX_BLOCKS = 3000
"""Most paragraphs, lists and tables of a page."""
MAX_DEPTH = 20
"""Most lists and quotations within one another."""
MAX_CELLS = 20_000
"""Most cells of a table, every row counted as wide as the widest."""
MAX_OPEN = 20
"""Most brackets in one paragraph that are never closed, or that are open at the same time."""
MAX_HEADINGS, MAX_NOTES = 500, 500
"""Most headings of a page, and most references to its footnotes."""

_LEADING = re.compile(r"(?:[ \t]|>|[*+:-](?=[ \t])|[0-9]{1,9}\.(?=[ \t]))*")
_LEVEL = re.compile(r">|[*+:-](?=[ \t])|[0-9]{1,9}\.(?=[ \t])")
_BRACKET = re.compile(r"\\.|\[|\]\(?|\(|\)", re.DOTALL)
_HEADING = re.compile(r"[ \t>*+-]*#|[ \t>]*(?:=+|-+)[ \t]*$")


def refuse_slow(lines: list[str], name: str, first_line: int, findings: list[Finding]) -> None:
    """Append a finding for each way in which a page, its code taken out, would take Markdown too long.

    What is looked at grows with the length of the page, and is itself looked at in a time that grows so.
    """
    length = sum(len(line) + 1 for line in lines)
    if length > MAX_CHARACTERS:
        values: dict[str, object] = {"count": length, "limit": MAX_CHARACTERS}
        findings.append(Finding("page_too_long", "error", Place(name, first_line), values))
    findings += _nested(lines, name, first_line)
    findings += islice(_blocks(lines, name, first_line), MOST_COMPLAINTS)
    for rule, limit, count in (
        ("blocks", MAX_BLOCKS, sum(1 for blank, _ in groupby(lines, key=lambda line: not line.strip()) if not blank)),
        ("headings", MAX_HEADINGS, sum(_HEADING.match(line) is not None for line in lines)),
        ("notes", MAX_NOTES, sum(line.count("[^") for line in lines)),
    ):
        if count > limit:
            values = {"count": count, "limit": limit}
            findings.append(
                Finding("page_too_tangled", "error", Place(name, first_line), values, f"page_too_tangled.{rule}")
            )


def _nested(lines: list[str], name: str, first_line: int) -> Iterator[Finding]:
    for number, line in enumerate(lines, start=first_line):
        leading = _LEADING.match(line)
        marks = leading.group() if leading else ""
        levels = len(_LEVEL.findall(marks))
        depth = levels + (len(marks) - len(marks.lstrip(" \t")) + 3 * marks.count("\t")) // 4 if levels else 0
        if depth > MAX_DEPTH:
            yield Finding("page_too_tangled", "error", Place(name, number), {"count": depth, "limit": MAX_DEPTH})
            return


def _blocks(lines: list[str], name: str, first_line: int) -> Iterator[Finding]:
    number = first_line
    for blank, group in groupby(lines, key=lambda line: not line.strip()):
        block = list(group)
        if not blank:
            yield from _block(block, Place(name, number))
        number += len(block)


def _block(block: list[str], place: Place) -> Iterator[Finding]:
    length = sum(len(line) + 1 for line in block)
    if length > MAX_BLOCK_CHARACTERS or len(block) > MAX_BLOCK_LINES:
        values = {"count": length, "lines": len(block), "limit": MAX_BLOCK_CHARACTERS, "most": MAX_BLOCK_LINES}
        yield Finding("page_too_long", "error", place, values, "page_too_long.block")
    cells = len(block) * max(line.count("|") for line in block)
    if cells > MAX_CELLS:
        yield Finding(
            "page_too_tangled", "error", place, {"count": cells, "limit": MAX_CELLS}, "page_too_tangled.table"
        )
    count = _open_brackets("\n".join(block))
    if count > MAX_OPEN:
        yield Finding(
            "page_too_tangled", "error", place, {"count": count, "limit": MAX_OPEN}, "page_too_tangled.brackets"
        )


def _open_brackets(text: str) -> int:
    """How many brackets of links and pictures are open at the same time at most; those never closed stay open."""
    squares = most = 0
    rounds: list[int] = []
    for found in _BRACKET.finditer(text):
        mark = found.group()
        if mark == "[":
            squares += 1
        elif mark.startswith("]"):
            squares = max(0, squares - 1)
            if mark == "](":
                rounds.append(1)
        elif mark == "(" and rounds:
            rounds.append(0)
        elif mark == ")" and rounds:
            rounds.pop()
        most = max(most, squares + len(rounds))
    return most
