"""Verifying: every hash of the archive computed anew, and everything that differs named."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from nianbao.publish.archive import asides, derived, layout, ledger
from nianbao.publish.archive.inspection import ViewState, examine_view
from nianbao.publish.archive.refusals import Damage
from nianbao.publish.archive.survey import Survey, all_views, survey
from nianbao.report.catalogue import Event
from nianbao.wording.language import say


@dataclass(frozen=True)
class Verification:
    """What a verification found.

    `counts` are {"events", "years", "versions", "views", "files": how many were looked at}; `view_hash` is the
    SHA-256 of the current view's `SHA256SUMS`, empty where it cannot be read. `withdrawn` are versions from which
    content was taken out (`2022-v1`): what is left of them was verified, and that is no damage. `orphans` are archive
    paths that a crash left and the next publication sweeps. `unchecked` are files that other rules made: their hashes
    were verified, not how they follow from the ledger. `unsettled` says whether other ledgers in the archive tell of
    something published that the shown one lacks; `cut_short` are the versions (`2024-v1`) that a crash cut off right
    before or after they were shown, `withdrawals_cut_short` the withdrawals that it cut off so, `aside` the archive
    paths of what lies aside. `head` is the SHA-256 of the ledger's last line; `added` are the events since the one that
    was asked for.
    """

    damages: tuple[Damage, ...]
    counts: Mapping[str, int]
    view: int | None
    view_hash: str
    head: str
    withdrawn: tuple[str, ...]
    orphans: tuple[str, ...]
    unchecked: tuple[str, ...]
    added: tuple[Event, ...] = ()
    unsettled: bool = False
    cut_short: tuple[str, ...] = ()
    withdrawals_cut_short: tuple[Damage, ...] = ()
    aside: tuple[str, ...] = ()

    @property
    def intact(self) -> bool:
        """Say whether nothing is damaged."""
        return not self.damages


def verify(archive: Path, expect: str | None = None, since: str | None = None) -> Verification:
    """Recompute every hash of the archive and return what differs; never raises for damage.

    `expect` is the view hash that a publication printed: it catches even a consistent rewrite of everything. `since`
    is the hash of a ledger line that was last some time ago: all up to it must still be there, letter by letter.
    """
    found = survey(archive)
    earlier = {number: examine_view(archive, number) for number in all_views(archive) if number < (found.view or 0)}
    damages = [*found.damages(), *_nothing_there(archive), *_unexpected(found, expect), *_forgotten(found, since)]
    for number, state in earlier.items():
        damages += [*state.ledger_damages, *state.damages, *_no_forerunner(number, state, found)]
    return Verification(
        damages=tuple(dict.fromkeys(damages)),
        counts=_counts(found, earlier),
        view=found.view,
        view_hash=found.state.view_hash,
        head=ledger.head(found.events),
        withdrawn=tuple(dict.fromkeys(_withdrawn(found))),
        orphans=() if found.stopping else found.orphans,
        unchecked=tuple(_unchecked(found)),
        added=_added(found, since),
        unsettled=bool(found.others.unsettled),
        cut_short=tuple(_cut_short(found)),
        withdrawals_cut_short=found.others.cut_short,
        aside=tuple(name for folder in asides.folders(archive) for _, name in asides.versions_in(archive, folder)),
    )


def _nothing_there(archive: Path) -> Iterator[Damage]:
    if not os.path.lexists(archive / layout.CURRENT):
        yield Damage(layout.CURRENT, say("不见了，或者从未公开过任何年度"))


def _unexpected(found: Survey, expect: str | None) -> Iterator[Damage]:
    if expect is not None and found.view is not None and expect.strip().lower() != found.state.view_hash:
        path = f"{layout.view_name(found.view)}/{layout.SUMS}"
        yield Damage(path, say("校验值是 {actual}，应为 {expect}", actual=found.state.view_hash, expect=expect))


def _forgotten(found: Survey, since: str | None) -> Iterator[Damage]:
    if since is not None and found.view is not None and _mark(since) not in (ledger.FIRST, *ledger.heads(found.events)):
        path = f"{layout.view_name(found.view)}/{layout.LEDGER}"
        yield Damage(path, say("没有校验值为 {since} 的一行：当时的台账已不在其中", since=since))


def _added(found: Survey, since: str | None) -> tuple[Event, ...]:
    heads = (ledger.FIRST, *ledger.heads(found.events))
    known = since is not None and _mark(since) in heads
    return found.events[heads.index(_mark(since or "")) :] if known else ()


def _mark(since: str) -> str:
    return since.strip().lower()


def _no_forerunner(number: int, state: ViewState, found: Survey) -> Iterator[Damage]:
    doubtful = found.stopping or state.ledger_damages
    if not doubtful and found.events[: len(state.events)] != state.events:
        path = f"{layout.view_name(number)}/{layout.LEDGER}"
        yield Damage(path, say("不是现行台账的前一段"))


def _cut_short(found: Survey) -> Iterator[str]:
    for branch in found.others.branches:
        if not branch.is_urgent:
            yield from (layout.version_address(*key) for key in branch.versions)


def _counts(found: Survey, earlier: Mapping[int, ViewState]) -> dict[str, int]:
    views = [found.state, *earlier.values()] if found.view is not None else []
    listed = [*(state.listed for state in views), *(state.listed for state in found.versions.values())]
    return {
        "events": len(found.events),
        "years": len({year for year, _ in found.versions}),
        "versions": len(found.versions),
        "views": len(views),
        "files": sum(map(len, listed)),
    }


def _withdrawn(found: Survey) -> Iterator[str]:
    for event in found.events:
        if event.kind == "withdraw":
            yield layout.version_address(event.year, event.version)


def _unchecked(found: Survey) -> Iterator[str]:
    facts = found.state.facts
    if facts is not None and facts.derivation != derived.DERIVATION:
        yield from (f"{layout.view_name(facts.view)}/{name}" for name in layout.VIEW_FILES)
