"""Marks of events: each event that readers had lies in a file of its own, so that no older copy makes it unsaid.

A copy of an archive that is put over a newer one brings its own `current`, ledger and `.committed`; it takes no file
away whose name it does not know. A mark is named by the hash of its line: marks of two archives never collide.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from nianbao.publish.archive import durable, layout, ledger
from nianbao.publish.archive.inspection import read_regular
from nianbao.publish.archive.refusals import Damage
from nianbao.report.catalogue import Event
from nianbao.wording.language import say
from nianbao.wording.system import refusal

_NAME = re.compile(r"([0-9a-f]{64})\.json")
_MODE = 0o444


@dataclass(frozen=True)
class Marks:
    """The marks of an archive: {SHA-256 of the line: event}, and what is wrong with those that cannot be read."""

    events: dict[str, Event]
    damages: tuple[Damage, ...]


def read_marks(archive: Path) -> Marks:
    """Return all marks. Never raises for damage; an archive made before there were marks has none."""
    folder = archive / layout.EVENTS
    events: dict[str, Event] = {}
    damages: list[Damage] = []
    if folder.is_symlink() or (os.path.lexists(folder) and not folder.is_dir()):
        return Marks({}, (Damage(layout.EVENTS, say("应是文件夹")),))
    for name in sorted(path.name for path in folder.iterdir()) if folder.is_dir() else ():
        path = f"{layout.EVENTS}/{name}"
        found = _NAME.fullmatch(name)
        if found is None:
            damages.append(Damage(path, say("不该在这里")))
            continue
        try:
            events[found[1]] = _event(read_regular(folder / name), found[1])
        except OSError as error:
            damages.append(Damage(path, say("读不出：{why}", why=refusal(error))))
        except ValueError:
            damages.append(Damage(path, say("内容与文件名不符；现行台账里有这一条的，下次发布时会重新写好")))
    return Marks(events, tuple(damages))


def prepare_marks(archive: Path, events: Iterable[Event]) -> dict[str, Path]:
    """Write the marks that are missing or wrong into the staging area; return {archive path: where it lies}.

    A full disk still stops a publication here. Needs the lock.
    """
    prepared: dict[str, Path] = {}
    for event in events:
        line = ledger.line(event)
        name = layout.event_name(sha256(line).hexdigest())
        if _has(archive / name, line + b"\n"):
            continue
        passage = archive / layout.STAGING / name
        durable.make_folder(passage.parent)
        durable.prepare_file(passage, line + b"\n", _MODE)
        prepared[name] = passage
    if prepared:
        durable.make_folder(archive / layout.EVENTS)
    return prepared


def put_marks(archive: Path, prepared: dict[str, Path]) -> None:
    """Give prepared marks their names: from then on nothing makes these events unsaid."""
    for name, passage in prepared.items():
        passage.replace(archive / name)
    if prepared:
        durable.sync(archive / layout.EVENTS)


def _event(content: bytes, digest: str) -> Event:
    line = content.removesuffix(b"\n")
    if sha256(line).hexdigest() != digest or content != line + b"\n":
        raise ValueError(digest)
    return ledger.read_line(line)


def _has(path: Path, content: bytes) -> bool:
    try:
        return read_regular(path) == content
    except OSError:
        return False
