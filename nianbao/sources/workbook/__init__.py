"""一年一个工作簿: `report.xlsx`, one sheet a table, as Excel and WPS save it.

Reading goes in three steps: `container` takes the parts out of the file within limits, `surface` notes what values
alone do not tell, `sheets` finds the table of each sheet and its cells.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

import python_calamine

from nianbao.report.finding import Finding, nearest
from nianbao.report.place import Place
from nianbao.report.row import Row
from nianbao.sources.grid import Grid
from nianbao.sources.refusal import Refused
from nianbao.sources.text import quote
from nianbao.sources.workbook.container import Container, open_container
from nianbao.sources.workbook.scan import Surface
from nianbao.sources.workbook.sheets import sheet_grid
from nianbao.sources.workbook.surface import is_what_was_read, surfaces
from nianbao.wording.language import say

NOTES_SHEETS = ("填写说明", "说明", "备注")
"""Sheets that hold no table and are not read."""


def read_workbook(
    path: Path, name: str, kinds: Mapping[str, type[Row]], findings: list[Finding]
) -> dict[str, Grid | None]:
    """Return the grids of the workbook `name` by table; what cannot be read is appended to `findings`.

    `kinds` are the tables that a sheet may hold; a sheet bears a table's short name, its title or its English name.
    None stands for a table that is there and cannot be read, and for every table where the workbook cannot be.
    """
    container = open_container(path, name, findings)
    if container is None:
        return dict.fromkeys(kinds)
    try:
        found = surfaces(container)
        book = _opened(container)
    except Refused as refused:
        findings.append(Finding(refused.rule, "error", Place(name, sheet=refused.sheet), refused.values))
        return dict.fromkeys(kinds)
    tables = _tables(found, name, kinds, findings)
    return {
        table: None if surface.hidden else _grid(book, name, surface, kinds[table], findings)
        for table, surface in tables.items()
        if surface.filled
    }


T = TypeVar("T")


def _safely(read: Callable[[], T]) -> T:
    """Return what calamine reads; whatever it raises, its panics included, is a damaged workbook."""
    try:
        return read()
    except Exception as error:
        raise Refused("workbook_damaged", problem=say("表格内容有误")) from error
    except BaseException as panic:
        if type(panic).__name__ != "PanicException":
            raise
        raise Refused("workbook_damaged", problem=say("表格内容有误")) from None


def _opened(container: Container) -> python_calamine.CalamineWorkbook:
    data = io.BytesIO(container.repacked())
    return _safely(lambda: python_calamine.CalamineWorkbook.from_filelike(data))


def _grid(
    book: python_calamine.CalamineWorkbook, name: str, surface: Surface, kind: type[Row], findings: list[Finding]
) -> Grid | None:
    try:
        values = _safely(lambda: book.get_sheet_by_name(surface.name).to_python(skip_empty_area=False))
        if not is_what_was_read(surface, values):
            raise Refused("workbook_damaged", problem=say("单元格地址或内容有误"))
    except Refused as refused:
        findings.append(Finding(refused.rule, "error", Place(name, sheet=surface.shown), refused.values))
        return None
    return sheet_grid(name, surface, values, kind, findings)


def _tables(
    found: list[Surface], name: str, kinds: Mapping[str, type[Row]], findings: list[Finding]
) -> dict[str, Surface]:
    """Which sheet holds which table; hidden, unknown and repeated sheets are complained of where they hold anything."""
    names = {called: table for table, kind in kinds.items() for called in (kind.sheet, kind.title, table)}
    tables: dict[str, Surface] = {}
    for surface in found:
        place = Place(name, sheet=surface.shown)
        table = names.get(surface.name.strip())
        if surface.hidden and surface.filled:
            findings.append(Finding("sheet_hidden", "error", place))
        if table in tables:
            findings.append(Finding("sheet_repeated", "error", place, {"first": tables[table].shown}))
        elif table is not None:
            tables[table] = surface
        elif surface.name.strip() not in NOTES_SHEETS and surface.filled and not surface.hidden:
            near = nearest(surface.name, [kind.sheet for kind in kinds.values()])
            values = {"sheet": quote(surface.name), "nearest": near, "notes": NOTES_SHEETS[0]}
            findings.append(Finding("sheet_unknown", "error", place, values))
    return tables
