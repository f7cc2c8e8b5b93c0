from __future__ import annotations

from pathlib import Path

import pytest

from nianbao.publish.editions import assemble
from nianbao.report.edition import KEY_NUMBERS, YearEdition


@pytest.fixture
def edition(small: Path) -> YearEdition:
    """The sound small year, assembled."""
    return assemble(small, 2023)


def test_pages_follow_the_outline_with_cover_and_appendices_and_have_numbered_titles(edition: YearEdition) -> None:
    """Titles come from the outline, those of the fixed pages from the program."""
    assert edition.titles == {
        "index": "封面与摘要",
        "work": "一、履职情况",
        "money": "二、资金使用情况",
        "checks": "数据核对说明",
        "figures": "数据索引",
    }


def test_a_summary_holds_what_the_portal_shows(edition: YearEdition) -> None:
    """Exact values in the base unit as text, and the written form beside them."""
    summary = edition.summary()
    assert (summary.year, summary.department, summary.grade, summary.unmet, summary.acknowledged) == (
        2023,
        "示例县档案馆",
        "优",
        1,
        0,
    )
    assert {entry.name: (entry.value, entry.unit, entry.written) for entry in summary.key_numbers} == {
        "预算总额": ("5000000", "元", "500.00万元"),
        "支出总额": ("5100000", "元", "510.00万元"),
        "预算执行率": ("98.08", "%", "98.08%"),
        "自评得分": ("97.31", "分", "97.31分"),
        "绩效指标数": ("6", "项", "6项"),
        "未达目标指标数": ("1", "项", "1项"),
    }
    assert [entry.name for entry in summary.key_numbers] == list(KEY_NUMBERS)
    assert [(entry.id, entry.page) for entry in summary.sections][:2] == [
        ("index", "index.html"),
        ("work", "work.html"),
    ]


def test_every_page_that_uses_a_quantity_is_known(edition: YearEdition) -> None:
    """By word or by a number that was bound; an alias counts for what it stands for."""
    assert edition.uses == {
        "合计·执行数": ("money",),
        "合计·较上年增减额": ("money",),
        "接待查档人次": ("work",),
        "线上查档人次": ("work",),
        "问卷人数": ("work",),
        "志愿者人数": ("work",),
    }


def test_tables_and_charts_are_numbered_over_all_pages(edition: YearEdition) -> None:
    """The tables of the first section are 表1 to 表3, those of the second follow."""
    money = [number for (page, _), number in edition.numbering.items() if page == "money"]
    work = [number for (page, _), number in edition.numbering.items() if page == "work"]
    assert (work, money) == ([1, 2, 1, 3, 2], [4, 3, 5, 6, 7, 8])


def test_a_sound_year_has_nothing_that_blocks_and_a_broken_one_has(small: Path) -> None:
    """What blocks are errors without a public reason."""
    assert assemble(small, 2023).blocking == ()
    path = small / "data/2023/budget.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("合计,500.00", "合计,500.10"), encoding="utf-8")
    blocking = assemble(small, 2023).blocking
    assert "budget_adds_up" in {finding.rule for finding in blocking}
    assert all(finding.level == "error" and finding.reason is None for finding in blocking)


def test_the_same_sources_make_the_same_edition(small: Path) -> None:
    """Nothing depends on when or how often a year is assembled."""
    first, second = assemble(small, 2023), assemble(small, 2023)
    assert (first.report, first.pages, first.findings) == (second.report, second.pages, second.findings)
    assert dict(first.quantities.by_name) == dict(second.quantities.by_name)
