from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from nianbao.report.finding import Finding

Damage = Callable[[str, str, str], list[Finding]]
FACTS = "data/2023/facts.csv"
PARTS = "data/2023/breakdowns.csv"


def _told(findings: list[Finding]) -> list[tuple[str, object]]:
    return [(str(entry.place), entry.values["people"]) for entry in findings if entry.rule == "no_small_cells"]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("困难职工救助户数,work,馆藏,4,,户,,", "4户"),
        ("患病职工人数,work,馆藏,1,,名,,", "1名"),
        ("残疾人来馆人数,work,馆藏,5,,人,,", ""),
        ("残疾人来馆人数,work,馆藏,0,,人,,", ""),
        ("残疾人来馆人次,work,馆藏,2,,人次,,", ""),
        ("困难职工帮扶场次,work,馆藏,2,,场,,", ""),
        ("讲解员人数,work,馆藏,2,,名,,", ""),
    ],
)
def test_a_few_people_in_need_are_a_warning(damage: Damage, row: str, told: str) -> None:
    """Fewer than five people or households under a name that speaks of health or poverty; none at all is no secret."""
    found = _told(damage(FACTS, "问卷人数,work", f"{row}\n问卷人数,work"))
    assert found == ([("data/2023/facts.csv:5:数值", told)] if told else [])


def test_parts_and_shares_of_people_in_need_are_looked_at(damage: Damage) -> None:
    """The breakdown's name counts, and a share counts the people that it is of its base."""
    damage(FACTS, "问卷人数,work", "困难读者人数,work,馆藏,40,,名,,\n问卷人数,work")
    rows = "困难读者人数分布,东镇,37,名,是,困难读者人数\n困难读者人数分布,西镇,3,名,是,困难读者人数\n"
    shares = "困难读者构成,老人,92.5,%,是,困难读者人数\n困难读者构成,儿童,7.5,%,是,困难读者人数\n"
    assert _told(damage(PARTS, "查档者构成,单位", f"{rows}{shares}查档者构成,单位")) == [
        ("data/2023/breakdowns.csv:6:数值", "3名"),
        ("data/2023/breakdowns.csv:8:数值", "3名"),
    ]


def test_own_tables_are_looked_at(small: Path, damage: Damage) -> None:
    """Where their name, or that of a row, speaks of health or poverty."""
    columns = (
        "[{id: town, title: 镇, kind: key, meaning: 镇, example: 东镇}, "
        "{id: people, title: 人数, kind: number, unit: 人, meaning: 人数, example: '9'}]"
    )
    own = f"tables:\n  - {{id: aid, sheet: 救助, title: 救助情况, columns: {columns}}}\n"
    (small / "data/2023/tables.yml").write_text(own, encoding="utf-8")
    (small / "data/2023/aid.csv").write_text("镇,人数\n东镇,9\n西镇,2\n", encoding="utf-8")
    found = damage("docs/2023/money.md", "2023年支出", "本年支出")
    assert _told(found) == [("data/2023/aid.csv:3:人数", "2人")]


def test_the_ruleset_sets_the_minimum(damage: Damage) -> None:
    """Another number, or none: then nothing is looked at."""
    damage(FACTS, "问卷人数,work", "困难读者人数,work,馆藏,4,,名,,\n问卷人数,work")
    ruleset = "data/rulesets/county-sample.yml"
    assert _told(damage(ruleset, "small_cell_minimum: 5", "small_cell_minimum: 4")) == []
    assert len(_told(damage(ruleset, "small_cell_minimum: 4", "small_cell_minimum: 10"))) == 1
    assert _told(damage(ruleset, "small_cell_minimum: 10\n", "")) == []
