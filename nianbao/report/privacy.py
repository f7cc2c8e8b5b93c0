"""隐私: which numbers of persons stand in the texts of a year, and which of them may."""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from pydantic import Field

from nianbao.report.entry import Day
from nianbao.report.finding import Finding
from nianbao.report.head import Dates, Head
from nianbao.report.place import Place
from nianbao.report.row import Value
from nianbao.wording.personal import PersonalKind, PersonalNumber, find

FILE: Final = "privacy.yml"
"""The file with a year's exceptions, in its data folder; the portal's lies in `data/`."""
SALT_BYTES: Final = 16
_COST, _BLOCK, _LENGTH = 1 << 14, 8, 32
"""Of scrypt (RFC 7914): one try takes some 40 ms and 16 MiB, so that the 40 thousand million mobiles are not tried."""
_COUNTED = re.compile(r"(:|第|![A-Z]{1,3})[0-9]+(?=$|[:段页])")
"""The counted part of a place: a line, a paragraph, a page, the row of a cell."""


class PrivacyException(Value):
    """One number that may stand although it is a person's: never the number, only a salted check value of it."""

    place: str = Field(
        title="位置",
        description="号码所在的位置，照核对时所写；行、页、段的序号只供查找，不参加比较",
        min_length=1,
        examples=["data/2023/facts.csv:7:数值"],
    )
    kind: PersonalKind = Field(title="种类", description="号码的种类", examples=["手机号码"])
    reason: str = Field(title="理由", description="为什么可以公开", min_length=1, examples=["值班服务电话"])
    role: str = Field(title="批准岗位", description="由哪个岗位批准，不写姓名", min_length=1, examples=["办公室主任"])
    expires: Day = Field(title="期限", description="批准到哪一天为止，不早于报告公开的日期", examples=["2026-12-31"])
    salt: str = Field(
        title="盐",
        description="由 nianbao exempt 生成",
        pattern=r"^[0-9a-f]{32}$",
        examples=["00112233445566778899aabbccddeeff"],
    )
    scrypt: str = Field(
        title="校验值",
        description="由 nianbao exempt 生成，从中推不出号码",
        pattern=r"^[0-9a-f]{64}$",
        examples=["00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"],
    )

    def names(self, place: Place) -> bool:
        """Say whether it is about this place; lines, pages and paragraphs may have moved."""
        return is_at(place, self.place)

    def is_of(self, number: PersonalNumber) -> bool:
        """Say whether it is about this number."""
        return self.kind == number.kind and check_value(number.value, self.salt) == self.scrypt


class PrivacyExceptions(Value):
    """`privacy.yml`: the numbers of persons that may stand in a year's report."""

    exceptions: tuple[PrivacyException, ...] = Field(
        title="例外",
        description="可以公开的号码，逐条登记",
        min_length=1,
        examples=[
            (
                {
                    "place": "data/2023/facts.csv:7:数值",
                    "kind": "手机号码",
                    "reason": "值班服务电话",
                    "role": "办公室主任",
                    "expires": "2026-12-31",
                    "salt": "00112233445566778899aabbccddeeff",
                    "scrypt": "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff",
                },
            )
        ],
    )


def is_at(place: Place, written: str) -> bool:
    """Say whether a place is the one that is written so; lines, pages and paragraphs may have moved."""
    return _COUNTED.sub(r"\1", str(place.shown)) == _COUNTED.sub(r"\1", written)


@lru_cache(maxsize=1000)
def check_value(value: str, salt: str) -> str:
    """Return the salted check value of a number (figures alone, X in capitals) as 64 hexadecimal figures.

    `salt` is hexadecimal too. It is scrypt (RFC 7914) with N 16384, r 8, p 1: a plain hash of a mobile can be guessed.
    """
    derived = hashlib.scrypt(value.encode(), salt=bytes.fromhex(salt), n=_COST, r=_BLOCK, p=1, dklen=_LENGTH)
    return derived.hex()


