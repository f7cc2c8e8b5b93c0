"""Small cells: numbers so small that readers may know who is meant."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from nianbao.report.checks.rule import Subject, at_cell, rule
from nianbao.report.finding import Finding
from nianbao.report.model import BreakdownPart, Fact
from nianbao.report.naming import label_of
from nianbao.report.quantities import Quantity
from nianbao.report.row import Row, columns_of
from nianbao.wording.numbers import round_half_up, shortest, write_number


@rule("warning", "小单元")
def no_small_cells(subject: Subject) -> Iterator[Finding]:
    """涉及疾病、困难等情况的工作数据、分项和自定义表中，人数、户数不少于评分规则的最小人数；0不算。

    占比也按合计对应的人数折算。字样和最小人数由评分规则的 sensitive_words 和 small_cell_minimum 规定。
    通过：困难职工救助户数，某区7户（最小人数5）。
    不通过：患病职工人数，某区2名；14名残疾职工中占7.1%，即1名。
    """
    minimum = subject.report.ruleset.small_cell_minimum
    if minimum is None:
        return
    kinds: tuple[type[Row], ...] = (Fact, BreakdownPart, *subject.report.own_tables)
    for kind in kinds:
        for row in subject.report.rows(kind):
            if _is_sensitive(subject, row):
                yield from _small(subject, row, Decimal(minimum))


def _is_sensitive(subject: Subject, row: Row) -> bool:
    said = [type(row).title, label_of(row, subject.report)]
    said += [row.label or ""] if isinstance(row, Fact) else []
    return any(word in text for word in subject.report.ruleset.sensitive_words for text in said)


def _small(subject: Subject, row: Row, minimum: Decimal) -> Iterator[Finding]:
    units = subject.report.ruleset.people_units
    cells = (subject.quantities.by_cell.get((row.table, row.key, field)) for field in columns_of(type(row)))
    for quantity in (cell for cell in cells if cell is not None):
        whole = subject.value_of(row.total or "") if isinstance(row, BreakdownPart) else None
        people = _people(quantity, whole)
        unit = whole.unit if whole is not None and quantity.unit == "%" else quantity.unit
        if people is not None and unit in units and 0 < people < minimum:
            about = "" if quantity.unit != "%" else "no_small_cells.share"
            told = f"{write_number(shortest(people))}{unit}"
            values = {"name": quantity.name, "found": quantity.written, "people": told, "minimum": f"{minimum}{unit}"}
            yield at_cell(row, quantity.field, about, **values)


def _people(quantity: Quantity, whole: Quantity | None) -> Decimal | None:
    """How many a quantity counts: a share counts its part of the whole, to the nearest one."""
    if quantity.unit != "%":
        return quantity.value
    if quantity.value is None or whole is None or whole.value is None:
        return None
    return round_half_up(quantity.value * whole.value / 100, 0)
