"""所载: what a year states besides its numbers, each text under its place in a table, in `report.yml` or of a page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from nianbao.report.edition import YearEdition
from nianbao.report.head import Head
from nianbao.report.model import Attachment, BreakdownPart, Indicator, Problem
from nianbao.report.naming import label_of
from nianbao.report.passages import HEAD, PAGES
from nianbao.report.report import Report
from nianbao.report.row import NOT_STATED, Declared, Row, Value, columns_of
from nianbao.report.scoring import MET, is_met, stated_grade
from nianbao.report.showing import Showing
from nianbao.report.site import Site
from nianbao.report.table import written_text
from nianbao.wording.numbers import write_number
from nianbao.wording.sentences import TITLES

_HEAD_TITLE, _PAGES_TITLE = "年度文件", "页面"
_OF_NUMBERS = {"unit", "count_unit", "qualifier", "prior_qualifier"}
"""Columns that are part of how the numbers of their row are written."""
_EVERYWHERE = {("title", ""), ("department", "name"), ("contact", "office"), ("contact", "phone"), ("notice", "")}
"""What stands around every page."""
_AMOUNTS = {("unit", ""), ("decimals", "")}
_APART = ("fiscal_year", "sections", "empty_tables", "acknowledgements", "moved")


@dataclass(frozen=True)
class Statement:
    """A text that a year states.

    `table`, `key` and `field` are the names by which an acknowledgement calls its place; `title`, `label` and `column`
    are what readers call table, row and column. `pages` are those on which it stands. `is_key` says that it is part of
    the row's key.
    """

    table: str
    key: str
    field: str
    title: str
    label: str
    column: str
    text: str
    pages: frozenset[str] = frozenset()
    is_key: bool = False

    @property
    def at(self) -> tuple[str, str, str]:
        """Its place, by which the statements of two editions are told to be about the same."""
        return self.table, self.key, self.field


def statements(edition: YearEdition, showing: Showing) -> Iterator[Statement]:
    """Yield everything that an edition states besides numbers and running text: `report.yml` first, then the tables.

    What is empty is not yielded.
    """
    found = (*_of_head(edition.report, showing), *_of_pages(edition), *_of_tables(edition, showing))
    return (entry for entry in found if entry.text)


def _of_head(report: Report, showing: Showing) -> Iterator[Statement]:
    for key, field, label, column, text in (*_entries(report), *_site(report)):
        if (key, field) in _EVERYWHERE:
            pages = showing.everywhere
        else:
            pages = showing.with_amounts if (key, field) in _AMOUNTS else showing.stating(HEAD, "", text)
        yield Statement(HEAD, key, field, _HEAD_TITLE, label, column, text, pages)
    for table, reason in report.head.empty_tables.items():
        title = report.kinds[table].title if table in report.kinds else table
        pages = showing.with_table(table)
        yield Statement(HEAD, "empty_tables", table, _HEAD_TITLE, _title("empty_tables"), title, reason, pages)
    for entry in report.head.acknowledgements:
        field = "/".join((entry.rule, entry.table, entry.key, entry.field))
        label, title = _title("acknowledgements"), TITLES.get(entry.rule, entry.rule)
        pages = showing.stating(HEAD, "", entry.reason)
        yield Statement(HEAD, "acknowledgements", field, _HEAD_TITLE, label, title, entry.reason, pages)
    yield from _headings(report)


def _title(entry: str) -> str:
    return str(Head.model_fields[entry].title)


def _entries(report: Report) -> Iterator[tuple[str, str, str, str, str]]:
    """The simple entries of `report.yml`: key, field, title of the group, title of the entry, text."""
    for name in Head.model_fields:
        value, title = getattr(report.head, name), _title(name)
        if name == "ruleset":
            yield name, "", "", title, report.ruleset.title
        elif name == "conclusion":
            yield name, "grade", title, "自评等级", stated_grade(report) or NOT_STATED
        elif isinstance(value, Value):
            for inner, about in type(value).model_fields.items():
                yield name, inner, title, str(about.title), _plain(getattr(value, inner))
        elif name not in _APART:
            yield name, "", "", title, _plain(value)


def _site(report: Report) -> Iterator[tuple[str, str, str, str, str]]:
    """What the year takes over from `site.yml`."""
    for name in ("notice", "address"):
        yield name, "", "", str(Site.model_fields[name].title), getattr(report, name)
    told = " ".join(filter(None, (report.licence.told, report.licence.url)))
    yield "licence", "", "", str(Site.model_fields["licence"].title), told


def _plain(value: object) -> str:
    return "、".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _headings(report: Report) -> Iterator[Statement]:
    """The headings over sections; each is known by the first page below it."""
    below: dict[str, list[str]] = {}
    heading = ""
    for section in report.outline:
        if section.id is None or section.level == 1:
            heading = "" if section.id else section.title
        if section.id and heading:
            below.setdefault(heading, []).append(section.id)
    for title, pages in below.items():
        yield Statement(HEAD, "sections", pages[0], _HEAD_TITLE, _title("sections"), "标题", title, frozenset(pages))


def _of_pages(edition: YearEdition) -> Iterator[Statement]:
    for page in edition.pages:
        label, pages = edition.titles[page.id], frozenset({page.id})
        yield Statement(PAGES, page.id, "description", _PAGES_TITLE, label, "摘要", page.description, pages)


def _of_tables(edition: YearEdition, showing: Showing) -> Iterator[Statement]:
    for kind in edition.report.kinds.values():
        if kind in edition.report.own_tables:
            yield from _declared(kind, showing)
        for row in edition.report.rows(kind):
            yield from _of_row(row, edition, showing)


def _declared(kind: type[Row], showing: Showing) -> Iterator[Statement]:
    """How the year's own table and its columns are called."""
    pages = showing.with_table(kind.table)
    yield Statement(kind.table, "", "", kind.title, "", "表题", kind.title, pages)
    for column in columns_of(kind).values():
        yield Statement(kind.table, "", column.name, kind.title, "", "列名", column.title, pages)


