"""Whether a list of hashes was changed, and not the files it names: shown where something else vouches for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from nianbao.publish.archive import layout, manifest, views
from nianbao.wording.language import say

_HASH = re.compile(rb"\b[0-9a-f]{64}\b")
_SHOWN = 3


@dataclass(frozen=True)
class Faulty:
    """A list that was changed: {line number: name} of its lines that differ, and {name: SHA-256 in hex} as it was."""

    lines: dict[int, str]
    listed: dict[str, str]

    def __str__(self) -> str:
        told = [say("第{number}行（{name}）", number=number, name=name) for number, name in self.lines.items()]
        rest = say("等{count}行", count=len(told)) if len(told) > _SHOWN else ""
        lines = "、".join(told[:_SHOWN]) + rest
        return say("清单被改动：{lines}与发布时不同，所列的文件没有变", lines=lines)


def faulty(path: Path, unlisted: frozenset[str], was: Callable[[bytes], bool]) -> Faulty | None:
    """Return how the list at `path` differs from the one that was published; None where that cannot be shown.

    The list is written anew from the files beside it, but for the `unlisted`; `was` says whether it then is what was
    published, by a hash that is kept elsewhere. A list of files that differ themselves is never called faulty.
    """
    try:
        found = path.read_bytes()
        hashes = manifest.hash_tree(path.parent, unlisted)
    except OSError:
        return None
    right = manifest.written(hashes)
    if found == right or not was(right):
        return None
    return Faulty(dict(_changed(found, right)), hashes)


def was_shown(folder: Path, proof: str) -> Callable[[bytes], bool]:
    """Return what says of a list of a view's files whether its hash is the one that the view's proof page shows.

    `proof` is the hash of that page without the hash of the list, as `view.json` keeps it.
    """

    def was(content: bytes) -> bool:
        try:
            page = (folder / layout.PROOF).read_bytes()
        except OSError:
            return False
        shown = sha256(content).hexdigest()
        return shown.encode() in _HASH.findall(page) and views.without_hash(page, shown) == proof

    return was


def _changed(found: bytes, right: bytes) -> Iterator[tuple[int, str]]:
    """The lines of a list that are not as they were; of one that was left out, its number in the list as it was."""
    there, should = found.splitlines(), right.splitlines()
    wrong = {number: _name(line) for number, line in enumerate(there, start=1) if line not in should}
    yield from wrong.items()
    for number, line in enumerate(should, start=1):
        if line not in there and _name(line) not in wrong.values():
            yield number, _name(line)


def _name(line: bytes) -> str:
    return line.partition(b"  ")[2].decode(errors="backslashreplace")
