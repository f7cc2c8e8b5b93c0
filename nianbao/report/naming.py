"""Which numbers of a year are quantities and what they are called: row and column, or a noun for derived ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import chain

from nianbao.report.finding import Finding
from nianbao.report.model import (
    BreakdownPart,
    BudgetLine,
    Fact,
    Indicator,
    Item,
    Problem,
    PublicExpense,
    Staff,
    Survey,
    UnitCost,
)
from nianbao.report.quantities import Quantities, Quantity, derived, stated
from nianbao.report.report import Report
from nianbao.report.row import MONEY_UNITS, Row, columns_of
from nianbao.report.scoring import attainment, budget_line, total_score, unmet
from nianbao.wording.numbers import round_half_up

ALIASES = {
    "预算总额": "合计·年初预算数",
    "全年预算总额": "合计·全年预算数",
    "支出总额": "合计·执行数",
    "基本支出预算": "基本支出·年初预算数",
    "项目支出预算": "项目支出·年初预算数",
    "基本支出预算占比": "基本支出·年初预算占比",
    "项目支出预算占比": "项目支出·年初预算占比",
    "基本支出占比": "基本支出·执行数占比",
    "项目支出占比": "项目支出·执行数占比",
    "预算执行率": "合计·预算执行率",
}
"""Short names and the quantities they stand for."""

_BASE_AND_SHARE = (("initial", "年初预算数", "年初预算占比"), ("executed", "执行数", "执行数占比"))


def quantities(report: Report) -> Quantities:
    """Return all quantities of a year; a name given twice, or one that an alias bears, is among the findings."""
    by_name: dict[str, Quantity] = {}
    findings: list[Finding] = []
    for quantity in chain(stated_quantities(report), derived_quantities(report)):
        other = by_name.get(quantity.name)
        if other is None and quantity.name not in ALIASES:
            by_name[quantity.name] = quantity
            continue
        findings.append(_repeated(quantity, other, report))
    aliases = {alias: name for alias, name in ALIASES.items() if name in by_name}
    return Quantities(by_name, aliases, tuple(findings))


def _repeated(quantity: Quantity, other: Quantity | None, report: Report) -> Finding:
    """The finding about a name given twice: at a cell that bears it, and saying where else it belongs."""
    if quantity.place is None and other is not None and other.place is not None:
        quantity, other = other, quantity
    first = str(other.place or other.formula) if other else ALIASES[quantity.name]
    place = quantity.place or report.conclusion_place
    return Finding("quantity_name_repeated", "error", place, {"name": quantity.name, "first": first})


def _number_fields(kind: type[Row]) -> list[tuple[str, str]]:
    numeric = ("money", "number", "value")
    return [(column.name, column.title) for column in columns_of(kind).values() if column.kind in numeric]


def stated_quantities(report: Report) -> Iterator[Quantity]:
    """Yield one quantity for each number cell that has a name: 行·列, or the fact's or part's own name."""
    for fact in report.rows(Fact):
        yield stated(fact, fact.key_name, "value", fact.unit, fact.qualifier, fact.section)
        if fact.prior is not None:
            yield stated(fact, f"{fact.key_name}·上年数", "prior", fact.unit, fact.prior_qualifier, fact.section)
    for part in report.rows(BreakdownPart):
        yield stated(part, f"{part.of}·{part.label}", "value", part.unit)
    for kind in report.kinds.values():
        if kind not in (Fact, BreakdownPart, Problem):
            for row in report.rows(kind):
                yield from _row_quantities(row, report)
    if isinstance(report.head.conclusion.score, Decimal):
        score = report.head.conclusion.score
        yield Quantity(
            "自评得分", score, "分", f"{score}", "分", place=report.conclusion_place, table="report", field="score"
        )


def _row_quantities(row: Row, report: Report) -> Iterator[Quantity]:
    label = label_of(row, report)
    for field, title in _number_fields(type(row)):
        value = getattr(row, field)
        if isinstance(value, str) or (value is None and field not in row.not_stated | row.unfilled):
            continue
        unit, qualifier = _unit(row, field)
        yield stated(row, f"{label}·{title}", field, unit, qualifier)


def blank_names(report: Report) -> set[str]:
    """Return the names that number cells would have which are still blank."""
    found: set[str] = set()
    for kind in report.kinds.values():
        for row in report.rows(kind):
            label = label_of(row, report)
            found |= {f"{label}·{title}" for field, title in _number_fields(kind) if getattr(row, field) is None}
    return found


def label_of(row: Row, report: Report) -> str:
    """Return the first half of the names of a row's quantities: its own name, or its key."""
    if isinstance(row, Survey):
        names = {indicator.id: indicator.name for indicator in report.rows(Indicator)}
        return names.get(row.indicator, row.indicator)
    if isinstance(row, (Item, Indicator, UnitCost)):
        return row.name
    return row.key


