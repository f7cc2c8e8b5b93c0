from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from nianbao.publish.archive import Damaged, layout, ledger, read_events, verify
from nianbao.report.catalogue import Event
from tests.archive.conftest import Measure, afresh
from tests.archive.tampering import Tampering, chained, chosen, forge, names
from tests.publish.archive.office import Office, tree

PROMISE = "tampering is found"
SEED = 20240103
OTHER_YEAR = "store/2023/v1"


@pytest.fixture
def office(sound: Office, tmp_path: Path) -> Office:
    """Return a copy of the sound office, to be tampered with."""
    office = Office(tmp_path)
    afresh(office, sound)
    return office


def test_every_kind_of_change_is_found_and_named(
    office: Office, sound: Office, torture: bool, measure: Measure
) -> None:
    """Files, folders and links of store and views, `current` and `.committed`: nothing can be changed unnoticed."""
    changes = chosen(torture, 60)
    missed = []
    for tampering in changes:
        archive = afresh(office, sound)
        tampering.change(archive)
        if not names(tampering, {damage.path for damage in verify(archive).damages}):
            missed.append(tampering.name)
    measure(PROMISE, {"kinds of change": len(changes), "missed": len(missed)})
    assert missed == []


def test_any_flipped_byte_is_found_and_named(office: Office, torture: bool, measure: Measure) -> None:
    """One byte anywhere in store and views; where it is in a view's list of hashes, a file of the view is named."""
    archive = office.archive
    chance = random.Random(SEED)  # noqa: S311 - no secrets
    files = [name for name, what in tree(archive).items() if len(what) == 64 and not name.startswith(".")]
    sizes = [(archive / name).stat().st_size for name in files]
    flips = 1_000 if torture else 60
    missed = []
    for name in chance.choices(files, sizes, k=flips // 2) + chance.choices(files, k=flips - flips // 2):
        path = archive / name
        content = path.read_bytes()
        at, changed = chance.randrange(len(content)), bytearray(content)
        changed[at] ^= chance.randrange(1, 256)
        path.chmod(0o644)
        path.write_bytes(changed)
        if not names(Tampering("", Path.touch, name), {damage.path for damage in verify(archive).damages}):
            missed.append(f"{name} at {at}")
        path.write_bytes(content)
    measure(PROMISE, {"flipped bytes": flips, "missed": len(missed)})
    assert missed == []
    assert verify(archive).intact


def test_other_modes_are_no_tampering(office: Office) -> None:
    """A backup may come back with other modes; the bytes are what was published."""
    for path in office.archive.rglob("*"):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() else 0o600)
    assert verify(office.archive).intact


FORGERIES: dict[str, Callable[[tuple[Event, ...]], list[Event]]] = {
    "the last event dropped": lambda events: [*events[:-1]],
    "a middle event dropped": lambda events: [events[0], events[2]],
    "two events exchanged": lambda events: [events[1], events[0], events[2]],
    "a reason changed": lambda events: [events[0].model_copy(update={"reason": "另一个原因"}), *events[1:]],
    "a time changed": lambda events: [*events[:2], events[2].model_copy(update={"time": "2026-11-25T00:00:00Z"})],
}


@pytest.mark.parametrize("forgery", FORGERIES)
@pytest.mark.parametrize("consistent", [False, True], ids=["in the ledger alone", "with all that follows from it"])
def test_a_forged_ledger_is_found(office: Office, forgery: str, consistent: bool, measure: Measure) -> None:
    """By the list of hashes, by an earlier view, or, where all of it fits, by the hash that was printed or kept."""
    printed = verify(office.archive)
    forged = FORGERIES[forgery](read_events(office.archive))
    if consistent:
        forge(office.archive, 3, chained(forged))
    else:
        (office.archive / "views/3/ledger.jsonl").write_bytes(ledger.written(forged))
        assert "views/3/ledger.jsonl" in {damage.path for damage in verify(office.archive).damages}
    assert not verify(office.archive, expect=printed.view_hash).intact
    assert not verify(office.archive, since=printed.head).intact
    measure(PROMISE, {"forged ledgers": 1})


@pytest.mark.parametrize("forgery", ["a middle event dropped", "two events exchanged", "a reason changed"])
def test_a_forged_past_does_not_fit_the_earlier_views(office: Office, forgery: str) -> None:
    """As long as a view from before lies there, not even the hash that was printed is needed."""
    forge(office.archive, 3, chained(FORGERIES[forgery](read_events(office.archive))))
    assert any(damage.path.startswith("views/") for damage in verify(office.archive).damages)


