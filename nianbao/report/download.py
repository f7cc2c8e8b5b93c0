"""下载: a file of data that readers can take away, as pages list it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

_KINDS = {"csv": "CSV", "json": "JSON", "xlsx": "Excel"}
"""What readers call a file, by the ending of its name."""


@dataclass(frozen=True)
class Download:
    """One file: its address in the edition, what is in it, size in bytes and SHA-256.

    `table` is the English name of the one table that it holds, empty where it holds more.
    """

    file: str
    title: str
    size: int
    sha256: str
    table: str = ""

    @property
    def kind(self) -> str:
        """What readers call such a file (`CSV`, `Excel`)."""
        return _KINDS[self.file.rpartition(".")[2]]


def download(file: str, title: str, content: bytes, table: str = "") -> Download:
    """Return how pages list a file with that content."""
    return Download(file, title, len(content), hashlib.sha256(content).hexdigest(), table)


@dataclass(frozen=True)
class TableFiles:
    """The files of the table whose rows a table or chart of a page shows; `whole` names them where it shows a part."""

    files: tuple[Download, ...]
    whole: str = ""


def files_of(downloads: Iterable[Download], table: str) -> tuple[Download, ...]:
    """Return the files that hold one table."""
    return tuple(entry for entry in downloads if entry.table == table)
