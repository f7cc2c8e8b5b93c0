"""一年一个工作簿: `report.xlsx`, one sheet a table, as Excel and WPS save it.

Reading goes in three steps: `container` takes the parts out of the file within limits, `surface` notes what values
alone do not tell, `sheets` finds the table of each sheet and its cells.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar
from xml.etree.ElementTree import ParseError

import python_calamine
from defusedxml.common import DefusedXmlException

from nianbao.report.finding import Finding, nearest
from nianbao.report.place import Place
from nianbao.report.row import Row
from nianbao.sources.grid import Grid
from nianbao.sources.text import quote
from nianbao.sources.workbook.container import Container, Refused, open_container
from nianbao.sources.workbook.sheets import sheet_grid
from nianbao.sources.workbook.surface import Surface, surfaces

NOTES_SHEETS = ("填写说明", "说明", "备注")
"""Sheets that hold no table and are not read."""


def read_workbook(path: Path, name: str, kinds: Mapping[str, type[Row]], findings: list[Finding]) -> dict[str, Grid]:
    """Return the grids of the workbook `name` by table; what cannot be read is appended to `findings`.

    `kinds` are the tables that a sheet may hold; a sheet bears a table's short name, its title or its English name.
    """
    container = open_container(path, name, findings)
    if container is None:
        return {}
    try:
        found = surfaces(container)
        book = _opened(container)
    except Refused as refused:
        findings.append(Finding(refused.rule, "error", Place(name), refused.values))
        return {}
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        findings.append(Finding("workbook_damaged", "error", Place(name), {"problem": type(error).__name__}))
        return {}
    tables = _tables(found, name, kinds, findings)
    return {
        table: grid
        for table, surface in tables.items()
        if (grid := _grid(book, name, surface, kinds[table], findings)) is not None
    }


T = TypeVar("T")


def _safely(read: Callable[[], T]) -> T:
    """Return what calamine reads; whatever it raises, its panics included, is a damaged workbook."""
    try:
        return read()
    except Exception as error:
        raise Refused("workbook_damaged", problem=type(error).__name__) from error
    except BaseException as panic:
        if type(panic).__name__ != "PanicException":
            raise
        raise Refused("workbook_damaged", problem="panic") from None


def _opened(container: Container) -> python_calamine.CalamineWorkbook:
    data = io.BytesIO(container.repacked())
    return _safely(lambda: python_calamine.CalamineWorkbook.from_filelike(data))


def _grid(
    book: python_calamine.CalamineWorkbook, name: str, surface: Surface, kind: type[Row], findings: list[Finding]
) -> Grid | None:
    try:
        values = _safely(lambda: book.get_sheet_by_name(surface.name).to_python(skip_empty_area=False))
    except Refused as refused:
        findings.append(Finding(refused.rule, "error", Place(name, sheet=surface.name), refused.values))
        return None
    return sheet_grid(name, surface, values, kind, findings)


def _tables(
    found: list[Surface], name: str, kinds: Mapping[str, type[Row]], findings: list[Finding]
) -> dict[str, Surface]:
    """Which sheet holds which table; hidden, unknown and repeated sheets are complained of where they hold anything."""
    names = {called: table for table, kind in kinds.items() for called in (kind.sheet, kind.title, table)}
    tables: dict[str, Surface] = {}
    for surface in found:
        place = Place(name, sheet=surface.name)
        table = names.get(surface.name.strip())
        if surface.hidden and surface.filled:
            findings.append(Finding("sheet_hidden", "error", place))
        elif table in tables:
            values = {"first": tables[table].name}
            findings.append(Finding("sheet_repeated", "error", place, values))
        elif table is not None:
            tables[table] = surface
        elif surface.name.strip() not in NOTES_SHEETS and surface.filled:
            near = nearest(surface.name, [kind.sheet for kind in kinds.values()])
            values = {"sheet": quote(surface.name), "nearest": near, "notes": NOTES_SHEETS[0]}
            findings.append(Finding("sheet_unknown", "error", place, values))
    return tables
