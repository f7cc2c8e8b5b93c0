"""Deciding about other ledgers in the archive: what they say is taken over, or set aside and named for ever."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from nianbao.publish.archive import asides, committing, durable, layout, ledger, setting_aside, sweeping
from nianbao.publish.archive.branches import Branch, commitment_of
from nianbao.publish.archive.committing import Portal
from nianbao.publish.archive.inspection import examine_version
from nianbao.publish.archive.refusals import Damage, Damaged
from nianbao.publish.archive.survey import Survey, others_of, remnants, served_year, survey
from nianbao.report.catalogue import Event, Quotation
from nianbao.wording.language import say

Choice = Literal["adopt", "aside"]
"""What is done with what another ledger published: readers get it (again), or it is kept where nobody is served it."""

SET_ASIDE = "搁置"
"""The nature of an event by which another ledger's is set aside, as the ledger records it."""


@dataclass(frozen=True)
class Settled:
    """What was decided: the events that the shown ledger got, the view in which they are shown, and its hashes.

    `kept_aside` are archive paths of versions that were set aside, `missing` the versions (`2024-v1`) named as such
    that are not in the archive, as when another was copied over them; `damage` is what is damaged all the same.
    """

    events: tuple[Event, ...]
    kept_aside: tuple[str, ...]
    missing: tuple[str, ...]
    view: int
    view_hash: str
    head: str
    damage: tuple[Damage, ...]


def settle_branches(
    archive: Path, choice: Choice, portal: Portal, *, now: Callable[[], datetime], role: str, head: str = ""
) -> Settled | None:
    """Take over what other ledgers in the archive say, or set it aside; None where none says anything else.

    A ledger that the other merely goes on gets its lines as they are. Any other gets events that quote the other's
    lines and head: lines are never rewritten, and versions never get another number. Where both published the same
    version, the shown one stays and the other is named and set aside. A withdrawal is taken over whatever the choice.
    `head` is the SHA-256 of the last line of the one ledger that is meant; without it all are.

    Raises Damaged where the shown ledger is in doubt, or where a version that readers would get is not intact; then
    nothing was changed. Raises Busy, Unsupported, and whatever the portal's builder raises.
    """
    with durable.hold(archive / layout.LOCK, say("处理其他台账"), now()):
        found = survey(archive)
        doubts = tuple(damage for damage in found.stopping if damage not in found.turned_back)
        if found.view is None or doubts:
            raise Damaged(doubts or (Damage(layout.CURRENT, say("不见了，或者从未公开过任何年度")),))
        chosen = [branch for branch in found.others.branches if not head or branch.head == head.strip().lower()]
        if not chosen and (head or not found.turned_back):
            sweeping.sweep(archive, found.orphans, found.view)  # a decision may have been cut short after it was shown
            return None
        sweeping.clear_staging(archive)
        return _settled(archive, found, chosen, choice, portal, now, role)


def _settled(
    archive: Path,
    found: Survey,
    chosen: Sequence[Branch],
    choice: Choice,
    portal: Portal,
    now: Callable[[], datetime],
    role: str,
) -> Settled:
    events = found.events
    for branch in chosen:
        events = _with(events, branch, choice, now, role)
    states, years, damage = dict(found.versions), dict(found.years), list[Damage]()
    before = ledger.kept(found.events)
    for (year, version), kept in ledger.kept(events).items():
        if before.get((year, version)) != kept:
            states[year, version] = examine_version(archive, year, version, kept)
    added = [event for event in events[len(found.events) :] if event.kind != "aside"]
    made = {(event.year, event.version) for event in added if event.makes_version}
    unfit = [damage for key in sorted(made) for damage in states[key].damages]
    for year in sorted({event.year for event in added}):
        served = served_year(states, year) or years.get(year)
        damage += [each for (of, _), state in states.items() if of == year for each in state.damages]
        if served is None or unfit:
            raise Damaged(unfit or damage)
        years[year] = served
    with committing.swept_on_failure(archive, found):
        number, view_hash = committing.show(archive, found, events, years, portal)
    aside = _tidied(archive, number, events)
    new = events[len(found.events) :]
    missing = tuple(_missing(archive, events, new))
    return Settled(new, aside, missing, number, view_hash, ledger.head(events), tuple(damage))


