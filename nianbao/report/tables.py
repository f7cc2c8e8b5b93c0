"""表: what each table of a year says, as frozen values; how it looks is decided in `macros`."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from itertools import groupby

from nianbao.report.model import BreakdownPart, BudgetLine, Fact, Indicator, Item, UnitCost
from nianbao.report.plain_tables import data_table, problems_table
from nianbao.report.quantities import Quantities, Quantity
from nianbao.report.report import Report
from nianbao.report.row import NOT_STATED
from nianbao.report.scoring import is_met
from nianbao.report.shares import rounding_note
from nianbao.report.table import (
    Cell,
    Column,
    RowGroup,
    Table,
    TableRow,
    has_any,
    nothing_in,
    number_cell,
    sources_of,
    text_cell,
    with_unit_cell,
)
from nianbao.wording.language import say
from nianbao.wording.numbers import DASH


def _amount(found: Quantities, name: str, report: Report) -> Cell:
    return number_cell(found.get(name), unit=report.head.unit, decimals=report.head.decimals)


def _note_row(row: BudgetLine | Item, columns: int) -> list[TableRow]:
    """The row below a line that holds its note, none where there is no note: notes are too long for a column."""
    return (
        [] if row.note is None else [TableRow((Cell(say("说明：{note}", note=row.note), columns=columns),), part=True)]
    )


def budget_table(report: Report, found: Quantities) -> Table:
    """支出预算及执行情况: amounts in the report's unit, the share of the executed total, and the execution rate."""
    lines = report.rows(BudgetLine)
    amounts = [("initial", "年初预算数"), ("adjusted", "全年预算数"), ("executed", "执行数"), ("prior", "上年执行数")]
    amounts = [(field, title) for field, title in amounts if field != "prior" or has_any(lines, field)]
    rates = ["执行数占比", "预算执行率"]
    columns = [
        Column("科目"),
        *(Column(title, True) for _, title in amounts),
        *(Column(f"{rate}（%）", True) for rate in rates),
    ]
    rows: list[TableRow] = []
    for line in sorted(lines, key=lambda line: line.category == "合计"):
        cells = [Cell(line.category, header=True)]
        cells += [_amount(found, f"{line.category}·{title}", report) for _, title in amounts]
        cells += [number_cell(found.get(f"{line.category}·{rate}")) for rate in rates]
        part = line.category in ("人员经费", "公用经费")
        rows.append(TableRow(tuple(cells), total=line.category == "合计", part=part))
        rows += _note_row(line, len(cells))
    shares = [
        found.get(f"{line.category}·执行数占比")
        for line in lines
        if line.category in ("基本支出", "项目支出", "结转结余")
    ]
    note = rounding_note([share.value for share in shares if share is not None and share.value is not None])
    return Table(
        caption=BudgetLine.title, columns=tuple(columns), groups=(RowGroup(tuple(rows)),), unit=report.head.unit,
        notes=(note,) if note else (), sources=sources_of(lines),
    )  # fmt: skip


def items_table(report: Report, found: Quantities) -> Table:
    """项目资金安排及执行情况, one row an item, and its note below it."""
    items = report.rows(Item)
    titles = ["年初预算数", "全年预算数", "执行数"]
    fields = {"年初预算数": "initial", "全年预算数": "adjusted", "执行数": "executed"}
    titles = [title for title in titles if title != "全年预算数" or has_any(items, fields[title])]
    columns = (
        Column("项目"), Column("资金来源"), *(Column(title, True) for title in titles),
        Column("预算执行率（%）", True),
    )  # fmt: skip
    rows = []
    for item in items:
        cells = [Cell(item.name, header=True), text_cell(item, "fund_source")]
        cells += [_amount(found, f"{item.name}·{title}", report) for title in titles]
        cells += [number_cell(found.get(f"{item.name}·预算执行率"))]
        rows.append(TableRow(tuple(cells)))
        rows += _note_row(item, len(cells))
    return Table(
        Item.title, columns, (RowGroup(tuple(rows)),), report.head.unit, sources=sources_of(items),
        explanation=nothing_in(report, Item),
    )  # fmt: skip


def _value_cell(row: Indicator, field: str, found: Quantities, title: str) -> Cell:
    value = getattr(row, field)
    if isinstance(value, str):
        return Cell(value, number=True)
    quantity = found.get(f"{row.name}·{title}")
    missing = NOT_STATED if field in row.not_stated else DASH
    return with_unit_cell(quantity) if quantity else Cell(missing, number=True)


