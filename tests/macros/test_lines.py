from __future__ import annotations

from decimal import Decimal
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from macros.charts import WIDTH
from macros.lines import line_picture, line_specification
from macros.pictures import Pictures
from nianbao.report.lines import Line, LinePoint

LINE = Line(
    "<b>人次</b>",
    "人次",
    (
        LinePoint(2021, Decimal(5), "5人次"),
        LinePoint(2022, Decimal(8), "8人次", joined=True, corrected=True),
        LinePoint(2023, None, "—"),
        LinePoint(2024, Decimal(6), "6人次", changed="改按断面统计"),
    ),
)


def _layers(line: Line) -> list[list[dict[str, object]]]:
    return [layer["data"]["values"] for layer in line_specification(line)["layer"]]


def test_a_line_has_a_segment_only_between_joined_years() -> None:
    """One segment, one break, three points, and every year with its number."""
    segments, breaks, points, years, numbers = _layers(LINE)
    assert [len(layer) for layer in (segments, breaks, points, years, numbers)] == [1, 1, 3, 4, 4]
    assert [number["text"] for number in numbers] == ["5人次", "8人次（更正过）", "—", "6人次"]


def test_a_corrected_year_is_told_by_shape_and_words() -> None:
    """Its point is hollow, and its number says so: nothing by colour alone."""
    points = _layers(LINE)[2]
    assert [point["fill"] == "none" for point in points] == [False, True, False]


@settings(deadline=None)
@given(st.lists(st.decimals(-(10**12), 10**12, places=2), min_size=1, max_size=12))
def test_every_point_lies_within_the_drawing(values: list[Decimal]) -> None:
    """Negative, equal and huge numbers are drawn between the years and the numbers."""
    points = tuple(LinePoint(2000 + index, value, f"{value}", index > 0) for index, value in enumerate(values))
    specification = line_specification(Line("数", "元", points))
    across = specification["layer"][2]["encoding"]["x"]["scale"]
    least, most = across["domain"]
    assert least < most
    assert all(least <= float(value) <= most for value in values)
    assert 0 < across["range"][0] < across["range"][1] < specification["width"]
    assert specification["width"] >= WIDTH


@pytest.mark.parametrize("line", [LINE, Line("数", "元", (LinePoint(2024, Decimal(0), "0元"),))])
def test_a_drawn_line_is_a_picture_with_words(line: Line) -> None:
    """Its title and description tell the same, escaped, and its ids are its own."""
    pictures = Pictures()
    try:
        html = ElementTree.fromstring(line_picture(line, "line-a", pictures)())  # noqa: S314 - our own drawing
    finally:
        pictures.close()
    space = "{http://www.w3.org/2000/svg}"
    svg = html.find(f"{space}svg")
    assert svg is not None
    title, description = svg.find(f"{space}title"), svg.find(f"{space}desc")
    assert title is not None
    assert description is not None
    assert (title.text, description.text) == (line.name, line.description)
    assert svg.get("aria-labelledby") == "line-a-title line-a-desc"
