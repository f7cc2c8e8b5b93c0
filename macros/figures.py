"""数据索引: every number of a year with its value, where it comes from, where it stands and how it is cited."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from macros.markup import render
from nianbao.report.citation import Citation, citation_of_number
from nianbao.report.download import Download, TableFiles, files_of
from nianbao.report.edition import YearEdition
from nianbao.report.quantities import Quantity
from nianbao.report.showing import Showing
from nianbao.report.year_quantities import COMPUTED


@dataclass(frozen=True)
class _Entry:
    """A number with the pieces of its formula (text, name that it leads to), and the operands that it does not name."""

    quantity: Quantity
    formula: tuple[tuple[str, str], ...]
    operands: tuple[str, ...]
    pages: tuple[str, ...]
    citation: Citation


def quantity_index(edition: YearEdition, files: Sequence[Download] = ()) -> str:
    """Return 数据索引: every quantity with value, unit, source cell or formula, and the pages that show it.

    `files` are the year's files of data; each table's are linked under its title.
    """
    kinds, showing = edition.report.kinds, Showing(edition)
    rank = {name: index for index, name in enumerate(kinds)}
    ordered = sorted(edition.quantities.by_name.values(), key=lambda entry: rank.get(entry.table, len(rank)))
    groups = []
    for table, members in groupby(ordered, lambda entry: entry.table if entry.table in kinds else ""):
        title = kinds[table].title if table else COMPUTED
        entries = [_entry(quantity, edition, showing) for quantity in members]
        groups.append((title, entries, TableFiles(files_of(files, table) if table else ())))
    dropped = [name for name in edition.superseded if edition.quantities.get(name) is None]
    return render("figures.html.j2", edition=edition, groups=groups, count=len(ordered), dropped=dropped)


def _entry(quantity: Quantity, edition: YearEdition, showing: Showing) -> _Entry:
    named = [name for name in quantity.operands if name in edition.quantities.by_name]
    pieces = tuple(_pieces(quantity.formula, named))
    told = {name for _, name in pieces}
    others = tuple(name for name in quantity.operands if name not in told)
    return _Entry(quantity, pieces, others, showing.pages_with(quantity.name), citation_of_number(edition, quantity))


def _pieces(formula: str, names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """A formula in pieces, those that are a number's name with that name; the longest name that fits is taken."""
    known = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    for piece in re.split(f"({known})", formula) if known else [formula]:
        if piece:
            yield piece, piece if piece in names else ""
