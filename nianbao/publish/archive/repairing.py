"""Repairing: damaged files are put back from an intact copy, and only bytes that the archive itself vouches for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from nianbao.publish.archive import (
    derived,
    durable,
    layout,
    ledger,
    manifest,
    marks,
    setting_aside,
    sweeping,
    versions,
    views,
)
from nianbao.publish.archive.inspection import examine_view, read_regular
from nianbao.publish.archive.refusals import Damage
from nianbao.publish.archive.survey import Survey, all_views, current_view, orphans_of, others_of, survey
from nianbao.publish.archive.verification import verify
from nianbao.wording.language import say

Files = Mapping[str, Path]
"""{name inside the folder of a version or view: a file that may hold what it should}; empty where there is none."""


@dataclass(frozen=True)
class Copies:
    """Where intact copies may be found: of a version, and of the view that was current when they were made."""

    version: Callable[[int, int], Files]
    view: Callable[[], Files]


@dataclass(frozen=True)
class Repaired:
    """What a repair did: the archive paths it wrote or removed, and the damages it found no intact copy for."""

    mended: tuple[str, ...]
    left: tuple[Damage, ...]


def repair(archive: Path, copies: Copies, now: Callable[[], datetime], expect: str | None = None) -> Repaired:
    """Put back every damaged file of which `copies` hold the bytes that were published.

    A version is taken only where it meets the ledger's commitment. A view, and the ledger in it, only where its
    `SHA256SUMS` is the one that lies here, or has the hash `expect`, which a publication printed. An intact archive
    is left as it is. Raises Busy and Unsupported.
    """
    mended: list[str] = []
    durable.make_folder(archive)
    with durable.hold(archive / layout.LOCK, say("修复报告库"), now()):
        durable.make_folder(archive / layout.STAGING)
        found = survey(archive)
        if found.stopping:
            mended += _mend_current(archive)
            found = survey(archive)
        if found.view is None or found.stopping or found.view_damages:
            mended += _mend_view(archive, found, copies.view(), expect)
            found = survey(archive)
        if not found.stopping:
            for year, version in found.versions:
                mended += _mend_version(archive, found, (year, version), copies)
            mended += _drop_damaged_views(archive, found)
            if not found.others.unsettled:
                mended += _mend_marks(archive, found)
        sweeping.clear_staging(archive)
    return Repaired(tuple(mended), verify(archive, expect).damages)


def _mend_current(archive: Path) -> Iterator[str]:
    """Point `current` at the view that was last shown, where that view is sound."""
    try:
        committed = int(read_regular(archive / layout.COMMITTED))
    except (OSError, ValueError):
        return
    state = examine_view(archive, committed)
    if _points_at(archive) != committed and not state.ledger_damages and not state.damages:
        yield _point_at(archive, committed)


def _mend_version(archive: Path, found: Survey, key: tuple[int, int], copies: Copies) -> Iterator[str]:
    kept = ledger.kept(found.events)[key]
    if not found.versions[key].damages:
        return
    files = copies.version(*key)
    listed = _vouched_version(files, kept.commitment)
    if listed is not None:
        setting_aside.keep_other(archive, found, kept.name)
        yield from _put(archive, kept.name, {name: files[name] for name in listed}, listed, versions.FILE_MODE, {})


def _vouched_version(files: Files, commitment: str) -> dict[str, str] | None:
    """The hashes of all files of a version where the files are those that the ledger commits to."""
    try:
        manifested, nonce = (read_regular(files[name]) for name in (layout.MANIFEST, layout.NONCE))
        if ledger.commitment(versions.read_nonce(nonce), manifested) != commitment:
            return None
        listed = manifest.read(manifested)
        if any(manifest.hash_file(files[name]) != digest for name, digest in listed.items()):
            return None
    except (KeyError, OSError, ValueError):
        return None
    own = {layout.MANIFEST: sha256(manifested).hexdigest(), layout.NONCE: sha256(nonce).hexdigest()}
    return {**listed, **own}


def _mend_view(archive: Path, found: Survey, files: Files, expect: str | None) -> Iterator[str]:
    trusted = (expect or found.state.view_hash).strip().lower()
    listed = _vouched_view(files, trusted)
    if listed is None:
        return
    facts = views.read_facts(files[layout.FACTS].read_bytes())
    events = ledger.read(files[layout.LEDGER].read_bytes())
    name = layout.view_name(facts.view)
    lost = others_of(archive, facts.view, events).branches
    if lost or any(orphan.startswith(f"{layout.STORE}/") for orphan in orphans_of(archive, facts.view, events)):
        return  # what was published after that view was made would be taken for the remains of a crash
    links = derived.links(events)
    yield from _put(archive, name, {each: files[each] for each in listed}, listed, views.FILE_MODE, links)
    if _points_at(archive) != facts.view:
        yield _point_at(archive, facts.view)
    sweeping.mark_committed(archive, facts.view)


def _vouched_view(files: Files, trusted: str) -> dict[str, str] | None:
    """The hashes of all files of a view where its `SHA256SUMS` has the trusted hash."""
    try:
        sums = read_regular(files[layout.SUMS])
        listed = manifest.read(sums)
        if sha256(sums).hexdigest() != trusted:
            return None
        if any(manifest.hash_file(files[name]) != digest for name, digest in listed.items()):
            return None
        facts = views.read_facts(files[layout.FACTS].read_bytes())
        whole = {**listed, layout.SUMS: trusted}
        if facts.proof:
            page = read_regular(files[layout.PROOF])
            if views.without_hash(page, trusted) != facts.proof:
                return None
            whole[layout.PROOF] = sha256(page).hexdigest()
    except (KeyError, OSError, ValueError):
        return None
    return whole


def _put(
    archive: Path, folder: str, files: Files, hashes: Mapping[str, str], mode: int, links: Mapping[str, str]
) -> Iterator[str]:
    """Make a folder hold just these files and links; yield the archive paths of what was written or removed."""
    place, passage = archive / folder, archive / layout.STAGING / "repaired"
    above = [step for step in (place.parent.parent, place.parent) if step != archive]
    if any(step.is_symlink() for step in above):
        return  # whatever lies behind a link is not ours to write, and may be the only copy
    for step in (*above, place):
        if step.is_symlink() or (step.exists() and not step.is_dir()):
            step.unlink()
    durable.make_folder(place)
    yield from _drop_strays(archive, folder, {*files, *links})
    for name, path in sorted(files.items()):
        target = place / name
        if target.is_file() and not target.is_symlink() and manifest.hash_file(target) == hashes[name]:
            continue
        durable.make_folder(target.parent)
        durable.replace_file(target, path.read_bytes(), passage, mode)
        yield f"{folder}/{name}"
    for name, target_text in links.items():
        link = place / name
        if not link.is_symlink() or manifest.link_target(link) != target_text:
            durable.swap_link(link, target_text, passage)
            yield f"{folder}/{name}"


def _drop_strays(archive: Path, folder: str, wanted: set[str]) -> Iterator[str]:
    folders = {"/".join(name.split("/")[:depth]) for name in wanted for depth in range(1, name.count("/") + 1)}
    for entry in list(manifest.walk(archive / folder)):
        right = folders if entry.kind == "folder" else wanted
        if entry.name not in right and (archive / folder / entry.name).parent.exists():
            path = archive / folder / entry.name
            if entry.kind == "folder":
                sweeping.discard(archive, f"{folder}/{entry.name}")
            elif path.is_symlink() or path.exists():
                path.unlink()
            yield f"{folder}/{entry.name}"


def _mend_marks(archive: Path, found: Survey) -> Iterator[str]:
    """What the ledger vouches for needs no copy."""
    prepared = marks.prepare_marks(archive, found.events) if (archive / layout.EVENTS).is_dir() else {}
    marks.put_marks(archive, prepared)
    yield from prepared


def _drop_damaged_views(archive: Path, found: Survey) -> Iterator[str]:
    """Earlier views only serve requests that were under way; a damaged one is not needed."""
    for number in all_views(archive):
        if found.view is not None and number < found.view:
            state = examine_view(archive, number)
            if state.damages or state.ledger_damages:
                sweeping.discard(archive, layout.view_name(number))
                yield layout.view_name(number)


def _point_at(archive: Path, view: int) -> str:
    """Make `current` lead to a view, whatever lies there now, and return its name."""
    current = archive / layout.CURRENT
    if current.is_dir() and not current.is_symlink():
        sweeping.discard(archive, layout.CURRENT)
    durable.swap_link(current, layout.view_name(view), archive / layout.STAGING / "current")
    return layout.CURRENT


def _points_at(archive: Path) -> int | None:
    try:
        return current_view(archive)
    except (OSError, ValueError):
        return None
