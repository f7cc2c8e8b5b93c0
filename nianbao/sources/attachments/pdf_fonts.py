"""How much a font of a PDF makes a reader do: the characters of its tables, counted without reading them one by one."""

from __future__ import annotations

import re
from typing import Any

from pypdf.generic import ArrayObject, DictionaryObject, StreamObject

MOST = 100_000
"""Most characters of a table that pypdf reads before it gives up."""

_HEX = rb"<([0-9A-Fa-f ]{1,40})>"
_RANGES = re.compile(rb"beginbfrange(.*?)(?:endbfrange|\Z)", re.DOTALL)
_RANGE = re.compile(_HEX + rb"\s*" + _HEX + rb"\s*(?:(<[^<>]*>)|\[[^\[\]]*\])")


def characters_of(font: DictionaryObject) -> int:
    """Return how many characters the tables of a font have at most: those told in Unicode and those given a width.

    Tables of ISO 32000-2, 9.6.2.1, 9.7.4.3 and 9.10.3; one that is not written as producers write it counts as the
    longest that pypdf reads.
    """
    widths = _items(font.get("/Widths"))
    descendants = [entry.get_object() for entry in _items(font.get("/DescendantFonts"))]
    spans = sum(_with_widths(entry.get("/W")) for entry in descendants if isinstance(entry, DictionaryObject))
    return _told(font.get("/ToUnicode")) + len(widths) + spans


def _items(value: Any) -> ArrayObject:
    found = None if value is None else value.get_object()
    return found if isinstance(found, ArrayObject) else ArrayObject()


def _told(value: Any) -> int:
    """The characters of a table `ToUnicode`: its ranges, and single ones, each of which takes two words."""
    found = None if value is None else value.get_object()
    if not isinstance(found, StreamObject):
        return 0
    data = found.get_data()
    words = len(data.replace(b"<", b" <").split())
    return min(MOST, words // 2 + sum(map(_in_ranges, _RANGES.findall(data))))


def _in_ranges(section: bytes) -> int:
    if _RANGE.sub(b"", section).strip():
        return MOST
    ends = ((_code(low), _code(high)) for low, high, first in _RANGE.findall(section) if first)
    return sum(max(0, high - low + 1) for low, high in ends)


def _code(digits: bytes) -> int:
    return int(digits.replace(b" ", b"") or b"0", 16)


def _with_widths(value: Any) -> int:
    """The characters of an array `W`: a first one and a list of widths, or a first and a last one of one width."""
    entries = [entry.get_object() for entry in _items(value)]
    count = at = 0
    while at < len(entries):
        following = entries[at + 1] if at + 1 < len(entries) else None
        if isinstance(following, ArrayObject):
            count += len(following)
            at += 2
        elif at + 2 < len(entries) and isinstance(entries[at], int | float) and isinstance(following, int | float):
            count += max(0, int(following) - int(entries[at]) + 1)
            at += 3
        else:
            at += 1
    return min(MOST, count)
