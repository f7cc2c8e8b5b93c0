"""Bytes of a file as text: never guessed, never replaced, and free of characters that hide something."""

from __future__ import annotations

import codecs
import re
import unicodedata
from pathlib import Path

from nianbao.report.finding import Finding
from nianbao.report.place import Place

MAX_BYTES = 1 << 20
"""Largest text file that is read (1 MiB); a year's largest real file has some 20 KiB."""

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffd]"
)
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]")
_SHOWN = 60


def quote(text: str) -> str:
    """Return an offending text as messages show it: control characters escaped, cut at 60 characters."""
    shown = "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)
    return shown if len(shown) <= _SHOWN else shown[: _SHOWN - 1] + "…"


def read_text(path: Path, name: str, findings: list[Finding]) -> str | None:
    """Return the text of a file with `\\n` line ends, or None with the reasons appended to `findings`.

    Encodings: a byte order mark decides; else strict UTF-8; else strict GB18030 with a note (Excel saves it in China).
    Invisible, bidirectional, control and private-use characters are refused with their line.
    """
    place = Place(name)
    size = path.stat().st_size
    if size > MAX_BYTES:
        findings.append(Finding("file_size", "error", place, {"size": size, "limit": MAX_BYTES}))
        return None
    text = _decoded(path.read_bytes(), place, findings)
    if text is None:
        return None
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return None if _refuse_hidden(lines, name, findings) else lines


def _decoded(data: bytes, place: Place, findings: list[Finding]) -> str | None:
    marked = next((encoding for bom, encoding in _BOMS if data.startswith(bom)), None)
    for encoding in (marked,) if marked else ("utf-8", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "gb18030":
            findings.append(Finding("encoding_gb18030", "info", place))
        return text
    findings.append(Finding("encoding_unknown", "error", place))
    return None


def hidden_character(text: str) -> dict[str, object]:
    """Return which character of a text hides something (code, name, position from 1), empty where none does.

    Hidden are invisible, bidirectional, control and private-use characters, but not line feed and tab.
    """
    found = _HIDDEN.search(text) or _PRIVATE.search(text)
    if found is None:
        return {}
    char = found.group()
    return {"code": f"U+{ord(char):04X}", "name": unicodedata.name(char, ""), "column": found.start() + 1}


def _refuse_hidden(text: str, name: str, findings: list[Finding]) -> bool:
    before = len(findings)
    for number, line in enumerate(text.split("\n"), start=1):
        values = hidden_character(line)
        if values:
            findings.append(Finding("hidden_character", "error", Place(name, number), values))
    return len(findings) > before