def _met_cell(row: Indicator, report: Report) -> Cell:
    met = is_met(row, report.ruleset)
    if met is None:
        return Cell(say("无法判断"))
    return Cell(say("已达到") if met else say("未达到"), mark="met" if met else "unmet")


def indicators_table(report: Report, found: Quantities) -> Table:
    """绩效指标完成情况 as a tree: cells of 一级 and 二级指标 span rows, reasons have a row of their own."""
    rows = report.rows(Indicator)
    scored = has_any(rows, "weight") or has_any(rows, "score")
    second = has_any(rows, "level2")
    extra = ["分值", "得分"] if scored else []
    columns = [Column("一级指标"), *([Column("二级指标")] if second else []), Column("三级指标")]
    columns += [Column("目标值", True), Column("实际完成值", True), Column("完成率（%）", True), Column("是否达到")]
    columns += [Column(title, True) for title in extra]
    body: list[TableRow] = []
    for _, level1 in groupby(rows, key=lambda row: row.level1):
        members = list(level1)
        heads = [Cell(members[0].level1, header=True, level=True, rows=sum(map(_lines, members)))]
        for _, level2 in groupby(members, key=lambda row: row.level2):
            leaves = list(level2)
            heads += [_second_level(leaves)] if second else []
            for row in leaves:
                cells = [Cell(row.name, header=True), _target_cell(row, found)]
                cells += [_value_cell(row, "actual", found, "实际完成值")]
                cells += [number_cell(found.get(f"{row.name}·完成率")), _met_cell(row, report)]
                cells += [number_cell(found.get(f"{row.name}·{title}")) for title in extra]
                body.append(TableRow((*heads, *cells)))
                heads = []
                if _explained(row):
                    body.append(TableRow((Cell(_explanation(row), columns=len(cells)),), part=True))
    notes = tuple(say("{name}：{note}", name=row.name, note=row.series_break) for row in rows if row.series_break)
    notes += () if second else (say("原报告未列二级指标。"),)
    notes += () if scored else (say("原报告未列各指标的分值和得分。"),)
    return Table(Indicator.title, tuple(columns), (RowGroup(tuple(body)),), notes=notes, sources=sources_of(rows))


def _explained(row: Indicator) -> bool:
    return row.reason is not None or row.improvement is not None


def _lines(row: Indicator) -> int:
    return 2 if _explained(row) else 1


def _explanation(row: Indicator) -> str:
    reason, improvement = text_cell(row, "reason").text, text_cell(row, "improvement").text
    return say("偏差原因：{reason}；改进措施：{improvement}", reason=reason.rstrip("。"), improvement=improvement)


def _second_level(leaves: list[Indicator]) -> Cell:
    return Cell(text_cell(leaves[0], "level2").text, header=True, level=True, rows=sum(map(_lines, leaves)))


def _target_cell(row: Indicator, found: Quantities) -> Cell:
    adjusted = row.adjusted_target is not None
    field, title = ("adjusted_target", "调整后目标值") if adjusted else ("target", "目标值")
    cell = _value_cell(row, field, found, title)
    sign = "" if row.direction == "定性" or not cell.quantity else row.direction
    return Cell(f"{sign}{cell.text}", cell.quantity, number=True)


def facts_table(report: Report, found: Quantities, section: str, group: str = "") -> Table:
    """主要工作数据 of a section, or of one group in it; columns that say nothing are left out."""
    rows = [row for row in report.rows(Fact) if row.section == section and group in ("", row.group)]
    optional = [(field, title) for field, title in (("label", "含义"), ("scope", "口径")) if has_any(rows, field)]
    prior = has_any(rows, "prior")
    columns = [Column("名称"), Column("数值", True), *([Column("上年数", True)] if prior else [])]
    columns += [Column(title) for _, title in optional]

    def line(row: Fact) -> TableRow:
        cells = [Cell(row.key_name, header=True), with_unit_cell(found.get(row.key_name))]
        cells += [with_unit_cell(found.get(f"{row.key_name}·上年数"))] if prior else []
        return TableRow((*cells, *(text_cell(row, field) for field, _ in optional)))

    groups = [
        RowGroup(tuple(line(row) for row in members), "" if group else title or "")
        for title, members in groupby(rows, key=lambda row: row.group)
    ]
    titles = {entry.id: entry.title for entry in report.head.sections}
    caption = say("{title}主要数据", title=group or titles.get(section, section))
    explanation = "" if rows else report.head.empty_tables.get(Fact.table) or say("本章没有登记工作数据。")
    told = ((row.key_name, text) for row in rows for text in (row.series_break, row.note) if text)
    notes = tuple(say("{name}：{note}", name=name, note=text) for name, text in told)
    return Table(caption, tuple(columns), tuple(groups), notes=notes, sources=sources_of(rows), explanation=explanation)


