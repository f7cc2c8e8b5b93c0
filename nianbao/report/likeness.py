"""相似: how much of two passages is the same, and which numbers and years stand at the same place in both."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher
from functools import cached_property
from itertools import pairwise
from typing import Literal

from nianbao.report.binding import Bound
from nianbao.report.passages import Passage

Kind = Literal["typed", "word", "year"]

_YEAR = re.compile(
    r"《[^》]*》"  # titles of documents keep their years
    r"|(?<![0-9自从较比于同与据和、—–～~-])(?<!(?<!截)至)(?P<year>20[0-9]{2})(?=年(?![0-9]{1,2}月|以来|以前|以后|之前|之后|起|前|后))"
)
_NUMBER_MASK, _YEAR_MASK = "\ue000", "\ue001"


@dataclass(frozen=True)
class Mark:
    """A number or a year in a passage, from `start` to `end`: typed by hand, written by a word, or a year it speaks of.

    `bound` says which quantities a typed number may be, `name` which one a word writes.
    """

    start: int
    end: int
    kind: Kind
    text: str
    bound: Bound | None = None
    name: str = ""


@dataclass(frozen=True)
class Marked:
    """A passage with the numbers and years in it, in order."""

    passage: Passage
    marks: tuple[Mark, ...]

    @cached_property
    def masked(self) -> str:
        """Its text with one character for each number and one for each year."""
        return self._with(lambda mark: _YEAR_MASK if mark.kind == "year" else _NUMBER_MASK)

    @property
    def wording(self) -> str:
        """Its text with the names of the words' numbers and with its years left open: what somebody has to write."""
        return self._with(lambda mark: _YEAR_MASK if mark.kind == "year" else mark.name or mark.text)

    @cached_property
    def pairs(self) -> Counter[str]:
        """How often any two characters stand side by side in the masked text."""
        return Counter(map("".join, pairwise(self.masked)))

    def mark_at(self, place: int) -> Mark | None:
        """Return the number or year that a character of the masked text stands for."""
        return self._places.get(place)

    @cached_property
    def _places(self) -> dict[int, Mark]:
        places, shorter = {}, 0
        for mark in self.marks:
            places[mark.start - shorter] = mark
            shorter += mark.end - mark.start - 1
        return places

    def _with(self, written: Callable[[Mark], str]) -> str:
        parts, last = [], 0
        for mark in self.marks:
            parts += [self.passage.text[last : mark.start], written(mark)]
            last = mark.end
        return "".join([*parts, self.passage.text[last:]])


def marked(passage: Passage, bound: Iterable[Bound] = ()) -> Marked:
    """Return a passage with its numbers and years; `bound` are the numbers typed on its page, as `bind` finds them."""
    text = passage.text
    marks = [Mark(entry.start, entry.end, "word", text[entry.start : entry.end], name=entry.quantity.name)
             for entry in passage.figures]  # fmt: skip
    marks += _typed(passage, bound)
    marks += [Mark(*found.span("year"), "year", found["year"]) for found in _YEAR.finditer(text) if found["year"]]
    return Marked(passage, tuple(sorted(marks, key=lambda mark: mark.start)))


def _typed(passage: Passage, bound: Iterable[Bound]) -> Iterator[Mark]:
    for entry in bound:
        span = passage.span_of(entry.part, entry.literal.start, entry.literal.end)
        if span is not None:
            yield Mark(*span, "typed", passage.text[slice(*span)], entry)


def similarity(first: Marked, second: Marked) -> Decimal:
    """Return how much of two passages is the same, in percent: the pairs of neighbouring characters that they share.

    Twice the shared pairs ÷ all pairs of both (Sørensen–Dice); numbers and years count as one character each.
    """
    if first.masked == second.masked:
        return Decimal(100)
    shared = (first.pairs & second.pairs).total()
    return Decimal(200 * shared) / max(1, first.pairs.total() + second.pairs.total())


def facing(first: Marked, second: Marked) -> Iterator[tuple[Mark, Mark]]:
    """Yield the numbers and years that stand at the same place in both passages."""
    matcher = SequenceMatcher(None, first.masked, second.masked, autojunk=False)
    for block in matcher.get_matching_blocks():
        for offset in range(block.size):
            own, other = first.mark_at(block.a + offset), second.mark_at(block.b + offset)
            if own is not None and other is not None:
                yield own, other
