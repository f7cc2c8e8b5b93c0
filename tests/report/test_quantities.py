from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from nianbao.publish.editions import assemble

REPOSITORY = Path(__file__).resolve().parents[2]


def _told(root: Path, year: int, names: list[str]) -> list[str]:
    found = assemble(root, year).quantities
    lines = []
    for name in names:
        quantity = found.get(name)
        assert quantity is not None, name
        origin = quantity.formula or str(quantity.place)
        lines.append(f"{name} | {quantity.written} | {quantity.value} {quantity.unit} | {origin}")
    return lines


def test_stated_and_derived_quantities_of_a_year(small: Path) -> None:
    """Each has its written form, its exact value in the base unit, and where it comes from."""
    assert _told(
        small,
        2023,
        [
            "预算总额",
            "基本支出占比",
            "预算执行率",
            "合计·较上年增减额",
            "合计·较上年增减率",
            "馆藏数量",
            "志愿者人数",
            "档案盒·单价",
            "每页数字化成本·完成率",
            "自评得分",
        ],
    ) == [
        "预算总额 | 500.00万元 | 5000000 元 | data/2023/budget.csv:6:年初预算数",
        "基本支出占比 | 58.43% | 58.43 % | 基本支出·执行数 ÷ 合计·执行数",
        "预算执行率 | 98.08% | 98.08 % | 合计·执行数 ÷ 合计·全年预算数",
        "合计·较上年增减额 | 40.00万元 | 400000 元 | 合计·执行数 − 合计·上年执行数",
        "合计·较上年增减率 | 8.51% | 8.51 % | （合计·执行数 − 合计·上年执行数）÷ 合计·上年执行数",
        "馆藏数量 | 1.2万卷 | 12000 卷 | data/2023/facts.csv:4:数值",
        "志愿者人数 | 约120名 | 120 名 | data/2023/facts.csv:6:数值",
        "档案盒·单价 | 5元 | 5 元 | data/2023/unit_costs.csv:2:单价",
        "每页数字化成本·完成率 | 101.69% | 101.69 % | 每页数字化成本·目标值 ÷ 每页数字化成本·实际完成值",
        "自评得分 | 97.31分 | 97.31 分 | data/2023/report.yml:5",
    ]


def test_the_real_year_keeps_what_the_source_says() -> None:
    """Rates of an inexact actual are inexact, and what the source does not state is said so in words."""
    assert _told(
        REPOSITORY,
        2022,
        [
            "预算总额",
            "合计·全年预算数",
            "预算执行率",
            "工人文化宫服务职工人次·实际完成值",
            "工人文化宫服务职工人次·完成率",
        ],
    ) == [
        "预算总额 | 1,593.35万元 | 15933500 元 | data/2022/budget.csv:4:年初预算数",
        "合计·全年预算数 | 原报告未列 | None 元 | data/2022/budget.csv:4:全年预算数",
        "预算执行率 | 100.00% | 100 % | 合计·执行数 ÷ 合计·年初预算数",
        "工人文化宫服务职工人次·实际完成值 | 11,000多人次 | 11000 人次 | data/2022/indicators.csv:4:实际完成值",
        "工人文化宫服务职工人次·完成率 | 不少于55.00% | 55 % | 工人文化宫服务职工人次·实际完成值 ÷ 工人文化宫服务职工人次·目标值",
    ]


def test_growth_from_nothing_is_no_percentage(small: Path) -> None:
    """A prior of zero is 上年为0, a budget of zero has no execution rate."""
    path = small / "data/2023/budget.csv"
    text = path.read_text(encoding="utf-8").replace("公用经费,50.00,50.00,49.00,45.00", "公用经费,0,0,0,0")
    path.write_text(text, encoding="utf-8")
    found = assemble(small, 2023).quantities
    growth, rate = found.get("公用经费·较上年增减率"), found.get("公用经费·预算执行率")
    assert growth is not None
    assert growth.written == "上年为0"
    assert rate is not None
    assert rate.written == "—"


def test_a_computed_number_may_be_longer_than_any_that_is_read(small: Path) -> None:
    """A target of 0.0000000001 makes a rate of eighteen digits; it is shown, and bound like any other."""
    path = small / "data/2023/indicators.csv"
    text = path.read_text(encoding="utf-8")
    assert ",≥,100000,105000," in text
    path.write_text(text.replace(",≥,100000,105000,", ",≥,0.0000000001,105000,"), encoding="utf-8")
    edition = assemble(small, 2023)
    rate = edition.quantities.get("数字化页数·完成率")
    assert rate is not None
    assert rate.written == "105,000,000,000,000,000.00%"
    assert all(entry.quantity is not None for found in edition.bound.values() for entry in found)


def test_a_scaled_number_has_an_exact_form_in_its_base_unit(small: Path) -> None:
    """With its qualifier; one that is written in its base unit already needs none, nor has one without a value."""
    found = assemble(small, 2023).quantities.by_name
    assert found["合计·年初预算数"].exact == "5,000,000元"
    assert found["合计·预算执行率"].exact == ""
    about = replace(
        found["志愿者人数"], value=Decimal(45000), shown="4.5", shown_unit="万人", unit="人", qualifier="约"
    )
    assert (about.written, about.exact) == ("约4.5万人", "约45,000人")
    assert replace(about, value=None).exact == ""
