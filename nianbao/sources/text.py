"""Bytes of a file as text: never guessed, never replaced, and free of characters that hide something."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from nianbao.report.finding import Finding
from nianbao.report.place import Place
from nianbao.sources.misread import LOST, repaired
from nianbao.sources.problems import character_name
from nianbao.wording.language import say
from nianbao.wording.personal import masked

MAX_BYTES = 1 << 20
"""Largest text file that is read (1 MiB); a year's largest real file has some 20 KiB."""

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ud800-\udfff\ufff9-\uffff\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_CONFLICT = re.compile(r"(?:<{7}|>{7}|\|{7})(?: .*)?|={7}")
_LOST = "\ufffd"
"""What programs write for a character that they could not read."""
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]")
_MOST_PRIVATE = 3
"""So many different characters of their own no office has made: bytes of another encoding read as GB18030."""
_SHOWN, _LOOKED_AT = 60, 400
"""How much of an offending text is shown, and how much is looked at, so that no number is cut before it is masked."""
_KINDS = ((b"PK\x03\x04", "zip"), (b"\xd0\xcf\x11\xe0", "ole"), (b"%PDF", "pdf"))
_THREE_BYTES = re.compile("[\u0800-\uffff]")
_HIGH = bytes(range(128, 256))
MOST_COMPLAINTS = 200
"""How many complaints about one file are told before the rest can wait."""


def quote(text: str) -> str:
    """Return an offending text as messages show it: numbers of persons masked before it is cut at 60 characters.

    Control characters are escaped.
    """
    text = masked(text[:_LOOKED_AT])
    cut = text[:_SHOWN]
    shown = "".join(char if char.isprintable() or char == "\u3000" else ascii(char)[1:-1] for char in cut)
    return shown if len(shown) <= _SHOWN and cut == text else shown[: _SHOWN - 1] + "…"


def visible(text: str) -> str:
    """Return a text with every character that nobody sees escaped (`\\u200b`), whether a reader would refuse it or not.

    Line ends, tabs and the blank of Chinese type stay.
    """
    return "".join(char if char in "\n\t\u3000" or _is_seen(char) else ascii(char)[1:-1] for char in text)


def _is_seen(char: str) -> bool:
    return char.isprintable() and not _HIDDEN.match(char)


class Patience:
    """Counts the complaints about a file (not notes, not gaps) that come after it was made."""

    def __init__(self, findings: list[Finding], name: str) -> None:
        self._findings, self._name, self._seen, self._count = findings, name, len(findings), 0

    def ended(self) -> bool:
        """Say whether so much has been complained of that the rest of the file can wait, which is then said too."""
        fresh = self._findings[self._seen :]
        self._seen = len(self._findings)
        self._count += sum(finding.level == "error" and not finding.gap for finding in fresh)
        if self._count < MOST_COMPLAINTS:
            return False
        place = replace(self._findings[-1].place, file=self._name, column=None, cell=None)
        self._findings.append(Finding("complaints_cut", "error", place, {"limit": MOST_COMPLAINTS}))
        return True


def read_text(path: Path, name: str, findings: list[Finding]) -> str | None:
    """Return the text of a file with `\\n` line ends, or None with the reasons appended to `findings`.

    Encodings: a byte order mark decides; else strict UTF-8; else strict GB18030 with a note (Excel saves it in China).
    What is GB18030 only for want of anything better, and text that somebody opened in the wrong encoding and saved, is
    told. Invisible, bidirectional, control and private-use characters are refused with their line, as are the marks
    that a version control program leaves between two versions of a text.
    """
    place = Place(name)
    try:
        size = path.stat().st_size
        data = b"" if size > MAX_BYTES else path.read_bytes()
    except OSError:
        findings.append(Finding("file_unreadable", "error", place))
        return None
    if size > MAX_BYTES:
        findings.append(Finding("file_size", "error", place, {"size": size, "limit": MAX_BYTES}))
        return None
    text = _decoded(data, place, findings)
    if text is None:
        return None
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    if misread := _misread(lines, name):
        findings.append(misread)
        return None
    if _refuse_conflict(lines, name, findings) or _refuse_hidden(lines, name, findings):
        return None
    return lines


