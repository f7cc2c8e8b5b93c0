"""文字: every stretch of text that an editor wrote, where it stands and what an acknowledgement calls it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from nianbao.report.head import Acknowledgement, Head
from nianbao.report.narrative import Call, Page
from nianbao.report.place import Place
from nianbao.report.quantities import Quantities, Quantity
from nianbao.report.report import Report
from nianbao.report.row import Value, columns_of
from nianbao.report.scoring import stated_grade

PAGES = "pages"
"""What an acknowledgement writes as its table where it speaks of running text; its key is the page."""

HEAD = "report"
"""What an acknowledgement writes as its table where it speaks of `report.yml`."""

HIDDEN = "\ufffc"
"""Stands for each character of code, addresses and attributes: they are no text."""

_NO_TEXT = re.compile(
    r"`+[^`]*`+ | (?<=\])\([^()\s]*(?:\s+\"[^\"]*\")?\) | <(?:https?|mailto):[^>]*> | https?://[!-~]+ | \{:[^{}]*\}",
    re.VERBOSE,
)
_FENCE = re.compile(r"\s{0,3}(?:`{3,}|~{3,})")
NAMING = {"id", "file", "sha256", "replaces", "evidence", "section", "parent", "agrees_with", "total", "indicator"}
"""Columns that name something else or a file, and are no text."""


@dataclass(frozen=True)
class Figure:
    """A number in a passage, from `start` to `end`, and the quantity that it is."""

    start: int
    end: int
    quantity: Quantity


@dataclass(frozen=True)
class Piece:
    """Where a piece of a page's part number `part` stands in a passage: its character `offset` is at `start`."""

    part: int
    offset: int
    start: int
    length: int


@dataclass(frozen=True)
class Passage:
    """A line of a page as people read it, a text cell, or an entry of `report.yml`.

    `figures` are the numbers that words write in it. `table`, `key` and `field` are what an acknowledgement has to
    name; in a page's line the field is whatever the finding is about.
    """

    text: str
    place: Place
    table: str
    key: str
    field: str = ""
    figures: tuple[Figure, ...] = ()
    pieces: tuple[Piece, ...] = ()

    def span_of(self, part: int, start: int, end: int) -> tuple[int, int] | None:
        """Return where a stretch of the page's part number `part` stands in the passage, or None where it does not."""
        for piece in self.pieces:
            within = start - piece.offset
            if piece.part == part and 0 <= within < piece.length:
                return piece.start + within, piece.start + within + end - start
        return None


def lines_of(page: Page, quantities: Quantities, report: Report) -> tuple[Passage, ...]:
    """Return the lines of a page with the words in running text written out, in order; tables and charts are empty."""
    found: list[Passage] = []
    line = Passage("", page.place(page.parts[0].line if page.parts else 1), PAGES, page.id)
    for index, part in enumerate(page.parts):
        if isinstance(part, Call):
            line = _with_word(line, part, quantities, report)
            continue
        offset = 0
        for number, text in enumerate(part.text.split("\n")):
            if number:
                found.append(line)
                line = Passage("", page.place(part.line + number), PAGES, page.id)
            piece = Piece(index, offset, len(line.text), len(text))
            line = replace(line, text=line.text + text, pieces=(*line.pieces, piece))
            offset += len(text) + 1
    return tuple(_without_code([*found, line]))


def _with_word(line: Passage, call: Call, quantities: Quantities, report: Report) -> Passage:
    start = len(line.text)
    if call.word == "grade":
        return replace(line, text=line.text + (stated_grade(report) or ""))
    quantity = quantities.get(call.arguments[0]) if call.word == "num" else None
    if quantity is None:
        return line
    text = line.text + quantity.written
    return replace(line, text=text, figures=(*line.figures, Figure(start, len(text), quantity)))


def _without_code(lines: list[Passage]) -> Iterator[Passage]:
    inside = False
    for line in lines:
        fence = _FENCE.match(line.text) is not None
        blank = fence or inside
        inside ^= fence
        text = HIDDEN * len(line.text) if blank else _NO_TEXT.sub(lambda found: HIDDEN * len(found.group()), line.text)
        yield replace(line, text=text)


def cells_of(report: Report) -> Iterator[Passage]:
    """Yield the text cells of a year's tables, a text that a column repeats from row to row once."""
    for kind in report.kinds.values():
        fields = [column.name for column in columns_of(kind).values() if column.kind in ("text", "key", "value")]
        seen = set()
        for row in report.rows(kind):
            for field in fields:
                text = getattr(row, field)
                if isinstance(text, str) and field not in NAMING and (field, text) not in seen:
                    seen.add((field, text))
                    yield Passage(text, row.place_of(field), row.table, row.key, field)


def entries_of_head(report: Report) -> Iterator[Passage]:
    """Yield the texts of `report.yml`: keyed by the first name on the way to them, with the rest as their field."""
    for path, text in _texts(report.head, ()):
        yield Passage(text, report.place_of_entry(path), HEAD, path[0], "/".join(path[1:]))


def _texts(value: object, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Acknowledgement):
        yield (*path, "reason"), value.reason
    elif isinstance(value, Value):
        names = [
            name
            for name in type(value).model_fields
            if not (isinstance(value, Head) and name in ("ruleset", "unit", "moved"))
        ]
        for name in names:
            if name != "id":
                yield from _texts(getattr(value, name), (*path, name))
    elif isinstance(value, tuple):
        for index, inner in enumerate(value):
            yield from _texts(inner, (*path, str(index)))
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _texts(inner, (*path, str(name)))
