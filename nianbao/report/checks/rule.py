"""What a rule is, what it looks at, and how findings are acknowledged in public."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from nianbao.report.binding import Bound, bind
from nianbao.report.finding import Finding, FindingLevel
from nianbao.report.last_year import LastYear
from nianbao.report.narrative import Page
from nianbao.report.passages import HEAD, PAGES, Passage, cells_of, entries_of_head, lines_of
from nianbao.report.place import Place
from nianbao.report.quantities import Quantities, Quantity
from nianbao.report.report import Report
from nianbao.report.row import Row


@dataclass(frozen=True)
class Subject:
    """What the rules look at: a year's report, its quantities and its pages, and the year before where it is known."""

    report: Report
    quantities: Quantities
    pages: tuple[Page, ...]
    before: LastYear | None = None

    @cached_property
    def bound(self) -> dict[str, tuple[Bound, ...]]:
        """The numbers in running text and the quantities they may be, by page id."""
        return {page.id: bind(page, self.quantities, self.report) for page in self.pages}

    def value_of(self, name: str) -> Quantity | None:
        """Return the quantity of that name if it has a value."""
        quantity = self.quantities.get(name)
        return quantity if quantity is not None and quantity.value is not None else None

    @cached_property
    def lines(self) -> tuple[Passage, ...]:
        """The lines of every page, words in running text written out."""
        return tuple(line for page in self.pages for line in lines_of(page, self.quantities, self.report))

    @cached_property
    def texts(self) -> tuple[Passage, ...]:
        """All that the editor wrote: lines and descriptions of the pages, text cells, entries of `report.yml`."""
        described = (Passage(page.description, page.place(1), PAGES, page.id) for page in self.pages)
        return (*self.lines, *described, *cells_of(self.report), *entries_of_head(self.report))


LAST_YEAR = "与上年衔接"
"""The group of the rules that compare a year with the one before it."""

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


def at_passage(passage: Passage, found: str, sentence: str = "", **values: object) -> Finding:
    """Return a finding about `found` in a text; in running text it is what an acknowledgement names as the field."""
    values = {"found": found, **values}
    field = passage.field or found
    return Finding("", "error", passage.place, values, sentence, passage.table, passage.key, field)


def at_entry(report: Report, path: tuple[str, ...], sentence: str = "", **values: object) -> Finding:
    """Return a finding about an entry of `report.yml`: `path` are the names that lead to it (`dates`, `published`)."""
    place = report.place_of_entry(path)
    return Finding("", "error", place, values, sentence, HEAD, path[0], "/".join(path[1:]))


def acknowledge(report: Report, findings: list[Finding], *, alone: bool = False) -> tuple[Finding, ...]:
    """Give findings their public reasons; an acknowledgement that matches nothing becomes an error of its own.

    An acknowledgement names rule, table, row key and field; an empty key or field matches any. `alone` says that the
    year could not be compared with the one before it.
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
            uncompared = alone and entry.rule in RULES and RULES[entry.rule].group == LAST_YEAR
            sentence = "acknowledgement_unmatched.alone" if uncompared else ""
            place = report.acknowledgement_places[index]
            result.append(Finding("acknowledgement_unmatched", "error", place, values, sentence))
    return tuple(sorted(result, key=lambda finding: finding.place.order))


def _matching(report: Report, finding: Finding) -> int | None:
    for index, entry in enumerate(report.head.acknowledgements):
        same = entry.rule == finding.rule and entry.table == finding.table
        if same and entry.key in ("", finding.key) and entry.field in ("", finding.field):
            return index
    return None
