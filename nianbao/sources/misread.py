"""Text that was saved after it had been opened in the wrong encoding: 锟斤拷 and é¢„ç®— for what somebody wrote."""

from __future__ import annotations

import re
from collections.abc import Iterator

_CHINESE = re.compile("[\u3400-\u9fff]")
_ASCII = re.compile("[\x00-\x7f]")
_BEYOND_ASCII = re.compile("[^\x00-\x7f]+")
_THREE_BYTES = re.compile("[\u0800-\uffff]")
_SINGLE = ("cp1252", "latin-1", "cp437", "cp850", "mac_roman")
"""Encodings of one byte a character in which Chinese is opened by mistake."""
_LEAST = 2
"""So many Chinese characters must come out before anything is said."""
LOST = "锟斤拷"
"""What is left when characters that were lost already are opened as GBK once more."""


def repaired(text: str) -> str | None:
    """Return what a text was before it was opened in the wrong encoding and saved; None for a text that was not.

    UTF-8 opened as GBK loses the last byte of many words, so that there only what can be known again comes back.
    """
    if text.isascii():
        return None
    if not _CHINESE.search(text):
        return next(_from_single_bytes(text), None)
    strange = _ASCII.sub(" ", text.replace("\ufffd", " ")).encode("gb18030", errors="ignore")
    whole = 3 * len(_THREE_BYTES.findall(strange.decode("utf-8", errors="ignore")))
    if whole * 2 <= len(strange.replace(b" ", b"")):
        return None
    found = text.encode("gb18030", errors="ignore").decode("utf-8", errors="replace")
    return found if len(_CHINESE.findall(found)) >= _LEAST else None


def _from_single_bytes(text: str) -> Iterator[str]:
    for wrong in _SINGLE:
        data = _bytes_of(text, wrong)
        for right in ("utf-8", "gb18030") if _in_pairs(text) else ("utf-8",):
            try:
                found = (data or b"").decode(right)
            except UnicodeDecodeError:
                continue
            if len(_CHINESE.findall(found)) >= _LEAST and not _left_over(found):
                yield found


def _bytes_of(text: str, encoding: str) -> bytes | None:
    """The bytes that were read as a text; programs let through what an encoding of Windows leaves undefined."""
    pieces = []
    for char in text:
        try:
            pieces.append(char.encode(encoding))
        except UnicodeEncodeError:
            if not (encoding == "cp1252" and 0x80 <= ord(char) <= 0x9F):
                return None
            pieces.append(bytes((ord(char),)))
    return b"".join(pieces)


def _left_over(text: str) -> bool:
    """Whether letters with accents are left, which were letters from the beginning."""
    return any("\u00a1" <= char <= "\u024f" and char not in "·×÷°±§" for char in text)


def _in_pairs(text: str) -> bool:
    """Whether letters beyond ASCII always stand two by two, as the bytes of Chinese in GBK nearly always do."""
    return all(len(run) % 2 == 0 for run in _BEYOND_ASCII.findall(text))
