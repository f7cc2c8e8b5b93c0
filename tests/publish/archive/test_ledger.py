from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.publish.archive import ledger
from nianbao.publish.archive.ledger import BrokenLedger, Deed
from nianbao.report.catalogue import Event, Kind

MOMENT = datetime(2026, 11, 24, 12, tzinfo=timezone(timedelta(hours=8)))
HASH = "ab" * 32


def deed(kind: Kind, year: int, version: int, reason: str = "按规定公开") -> Deed:
    """Return a deed of the finance office."""
    return Deed(kind, year, version, "公开", "全年度", reason, "财务科")


def chain(*deeds: Deed) -> tuple[Event, ...]:
    """Return the ledger of deeds done on successive days."""
    events: tuple[Event, ...] = ()
    for number, each in enumerate(deeds):
        events = (*events, ledger.next_event(events, each, MOMENT + timedelta(days=number), HASH))
    return events


THREE = chain(deed("publish", 2022, 1), deed("publish", 2023, 1), deed("correct", 2022, 2))


def test_a_line_is_canonical_json() -> None:
    """Keys are sorted, nothing is padded and Chinese stays Chinese, so that anyone writes the same bytes."""
    assert ledger.line(THREE[0]).decode() == (
        f'{{"commitment":"{HASH}","kind":"publish","n":1,"nature":"公开","prev_sha256":"{"0" * 64}",'
        '"reason":"按规定公开","role":"财务科","scope":"全年度","time":"2026-11-24T04:00:00Z","version":1,"year":2022}'
    )


def test_each_event_names_the_hash_of_the_line_before() -> None:
    """The chain can be recomputed with sha256sum line by line."""
    lines = ledger.written(THREE).splitlines()
    assert [event.prev_sha256 for event in THREE[1:]] == [sha256(line).hexdigest() for line in lines[:-1]]


@given(
    st.lists(st.tuples(st.integers(2000, 2003), st.sampled_from(["go on", "withdraw"]), st.text(), st.text())),
)
def test_what_is_written_is_read_back(steps: list[tuple[int, str, str, str]]) -> None:
    """Reading a written ledger gives the same events, and writing them the same bytes, whatever the reasons say."""
    events: tuple[Event, ...] = ()
    latest: dict[int, int] = {}
    for year, what, reason, role in steps:
        withdrawn = what == "withdraw" and year in latest
        version = latest.get(year, 0) + (0 if withdrawn else 1)
        kind: Kind = "withdraw" if withdrawn else "correct" if year in latest else "publish"
        each = Deed(kind, year, version, "", "", reason, role)
        events = (*events, ledger.next_event(events, each, MOMENT, HASH))
        latest[year] = version
    content = ledger.written(events)
    assert ledger.read(content) == events
    assert ledger.written(ledger.read(content)) == content
    assert ledger.latest_versions(events) == latest


@given(st.data())
def test_a_flipped_byte_before_the_last_line_breaks_the_ledger(data: st.DataObject) -> None:
    """The chain alone finds every change except in the last line, which the view's SHA256SUMS guards."""
    content = bytearray(ledger.written(THREE))
    last = content[:-1].rindex(b"\n") + 1
    content[data.draw(st.integers(0, last - 1))] ^= data.draw(st.integers(1, 255))
    with pytest.raises(BrokenLedger):
        ledger.read(bytes(content))


@given(st.binary())
def test_garbage_is_refused_with_a_sentence(content: bytes) -> None:
    """No bytes make the reader fail otherwise."""
    if content:
        with pytest.raises(BrokenLedger):
            ledger.read(content)


@pytest.mark.parametrize(
    "content",
    [
        ledger.written(THREE)[:-1],
        ledger.written(THREE) + b"\n",
        ledger.written(THREE[1:]),
        ledger.written([THREE[0], THREE[2]]),
        ledger.written(THREE).replace(b'"n":1,', b'"n": 1,'),
        ledger.written(THREE).replace(b'"n":1,', b'"n":"1",'),
        ledger.written(THREE[:1]).replace("公开".encode(), b"\\u516c\\u5f00"),
        ledger.written(THREE[:1]).replace(b"2026-11-24T04", b"2026-13-24T04"),
        ledger.written(THREE[:1]).replace(b'"year":2022', b'"year":22'),
        ledger.written(THREE[:1]).replace(b'"version":1', b'"version":2'),
        ledger.written(THREE[:1]).replace(b'"publish"', b'"correct"'),
        ledger.written(THREE[:1]).replace(b'"publish"', b'"withdraw"'),
        ledger.written(THREE[:1]).replace(HASH.encode(), HASH.upper().encode()),
        b"[" * 100_000 + b"\n",
    ],
)
def test_what_is_not_an_unbroken_canonical_ledger_is_refused(content: bytes) -> None:
    """Spacing, escapes, gaps in the chain, odd times and versions that do not follow are all refused."""
    with pytest.raises(BrokenLedger):
        ledger.read(content)


def test_a_version_that_does_not_follow_is_never_written() -> None:
    """A second first version and a gap between versions are refused before there is an event."""
    for each in (deed("publish", 2022, 1), deed("correct", 2022, 4), deed("withdraw", 2024, 1)):
        with pytest.raises(BrokenLedger, match="版次"):
            ledger.next_event(THREE, each, MOMENT, HASH)


def test_a_time_without_zone_is_refused() -> None:
    """A naive time could mean any moment of a day."""
    with pytest.raises(ValueError, match="时区"):
        ledger.timestamp(datetime(2026, 11, 24, 4))


def test_times_are_written_in_utc() -> None:
    """Noon in Beijing is four o'clock in the ledger."""
    assert ledger.timestamp(MOMENT) == "2026-11-24T04:00:00Z"
    assert ledger.timestamp(datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=UTC)) == "2026-01-02T03:04:05Z"


def test_a_withdrawal_replaces_the_commitment_of_its_version() -> None:
    """The last event of a version says what must be there now, and the version's number stays."""
    withdrawal = ledger.next_event(THREE, deed("withdraw", 2022, 1), MOMENT, "cd" * 32)
    events = (*THREE, withdrawal)
    assert {key: kept.commitment for key, kept in ledger.kept(events).items()} == {
        (2022, 1): "cd" * 32,
        (2023, 1): HASH,
        (2022, 2): HASH,
    }
    assert list(ledger.latest_versions(events).items()) == [(2023, 1), (2022, 2)]


def test_the_commitment_is_a_plain_hash_of_nonce_and_manifest() -> None:
    """An auditor recomputes it with sha256sum over the two byte strings one after the other."""
    assert ledger.commitment(b"salt", b"list") == sha256(b"saltlist").hexdigest()
