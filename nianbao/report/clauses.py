"""分句: a passage cut into sentences and clauses, each with the numbers in it, and what the words in it claim."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from nianbao.report.binding import Bound
from nianbao.report.passages import Figure, Passage
from nianbao.report.phrases import Claims, find

_SENTENCE = re.compile(r"[^。；！？]+[。；！？]?")
_CLAUSE = re.compile(r"[^，：。；！？]+")


@dataclass(frozen=True)
class Clause:
    """Text between two stops, and the numbers in it, placed within it."""

    text: str
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True)
class Sentence:
    """A sentence of a passage: its whole text and its clauses in order."""

    passage: Passage
    text: str
    clauses: tuple[Clause, ...]


@dataclass(frozen=True)
class Claimed:
    """A phrase that claims something: of which kind, from `start` to `end` of the text, written `text`."""

    kind: str
    start: int
    end: int
    text: str


def figures_of(line: Passage, bound: Iterable[Bound]) -> tuple[Figure, ...]:
    """Return the numbers of a page's line that are quantities, whether a word or somebody's hand wrote them."""
    found = list(line.figures)
    for entry in bound:
        span = line.span_of(entry.part, entry.literal.start, entry.literal.end)
        if span is not None and entry.quantity is not None:
            found.append(Figure(*span, entry.quantity))
    return tuple(sorted(found, key=lambda figure: figure.start))


def sentences(passage: Passage, figures: Sequence[Figure] = ()) -> Iterator[Sentence]:
    """Yield the sentences of a passage with the clauses that have text in them."""
    for found in _SENTENCE.finditer(passage.text):
        clauses = tuple(_clause(part, found.start(), figures) for part in _CLAUSE.finditer(found.group()))
        yield Sentence(passage, found.group(), clauses)


def _clause(found: re.Match[str], offset: int, figures: Sequence[Figure]) -> Clause:
    start, end = found.start() + offset, found.end() + offset
    inside = (figure for figure in figures if start <= figure.start and figure.end <= end)
    return Clause(found.group(), tuple(Figure(each.start - start, each.end - start, each.quantity) for each in inside))


def claims_in(text: str, claims: Claims, kinds: Sequence[str], sound: Sequence[str] = ()) -> Iterator[Claimed]:
    """Yield the phrases of the given kinds that claim something in a text: neither negated nor meant otherwise.

    `sound` are further texts within which a phrase claims nothing.
    """
    for kind in kinds:
        for found in find(getattr(claims, kind), text, (*claims.unless, *sound)):
            if not text[: found.start].endswith(claims.negations):
                yield Claimed(kind, found.start, found.end, found.text)
