"""A file of data as it was made, and what pages and packages have to know of it."""

from __future__ import annotations

from dataclasses import dataclass

from nianbao.report.dataset import Dataset
from nianbao.report.download import Download, download


@dataclass(frozen=True)
class MadeFile:
    """One file: its name in the edition, what is in it, its bytes, and the dataset that it is written from, if one.

    `holds` is the English name of the one table it holds, which pages show beside that table.
    """

    name: str
    title: str
    content: bytes
    dataset: Dataset | None = None
    holds: str = ""

    @property
    def download(self) -> Download:
        """How pages list it."""
        return download(self.name, self.title, self.content, self.holds)
