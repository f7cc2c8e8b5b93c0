"""逐页: a difference in the order in which people read it: what is on every page, page by page, what is on none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Literal, Protocol, TypeVar

from nianbao.report.change import CellChange, Difference

_LISTS_EVERYTHING = "figures"
"""The page of all numbers; a number is told there only where no other page shows it."""


class _Placed(Protocol):
    @property
    def pages(self) -> tuple[str, ...]: ...


P = TypeVar("P", bound=_Placed)


@dataclass(frozen=True)
class Part:
    """What differs on one page, on every page, or in data that no page shows; `page` and `title` are the page's."""

    extent: Literal["every_page", "page", "no_page"]
    page: str
    title: str
    difference: Difference


@dataclass(frozen=True)
class RowChange:
    """The changed cells of one row of a table, or of one group of `report.yml`; and whether the row is new or gone."""

    title: str
    label: str
    kind: Literal["changed", "added", "removed"]
    cells: tuple[CellChange, ...]


def page_by_page(whole: Difference) -> Iterator[Part]:
    """Yield the parts of a difference that hold anything; what is on every page is told once, before the pages."""
    everywhere = tuple(whole.titles)
    common = _of_pages(whole, everywhere)
    if not common.is_empty:
        yield Part("every_page", "", "", common)
    for page, title in whole.titles.items():
        part = _own(whole.touching(page), page, everywhere)
        if not part.is_empty:
            yield Part("page", page, title, part)
    rest = _of_pages(whole, ())
    if not rest.is_empty:
        yield Part("no_page", "", "", rest)


def _of_pages(whole: Difference, pages: tuple[str, ...]) -> Difference:
    """What is on exactly these pages, of that which can be on several."""
    kept: dict[str, object] = {
        "numbers": tuple(change for change in whole.numbers if change.pages == pages),
        "cells": tuple(change for change in whole.cells if change.pages == pages),
        "files": tuple(change for change in whole.files if change.pages == pages),
    }
    return whole.model_copy(update={**kept, "passages": (), "pages": ()})


def _own(part: Difference, page: str, everywhere: tuple[str, ...]) -> Difference:
    """What of a page's part is told there, and not once for all pages or on the pages that use a number."""

    def told(changes: Iterable[P]) -> tuple[P, ...]:
        return tuple(change for change in changes if change.pages != everywhere)

    numbers = tuple(n for n in told(part.numbers) if page != _LISTS_EVERYTHING or n.pages == (page,))
    return part.model_copy(update={"numbers": numbers, "cells": told(part.cells), "files": told(part.files)})


def row_by_row(cells: Iterable[CellChange]) -> Iterator[RowChange]:
    """Yield changed cells that stand in a row together, in their order."""
    for _, group in groupby(cells, key=lambda cell: (cell.table, cell.key)):
        row = tuple(group)
        yield RowChange(row[0].title, row[0].label, _kind(row), row)


def _kind(row: tuple[CellChange, ...]) -> Literal["changed", "added", "removed"]:
    keys = [cell for cell in row if cell.is_key]
    if not keys:
        return "changed"
    return "added" if not keys[0].old else "removed"