def _unit(row: Row, field: str) -> tuple[str | None, str | None]:
    if isinstance(row, UnitCost) and field == "count":
        return row.count_unit, None
    declared = columns_of(type(row))[field].unit
    qualifier = row.qualifier if isinstance(row, Indicator) and field == "actual" else None
    return declared or getattr(row, "unit", None), qualifier


def derived_quantities(report: Report) -> Iterator[Quantity]:
    """Yield what follows from the stated cells: shares, rates, year on year, attainment, score and counts."""
    for line in report.rows(BudgetLine):
        yield from _shares(line, report)
        yield from _execution(line, line.category, report)
        yield from _year_on_year(line, report)
    for item in report.rows(Item):
        yield from _execution(item, item.name, report)
    for indicator in report.rows(Indicator):
        yield from _attainment(indicator, report)
    for staff in report.rows(Staff):
        yield from _staffing(staff, report)
    for expense in report.rows(PublicExpense):
        yield from _expense_change(expense, report)
    yield from _days_to_publication(report)
    if not isinstance(report.head.conclusion.score, Decimal):
        yield from _score(report)
    yield from _counts(report)


def _percent(name: str, exact: Decimal | None, report: Report, formula: str, *operands: str) -> Quantity:
    value = None if exact is None else round_half_up(exact, report.ruleset.rounding.rate)
    return derived(name, value, "%", formula, operands)


def _shares(line: BudgetLine, report: Report) -> Iterator[Quantity]:
    total = budget_line(report, "合计")
    if total is None or line.category == "合计":
        return
    for field, title, share in _BASE_AND_SHARE:
        part, whole = getattr(line, field), getattr(total, field)
        exact = part * 100 / whole if part is not None and whole else None
        if exact is not None or field in line.unfilled | total.unfilled:
            part_name, whole_name = f"{line.category}·{title}", f"合计·{title}"
            formula = f"{part_name} ÷ {whole_name}"
            yield _percent(f"{line.category}·{share}", exact, report, formula, part_name, whole_name)


def _execution(row: BudgetLine | Item, label: str, report: Report) -> Iterator[Quantity]:
    base = "全年预算数" if row.adjusted is not None else "年初预算数"
    budget = row.adjusted if row.adjusted is not None else row.initial
    missing = row.executed is None or budget is None
    if missing and not row.unfilled:
        return
    rate = row.executed * 100 / budget if row.executed is not None and budget else None
    executed_name, base_name = f"{label}·执行数", f"{label}·{base}"
    yield _percent(f"{label}·预算执行率", rate, report, f"{executed_name} ÷ {base_name}", executed_name, base_name)


def _year_on_year(line: BudgetLine, report: Report) -> Iterator[Quantity]:
    if line.executed is None or line.prior is None:
        return
    now, before = f"{line.category}·执行数", f"{line.category}·上年执行数"
    unit, decimals = report.head.unit, report.head.decimals
    change = round_half_up((line.executed - line.prior) / MONEY_UNITS[unit], decimals)
    yield derived(f"{line.category}·较上年增减额", change, unit, f"{now} − {before}", (now, before))
    exact = (line.executed - line.prior) * 100 / line.prior if line.prior else None
    rate = None if exact is None else round_half_up(exact, report.ruleset.rounding.rate)
    formula = f"（{now} − {before}）÷ {before}"
    yield derived(f"{line.category}·较上年增减率", rate, "%", formula, (now, before), missing="上年为0")


