"""The steps that put a version into the store and a new view before readers, each of them lasting before the next.

All of them need the lock and an archive whose survey found nothing that stops.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from nianbao.publish.archive import derived, durable, layout, ledger, manifest, marks, sweeping, versions, views
from nianbao.publish.archive.inspection import VersionState, examine_version, examine_view
from nianbao.publish.archive.reading import read_events
from nianbao.publish.archive.refusals import ArchiveError, Damage, Damaged, NoSpace, Unfit
from nianbao.publish.archive.survey import Survey, all_views, current_view, orphans_of, survey
from nianbao.report.catalogue import Event
from nianbao.wording.language import say

_MARGIN = 4 << 20
_BLOCK = 4096


@dataclass(frozen=True)
class Portal:
    """The portal that a new view is to have.

    `build` writes its pages into the folder it is given and returns what `view.json` says of them; `fingerprint` is a
    hash of everything that decides those pages besides the catalogue; `base_address` is its absolute address, with a
    slash at its end. Raises Unfit where the address is not absolute.
    """

    build: views.BuildPortal
    fingerprint: str
    base_address: str

    def __post_init__(self) -> None:
        if not self.base_address.startswith(("http://", "https://")):
            raise Unfit(self.base_address, say("网站地址要以 http:// 或 https:// 开头"))
        object.__setattr__(self, "base_address", self.base_address.rstrip("/") + "/")


def begin(archive: Path, portal: Portal) -> Survey:
    """Return the survey of an archive; where nothing was ever published, make view 0, which is empty, beforehand.

    From then on an archive without `current` is damaged, not new, so that nothing in it is taken for an orphan.
    """
    found = survey(archive)
    if found.view is not None or found.stopping:
        return found
    for name in found.orphans:
        if name not in (layout.STAGING, layout.COMMITTED):
            sweeping.discard(archive, name)
    sweeping.clear_staging(archive)
    sweeping.mark_committed(archive, 0)
    empty = Portal(lambda folder, catalogue: views.BuiltPortal(""), "", portal.base_address)
    _move_view(archive, 0, (), {}, empty)
    _point_at(archive, 0)
    return survey(archive)


def store_version(archive: Path, found: Survey, staged: versions.Staged, version: int, name: str) -> str:
    """Seal a staged year, move it into the store under the archive path `name` and return its commitment.

    Until a view with its event is current, the version is an orphan that the next publication sweeps.
    """
    folder = archive / layout.STAGING / "version"
    durable.make_folder(folder.parent)
    commitment = versions.seal(folder, staged, version, _twins(archive, found))
    durable.move_folder(folder, archive / name)
    return commitment


def record(
    archive: Path,
    found: Survey,
    events: tuple[Event, ...],
    staged: versions.Staged,
    deed: ledger.Deed,
    now: Callable[[], datetime],
) -> tuple[tuple[Event, ...], VersionState]:
    """Store a staged year as what `deed` makes of it; return the ledger with that deed, and what was read back.

    `events` is the ledger so far. Raises Damaged where what is read back differs.
    """
    name = ledger.name_after(events, deed)
    commitment = store_version(archive, found, staged, deed.version, name)
    grown = (*events, ledger.next_event(events, deed, now(), commitment))
    state = examine_version(archive, deed.year, deed.version, ledger.Kept(name, commitment))
    if state.damages:
        raise Damaged(state.damages)
    return grown, state


def show(
    archive: Path, found: Survey, events: Sequence[Event], years: Mapping[int, views.Served], portal: Portal
) -> tuple[int, str]:
    """Build the next view, make it current, read it back and return its number and the hash of its `SHA256SUMS`.

    Raises Damaged where what is read back is not what was written.
    """
    number = 1 + max((found.view or 0, *all_views(archive)))
    _move_view(archive, number, events, years, portal)
    mark, of_events = sweeping.prepare_mark(archive, number), marks.prepare_marks(archive, events)
    _point_at(archive, number)
    sweeping.put_mark(archive, mark)
    marks.put_marks(archive, of_events)
    state = examine_view(archive, number)
    read_back = (*state.ledger_damages, *state.damages)
    if current_view(archive) != number or read_back:
        raise Damaged(read_back or (Damage(layout.CURRENT, say("写下之后读回的内容不同")),))
    with suppress(OSError):  # The view is published; what cannot be removed now goes with the next publication.
        sweeping.drop_unneeded(archive, events)
        sweeping.drop_old_views(archive, number, stays=found.others.views)
    return number, state.view_hash


def is_shown(found: Survey, portal: Portal) -> bool:
    """Say whether the current view is whole and was made from this very portal and by these rules."""
    facts = found.state.facts
    if facts is None or found.view_damages:
        return False
    made_from = (facts.portal_fingerprint, facts.base_address, facts.derivation)
    return made_from == (portal.fingerprint, portal.base_address, derived.DERIVATION)


def need_space(archive: Path, staged: versions.Staged | None, copied: int = 0) -> tuple[int, int]:
    """Return the bytes that a publication needs, and those that are free.

    The portal is taken to be as large as the current one; `copied` are the bytes that are copied besides.
    """
    need = _MARGIN + copied + _size(archive / layout.CURRENT)
    if staged is not None:
        need += _size(staged.content) + sum(_rounded(len(content)) for content in staged.sources.values())
    return need, durable.free_space(archive if archive.is_dir() else archive.parent)


def size_of_year(archive: Path, year: int) -> int:
    """Return the bytes that the stored versions of a year take on the disk, 0 where it has none."""
    return _size(archive / layout.year_name(year))


def check_space(archive: Path, staged: versions.Staged | None, copied: int = 0) -> None:
    """Raise NoSpace where a publication would not find the space that `need_space` asks for."""
    need, have = need_space(archive, staged, copied)
    if have < need:
        raise NoSpace(need, have)


@contextmanager
def swept_on_failure(archive: Path, found: Survey) -> Iterator[None]:
    """Remove at once what a failing publication leaves; enter it only when the archive is found fit and swept.

    What other ledgers spoke of before, as `found`, stays.
    """
    try:
        yield
    except BaseException:
        with suppress(OSError, ValueError, ArchiveError):  # The failure itself is what must be told.
            view = current_view(archive)
            if view is not None:
                left = orphans_of(archive, view, read_events(archive), found.others)
                sweeping.sweep(archive, left, view)
        raise


def _move_view(
    archive: Path, number: int, events: Sequence[Event], years: Mapping[int, views.Served], portal: Portal
) -> None:
    staging = archive / layout.STAGING
    facts = views.Facts(number, portal.base_address, portal.fingerprint, "", years)
    views.build_view(staging / "view", facts, events, portal.build)
    durable.move_folder(staging / "view", layout.view_path(archive, number))


def _point_at(archive: Path, number: int) -> None:
    passage = archive / layout.STAGING / "current"
    durable.swap_link(archive / layout.CURRENT, layout.view_name(number), passage)


def _twins(archive: Path, found: Survey) -> dict[str, Path]:
    kept = ledger.kept(found.events)
    return {
        digest: archive / kept[key].name / name
        for key, state in found.versions.items()
        if not state.damages
        for name, digest in state.listed.items()
        if name.startswith(f"{layout.CONTENT}/")
    }


def _size(folder: Path) -> int:
    if not folder.is_dir():
        return 0
    return sum(_rounded((folder / entry.name).lstat().st_size) for entry in manifest.walk(folder))


def _rounded(size: int) -> int:
    return (size // _BLOCK + 1) * _BLOCK
