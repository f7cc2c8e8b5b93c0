"""How wide a text is drawn where no font can be asked: an upper estimate, so that nothing is ever cut off."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_OPENING = "（《〈“‘〔【「『"
_CLOSING = "，。、；：！？）》〉”’〕】」』…·％%"
_PIECE = re.compile(rf"\s+|[{_OPENING}]*(?:[!-~\u00c0-\u024f]+|\S)[{_CLOSING}]*")
_NARROW = frozenset(" ,.:;!'|")
_BROAD = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZmw%&@")


def _width_of_character(character: str) -> float:
    if unicodedata.east_asian_width(character) in "WFA":
        return 1.0
    if character in _NARROW:
        return 0.42
    return 0.95 if character in _BROAD else 0.64


def width_of(text: str) -> float:
    """Return the width of a text in em: one for a Han character, rather more than fonts use for any other."""
    return sum(map(_width_of_character, text))


def wrapped(text: str, width: float) -> tuple[str, ...]:
    """Return the lines of a text that are at most `width` em wide, none beginning with a closing mark.

    Words of Latin letters are broken only where one alone is wider than a line.
    """
    lines, line = [], ""
    for piece in _pieces(text, width):
        if line.strip() and width_of(f"{line}{piece}".strip()) > width:
            lines.append(line.strip())
            line = ""
        line += piece
    return (*lines, line.strip())


def _pieces(text: str, width: float) -> Iterator[str]:
    for piece in _PIECE.findall(text):
        if width_of(piece) <= width:
            yield piece
        else:
            yield from piece
