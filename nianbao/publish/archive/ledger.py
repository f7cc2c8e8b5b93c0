"""The ledger 发布台账: one canonical JSON line per event, each naming the hash of the line before it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from nianbao.publish.archive import layout
from nianbao.report.catalogue import Event, Kind, Quotation
from nianbao.wording.language import say

FIRST = "0" * 64
"""What the first event names as the hash of the line before it."""

_FIRST_YEAR = 2000
"""Reports are of this year or a later one, and so is whatever is done to them."""
_HASH = re.compile(r"[0-9a-f]{64}")
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")


class BrokenLedger(ValueError):
    """The bytes are not an unbroken ledger; the text says which line and why."""


@dataclass(frozen=True)
class Deed:
    """What is about to be recorded, before it has a number, a time and hashes; `role` is never a person.

    `quotes` is the line of another ledger that is taken over, where it is one.
    """

    kind: Kind
    year: int
    version: int
    nature: str
    scope: str
    reason: str
    role: str
    quotes: Quotation | None = None


def line(event: Event) -> bytes:
    """Return the event's canonical line without its newline (UTF-8, sorted keys, no spaces).

    Raises UnicodeEncodeError for text that UTF-8 cannot hold (a lone surrogate).
    """
    return json.dumps(
        event.model_dump(exclude_none=True), sort_keys=True, separators=(",", ":"), ensure_ascii=False
    ).encode()


def written(events: Iterable[Event]) -> bytes:
    """Return the whole ledger, a newline after every line."""
    return b"".join(line(event) + b"\n" for event in events)


def read(content: bytes) -> tuple[Event, ...]:
    """Return the events of a ledger, oldest first.

    Raises BrokenLedger unless every line is canonical, the chain of hashes is unbroken and the versions follow
    one another.
    """
    if content and not content.endswith(b"\n"):
        raise BrokenLedger(say("最后一行没有写完"))
    events: list[Event] = []
    previous, latest = FIRST, dict[int, int]()
    for number, text in enumerate(content.split(b"\n")[:-1], start=1):
        event = _event(text, number)
        _require(event.n == number, number, say("序号应为{n}", n=number))
        _require(event.prev_sha256 == previous, number, say("与上一行的校验值不相接"))
        _require(_follows(event, latest.get(event.year, 0)), number, say("版次不相接"))
        if event.kind != "aside":
            latest[event.year] = max(event.version, latest.get(event.year, 0))
        previous = sha256(text).hexdigest()
        events.append(event)
    return tuple(events)


def read_line(text: bytes) -> Event:
    """Return the event of a single line without its newline. Raises BrokenLedger for bytes that are no such line."""
    return _event(text, 1)


def next_event(events: Sequence[Event], deed: Deed, moment: datetime, commitment: str) -> Event:
    """Return the event that comes after `events`, chained to the last of them.

    `moment` is any aware time and is written in UTC to the second; where it cannot be right, the scope says so. Raises
    ValueError for a time without a zone, BrokenLedger for a version that does not follow and UnicodeEncodeError for
    text that UTF-8 cannot hold.
    """
    event = Event(
        n=len(events) + 1,
        time=timestamp(moment),
        year=deed.year,
        version=deed.version,
        kind=deed.kind,
        nature=deed.nature,
        scope="；".join(filter(None, (deed.scope, doubt_of(events, moment)))),
        reason=deed.reason,
        role=deed.role,
        commitment=commitment,
        prev_sha256=sha256(line(events[-1])).hexdigest() if events else FIRST,
        quotes=deed.quotes,
    )
    read(written([*events, event]))
    return event


def latest_time(events: Iterable[Event]) -> str:
    """Return the latest time in a ledger as it is written there; empty where nothing was done."""
    return max((event.time for event in events), default="")


def doubt_of(events: Sequence[Event], moment: datetime) -> str:
    """Return why a time at which something is done after `events` cannot be right, in the ledger's words; else nothing.

    A clock that is wrong never holds up a publication: its time is recorded, and that it is in doubt.
    """
    if timestamp(moment) < latest_time(events):
        return "记录时系统时钟早于已有的记录，时间先后不可信"
    return "记录时系统时钟早于2000年，时间不可信" if moment.year < _FIRST_YEAR else ""


def timestamp(moment: datetime) -> str:
    """Return an aware time in UTC as the ledger writes it, such as `2026-11-24T04:00:00Z`.

    Raises ValueError for a time without a zone.
    """
    if moment.tzinfo is None:
        raise ValueError(say("发布时间没有时区：{moment}", moment=moment))
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def settled(events: Iterable[Event]) -> frozenset[str]:
    """Return the SHA-256 in hex of every line that a ledger holds or quotes: what they say is known to it."""
    known = tuple(events)
    quoted = (sha256(event.quotes.line.encode()).hexdigest() for event in known if event.quotes is not None)
    return frozenset((*heads(known), *quoted))


def heads(events: Iterable[Event]) -> tuple[str, ...]:
    """Return the SHA-256 in hex of every line: each stands for the whole ledger up to it."""
    return tuple(sha256(line(event)).hexdigest() for event in events)


def head(events: Sequence[Event]) -> str:
    """Return the SHA-256 in hex of the last line; what stands for it in the first where there is none."""
    return heads(events[-1:])[0] if events else FIRST


def latest_versions(events: Iterable[Event]) -> dict[int, int]:
    """Return the latest version of every year, newest year first."""
    latest: dict[int, int] = {}
    for event in _shown(events):
        latest[event.year] = max(event.version, latest.get(event.year, 0))
    return dict(sorted(latest.items(), reverse=True))


def withdrawals(events: Iterable[Event], year: int) -> int:
    """Return how often content of a year was withdrawn."""
    return sum((event.year, event.kind) == (year, "withdraw") for event in events)


@dataclass(frozen=True)
class Kept:
    """Where a version lies in the archive (`store/2022/v1`), and the commitment that what lies there must meet."""

    name: str
    commitment: str


def kept(events: Iterable[Event]) -> dict[tuple[int, int], Kept]:
    """Return what the ledger says of every (year, version), by its last event.

    A withdrawal puts what is left of a version into a folder of its own and commits to that, so that readers have
    either all of it or what is left, whatever happens meanwhile.
    """
    withdrawals: dict[tuple[int, int], int] = {}
    found: dict[tuple[int, int], Kept] = {}
    for event in _shown(events):
        key = (event.year, event.version)
        withdrawals[key] = withdrawals.get(key, 0) + (event.kind == "withdraw")
        found[key] = Kept(layout.version_name(*key, withdrawals[key]), event.commitment)
    return found


def name_after(events: Sequence[Event], deed: Deed) -> str:
    """Return the archive path where the version that a deed makes lies (`store/2022/v2`, `store/2022/v1.1`)."""
    earlier = sum((event.year, event.version, event.kind) == (deed.year, deed.version, "withdraw") for event in events)
    return layout.version_name(deed.year, deed.version, earlier + (deed.kind == "withdraw"))


def commitment(nonce: bytes, manifest: bytes) -> str:
    """Return the salted hash by which the ledger commits to a version: SHA-256 of nonce and manifest, in hex."""
    return sha256(nonce + manifest).hexdigest()


def _event(text: bytes, number: int) -> Event:
    try:
        event = Event.model_validate(json.loads(text.decode()))
        canonical = line(event) == text
    except (ValueError, RecursionError) as error:
        raise BrokenLedger(say("第{number}行不是台账记录", number=number)) from error
    _require(canonical, number, say("写法不合规范"))
    _require(_is_time(event.time), number, say("时间不合规范"))
    _require(1000 <= event.year <= 9999, number, say("年度不合规范"))
    _require(bool(_HASH.fullmatch(event.commitment)), number, say("校验值不合规范"))
    return event


def _shown(events: Iterable[Event]) -> Iterator[Event]:
    """The events of versions that readers get."""
    return (event for event in events if event.kind != "aside")


def _follows(event: Event, latest: int) -> bool:
    if event.kind == "aside":
        return event.version >= 1 and event.quotes is not None
    if event.kind == "publish":
        return latest == 0 and event.version == 1
    if event.kind == "correct":
        return latest > 0 and event.version == latest + 1
    return 1 <= event.version <= latest


def _is_time(text: str) -> bool:
    try:
        return bool(_TIME.fullmatch(text)) and bool(datetime.fromisoformat(text))
    except ValueError:
        return False


def _require(holds: bool, number: int, what: str) -> None:
    if not holds:
        raise BrokenLedger(say("第{number}行{what}", number=number, what=what))
