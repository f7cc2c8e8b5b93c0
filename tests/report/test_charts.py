from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from nianbao.report.charts import CHARTS, Chart, attainment_chart, breakdown_chart, budget_chart
from nianbao.report.head import Department, Head, Section
from nianbao.report.model import BreakdownPart, BudgetLine, Indicator
from nianbao.report.naming import quantities
from nianbao.report.place import Place
from nianbao.report.report import Report
from nianbao.report.row import Row
from nianbao.report.tables import budget_table
from nianbao.report.words import WORDS
from nianbao.sources.site import read_ruleset

PLACE = Place("data/2022/table.csv", 2)
NOT = "原报告未列"


def _report(*rows: Row, unit: str = "万元") -> Report:
    head = Head.model_validate(
        {
            "fiscal_year": 2022,
            "department": Department(name="某部门"),
            "title": "自评报告",
            "ruleset": "county-sample",
            "unit": unit,
            "sections": (Section(title="概况"),),
        }
    )
    ruleset = read_ruleset(Path(__file__).parents[2], "county-sample", PLACE, [])
    assert ruleset is not None
    tables = {kind: tuple(row for row in rows if row.table == kind) for kind in dict.fromkeys(r.table for r in rows)}
    return Report(head=head, ruleset=ruleset, tables=tables, conclusion_place=PLACE)


def _line(category: str, **amounts: str) -> BudgetLine:
    stated = {field: Decimal(text) * 10000 for field, text in amounts.items() if text != NOT}
    return BudgetLine(
        place=PLACE,
        category=category,
        not_stated=frozenset({"initial", "adjusted", "executed"} - set(stated)),
        texts=amounts,
        money_units=dict.fromkeys(("initial", "adjusted", "executed"), "万元"),
        **stated,
    )


def _indicator(
    name: str, target: Decimal | str, actual: Decimal | str | None, direction: str = "≥", qualifier: str | None = None
) -> Indicator:
    return Indicator(
        place=PLACE, id=name, level1="产出指标", name=name, direction=direction, target=target, actual=actual,
        unit="个", qualifier=qualifier, not_stated=frozenset({"actual"} if actual is None else ()),
    )  # fmt: skip


def _part(label: str, value: str | None, unit: str = "户", exclusive: bool | None = True) -> BreakdownPart:
    return BreakdownPart(
        place=PLACE, of="构成", label=label, value=None if value is None else Decimal(value), unit=unit,
        exclusive=exclusive, not_stated=frozenset({"value"} if value is None else ()),
    )  # fmt: skip


def _chart(word: str, *rows: Row, unit: str = "万元") -> Chart:
    report = _report(*rows, unit=unit)
    arguments = ("构成",) if word == "breakdown_chart" else ()
    return CHARTS[word](report, quantities(report), *arguments)


def test_every_chart_word_has_its_chart() -> None:
    """The functions here are exactly the words that are declared as charts."""
    assert set(CHARTS) == {name for name in WORDS if name.endswith("_chart")}


def test_a_budget_that_was_spent_to_the_last_yuan_is_told_as_such() -> None:
    """Amounts, shares and the fact that nothing deviates are in the words, the total comes last."""
    chart = _chart(
        "budget_chart",
        _line("合计", initial="1593.35", executed="1593.35"),
        _line("基本支出", initial="1171.06", executed="1171.06"),
        _line("人员经费", initial="900", executed="900"),
        _line("项目支出", initial="422.29", executed="422.29"),
    )
    assert [group.label for group in chart.groups] == ["基本支出", "项目支出", "合计"]
    assert "基本支出年初预算数1,171.06万元、执行数1,171.06万元，占支出总额的73.50%" in chart.description
    assert chart.description.endswith("。各类支出的执行数与年初预算数相同。")
    assert chart.series == ("年初预算数", "执行数")


def test_a_budget_that_was_not_spent_is_not_told_as_if_it_were() -> None:
    """One category that deviates is enough."""
    chart = _chart("budget_chart", _line("基本支出", adjusted="10", executed="9"), _line("合计", adjusted="10"))
    assert "相同" not in chart.description
    assert chart.series[0] == "全年预算数"


def test_an_amount_that_the_report_does_not_state_is_named_and_not_drawn() -> None:
    """What has no bar is in the words, and hides no difference."""
    chart = _chart(
        "budget_chart",
        _line("基本支出", initial="10", executed="10"),
        _line("结转结余", initial=NOT, executed=NOT),
    )
    assert [group.label for group in chart.groups] == ["基本支出"]
    assert "结转结余年初预算数原报告未列、执行数原报告未列" in chart.description
    assert "相同" not in chart.description


