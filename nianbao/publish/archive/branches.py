"""Other ledgers in the archive: what they say was published and the shown ledger does not say.

They come with an older copy that was put over a newer archive, with two archives that were put together, with `current`
led back, and with a publication that a crash cut short right before it was shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from nianbao.publish.archive import layout, ledger, manifest, versions
from nianbao.publish.archive.inspection import read_regular
from nianbao.publish.archive.marks import Marks
from nianbao.publish.archive.refusals import Damage
from nianbao.report.catalogue import Event
from nianbao.wording.language import say


@dataclass(frozen=True)
class Branch:
    """The lines of another ledger that the shown one neither holds nor quotes, oldest first.

    `head` is the SHA-256 of the last of them, `known_before` are the lines before the first, as far as they are known.
    It `was_shown` where a mark says that readers had it; else it may be what a crash cut short. `views` are the views
    that have its ledger.
    """

    events: tuple[Event, ...]
    head: str
    known_before: tuple[Event, ...]
    was_shown: bool
    views: tuple[int, ...]

    @property
    def is_urgent(self) -> bool:
        """Whether nothing may be published before somebody decides: readers had it, or it withdraws something."""
        return self.was_shown or any(event.kind == "withdraw" for event in self.events)

    @property
    def versions(self) -> Mapping[tuple[int, int], ledger.Kept]:
        """Where the versions that it says were published lie; those that only the shown ledger has are not in it."""
        own = {(event.year, event.version) for event in self.events if event.kind != "aside"}
        return {key: kept for key, kept in ledger.kept((*self.known_before, *self.events)).items() if key in own}


@dataclass(frozen=True)
class Others:
    """What the other ledgers in an archive say and the shown one does not.

    `claimed` are the archive paths of the stored versions of which they speak, `unsettled` what of it readers had, so
    that somebody must decide about it before anything is published, `cut_short` withdrawals not done to the end.
    """

    branches: tuple[Branch, ...] = ()
    claimed: frozenset[str] = frozenset()
    unsettled: tuple[Damage, ...] = ()
    cut_short: tuple[Damage, ...] = ()

    @property
    def views(self) -> frozenset[int]:
        """The views that have their ledgers."""
        return frozenset(number for branch in self.branches for number in branch.views)


NO_OTHERS = Others()


def others(archive: Path, shown: Sequence[Event], marks: Marks, views: Iterable[int], unknown: Iterable[str]) -> Others:
    """Return what `marks` and the ledgers of `views` say and `shown` does not; never raises for damage.

    `unknown` are the archive paths of the stored versions of which `shown` does not speak.
    """
    found = _branches(archive, shown, marks, views)
    return Others(
        branches=found,
        claimed=_claimed(archive, unknown, found, shown),
        unsettled=tuple(_unsettled(found, shown)),
        cut_short=tuple(_cut_short(found)),
    )


def _branches(archive: Path, shown: Sequence[Event], marks: Marks, views: Iterable[int]) -> tuple[Branch, ...]:
    """Every branch; a ledger that cannot be read, or whose chain is broken, tells nothing."""
    known: dict[str, Event] = dict(marks.events)
    places: dict[str, list[int]] = {}
    for number in views:
        for digest, event in _ledger_of(archive, number).items():
            known[digest] = event
            places.setdefault(digest, []).append(number)
    settled = ledger.settled(shown)
    lacking = {digest: event for digest, event in known.items() if digest not in settled}
    inner = {event.prev_sha256 for event in lacking.values()}
    heads = (ledger.FIRST, *ledger.heads(shown))
    tips = sorted((digest for digest in lacking if digest not in inner), key=lambda tip: (lacking[tip].time, tip))
    found = []
    for tip in tips:
        chain = _chain(tip, lacking)
        was_shown = any(digest in marks.events for digest in chain)
        if not was_shown and all(lacking[digest].quotes for digest in chain):
            continue  # a decision that was cut short: what it quotes still lies there to be decided about
        base = lacking[chain[0]].prev_sha256
        found.append(
            Branch(
                events=tuple(lacking[digest] for digest in chain),
                head=tip,
                known_before=tuple(shown[: heads.index(base)] if base in heads else _before(base, known)),
                was_shown=was_shown,
                views=tuple(sorted({number for digest in chain for number in places.get(digest, ())})),
            )
        )
    return tuple(found)


def _claimed(archive: Path, names: Iterable[str], found: Sequence[Branch], shown: Sequence[Event]) -> frozenset[str]:
    """Which of the stored versions `names` a branch, or an event that sets something aside, says were published.

    What a later withdrawal replaced is claimed by nobody.
    """
    known = tuple(names)
    named = frozenset(event.commitment for event in shown if event.kind == "aside")
    of_branches = (claimed_by(archive, branch, known) for branch in found)
    named_aside = (name for name in known if named and commitment_of(archive / name) in named)
    return frozenset(named_aside).union(*of_branches)


def claimed_by(archive: Path, branch: Branch, names: Iterable[str]) -> list[str]:
    """Return which of the stored versions `names` a branch says were published, by place or commitment, sorted."""
    places = {kept.name for kept in branch.versions.values()}
    commitments = {kept.commitment for kept in branch.versions.values()}
    return sorted(name for name in names if name in places or commitment_of(archive / name) in commitments)


def commitment_of(folder: Path) -> str:
    """Return the commitment that a version's list and nonce meet; empty where they cannot be read."""
    try:
        nonce, listed = (read_regular(folder / name) for name in (layout.NONCE, layout.MANIFEST))
        return ledger.commitment(versions.read_nonce(nonce), listed)
    except (OSError, ValueError):
        return ""


