"""Following up: what last year left unfinished is taken up this year."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise

from nianbao.report.checks.rule import LAST_YEAR, Subject, at_cell, rule
from nianbao.report.finding import Finding
from nianbao.report.last_year import LastYear
from nianbao.report.model import FINISHED, Indicator, Problem
from nianbao.report.place import Place
from nianbao.report.row import Row
from nianbao.report.scoring import unmet

_HAN = re.compile(r"[\u4e00-\u9fff]{2}")
_ENOUGH = 2
"""So many pairs of neighbouring characters a paragraph and a problem share where the one speaks of the other."""


@rule("warning", LAST_YEAR)
def problems_followed(subject: Subject) -> Iterator[Finding]:
    """上年没有完成的问题，今年继续列出并写明“结转自”哪一年，或者在正文中交代上年这个问题的结果。

    通过：上年“台账不统一”正在推进，今年正文写“上年提出的台账不统一已经整改”。
    不通过：上年“台账不统一”正在推进，今年的表和正文都不再提。
    """
    before = subject.before
    if before is None:
        return
    now = {row.id: row for row in subject.report.rows(Problem)}
    then = {row.id: row for row in before.report.rows(Problem)}
    spoken = list(_about_last_year(subject))
    for key, problem in then.items():
        if problem.finished:
            continue
        row = now.get(key)
        if row is not None:
            yield from _wrong_origin(row, _origin(problem, before), before)
        elif not any(len(pairs & _pairs(problem.problem or "")) >= _ENOUGH for pairs in spoken):
            values = {"name": problem.problem or key, "last": before.address}
            yield _missing(subject, Problem, key, "carried_from", values)
    for key, row in now.items():
        if row.carried_from and key not in then:
            yield at_cell(row, "carried_from", "problems_followed.unknown", found=row.carried_from, last=before.address)


def _origin(problem: Problem, before: LastYear) -> str:
    found = re.search(r"20[0-9]{2}", problem.carried_from or "")
    return found.group() if found else str(before.year)


def _wrong_origin(row: Problem, origin: str, before: LastYear) -> Iterator[Finding]:
    if origin not in (row.carried_from or ""):
        variant = "problems_followed.other" if row.carried_from else "problems_followed.blank"
        values = {"found": row.carried_from or "", "right": origin, "last": before.address}
        yield at_cell(row, "carried_from", variant, **values)


def _about_last_year(subject: Subject) -> Iterator[set[str]]:
    """Yield the pairs of neighbouring characters of each paragraph that says what became of something of last year."""
    last = re.compile(rf"上年|上一年|去年|{subject.report.year - 1}年")
    done = re.compile("|".join(word.removeprefix("已") for word in FINISHED))
    for line in subject.lines:
        if last.search(line.text) and done.search(line.text):
            yield _pairs(line.text)


def _pairs(text: str) -> set[str]:
    return {first + second for first, second in pairwise(text) if _HAN.fullmatch(first + second)}


def _missing(subject: Subject, kind: type[Row], key: str, field: str, values: Mapping[str, object]) -> Finding:
    """A finding about a row that is not there; it stands at the table."""
    rows = subject.report.rows(kind)
    place = Place(rows[0].place.file, sheet=rows[0].place.sheet) if rows else Place(f"data/{subject.report.year}")
    return Finding("", "error", place, values, "", kind.table, key, field)


@rule("info", LAST_YEAR)
def missed_targets_followed(subject: Subject) -> Iterator[Finding]:
    """上年没有达到目标的指标，今年仍在绩效指标表中，或者正文交代了它的去向。

    通过：上年“渠道衬砌长度”没有达到目标，今年仍设这一指标。
    不通过：上年没有达到目标，今年取消这一指标而正文没有提到它。
    """
    before = subject.before
    if before is None:
        return
    ids = {row.id for row in subject.report.rows(Indicator)}
    gone = [row for row in unmet(before.report) if row.id not in ids]
    for row in gone:
        if not any(row.name in line.text for line in subject.lines):
            yield _missing(subject, Indicator, row.id, "name", {"name": row.name, "last": before.address})
