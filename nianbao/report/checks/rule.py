"""What a rule is, what it looks at, and how findings are acknowledged in public."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from nianbao.report.finding import Finding, FindingLevel
from nianbao.report.narrative import Page
from nianbao.report.place import Place
from nianbao.report.quantities import Quantities, Quantity
from nianbao.report.report import Report
from nianbao.report.row import Row


@dataclass(frozen=True)
class Subject:
    """What the rules look at: a year's report, its quantities and its pages."""

    report: Report
    quantities: Quantities
    pages: tuple[Page, ...]

    def value_of(self, name: str) -> Quantity | None:
        """Return the quantity of that name if it has a value."""
        quantity = self.quantities.get(name)
        return quantity if quantity is not None and quantity.value is not None else None


Check = Callable[[Subject], Iterator[Finding]]


@dataclass(frozen=True)
class Rule:
    """One rule: `id` is the claim that should hold; `fixed` rules keep their level and cannot be acknowledged."""

    id: str
    level: FindingLevel
    group: str
    check: Check
    fixed: bool = False

    @property
    def documentation(self) -> str:
        """The public documentation: what must hold, one example that passes and one that fails."""
        return (self.check.__doc__ or "").strip()

    def findings(self, subject: Subject) -> Iterator[Finding]:
        """Yield the rule's findings with the level that the year's ruleset gives it."""
        level = self.level if self.fixed else subject.report.ruleset.rule_levels.get(self.id, self.level)
        for finding in self.check(subject):
            yield replace(finding, rule=self.id, level=level, sentence=finding.sentence or self.id)


RULES: dict[str, Rule] = {}


def rule(level: FindingLevel, group: str, *, fixed: bool = False) -> Callable[[Check], Check]:
    """Register a generator of findings as a rule under its own name."""

    def register(check: Check) -> Check:
        RULES[check.__name__] = Rule(check.__name__, level, group, check, fixed)
        return check

    return register


def at_cell(row: Row, field: str, sentence: str = "", **values: object) -> Finding:
    """Return a finding about one cell of a row, which is also what an acknowledgement names."""
    return Finding("", "error", row.place_of(field), values, sentence, row.table, row.key, field)


def at_place(place: Place, sentence: str = "", **values: object) -> Finding:
    """Return a finding about a place that no acknowledgement can name."""
    return Finding("", "error", place, values, sentence)


def acknowledge(report: Report, findings: list[Finding]) -> tuple[Finding, ...]:
    """Give findings their public reasons; an acknowledgement that matches nothing becomes an error of its own.

    An acknowledgement names rule, table, row key and field; an empty key or field matches any.
    """
    used: set[int] = set()
    result = []
    for finding in findings:
        fixed = finding.rule in RULES and RULES[finding.rule].fixed
        index = None if fixed or not finding.table else _matching(report, finding)
        if index is not None:
            used.add(index)
            finding = replace(finding, reason=report.head.acknowledgements[index].reason)
        result.append(finding)
    for index, entry in enumerate(report.head.acknowledgements):
        if index not in used:
            values = {"rule": entry.rule, "table": entry.table, "key": entry.key, "field": entry.field}
            result.append(Finding("acknowledgement_unmatched", "error", report.acknowledgement_places[index], values))
    return tuple(sorted(result, key=lambda finding: finding.place.order))


def _matching(report: Report, finding: Finding) -> int | None:
    for index, entry in enumerate(report.head.acknowledgements):
        same = entry.rule == finding.rule and entry.table == finding.table
        if same and entry.key in ("", finding.key) and entry.field in ("", finding.field):
            return index
    return None
