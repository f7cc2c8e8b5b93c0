from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path

import pytest

from nianbao.publish.portal import preview_catalogue
from nianbao.report.change import Difference
from nianbao.report.correction import Correction
from nianbao.report.origin import origin_of, origin_of_all
from nianbao.report.site import NOT_SPECIFIED, Licence
from nianbao.sources.site import read_site
from tests.report.conftest import read


def test_a_year_says_whose_data_they_are(small: Path) -> None:
    """Its own department and day, the permanent address of this very version, the terms of use."""
    head = small / "data/2023/report.yml"
    head.write_text(
        head.read_text(encoding="utf-8") + "dates: {report: 2024-04-26, published: 2024-08-28}\n", encoding="utf-8"
    )
    edition = read(small)[0]
    origin = origin_of(replace(edition, version=2))
    assert origin.department == edition.report.head.department.name
    assert origin.address == f"{edition.report.address}2023-v2/"
    assert origin.day == datetime.date(2024, 8, 28)
    assert origin.citation == (
        f"{origin.department}. {origin.title}[R/OL]. 第2版.（2024-08-28）[引用日期]. {origin.address}."
    )
    assert origin.licence == Licence()


def test_a_corrected_year_is_of_the_day_of_its_correction(small: Path) -> None:
    """So that two versions are not taken for one."""
    day = datetime.date(2025, 1, 2)
    changes = Difference(year=2023, since=1, titles={})
    correction = Correction(version=2, day=day, nature="更正", reason="笔误", role="财务科", changes=changes)
    assert origin_of(replace(read(small)[0], version=2, corrections=(correction,))).day == day


def test_all_years_are_the_departments_of_today(small: Path) -> None:
    """Without an event there is no day."""
    origin = origin_of_all(read_site(small), preview_catalogue(small))
    assert (origin.year, origin.version, origin.day) == (None, None, None)
    assert origin.citation == (
        f"{origin.department}. {origin.title}[DB/OL].（未注明日期）[引用日期]. {origin.address}."
    )


@pytest.mark.parametrize(
    ("licence", "told"),
    [
        (Licence(), "没有另行指定许可；使用时请注明部门、年度和版次"),
        (Licence(name="CC-BY-4.0"), "CC-BY-4.0"),
        (Licence(name="CC-BY-4.0", title="署名 4.0 国际"), "署名 4.0 国际"),
        (Licence(title="内部资料"), "内部资料"),
    ],
)
def test_readers_are_told_the_terms(licence: Licence, told: str) -> None:
    """In words where there are some; nothing is granted in the department's name."""
    assert licence.told == told
    assert Licence().name == NOT_SPECIFIED
