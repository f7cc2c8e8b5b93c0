"""The tables of a sample year, from plan/: what is stated there, and what follows from it by arithmetic.

The arithmetic is written here a second time, apart from the engine's, so that the engine's checks have something to
confirm. All amounts of plan/ are in the unit of the column they go to.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import yaml

Record = dict[str, str]
"""One row of a table: cell by column title, without the unit in brackets."""

Tables = dict[str, list[Record]]

AMOUNTS = ("年初预算数", "全年预算数", "执行数")
TOWNS, COMPLAINTS, CHANNELS = "农村供水受益人口分布", "供水投诉构成", "获知供水信息的渠道"


@dataclass(frozen=True)
class Plan:
    """plan/ as read: numbers and texts by (table, row, column, year), the rows and columns of each table, problems."""

    numbers: Mapping[tuple[str, str, str, int], Decimal | str]
    texts: Mapping[tuple[str, str, str, int], str]
    layout: Mapping[str, Mapping[str, Mapping[str, Record]]]
    columns: Mapping[str, list[str]]
    problems: tuple[Record, ...]

    def number(self, table: str, row: str, column: str, year: int) -> Decimal | None:
        """Return a number of series.csv, None where it has none."""
        value = self.numbers.get((table, row, column, year))
        return value if isinstance(value, Decimal) else None

    def rows(self, table: str, year: int) -> dict[str, Record]:
        """Return the rows of a table that have a number in `year`, in the order of series.csv, with their texts."""
        found: dict[str, Record] = {}
        for (of, row, column, when), value in self.numbers.items():
            if (of, when) == (table, year):
                found.setdefault(row, self.fixed(table, row, year))[column] = str(value)
        return found

    def fixed(self, table: str, row: str, year: int) -> Record:
        """Return what a row says in words: the same every year, and over it what notes.csv says for `year`."""
        record = dict(self.layout.get(table, {}).get("rows", {}).get(row, {}))
        said = {
            column: text
            for (of, key, column, when), text in self.texts.items()
            if (of, key, when) == (table, row, year)
        }
        return record | said


def read_plan(folder: Path) -> Plan:
    """Return the plan in `folder`. Raises ValueError for a cell that is neither a number nor a tier."""
    numbers: dict[tuple[str, str, str, int], Decimal | str] = {}
    for line in _lines(folder / "series.csv"):
        table, row, column = line.pop("表"), line.pop("行"), line.pop("列")
        for year, cell in line.items():
            if cell:
                numbers[table, row, column, int(year)] = _number_or_tier(cell)
    notes = _lines(folder / "notes.csv")
    texts = {(line["表"], line["行"], line["列"], int(line["年度"])): line["文字"] for line in notes}
    layout = read_yaml(folder / "rows.yml")
    columns = {table: list(entry["columns"]) for table, entry in layout.items()}
    return Plan(numbers, texts, layout, columns, tuple(_lines(folder / "problems.csv")))


def read_yaml(path: Path) -> Any:
    """Return what a YAML file of plan/ says, every scalar as the text that is written there."""
    return yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506 - knows only text, lists, mappings


def _lines(path: Path) -> list[Record]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _number_or_tier(cell: str) -> Decimal | str:
    if cell[0].isdigit():
        return Decimal(cell)
    if "达成年度指标" not in cell:
        raise ValueError(cell)
    return cell


def half_up(value: Decimal, decimals: int) -> Decimal:
    """Round half up, as the rulesets say."""
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def _added(values: Iterable[str | None]) -> Decimal:
    return sum((Decimal(value) for value in values if value), Decimal(0))


def tables_of(plan: Plan, year: int) -> Tables:
    """Return every table of a year; a table without rows is left out."""
    budget, items = _budget(plan, year), plan.rows("items", year)
    tables = {
        "budget": list(budget.values()),
        "income": _income(plan, year, budget),
        "items": list(items.values()),
        "indicators": [_scored(row, year) for row in plan.rows("indicators", year).values()],
        "facts": _facts(plan, year, budget),
        "breakdowns": _breakdowns(plan, year),
        "unit_costs": [_priced(row) for row in plan.rows("unit_costs", year).values()],
        "problems": [row for row in plan.problems if row["年度"] == str(year)],
        "survey": _survey(plan, year),
        "sangong": _sangong(plan, year),
    }
    tables |= {table: list(plan.rows(table, year).values()) for table in ("staff", "procurement", "assets")}
    return {table: rows for table, rows in tables.items() if rows}


def _executed(plan: Plan, year: int) -> dict[str, Decimal]:
    """The executed amounts of a year by category; 2020 has only what its accounts say, no report."""
    staff, public = (plan.number("budget", row, "执行数", year) or Decimal(0) for row in ("人员经费", "公用经费"))
    stated = plan.number("budget", "项目支出", "执行数", year)
    items = plan.rows("items", year).values()
    by_category = {
        category: _added(item["执行数"] for item in items if item["支出类别"] == category)
        for category in ("项目支出", "结转结余")
    }
    projects = by_category["项目支出"] if stated is None else stated
    carried = by_category["结转结余"]
    return {
        "基本支出": staff + public, "人员经费": staff, "公用经费": public, "项目支出": projects, "结转结余": carried,
        "合计": staff + public + projects + carried,
    }  # fmt: skip


def _budget(plan: Plan, year: int) -> dict[str, Record]:
    items = plan.rows("items", year).values()
    parts = {row: plan.fixed("budget", row, year) for row in plan.layout["budget"]["rows"]}
    for column in AMOUNTS:
        for row in ("人员经费", "公用经费"):
            parts[row][column] = str(plan.number("budget", row, column, year))
        parts["基本支出"][column] = str(_added(parts[row][column] for row in ("人员经费", "公用经费")))
        for category in ("项目支出", "结转结余"):
            amounts = [item[column] for item in items if item["支出类别"] == category]
            parts[category][column] = str(_added(amounts).quantize(Decimal("0.01")))
        whole = (parts[row][column] for row in ("基本支出", "项目支出", "结转结余"))
        parts["合计"][column] = str(_added(whole))
    before = _executed(plan, year - 1)
    if before["合计"]:
        for row, amount in before.items():
            parts[row]["上年执行数"] = str(amount.quantize(Decimal("0.01")))
    if not _added(parts["结转结余"].get(column) for column in (*AMOUNTS, "上年执行数")):
        del parts["结转结余"]
    _explain_sums(parts)
    return parts


def _explain_sums(parts: dict[str, Record]) -> None:
    changed = [row for row in ("人员经费", "公用经费") if parts[row]["年初预算数"] != parts[row]["全年预算数"]]
    if changed and "说明" not in parts["基本支出"]:
        parts["基本支出"]["说明"] = f"{'和'.join(changed)}调整"
    if parts["合计"]["年初预算数"] != parts["合计"]["全年预算数"] and "说明" not in parts["合计"]:
        parts["合计"]["说明"] = "调整原因见以上各科目"


def _income(plan: Plan, year: int, budget: Mapping[str, Record]) -> list[Record]:
    """Income covers spending: 财政拨款 is what 其他收入 and 上年结转 leave, and brings what goes over to the next year."""
    rows = {row: plan.fixed("income", row, year) for row in ("财政拨款", "其他收入", "上年结转")}
    carried = budget.get("结转结余", {})
    for column in AMOUNTS:
        other = plan.number("income", "其他收入", column, year)
        rows["其他收入"][column] = "" if other is None else str(other)
        spent_from_carried = carried.get(column, "0.00")
        rows["上年结转"][column] = carried.get("全年预算数" if column == "执行数" else column, "0.00")
        granted = _added([budget["合计"][column]]) - (other or Decimal(0)) - Decimal(spent_from_carried)
        if column == "执行数":
            granted += _carried_into(plan, year + 1)
        rows["财政拨款"][column] = str(granted)
    if rows["财政拨款"]["年初预算数"] != rows["财政拨款"]["全年预算数"]:
        rows["财政拨款"].setdefault("说明", "随支出预算调整")
    return [row for row in rows.values() if _added(row[column] for column in AMOUNTS)]


def _carried_into(plan: Plan, year: int) -> Decimal:
    items = plan.rows("items", year).values()
    return _added(item["全年预算数"] for item in items if item["支出类别"] == "结转结余")


def _scored(row: Record, year: int) -> Record:
    """Give an indicator its score: min(1, A/T)·W, min(1, T/A)·W for ≤, all or nothing for =; tiers have theirs."""
    row = {"目标来源": f"{year}年部门预算批复"} | row
    if row["方向"] == "定性":
        return row
    target, actual = Decimal(row.get("调整后目标值", row["目标值"])), Decimal(row["实际完成值"])
    share = Decimal(int(actual == target))
    if row["方向"] == "≥":
        share = min(Decimal(1), actual / target)
    elif row["方向"] == "≤":
        share = min(Decimal(1), target / actual)
    return row | {"得分": str(half_up(share * Decimal(row["分值"]), 2))}


def total_score(tables: Tables, execution_weight: Decimal) -> Decimal:
    """Return the sum of all scores and of the budget execution's points, rounded once to 0.01."""
    whole = next(row for row in tables["budget"] if row["科目"] == "合计")
    rate = min(Decimal(1), Decimal(whole["执行数"]) / Decimal(whole["全年预算数"]))
    return half_up(_added(row["得分"] for row in tables["indicators"]) + execution_weight * rate, 2)


