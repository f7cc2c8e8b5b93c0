"""What is set aside: versions that may have been published, or were published elsewhere, and that nobody is served.

Each lies below `aside/` in a folder named by its ledger's last line, with that ledger, as it lay in the archive. It
goes when readers get the same bytes after all, and when content of its year is withdrawn.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from nianbao.publish.archive import layout, ledger
from nianbao.publish.archive.inspection import read_regular
from nianbao.report.catalogue import Event


def unneeded(archive: Path, shown: Sequence[Event]) -> Iterator[str]:
    """Yield the archive paths of what lies aside without need.

    Those are versions that readers have with the same bytes, those of a year from which content was withdrawn, and
    folders in which no version is left.
    """
    withdrawn = {event.year for event in shown if event.kind == "withdraw"}
    kept = ledger.kept(shown)
    for folder in folders(archive):
        lying = versions_in(archive, folder)
        gone = [
            name
            for year, name in lying
            if year in withdrawn or any(_same(archive, name, each.name) for key, each in kept.items() if key[0] == year)
        ]
        yield from [folder] if len(gone) == len(lying) else gone


def folders(archive: Path) -> list[str]:
    """Return the archive paths of the folders below `aside/`, sorted."""
    place = archive / layout.ASIDE
    if place.is_symlink() or not place.is_dir():
        return []
    return sorted(f"{layout.ASIDE}/{path.name}" for path in place.iterdir() if path.is_dir())


def versions_in(archive: Path, folder: str) -> list[tuple[int, str]]:
    """Return year and archive path of every version that lies in a folder below `aside/`."""
    store = archive / folder / layout.STORE
    return [
        (year, f"{folder}/{layout.STORE}/{path.parent.name}/{path.name}")
        for path in (sorted(store.glob("*/*")) if store.is_dir() else ())
        if (year := layout.year_in(path.parent.name)) is not None and layout.is_version(path.name)
    ]


def _same(archive: Path, name: str, shown: str) -> bool:
    """Whether two versions have the same bytes, by their lists; the nonces differ."""
    try:
        one, other = (read_regular(archive / each / layout.MANIFEST) for each in (name, shown))
    except OSError:
        return False
    return one == other