def _refuse_conflict(text: str, name: str, findings: list[Finding]) -> bool:
    """Complain of what lies between two versions; a line of equal signs alone may be the line below a heading."""
    if not any(mark in text for mark in ("<<<<<<<", ">>>>>>>", "=======")):
        return False
    marks = [(number, line) for number, line in enumerate(text.split("\n"), start=1) if _CONFLICT.fullmatch(line)]
    if name.endswith(".md") and all(line.startswith("=") for _, line in marks):
        return False
    findings += [
        Finding("conflict_left", "error", Place(name, number), {"text": line[:7]}) for number, line in marks[:20]
    ]
    return bool(marks)


def _decoded(data: bytes, place: Place, findings: list[Finding]) -> str | None:
    kind = _kind(data)
    if kind:
        findings.append(Finding("file_kind", "error", place, {"found": kind}))
        return None
    marked = next((encoding for bom, encoding in _BOMS if data.startswith(bom)), None)
    for encoding in (marked,) if marked else ("utf-8", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            if encoding.startswith("utf-8") and _mostly_utf_8(data):
                findings += _damaged_lines(data, place.file)
                return None
            continue
        if encoding != "gb18030":
            return text
        private = len(set(_PRIVATE.findall(text)))
        if private < _MOST_PRIVATE:
            findings.append(Finding("encoding_gb18030", "info", place))
            return text
        findings.append(Finding("encoding_unknown", "error", place, {"count": private}, "encoding_unknown.private"))
        return None
    findings.append(Finding("encoding_unknown", "error", place))
    return None


def _kind(data: bytes) -> str:
    """What a file is that is no text at all; empty for a text."""
    kind = next((kind for magic, kind in _KINDS if data.startswith(magic)), "")
    if kind:
        return {"zip": say("工作簿或压缩包"), "ole": say("旧版 Office 文件"), "pdf": "PDF"}[kind]
    bare = not any(data.startswith(bom) for bom, _ in _BOMS)
    return say("没有标记的 UTF-16 或二进制文件") if bare and data.count(0) * 10 > len(data) else ""


def _mostly_utf_8(data: bytes) -> bool:
    """Whether most of what is not ASCII are whole Chinese characters of UTF-8; texts of GB18030 hardly look so."""
    whole = 3 * len(_THREE_BYTES.findall(data.decode("utf-8", "ignore")))
    return whole * 2 > len(data) - len(data.translate(None, _HIGH))


def _damaged_lines(data: bytes, name: str) -> Iterator[Finding]:
    """The first lines, at most 20, that are no UTF-8."""
    told = 0
    for number, line in enumerate(data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n"), start=1):
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            told += 1
            yield Finding("encoding_damaged", "error", Place(name, number))
        if told == 20:
            return


def _misread(text: str, name: str) -> Finding | None:
    """The complaint about a text that was opened in the wrong encoding and saved, with its first line as it was."""
    lost = LOST in text
    if not lost and repaired(text) is None:
        return None
    for number, line in enumerate(text.split("\n"), start=1):
        if LOST in line:
            return Finding("encoding_misread", "error", Place(name, number), {"found": LOST}, "encoding_misread.lost")
        right = repaired(line)
        if right is not None and not lost:
            values: dict[str, object] = {"found": quote(line), "right": quote(right)}
            return Finding("encoding_misread", "error", Place(name, number), values)
    return None


def hidden_character(text: str, place: Place) -> Finding | None:
    """Return the complaint about the first character of a text that hides something, or None.

    Hidden are invisible, bidirectional, control and private-use characters and what stands for a lost one, but not
    line feed and tab. The position is counted from 1.
    """
    found = _HIDDEN.search(text) or _PRIVATE.search(text)
    if found is None:
        return None
    char = found.group()
    values = {"code": f"U+{ord(char):04X}", "name": character_name(char), "column": found.start() + 1}
    variant = "private" if _PRIVATE.match(char) else "lost" if char == _LOST else ""
    sentence = f"hidden_character.{variant}" if variant else ""
    return Finding("hidden_character", "error", place, values, sentence)


def _refuse_hidden(text: str, name: str, findings: list[Finding]) -> bool:
    patience = Patience(findings, name)
    if not (_HIDDEN.search(text) or _PRIVATE.search(text)):
        return False
    for number, line in enumerate(text.split("\n"), start=1):
        complaint = hidden_character(line, Place(name, number))
        if complaint:
            findings.append(complaint)
        if patience.ended():
            break
    return True
