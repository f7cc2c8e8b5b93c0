"""文字说明: a page as text and calls of words, in order; nothing in it can run."""

from __future__ import annotations

from dataclasses import dataclass, field

from nianbao.report.place import Place
from nianbao.report.words import WORDS

HINT_OPENING = "【提示："
"""How a hint begins that a new year's skeleton leaves for the editor; one left in the text stops publication."""


@dataclass(frozen=True)
class Text:
    """Markdown between calls; `line` is the file's line on which it begins."""

    text: str
    line: int


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
