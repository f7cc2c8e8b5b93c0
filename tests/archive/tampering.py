"""Everything that somebody might do to an archive behind its back, each with the archive path that must be named."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import product
from pathlib import Path

from nianbao.publish.archive import derived, layout, ledger, manifest, views
from nianbao.report.catalogue import Event

_SEED = 20240104

Change = Callable[[Path], object]
"""Does something to a path."""

FILES = (
    "store/2022/v1/content/budget.html",
    "store/2022/v1/content/assets/style.css",
    "store/2022/v1/content/SHA256SUMS",
    "store/2022/v2/sources.tar",
    "store/2022/v2/build.json",
    "store/2023/v1/nonce",
    "store/2023/v1/manifest-sha256.txt",
    "views/3/index.html",
    "views/3/search/index.html",
    *(f"views/3/{name}" for name in (*layout.VIEW_FILES, layout.SUMS)),
    "views/2/404.html",
    "views/2/ledger.jsonl",
    "views/2/SHA256SUMS",
)
"""A file of every sort in an archive that published 2022 and 2023 and corrected 2022."""


@dataclass(frozen=True)
class Tampering:
    """A change to an archive, and the path that a verification must name, or one below it."""

    name: str
    change: Change
    named: str


def all_tampering() -> Iterator[Tampering]:
    """Yield every kind of change to a file, for every sort of file, and every change to folders and links."""
    for path, (what, change) in product(FILES, _OF_FILES.items()):
        yield Tampering(f"{path} {what}", _at(path, change), path)
    yield from _OF_FOLDERS


def chosen(torture: bool, count: int, named: str = "") -> list[Tampering]:
    """Return every kind of change to what is named so, or in the short form so many of them, always the same."""
    everything = [tampering for tampering in all_tampering() if tampering.named.startswith(named)]
    return everything if torture else random.Random(_SEED).sample(everything, count)  # noqa: S311 - no secrets


def names(tampering: Tampering, paths: Collection[str]) -> bool:
    """Say whether damages name what was changed; for a list of hashes, a file of its folder does as well."""
    folder, _, file = tampering.named.rpartition("/")
    place = folder if file == layout.SUMS else tampering.named
    return any(path == place or path.startswith(f"{place}/") for path in paths)


def forge(archive: Path, number: int, events: Sequence[Event]) -> None:
    """Rewrite one view for another ledger, with everything that follows from it, so that all hashes fit."""
    folder = layout.view_path(archive, number)
    facts = views.read_facts((folder / layout.FACTS).read_bytes())
    facts = replace(facts, years={year: facts.years[year] for year in ledger.latest_versions(events)})
    for path in [path for path in folder.iterdir() if path.is_symlink()]:
        path.unlink()
    for name, content in views.own_files(facts, events, manifest.hash_tree(folder)).items():
        (folder / name).write_bytes(content)
    for name, target in derived.links(events).items():
        (folder / name).symlink_to(target)
    sums = manifest.hash_tree(folder, frozenset({layout.SUMS}))
    (folder / layout.SUMS).write_bytes(manifest.written(sums))


def chained(events: Sequence[Event]) -> tuple[Event, ...]:
    """Number events anew and give each the hash of the one before it."""
    made: list[Event] = []
    for event in events:
        previous = sha256(ledger.line(made[-1])).hexdigest() if made else ledger.FIRST
        made.append(event.model_copy(update={"n": len(made) + 1, "prev_sha256": previous}))
    return tuple(made)


def _at(path: str, change: Change) -> Change:
    return lambda archive: change(archive / path)


def _rewritten(path: Path, content: bytes) -> None:
    path.unlink()
    path.write_bytes(content)


def _flipped(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    _rewritten(path, bytes(content))


def _renamed(path: Path) -> None:
    path.rename(path.with_name(f"{path.name}x"))


def _made_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _made_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def _moved_away(path: Path) -> None:
    """Leave a link to the same bytes, which now lie outside the archive."""
    archive = next(parent for parent in path.parents if parent.name == "archive")
    outside = archive.parent / "outside"
    path.rename(outside)
    path.symlink_to(outside)


_OF_FILES: Mapping[str, Change] = {
    "deleted": Path.unlink,
    "emptied": lambda path: _rewritten(path, b""),
    "cut by a byte": lambda path: _rewritten(path, path.read_bytes()[:-1]),
    "a byte longer": lambda path: _rewritten(path, path.read_bytes() + b"\n"),
    "with a bit flipped": _flipped,
    "replaced": lambda path: _rewritten(path, "另一份文件\n".encode()),
    "renamed": _renamed,
    "moved away behind a link": _moved_away,
    "replaced by a folder": _made_folder,
    "replaced by a pipe": _made_pipe,
}


def _swapped(one: str, other: str) -> Change:
    def change(archive: Path) -> None:
        (archive / one).rename(archive / "passing")
        (archive / other).rename(archive / one)
        (archive / "passing").rename(archive / other)

    return change


def _led(name: str, target: str) -> Change:
    """Point a link elsewhere; `{archive}` stands for the archive's own path."""

    def change(archive: Path) -> None:
        (archive / name).unlink(missing_ok=True)
        (archive / name).symlink_to(target.format(archive=archive))

    return change