def _missing(archive: Path, events: Sequence[Event], new: Sequence[Event]) -> Iterator[str]:
    """What was set aside and is not there, but for years from which content was withdrawn: of those nothing is kept."""
    withdrawn = {event.year for event in events if event.kind == "withdraw"}
    there = {
        commitment_of(archive / name)
        for folder in asides.folders(archive)
        for _, name in asides.versions_in(archive, folder)
    }
    named = (event for event in new if event.kind == "aside" and event.year not in withdrawn)
    for event in (event for event in named if event.commitment not in there):
        yield layout.version_address(event.year, event.version)


def _with(
    shown: tuple[Event, ...], branch: Branch, choice: Choice, now: Callable[[], datetime], role: str
) -> tuple[Event, ...]:
    """The shown ledger with what a branch says."""
    if choice == "adopt" and branch.events[0].prev_sha256 == ledger.head(shown):
        return (*shown, *branch.events)
    events, foreign, known = shown, set[tuple[int, int]](), ledger.settled(shown)
    for event in branch.events:
        if ledger.settled((event,)) <= known:
            continue  # said by a branch before, which shares the line
        is_taken = (choice == "adopt" or event.kind == "withdraw") and _fits(events, event, foreign)
        if not is_taken:
            foreign.add((event.year, event.version))
        events = (*events, _quoting(events, event, branch, is_taken, now(), role))
    return events


def _fits(events: Sequence[Event], event: Event, foreign: set[tuple[int, int]]) -> bool:
    """Whether an event of another ledger can come next.

    Its version is the next one, and those before it are the same in both ledgers; or it withdraws from a version that
    both have, and from which nothing was withdrawn here. `foreign` are the versions of the other ledger alone.
    """
    latest = ledger.latest_versions(events).get(event.year, 0)
    if event.makes_version:
        same_before = all((event.year, version) not in foreign for version in range(1, event.version))
        return same_before and event.version == latest + 1
    withdrawn = any((each.kind, each.year, each.version) == ("withdraw", event.year, event.version) for each in events)
    key = (event.year, event.version)
    return event.kind == "withdraw" and event.version <= latest and key not in foreign and not withdrawn


def _quoting(
    events: Sequence[Event], event: Event, branch: Branch, is_taken: bool, moment: datetime, role: str
) -> Event:
    """The event by which the shown ledger takes another's over, or names it as set aside; its texts are public."""
    origin = f"另一份台账第{event.n}条，记于{event.time}"
    deed = ledger.Deed(
        kind=event.kind if is_taken else "aside",
        year=event.year,
        version=event.version,
        nature=event.nature if is_taken else SET_ASIDE,
        scope=f"{event.scope}（并入{origin}）" if is_taken else f"{event.nature}：{event.scope}（{origin}）",
        reason=event.reason if is_taken else "不在现行台账里，不对外提供",
        role=event.role if is_taken else role,
        quotes=Quotation(line=ledger.line(event).decode(), head=branch.head),
    )
    return ledger.next_event(events, deed, moment, event.commitment)


def _tidied(archive: Path, view: int, events: tuple[Event, ...]) -> tuple[str, ...]:
    """Move what was named as set aside out of the store, remove what was withdrawn, and views nobody needs."""
    moved = setting_aside.move_named(archive, events)
    stays = others_of(archive, view, events).views
    sweeping.sweep(archive, remnants(archive, view), view)
    sweeping.drop_old_views(archive, view, kept=1, stays=stays)
    return tuple(moved)
