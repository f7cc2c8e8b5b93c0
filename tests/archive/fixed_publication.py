"""Publishes a year of a site folder at a fixed time and with a fixed nonce: `ROOT YEAR [SEED]`.

With a seed, the system lists the files of every folder in another order.
"""

from __future__ import annotations

import os
import random
import secrets
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from nianbao.publish import archive as store
from nianbao.publish.editions import build_year
from nianbao.publish.publishing import portal_of, staged_year
from nianbao.report.catalogue import ROLE


class Shuffled:
    """What `os.scandir` returns, in another order."""

    def __init__(self, entries: Iterator[Any], chance: random.Random) -> None:
        self._entries = list(entries)
        chance.shuffle(self._entries)

    def __iter__(self) -> Iterator[Any]:
        return iter(self._entries)

    def __next__(self) -> Any:
        if not self._entries:
            raise StopIteration
        return self._entries.pop()

    def __enter__(self) -> Shuffled:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the entries."""
        self._entries = []


def disorder(seed: int) -> None:
    """Let every folder be listed in another order from now on."""
    chance, scandir, listdir = random.Random(seed), os.scandir, os.listdir  # noqa: S311 - an order, no secret

    def shuffled(path: Any = ".") -> list[Any]:
        names = listdir(path)
        chance.shuffle(names)
        return names

    for name, function in (("scandir", lambda path=".": Shuffled(scandir(path), chance)), ("listdir", shuffled)):
        setattr(os, name, function)


def publish(root: Path, year: int) -> None:
    """Publish a year into `archive/` of its site folder."""
    archive = root / "archive"
    with tempfile.TemporaryDirectory() as scratch:
        content = Path(scratch) / "content"
        built = build_year(root, year, content, archive=archive)
        store.publish(
            archive,
            staged_year(built, content),
            portal_of(root, archive),
            now=lambda: datetime(2026, 11, 24, 4, tzinfo=UTC),
            role=ROLE,
            reason="首次公开",
        )


if __name__ == "__main__":
    secrets.token_bytes = lambda nbytes=None: b"\x17" * (nbytes or 32)
    for seed in map(int, sys.argv[3:]):
        disorder(seed)
    publish(Path(sys.argv[1]), int(sys.argv[2]))
