"""Correcting: a published year gets its next version, and the one before stays at its address."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from nianbao.publish.archive import ledger
from nianbao.publish.archive.committing import Portal
from nianbao.publish.archive.publication import Outcome, freeze
from nianbao.publish.archive.refusals import Overtaken
from nianbao.publish.archive.undertaking import undertaking
from nianbao.publish.archive.versions import Staged
from nianbao.wording.language import say


@dataclass(frozen=True)
class Announcement:
    """What the ledger records of a correction: the version it makes, its nature, scope, reason, and a role.

    `withdrawals` are those from the year when it was prepared: it may quote whatever was taken out since.
    """

    version: int
    nature: str
    scope: str
    reason: str
    role: str
    withdrawals: int = 0


def correct(
    archive: Path,
    staged: Staged,
    announced: Announcement,
    portal: Portal,
    *,
    now: Callable[[], datetime],
) -> Outcome:
    """Freeze a built year as the version after its latest; nothing that was published is touched.

    Raises what `publish` raises, and Overtaken where the year's latest version is not the one before it, or where
    content of the year was withdrawn since it was prepared.
    """
    year = staged.year
    deed = ledger.Deed(
        "correct", year, announced.version, announced.nature, announced.scope, announced.reason, announced.role
    )
    with undertaking(archive, portal, say("更正{year}年度", year=year), now, staged) as found:
        latest = ledger.latest_versions(found.events).get(year, 0)
        overtaken = ledger.withdrawals(found.events, year) != announced.withdrawals
        if overtaken or latest == 0 or latest + 1 != announced.version:
            raise Overtaken(year, announced.version, latest)
        return freeze(archive, found, staged, deed, portal, now)