def test_a_dropped_last_event_is_known_by_its_mark(office: Office) -> None:
    """The ledger without it is whole; the mark of the event tells of the version, which is no remnant of a crash."""
    forge(office.archive, 3, chained(read_events(office.archive)[:-1]))
    found = verify(office.archive)
    assert ([damage.path for damage in found.damages], found.orphans) == (["store/2022/v2"], ())


def test_everything_rewritten_consistently_is_found_by_what_was_kept_elsewhere(
    office: Office, measure: Measure
) -> None:
    """An archive whose every view, ledger, list and mark was made anew verifies in itself, and nowhere else."""
    printed = verify(office.archive)
    events = read_events(office.archive)
    rewritten = chained(FORGERIES["a reason changed"](events))
    for number in (1, 2, 3):
        forge(office.archive, number, rewritten[:number])
    assert not verify(office.archive).intact
    shutil.rmtree(office.archive / layout.EVENTS)
    assert verify(office.archive).intact
    expected = verify(office.archive, expect=printed.view_hash)
    assert [damage.path for damage in expected.damages] == ["views/3/SHA256SUMS"]
    kept = verify(office.archive, since=printed.head)
    assert [damage.path for damage in kept.damages] == ["views/3/ledger.jsonl"]
    measure(PROMISE, {"forged ledgers": 1})


def test_an_archive_turned_back_with_its_mark_is_found_by_what_was_kept_elsewhere(office: Office) -> None:
    """Where the mark is turned back as well, the archive of then stands there, and only a hash of now tells."""
    printed = verify(office.archive)
    (office.archive / layout.CURRENT).unlink()
    (office.archive / layout.CURRENT).symlink_to("views/2")
    (office.archive / layout.COMMITTED).write_bytes(b"2\n")
    assert not verify(office.archive, expect=printed.view_hash).intact
    assert not verify(office.archive, since=printed.head).intact


@pytest.mark.parametrize("mark", [b"", b"x", b"0\n", b"2\n", b"9\n", None])
def test_a_wrong_mark_alone_loses_nothing(office: Office, mark: bytes | None) -> None:
    """What says which view was shown last may be damaged: the next publication heals it or is refused."""
    before = tree(office.archive / "store")
    (office.archive / layout.COMMITTED).unlink()
    if mark is not None:
        (office.archive / layout.COMMITTED).write_bytes(mark)
    try:
        office.publish(office.staged(2024, "1200.00"))
    except Damaged:
        assert mark == b"9\n"
    assert before.items() <= tree(office.archive / "store").items()
    assert verify(office.archive).intact == (mark != b"9\n")


def test_damage_to_another_year_holds_nothing_up_and_is_recorded(
    office: Office, sound: Office, torture: bool, measure: Measure
) -> None:
    """The new year is published, and the ledger says for ever what was found damaged on that day."""
    for tampering in chosen(torture, 5, OTHER_YEAR):
        tampering.change(afresh(office, sound))
        outcome = office.publish(office.staged(2024, "1200.00"))
        assert outcome.kind == "published", tampering.name
        assert any(damage.path.startswith(OTHER_YEAR) for damage in outcome.damage)
        assert OTHER_YEAR in read_events(office.archive)[-1].scope
        measure(PROMISE, {"publications beside damage": 1})


def test_damage_to_the_very_year_stops_its_publication(
    office: Office, sound: Office, torture: bool, measure: Measure
) -> None:
    """Nothing is built upon a version that is not what was published, and nothing is changed."""
    for tampering in chosen(torture, 5, OTHER_YEAR):
        tampering.change(afresh(office, sound))
        before = tree(office.archive)
        with pytest.raises(Damaged, match=OTHER_YEAR):
            office.publish(office.staged(2023, "1300.55"))
        assert tree(office.archive) == before, tampering.name
        measure(PROMISE, {"publications stopped": 1})


def test_no_change_of_the_ledger_is_published_upon(
    office: Office, sound: Office, torture: bool, measure: Measure
) -> None:
    """Whatever was done to the ledger, every publication is refused and leaves all as it is."""
    for tampering in chosen(torture, 4, "views/3/ledger.jsonl"):
        tampering.change(afresh(office, sound))
        before = tree(office.archive)
        for staged in (office.staged(2024, "1200.00"), None):
            with pytest.raises(Damaged):
                office.publish(staged)
        assert tree(office.archive) == before, tampering.name
        measure(PROMISE, {"publications stopped": 2})