def parts_of(report: Report, name: str) -> tuple[BreakdownPart, ...]:
    """Return the parts of a breakdown in their order: 顺序, else the report's area order, else as in the file."""
    rows = [row for row in report.rows(BreakdownPart) if row.of == name]
    areas = {area: rank for rank, area in enumerate(report.head.area_order)}

    def rank(indexed: tuple[int, BreakdownPart]) -> Decimal:
        index, row = indexed
        return row.order if row.order is not None else Decimal(areas.get(row.label, index))

    return tuple(row for _, row in sorted(enumerate(rows), key=rank))


def breakdown_table(report: Report, found: Quantities, name: str) -> Table:
    """One breakdown: its parts, the whole they belong to, and a note where rounded shares do not add up to 100."""
    rows = parts_of(report, name)
    units = {row.unit or "" for row in rows}
    unit = units.pop() if len(units) == 1 else ""
    cell = number_cell if unit or not units else with_unit_cell
    body = [TableRow((Cell(row.label, header=True), cell(found.get(f"{name}·{row.label}")))) for row in rows]
    total = found.get(rows[0].total) if rows and rows[0].total else None
    notes: list[str] = []
    if unit == "%":
        exclusive = [row.value for row in rows if row.exclusive is not False and row.value is not None]
        overlapping = [row.label for row in rows if row.exclusive is False]
        notes += [note for note in [rounding_note(exclusive)] if note and not _partial(rows)]
        if overlapping:
            notes.append(_overlap(overlapping, len(rows)))
        if total is not None:
            notes.append(say("占比的基数为{name}（{written}）。", name=total.name, written=total.written))
    elif total is not None:
        body.append(TableRow((Cell(say("合计"), header=True), _in_unit(total, unit)), total=True))
    return Table(
        name, (Column(say("分项")), Column(say("数值"), True)), (RowGroup(tuple(body)),), unit,
        notes=tuple(notes), sources=sources_of(rows),
    )  # fmt: skip


def _overlap(labels: list[str], parts: int) -> str:
    if len(labels) == parts:
        return say("各项之间有交叉，不能相加。")
    return say("“{labels}”与其他各项有交叉，不与其他各项相加。", labels="、".join(labels))


def _in_unit(total: Quantity, unit: str) -> Cell:
    """The whole as the parts are written: without a unit where it is theirs, with its own where it is another."""
    return number_cell(total) if total.shown_unit == unit else with_unit_cell(total)


def _partial(rows: tuple[BreakdownPart, ...]) -> bool:
    return any(row.value is None for row in rows)


def unit_costs_table(report: Report, found: Quantities) -> Table:
    """单价核算: quantity times unit price against what was settled."""
    rows = report.rows(UnitCost)
    titles = ["数量", "单价", "金额", "结算金额"]
    columns = (Column("事项"), *(Column(title, True) for title in titles), Column("差异说明"))
    body = [
        TableRow(
            (
                Cell(row.name, header=True),
                *(with_unit_cell(found.get(f"{row.name}·{title}")) for title in titles),
                text_cell(row, "explanation"),
            )
        )
        for row in rows
    ]
    explanation = nothing_in(report, UnitCost)
    return Table(UnitCost.title, columns, (RowGroup(tuple(body)),), sources=sources_of(rows), explanation=explanation)


TABLES: dict[str, Callable[..., Table]] = {
    "budget_table": budget_table,
    "items_table": items_table,
    "indicators_table": indicators_table,
    "facts_table": facts_table,
    "breakdown_table": breakdown_table,
    "unit_costs_table": unit_costs_table,
    "problems_table": problems_table,
    "data_table": data_table,
}
"""Each table word and the function of (report, quantities, *arguments) that describes its table."""
