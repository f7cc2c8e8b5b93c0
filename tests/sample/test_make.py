from __future__ import annotations

import pytest

from nianbao.publish.editions import assemble
from tests.sample.make import SAMPLE, covers, kept, wanted

YEARS = (2014, 2015, 2016, 2017, 2018, 2019, 2021, 2022, 2023, 2024)


def test_the_kept_files_are_what_the_plan_says() -> None:
    """Whoever edits a year by hand, or the plan without writing the years anew, is told."""
    assert kept() == wanted()


@pytest.mark.parametrize("year", YEARS)
def test_every_year_is_sound(year: int) -> None:
    """The rules find nothing at all in a year whose arithmetic was done by other code."""
    edition = assemble(SAMPLE, year)
    assert [(finding.rule, str(finding.place)) for finding in edition.findings] == []


@pytest.mark.parametrize("year", YEARS)
def test_every_table_is_shown(year: int) -> None:
    """No table of a year is without a word on one of its pages that shows it."""
    edition = assemble(SAMPLE, year)
    shown = {
        call.arguments[0] if call.word == "data_table" else call.word for page in edition.pages for call in page.calls
    }
    assert {
        table for table in edition.report.tables if not {table, f"{table}_table", f"{table[:-1]}_table"} & shown
    } == set()


@pytest.mark.parametrize(
    ("spec", "years"),
    [("2014-2016 2019", {2014, 2015, 2016, 2019}), ("2021", {2021}), ("2022-2024", {2022, 2023, 2024})],
)
def test_a_span_of_years_names_each_of_them(spec: str, years: set[int]) -> None:
    """A block of text belongs to the years of its spans, both ends included."""
    assert {year for year in YEARS if covers(spec, year)} == years
