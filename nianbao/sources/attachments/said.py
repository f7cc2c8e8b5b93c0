"""What a file says, piece by piece, with where a reader of the file finds each."""

from __future__ import annotations

from dataclasses import dataclass

UNREAD = ""
"""What a page says that is drawn and not written."""


@dataclass(frozen=True)
class Said:
    """A text in a file: in which part of it (a sheet, a page), at which cell or paragraph, or on which line."""

    text: str
    part: str | None = None
    at: str | None = None
    line: int | None = None
