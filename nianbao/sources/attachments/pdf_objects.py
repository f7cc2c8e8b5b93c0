"""The objects of a PDF, read one at a time by pypdf, at an effort that no file can drive beyond its bounds.

pypdf reads the objects; where they lie is read here, because a file that is made to keep a reader busy does so in its
cross-reference streams. What cannot be read exactly is refused and never guessed (ISO 32000-2, 7.5).
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from pypdf import apply_configuration
from pypdf.errors import LimitReachedError
from pypdf.generic import DictionaryObject, IndirectObject, NullObject, PdfObject, StreamObject, read_object

from nianbao.sources.refusal import Refused

MAX_OBJECTS = 200_000
MAX_SECTIONS = 500
"""Most cross-reference sections; each time a PDF is saved with changes adds one."""
MAX_STEPS = 4_000_000
"""Most steps of reading: some five seconds, or 40,000 objects of a tagged document (250 pages full of tables)."""
MAX_UNPACKED = 12 << 20
"""Most bytes of cross-reference and object streams when unpacked; pages and pictures are never unpacked."""

_TAIL = 2048
"""How far from its end a file tells where its newest section begins; readers look at the last 1,024 bytes."""
_START = re.compile(rb"startxref\s+(\d{1,10})\b")
_TABLE = re.compile(rb"\s{0,99}xref\s+")
_RANGE = re.compile(rb"\s*(\d{1,10})\s+(\d{1,10})\s+(?=(0{10} 65535 f)?)")
_ENTRY = re.compile(rb"\s*(\d{1,10})\s+(\d{1,5})\s+([nf])")
_TRAILER = re.compile(rb"\s*trailer\s*")
_HEADER = re.compile(rb"\s{0,99}(\d{1,10})\s{1,99}(\d{1,5})\s{1,99}obj\b[\0\s]{0,99}")
_SPACE = re.compile(rb"[\0\s]{0,99}")
_PACKED = ("/FlateDecode", ["/FlateDecode"])
"""How writers pack these streams; other ways would run other programs or have other bounds."""


@dataclass
class _Effort:
    """What may still be spent on a file."""

    steps: int
    unpacked: int

    def step(self) -> None:
        """Take note of one step; raises pypdf's LimitReachedError, which pypdf passes on, after the last."""
        self.steps -= 1
        if self.steps < 0:
            raise LimitReachedError


class _Measured(io.BytesIO):
    """Bytes whose reading is counted."""

    def __init__(self, data: bytes, effort: _Effort) -> None:
        super().__init__(data)
        self._effort = effort

    def read(self, size: int | None = -1, /) -> bytes:
        self._effort.step()
        return super().read(size)


@dataclass(frozen=True)
class _Within:
    """The place of an object that lies in an object stream."""

    stream: int


_Place = int | _Within | None
"""Where an object lies: behind so many bytes, in an object stream, or nowhere (any more)."""


