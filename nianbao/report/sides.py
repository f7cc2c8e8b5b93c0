"""两边: an edition taken apart, so that it can be held against another one piece by piece."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from nianbao.report.edition import YearEdition
from nianbao.report.model import Attachment
from nianbao.report.page_text import text_of
from nianbao.report.report import Report
from nianbao.report.rewording import sentences_of
from nianbao.report.showing import Showing
from nianbao.report.statements import Statement, label_in, statements

Hashes = Mapping[str, str]
"""The sources of an edition: SHA-256 in hex by name, attachments and pictures as they are published."""


@dataclass(frozen=True)
class File:
    """A published file: SHA-256 in hex, what readers call it, and the pages that speak of it."""

    digest: str
    label: str
    pages: frozenset[str]


@dataclass(frozen=True)
class Side:
    """An edition taken apart: each thing that can differ under what it is known by, in its order; all empty for none.

    `numbers` are quantities as written and `numbered` the pages that show them, by name. `rows` are what readers call
    the rows of each table, by key, `tables` its title and the pages that show it. By page id, `titles` are those with
    outline number and `names` those without, `places` where the page stands in the outline, `sentences` its text.
    `files` are by their address in the edition.
    """

    numbers: Mapping[str, str] = field(default_factory=dict)
    numbered: Mapping[str, frozenset[str]] = field(default_factory=dict)
    statements: Mapping[tuple[str, str, str], Statement] = field(default_factory=dict)
    rows: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    tables: Mapping[str, tuple[str, frozenset[str]]] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)
    sentences: Mapping[str, list[str]] = field(default_factory=dict)
    files: Mapping[str, File] = field(default_factory=dict)


def side_of(edition: YearEdition, hashes: Hashes) -> Side:
    """Return an edition taken apart; `hashes` are its sources."""
    showing, report = Showing(edition), edition.report
    ranks = {table: rank for rank, table in enumerate(report.kinds)}
    ordered = sorted(edition.quantities.by_name.values(), key=lambda entry: ranks.get(entry.table, len(ranks)))
    headings = {section.id: section for section in report.outline if section.id}
    return Side(
        numbers={quantity.name: quantity.written for quantity in ordered},
        numbered=showing.pages_of_numbers,
        statements={entry.at: entry for entry in statements(edition, showing)},
        rows={table: {row.key: label_in(row, report) for row in rows} for table, rows in report.tables.items()},
        tables={table: (kind.title, showing.with_table(table)) for table, kind in report.kinds.items()},
        titles=edition.titles,
        names={page: headings[page].title if page in headings else title for page, title in edition.titles.items()},
        places=_places(report),
        sentences={page.id: sentences_of(text_of(page, edition)) for page in edition.pages},
        files=dict(_published(edition, showing, hashes)),
    )


def _places(report: Report) -> dict[str, str]:
    """The place of each page in the outline: its number below the number of what it stands under."""
    places, above = {}, ""
    for section in report.outline:
        above = section.number if section.level == 1 else above
        if section.id:
            places[section.id] = section.number if section.level == 1 else above + section.number
    return places


def _published(edition: YearEdition, showing: Showing, hashes: Hashes) -> Iterator[tuple[str, File]]:
    """The files among the sources that are published as they are, by their address in the edition."""
    labels = {f"attachments/{row.file}": row.name for row in edition.report.rows(Attachment)}
    for name, digest in hashes.items():
        room, _, address = name.partition(f"/{edition.year}/")
        if room == "data" and address.startswith("attachments/"):
            yield address, File(digest, labels.get(address, ""), showing.with_file(address, "attachments"))
        elif room == "docs" and not address.endswith(".md"):
            yield address, File(digest, "", showing.with_file(address))
