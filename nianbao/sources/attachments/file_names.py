"""File names that every web address and every file system takes as they are."""

from __future__ import annotations

import re

from nianbao.report.finding import Finding
from nianbao.report.place import Place
from nianbao.sources.text import quote

MAX_NAME_BYTES = 200
"""Longest file name in UTF-8; file systems end at 255, and archives need room for what they add."""

_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0002f7ff\U00030000-\U000323af"
_SAFE = re.compile(f"[{_HAN}A-Za-z0-9（][{_HAN}A-Za-z0-9（）._-]*[{_HAN}A-Za-z0-9）]")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE)


def name_findings(name: str, place: Place) -> list[Finding]:
    """Return what is wrong with a file's name as a row of the table gives it."""
    if not _SAFE.fullmatch(name):
        return [Finding("attachment_name", "error", place, {"file": quote(name)})]
    if _RESERVED.fullmatch(name):
        return [Finding("attachment_name_reserved", "error", place, {"file": name})]
    length = len(name.encode())
    if length > MAX_NAME_BYTES:
        return [Finding("attachment_name_long", "error", place, {"length": length, "limit": MAX_NAME_BYTES})]
    return []
