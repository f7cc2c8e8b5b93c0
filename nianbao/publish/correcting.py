"""Correcting a published year: what changes is worked out first, then built into the pages, then frozen."""

from __future__ import annotations

import datetime
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from nianbao.publish import archive as store
from nianbao.publish.announcing import NotApproved, check_public_words, unknown_name
from nianbao.publish.archive.correction import Announcement, correct
from nianbao.publish.archive.ledger import latest_versions, withdrawals
from nianbao.publish.archive.reading import read_events, read_version
from nianbao.publish.building import fingerprint
from nianbao.publish.comparing import changes
from nianbao.publish.editions import build_year, year_sources
from nianbao.publish.publishing import portal_of, staged_year
from nianbao.report.change import Difference
from nianbao.report.correction import Correction, Nature, concealing, day_of
from nianbao.report.finding import Finding, Unusable
from nianbao.report.place import Place

Approve = Callable[[Correction], bool]
"""Asked before anything is published, with the correction as readers will be told of it."""


@dataclass(frozen=True)
class Request:
    """A correction as it was asked for; `reason` and `role` become public.

    `concealed` are the ids of pages of which the old text must not be quoted once more.
    """

    year: int
    nature: Nature
    reason: str
    role: str
    concealed: tuple[str, ...] = ()


class Unchanged(Exception):
    """The year's sources are what was published: there is nothing to correct, which is no fault. `version` has them."""

    def __init__(self, version: int) -> None:
        super().__init__(str(version))
        self.version = version


def correct_year(root: Path, archive: Path, request: Request, approve: Approve) -> store.Outcome:
    """Publish the present sources of a published year as its next version.

    Every page that differs announces it; the history of the year lists it; the version before stays as it is.

    Raises Unchanged for a year that does not differ, Unusable for one that was never published or cannot be read,
    NotApproved, what `build_year` raises, and what `archive.correct` raises. Then nothing is changed.
    """
    check_public_words(request.year, reason=request.reason, role=request.role)
    events = read_events(archive)
    latest = latest_versions(events).get(request.year)
    if latest is None:
        raise _refusal(request.year, "never_published")
    published = read_version(archive, request.year, latest)
    printed = fingerprint(year_sources(root, request.year))
    if published.fingerprint == printed:
        raise Unchanged(latest)
    now = datetime.datetime.now(datetime.UTC)
    correction = _correction(request, latest + 1, changes(root, archive, request.year), now)
    if not approve(correction):
        raise NotApproved
    corrections = (*published.summary.corrections, correction)
    with tempfile.TemporaryDirectory(prefix="nianbao-") as scratch:
        content = Path(scratch) / "content"
        built = build_year(root, request.year, content, correction.version, archive, corrections)
        if built.fingerprint != printed:
            raise _refusal(request.year, "changed_meanwhile")
        return correct(
            archive,
            staged_year(built, content),
            _announcement(request, correction, withdrawals(events, request.year)),
            portal_of(root, archive),
            now=lambda: now,
        )


def _correction(request: Request, version: int, changed: Difference, now: datetime.datetime) -> Correction:
    unknown = [page for page in request.concealed if page not in changed.titles]
    if unknown:
        raise Unusable(unknown_name(request.year, page, changed.titles) for page in unknown)
    return Correction(
        version=version,
        day=day_of(now),
        nature=request.nature,
        reason=request.reason,
        role=request.role,
        changes=concealing(changed, request.concealed),
        concealed=request.concealed,
    )


def _announcement(request: Request, correction: Correction, withdrawn: int) -> Announcement:
    changed = correction.changes
    touched = [changed.titles[page] for page in changed.titles if correction.touches(page)]
    scope = "、".join(touched) or "读者所见内容没有改动"
    return Announcement(correction.version, request.nature, scope, request.reason, request.role, withdrawn)


def _refusal(year: int, rule: str, **values: object) -> Unusable:
    return Unusable([Finding(rule, "error", Place(f"data/{year}"), {"year": year, **values})])
