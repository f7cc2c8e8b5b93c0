"""见于: which pages of a year show a number, a row of a table, or what the year says of itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from nianbao.report.charts import CHARTS, Chart
from nianbao.report.correction import FIGURES
from nianbao.report.edition import KEY_NUMBERS, YearEdition
from nianbao.report.head import Disclosure
from nianbao.report.model import Attachment, BreakdownPart, Fact, Indicator
from nianbao.report.narrative import Call, Page, Text
from nianbao.report.passages import HEAD
from nianbao.report.scoring import stated_grade, unmet
from nianbao.report.table import Cell, Table
from nianbao.report.tables import TABLES

_TABLE_OF = {
    "budget_table": "budget", "items_table": "items", "indicators_table": "indicators", "facts_table": "facts",
    "breakdown_table": "breakdowns", "unit_costs_table": "unit_costs", "problems_table": "problems",
    "budget_chart": "budget", "attainment_chart": "indicators", "breakdown_chart": "breakdowns",
    "scores_chart": "indicators",
}  # fmt: skip
"""The data table that a word shows; `data_table` names it."""

_PARTS = frozenset({"facts_table", "breakdown_table", "breakdown_chart"})


def table_of(word: str, arguments: tuple[str, ...]) -> str:
    """Return the English name of the data table whose rows a table or chart word shows."""
    return _TABLE_OF.get(word) or arguments[0]


def shows_part(word: str) -> bool:
    """Say whether a table or chart word shows only some rows of its data table."""
    return word in _PARTS


@dataclass(frozen=True)
class Shown:
    """What a word of a page shows of one table (or of `report.yml`).

    `keys` are the rows, None where it shows all of them; `quantities` the names of the numbers, `summed` of
    those that only sums tell; `texts` what stands there, letter for letter.
    """

    page: str
    table: str
    texts: tuple[str, ...] = ()
    quantities: frozenset[str] = frozenset()
    summed: frozenset[str] = frozenset()
    keys: frozenset[str] | None = None

    def states(self, table: str, key: str, text: str) -> bool:
        """Say whether a text of a row stands there; a full stop at its end may be missing."""
        plain = text.rstrip("。")
        return self.shows(table, key) and any(plain in line for line in self.texts)

    def shows(self, table: str, key: str) -> bool:
        """Say whether the row is among those it shows."""
        return self.table == table and (self.keys is None or key in self.keys)


@dataclass(frozen=True)
class Showing:
    """What the pages of an edition show."""

    edition: YearEdition

    @cached_property
    def shown(self) -> tuple[Shown, ...]:
        """What each word shows, in the order of the pages; a word that names something unknown shows nothing."""
        return tuple(entry for page in self.edition.pages for call in page.calls for entry in self._of(page, call))

    def _of(self, page: Page, call: Call) -> Iterator[Shown]:
        try:
            if call.word in TABLES:
                yield _of_table(page.id, call, self.edition)
            elif call.word in CHARTS:
                yield _of_chart(page.id, call, self.edition)
            elif call.word in _NOTICES:
                yield from _NOTICES[call.word](page.id, self.edition)
        except KeyError:
            return

    @cached_property
    def pages_of_numbers(self) -> dict[str, frozenset[str]]:
        """The ids of the pages that change with a quantity, by its name: text, tables, charts, lists, sums of it."""
        return self._pages((*entry.quantities, *entry.summed) for entry in self.shown)

    @cached_property
    def _writing(self) -> dict[str, frozenset[str]]:
        return self._pages(entry.quantities for entry in self.shown)

    def _pages(self, told: Iterable[Iterable[str]]) -> dict[str, frozenset[str]]:
        """The pages by the names of the quantities that their texts use and that each of `shown` tells."""
        found = {name: set(pages) for name, pages in self.edition.uses.items()}
        for entry, names in zip(self.shown, told, strict=True):
            for name in names:
                found.setdefault(name, set()).add(entry.page)
        return {name: frozenset(pages) for name, pages in found.items()}

    def pages_with(self, name: str) -> tuple[str, ...]:
        """Return the ids of the pages that write a quantity, in order; the one that lists all of them is left out."""
        found = self._writing.get(name, frozenset())
        return tuple(page.id for page in self.edition.pages if page.id in found and page.id != FIGURES)

    def stating(self, table: str, key: str, text: str) -> frozenset[str]:
        """Return the pages on which a text of a row stands; none for no text."""
        return frozenset(entry.page for entry in self.shown if text and entry.states(table, key, text))

    def with_row(self, table: str, key: str) -> frozenset[str]:
        """Return the pages that show a row."""
        return frozenset(entry.page for entry in self.shown if entry.shows(table, key))

    def with_table(self, table: str) -> frozenset[str]:
        """Return the pages that show a table or a part of it."""
        return frozenset(entry.page for entry in self.shown if entry.table == table)

    @property
    def with_amounts(self) -> frozenset[str]:
        """The pages with tables and charts, which write amounts in the unit and the decimals of the year."""
        words = TABLES.keys() | CHARTS.keys()
        return frozenset(page.id for page in self.edition.pages if any(call.word in words for call in page.calls))

    @property
    def everywhere(self) -> frozenset[str]:
        """All pages."""
        return frozenset(page.id for page in self.edition.pages)

    def with_file(self, address: str, *words: str) -> frozenset[str]:
        """Return the pages whose text names a file by its address in the edition, or that call one of the words."""
        return frozenset(page.id for page in self.edition.pages if _names(page, address, words))


def _names(page: Page, address: str, words: Iterable[str]) -> bool:
    if any(call.word in words for call in page.calls):
        return True
    return any(address in part.text for part in page.parts if isinstance(part, Text))


def _of_table(page: str, call: Call, edition: YearEdition) -> Shown:
    table = TABLES[call.word](edition.report, edition.quantities, *call.arguments)
    names = frozenset(cell.quantity for cell in _cells(table) if cell.quantity)
    texts = tuple(_texts_of(table))
    return Shown(page, table_of(call.word, call.arguments), texts, names, keys=_keys(call, edition))


def _cells(table: Table) -> Iterator[Cell]:
    for group in table.groups:
        for row in group.rows:
            yield from row.cells


def _texts_of(table: Table) -> Iterator[str]:
    yield from (table.caption, table.explanation, *table.notes)
    yield from (column.title for column in table.columns)
    yield from (group.title for group in table.groups)
    yield from (cell.text for cell in _cells(table))


def _of_chart(page: str, call: Call, edition: YearEdition) -> Shown:
    chart: Chart = CHARTS[call.word](edition.report, edition.quantities, *call.arguments)
    bars = [bar for group in chart.groups for bar in group.bars]
    names = frozenset({*chart.also, *(bar.quantity for bar in bars if bar.quantity)})
    summed = frozenset(name for bar in bars for name in bar.summed) - names
    texts = (chart.caption, chart.description)
    return Shown(page, table_of(call.word, call.arguments), texts, names, summed, _keys(call, edition))


def _keys(call: Call, edition: YearEdition) -> frozenset[str] | None:
    """The rows that a word shows where it shows a part of a table only."""
    if call.word == "facts_table":
        section, group = (*call.arguments, "")[:2]
        rows = edition.report.rows(Fact)
        return frozenset(row.key for row in rows if row.section == section and group in ("", row.group))
    if call.word in ("breakdown_table", "breakdown_chart"):
        return frozenset(row.key for row in edition.report.rows(BreakdownPart) if row.of == call.arguments[0])
    return None


def _cover(page: str, edition: YearEdition) -> Iterator[Shown]:
    found = (edition.quantities.get(name) for name in KEY_NUMBERS)
    names = frozenset(quantity.name for quantity in found if quantity is not None)
    head = edition.report.head
    yield Shown(page, HEAD, (head.department.name, stated_grade(edition.report) or ""), names)
    missed = unmet(edition.report)
    yield Shown(page, Indicator.table, tuple(row.name for row in missed), keys=frozenset(row.key for row in missed))


def _disclosure(page: str, edition: YearEdition) -> Iterator[Shown]:
    head, ruleset = edition.report.head, edition.report.ruleset
    texts = [str(getattr(head.disclosure, name)) for name in Disclosure.model_fields]
    texts += [str(date) for date in (head.dates.report, head.dates.accounts_approved, head.dates.published)]
    texts += [head.department.code, head.department.level, head.department.region, head.scope, ruleset.title]
    texts += [head.contact.office, head.contact.phone, head.original, head.title, edition.report.address]
    yield Shown(page, HEAD, tuple(texts))


def _downloads(page: str, edition: YearEdition) -> Iterator[Shown]:
    licence = edition.report.licence
    yield Shown(page, HEAD, (" ".join(filter(None, (licence.told, licence.url))),))


def _grade(page: str, edition: YearEdition) -> Iterator[Shown]:
    yield Shown(page, HEAD, (stated_grade(edition.report) or "",))


def _findings(page: str, edition: YearEdition) -> Iterator[Shown]:
    yield Shown(page, HEAD, tuple(entry.reason for entry in edition.report.head.acknowledgements))


def _quantity_index(page: str, edition: YearEdition) -> Iterator[Shown]:
    yield Shown(page, "", quantities=frozenset(edition.quantities.by_name))


def _attachments(page: str, edition: YearEdition) -> Iterator[Shown]:
    yield Shown(page, Attachment.table, tuple(row.name for row in edition.report.rows(Attachment)))


_NOTICES: dict[str, Callable[[str, YearEdition], Iterator[Shown]]] = {
    "cover": _cover,
    "disclosure": _disclosure,
    "downloads": _downloads,
    "grade": _grade,
    "findings": _findings,
    "quantity_index": _quantity_index,
    "attachments": _attachments,
}
"""What the other words show; `downloads` shows the terms of use, and else only what is listed elsewhere."""
