"""附件: the files that a year publishes beside its report, as its pages show them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from nianbao.report.model import Attachment

_KINDS = {"pdf": "PDF", "docx": "Word", "xlsx": "Excel", "csv": "CSV", "txt": "TXT", "png": "PNG", "jpg": "JPEG"}
"""What readers call a file, by the ending of its name."""


@dataclass(frozen=True)
class AttachedFile:
    """One published file: its row in the table, and size (in bytes) and SHA-256 of what is published.

    `replaces` is the id of the attachment in whose place it comes.
    """

    id: str
    name: str
    file: str
    size: int
    sha256: str
    replaces: str | None = None

    @property
    def kind(self) -> str:
        """What readers call such a file (`PDF`, `Word`)."""
        ending = self.file.rpartition(".")[2].lower().replace("jpeg", "jpg")
        return _KINDS.get(ending, ending.upper())


def attached_files(rows: Iterable[Attachment], published: Mapping[str, bytes]) -> tuple[AttachedFile, ...]:
    """Return the attachments whose published bytes are given, by their name in the sources, in the table's order."""
    contents = {name.rpartition("/")[2]: content for name, content in published.items()}
    return tuple(
        AttachedFile(row.id, row.name, row.file, len(content), hashlib.sha256(content).hexdigest(), row.replaces)
        for row in rows
        if (content := contents.get(row.file)) is not None
    )
