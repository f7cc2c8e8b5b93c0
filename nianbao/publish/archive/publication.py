"""Publishing: a built year becomes a version that never changes, in one atomic step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Literal

from nianbao.publish.archive import committing, ledger, versions
from nianbao.publish.archive.committing import Portal
from nianbao.publish.archive.refusals import Damage, Damaged, Frozen
from nianbao.publish.archive.survey import Survey, served_year
from nianbao.publish.archive.undertaking import undertaking
from nianbao.publish.archive.versions import Staged
from nianbao.wording.language import say

NATURE = "公开"
"""The nature of a first publication, as the ledger records it."""

SCOPE = "全年度"
"""The scope of a first publication, as the ledger records it."""


@dataclass(frozen=True)
class Outcome:
    """What a publication did.

    `published` froze a version, `withdrawn` took content out of one, `portal` only made a new view, `unchanged` wrote
    nothing. `view_hash` is the SHA-256 of the view's `SHA256SUMS`, `head` that of the ledger's last line; `damage` is
    what was found elsewhere in the archive and did not hold it up, `moved_aside` what may have been published by a
    publication that was cut short, and lies aside now, `dropped_aside` what lay aside of the year of a withdrawal.
    """

    kind: Literal["published", "withdrawn", "unchanged", "portal"]
    year: int | None
    version: int | None
    view: int
    view_hash: str
    head: str
    damage: tuple[Damage, ...]
    moved_aside: tuple[str, ...] = ()
    dropped_aside: tuple[str, ...] = ()


def publish(
    archive: Path,
    staged: Staged | None,
    portal: Portal,
    *,
    now: Callable[[], datetime],
    role: str,
    reason: str,
) -> Outcome:
    """Freeze a built year as version 1, or with None renew the portal alone; the same sources again are no event.

    `now` gives aware times; `role` is never a person.

    Raises Busy while someone else publishes, Damaged where ledger or this very year is damaged, Frozen where the
    year is published from other sources, NoSpace, Unfit for what cannot be archived, Unsupported off POSIX, and
    whatever the portal's builder raises. After any of them readers still have what they had.
    """
    action = say("更新首页") if staged is None else say("发布{year}年度", year=staged.year)
    with undertaking(archive, portal, action, now, staged) as found:
        if staged is not None and not found.versions_of(staged.year):
            deed = ledger.Deed("publish", staged.year, 1, NATURE, SCOPE, reason, role)
            return freeze(archive, found, staged, deed, portal, now)
        return _renew(archive, found, staged, portal)


def freeze(
    archive: Path,
    found: Survey,
    staged: Staged,
    deed: ledger.Deed,
    portal: Portal,
    now: Callable[[], datetime],
) -> Outcome:
    """Store a staged year as the version that `deed` names, record the deed, and show both. Needs the lock.

    Damage found elsewhere is recorded with the deed's scope. Raises NoSpace, Unfit, Damaged when what is read back
    differs, and whatever the portal's builder raises.
    """
    versions.check_fit(staged)
    committing.check_space(archive, staged)
    damage = found.damages()
    with committing.swept_on_failure(archive, found):
        events, state = committing.record(archive, found, found.events, staged, _with_damage(deed, damage), now)
        served = served_year({**found.versions, (deed.year, deed.version): state}, deed.year)
        if served is None:
            raise Damaged(state.damages)
        number, view_hash = committing.show(archive, found, events, {**found.years, deed.year: served}, portal)
    return Outcome(
        "published", deed.year, deed.version, number, view_hash, ledger.head(events), damage, found.moved_aside
    )


def _renew(archive: Path, found: Survey, staged: Staged | None, portal: Portal) -> Outcome:
    year = None if staged is None else staged.year
    version = None if staged is None else _same_version(found, staged)
    if committing.is_shown(found, portal):
        head = ledger.head(found.events)
        damage = found.damages()
        return Outcome(
            "unchanged", year, version, found.view or 0, found.state.view_hash, head, damage, found.moved_aside
        )
    committing.check_space(archive, None)
    with committing.swept_on_failure(archive, found):
        number, view_hash = committing.show(archive, found, found.events, found.years, portal)
    head = ledger.head(found.events)
    return Outcome("portal", year, version, number, view_hash, head, found.damages(), found.moved_aside)


def _same_version(found: Survey, staged: Staged) -> int:
    version = found.versions_of(staged.year)[-1]
    build = found.versions[staged.year, version].build
    if build is None or build.fingerprint != staged.fingerprint:
        earlier = {} if build is None else build.inputs
        raise Frozen(staged.year, version, versions.changed_inputs(earlier, versions.hash_inputs(staged.sources)))
    return version


def _with_damage(deed: ledger.Deed, damage: tuple[Damage, ...]) -> ledger.Deed:
    if not damage:
        return deed
    places = sorted({"/".join(found.path.split("/")[:3]) for found in damage})
    return replace(deed, scope=f"{deed.scope}；同时发现损坏：{'、'.join(places)}")
