from __future__ import annotations

from collections.abc import Callable

import pytest

from nianbao.report.finding import Finding

Damage = Callable[[str, str, str], list[Finding]]
RULES = ("names_as_they_look", "text_as_it_looks")


def _of(findings: list[Finding]) -> list[tuple[str, str, str, object]]:
    return [
        (finding.rule, finding.level, str(finding.place), finding.values["char"])
        for finding in findings
        if finding.rule in RULES
    ]


def test_a_letter_of_another_script_in_an_id_is_an_error(damage: Damage) -> None:
    """At its cell, once."""
    found = damage("data/2023/problems.csv", "p1,", "р1,")
    assert _of(found) == [("names_as_they_look", "error", "data/2023/problems.csv:2:编号", "р")]


def test_a_radical_in_a_name_is_an_error(damage: Damage) -> None:
    """The name of a quantity is one that texts refer to."""
    found = damage("data/2023/items.csv", "库房维修", "库房维⽇")
    assert ("names_as_they_look", "error", "data/2023/items.csv:3:项目", "⽇") in _of(found)


@pytest.mark.parametrize(
    ("file", "old", "new", "place", "char"),
    [
        ("docs/2023/work.md", "收回问卷", "每⽇，收回问卷", "docs/2023/work.md:", "⽇"),
        ("docs/2023/work.md", "收回问卷", "｛｛，收回问卷", "docs/2023/work.md:", "｛｛"),
        ("data/2023/problems.csv", "增加预约名额", "增加预约名额Α类", "data/2023/problems.csv:2:改进措施", "Α"),
        ("data/2023/report.yml", "履职情况", "履职情⼀况", "data/2023/report.yml:7", "⼀"),
    ],
)
def test_in_texts_they_are_warnings(damage: Damage, file: str, old: str, new: str, place: str, char: str) -> None:
    """On pages, in cells and in `report.yml`."""
    found = [entry for entry in _of(damage(file, old, new)) if entry[2].startswith(place)]
    assert [(rule, level, at) for rule, level, _, at in found] == [("text_as_it_looks", "warning", char)]


def test_units_and_greek_names_are_sound(damage: Damage) -> None:
    """Nothing is said of what has no look-alike."""
    assert _of(damage("docs/2023/work.md", "收回问卷", "检出β波、用量若干μg，收回问卷")) == []
