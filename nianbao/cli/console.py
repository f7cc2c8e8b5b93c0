"""Terminals and pipes whose encoding holds no Chinese, or not every character: shown escaped, never an error."""

from __future__ import annotations

import codecs
import io
import json
import sys
from typing import IO, Any


def show_everything() -> None:
    """Have standard output and error write a character that their encoding lacks as its escape (`\\u4e2d`)."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
            if _is_ascii(stream):
                setattr(sys, name, _Ascii(stream))


def shows_chinese(stream: IO[str] | None = None) -> bool:
    """Say whether standard output can show Chinese as it is."""
    encoding = getattr(stream or sys.stdout, "encoding", None) or "utf-8"
    try:
        "年报".encode(encoding)
    except UnicodeError:
        return False
    except LookupError:
        return True
    return True


def written_json(document: object) -> str:
    """Return a document as JSON for standard output: as it is read, or escaped where the encoding lacks a character."""
    text = json.dumps(document, ensure_ascii=False, indent=1)
    try:
        text.encode(getattr(sys.stdout, "encoding", None) or "utf-8")
    except (UnicodeError, LookupError):
        return json.dumps(document, indent=1)
    return text


def _is_ascii(stream: io.TextIOWrapper) -> bool:
    return codecs.lookup(stream.encoding).name == "ascii"


class _Ascii(io.TextIOBase):
    """A stream of ASCII without the bytes behind it: click would write UTF-8 there, whatever was asked for."""

    def __init__(self, stream: io.TextIOWrapper) -> None:
        self._stream = stream

    @property
    def encoding(self) -> str:  # type: ignore[override]  # an attribute there
        return self._stream.encoding

    def write(self, text: str) -> int:
        return self._stream.write(text)

    def flush(self) -> None:
        self._stream.flush()

    def isatty(self) -> bool:
        return self._stream.isatty()

    def fileno(self) -> int:
        return self._stream.fileno()

    def __getattr__(self, name: str) -> Any:
        if name == "buffer":
            raise AttributeError(name)
        return getattr(self._stream, name)