def _facts(plan: Plan, year: int, budget: Mapping[str, Record]) -> list[Record]:
    stated, before = plan.rows("facts", year), plan.rows("facts", year - 1)
    for name, table, column in (("农村供水受益人口", "towns", "数值"), ("供水服务投诉件数", "complaints", "件数")):
        stated[name] = plan.fixed("facts", name, year) | {"数值": str(_sum(plan, table, column, year))}
        before[name] = {"数值": str(_sum(plan, table, column, year - 1) or "")}
    if "新增农村供水受益人口" in stated:
        grown = _added([stated["农村供水受益人口"]["数值"]]) - _added([stated["新增农村供水受益人口"]["数值"]])
        before["农村供水受益人口"] = {"数值": str(grown)}
    executed = Decimal(budget["合计"]["执行数"])
    rates = {
        "原列预算执行率": executed / Decimal(budget["合计"]["全年预算数"]),
        "原列项目支出占比": Decimal(budget["项目支出"]["执行数"]) / executed,
    }
    for name, rate in rates.items():
        if year in (2015, 2018, 2023):
            stated[name] = plan.fixed("facts", name, year) | {"数值": str(half_up(rate * 100, 2))}
    order = [name for name in plan.layout["facts"]["rows"] if name in stated]
    return [stated[name] | {"上年数": before.get(name, {}).get("数值", "")} for name in order]


