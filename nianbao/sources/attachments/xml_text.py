"""The texts of an XML part: whole paragraphs, with and without tracked changes, cells, comments and attributes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from html import unescape
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

LEAST = 11
"""Shorter texts hold no number of a person, and are passed over."""
_CHUNK = 1 << 20
_TAG = re.compile(r"<[^<>]*>")
_WHOLE = frozenset({"p", "si", "is", "text", "div"})
"""Elements whose text is one piece, whatever runs and changes it is made of; elsewhere each element's is."""
_BETWEEN = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "tc": "\t"}
_GONE, _NEW = frozenset({"del", "moveFrom"}), frozenset({"ins", "moveTo"})
_COMMENTED = frozenset({"comment", "threadedComment"})
_HEADER = re.compile(r"(?:odd|even|first)(?:Header|Footer)")
_HEADER_CODES = re.compile(r'&"[^"]*"|&K[0-9A-F]{6}|&[0-9]{1,2}|&.')
"""Fonts, colours, sizes and fields in the headers and footers of a sheet (ECMA-376 part 1, 18.3.1.46)."""


@dataclass
class _Piece:
    """A text in the making: as it is with the changes, and as it was before them."""

    at: str
    now: list[str] = field(default_factory=list)
    before: list[str] = field(default_factory=list)

    def texts(self) -> Iterator[tuple[str, str]]:
        now, before = "".join(self.now), "".join(self.before)
        yield now, self.at
        if before != now:
            yield before, self.at


class TextEvents:
    """Collects in `said` the texts of a part, each with where it is: a paragraph, or the cell of a comment."""

    def __init__(self) -> None:
        self.said: list[tuple[str, str]] = []
        self._at = ""
        self._open: list[_Piece] = []
        self._loose: list[str] = []
        self._paragraphs = self._gone = self._new = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take note that an element begins."""
        name = tag.rpartition("}")[2]
        self._part_loose(name)
        if name in _COMMENTED:
            self._at = attributes.get("ref", "")
        if name == "p":
            self._paragraphs += 1
        if name in _WHOLE:
            self._open.append(_Piece(self._at or (f"第{self._paragraphs}段" if name == "p" else "")))
        self._gone += name in _GONE
        self._new += name in _NEW
        self.data(_BETWEEN.get(name, ""))
        for value in attributes.values():
            self._say(value)

    def data(self, text: str) -> None:
        """Take note of a piece of text."""
        if not self._open:
            self._loose.append(text)
            return
        if not self._gone:
            self._open[-1].now.append(text)
        if not self._new:
            self._open[-1].before.append(text)

    def end(self, tag: str) -> None:
        """Take note that an element ends."""
        name = tag.rpartition("}")[2]
        self._part_loose(name)
        self._gone -= name in _GONE
        self._new -= name in _NEW
        if name in _WHOLE and self._open:
            for text, at in self._open.pop().texts():
                self._say(text, at)

    def _part_loose(self, name: str) -> None:
        if self._loose:
            text = "".join(self._loose)
            self._loose.clear()
            self._say(_HEADER_CODES.sub(" ", text) if _HEADER.fullmatch(name) else text)

    def _say(self, text: str, at: str = "") -> None:
        if len(text) >= LEAST:
            self.said.append((text, at or self._at))


class SharedTexts(TextEvents):
    """The shared texts of a workbook: `texts` by their position where they are long enough, `used` by a cell or not."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: dict[int, str] = {}
        self.used: set[int] = set()
        self._count = 0

    def end(self, tag: str) -> None:
        """Take note that an element ends."""
        super().end(tag)
        if tag.rpartition("}")[2] == "si":
            if self.said:
                self.texts[self._count] = self.said[-1][0]
                self.said.clear()
            self._count += 1


class SheetTexts(TextEvents):
    """The texts of a sheet: what its cells store, each with its address, and what else the sheet says."""

    def __init__(self, shared: SharedTexts) -> None:
        super().__init__()
        self._shared = shared
        self._kind = ""
        self._value = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take note that an element begins."""
        name = tag.rpartition("}")[2]
        if name == "c":
            self._at, self._kind = attributes.get("r", ""), attributes.get("t", "n")
            return
        self._value = name == "v"
        super().start(tag, attributes)

    def end(self, tag: str) -> None:
        """Take note that an element ends."""
        super().end(tag)
        self._value = False
        if tag.rpartition("}")[2] == "c":
            self._at = ""

    def _say(self, text: str, at: str = "") -> None:
        if self._value and self._kind == "s":
            self._say_shared(text)
        else:
            super()._say(_plain_number(text) if self._value and self._kind == "n" else text, at)

    def _say_shared(self, position: str) -> None:
        index = int(position) if position.isascii() and position.isdigit() else -1
        if index in self._shared.texts:
            self._shared.used.add(index)
            super()._say(self._shared.texts[index])


def _plain_number(text: str) -> str:
    """A number as a workbook stores it, written out: 1.3812345678E10 is eleven figures."""
    if "." not in text and "E" not in text.upper():
        return text
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    short = abs(number.adjusted()) < 30
    return f"{number:f}".removesuffix(".0") if short else text


def told(data: bytes, events: TextEvents) -> list[tuple[str, str]]:
    """Return the texts of an XML part, each with where it is; what is no sound XML gives up its texts between tags."""
    parser = DefusedXMLParser(target=events, forbid_dtd=True)
    try:
        for start in range(0, len(data), _CHUNK):
            parser.feed(data[start : start + _CHUNK])
        parser.close()
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        text = data.decode("utf-8", "replace")
        tags = "\n".join(_TAG.findall(text))
        return [(unescape(_TAG.sub("\t", text)), ""), (unescape(_TAG.sub("", text)), ""), (unescape(tags), "")]
    return events.said