@dataclass(frozen=True)
class SourceText:
    """A text that is published, or that a reader of what is published can find, and its place in the sources."""

    place: Place
    text: str


@dataclass(frozen=True)
class Privacy:
    """What is looked at for numbers of persons, and the exceptions with their places in `privacy.yml`.

    `day` is the day on which the exceptions must hold. `texts` may leave out those without eleven figures in a row.
    """

    texts: tuple[SourceText, ...] = ()
    exceptions: tuple[PrivacyException, ...] = ()
    places: tuple[Place, ...] = ()
    day: datetime.date = datetime.date.min

    def of_year(self, head: Head, *more: SourceText) -> Privacy:
        """Return the same for the year of that head, with more texts to look at."""
        return replace(self, texts=(*self.texts, *more), day=day_of(head))

    def numbers(self) -> Iterator[tuple[Place, PersonalNumber]]:
        """Yield each number of a person once for every place where it stands."""
        told: set[tuple[Place, str, str]] = set()
        for text in self.texts:
            for number in find(text.text):
                entry = (text.place, number.kind, number.value)
                if entry not in told:
                    told.add(entry)
                    yield text.place, number

    def permits(self, number: PersonalNumber) -> bool:
        """Say whether some exception is about this number, wherever it stands: a page repeats what the sources say."""
        return any(exception.is_of(number) for exception in self.exceptions)

    def findings(self) -> Iterator[Finding]:
        """Yield every number that may not stand, masked, as the rule `privacy` tells it."""
        for place, number in self.numbers():
            if not any(exception.names(place) and exception.is_of(number) for exception in self.exceptions):
                yield Finding("privacy", "error", place, {"kind": number.kind, "number": number.masked}, "privacy")

    def shielding(self, findings: Iterable[Finding]) -> Iterator[Finding]:
        """Yield findings without the numbers, in whatever form their values write them.

        What is said of a place whose number may not stand comes only when the number is gone: its parts would tell it.
        """
        numbers = [number for _, number in self.numbers()]
        barred = {str(finding.place) for finding in self.findings()}
        for finding in findings:
            if str(finding.place) not in barred or finding.rule == "privacy":
                yield _shielded(finding, numbers) if numbers else finding

    def blocking(self) -> Iterator[Finding]:
        """Yield everything that stops publication: numbers that may not stand, and exceptions that do not hold."""
        yield from self.findings()
        yield from self.faults()

    def faults(self) -> Iterator[Finding]:
        """Yield every exception that matches no number, or that ended before the day on which it must hold."""
        there = list(self.numbers())
        for exception, at in zip(self.exceptions, self.places, strict=True):
            if not any(exception.names(place) and exception.is_of(number) for place, number in there):
                values: dict[str, object] = {"kind": exception.kind, "place": exception.place}
                yield Finding("privacy_exceptions_hold", "error", at, values, "privacy_exceptions_hold")
            elif exception.expires < self.day:
                values = {"expires": exception.expires, "day": self.day}
                yield Finding("privacy_exceptions_hold", "error", at, values, "privacy_exceptions_hold.expired")


def _shielded(finding: Finding, numbers: Iterable[PersonalNumber]) -> Finding:
    values = dict(finding.values)
    for name, value in finding.values.items():
        text = str(value)
        for number in numbers:
            text = re.sub(r"[^0-9]{0,2}".join(map(re.escape, number.value)), number.masked, text)
        values[name] = value if text == str(value) else text
    return replace(finding, values=values)


def day_of(head: Head) -> datetime.date:
    """Return the day on which a year's exceptions must hold: of its publication, else of the report.

    Where neither is stated, it is the first day after the fiscal year, of which the built files bear the date.
    """
    dates: Dates = head.dates
    stated = (day for day in (dates.published, dates.report) if isinstance(day, datetime.date))
    return next(stated, datetime.date(head.fiscal_year + 1, 1, 1))
