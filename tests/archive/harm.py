"""What an interrupted deed did to an archive: compared with what readers met before, and what they should meet after."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Literal

from nianbao.publish.archive import layout, manifest, verify
from tests.archive import killing
from tests.archive.deeds import Deed
from tests.publish.archive.office import tree

Seen = Mapping[str, str]
"""{address: SHA-256 of the body} of everything that readers meet; empty where nothing is shown."""

Kind = Literal["corrupt", "lost years", "failed retries"]
KINDS: tuple[Kind, ...] = ("corrupt", "lost years", "failed retries")


@dataclass(frozen=True)
class Harm:
    """Something that must not happen: of what kind, and in words."""

    kind: Kind
    what: str


def counted(harms: Iterable[Harm]) -> dict[str, int]:
    """Return {kind of harm: how often}, those that never happened included."""
    counts = Counter(harm.kind for harm in harms)
    return {kind: counts[kind] for kind in KINDS}


@dataclass(frozen=True)
class Case:
    """A deed, the folder of an office that it may be done in (a copy of), and what must be there before and after.

    `before` are the states that readers may meet as long as the deed is not done, `after` the one when it is;
    `stored` is what may never change, `whole` the archive as the deed leaves it when nothing interrupts it.
    """

    deed: Deed
    folder: Path
    steps: list[str]
    before: tuple[Seen, ...]
    after: Seen
    stored: Mapping[str, str]
    whole: Mapping[str, str]


def case(deed: Deed, folder: Path, reference: Path) -> Case:
    """Return what a deed does to the office in `folder`; it is done to its end in `reference`, a new folder."""
    copy(folder, reference)
    before, stored = seen(folder / "archive"), tree(folder / "archive" / layout.STORE) if before_any(folder) else {}
    steps = killing.changes(deed, reference)
    left = tree(reference / "archive" / layout.STORE)
    begun = view_seen(reference / "archive" / layout.view_name(0))
    return Case(
        deed=deed,
        folder=folder,
        steps=steps,
        before=(before,) if before else ({}, begun),
        after=seen(reference / "archive"),
        stored={name: what for name, what in stored.items() if left.get(name) == what},
        whole=lying(reference / "archive"),
    )


def before_any(folder: Path) -> bool:
    """Say whether an office has an archive at all."""
    return (folder / "archive" / layout.STORE).is_dir()


def copy(folder: Path, target: Path) -> Path:
    """Copy an office's archive into a new folder; files that share their bytes do so no more."""
    target.mkdir()
    if (folder / "archive").is_dir():
        shutil.copytree(folder / "archive", target / "archive", symlinks=True)
    return target


def seen(archive: Path) -> Seen:
    """Return what readers meet through `current`."""
    return view_seen(archive / layout.CURRENT)


def view_seen(view: Path) -> Seen:
    """Return what readers of a view meet, whose links are followed."""
    found = {}
    for folder, _, names in os.walk(view, followlinks=True):
        for name in names:
            path = Path(folder) / name
            found[path.relative_to(view).as_posix()] = manifest.hash_file(path)
    return found


def lying(archive: Path) -> Mapping[str, str]:
    """Return what lies in an archive, earlier views and empty folders of them left out."""
    current = manifest.link_target(archive / layout.CURRENT)
    return {
        name: what
        for name, what in tree(archive).items()
        if not name.startswith(f"{layout.VIEWS}/") or name == current or name.startswith(f"{current}/")
    }


def interrupted(case: Case, folder: Path) -> Iterator[Harm]:
    """Yield what is wrong with an archive right after the deed was cut short."""
    archive = folder / "archive"
    shown = seen(archive)
    if shown != case.after and shown not in case.before:
        yield Harm("corrupt", f"readers meet neither the old nor the new: {_difference(shown, case.after)}")
    if shown or os.path.lexists(archive / layout.CURRENT):
        yield from (Harm("corrupt", str(damage)) for damage in verify(archive).damages)
    lying_there = tree(archive / layout.STORE) if before_any(folder) else {}
    for name, what in case.stored.items():
        if lying_there.get(name) != what:
            yield Harm("lost years", f"{layout.STORE}/{name}")


def retried(case: Case, folder: Path) -> Iterator[Harm]:
    """Do the deed again and yield what is not as if it had never been cut short."""
    status = killing.run(case.deed, folder)
    if status:
        yield Harm("failed retries", f"the retry ended with {status}")
        return
    found = verify(folder / "archive")
    yield from (Harm("failed retries", str(damage)) for damage in found.damages)
    yield from (Harm("failed retries", f"{name} is left behind") for name in found.orphans)
    if lying(folder / "archive") != case.whole:
        yield Harm("failed retries", f"another archive: {_difference(lying(folder / 'archive'), case.whole)}")


def holding(archive: Path, words: bytes) -> list[str]:
    """Return the archive paths of all files, however hidden, that hold words or the hash of a file of just them."""
    traces = (words, sha256(words).hexdigest().encode())
    files = [path for path in archive.rglob("*") if path.is_file() and not path.is_symlink()]
    found = [path for path in files if any(trace in path.read_bytes() for trace in traces)]
    return sorted(path.relative_to(archive).as_posix() for path in found)


def _difference(found: Mapping[str, str], wanted: Mapping[str, str]) -> str:
    return ", ".join(sorted(name for name in {*found, *wanted} if found.get(name) != wanted.get(name))[:5])
