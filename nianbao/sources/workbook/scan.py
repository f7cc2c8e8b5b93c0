"""逐格查看: the parts of a workbook as a stream of XML events; nothing is kept of what is not asked for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from nianbao.sources.grid import MAX_COLUMNS, MAX_ROWS
from nianbao.sources.refusal import Refused
from nianbao.sources.text import quote
from nianbao.wording.language import say

MAX_TAGS = 2_000_000
"""Most tags of a part, those that end an element included; a table of 5,000 rows and thirty columns has half of it."""
MAX_TEXT = 16 << 20
"""Most characters that the cells of a sheet hold in all; one stored text may fill many cells."""
_CHUNK = 1 << 20
Address = tuple[int, int]
"""Row and column of a cell, from 1."""

_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


class Target(Protocol):
    """What is told of each element, by its tag with its namespace."""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take note that an element begins."""

    def end(self, tag: str) -> None:
        """Take note that an element ends."""

    def data(self, text: str) -> None:
        """Take note of a piece of text."""


def stream(data: bytes, target: Target) -> None:
    """Tell `target` what a part contains, in order.

    Raises Refused for XML that has too many tags, is not sound or declares a document type.
    """
    tags = data.count(b"<")
    if tags > MAX_TAGS:
        raise Refused("workbook_limits", what=say("标记数"), found=tags, limit=MAX_TAGS)
    parser = DefusedXMLParser(target=target, forbid_dtd=True)
    try:
        for start in range(0, len(data), _CHUNK):
            parser.feed(data[start : start + _CHUNK])
        parser.close()
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise Refused("workbook_damaged", problem=say("XML 不完整或含有类型声明")) from error


def letters(column: int) -> str:
    """Return the letters of a column counted from 1 (28 → AB)."""
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


def corners(reference: str) -> tuple[Address, Address]:
    """Return the first and the last cell of a range (`B2:C7` → (2, 2), (7, 3)); the whole sheet for any other text."""
    cells = [found for part in reference.split(":", 1) if (found := _REFERENCE.fullmatch(part))]
    if not cells:
        return (1, 1), (MAX_ROWS, MAX_COLUMNS)
    rows, columns = [int(cell[2]) for cell in cells], [_column(cell[1]) for cell in cells]
    return (min(rows), min(columns)), (max(rows), max(columns))


def _column(name: str) -> int:
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def whole(text: str | None, otherwise: int) -> int:
    """Return the whole number that an attribute states, or `otherwise` where it states none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else otherwise


def is_true(text: str | None) -> bool:
    """Say whether an attribute says yes."""
    return text in ("1", "true")


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
    filled: dict[Address, str] = field(default_factory=dict)
    """The cells that hold anything, and what is written there (the position of a shared text)."""
    numbers: set[Address] = field(default_factory=set)
    """Those of them that hold a number."""

    @property
    def shown(self) -> str:
        """The sheet's name as messages show it."""
        return quote(self.name)


class _Local:
    """The last part of tags, kept because few tags are met often."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}

    def __call__(self, tag: str) -> str:
        name = self._known.get(tag)
        if name is None:
            name = tag.rpartition("}")[2]
            if len(self._known) < 1000:
                self._known[tag] = name
        return name


class SharedTexts:
    """How long each shared text is, by its position; pronunciations are no part of it."""

    def __init__(self) -> None:
        self.lengths: list[int] = []
        self._local, self._spoken, self._within = _Local(), 0, False
        self._length = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take note that an element begins."""
        name = self._local(tag)
        if name == "si":
            self._length = 0
        self._spoken += name == "rPh"
        self._within = name == "t"

    def end(self, tag: str) -> None:
        """Take note that an element ends."""
        name = self._local(tag)
        self._within = False
        self._spoken -= name == "rPh"
        if name == "si":
            self.lengths.append(self._length)

    def data(self, text: str) -> None:
        """Take note of a piece of text."""
        if self._within and not self._spoken:
            self._length += len(text)


