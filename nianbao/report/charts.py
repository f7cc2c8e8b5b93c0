"""图: what each chart of a year shows, as frozen values with words that tell the same; `macros` draws them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from nianbao.report.model import BreakdownPart, BudgetLine, Indicator
from nianbao.report.quantities import Quantities, Quantity
from nianbao.report.report import Report
from nianbao.report.row import MONEY_UNITS
from nianbao.report.scoring import attainment, is_met
from nianbao.report.table import number_cell
from nianbao.report.tables import parts_of
from nianbao.wording.language import say
from nianbao.wording.numbers import split_unit

ChartKind = Literal["pairs", "rates", "parts"]
RATE_LIMIT = Decimal(200)
"""Attainment beyond twice the target is drawn to here and written in full."""


@dataclass(frozen=True)
class Bar:
    """One bar: its length in the chart's unit and the number as people read it.

    `series` tells bars of one group apart; `state` says in words what a colour may only repeat; `apart` bars overlap
    with the others; `cut` bars are longer than can be drawn. `quantity` is the name of the number.
    """

    length: Decimal
    written: str
    series: str = ""
    state: str = ""
    mark: Literal["", "met", "unmet"] = ""
    apart: bool = False
    cut: bool = False
    quantity: str = ""


@dataclass(frozen=True)
class BarGroup:
    """The bars that stand for one thing."""

    label: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Chart:
    """A chart: caption, the sentences that tell what it shows, and its groups of bars.

    `pairs` compares series within each group, `rates` has a reference line (100 %), `parts` shows the parts of a whole.
    A chart without groups has an `explanation` in place of a picture.
    """

    kind: ChartKind
    caption: str
    description: str
    groups: tuple[BarGroup, ...]
    unit: str = ""
    series: tuple[str, ...] = ()
    reference: Decimal | None = None
    reference_label: str = ""
    explanation: str = ""


def _empty(kind: ChartKind, caption: str, why: str = "") -> Chart:
    explanation = why or say("没有可以画图的数据。")
    return Chart(kind, caption, explanation, (), explanation=explanation)


def _told(label: str, written: str) -> str:
    """Label and number in one; a label that ends in a digit or a letter would run into the number."""
    return f"{label}为{written}" if label[-1:].isascii() else f"{label}{written}"


def budget_chart(report: Report, found: Quantities) -> Chart:
    """支出构成: budget against executed amounts of each category, in the report's unit.

    The budget is 全年预算数, or 年初预算数 where the year states no 全年预算数 at all (as in `execution_rate`).
    """
    caption = say("支出预算与执行对照")
    lines = [line for line in report.rows(BudgetLine) if line.category not in ("人员经费", "公用经费")]
    lines.sort(key=lambda line: line.category == "合计")
    adjusted = any(line.adjusted is not None for line in lines)
    series = ("全年预算数" if adjusted else "年初预算数", "执行数")
    groups = [BarGroup(line.category, _amount_bars(line, series, report, found)) for line in lines]
    drawn = tuple(group for group in groups if group.bars)
    if not drawn:
        return _empty("pairs", caption)
    description = "；".join(_told_amounts(line, series, report, found) for line in lines) + "。"
    if all(len(group.bars) == 2 and group.bars[0].length == group.bars[1].length for group in groups):
        description += say("各类支出的执行数与{budget}相同。", budget=series[0])
    return Chart("pairs", caption, description, drawn, report.head.unit, series)


def _amount(quantity: Quantity | None, report: Report) -> str:
    """An amount as the budget table writes it, with its unit."""
    cell = number_cell(quantity, unit=report.head.unit, decimals=report.head.decimals)
    return cell.text if quantity is None or quantity.value is None else f"{cell.text}{report.head.unit}"


def _amount_bars(line: BudgetLine, series: tuple[str, ...], report: Report, found: Quantities) -> tuple[Bar, ...]:
    pairs = [(title, found.get(f"{line.category}·{title}")) for title in series]
    return tuple(
        Bar(quantity.value / MONEY_UNITS[report.head.unit], _amount(quantity, report), title, quantity=quantity.name)
        for title, quantity in pairs
        if quantity is not None and quantity.value is not None
    )


def _told_amounts(line: BudgetLine, series: tuple[str, ...], report: Report, found: Quantities) -> str:
    told = "、".join(f"{title}{_amount(found.get(f'{line.category}·{title}'), report)}" for title in series)
    share = found.get(f"{line.category}·执行数占比")
    ending = say("，占支出总额的{share}", share=share.written) if share and share.value is not None else ""
    return f"{line.category}{told}{ending}"


def attainment_chart(report: Report, found: Quantities) -> Chart:
    """绩效指标完成率 with the line of the target (100 %); indicators without a rate are named in the description."""
    caption = say("绩效指标完成率")
    groups, without = [], []
    for row in report.rows(Indicator):
        rate, quantity = attainment(row, report.ruleset), found.get(f"{row.name}·完成率")
        if rate is None or quantity is None:
            without.append(row.name)
        else:
            groups.append(BarGroup(row.name, (_rate_bar(rate, quantity, is_met(row, report.ruleset)),)))
    rest = say("没有完成率的指标：{names}。", names="、".join(without)) if without else ""
    if not groups:
        return _empty("rates", caption, rest)
    told = "；".join(f"{_told(group.label, group.bars[0].written)}，{group.bars[0].state}" for group in groups)
    if any(group.bars[0].cut for group in groups):
        rest = say("完成率超过{limit}%的，图中只画到{limit}%。", limit=RATE_LIMIT) + rest
    return Chart(
        "rates", caption, f"{told}。{rest}", tuple(groups), "%",
        reference=Decimal(100), reference_label=say("目标（100%）"),
    )  # fmt: skip


def _rate_bar(rate: Decimal, quantity: Quantity, met: bool | None) -> Bar:
    length, cut = min(max(rate, Decimal(0)), RATE_LIMIT), rate > RATE_LIMIT
    bar = Bar(length, quantity.written, state=say("无法判断"), cut=cut, quantity=quantity.name)
    if met is None:
        return bar
    return replace(bar, state=say("已达到"), mark="met") if met else replace(bar, state=say("未达到"), mark="unmet")


def breakdown_chart(report: Report, found: Quantities, name: str) -> Chart:
    """The parts of one breakdown as bars in their order; overlapping parts stand apart, and nothing is ever a pie.

    Parts whose units differ otherwise than in scale (户, 人) have no common axis: the chart says so and draws nothing.
    """
    parts = [(part, found.get(f"{name}·{part.label}")) for part in parts_of(report, name)]
    parts.sort(key=lambda pair: pair[0].exclusive is False)
    named = [(_part_label(part), part, quantity) for part, quantity in parts if quantity is not None]
    stated = [(label, part, quantity) for label, part, quantity in named if quantity.value is not None]
    if not stated:
        return _empty("parts", name)
    if len({quantity.unit for _, _, quantity in stated}) > 1:
        return _empty("parts", name, say("各分项的单位不同，不能画在一张图中。"))
    unit = stated[0][2].shown_unit
    told = "，".join(_told(label, quantity.written) for label, _, quantity in named)
    groups = tuple(BarGroup(label, (_part_bar(part, quantity, unit),)) for label, part, quantity in stated)
    return Chart("parts", name, say("{name}：{parts}。", name=name, parts=told), groups, unit)


def _part_label(part: BreakdownPart) -> str:
    return say("{label}（与其他各项有交叉）", label=part.label) if part.exclusive is False else part.label


def _part_bar(part: BreakdownPart, quantity: Quantity, unit: str) -> Bar:
    length = (quantity.value or Decimal(0)) / split_unit(unit)[0]
    return Bar(length, quantity.written, apart=part.exclusive is False, quantity=quantity.name)


CHARTS: dict[str, Callable[..., Chart]] = {
    "budget_chart": budget_chart,
    "attainment_chart": attainment_chart,
    "breakdown_chart": breakdown_chart,
}
"""Each chart word and the function of (report, quantities, *arguments) that describes its chart."""