class PdfObjects:
    """The objects of a PDF by number.

    Raises Refused, pypdf's LimitReachedError, and for damage whatever the parsers raise. Generations are passed over:
    the newest section tells where an object lies. To pypdf's reader of objects this is the document, of which it needs
    `strict`, `xref` (empty, so that it looks for nothing by itself) and `get_object`.
    """

    strict = True

    def __init__(self, data: bytes) -> None:
        self.xref: dict[int, dict[int, int]] = {}
        self.trailer: dict[str, PdfObject] = {}
        self._data = data
        self._effort = _Effort(MAX_STEPS, MAX_UNPACKED)
        self._stream = _Measured(data, self._effort)
        self._places: dict[int, _Place] = {}
        self._streams: dict[int, tuple[_Measured, dict[int, int]]] = {}
        self._read_sections()

    def __contains__(self, number: int) -> bool:
        return self._places.get(number) is not None

    def get_object(self, reference: IndirectObject) -> PdfObject:
        """Return the object that a reference names; null where there is none."""
        place = self._places.get(reference.idnum)
        if place is None:
            return NullObject()
        if isinstance(place, int):
            return self._object_at(place, reference.idnum)
        stream, offsets = self._object_stream(place.stream)
        return self._read(stream, offsets[reference.idnum])

    def _read(self, stream: _Measured, position: int) -> PdfObject:
        stream.seek(position)
        document: Any = self
        return read_object(stream, document)

    def _object_at(self, position: int, number: int | None = None) -> PdfObject:
        header = _HEADER.match(self._data, position)
        if header is None or (number is not None and int(header[1]) != number):
            raise Refused("attachment_damaged")
        return self._read(self._stream, header.end())

    def _object_stream(self, number: int) -> tuple[_Measured, dict[int, int]]:
        if number not in self._streams:
            place = self._places.get(number)
            stream = _stream_of_kind(self._object_at(place, number) if isinstance(place, int) else None, "/ObjStm")
            content = self._unpacked(stream)
            first, count = _integer(stream, "/First"), min(_integer(stream, "/N"), MAX_OBJECTS)
            pairs = [int(text) for text in content[:first].split(maxsplit=2 * count)[: 2 * count]]
            places = (first + offset for offset in pairs[1::2])
            offsets = {held: _end(_SPACE, content, place) for held, place in zip(pairs[::2], places, strict=True)}
            self._streams[number] = (_Measured(content, self._effort), offsets)
        return self._streams[number]

    def _unpacked(self, stream: StreamObject) -> bytes:
        rest = self._effort.unpacked
        if rest <= 0:
            raise LimitReachedError
        if stream.get("/Filter", _PACKED[0]) not in _PACKED:
            raise Refused("attachment_damaged")
        with apply_configuration(zlib_maximum_output_length=rest, zlib_maximum_recovery_input_length=0):
            content = stream.get_data()
        self._effort.unpacked -= len(content) + 1
        return content

    def _read_sections(self) -> None:
        starts = _START.findall(self._data, max(0, len(self._data) - _TAIL))
        place = int(starts[-1]) if starts else None
        seen: set[int] = set()
        while place is not None:
            if place in seen or len(seen) == MAX_SECTIONS:
                raise Refused("attachment_damaged")
            seen.add(place)
            table = _TABLE.match(self._data, place)
            section = self._table(table.end()) if table else self._stream_section(place)
            for key, value in section.items():
                self.trailer.setdefault(key, value)
            place = _integer(section, "/Prev") if "/Prev" in section else None

    def _place(self, number: int, place: _Place) -> None:
        self._effort.step()
        self._places.setdefault(number, place)
        if len(self._places) > MAX_OBJECTS:
            raise LimitReachedError

    def _table(self, position: int) -> DictionaryObject:
        entries: list[tuple[int, int | None]] = []
        while found := _RANGE.match(self._data, position):
            position = found.end()
            first, count = int(found[1]), int(found[2])
            first -= first == 1 and found[3] is not None  # Some programs count from 1, but the free list begins at 0.
            for number in range(first, first + min(count, MAX_OBJECTS + 1)):
                self._effort.step()
                entry = _ENTRY.match(self._data, position)
                if entry is None:
                    raise Refused("attachment_damaged")
                position = entry.end()
                entries.append((number, int(entry[1]) if entry[3] == b"n" else None))
        trailer = self._read(self._stream, _end(_TRAILER, self._data, position))
        if not isinstance(trailer, DictionaryObject):
            raise Refused("attachment_damaged")
        if "/XRefStm" in trailer:
            self._stream_section(_integer(trailer, "/XRefStm"))
        for number, place in entries:
            self._place(number, place)
        return trailer

    def _stream_section(self, position: int) -> DictionaryObject:
        section = _stream_of_kind(self._object_at(position), "/XRef")
        content = self._unpacked(section)
        kind, where, which = (int(width) for width in section["/W"])  # type: ignore[attr-defined]  # else it raises
        width = kind + where + which
        index = [int(number) for number in section.get("/Index", (0, _integer(section, "/Size")))]
        entries = zip(_numbers(index), range(0, len(content) - width + 1, width), strict=False)
        for number, start in entries:
            middle = start + kind
            told = int.from_bytes(content[middle : middle + where])
            places: dict[int, _Place] = {1: told, 2: _Within(told)}
            self._place(number, places.get(int.from_bytes(content[start:middle]) if kind else 1))
        return section


def _numbers(index: list[int]) -> Iterator[int]:
    for first, count in zip(index[::2], index[1::2], strict=True):
        yield from islice(range(first, first + count), MAX_OBJECTS + 1)


def _integer(entries: DictionaryObject, key: str) -> int:
    found = entries[key]
    if not isinstance(found, int):
        raise Refused("attachment_damaged")
    return int(found)


def _stream_of_kind(found: PdfObject | None, kind: str) -> StreamObject:
    if not isinstance(found, StreamObject) or found.get("/Type") != kind:
        raise Refused("attachment_damaged")
    return found


def _end(pattern: re.Pattern[bytes], data: bytes, position: int) -> int:
    found = pattern.match(data, position)
    if found is None:
        raise Refused("attachment_damaged")
    return found.end()
