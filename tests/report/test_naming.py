from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from nianbao.publish.editions import assemble
from nianbao.report.naming import ALIASES
from nianbao.report.quantities import Quantities


def changed(root: Path, file: str, old: str, new: str) -> Quantities:
    """Return the quantities of the small year with one text in its data changed."""
    path = root / "data/2023" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return assemble(root, 2023).quantities


def written(found: Quantities, *names: str) -> list[str]:
    """Return how quantities are written; a name for nothing is said so."""
    entries = [found.get(name) for name in names]
    return [entry.written if entry is not None else "没有" for entry in entries]


def test_every_number_of_a_year_has_its_name(small: Path, golden: Callable[[str, str], None]) -> None:
    """The names editors write and other years rely on, kept for review: none may change unnoticed."""
    found = assemble(small, 2023).quantities
    lines = [f"{entry.name} | {entry.written} | {entry.formula or entry.place}" for entry in found.by_name.values()]
    golden("quantities-2023.txt", "\n".join(lines) + "\n")


def test_a_short_name_stands_for_its_quantity_where_the_year_has_it(small: Path) -> None:
    """A year without 项目支出 has no short name for its share."""
    found = assemble(small, 2023).quantities
    assert [name for name, target in ALIASES.items() if found.get(name) is not found.get(target)] == []
    assert found.aliases_of("合计·年初预算数") == ["预算总额"]
    assert "项目支出占比" in found.aliases
    path = small / "data/2023/items.csv"
    path.unlink()
    lines = (small / "data/2023/budget.csv").read_text(encoding="utf-8").splitlines()
    (small / "data/2023/budget.csv").write_text(
        "\n".join(line for line in lines if "项目支出" not in line), encoding="utf-8"
    )
    (small / "docs/2023/money.md").write_text("文字。\n", encoding="utf-8")
    assert "项目支出占比" not in assemble(small, 2023).quantities.aliases


@pytest.mark.parametrize(
    ("name", "first"), [("预算总额", "合计·年初预算数"), ("基本支出·执行数占比", "基本支出·执行数 ÷ 合计·执行数")]
)
def test_a_fact_may_not_take_the_name_of_an_alias_or_of_a_derived_quantity(small: Path, name: str, first: str) -> None:
    """The name keeps its meaning, and the finding says where it is taken."""
    found = changed(small, "facts.csv", "志愿者人数,", f"{name},")
    (finding,) = found.findings
    assert finding.rule == "quantity_name_repeated"
    assert (finding.values["first"], str(finding.place)) == (first, "data/2023/facts.csv:6:数值")


def test_a_repeated_fact_of_last_year_has_its_own_name(small: Path) -> None:
    """The prior value of a fact is 名称·上年数, in the fact's unit and without its qualifier."""
    path = small / "data/2023/facts.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    priors = ["上年数", "1700", "原报告未列", "", "", "100", ""]
    path.write_text("\n".join(f"{line},{prior}" for line, prior in zip(lines, priors, strict=True)), encoding="utf-8")
    found = assemble(small, 2023).quantities
    assert written(found, "接待查档人次·上年数", "线上查档人次·上年数", "志愿者人数·上年数") == [
        "1,700人次",
        "没有",
        "100名",
    ]


def test_a_total_of_zero_has_neither_shares_nor_rates(small: Path) -> None:
    """There is no share of nothing, and no rate of a budget of zero."""
    path = small / "data/2023/budget.csv"
    path.write_text(
        "科目,年初预算数（万元）,全年预算数（万元）,执行数（万元）,上年执行数（万元）\n基本支出,0,0,0,0\n合计,0,0,0,0\n",
        encoding="utf-8",
    )
    (small / "docs/2023/money.md").write_text("文字。\n", encoding="utf-8")
    found = assemble(small, 2023).quantities
    assert written(found, "基本支出占比", "预算执行率", "合计·较上年增减额", "合计·较上年增减率") == [
        "没有",
        "—",
        "0.00万元",
        "上年为0",
    ]


def test_what_the_source_does_not_say_is_a_quantity_without_a_value_and_an_empty_cell_is_none(small: Path) -> None:
    """原报告未列 can be written in a text; an empty optional cell has no name at all."""
    found = changed(small, "indicators.csv", "人次,20,18.00", "人次,,原报告未列")
    assert written(found, "查档人次·得分", "查档人次·分值") == ["原报告未列", "没有"]
    score = found.get("查档人次·得分")
    assert score is not None
    assert score.value is None


@pytest.mark.parametrize(
    ("row", "name", "qualifier", "rate"),
    [
        ("visits", "查档人次", "多", "不少于90.00%"),
        ("visits", "查档人次", "不少于", "不少于90.00%"),
        ("visits", "查档人次", "不超过", "不超过90.00%"),
        ("visits", "查档人次", "约", "约90.00%"),
        ("visits", "查档人次", "", "90.00%"),
        ("cost", "每页数字化成本", "多", "不超过101.69%"),
        ("cost", "每页数字化成本", "不超过", "不少于101.69%"),
    ],
)
def test_a_rate_of_an_inexact_number_is_inexact(small: Path, row: str, name: str, qualifier: str, rate: str) -> None:
    """More than 1,800 of 2,000 is at least 90 percent; a cost of more than 1.18 is within 1.20 by at most as much."""
    path = small / "data/2023/indicators.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    cells = ["限定", *(qualifier if line.startswith(row) else "" for line in lines[1:])]
    path.write_text("\n".join(f"{line},{cell}" for line, cell in zip(lines, cells, strict=True)), encoding="utf-8")
    assert written(assemble(small, 2023).quantities, f"{name}·完成率") == [rate]


def test_a_stated_total_score_is_not_replaced_by_the_computed_one(small: Path) -> None:
    """Without a stated one the computed total bears the name, with its formula."""
    stated = assemble(small, 2023).quantities.get("自评得分")
    assert stated is not None
    assert (stated.formula, str(stated.place)) == ("", "data/2023/report.yml:5")
    computed = changed(small, "report.yml", 'conclusion: {grade: 优, score: "97.31"}', "conclusion: {grade: 优}").get(
        "自评得分"
    )
    assert computed is not None
    assert (computed.written, computed.formula) == ("97.31分", "各指标得分之和 + 10 × 预算执行率（不超过100%）")
    assert computed.operands[-1] == "合计·预算执行率"