@pytest.mark.parametrize(("amount", "unit"), [("0.005", "万元"), ("1171.0612", "万元"), ("1171.06", "元")])
def test_a_chart_writes_an_amount_as_the_table_beside_it_does(amount: str, unit: str) -> None:
    """The same cell reads the same in 图 and 表, whatever the report's unit and the decimals of the cell."""
    report = _report(_line("基本支出", initial=amount, executed=amount), unit=unit)
    found = quantities(report)
    cell = budget_table(report, found).groups[0].rows[0].cells[1].text
    bar = budget_chart(report, found).groups[0].bars[0]
    assert bar.written == f"{cell}{unit}"
    assert bar.length == Decimal(cell.replace(",", ""))


def test_attainment_is_told_with_met_and_unmet_and_names_what_has_no_rate() -> None:
    """Rates stand beside the target of 100 %, indicators without one are listed."""
    chart = _chart(
        "attainment_chart",
        _indicator("工种数", Decimal(10), Decimal(16)),
        _indicator("服务人次", Decimal(20000), Decimal(11000), qualifier="多"),
        _indicator("企业数", Decimal(30), None),
        _indicator("质量", "优", "优", "定性"),
    )
    assert chart.reference == 100
    assert [(bar.written, bar.state, bar.mark) for group in chart.groups for bar in group.bars] == [
        ("160.00%", "已达到", "met"),
        ("不少于55.00%", "未达到", "unmet"),
    ]
    assert chart.description == (
        "工种数160.00%，已达到；服务人次不少于55.00%，未达到。没有完成率的指标：企业数、质量。"
    )


def test_a_very_large_rate_is_drawn_to_the_limit_and_written_in_full() -> None:
    """The bar ends at 200 %, the number does not, and the words say so."""
    chart = _chart("attainment_chart", _indicator("场次", Decimal(10), Decimal(116)))
    bar = chart.groups[0].bars[0]
    assert (bar.length, bar.written, bar.cut) == (Decimal(200), "1,160.00%", True)
    assert "完成率超过200%的，图中只画到200%。" in chart.description


def test_a_rate_of_exactly_the_limit_is_not_cut() -> None:
    """200 % fits."""
    chart = _chart("attainment_chart", _indicator("场次", Decimal(10), Decimal(20)))
    assert not chart.groups[0].bars[0].cut
    assert "只画到" not in chart.description


def test_a_negative_rate_is_written_and_drawn_as_nothing() -> None:
    """Growth that was wanted and turned into a fall has no length."""
    bar = _chart("attainment_chart", _indicator("增长率", Decimal(5), Decimal(-2))).groups[0].bars[0]
    assert (bar.length, bar.written, str(bar.mark)) == (Decimal(0), "-40.00%", "unmet")


def test_a_target_that_cannot_be_judged_is_not_called_unmet() -> None:
    """A number against a number without a direction of comparison says neither."""
    bar = _chart("attainment_chart", _indicator("评价", Decimal(10), Decimal(9), "定性")).groups[0].bars[0]
    assert (bar.state, bar.mark) == ("无法判断", "")


def test_a_name_that_ends_in_a_digit_does_not_run_into_the_number() -> None:
    """A listener hears where the name ends."""
    assert "指标2为160.00%" in _chart("attainment_chart", _indicator("指标2", Decimal(10), Decimal(16))).description


def test_an_overlapping_part_stands_apart_behind_the_others() -> None:
    """Bars keep their order; the one that overlaps comes last, and its label says why."""
    chart = _chart(
        "breakdown_chart",
        _part("一线劳动者", "92.8", "%", exclusive=False),
        _part("产业工人", "71.4", "%"),
        _part("企业负责人", "7.1", "%"),
    )
    assert [group.label for group in chart.groups] == ["产业工人", "企业负责人", "一线劳动者（与其他各项有交叉）"]
    assert [group.bars[0].apart for group in chart.groups] == [False, False, True]
    assert chart.description == "构成：产业工人71.4%，企业负责人7.1%，一线劳动者（与其他各项有交叉）92.8%。"


def test_a_part_without_a_number_is_named_and_not_drawn() -> None:
    """原报告未列 is told, also where another part is zero."""
    chart = _chart("breakdown_chart", _part("市直", "0"), _part("新会区", None))
    assert [group.label for group in chart.groups] == ["市直"]
    assert "新会区原报告未列" in chart.description


def test_parts_in_units_of_different_scale_share_one_axis() -> None:
    """30 万元 is longer than 3900 元."""
    chart = _chart("breakdown_chart", _part("财政资金", "30", "万元"), _part("自有资金", "3900", "元"))
    assert [group.bars[0].length for group in chart.groups] == [Decimal(30), Decimal("0.39")]
    assert [group.bars[0].written for group in chart.groups] == ["30万元", "3,900元"]


def test_parts_in_different_units_are_not_drawn_on_one_axis() -> None:
    """户 and 人 have no common length."""
    chart = _chart("breakdown_chart", _part("户数", "3", "户"), _part("人数", "9", "人"))
    assert chart.groups == ()
    assert chart.explanation == "各分项的单位不同，不能画在一张图中。"


