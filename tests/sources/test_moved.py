from __future__ import annotations

from pathlib import Path

import pytest

from nianbao.report.finding import Unusable
from nianbao.sources.year import read_year


def say_moved(root: Path, *entries: str) -> None:
    """Write into `report.yml` what has moved."""
    path = root / "data/2023/report.yml"
    text = "".join(f"  {entry}\n" for entry in entries)
    path.write_text(f"{path.read_text(encoding='utf-8').rstrip()}\nmoved:\n{text}", encoding="utf-8")


def test_what_has_moved_is_checked_where_it_is_written(small: Path) -> None:
    """Each entry is told at its line, before anything is built."""
    say_moved(small, "goals: gaols", "work: index", "a: b", "b: a", "attachments/a.pdf: attachments/b.pdf")
    with pytest.raises(Unusable) as refused:
        read_year(small, 2023)
    assert [(found.rule, found.place.line) for found in refused.value.findings] == [
        ("moved_nowhere", 10),
        ("moved_still_there", 11),
        ("moved_in_a_circle", 12),
        ("moved_in_a_circle", 13),
        ("moved_nowhere", 14),
    ]


def test_files_that_are_made_are_left_to_the_build(small: Path) -> None:
    """Which of them there are is not known before."""
    say_moved(small, "data.json: quantities.json", "goals: work#查档服务")
    assert read_year(small, 2023).report.head.moved == {"data.json": "quantities.json", "goals": "work#查档服务"}
