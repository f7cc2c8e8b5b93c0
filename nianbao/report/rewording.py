"""改写: the sentences of two versions of a page, side by side where one takes the other's place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise, zip_longest
from typing import Literal

_SENTENCE = re.compile(r"[^。！？\n]*[。！？]+[”’」』）】》]*|[^。！？\n]+")
_NUMBER_OR_CHARACTER = re.compile(r"[0-9][0-9,.]*%?|[A-Za-z]+|.", re.DOTALL)
_ALIKE = 0.4
"""Sentences that share less are two: one struck out and another put in."""
_MOST_COMPARED = 40_000
"""So many pairs of sentences are compared; of longer stretches those at the same place stand side by side."""
_ISLAND = 1
"""So few characters left between two changes are read as part of the change."""
_KEPT = 3
"""Where less than one character in so many of the shorter text stays, one is struck out and the other put in."""
_SHORT = 6
"""So are texts that are no longer than this, such as the state of an indicator."""
_LONG = 5000
"""In longer texts only rare characters are looked for on the other side, which is coarser and takes no time."""

Pair = tuple[str, str]
"""A sentence before and after; empty where there was none, or is none."""


def sentences_of(text: str) -> list[str]:
    """Return the sentences of a text, each with the stop at its end; lines end sentences too, blank lines are none."""
    found = (match.group().strip() for match in _SENTENCE.finditer(text))
    return [sentence for sentence in found if sentence]


def reworded(before: Sequence[str], after: Sequence[str]) -> list[Pair]:
    """Return the sentences that differ, in order; with the two exchanged, the same pairs are returned exchanged."""
    return [(old, new) for old, new in aligned(before, after) if old != new]


def aligned(before: Sequence[str], after: Sequence[str]) -> list[Pair]:
    """Return all sentences in pairs, in order: those that stay, those that differ, those of one side alone.

    With the two exchanged, the same pairs are returned exchanged.
    """
    if list(before) > list(after):
        return [(old, new) for new, old in _aligned(after, before)]
    return list(_aligned(before, after))


def _aligned(before: Sequence[str], after: Sequence[str]) -> Iterator[Pair]:
    matcher = SequenceMatcher(None, before, after)
    for kind, start, end, start_after, end_after in matcher.get_opcodes():
        if kind == "equal":
            yield from zip(before[start:end], after[start_after:end_after], strict=True)
        else:
            yield from _side_by_side(before[start:end], after[start_after:end_after])


def _side_by_side(before: Sequence[str], after: Sequence[str]) -> Iterator[Pair]:
    if len(before) == len(after) == 1 or len(before) * len(after) > _MOST_COMPARED:
        yield from zip_longest(before, after, fillvalue="")
        return
    at = at_after = 0
    for index, facing in (*_alignment(before, after), (len(before), len(after))):
        yield from ((old, "") for old in before[at:index])
        yield from (("", new) for new in after[at_after:facing])
        if index < len(before):
            yield before[index], after[facing]
        at, at_after = index + 1, facing + 1


def _alignment(before: Sequence[str], after: Sequence[str]) -> list[tuple[int, int]]:
    """The pairs of places, in order in both, whose sentences are most alike in sum."""
    pairs, others = [_pairs(old) for old in before], [_pairs(new) for new in after]
    best = [[0.0] * (len(after) + 1) for _ in range(len(before) + 1)]
    likeness = [[_likeness(pair, other) for other in others] for pair in pairs]
    for index in range(len(before) - 1, -1, -1):
        for facing in range(len(after) - 1, -1, -1):
            together = likeness[index][facing] + best[index + 1][facing + 1] if likeness[index][facing] else 0.0
            best[index][facing] = max(best[index + 1][facing], best[index][facing + 1], together)
    return list(_way(best, likeness))


def _way(best: list[list[float]], likeness: list[list[float]]) -> Iterator[tuple[int, int]]:
    index = facing = 0
    while index < len(likeness) and facing < len(likeness[0]):
        alike = likeness[index][facing]
        if alike and best[index][facing] == alike + best[index + 1][facing + 1]:
            yield index, facing
            index, facing = index + 1, facing + 1
        elif best[index][facing] == best[index + 1][facing]:
            index += 1
        else:
            facing += 1


def _pairs(text: str) -> Counter[str]:
    return Counter(map("".join, pairwise(f"\n{text}\n")))


def _likeness(first: Counter[str], second: Counter[str]) -> float:
    """The share of neighbouring characters in common (Sørensen–Dice), 0 where it is too small to count."""
    share = 2 * (first & second).total() / (first.total() + second.total())
    return share if share >= _ALIKE else 0.0


@dataclass(frozen=True)
class Stroke:
    """A stretch of a sentence that stays, is struck out, or is put in."""

    kind: Literal["kept", "struck", "put_in"]
    text: str


def strokes(old: str, new: str) -> tuple[Stroke, ...]:
    """Return what to strike out of the old text and to put in for the new one; numbers are never cut.

    The kept and struck stretches are the old text, the kept and put in ones the new text.
    """
    before, after = _NUMBER_OR_CHARACTER.findall(old), _NUMBER_OR_CHARACTER.findall(new)
    found: list[tuple[str, str]] = []
    matcher = SequenceMatcher(None, before, after, autojunk=max(len(before), len(after)) > _LONG)
    for kind, start, end, start_after, end_after in matcher.get_opcodes():
        struck, put_in = "".join(before[start:end]), "".join(after[start_after:end_after])
        island = kind == "equal" and len(struck) <= _ISLAND and start > 0 and end < len(before)
        changed = kind != "equal" or island
        if changed and found and found[-1][0] != found[-1][1]:
            struck, put_in = found[-1][0] + struck, found.pop()[1] + put_in
        found.append((struck, put_in))
    kept = sum(len(struck) for struck, put_in in found if struck == put_in)
    shorter, longer = sorted((len(old), len(new)))
    apart = old != new and (longer <= _SHORT or kept * _KEPT < shorter)
    return tuple(_written([(old, new)] if apart else found))


def _written(found: Sequence[tuple[str, str]]) -> Iterator[Stroke]:
    for struck, put_in in found:
        if struck == put_in:
            yield Stroke("kept", struck)
        else:
            yield from (Stroke("struck", struck),) if struck else ()
            yield from (Stroke("put_in", put_in),) if put_in else ()
