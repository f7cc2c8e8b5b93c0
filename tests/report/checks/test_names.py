from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from nianbao.report.edition import YearEdition
from nianbao.report.finding import Finding
from nianbao.sources.year import read_year

Damage = Callable[[str, str, str], list[Finding]]


@pytest.mark.parametrize(
    ("file", "old", "new", "place"),
    [
        ("facts.csv", ",接待查档人次,", ",接待查档数,", "facts.csv:3:包含于"),
        ("facts.csv", ",查档人次·实际完成值", ",查档人次·实际值", "facts.csv:2:应等于"),
        ("facts.csv", "志愿者人数,work", "志愿者人数,works", "facts.csv:6:章节"),
        ("breakdowns.csv", "文书档案,7000,卷,是,馆藏数量", "文书档案,7000,卷,是,馆藏", "breakdowns.csv:2:合计对应"),
        ("survey.csv", "satisfaction", "satisfied", "survey.csv:2:指标"),
    ],
)
def test_a_reference_to_nothing_is_an_error_with_the_nearest_names(
    damage: Damage, file: str, old: str, new: str, place: str
) -> None:
    """Each column that names something else is followed."""
    findings = damage(f"data/2023/{file}", old, new)
    finding = next(entry for entry in findings if entry.rule == "reference_exists")
    assert str(finding.place) == f"data/2023/{place}"
    assert finding.values["nearest"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('num("接待查档人次")', 'num("接待查档人数")'),
        ('facts_table("work")', 'facts_table("works")'),
        ('breakdown_table("馆藏构成")', 'breakdown_table("馆藏")'),
    ],
)
def test_a_word_for_nothing_is_an_error_at_its_line(damage: Damage, old: str, new: str) -> None:
    """Quantities, sections and breakdowns that do not exist are told with the nearest names."""
    (finding,) = damage("docs/2023/work.md", old, new)
    assert finding.rule == "word_resolves"
    assert finding.place.file == "docs/2023/work.md"
    assert finding.place.line in (3, 5, 7)
    assert finding.values["nearest"]


def test_two_quantities_of_one_name_are_an_error(damage: Damage) -> None:
    """A fact may not bear the name of a derived quantity."""
    findings = damage("data/2023/facts.csv", "志愿者人数", "绩效指标数")
    assert "quantity_name_repeated" in {finding.rule for finding in findings}


def test_evidence_names_attachments_of_the_year(small: Path) -> None:
    """Each of several is followed; one that is there is no fault."""
    folder = small / "data/2023"
    (folder / "attachments").mkdir()
    (folder / "attachments/ledger.txt").write_text("台账", encoding="utf-8")
    (folder / "attachments.csv").write_text("编号,名称,文件\nledger,台账,ledger.txt\n", encoding="utf-8")
    header, first, *others = (folder / "indicators.csv").read_text(encoding="utf-8").splitlines()
    lines = [f"{header},佐证材料", f"{first},ledger、leger", *(f"{line}," for line in others)]
    (folder / "indicators.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    sources = read_year(small, 2023)
    found = [entry for entry in YearEdition(sources.report, sources.pages).findings if entry.rule == "reference_exists"]
    assert [(str(entry.place), entry.values["nearest"]) for entry in found] == [
        ("data/2023/indicators.csv:2:佐证材料", "ledger")
    ]
