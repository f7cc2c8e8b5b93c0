"""Withdrawing: what must not be public leaves every stored and served byte; what is left takes its place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from nianbao.publish.archive import (
    asides,
    committing,
    durable,
    layout,
    ledger,
    marks,
    setting_aside,
    sweeping,
    versions,
)
from nianbao.publish.archive.committing import Portal
from nianbao.publish.archive.publication import Outcome
from nianbao.publish.archive.reading import read_events
from nianbao.publish.archive.refusals import NotRemoved
from nianbao.publish.archive.survey import Survey, others_of, remnants, served_year, survey
from nianbao.publish.archive.undertaking import undertaking
from nianbao.publish.archive.versions import Staged
from nianbao.wording.language import say
from nianbao.wording.system import refusal

NATURE = "撤下"
"""The nature of a withdrawal, as the ledger records it."""


@dataclass(frozen=True)
class Remains:
    """What stays of a version: its pages and sources as if it had been built so, and in words what was taken out."""

    staged: Staged
    scope: str


TakeOut = Callable[[Survey, Path], Mapping[int, Remains]]
"""Given the archive as it is and an empty folder to work in, returns what stays of each version it takes from.

It is called under the lock and may refuse by raising; nothing is changed before it has returned.
"""


def withdraw(
    archive: Path,
    year: int,
    take_out: TakeOut,
    portal: Portal,
    *,
    now: Callable[[], datetime],
    role: str,
    reason: str,
) -> Outcome:
    """Replace versions of a year by what stays of them, record it, and remove what they were.

    The new view is shown first and in one step; then the old folders and every earlier view are removed. Where a
    crash comes between, the next publication or withdrawal removes them. It does not wait for anybody's decision about
    what other ledgers in the archive say.

    Raises Busy, Damaged, NoSpace, Unfit and Unsupported as `publish` does, NotRemoved where the new view is shown but
    old bytes still lie on the disk, and whatever `take_out` and the portal's builder raise.
    """
    copied = 2 * committing.size_of_year(archive, year)
    deed = ledger.Deed("withdraw", year, 0, NATURE, "", reason, role)
    action = say("撤下{year}年度的内容", year=year)
    with undertaking(archive, portal, action, now, None, copied, withdrawing=True) as found:
        committing.check_space(archive, None, copied)
        aside = _aside_of(archive, year)
        outcome = _replace(archive, found, deed, take_out, portal, now)
        _remove_what_was(archive, year, outcome.view)
        return replace(outcome, dropped_aside=tuple(sorted(aside - _aside_of(archive, year))))


def _aside_of(archive: Path, year: int) -> set[str]:
    """What lies aside of a year: it may hold what is withdrawn, and goes with it."""
    return {
        name for folder in asides.folders(archive) for of, name in asides.versions_in(archive, folder) if of == year
    }


def remove_remains(archive: Path, now: Callable[[], datetime]) -> None:
    """Remove what a crash or a full disk left of a withdrawal, or of anything else that nobody can reach.

    Raises Busy and Unsupported; an archive in which something is in doubt is left as it is.
    """
    with durable.hold(archive / layout.LOCK, say("清除残留"), now()):
        found = survey(archive)
        if found.view is not None and not found.stopping and not found.others.unsettled:
            sweeping.sweep(archive, found.orphans, found.view)


def _replace(
    archive: Path, found: Survey, deed: ledger.Deed, take_out: TakeOut, portal: Portal, now: Callable[[], datetime]
) -> Outcome:
    """Replace what `take_out` takes from; `deed` is what is recorded of each version but for version and scope."""
    year, scratch = deed.year, archive / layout.STAGING / "remains"
    durable.make_folder(scratch)
    events, years, states = found.events, dict(found.years), dict(found.versions)
    with committing.swept_on_failure(archive, found):
        taken = sorted(take_out(found, scratch).items())
        for version, remains in taken:
            versions.check_fit(remains.staged)
            done = replace(deed, version=version, scope=remains.scope)
            setting_aside.make_room(archive, found, ledger.name_after(events, done))
            events, states[year, version] = committing.record(archive, found, events, remains.staged, done, now)
        years[year] = served_year(states, year) or years[year]
        number, view_hash = committing.show(archive, found, events, years, portal)
    head = ledger.head(events)
    return Outcome("withdrawn", year, taken[0][0], number, view_hash, head, found.damages(), found.moved_aside)


def _remove_what_was(archive: Path, year: int, view: int) -> None:
    try:
        for branch in others_of(archive, view, read_events(archive)).branches:
            # What the pages of its views show may be what was withdrawn; what they say stays in the marks.
            marks.put_marks(archive, marks.prepare_marks(archive, branch.events))
        sweeping.sweep(archive, remnants(archive, view), view)
        sweeping.drop_old_views(archive, view, kept=1)
    except OSError as error:
        raise NotRemoved(year, str(error.filename or archive), refusal(error)) from error
