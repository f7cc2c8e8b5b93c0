"""工作簿的表面: what values alone do not tell: hidden rows, merged cells, formulas without result, formats."""

from __future__ import annotations

import io
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring, iterparse

from nianbao.sources.workbook.container import Container, Refused
from nianbao.sources.workbook.formats import number_formats
from nianbao.wording.language import say

MAX_ROWS = 5000
MAX_COLUMNS = 200
Address = tuple[int, int]
"""Row and column of a cell, from 1."""

_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


@dataclass
class Surface:
    """One sheet as it lies in the workbook, beyond its values."""

    name: str
    hidden: bool
    since_1904: bool = False
    """Whether its days are counted from 1904 and not from 1900."""
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[str] = field(default_factory=list)
    uncomputed: list[Address] = field(default_factory=list)
    errors: dict[Address, str] = field(default_factory=dict)
    formats: dict[Address, str] = field(default_factory=dict)
    filled: set[Address] = field(default_factory=set)
    """The cells that hold anything."""

    @property
    def last_row(self) -> int:
        """The last row that holds anything, 0 for an empty sheet."""
        return max((row for row, _ in self.filled), default=0)


def surfaces(container: Container) -> list[Surface]:
    """Return the sheets of cells in their order; raises Refused for a damaged workbook or a sheet beyond the limits."""
    formats = number_formats(container.parts.get("xl/styles.xml"))
    book = _part(container, "xl/workbook.xml")
    stale = _says(book, "calcPr", "fullCalcOnLoad")
    since_1904 = _says(book, "workbookPr", "date1904")
    found = []
    for name, hidden, part in _sheets(container, book):
        surface = Surface(name, hidden, since_1904)
        _scan(container.parts[part], surface, formats, stale)
        found.append(surface)
    return found


def letters(column: int) -> str:
    """Return the letters of a column counted from 1 (28 → AB)."""
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


def rows_of(reference: str) -> tuple[int, int]:
    """Return the first and the last row of a range (`B2:C7` → 2, 7)."""
    numbers = [int(number) for number in re.findall(r"[0-9]+", reference)]
    return (min(numbers), max(numbers)) if numbers else (1, MAX_ROWS)


def _says(book: Element, part: str, flag: str) -> bool:
    return any(_local(entry) == part and _is_true(entry.get(flag)) for entry in book)


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _attribute(element: Element, name: str) -> str:
    """The attribute of that local name, whatever its namespace (strict and transitional files differ in them)."""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def _part(container: Container, name: str) -> Element:
    if name not in container.parts:
        raise Refused("workbook_damaged", problem=say("缺少部件 {name}", name=name))
    root: Element = fromstring(container.parts[name], forbid_dtd=True)
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
    return target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))


def _scan(data: bytes, surface: Surface, formats: list[str], stale: bool) -> None:
    """Look over one sheet; `stale` says that its formulas wait for being computed, whatever results are stored."""
    row = column = 0
    for event, element in iterparse(io.BytesIO(data), events=("start", "end"), forbid_dtd=True):
        name = _local(element)
        if event == "start":
            if name == "row":
                row, column = _number(element.get("r"), row + 1), 0
                if _is_hidden(element, "ht"):
                    surface.hidden_rows.add(row)
            elif name == "c":
                row, column = _address(element.get("r"), row, column + 1)
            continue
        if name == "c":
            _note_cell(element, (row, column), surface, formats, stale)
        elif name == "col" and _is_hidden(element, "width"):
            last = min(_number(element.get("max"), 1), MAX_COLUMNS)
            surface.hidden_columns.update(range(_number(element.get("min"), 1), last + 1))
        elif name == "mergeCell":
            surface.merged.append(element.get("ref", ""))
        if name in ("c", "row"):
            element.clear()


def _is_hidden(element: Element, size: str) -> bool:
    given = element.get(size)
    return _is_true(element.get("hidden")) or (given is not None and re.fullmatch(r"0+(\.0+)?", given) is not None)


def _is_true(text: str | None) -> bool:
    return text in ("1", "true")


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else otherwise


def _address(reference: str | None, row: int, column: int) -> Address:
    found = _REFERENCE.fullmatch(reference or "")
    if not found:
        return row, column
    number = 0
    for letter in found[1]:
        number = number * 26 + ord(letter) - ord("A") + 1
    return int(found[2]), number


def _note_cell(element: Element, at: Address, surface: Surface, formats: list[str], stale: bool) -> None:
    inner = {_local(child): child for child in element}
    text = (inner["v"].text or "") if "v" in inner else ""
    if "f" in inner and (stale or (not text and element.get("t") != "str")):
        surface.uncomputed.append(at)
    elif not text and "is" not in inner:
        return
    if at[0] > MAX_ROWS or at[1] > MAX_COLUMNS:
        cell = f"{letters(at[1])}{at[0]}"
        raise Refused("workbook_far", sheet=surface.name, cell=cell, rows=MAX_ROWS, columns=MAX_COLUMNS)
    surface.filled.add(at)
    if element.get("t") == "e":
        surface.errors[at] = text
    style = _number(element.get("s"), 0)
    if element.get("t", "n") == "n" and style < len(formats) and formats[style]:
        surface.formats[at] = formats[style]
