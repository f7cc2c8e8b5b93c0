from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from nianbao.report.finding import Unusable
from nianbao.sources.year import read_year

Answers = list[tuple[str, str]]
"""Each finding as (rule, place)."""


@pytest.fixture
def answers(small: Path) -> Callable[[str, str | bytes, str | bytes], Answers]:
    """Change something in one file of the small site and return what reading the year answers, notes included."""

    def change(file: str, old: str | bytes, new: str | bytes) -> Answers:
        path = small / file
        data = path.read_bytes()
        before = old.encode() if isinstance(old, str) else old
        after = new.encode() if isinstance(new, str) else new
        assert before in data
        path.write_bytes(data.replace(before, after, 1))
        try:
            findings = read_year(small, 2023).notes
        except Unusable as unusable:
            findings = unusable.findings
        return [(finding.rule, str(finding.place)) for finding in findings]

    return change
