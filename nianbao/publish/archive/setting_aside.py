"""Moving aside what may have been published, or was published elsewhere, and is not shown to readers."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from nianbao.publish.archive import branches, durable, layout, ledger, sweeping
from nianbao.publish.archive.branches import Branch
from nianbao.publish.archive.survey import Survey, stored_versions
from nianbao.report.catalogue import Event


def settle(archive: Path, found: Survey, withdrawing: bool = False) -> tuple[str, ...]:
    """Move aside what a publication must not build upon and nobody may sweep; return where it lies now.

    That is what a crash, or a copy put over it, may have cut off before anybody could see that readers had it, and what
    the ledger itself names as set aside. Branches about which somebody has to decide stay; a withdrawal, which is done
    again, does not wait for the decision about one that a crash cut short. Needs the lock.
    """
    moved = move_named(archive, found.events)
    for branch in found.others.branches:
        if branch.was_shown or (branch.is_urgent and not withdrawing):
            continue
        moved += set_aside(archive, branch, branches.claimed_by(archive, branch, found.others.claimed))
    return tuple(moved)


def make_room(archive: Path, found: Survey, name: str) -> None:
    """Move aside what another ledger has at a place in the store that is about to be taken. Needs the lock."""
    if os.path.lexists(archive / name):
        for branch in found.others.branches:
            if name in {kept.name for kept in branch.versions.values()}:
                _keep(archive, branch, [name])
                return


def keep_other(archive: Path, found: Survey, name: str) -> None:
    """Move aside what lies at a stored version's place and is, by its commitment, another ledger's. Needs the lock."""
    commitment = branches.commitment_of(archive / name)
    for branch in found.others.branches:
        if commitment in {kept.commitment for kept in branch.versions.values()}:
            _keep(archive, branch, [name])
            return


def set_aside(archive: Path, branch: Branch, names: Iterable[str]) -> list[str]:
    """Move the stored versions `names` of a branch aside, with its ledger; return where they lie. Needs the lock.

    The views of the branch are removed: what they show follows from the ledger.
    """
    moved = _keep(archive, branch, names)
    for number in branch.views:
        sweeping.discard(archive, layout.view_name(number))
    return moved


def move_named(archive: Path, shown: Sequence[Event]) -> list[str]:
    """Move aside the stored versions that an event of the shown ledger names as set aside; return where they lie.

    One that lies at the place of the shown version of that number, as when two archives were put together, goes too.
    Needs the lock; it is done again after a crash.
    """
    heads = {event.commitment: event.quotes.head for event in shown if event.kind == "aside" and event.quotes}
    wanted = {kept.name: kept.commitment for kept in ledger.kept(shown).values()}
    moved = []
    for name in stored_versions(archive) if heads else ():
        commitment = branches.commitment_of(archive / name)
        if commitment in heads and wanted.get(name) != commitment:
            moved.append(_move(archive, name, layout.aside_name(heads[commitment])))
    return moved


def _keep(archive: Path, branch: Branch, names: Iterable[str]) -> list[str]:
    folder = layout.aside_name(branch.head)
    path = archive / folder / layout.LEDGER
    if not path.is_file():
        durable.make_folder(path.parent)
        durable.make_folder(archive / layout.STAGING)
        content = ledger.written((*branch.known_before, *branch.events))
        durable.replace_file(path, content, archive / layout.STAGING / "aside-ledger")
    return [_move(archive, name, folder) for name in names]


def _move(archive: Path, name: str, folder: str) -> str:
    target = f"{folder}/{name}"
    if os.path.lexists(archive / target):
        sweeping.discard(archive, target)
    durable.move_folder(archive / name, archive / target)
    return target