def _cut_short(found: Iterable[Branch]) -> Iterator[Damage]:
    """Each withdrawal that was about to be shown and that no mark says readers had."""
    for branch in (branch for branch in found if branch.is_urgent and not branch.was_shown):
        for event in (event for event in branch.events if event.kind == "withdraw"):
            what = say("{day}的撤下（{scope}）没有做完，内容还在提供", day=event.day, scope=event.scope)
            yield Damage(layout.version_address(event.year, event.version), what)


def _unsettled(found: Iterable[Branch], shown: Sequence[Event]) -> Iterator[Damage]:
    """For every event that readers had, what it says and that the shown ledger lacks it."""
    kept = ledger.kept(shown)
    for branch in (branch for branch in found if branch.was_shown):
        for event in branch.events:
            address = layout.version_address(event.year, event.version)
            if event.kind == "withdraw" and (event.year, event.version) in kept:
                what = say(
                    "其中的内容已于{day}撤下（{scope}），现行台账却没有这一条，撤下的内容可能又在提供",
                    day=event.day,
                    scope=event.scope,
                )
            else:
                what = say(
                    "{day}的台账记录“{nature}”不在现行台账里：可能用旧备份盖过，或由两处合并而来",
                    day=event.day,
                    nature=event.nature,
                )
            name = branch.versions.get((event.year, event.version))
            yield Damage(name.name if name else address, what)


def _ledger_of(archive: Path, number: int) -> dict[str, Event]:
    """{SHA-256 of its line: event} of a view's ledger; none where the ledger is not the one that the view lists."""
    folder = layout.view_path(archive, number)
    try:
        content = read_regular(folder / layout.LEDGER)
        if manifest.read(read_regular(folder / layout.SUMS)).get(layout.LEDGER) != sha256(content).hexdigest():
            return {}
        events = ledger.read(content)
    except (OSError, ValueError):
        return {}
    return dict(zip(ledger.heads(events), events, strict=True))


def _chain(tip: str, lacking: Mapping[str, Event]) -> list[str]:
    chain = [tip]
    while (before := lacking[chain[0]].prev_sha256) in lacking:
        chain.insert(0, before)
    return chain


def _before(base: str, known: Mapping[str, Event]) -> Iterator[Event]:
    """What is known of the lines before a branch that does not begin at a line of the shown ledger."""
    chain: list[Event] = []
    while base in known:
        chain.insert(0, known[base])
        base = known[base].prev_sha256
    yield from chain