def _of_row(row: Row, edition: YearEdition, showing: Showing) -> Iterator[Statement]:
    kind, cells = type(row), edition.quantities.by_cell
    columns = columns_of(kind)
    label = label_in(row, edition.report)
    counted = any((row.table, row.key, name) in cells and _has_unit(column) for name, column in columns.items())
    for name, column in columns.items():
        if (row.table, row.key, name) in cells or (counted and name in _OF_NUMBERS) or (kind, name) in _TOLD_ELSEWHERE:
            continue
        text = _written(row, column)
        is_key = name in kind.key_fields
        literal = column.kind in ("text", "value", "choice") and not is_key
        pages = showing.stating(row.table, row.key, text) if literal else showing.with_row(row.table, row.key)
        yield Statement(row.table, row.key, name, kind.title, label, column.title, text, pages, is_key)
    if isinstance(row, Indicator):
        met, pages = MET[is_met(row, edition.report.ruleset)], showing.with_row(row.table, row.key)
        yield Statement(row.table, row.key, "met", kind.title, label, "是否达到", met, pages)


_TOLD_ELSEWHERE = {(Attachment, "sha256")}
"""What is told of the file itself."""


def _has_unit(column: Declared) -> bool:
    """Whether the unit of a column's numbers stands in another column of the row."""
    return column.kind in ("number", "value") and not column.unit


def label_in(row: Row, report: Report) -> str:
    """Return what readers call a row."""
    if isinstance(row, Problem):
        return row.problem or row.key
    if isinstance(row, Attachment):
        return row.name
    return f"{row.of}·{row.label}" if isinstance(row, BreakdownPart) else label_of(row, report)


def _written(row: Row, column: Declared) -> str:
    value = getattr(row, column.name)
    if value is None:
        return NOT_STATED if column.name in row.not_stated else ""
    if isinstance(value, Decimal):
        return row.texts.get(column.name) or write_number(value)
    return written_text(value)