def _sum(plan: Plan, table: str, column: str, year: int) -> Decimal:
    return _added(row[column] for row in plan.rows(table, year).values())


def _breakdowns(plan: Plan, year: int) -> list[Record]:
    towns = _parts(
        TOWNS, {row: entry["数值"] for row, entry in plan.rows("towns", year).items()}, "人", "农村供水受益人口"
    )
    complaints = {row: Decimal(entry["件数"]) for row, entry in plan.rows("complaints", year).items()}
    whole = sum(complaints.values(), Decimal(0))
    kinds = {row: str(half_up(count * 100 / whole, 1)) for row, count in complaints.items()}
    asked = plan.number("survey", "rural-satisfaction", "有效答卷", year) or Decimal(0)
    channels = {
        row: str(half_up(Decimal(entry["份数"]) * 100 / asked, 1)) for row, entry in plan.rows("channels", year).items()
    }
    return [
        *towns,
        *_parts(COMPLAINTS, kinds, "%", "供水服务投诉件数"),
        *_parts(CHANNELS, channels, "%", "农村供水用户满意度·有效答卷", exclusive="否"),
    ]


def _parts(name: str, values: Mapping[str, str], unit: str, total: str, exclusive: str = "是") -> list[Record]:
    return [
        {
            "分项表": name,
            "分项": part,
            "数值": value,
            "单位": unit,
            "顺序": str(order),
            "互斥": exclusive,
            "合计对应": total,
        }
        for order, (part, value) in enumerate(values.items(), start=1)
    ]


def _priced(row: Record) -> Record:
    amount = (Decimal(row["数量"]) * Decimal(row["单价"])).quantize(Decimal("0.01"))
    return row | {"金额": str(amount), "结算金额": str(Decimal(row.get("结算金额", amount)).quantize(Decimal("0.01")))}


def _survey(plan: Plan, year: int) -> list[Record]:
    rows = [{"指标": row["指标"]} | row for row in plan.rows("survey", year).values()]
    return [row if "调查总体" in row else row | {"调查总体": str(_sum(plan, "towns", "数值", year))} for row in rows]


def _sangong(plan: Plan, year: int) -> list[Record]:
    rows, before = plan.rows("sangong", year), plan.rows("sangong", year - 1)
    for name, row in rows.items():
        row["上年决算数"] = before.get(name, {}).get("决算数", "")
    bought, run = rows["公务用车购置费"], rows["公务用车运行维护费"]
    whole = plan.fixed("sangong", "公务用车购置及运行维护费", year)
    for column in ("预算数", "决算数", "上年决算数"):
        whole[column] = str(_added([bought[column], run[column]])) if run[column] else ""
    rows["公务用车购置及运行维护费"] = whole
    return [rows[name] for name in plan.layout["sangong"]["rows"]]
