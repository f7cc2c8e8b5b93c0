"""图: what each chart of a year shows, as frozen values with words that tell the same; `macros` draws them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from nianbao.report.model import BreakdownPart, BudgetLine, Indicator
from nianbao.report.quantities import Quantities, Quantity
from nianbao.report.report import Report
from nianbao.report.row import MONEY_UNITS
from nianbao.report.scoring import attainment, budget_line, execution_rate, is_met
from nianbao.report.table import number_cell
from nianbao.report.tables import parts_of
from nianbao.wording.language import say
from nianbao.wording.numbers import decimals_of, round_half_up, split_unit, write_number

ChartKind = Literal["pairs", "rates", "parts", "scores"]
RATE_LIMIT = Decimal(200)
"""Attainment beyond twice the target is drawn to here and written in full."""


@dataclass(frozen=True)
class Bar:
    """One bar: its length in the chart's unit and the number as people read it.

    `series` tells bars of one group apart; `state` says in words what a colour may only repeat; `apart` bars overlap
    with the others; `cut` bars are longer than can be drawn; `full` is how long the bar could have been, where there is
    such a length. `quantity` is the name of the number, or `summed` are the names of those it is the sum of.
    """

    length: Decimal
    written: str
    series: str = ""
    state: str = ""
    mark: Literal["", "met", "unmet"] = ""
    apart: bool = False
    cut: bool = False
    full: Decimal | None = None
    quantity: str = ""
    summed: tuple[str, ...] = ()


@dataclass(frozen=True)
class BarGroup:
    """The bars that stand for one thing."""

    label: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Chart:
    """A chart: caption, the sentences that tell what it shows, and its groups of bars.

    `pairs` compares series within each group, `rates` has a reference line (100 %), `parts` shows the parts of a whole,
    `scores` what was reached of what could be. A chart without groups has an `explanation` in place of a picture.
    `also` are the names of numbers that only the description tells.
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
    also: tuple[str, ...] = ()


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
    also = tuple(f"{line.category}·{title}" for line in lines for title in (*series, "执行数占比"))
    return Chart("pairs", caption, description, drawn, report.head.unit, series, also=tuple(filter(found.get, also)))


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
    also = tuple(quantity.name for _, _, quantity in named)
    return Chart("parts", name, say("{name}：{parts}。", name=name, parts=told), groups, unit, also=also)


def _part_label(part: BreakdownPart) -> str:
    return say("{label}（与其他各项有交叉）", label=part.label) if part.exclusive is False else part.label


def _part_bar(part: BreakdownPart, quantity: Quantity, unit: str) -> Bar:
    length = (quantity.value or Decimal(0)) / split_unit(unit)[0]
    return Bar(length, quantity.written, apart=part.exclusive is False, quantity=quantity.name)


def scores_chart(report: Report, found: Quantities) -> Chart:
    """得分 against 分值 of each 一级指标, and of each 二级指标 below it where the year names any; lost points in words.

    The points of the budget execution are a bar of their own where the ruleset gives them a weight. A level of which
    one indicator has no score has no bar, and the words say so.
    """
    caption, rows = say("各级指标得分"), report.rows(Indicator)
    if all(row.score is None for row in rows):
        return _empty("scores", caption, say("原报告未列各指标的分值和得分。") if rows else "")
    parts = [part for part in (_execution_points(report, found), *_levels(rows)) if part is not None]
    groups = tuple(BarGroup(label, bars) for label, bars, _ in parts if bars)
    told = "；".join(words for _, _, words in parts) + "。"
    total = found.get("自评得分")
    if total is not None and total.value is not None:
        told += say("自评得分{score}。", score=total.written)
    also = () if total is None or total.value is None else (total.name,)
    return Chart("scores", caption, told, groups, "分", also=also) if groups else _empty("scores", caption, told)


_Level = tuple[str, tuple[Bar, ...], str]
"""The label of a level, its bars, and the level in words."""


def _levels(rows: Sequence[Indicator]) -> Iterator[_Level]:
    for label, members in _grouped((row.level1, row) for row in rows):
        below = _grouped((row.level2, row) for row in members if row.level2)
        below = [] if len(below) == 1 and len(below[0][1]) == len(members) else below
        whole = _points_bar(members, say("合计") if below else "")
        bars = [whole, *(_points_bar(leaves, name) for name, leaves in below)]
        told = "、".join(_told_points(bar.series, bar) for bar in bars[1:] if bar is not None)
        words = _told_points(label, whole) if whole else say("{label}的得分没有逐项写明", label=label)
        ending = say("，其中{parts}", parts=told) if told else ""
        yield label, tuple(bar for bar in bars if bar is not None), words + ending


def _grouped(pairs: Iterable[tuple[str, Indicator]]) -> list[tuple[str, list[Indicator]]]:
    groups: dict[str, list[Indicator]] = {}
    for label, row in pairs:
        groups.setdefault(label, []).append(row)
    return list(groups.items())


def _points_bar(rows: Sequence[Indicator], series: str) -> Bar | None:
    scores = [row.score for row in rows if row.score is not None]
    weights = [row.weight for row in rows if row.weight is not None]
    if len(scores) < len(rows):
        return None
    full = sum(weights, Decimal(0)) if len(weights) == len(rows) else None
    return replace(_points(sum(scores, Decimal(0)), full, series), summed=tuple(f"{row.name}·得分" for row in rows))


def _points(score: Decimal, full: Decimal | None, series: str = "") -> Bar:
    written = write_number(score, decimals_of(score))
    if full is None:
        return Bar(score, f"{written}分", series)
    lost = full - score
    state = say("失{lost}分", lost=write_number(lost)) if lost > 0 else say("满分") if lost == 0 else ""
    return Bar(score, f"{written}/{write_number(full)}", series, state=state, full=full)


def _told_points(label: str, bar: Bar) -> str:
    if bar.full is None:
        return _told(label, bar.written)
    score, full = bar.written.split("/")
    return say(
        "{label}得{score}分（分值{full}分，{state}）", label=label, score=score, full=full, state=bar.state or "—"
    )


def _execution_points(report: Report, found: Quantities) -> _Level | None:
    """The points of the budget execution as they enter the total: its weight times the rate, at most the weight."""
    weight, rate = report.ruleset.budget_execution_weight, found.get("合计·预算执行率")
    if weight is None or rate is None or rate.value is None:
        return None
    line = budget_line(report, "合计")
    exact = execution_rate(line) if line else None
    if exact is None:
        return None
    points = round_half_up(weight * min(exact, Decimal(100)) / 100, report.ruleset.rounding.score)
    bar = replace(_points(points, weight), summed=("合计·预算执行率",))
    return "预算执行率", (bar,), _told_points("预算执行率", bar)


CHARTS: dict[str, Callable[..., Chart]] = {
    "budget_chart": budget_chart,
    "attainment_chart": attainment_chart,
    "breakdown_chart": breakdown_chart,
    "scores_chart": scores_chart,
}
"""Each chart word and the function of (report, quantities, *arguments) that describes its chart."""