def _staffing(row: Staff, report: Report) -> Iterator[Quantity]:
    """在职人员控制率: staff in post ÷ approved posts."""
    if row.count is None or row.quota is None:
        return
    rate = row.count * 100 / row.quota if row.quota else None
    count, quota = f"{row.kind}·人数", f"{row.kind}·编制数"
    yield _percent(f"{row.kind}·在职人员控制率", rate, report, f"{count} ÷ {quota}", count, quota)


def _expense_change(row: PublicExpense, report: Report) -> Iterator[Quantity]:
    """“三公”经费变动率: (final account − last year's) ÷ last year's; of 0 there is none."""
    if row.executed is None or row.prior is None:
        return
    now, before = f"{row.item}·决算数", f"{row.item}·上年决算数"
    exact = (row.executed - row.prior) * 100 / row.prior if row.prior else None
    rate = None if exact is None else round_half_up(exact, report.ruleset.rounding.rate)
    formula = f"（{now} − {before}）÷ {before}"
    yield derived(f"{row.item}·变动率", rate, "%", formula, (now, before), missing="上年为0")


def _days_to_publication(report: Report) -> Iterator[Quantity]:
    """Days from the approval of the final accounts to publication."""
    approved, published = report.head.dates.accounts_approved, report.head.dates.published
    if isinstance(approved, str) or isinstance(published, str):
        return
    days = Decimal((published - approved).days)
    yield derived("批复至公开天数", days, "天", "公开日期 − 决算批复日期", ())


def _attainment(indicator: Indicator, report: Report) -> Iterator[Quantity]:
    rate = attainment(indicator, report.ruleset)
    if rate is None and not indicator.unfilled:
        return
    target = "调整后目标值" if indicator.adjusted_target is not None else "目标值"
    actual_name, target_name = f"{indicator.name}·实际完成值", f"{indicator.name}·{target}"
    formula = f"{actual_name} ÷ {target_name}"
    if indicator.direction == "≤":
        inverse = report.ruleset.formulas.at_most == "inverse"
        formula = (
            f"{target_name} ÷ {actual_name}" if inverse else f"1 −（{actual_name} − {target_name}）÷ {target_name}"
        )
    quantity = _percent(f"{indicator.name}·完成率", rate, report, formula, actual_name, target_name)
    yield replace(quantity, qualifier=_inexact(indicator))


def _inexact(indicator: Indicator) -> str | None:
    """How exact a rate is: a bound of the actual is one of the rate, the other way round where less is better."""
    if indicator.qualifier not in ("多", "不少于", "不超过"):
        return indicator.qualifier
    lower = indicator.qualifier != "不超过"
    return "不少于" if lower is (indicator.direction != "≤") else "不超过"


def _score(report: Report) -> Iterator[Quantity]:
    total = total_score(report)
    if total is None and not any(row.unfilled for row in report.rows(Indicator)):
        return
    names = tuple(f"{indicator.name}·得分" for indicator in report.rows(Indicator))
    weight = report.ruleset.budget_execution_weight
    execution = f" + {weight:f} × 预算执行率（不超过100%）" if weight is not None else ""
    operands = (*names, "合计·预算执行率") if weight is not None else names
    yield derived("自评得分", total, "分", f"各指标得分之和{execution}", operands)


def _counts(report: Report) -> Iterator[Quantity]:
    indicators = report.rows(Indicator)
    yield derived("绩效指标数", Decimal(len(indicators)), "项", "绩效指标表的行数", ())
    yield derived("未达目标指标数", Decimal(len(unmet(report))), "项", "实际完成值未达到目标值的指标数", ())
    yield derived("存在问题数", Decimal(len(report.rows(Problem))), "项", "存在问题表的行数", ())
