"""What one view of the archive shows, verified: an export is made of it, whatever is published meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

from nianbao.publish.archive import layout, ledger, views
from nianbao.publish.archive.inspection import VersionState, ViewState
from nianbao.publish.archive.reading import read_events
from nianbao.publish.archive.refusals import ArchiveError, Damaged
from nianbao.publish.archive.survey import current_view, survey
from nianbao.publish.exporting.copied import copied_view, examine_copy
from nianbao.publish.exporting.refusals import Refused
from nianbao.report.catalogue import Event, YearSummary
from nianbao.wording.language import say

T = TypeVar("T")

_TIMES = 5
"""How often an export begins anew because publications took away what it was reading."""


@dataclass(frozen=True)
class Shown:
    """One view and every version that its ledger names; all of their hashes were found right.

    `view` is the view's number, `facts` what its `view.json` says.
    """

    archive: Path
    view: int
    state: ViewState
    facts: views.Facts
    versions: Mapping[tuple[int, int], VersionState]

    @property
    def events(self) -> tuple[Event, ...]:
        """Return the ledger, oldest event first."""
        return self.state.events

    @property
    def kept(self) -> dict[tuple[int, int], ledger.Kept]:
        """Return where every version lies in the archive, and its commitment."""
        return ledger.kept(self.events)

    @property
    def latest(self) -> dict[int, int]:
        """Return the latest version of every year, newest year first."""
        return ledger.latest_versions(self.events)

    @property
    def newest(self) -> YearSummary:
        """Return what the newest year says of itself."""
        return self.facts.summaries()[max(self.latest)]

    @property
    def moment(self) -> datetime:
        """Return the time of the ledger's last event, in UTC."""
        return datetime.fromisoformat(self.events[-1].time)

    @property
    def file_time(self) -> datetime:
        """Return the time that every file of an export bears: of no other view of the archive is it the same.

        Servers tell by it whether a page has changed, and the portal may change without an event. It is the time of the
        last event and two seconds for each view, since zip files know only even seconds.
        """
        return self.moment + timedelta(seconds=2 * self.view)


def read_shown(archive: Path) -> Shown:
    """Return what the current view shows, every hash computed anew.

    Raises Damaged with all damages, Refused where nothing was ever published.
    """
    copied = copied_view(archive)
    if copied is None:
        found = survey(archive)
        number, state, versions, damages = found.view, found.state, found.versions, found.damages()
    else:
        number = copied
        state, versions, damages = examine_copy(archive, copied)
    if damages:
        raise Damaged(damages)
    if number is None or state.facts is None or not state.events:
        raise Refused(say("{archive} 里还没有公开过任何年度，没有可以导出的", archive=archive))
    return Shown(archive, number, state, state.facts, versions)


def steadily(archive: Path, write: Callable[[Shown], T]) -> T:
    """Return what `write` makes of the archive's present state, which is that of one view.

    Where publications in the meantime removed what was being read, or a withdrawal took content out, `write` is
    called again with the new state. Raises what it and `read_shown` raise.
    """
    for time in range(_TIMES):
        before = _view_now(archive)
        try:
            shown = read_shown(archive)
            written = write(shown)
        except Damaged:
            if _view_now(archive) == before or time == _TIMES - 1:
                raise
            continue
        if not _withdrawn_since(archive, shown):
            return written
    raise Refused(say("导出期间不断有内容撤下，请稍后再试"))


def _view_now(archive: Path) -> int | None:
    try:
        copied = copied_view(archive)
        return current_view(archive) if copied is None else copied
    except (OSError, ValueError, ArchiveError):
        return None


def _withdrawn_since(archive: Path, shown: Shown) -> bool:
    if _view_now(archive) == shown.view:
        return False
    return any(event.kind == "withdraw" for event in read_events(archive)[len(shown.events) :])


def content_names(version: VersionState) -> dict[str, str]:
    """Return {name below the version's content folder: name in its manifest} of a version's published files."""
    prefix = f"{layout.CONTENT}/"
    return {name.removeprefix(prefix): name for name in version.listed if name.startswith(prefix)}