@pytest.mark.parametrize("word", CHARTS)
def test_a_chart_of_nothing_explains_itself(word: str) -> None:
    """Without data there are no bars, but words."""
    chart = _chart(word)
    assert chart.groups == ()
    assert chart.explanation
    assert chart.description == chart.explanation


def test_indicators_that_all_lack_a_rate_are_named_in_place_of_a_picture() -> None:
    """A chart that cannot be drawn says of what."""
    chart = _chart("attainment_chart", _indicator("质量", "优", "优", "定性"))
    assert chart.explanation == "没有完成率的指标：质量。"


def _scored(name: str, level2: str | None, weight: str, score: str | None, level1: str = "产出指标") -> Indicator:
    row = _indicator(name, Decimal(1), Decimal(1))
    return row.model_copy(
        update={
            "level1": level1,
            "level2": level2,
            "weight": Decimal(weight),
            "score": None if score is None else Decimal(score),
        }
    )


def test_scores_stand_against_weights_at_each_level_and_lost_points_are_told() -> None:
    """Sums are exact, a level below is told where there are two, and the total comes last in the words."""
    chart = _chart(
        "scores_chart",
        _scored("甲", "数量指标", "10", "9.65"),
        _scored("乙", "时效指标", "7", "7.00"),
        _scored("丙", "满意度", "15", "15", level1="满意度指标"),
    )
    assert [group.label for group in chart.groups] == ["产出指标", "满意度指标"]
    bars = [(bar.series, bar.written, bar.state, bar.length, bar.full) for group in chart.groups for bar in group.bars]
    assert bars == [
        ("合计", "16.65/17", "失0.35分", Decimal("16.65"), Decimal(17)),
        ("数量指标", "9.65/10", "失0.35分", Decimal("9.65"), Decimal(10)),
        ("时效指标", "7.00/7", "满分", Decimal(7), Decimal(7)),
        ("", "15/15", "满分", Decimal(15), Decimal(15)),
    ]
    assert chart.groups[0].bars[1].summed == ("甲·得分",)
    assert chart.description.startswith(
        "产出指标得16.65分（分值17分，失0.35分），其中数量指标得9.65分（分值10分，失0.35分）"
    )


def test_the_points_of_the_budget_execution_are_a_bar_of_their_own() -> None:
    """As they enter the total: the ruleset's weight times the rate, rounded once; a rate above 100 % earns no more."""
    lines = [_line("合计", initial="100", executed=executed) for executed in ("95.5", "120")]
    rulesets = []
    for line in lines:
        report = _report(line, _scored("甲", None, "90", "90"))
        ruleset = report.ruleset.model_copy(update={"budget_execution_weight": Decimal(10)})
        weighed = report.model_copy(update={"ruleset": ruleset})
        rulesets.append(CHARTS["scores_chart"](weighed, quantities(weighed)).groups[0])
    assert [group.label for group in rulesets] == ["预算执行率"] * 2
    assert [group.bars[0].written for group in rulesets] == ["9.55/10", "10.00/10"]
    assert [group.bars[0].state for group in rulesets] == ["失0.45分", "满分"]


def test_a_level_with_a_score_missing_has_no_bar_and_no_sum() -> None:
    """A sum of what is there would look like the whole."""
    chart = _chart("scores_chart", _scored("甲", None, "10", None), _scored("乙", None, "5", "5", level1="效益指标"))
    assert [group.label for group in chart.groups] == ["效益指标"]
    assert chart.description.startswith("产出指标的得分没有逐项写明；")


def test_a_year_without_scores_says_so() -> None:
    """As the real report of 2022, which states none."""
    chart = _chart("scores_chart", _indicator("质量", "优", "优", "定性"))
    assert chart.explanation == "原报告未列各指标的分值和得分。"


def test_areas_stand_in_the_official_order() -> None:
    """Whatever the order of the file, a breakdown by area follows the report's list of areas."""
    rows = [_part(label, "1") for label in ("丙镇", "甲镇", "乙镇")]
    report = _report(*rows)
    head = report.head.model_copy(update={"area_order": ("甲镇", "乙镇", "丙镇")})
    ordered = report.model_copy(update={"head": head})
    chart = breakdown_chart(ordered, quantities(ordered), "构成")
    assert [group.label for group in chart.groups] == ["甲镇", "乙镇", "丙镇"]


def test_charts_are_pure() -> None:
    """The same report gives equal charts."""
    rows = (
        _line("基本支出", initial="10", executed="10"),
        _indicator("场次", Decimal(10), Decimal(11)),
        _part("甲", "1"),
    )
    report = _report(*rows)
    found = quantities(report)
    assert budget_chart(report, found) == budget_chart(report, found)
    assert attainment_chart(report, found) == attainment_chart(report, found)
    assert breakdown_chart(report, found, "构成") == breakdown_chart(report, found, "构成")