def _solid(name: str) -> Change:
    """Put a folder with the same content in a link's place."""

    def change(archive: Path) -> None:
        content = (archive / name).resolve()
        (archive / name).unlink()
        shutil.copytree(content, archive / name, symlinks=True)

    return change


def _without_mark(archive: Path) -> None:
    _led(layout.CURRENT, "views/2")(archive)
    (archive / layout.COMMITTED).unlink()


_OF_FOLDERS: tuple[Tampering, ...] = (
    Tampering("a version deleted", _at("store/2022/v1", shutil.rmtree), "store/2022/v1"),
    Tampering("a version's pages deleted", _at("store/2022/v1/content", shutil.rmtree), "store/2022/v1"),
    Tampering("a year deleted", _at("store/2023", shutil.rmtree), "store/2023"),
    Tampering("the store deleted", _at("store", shutil.rmtree), "store"),
    Tampering("two versions swapped", _swapped("store/2022/v1", "store/2022/v2"), "store/2022/v1"),
    Tampering("two years swapped", _swapped("store/2022", "store/2023"), "store/2022"),
    Tampering(
        "two pages swapped",
        _swapped("store/2022/v1/content/index.html", "store/2022/v1/content/budget.html"),
        "store/2022/v1/content/index.html",
    ),
    Tampering("a version moved away behind a link", _at("store/2023/v1", _moved_away), "store/2023/v1"),
    Tampering("a version's pages moved away behind a link", _at("store/2023/v1/content", _moved_away), "store/2023/v1"),
    Tampering(
        "a page smuggled in", _at("store/2022/v1/content/more.html", Path.touch), "store/2022/v1/content/more.html"
    ),
    Tampering("a folder smuggled in", _at("store/2022/v1/content/more", Path.mkdir), "store/2022/v1/content/more"),
    Tampering("the current view emptied", _at("views/3/search", shutil.rmtree), "views/3/search/index.html"),
    Tampering("a portal page smuggled in", _at("views/3/more.html", Path.touch), "views/3/more.html"),
    Tampering("two views swapped", _swapped("views/2", "views/3"), "views/3"),
    Tampering("the current view moved away behind a link", _at("views/3", _moved_away), "views/3"),
    Tampering("an earlier view moved away behind a link", _at("views/2", _moved_away), "views/2"),
    Tampering("all views moved away behind a link", _at("views", _moved_away), "views"),
    Tampering("a year moved away behind a link", _at("store/2022", _moved_away), "store/2022"),
    Tampering("the store moved away behind a link", _at("store", _moved_away), "store"),
    Tampering("a year led to an older version", _led("views/3/2022", "../../store/2022/v1/content"), "views/3/2022"),
    Tampering(
        "a version led to another year", _led("views/3/2022-v1", "../../store/2023/v1/content"), "views/3/2022-v1"
    ),
    Tampering("a link made absolute", _led("views/3/2023", "{archive}/store/2023/v1/content"), "views/3/2023"),
    Tampering("the newest year led to an older one", _led("views/3/latest", "2022"), "views/3/latest"),
    Tampering("a year that was never published", _led("views/3/2021", "2022"), "views/3/2021"),
    Tampering("a year's link deleted", _at("views/3/2022", Path.unlink), "views/3/2022"),
    Tampering("a year's link made a folder", _solid("views/3/2022"), "views/3/2022"),
    Tampering("current deleted", _at(layout.CURRENT, Path.unlink), layout.CURRENT),
    Tampering("current made a folder", _solid(layout.CURRENT), layout.CURRENT),
    Tampering("current made a file", _at(layout.CURRENT, lambda path: _rewritten(path, b"views/3")), layout.CURRENT),
    Tampering("current led past all views", _led(layout.CURRENT, "views/9"), "views/9"),
    Tampering("current led into the store", _led(layout.CURRENT, "store/2022/v1/content"), layout.CURRENT),
    Tampering("current made absolute", _led(layout.CURRENT, "{archive}/views/3"), layout.CURRENT),
    Tampering("current turned back", _led(layout.CURRENT, "views/2"), layout.CURRENT),
    Tampering("current turned back and the mark deleted", _without_mark, layout.COMMITTED),
    Tampering("the mark set ahead", _at(layout.COMMITTED, lambda path: _rewritten(path, b"9\n")), layout.CURRENT),
)
