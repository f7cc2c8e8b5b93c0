"""Dates: those of the text can be, and those of the report follow one another."""

from __future__ import annotations

import datetime
import re
from calendar import monthrange
from collections.abc import Iterator

from nianbao.report.checks.rule import Subject, at_entry, at_passage, rule
from nianbao.report.finding import Finding
from nianbao.wording.chinese_numerals import DIGITS, parse_chinese
from nianbao.wording.numbers import NotANumber

_FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")
_RANGE = "[—–～~至到-]"
_DATE = re.compile(
    rf"""
    (?<![\d.])(?:(?P<year>(?:19|20)\d\d)年)?(?<![\d.])(?P<month>\d{{1,2}})月
        (?:(?P<day>\d{{1,2}})(?:日?{_RANGE}(?P<until>\d{{1,2}}))?日)?
  | (?<![0-9A-Za-z./-])(?P<iso_year>(?:19|20)\d\d)(?P<mark>[-/.])(?P<iso_month>\d{{1,2}})(?P=mark)(?P<iso_day>\d{{1,2}})
        (?![0-9A-Za-z/-])
  | (?P<han_year>[〇零一二三四五六七八九]{{4}})年(?P<han_month>[一二三四五六七八九十]{{1,3}})月
        (?:(?P<han_day>[一二三四五六七八九十]{{1,3}})日)?
    """,
    re.VERBOSE,
)
_AS_OF = re.compile(
    r"截[至止]到?(?P<date>(?P<year>(?:19|20)\d\d)(?:年(?:底|末|(?:\d{1,2}月(?:底|末|\d{1,2}日)?)?)|[-/.]\d{1,2}[-/.]\d{1,2}))"
)
_LEAP_YEAR = 2024


@rule("error", "日期")
def date_exists(subject: Subject) -> Iterator[Finding]:
    """正文、数据和 report.yml 中的日期在日历上存在；没有写年份的，2月可以有29日。

    通过：2022年2月28日；1月31日至2月2日。
    不通过：2022年2月30日；13月；4月31日。
    """
    for passage in subject.texts:
        for written in impossible_dates(passage.text):
            yield at_passage(passage, written)


def impossible_dates(text: str) -> Iterator[str]:
    """Yield the dates of a text that no calendar has, as written."""
    year, end = None, -9
    for found in _DATE.finditer(text.translate(_FULL_WIDTH)):
        joined = found.start() - end <= 1 and re.fullmatch(_RANGE, text[end : found.start()])
        own, month, days = _read(found)
        year = own or (year if joined else None)
        end = found.end()
        longest = monthrange(year or _LEAP_YEAR, month)[1] if 1 <= month <= 12 else 0
        if not longest or any(not 1 <= day <= longest for day in days):
            yield text[found.start() : found.end()]


def _read(found: re.Match[str]) -> tuple[int | None, int, list[int]]:
    """The year (None where it is not written), month and days of a date."""
    if found["han_year"]:
        year = int("".join(str(DIGITS[char]) for char in found["han_year"]))
        return year, _han(found["han_month"]), [_han(found["han_day"])] if found["han_day"] else []
    if found["iso_year"]:
        return int(found["iso_year"]), int(found["iso_month"]), [int(found["iso_day"])]
    days = [int(day) for day in (found["day"], found["until"]) if day]
    return int(found["year"]) if found["year"] else None, int(found["month"]), days


def _han(text: str) -> int:
    try:
        return int(parse_chinese(text))
    except NotANumber:
        return 0


@rule("warning", "日期")
def as_of_within_year(subject: Subject) -> Iterator[Finding]:
    """正文中“截至”所写的日期在本年度之内。

    通过：2022年度报告写“截至2022年12月31日”。
    不通过：2022年度报告写“截至2023年3月底”，或“截至2021年底”。
    """
    for line in subject.lines:
        for found in _AS_OF.finditer(line.text):
            if int(found["year"]) != subject.report.year:
                yield at_passage(line, found["date"], year=subject.report.year)


def _stated(subject: Subject) -> dict[str, datetime.date]:
    """The dates that `report.yml` states, by the name of their entry."""
    dates = subject.report.head.dates
    values = {name: getattr(dates, name) for name in type(dates).model_fields}
    return {name: value for name, value in values.items() if isinstance(value, datetime.date)}


def _title(subject: Subject, name: str) -> str:
    return str(type(subject.report.head.dates).model_fields[name].title)


@rule("error", "日期")
def dated_after_year(subject: Subject) -> Iterator[Finding]:
    """成文日期和决算批复日期在年度结束之后。

    通过：2022年度报告成文于2023年4月20日。
    不通过：2022年度报告成文于2022年4月20日。
    """
    last = datetime.date(subject.report.year, 12, 31)
    for name, date in _stated(subject).items():
        if name != "published" and date <= last:
            title, year = _title(subject, name), subject.report.year
            yield at_entry(subject.report, ("dates", name), title=title, found=date, year=year)


@rule("error", "日期")
def published_last(subject: Subject) -> Iterator[Finding]:
    """公开日期不早于成文日期，也不早于决算批复日期。

    通过：8月15日批复决算，8月28日公开。
    不通过：8月15日批复决算，8月1日公开。
    """
    stated = _stated(subject)
    published = stated.get("published")
    for name, date in stated.items():
        if published is not None and date > published:
            title = _title(subject, name)
            yield at_entry(subject.report, ("dates", "published"), title=title, other=date, found=published)


@rule("warning", "日期")
def published_in_time(subject: Subject) -> Iterator[Finding]:
    """决算批复后，在评分规则规定的天数内公开。

    通过：批复后13天公开，规定20天。
    不通过：批复后23天公开，规定20天。
    """
    days, limit = subject.value_of("批复至公开天数"), subject.report.ruleset.publication_days
    if days is not None and days.value is not None and limit is not None and days.value > limit:
        late = days.value - limit
        yield at_entry(subject.report, ("dates", "published"), days=days.written, limit=limit, late=f"{late:f}")
