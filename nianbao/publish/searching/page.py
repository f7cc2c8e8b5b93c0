"""What a rendered page says, in parts that can be linked to: no menus, no notices about the page, no drawings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser

LINE = "\n"
"""Ends a paragraph, an item of a list or a row of a table; nothing is found across it."""

CELL = "\t"
"""Parts the cells of a row, and a term from what is said of it."""

_INLINE = re.compile(
    r"a|abbr|b|bdi|bdo|cite|code|data|del|em|i|img|ins|kbd|mark|q|s|samp|small|span|strong|sub|sup|time|u|var|wbr"
)
_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
_FIGURES = frozenset({"nb-table", "nb-chart"})
_ENTRY = "nb-figure"
_CELLS = frozenset({"td", "th", "dd"})
_UNSAID = frozenset({"script", "style", "summary", "svg", "template"})
_UNSAID_CLASSES = frozenset(
    {
        "footnote-backref",
        "footnote-ref",
        "headerlink",
        "nb-attachments__hash",
        "nb-cite",
        "nb-cite__how",
        "nb-citing",
        "nb-correction",
        "nb-downloads__sums",
        "nb-downloads__tables",
        "nb-figure__origin",
        "nb-figure__superseded",
        "nb-figure__uses",
        "nb-figure__ways",
        "nb-finding__place",
        "nb-get",
        "nb-table__source",
        "nb-table__unit",
        "nb-yearbar",
    }
)
"""What stands in an article and is not the report's: ways to elsewhere, where data are from, and what earlier versions
said, which must not be found as if it still held."""


@dataclass
class Part:
    """A piece of a page below one anchor: the heading, caption or term it bears, and its lines.

    The first part of a page is what stands before any of these; it has neither anchor nor heading.
    """

    anchor: str
    heading: str
    lines: list[str]

    @property
    def text(self) -> str:
        """Its lines with `LINE` between them; inside a line `CELL` parts cells."""
        return LINE.join(self.lines)


@dataclass(frozen=True)
class PageText:
    """The title of a page and its parts, in the order in which they begin."""

    title: str
    parts: tuple[Part, ...]


def page_text(html: str) -> PageText:
    """Return what the article of a rendered page says."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return PageText(reader.title, tuple(reader.parts))


class _Reader(HTMLParser):
    """Goes through an article once.

    `_part` is where lines go, `_above` where they go again behind a figure. `_naming` is the element whose text will
    name the part, `_unsaid` the element that is passed over with how often it was opened.
    """

    def __init__(self) -> None:
        super().__init__()
        self.title = ""
        self.parts = [Part("", "", [])]
        self._part = self._above = self.parts[0]
        self._inside = self._in_cell = False
        self._cells = [""]
        self._naming = ""
        self._unsaid, self._opened = "", 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        classes = frozenset(values.get("class", "").split())
        self._inside = self._inside or tag == "article"
        if not self._unsaid and (tag in _UNSAID or classes & _UNSAID_CLASSES):
            self._unsaid = tag
        if self._unsaid:
            self._opened += tag == self._unsaid
        elif self._inside:
            self._enter(tag, values.get("id", ""), classes)

    def handle_endtag(self, tag: str) -> None:
        if self._unsaid:
            self._opened -= tag == self._unsaid
            self._unsaid = self._unsaid if self._opened else ""
        elif self._inside:
            self._leave(tag)
            self._inside = tag != "article"

    def handle_data(self, data: str) -> None:
        if self._inside and not self._unsaid:
            self._cells[-1] += data

    def _enter(self, tag: str, anchor: str, classes: frozenset[str]) -> None:
        if "nb-figure__alias" in classes:
            self._name("dt")
        self._edge(tag, entering=True)
        if tag == "h1":
            self._naming = tag
        elif anchor and tag in _HEADINGS:
            self._begin(anchor, tag)
            self._above = self._part
        elif anchor and classes & _FIGURES:
            self._begin(anchor, "figcaption")
        elif anchor and _ENTRY in classes:
            self._begin(anchor, "dt")

    def _leave(self, tag: str) -> None:
        self._name(tag)
        self._edge(tag, entering=False)
        if tag in ("figure", "dl"):
            self._part = self._above

    def _edge(self, tag: str, entering: bool) -> None:
        """Part what the edge of an element parts: two lines, two cells of a line, or inside a cell only words."""
        if _INLINE.fullmatch(tag) or (tag == "dt" and not entering):
            return
        if tag in ("td", "th"):
            self._in_cell = entering
        if self._in_cell and tag not in ("td", "th"):
            self._cells[-1] += " "
        elif tag in _CELLS:
            self._cells.append("")
        else:
            self._end_line()

    def _begin(self, anchor: str, naming: str) -> None:
        self._part, self._naming = Part(anchor, "", []), naming
        self.parts.append(self._part)

    def _name(self, tag: str) -> None:
        """Take what was said in the element as the name of the part, or as the title of the page."""
        if tag != self._naming:
            return
        name, self._naming = " ".join("".join(self._cells).split()), ""
        self._cells = [""]
        if tag == "h1":
            self.title = self.title or name
        else:
            self._part.heading = name

    def _end_line(self) -> None:
        cells = [" ".join(cell.split()) for cell in self._cells]
        line = CELL.join(cell for cell in cells if cell)
        if line:
            self._part.lines.append(line)
        self._cells = [""]
