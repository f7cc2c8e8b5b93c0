from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from nianbao.report.checks import RULES
from nianbao.report.checks.rule import LAST_YEAR
from nianbao.report.edition import YearEdition
from nianbao.report.finding import Finding
from nianbao.report.last_year import LastYear
from nianbao.sources.year import read_year

Damage = Callable[[str, str, str], list[Finding]]
Put = Callable[[int, str, str, str, str], None]
Compared = Callable[[], list[Finding]]


@pytest.fixture
def damage(small: Path) -> Damage:
    """Change a text in one file of the sound small site and return the findings of level error or warning."""

    def change(file: str, old: str, new: str) -> list[Finding]:
        path = small / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{file} does not hold {old}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        sources = read_year(small, 2023)
        edition = YearEdition(sources.report, sources.pages)
        return [finding for finding in edition.findings if finding.level != "info"]

    return change


@pytest.fixture
def put(following: Path) -> Put:
    """Write one cell of a table of the two years; a column that the file does not have is added."""

    def write(year: int, table: str, key: str, column: str, value: str) -> None:
        path = following / f"data/{year}/{table}.csv"
        header, *rows = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
        if column not in header:
            header.append(column)
        rows = [row + [""] * (len(header) - len(row)) for row in rows]
        next(row for row in rows if row[0] == key)[header.index(column)] = value
        path.write_text("".join(",".join(row) + "\n" for row in (header, *rows)), encoding="utf-8")

    return write


@pytest.fixture
def compared(following: Path) -> Compared:
    """Return what the rules that compare two years find in 2024, last year being published as its second version."""

    def find() -> list[Finding]:
        last, now = (read_year(following, year) for year in (2023, 2024))
        edition = YearEdition(now.report, now.pages, before=LastYear(last.report, last.pages, 2))
        rules = {rule.id for rule in RULES.values() if rule.group == LAST_YEAR} | {"acknowledgement_unmatched"}
        return [finding for finding in edition.findings if finding.rule in rules]

    return find
