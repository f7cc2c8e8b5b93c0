from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.publish.downloads import quantities_json
from nianbao.publish.editions import assemble
from nianbao.report.year_quantities import YearQuantities, YearQuantity, quantities_of, read_quantities, series_over


def year(number: int, **values: tuple[str | None, str]) -> YearQuantities:
    """Return a year with quantities {name: (value, unit)}."""
    entries = {
        name: YearQuantity(name, None if value is None else Decimal(value), unit, f"{value}{unit}")
        for name, (value, unit) in values.items()
    }
    return YearQuantities(number, 1, entries, {})


def test_what_is_published_is_read_back_as_it_is(small: Path) -> None:
    """The file of a year tells exactly what the year itself knows, aliases included."""
    edition = assemble(small, 2023)
    read = read_quantities(quantities_json(edition).encode())
    assert read == quantities_of(edition)
    total = read.get("预算总额")
    assert total is not None
    assert total.value == edition.quantities.by_name["合计·年初预算数"].value


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"quantities": [1]}', b'{"quantities": 7}', b"\xff"])
def test_other_files_are_refused(content: bytes) -> None:
    """A file that is no list of quantities is a ValueError and nothing else."""
    with pytest.raises(ValueError):  # noqa: PT011 - what json or the reader says is told elsewhere
        read_quantities(content)


def test_a_series_needs_two_years_that_state_it() -> None:
    """A quantity of one year, or with one value only, is no series; a year that does not state it is a gap."""
    years = [
        year(2022, 人数=("5", "人"), 次数=("1", "次"), 空=(None, "人")),
        year(2023, 人数=(None, "人"), 空=("1", "人")),
        year(2024, 人数=("7", "人")),
    ]
    (found,) = series_over(years)
    assert found.name == "人数"
    assert [(number, point.value) for number, point in found.points] == [
        (2022, Decimal(5)),
        (2023, None),
        (2024, Decimal(7)),
    ]


def test_years_that_count_in_another_unit_are_left_out() -> None:
    """Numbers of different units never stand in one line."""
    years = [year(2022, 服务=("5", "人")), year(2023, 服务=("6", "人次")), year(2024, 服务=("7", "人次"))]
    (found,) = series_over(years)
    assert (found.unit, [number for number, _ in found.points]) == ("人次", [2023, 2024])


@given(st.permutations([year(2020 + offset, 甲=(str(offset), "件"), 乙=("1", "人")) for offset in range(4)]))
def test_the_order_in_which_years_come_does_not_matter(years: list[YearQuantities]) -> None:
    """Oldest first within a series, the newest year's order among them."""
    found = series_over(years)
    assert [entry.name for entry in found] == ["甲", "乙"]
    assert [number for number, _ in found[0].points] == [2020, 2021, 2022, 2023]


def test_a_break_is_told_with_the_year_in_which_it_begins(small: Path) -> None:
    """口径变化 of a fact goes with its number into the published file."""
    table = small / "data/2023/facts.csv"
    lines = table.read_text(encoding="utf-8").splitlines()
    row = lines[1].split(",")
    lines[0] += ",口径变化"
    lines[1:] = [f"{line},{'改按断面统计' if index == 0 else ''}" for index, line in enumerate(lines[1:])]
    table.write_text("\n".join(lines) + "\n", encoding="utf-8")
    edition = assemble(small, 2023)
    read = read_quantities(quantities_json(edition).encode())
    name = next(entry.name for entry in read.by_name.values() if entry.changed)
    assert read.by_name[name].changed == "改按断面统计"
    assert name.split("·")[0] in row
