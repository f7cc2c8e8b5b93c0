"""说明: what a reader notes of cell after cell of a column is told once, with the cells that it is true of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from nianbao.report.finding import Finding
from nianbao.report.place import Place
from nianbao.wording.language import say

GROUPED = frozenset({"cell_number_normalised", "cell_number_as_text", "cell_percent", "cell_date_as_text"})
"""Notes that have a sentence for several cells, `rule.several`."""
_MOST_RANGES = 20


def group_notes(findings: list[Finding], start: int) -> None:
    """Put one note in place of those from position `start` on that say the same of several cells of a column.

    It stands where the first of them stood, at the first cell, and names how many cells there are, and which.
    """
    groups: dict[tuple[str, Place], list[Finding]] = {}
    for finding in findings[start:]:
        if finding.rule in GROUPED:
            groups.setdefault((finding.rule, _column(finding.place)), []).append(finding)
    firsts = {id(group[0]): group for group in groups.values()}
    told = [
        _together(firsts[id(finding)]) if id(finding) in firsts else finding
        for finding in findings[start:]
        if id(finding) in firsts or finding.rule not in GROUPED
    ]
    findings[start:] = told


def _column(place: Place) -> Place:
    return replace(place, line=None, cell=None)


def _together(group: list[Finding]) -> Finding:
    first = group[0]
    if len(group) == 1:
        return first
    values = {**first.values, "count": len(group), "cells": _cells([finding.place for finding in group])}
    return replace(first, values=values, sentence=f"{first.rule}.several")


def _cells(places: list[Place]) -> str:
    """Which cells these are: by their addresses in a sheet (C2:C9、C12), else by their lines."""
    letters = (places[0].cell or "").rstrip("0123456789")
    ranges = list(_ranges(sorted(place.line or 0 for place in places)))
    link = ":" if letters else "-"
    written = [
        f"{letters}{first}" if first == last else f"{letters}{first}{link}{letters}{last}" for first, last in ranges
    ]
    cells = "、".join(written[:_MOST_RANGES]) + ("……" if len(written) > _MOST_RANGES else "")
    return cells if letters else say("第{lines}行", lines=cells)


def _ranges(lines: list[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and the last of lines that follow each other."""
    first = lines[0]
    for line, following in pairwise([*lines, lines[-1] + 2]):
        if following > line + 1:
            yield first, line
            first = following
