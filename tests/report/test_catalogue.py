from __future__ import annotations

import pytest
from pydantic import ValidationError

from nianbao.report.catalogue import Catalogue, Event, PublishedYear, SectionEntry, YearSummary


def published(year: int, *sections: str) -> PublishedYear:
    """Return a published year with these sections."""
    entries = tuple(SectionEntry(id=name, title=f"{year} {name}", page=f"{name}.html") for name in sections)
    summary = YearSummary(
        year=year, title=f"{year}年度", department="示例县档案馆", unit="万元", grade="优", acknowledged=0, unmet=1,
        sections=entries, key_numbers=(),
    )  # fmt: skip
    return PublishedYear(summary=summary, version=1, events=())


CATALOGUE = Catalogue(years=(published(2023, "work", "money"), published(2022, "work", "budget")))


def test_a_year_is_found_or_is_not_there() -> None:
    """A year the archive does not hold is None and never the nearest one."""
    found = CATALOGUE.of(2022)
    assert found is not None
    assert found.year == 2022
    assert CATALOGUE.of(2021) is None


def test_the_same_section_is_found_in_all_years_that_have_it_newest_first() -> None:
    """Sections are told apart by their id, so that a new title does not part the years."""
    found = {
        name: [(entry.year, section.title) for entry, section in years] for name, years in CATALOGUE.sections().items()
    }
    assert found == {
        "work": [(2023, "2023 work"), (2022, "2022 work")],
        "money": [(2023, "2023 money")],
        "budget": [(2022, "2022 budget")],
    }


def test_a_catalogue_is_frozen_and_takes_nothing_unknown() -> None:
    """What was frozen with a version cannot change in passing, and another format is refused."""
    with pytest.raises(ValidationError, match="frozen"):
        CATALOGUE.preview = True  # type: ignore[misc]  # that it cannot be set is the point
    with pytest.raises(ValidationError, match="extra"):
        SectionEntry.model_validate({"id": "a", "title": "甲", "page": "a.html", "colour": "red"})


def test_a_summary_survives_its_own_json() -> None:
    """It is stored in the version's `build.json` and read back the same."""
    summary = CATALOGUE.years[0].summary
    assert YearSummary.model_validate_json(summary.model_dump_json()) == summary


def test_an_event_bears_the_day_of_china() -> None:
    """The ledger's time is UTC; what is recorded at six in the morning was not done the day before."""
    event = Event(
        n=1, time="2026-11-24T22:00:00Z", year=2023, version=1, kind="publish", nature="公开", scope="全年度",
        reason="首次公开", role="财务部门", commitment="0" * 64, prev_sha256="0" * 64,
    )  # fmt: skip
    assert event.day.isoformat() == "2026-11-25"
