"""工作簿的表面: what values alone do not tell: hidden rows, merged cells, formulas without result, formats."""

from __future__ import annotations

import math
import posixpath
from collections.abc import Iterator, Sequence
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from nianbao.sources.refusal import Refused
from nianbao.sources.workbook.container import Container
from nianbao.sources.workbook.formats import number_formats
from nianbao.sources.workbook.scan import SharedTexts, SheetScan, Surface, is_true, stream
from nianbao.wording.language import say

MAX_BOOK = 1 << 20
"""Largest list of sheets that is read, in bytes."""


def surfaces(container: Container) -> list[Surface]:
    """Return the sheets of cells in their order; raises Refused for a damaged workbook or a sheet beyond the limits."""
    formats = number_formats(container.parts.get("xl/styles.xml"))
    book = _part(container, "xl/workbook.xml")
    stale = _says(book, "calcPr", "fullCalcOnLoad")
    since_1904 = _says(book, "workbookPr", "date1904")
    texts = SharedTexts()
    if "xl/sharedStrings.xml" in container.parts:
        stream(container.parts["xl/sharedStrings.xml"], texts)
    found = []
    for name, hidden, part in _sheets(container, book):
        surface = Surface(name, hidden, since_1904)
        stream(container.parts[part], SheetScan(surface, formats, texts.lengths, stale))
        found.append(surface)
    return found


def is_what_was_read(surface: Surface, values: Sequence[Sequence[Any]]) -> bool:
    """Say whether the values of a sheet are those of the cells that were looked over: no cell may escape a rule."""
    seen = 0
    for row, cells in enumerate(values, start=1):
        for column, value in enumerate(cells, start=1):
            if value is None or value == "":
                continue
            seen += 1
            written = surface.filled.get((row, column))
            if written is None or not _is_same(value, written, (row, column) in surface.numbers):
                return False
    return seen == len(surface.filled.keys() - surface.errors.keys())


def _is_same(value: Any, written: str, number: bool) -> bool:
    """Whether a value is the number that is written; dates and texts are taken as they come."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return True
    try:
        return number and (float(written) == value or math.isnan(value))
    except ValueError:
        return False


def _says(book: Element, part: str, flag: str) -> bool:
    return any(_local(entry) == part and is_true(entry.get(flag)) for entry in book)


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _attribute(element: Element, name: str) -> str:
    """The attribute of that local name, whatever its namespace (strict and transitional files differ in them)."""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def _part(container: Container, name: str) -> Element:
    data = container.parts.get(name)
    if data is None:
        raise Refused("workbook_damaged", problem=say("缺少部件 {name}", name=name))
    if len(data) > MAX_BOOK:
        raise Refused("workbook_limits", what=say("工作表目录的字节数"), found=len(data), limit=MAX_BOOK)
    try:
        root: Element = fromstring(data, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise Refused("workbook_damaged", problem=say("XML 不完整或含有类型声明")) from error
    return root


def _sheets(container: Container, book: Element) -> Iterator[tuple[str, bool, str]]:
    relations = {
        relation.get("Id", ""): (relation.get("Type", ""), _target(relation.get("Target", "")))
        for relation in _part(container, "xl/_rels/workbook.xml.rels")
    }
    for sheet in book.iter():
        if _local(sheet) != "sheet":
            continue
        kind, part = relations.get(_attribute(sheet, "id"), ("", ""))
        if kind.endswith("/chartsheet"):
            continue
        if part not in container.parts:
            raise Refused("workbook_damaged", problem=say("缺少工作表 {name}", name=sheet.get("name", "")))
        yield sheet.get("name", ""), sheet.get("state", "visible") != "visible", part


def _target(target: str) -> str:
    """The part that a relation leads to; empty for one that readers may take for another."""
    if target.startswith("/xl/"):
        return target[1:]
    plain = posixpath.normpath(target) == target and not target.startswith((".", "/", "xl/"))
    return f"xl/{target}" if plain else ""
