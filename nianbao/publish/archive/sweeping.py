"""Removing what nobody needs: the remains of a crash, and views older than the last few."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

from nianbao.publish.archive import asides, durable, layout
from nianbao.publish.archive.survey import all_views
from nianbao.report.catalogue import Event

KEPT_VIEWS = 3
"""How many views stay, the current one included, so that a request under way still finds its pages."""


def sweep(archive: Path, orphans: Iterable[str], current: int) -> None:
    """Remove the orphans that a survey found; afterwards `.committed` names the current view. Needs the lock."""
    for name in list(orphans):
        if name == layout.COMMITTED:
            mark_committed(archive, current)
        elif name != layout.STAGING:
            discard(archive, name)
    _drop_empty_years(archive)
    clear_staging(archive)


def drop_old_views(archive: Path, current: int, kept: int = KEPT_VIEWS, stays: frozenset[int] = frozenset()) -> None:
    """Remove all views but the last `kept` up to the current one, which always stays, as do those that `stays` names.

    Needs the lock.
    """
    earlier = [number for number in all_views(archive) if number < current and number not in stays]
    for number in earlier[: max(0, len(earlier) - (kept - 1))]:
        discard(archive, layout.view_name(number))
    clear_staging(archive)


def drop_unneeded(archive: Path, events: Sequence[Event]) -> None:
    """Remove what lies aside without need, now that readers have what `events` say. Needs the lock."""
    for name in list(asides.unneeded(archive, events)):
        discard(archive, name)
    place = archive / layout.ASIDE
    if place.is_dir() and not any(place.iterdir()):
        place.rmdir()
        durable.sync(archive)


def discard(archive: Path, name: str) -> None:
    """Remove a folder so that a crash halfway leaves nothing under its old name."""
    heap = archive / layout.STAGING / "discarded"
    durable.make_folder(heap)
    durable.move_folder(archive / name, heap / name.replace("/", "-"))


def clear_staging(archive: Path) -> None:
    """Remove the staging area with all that is in it, so that nothing of it comes back with the power."""
    if (archive / layout.STAGING).exists():
        shutil.rmtree(archive / layout.STAGING)
        durable.sync(archive)


def mark_committed(archive: Path, view: int) -> None:
    """Record that `view` was current, so that `current` cannot be turned back unnoticed."""
    put_mark(archive, prepare_mark(archive, view))


def prepare_mark(archive: Path, view: int) -> Path:
    """Write what `put_mark` records, while a full disk may still stop the publication; return where it lies."""
    durable.make_folder(archive / layout.STAGING)
    mark = archive / layout.STAGING / "committed"
    durable.prepare_file(mark, f"{view}\n".encode())
    return mark


def put_mark(archive: Path, mark: Path) -> None:
    """Record the view of a prepared mark as current."""
    durable.put_in_place(mark, archive / layout.COMMITTED)


def _drop_empty_years(archive: Path) -> None:
    if (archive / layout.STORE).is_dir():
        for year in (archive / layout.STORE).iterdir():
            if year.is_dir() and not any(year.iterdir()):
                year.rmdir()
