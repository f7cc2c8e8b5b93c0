"""文字说明: a page as text and calls of words, in order; nothing in it can run."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field

from nianbao.report.place import Place
from nianbao.report.words import WORDS

HINT_OPENING = "【提示："
"""How a hint begins that a new year's skeleton leaves for the editor; one left in the text stops publication."""


@dataclass(frozen=True)
class Text:
    """Markdown between calls; `line` and `column` of the file, from 1, are where it begins."""

    text: str
    line: int
    column: int = 1


@dataclass(frozen=True)
class Call:
    """A word with its literal arguments; `number` counts the page's calls from 0, `column` is where it begins."""

    word: str
    arguments: tuple[str, ...]
    line: int
    column: int
    number: int


@dataclass(frozen=True)
class Exemption:
    """A number that a page need not bind, with the reason."""

    text: str
    reason: str
    line: int


@dataclass(frozen=True)
class Page:
    """One page: `id` is its name without `.md`, `file` its place below the site folder."""

    id: str
    file: str
    parts: tuple[Text | Call, ...] = ()
    description: str = ""
    exemptions: tuple[Exemption, ...] = field(default_factory=tuple)

    @property
    def calls(self) -> tuple[Call, ...]:
        """The calls of words on the page, in order."""
        return tuple(part for part in self.parts if isinstance(part, Call))

    def place(self, line: int) -> Place:
        """Return the place of a line of this page."""
        return Place(self.file, line)


Numbering = dict[tuple[str, int], int]
"""The number of each table and chart: (page id, number of the call on it) → 表/图 number."""


def number_tables_and_charts(pages: tuple[Page, ...], outline: tuple[str, ...]) -> Numbering:
    """Number the tables (表) and, apart from them, the charts (图) of a year from 1, in the order of its outline.

    Pages that are not in `outline` follow in the order given.
    """
    ranks = {page_id: rank for rank, page_id in enumerate(outline)}
    numbers: Numbering = {}
    counts = {"table": 0, "chart": 0}
    for page in sorted(pages, key=lambda page: ranks.get(page.id, len(ranks))):
        for call in page.calls:
            kind = WORDS[call.word].kind
            if kind in counts:
                counts[kind] += 1
                numbers[page.id, call.number] = counts[kind]
    return numbers


def anchors(page: Page) -> dict[int, str]:
    """Return the id of each table and chart of a page by the number of its call (`table-budget`, `chart-breakdown-…`).

    It says what is shown and not which 表 or 图 it is, so that a table put in before it does not change it. Of several
    that show the same, the later ones are counted (`table-budget-2`).
    """
    found: dict[int, str] = {}
    for call in page.calls:
        kind = WORDS[call.word].kind
        if kind in ("table", "chart"):
            shown = call.word.removesuffix(f"_{kind}")
            parts = [kind, *([] if shown == "data" else [shown]), *call.arguments]
            name = "-".join(re.sub(r"[^\w-]+", "", part) for part in parts)
            numbered = (name if count == 1 else f"{name}-{count}" for count in itertools.count(1))
            found[call.number] = next(anchor for anchor in numbered if anchor not in found.values())
    return found
