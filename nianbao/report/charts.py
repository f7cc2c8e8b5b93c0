"""图: what each chart of a year shows, as frozen values with words that tell the same; `macros` draws them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from nianbao.report.model import BudgetLine, Indicator
from nianbao.report.quantities import MONEY, Quantities, Quantity
from nianbao.report.report import Report
from nianbao.report.scoring import attainment, is_met
from nianbao.report.tables import parts_of
from nianbao.wording.language import say
from nianbao.wording.numbers import round_half_up, write_number

ChartKind = Literal["pairs", "rates", "parts"]
RATE_LIMIT = Decimal(200)
"""Attainment beyond twice the target is drawn to here and written in full."""


@dataclass(frozen=True)
class Bar:
    """One bar: its length in the chart's unit and the number as people read it.

    `series` tells bars of one group apart; `state` says in words what a colour may only repeat; `apart` bars overlap
    with the others; `cut` bars are longer than can be drawn.
    """

    length: Decimal
    written: str
    series: str = ""
    state: str = ""
    mark: Literal["", "met", "unmet"] = ""
    apart: bool = False
    cut: bool = False


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


def _empty(kind: ChartKind, caption: str) -> Chart:
    explanation = say("没有可以画图的数据。")
    return Chart(kind, caption, explanation, (), explanation=explanation)


def budget_chart(report: Report, found: Quantities) -> Chart:
    """支出构成: budget against executed amounts of each category, in the report's unit."""
    caption = say("支出预算与执行对照")
    lines = [line for line in report.rows(BudgetLine) if line.category not in ("人员经费", "公用经费")]
    lines.sort(key=lambda line: line.category == "合计")
    adjusted = any(line.adjusted is not None for line in lines)
    columns = (("全年预算数" if adjusted else "年初预算数"), "执行数")
    groups = []
    sentences = []
    for line in lines:
        pair = [(title, found.get(f"{line.category}·{title}")) for title in columns]
        bars = [
            _amount_bar(title, quantity, report) for title, quantity in pair if quantity and quantity.value is not None
        ]
        if bars:
            groups.append(BarGroup(line.category, tuple(bars)))
            told = "、".join(f"{bar.series}{bar.written}" for bar in bars)
            share = found.get(f"{line.category}·执行数占比")
            sentences.append(f"{line.category}{told}" + (say("，占{share}", share=share.written) if share else ""))
    if not groups:
        return _empty("pairs", caption)
    same = all(len({bar.length for bar in group.bars}) == 1 and len(group.bars) == 2 for group in groups)
    ending = say("。各类支出的执行数与预算数相同。") if same else "。"
    return Chart("pairs", caption, "；".join(sentences) + ending, tuple(groups), report.head.unit, columns)


def _amount_bar(title: str, quantity: Quantity, report: Report) -> Bar:
    amount = (quantity.value or Decimal(0)) / MONEY[report.head.unit]
    places = report.head.decimals
    return Bar(amount, f"{write_number(round_half_up(amount, places))}{report.head.unit}", title)


def attainment_chart(report: Report, found: Quantities) -> Chart:
    """绩效指标完成率 with the line of the target (100 %); indicators without a rate are named in the description."""
    caption = say("绩效指标完成率")
    groups, without = [], []
    for row in report.rows(Indicator):
        rate, quantity = attainment(row, report.ruleset), found.get(f"{row.name}·完成率")
        if rate is None or quantity is None:
            without.append(row.name)
            continue
        met = is_met(row, report.ruleset)
        state, mark = (say("已达到"), "met") if met else (say("未达到"), "unmet")
        bar = Bar(
            min(rate, RATE_LIMIT),
            quantity.written,
            "",
            state,
            "met" if mark == "met" else "unmet",
            cut=rate > RATE_LIMIT,
        )
        groups.append(BarGroup(row.name, (bar,)))
    if not groups:
        return _empty("rates", caption)
    told = "；".join(f"{group.label}{group.bars[0].written}，{group.bars[0].state}" for group in groups)
    rest = say("没有完成率的指标：{names}。", names="、".join(without)) if without else ""
    reference = say("目标（100%）")
    return Chart(
        "rates", caption, f"{told}。{rest}", tuple(groups), "%", reference=Decimal(100), reference_label=reference
    )


def breakdown_chart(report: Report, found: Quantities, name: str) -> Chart:
    """The parts of one breakdown as bars in their order; overlapping parts stand apart, and nothing is ever a pie."""
    parts = [part for part in parts_of(report, name) if part.value is not None]
    if not parts:
        return _empty("parts", name)
    parts.sort(key=lambda part: part.exclusive is False)
    groups, told = [], []
    for part in parts:
        quantity = found.get(f"{name}·{part.label}")
        apart = part.exclusive is False
        bar = Bar(part.value or Decimal(0), quantity.written if quantity else "", apart=apart)
        label = say("{label}（与其他各项有交叉）", label=part.label) if apart else part.label
        groups.append(BarGroup(label, (bar,)))
        told.append(f"{label}{bar.written}")
    return Chart(
        "parts", name, say("{name}：{parts}。", name=name, parts="，".join(told)), tuple(groups), parts[0].unit or ""
    )


CHARTS: dict[str, Callable[..., Chart]] = {
    "budget_chart": budget_chart,
    "attainment_chart": attainment_chart,
    "breakdown_chart": breakdown_chart,
}
"""Each chart word and the function of (report, quantities, *arguments) that describes its chart."""
