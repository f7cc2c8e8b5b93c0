from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nianbao.publish.editions import assemble
from nianbao.report.charts import CHARTS
from nianbao.report.edition import KEY_NUMBERS, YearEdition
from nianbao.report.finding import Finding, Unusable
from nianbao.report.tables import TABLES
from nianbao.wording.sentences import sentence


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


CELLS = (
    "原报告未列",
    "",
    "—",
    "0",
    "-1",
    "100",
    "9" * 15,
    "0.0000000001",
    "9" * 40,
    "1e9",
    "合计",
    "否",
    "定性",
    "≤",
    "=",
    "多",
)
WORDS = (
    "约",
    "不超过",
    "%",
    "万",
    "亿",
    "work",
    "预算总额",
    "合计·执行数",
    "自评得分",
    "12月底前",
    "甲/乙",
    "satisfaction",
    "基本支出",
)
TABLE_FILES = sorted(path.name for path in (Path(__file__).parents[1] / "small/data/2023").glob("*.csv"))


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.sampled_from(TABLE_FILES), st.integers(0), st.sampled_from(CELLS + WORDS)), min_size=1, max_size=3
    )
)
def test_whatever_a_cell_says_the_year_is_refused_or_shown_with_findings(
    small: Path, changes: list[tuple[str, int, str]]
) -> None:
    """Every table, chart, quantity and sentence can be made of any year that can be read."""
    sound = {name: (small / "data/2023" / name).read_text(encoding="utf-8") for name in TABLE_FILES}
    try:
        for name, place, text in changes:
            header, *rows = [
                line.split(",") for line in (small / "data/2023" / name).read_text(encoding="utf-8").splitlines()
            ]
            row, column = divmod(place % (len(rows) * len(header)), len(header))
            rows[row][column] = text
            (small / "data/2023" / name).write_text("\n".join(map(",".join, [header, *rows])), encoding="utf-8")
        _show(assemble(small, 2023))
    except Unusable as unusable:
        _say(unusable.findings)
    finally:
        for name, text in sound.items():
            (small / "data/2023" / name).write_text(text, encoding="utf-8")


def _say(findings: tuple[Finding, ...]) -> None:
    assert all(sentence(entry.sentence or entry.rule, entry.values) for entry in findings)


def _show(edition: YearEdition) -> None:
    assert edition.summary().year == 2023
    _say(edition.findings)
    assert all(quantity.written for quantity in edition.quantities.by_name.values())
    for call in (call for page in edition.pages for call in page.calls):
        make = TABLES.get(call.word) or CHARTS.get(call.word)
        if make is not None:
            assert make(edition.report, edition.quantities, *call.arguments)
