from __future__ import annotations

from collections.abc import Callable

import pytest

from nianbao.report.checks.dates import impossible_dates
from nianbao.report.finding import Finding

Damage = Callable[[str, str, str], list[Finding]]
WORK = "docs/2023/work.md"
REPORT = "data/2023/report.yml"
RULESET = "data/rulesets/county-sample.yml"


def _of(findings: list[Finding], rule: str) -> list[Finding]:
    return [finding for finding in findings if finding.rule == rule]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2022年2月30日", ["2022年2月30日"]),
        ("2022年2月29日", ["2022年2月29日"]),
        ("2024年2月29日和2月29日", []),
        ("4月31日前完成", ["4月31日"]),
        ("13月", ["13月"]),
        ("2022年13月", ["2022年13月"]),
        ("2022年00月", ["2022年00月"]),
        ("1月31日至2月2日", []),
        ("1月31日至2月30日", ["2月30日"]),
        ("2022年1月1日至2月29日", ["2月29日"]),
        ("2023年2月27—29日", ["2023年2月27—29日"]),
        ("２０２２年２月３０日", ["２０２２年２月３０日"]),
        ("二〇二二年二月三十日", ["二〇二二年二月三十日"]),
        ("2022-02-30、2022.13.01", ["2022-02-30", "2022.13.01"]),
        ("301001/2024-00012、0750-3276289、1—12月、第12月", []),
    ],
)
def test_dates_that_no_calendar_has_are_found_as_written(text: str, told: list[str]) -> None:
    """Days and months of every way of writing; without a year, February has 29 days; a range keeps its year."""
    assert list(impossible_dates(text)) == told


def test_an_impossible_date_is_an_error_wherever_it_is_written(damage: Damage) -> None:
    """In running text, in a cell and in report.yml, each at its place and under its own name."""
    (finding,) = _of(damage(WORK, "收回问卷", "2月30日收回问卷"), "date_exists")
    assert (finding.level, finding.place.line, finding.table, finding.key) == ("error", 3, "pages", "work")
    damage("data/2023/problems.csv", "2024年6月", "2024年6月31日")
    found = _of(damage(REPORT, "ruleset:", "status: 2024年4月31日公开\nruleset:"), "date_exists")
    assert [str(entry.place) for entry in found] == [
        "data/2023/problems.csv:2:完成时限",
        "data/2023/report.yml:4",
        "docs/2023/work.md:3",
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("截至2023年12月31日", []),
        ("截至年末、截至目前", []),
        ("截至2024年3月底", ["2024年3月底"]),
        ("截至2022年底", ["2022年底"]),
        ("截至2024-01-31", ["2024-01-31"]),
    ],
)
def test_what_is_told_as_of_a_date_is_of_the_year(damage: Damage, text: str, told: list[str]) -> None:
    """A date after its end or before its beginning is a warning; one without a year is of the year."""
    found = _of(damage(WORK, "收回问卷", f"{text}，收回问卷"), "as_of_within_year")
    assert [finding.values["found"] for finding in found] == told


@pytest.mark.parametrize(("name", "told"), [("report", 1), ("accounts_approved", 1), ("published", 0)])
def test_a_report_is_dated_after_its_year(damage: Damage, name: str, told: int) -> None:
    """Report and approval of the final accounts follow the year's end."""
    found = _of(damage(REPORT, "ruleset:", f"dates: {{{name}: 2023-12-31}}\nruleset:"), "dated_after_year")
    assert [str(finding.place) for finding in found] == ["data/2023/report.yml:4"] * told
    assert _of(damage(REPORT, "2023-12-31", "2024-01-01"), "dated_after_year") == []


def test_publication_comes_last(damage: Damage) -> None:
    """A date of publication before report or approval is an error that names both."""
    dates = "dates: {report: 2024-04-25, accounts_approved: 2024-08-15, published: 2024-08-15}\nruleset:"
    assert _of(damage(REPORT, "ruleset:", dates), "published_last") == []
    (finding,) = _of(damage(REPORT, "published: 2024-08-15", "published: 2024-08-01"), "published_last")
    assert (finding.values["title"], str(finding.values["other"])) == ("决算批复日期", "2024-08-15")


def test_publication_keeps_the_time_limit_of_the_ruleset(damage: Damage) -> None:
    """Twenty days after the approval are in time, twenty-one are one day late; no limit is kept without fail."""
    dates = "dates: {accounts_approved: 2024-08-01, published: 2024-08-21}\nruleset:"
    assert _of(damage(REPORT, "ruleset:", dates), "published_in_time") == []
    (finding,) = _of(damage(REPORT, "2024-08-21", "2024-08-22"), "published_in_time")
    assert (finding.level, finding.values["days"], finding.values["late"]) == ("warning", "21天", "1")
    assert _of(damage(RULESET, "publication_days: 20\n", ""), "published_in_time") == []
