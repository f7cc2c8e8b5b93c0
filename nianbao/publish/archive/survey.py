"""The whole archive looked through: what is published, what is damaged, and what a crash left behind."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from nianbao.publish.archive import asides, branches, derived, layout, ledger, manifest, views
from nianbao.publish.archive.branches import NO_OTHERS, Others
from nianbao.publish.archive.inspection import VersionState, ViewState, examine_version, examine_view, read_regular
from nianbao.publish.archive.marks import Marks, read_marks
from nianbao.publish.archive.refusals import Damage
from nianbao.report.catalogue import Event, former_sections
from nianbao.wording.language import say

_NO_VIEW = ViewState((), (), (), None, {}, "")


@dataclass(frozen=True)
class Survey:
    """What was found of an archive.

    `view` is the number that `current` names; None where nothing was ever published. `stopping` are damages that
    make it unsafe to go on (`current`, ledger), `view_damages` those of the current view, which a new view heals,
    `strays` things that do not belong in store or views. `years` are the latest versions as the next view should
    present them. `orphans` are archive paths that a crash left, `.committed` among them where it lags behind `current`.
    `others` is what other ledgers in the archive say, `turned_back` what says, or leaves open, that a later view than
    the current one was shown, and `moved_aside` what was set aside since.
    """

    view: int | None
    state: ViewState
    versions: Mapping[tuple[int, int], VersionState]
    years: Mapping[int, views.Served]
    stopping: tuple[Damage, ...]
    view_damages: tuple[Damage, ...]
    strays: tuple[Damage, ...]
    orphans: tuple[str, ...]
    others: Others = NO_OTHERS
    turned_back: tuple[Damage, ...] = ()
    moved_aside: tuple[str, ...] = ()

    @property
    def events(self) -> tuple[Event, ...]:
        """Return the ledger, oldest event first."""
        return self.state.events

    def versions_of(self, year: int) -> list[int]:
        """Return the versions of one year, oldest first."""
        return sorted(version for of, version in self.versions if of == year)

    def damages_of(self, year: int) -> tuple[Damage, ...]:
        """Return the damages of all versions of one year."""
        return tuple(damage for key, state in self.versions.items() if key[0] == year for damage in state.damages)

    def damages(self) -> tuple[Damage, ...]:
        """Return all damages, the gravest first."""
        of_versions = (damage for state in self.versions.values() for damage in state.damages)
        return (*self.stopping, *self.others.unsettled, *of_versions, *self.view_damages, *self.strays)


def survey(archive: Path) -> Survey:
    """Return what is found when every hash of the archive is computed anew. Never raises for damage.

    Of the views, only the current one is looked into.
    """
    number, stopping = _current(archive)
    state = _NO_VIEW if number is None else examine_view(archive, number)
    versions = {key: examine_version(archive, *key, kept) for key, kept in ledger.kept(state.events).items()}
    years, lost = _years(state, versions)
    marks = read_marks(archive)
    others = NO_OTHERS if stopping or state.ledger_damages else others_of(archive, number, state.events, marks)
    remains = tuple(orphans_of(archive, number, state.events, others))
    committed, marker = _committed(archive, number, bool(remains or others.branches))
    return Survey(
        view=number,
        state=state,
        versions=versions,
        years=years,
        stopping=(*stopping, *state.ledger_damages, *marker, *lost),
        view_damages=(*state.damages, *_misderived(archive, state, years)),
        strays=(*_strays(archive), *marks.damages),
        orphans=remains if committed == number else (*remains, layout.COMMITTED),
        others=others,
        turned_back=marker,
    )


def current_view(archive: Path) -> int | None:
    """Return the number of the view that `current` names, or None where there is no `current`.

    Raises ValueError where `current` is no link into `views`, OSError where it cannot be read.
    """
    link = archive / layout.CURRENT
    if not os.path.lexists(link):
        return None
    number = layout.current_view_in(manifest.link_target(link)) if link.is_symlink() else None
    if number is None:
        raise ValueError(_no_link(link))
    return number


def _no_link(link: Path) -> str:
    if link.is_symlink():
        return say("不是指向 views 里某个视图的链接")
    return say(
        "不是链接：复制时符号链接丢失了。请用 cp -a 或 rsync -a 重新复制，要放到别处的用 nianbao export；"
        "手里只有这一份的，可用 nianbao verify --repair 从完好的副本恢复"
    )


def all_views(archive: Path) -> list[int]:
    """Return the numbers of all views that lie in the archive, oldest first."""
    return sorted(number for name in _names(archive / layout.VIEWS) if (number := layout.view_in(name)) is not None)


def others_of(archive: Path, view: int | None, events: tuple[Event, ...], marks: Marks | None = None) -> Others:
    """Return what other ledgers in the archive say and `events`, the shown ledger, do not."""
    views = (number for number in all_views(archive) if number != view)
    unknown = unknown_versions(archive, events)
    return branches.others(archive, events, marks or read_marks(archive), views, unknown)


def remnants(archive: Path, view: int) -> tuple[str, ...]:
    """Return the orphans of an archive whose ledger and `current` are sound, as `orphans_of` tells them."""
    events = ledger.read(read_regular(layout.view_path(archive, view) / layout.LEDGER))
    return tuple(orphans_of(archive, view, events, others_of(archive, view, events)))


def orphans_of(
    archive: Path,
    view: int | None,
    events: tuple[Event, ...],
    others: Others = NO_OTHERS,
) -> Iterator[str]:
    """Yield the archive paths that no reader can reach and of which no ledger says that they were published.

    They are staging, versions without an event, views after `view` that say no more than the ledger, views from before
    a withdrawal, and what lies aside without need.

    Trust it only where neither ledger nor `current` is in doubt.
    """
    if os.path.lexists(archive / layout.STAGING):
        yield layout.STAGING
    yield from (name for name in unknown_versions(archive, events) if name not in others.claimed)
    for year in filter(None, map(layout.year_in, _names(archive / layout.STORE))):
        empty = not any(map(layout.is_version, _names(archive / layout.year_name(year))))
        if empty and year not in ledger.latest_versions(events):
            yield layout.year_name(year)
    for number in all_views(archive):
        if number in others.views:
            continue
        if view is None or number > view or (number < view and _shows_withdrawn(archive, number, events)):
            yield layout.view_name(number)
    yield from asides.unneeded(archive, events)


def stored_versions(archive: Path) -> list[str]:
    """Return the archive paths of all folders in the store that have the name of a version, sorted."""
    years = filter(None, map(layout.year_in, _names(archive / layout.STORE)))
    return [
        f"{layout.year_name(year)}/{name}"
        for year in years
        for name in filter(layout.is_version, _names(archive / layout.year_name(year)))
    ]


def unknown_versions(archive: Path, events: tuple[Event, ...]) -> list[str]:
    """Return the archive paths of the stored versions of which the ledger does not speak, sorted."""
    known = {kept.name for kept in ledger.kept(events).values()}
    return [name for name in stored_versions(archive) if name not in known]


def _shows_withdrawn(archive: Path, number: int, events: tuple[Event, ...]) -> bool:
    """Whether a view is older than the last withdrawal, so that what was taken out may still be in it."""
    withdrawn = max((event.n for event in events if event.kind == "withdraw"), default=0)
    try:
        return len(ledger.read(read_regular(archive / layout.view_name(number) / layout.LEDGER))) < withdrawn
    except (OSError, ValueError):
        return withdrawn > 0


def _current(archive: Path) -> tuple[int | None, tuple[Damage, ...]]:
    try:
        number = current_view(archive)
    except (ValueError, OSError) as error:
        return None, (Damage(layout.CURRENT, str(error)),)
    if number is None and (_names(archive / layout.STORE) or any(all_views(archive))):
        return None, (Damage(layout.CURRENT, say("不见了，而报告库里有已公开的内容")),)
    return number, ()


def _years(
    state: ViewState, versions: Mapping[tuple[int, int], VersionState]
) -> tuple[dict[int, views.Served], tuple[Damage, ...]]:
    altered = {damage.path.rsplit("/", 1)[-1] for damage in state.damages}
    kept = state.facts.years if state.facts and layout.FACTS not in altered else {}
    years: dict[int, views.Served] = {}
    lost: list[Damage] = []
    for key in ledger.latest_versions(state.events).items():
        found = served_year(versions, key[0])
        if any(version.damages for (year, _), version in versions.items() if year == key[0]):
            found = kept.get(key[0]) or found
        if found is None:
            lost.append(Damage(ledger.kept(state.events)[key].name, say("连摘要都读不出，首页无法列出这一年")))
        else:
            years[key[0]] = found
    return years, tuple(lost)


def served_year(versions: Mapping[tuple[int, int], VersionState], year: int) -> views.Served | None:
    """Return how a view presents the latest of a year's `versions`, or None where that one is damaged.

    Earlier versions that are damaged are passed over.
    """
    latest = max(version for of, version in versions if of == year)
    states = {version: state for (of, version), state in versions.items() if of == year and not state.damages}
    builds = {version: state.build for version, state in states.items() if state.build is not None}
    if latest not in builds:
        return None
    former = former_sections({version: build.summary for version, build in builds.items()})
    build = builds[latest]
    state = states[latest]
    return views.served(build.summary, state.listed, state.sizes, build.addresses.moved, former)


def _misderived(archive: Path, state: ViewState, years: Mapping[int, views.Served]) -> Iterator[Damage]:
    facts = state.facts
    latest = ledger.latest_versions(state.events)
    if facts is None or facts.derivation != derived.DERIVATION or latest.keys() != years.keys():
        return
    should = views.own_files(replace(facts, years=years), state.events, state.listed)
    for name, content in should.items():
        if name in state.listed and state.listed[name] != sha256(content).hexdigest():
            yield Damage(f"{layout.view_name(facts.view)}/{name}", say("与台账推算出来的不符"))


def _committed(archive: Path, view: int | None, has_orphans: bool) -> tuple[int | None, tuple[Damage, ...]]:
    if view is None:
        return None, ()
    try:
        committed = int(read_regular(archive / layout.COMMITTED))
    except (OSError, ValueError):
        doubt = Damage(layout.COMMITTED, say("读不出，无法断定残留的内容是否曾经公开"))
        return None, (doubt,) if has_orphans else ()
    if committed > view:
        what = say("被指回较早的视图；曾经公开到 {target}", target=layout.view_name(committed))
        return committed, (Damage(layout.CURRENT, what),)
    return committed, ()


def _strays(archive: Path) -> Iterator[Damage]:
    stored = _names(archive / layout.STORE)
    odd = [f"{layout.STORE}/{name}" for name in stored if layout.year_in(name) is None]
    for year in filter(None, map(layout.year_in, stored)):
        names = _names(archive / layout.year_name(year))
        odd += [f"{layout.year_name(year)}/{name}" for name in names if not layout.is_version(name)]
    odd += [f"{layout.VIEWS}/{name}" for name in _names(archive / layout.VIEWS) if layout.view_in(name) is None]
    yield from (Damage(path, say("不该在这里")) for path in odd)


def _names(folder: Path) -> list[str]:
    try:
        return sorted(path.name for path in folder.iterdir())
    except OSError:
        return []
