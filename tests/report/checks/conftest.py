from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from nianbao.report.edition import YearEdition
from nianbao.report.finding import Finding
from nianbao.sources.year import read_year

Damage = Callable[[str, str, str], list[Finding]]


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