class SheetScan:
    """Notes of one sheet what values alone do not tell; `stale` says that formulas wait for being computed."""

    def __init__(self, surface: Surface, formats: list[str], lengths: list[int], stale: bool) -> None:
        self._surface, self._formats, self._lengths, self._stale = surface, formats, lengths, stale
        self._local = _Local()
        self._row = self._column = 0
        self._left = MAX_TEXT
        self._cell: Mapping[str, str] | None = None
        self._seen: set[Address] = set()
        self._pieces: list[str] = []
        self._parts: set[str] = set()
        self._spoken, self._listening = 0, False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take note that an element begins."""
        name = self._local(tag)
        if self._cell is not None:
            self._spoken += name == "rPh"
            self._listening = name == "v" or (name == "t" and not self._spoken)
            if name in ("v", "f", "is"):
                self._parts.add(name)
        elif name == "c":
            self._begin_cell(attributes)
        elif name == "row":
            self._row, self._column = whole(attributes.get("r"), self._row + 1), 0
            if _is_hidden(attributes, "ht"):
                self._surface.hidden_rows.add(self._row)
        elif name == "col" and _is_hidden(attributes, "width"):
            last = min(whole(attributes.get("max"), 1), MAX_COLUMNS)
            self._surface.hidden_columns.update(range(whole(attributes.get("min"), 1), last + 1))
        elif name == "mergeCell":
            self._surface.merged.append(attributes.get("ref", ""))

    def data(self, text: str) -> None:
        """Take note of a piece of text."""
        if self._listening:
            self._pieces.append(text)

    def comment(self, text: str) -> None:
        """Refuse a comment within a cell, behind which readers stop or go on as they like."""
        if self._cell is not None:
            raise self._damaged()

    def end(self, tag: str) -> None:
        """Take note that an element ends."""
        name = self._local(tag)
        if self._cell is None:
            return
        self._spoken -= name == "rPh"
        self._listening = False
        if name == "c":
            self._note(self._cell)
            self._cell = None

    def _begin_cell(self, attributes: Mapping[str, str]) -> None:
        self._cell, self._pieces, self._parts, self._spoken = attributes, [], set(), 0
        reference = attributes.get("r")
        if reference is None:
            self._column += 1
            return
        found = _REFERENCE.fullmatch(reference)
        if not found or int(found[2]) != self._row:
            raise self._damaged()
        self._column = _column(found[1])

    def _note(self, cell: Mapping[str, str]) -> None:
        if not self._parts:
            return
        at, kind, text = (self._row, self._column), cell.get("t", "n"), "".join(self._pieces)
        if at[0] > MAX_ROWS or at[1] > MAX_COLUMNS:
            where = f"{letters(at[1])}{at[0]}"
            raise Refused("workbook_far", sheet=self._surface.shown, cell=where, rows=MAX_ROWS, columns=MAX_COLUMNS)
        if at in self._seen:
            raise self._damaged()
        self._seen.add(at)
        waits = "f" in self._parts and (self._stale or (not text and kind != "str"))
        if waits:
            self._surface.uncomputed.append(at)
        if text and (kind != "s" or self._length(text)):
            self._surface.filled[at] = text
        if kind == "e":
            self._surface.errors[at] = text
        if kind == "n" and "is" not in self._parts and text:
            self._surface.numbers.add(at)
            style = whole(cell.get("s"), 0)
            if style < len(self._formats) and self._formats[style]:
                self._surface.formats[at] = self._formats[style]

    def _length(self, position: str) -> int:
        """How long a shared text is; raises Refused where the sheet's texts grow too long together."""
        index = whole(position, -1)
        length = self._lengths[index] if 0 <= index < len(self._lengths) else 1
        self._left -= length
        if self._left < 0:
            raise Refused(
                "workbook_limits", sheet=self._surface.shown, what=say("文字总数"), found=f"{MAX_TEXT}+", limit=MAX_TEXT
            )
        return length

    def _damaged(self) -> Refused:
        return Refused("workbook_damaged", sheet=self._surface.shown, problem=say("单元格地址或内容有误"))


def _is_hidden(attributes: Mapping[str, Any], size: str) -> bool:
    given = attributes.get(size)
    return is_true(attributes.get("hidden")) or (given is not None and re.fullmatch(r"0+(\.0+)?", given) is not None)
