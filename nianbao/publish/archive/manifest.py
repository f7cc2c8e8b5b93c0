"""Lists of file hashes in the format of `sha256sum -c`, so that anyone can check a version without this program."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Literal

from nianbao.wording.language import say

FileKind = Literal["file", "folder", "link", "other"]

_LINE = re.compile(rb"(\\?)([0-9a-f]{64})  (.+)", re.DOTALL)
_ESCAPES = {b"\\": b"\\\\", b"\n": b"\\n", b"\r": b"\\r"}
_UNESCAPES = {escaped: plain for plain, escaped in _ESCAPES.items()}
_BLOCK = 1 << 20


class BrokenManifest(ValueError):
    """The bytes are not a list of file hashes; the text says which line."""


@dataclass(frozen=True)
class Entry:
    """One thing below a folder: its name relative to it (with `/`) and what it is; links are never followed."""

    name: str
    kind: FileKind


def written(hashes: Mapping[str, str]) -> bytes:
    """Return the list of {name: SHA-256 in hex}, sorted by the bytes of the names.

    A name with a backslash, newline or carriage return is escaped as GNU sha256sum does it.
    """
    named = sorted((os.fsencode(name), digest.encode()) for name, digest in hashes.items())
    return b"".join(_line(name, digest) for name, digest in named)


def read(content: bytes) -> dict[str, str]:
    """Return {name: SHA-256 in hex} of a list that `written` could have made.

    Raises BrokenManifest for any other bytes: unsorted, doubled, absolute or climbing names included.
    """
    if content and not content.endswith(b"\n"):
        raise BrokenManifest(say("最后一行没有写完"))
    hashes: dict[str, str] = {}
    for number, text in enumerate(content.split(b"\n")[:-1], start=1):
        found = _LINE.fullmatch(text)
        name = _unescaped(found[3], bool(found[1])) if found else b""
        if found is None or not _is_inside(name):
            raise BrokenManifest(say("第{number}行不是校验清单的写法", number=number))
        hashes[os.fsdecode(name)] = found[2].decode()
    if written(hashes) != content:
        raise BrokenManifest(say("清单没有按文件名排序，或者有重复"))
    return hashes


def link_target(link: Path) -> str:
    """Return a symbolic link's target letter by letter. Raises OSError for anything else."""
    return os.readlink(link)  # noqa: PTH115 - Path.readlink tidies the text, so that a changed link may look the same.


def hash_file(path: Path) -> str:
    """Return the SHA-256 of a file in hex. Raises OSError where it cannot be read."""
    digest = sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def walk(folder: Path, prefix: str = "") -> Iterator[Entry]:
    """Yield everything below `folder`, sorted by name, a folder before what is in it.

    Raises OSError where a folder cannot be listed.
    """
    for item in sorted(os.scandir(folder), key=lambda item: os.fsencode(item.name)):
        entry = Entry(prefix + item.name, _kind(item.stat(follow_symlinks=False).st_mode))
        yield entry
        if entry.kind == "folder":
            yield from walk(folder / item.name, f"{entry.name}/")


def hash_tree(folder: Path, without: frozenset[str] = frozenset()) -> dict[str, str]:
    """Return {name: SHA-256 in hex} of every regular file below `folder` except the names in `without`.

    Raises OSError where something cannot be read.
    """
    files = (entry.name for entry in walk(folder) if entry.kind == "file" and entry.name not in without)
    return {name: hash_file(folder / name) for name in files}


def _line(name: bytes, digest: bytes) -> bytes:
    escaped = re.sub(rb"[\\\n\r]", lambda found: _ESCAPES[found[0]], name)
    return (b"\\" if escaped != name else b"") + digest + b"  " + escaped + b"\n"


def _unescaped(name: bytes, escaped: bool) -> bytes:
    if not escaped:
        return name
    return re.sub(rb"\\[\\nr]", lambda found: _UNESCAPES[found[0]], name)


def _is_inside(name: bytes) -> bool:
    return b"\0" not in name and all(part not in (b"", b".", b"..") for part in name.split(b"/"))


def _kind(mode: int) -> FileKind:
    if stat.S_ISREG(mode):
        return "file"
    if stat.S_ISDIR(mode):
        return "folder"
    return "link" if stat.S_ISLNK(mode) else "other"
