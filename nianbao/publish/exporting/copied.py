"""An archive copied to where there are no symbolic links: which view was current, and what counts as damage."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from nianbao.publish.archive import derived, layout, ledger
from nianbao.publish.archive.inspection import VersionState, ViewState, examine_version, examine_view, read_regular
from nianbao.publish.archive.refusals import Damage, Damaged
from nianbao.publish.archive.survey import all_views
from nianbao.wording.language import say


def copied_view(archive: Path) -> int | None:
    """Return the number of the current view of a copy that has no links; None for an archive that has them.

    In a copy `current` may be a folder (links were followed), a small file (their text was kept) or missing (they
    were left out); then `.committed` says which view it was. Raises Damaged where the two contradict each other.
    """
    number = _committed(archive)
    if number is None or _has_links(archive, number):
        return None
    if not _agrees(archive, number):
        raise Damaged((Damage(layout.CURRENT, say("与 {name} 所记的视图不符", name=layout.COMMITTED)),))
    return number


def examine_copy(
    archive: Path, number: int
) -> tuple[ViewState, dict[tuple[int, int], VersionState], tuple[Damage, ...]]:
    """Return what is found of a view and of all versions of its ledger, and every damage but the lack of links."""
    state = examine_view(archive, number)
    versions = {key: examine_version(archive, *key, kept) for key, kept in ledger.kept(state.events).items()}
    of_versions = (damage for version in versions.values() for damage in version.damages)
    return state, versions, (*state.ledger_damages, *of_versions, *_not_of_links(state, number))


def _not_of_links(state: ViewState, number: int) -> Iterator[Damage]:
    links = tuple(f"{layout.view_name(number)}/{name}" for name in derived.links(state.events))
    for damage in state.damages:
        if not any(damage.path == link or damage.path.startswith(f"{link}/") for link in links):
            yield damage


def _committed(archive: Path) -> int | None:
    try:
        return int(read_regular(archive / layout.COMMITTED))
    except (OSError, ValueError):
        return None


def _has_links(archive: Path, number: int) -> bool:
    view = layout.view_path(archive, number)
    try:
        return (archive / layout.CURRENT).is_symlink() or any(path.is_symlink() for path in view.iterdir())
    except OSError:
        return False


def _agrees(archive: Path, number: int) -> bool:
    current = archive / layout.CURRENT
    if current.is_dir():
        sums = (folder / layout.SUMS for folder in (current, layout.view_path(archive, number)))
        first, second = (path.read_bytes() if path.is_file() else None for path in sums)
        return first == second
    if current.is_file():
        return current.read_bytes().strip() == layout.view_name(number).encode()
    return number == max(all_views(archive), default=number)
