from __future__ import annotations

import datetime

import pytest

from nianbao.sources.grid import GridCell
from nianbao.sources.workbook.formats import stored_cell

ACCOUNTANTS = '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ '
"""What the button for thousands in Excel and WPS gives."""


@pytest.mark.parametrize(
    ("value", "style", "text"),
    [
        (1250.5, ACCOUNTANTS, "1250.50"),
        (-3.0, ACCOUNTANTS, "-3.00"),
        (0.0, ACCOUNTANTS, "0"),
        (250.0, "General", "250"),
        (250.0, "G/通用格式", "250"),
        (1250.0, "[$¥-804]#,##0.00", "1250.00"),
        (-5.0, "0.00;[Red]0.00", "-5.00"),
        (-5.0, r"0.00_);\(0.00\)", "-5.00"),
        (12.0, "0000", "0012"),
        (0.1 + 0.2, "", "0.3"),
        (250.0, "[DBNum2]0.00", "250.00"),
        (123456789012345.0, "", "123456789012345"),
        (1e14, "", "100000000000000"),
        (0.123456789012345, "", "0.123456789012345"),
    ],
)
def test_a_number_is_what_it_is_with_the_decimals_that_it_shows(value: float, style: str, text: str) -> None:
    """Accountants' signs, currencies, red or bracketed negatives and leading zeros change no number."""
    assert stored_cell(value, style) == GridCell(text, "number")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (91440703123456789012.0, "91440703123456800000"),
        (1e15, "1000000000000000"),
        (-1234567890123456.0, "-1234567890123460"),
        (1 / 3, "0.333333333333333"),
        (0.12345678901234567, "0.123456789012346"),
    ],
)
def test_a_number_of_more_digits_than_excel_keeps_is_not_whole(value: float, text: str) -> None:
    """Nobody can know which digits were typed behind the fifteenth, or were left out of an endless fraction."""
    assert stored_cell(value, "") == GridCell(text, "number", whole=False)


@pytest.mark.parametrize(
    ("value", "style"),
    [
        (2_500_000.0, "0!.0,"),
        (2_500_000.0, r"0\.0,"),
        (2_500_000.0, '0"."0000'),
        (2_500_000.0, "#,##0,"),
        (250.0, ";;;"),
        (0.0, "0.00;-0.00;"),
        (0.0, '0;-0;"无"'),
        (-5.0, "0.00;0.00"),
        (250.0, '0.00"万元"'),
        (250.0, r"0.00\元"),
        (250.0, "0.00元"),
        (250.0, 'General"元"'),
        (250.0, '"约"0'),
        (250.0, '"-"0.00'),
        (250.0, '[>=100]0!.0,"万";0.00'),
        (5.0, '[<1]0.00;0.0,"万"'),
        (250.0, "0%%"),
        (250.0, "aaaa"),
        (250.0, "0" * 2000),
    ],
)
def test_a_number_whose_format_shows_another_or_none_is_masked(value: float, style: str) -> None:
    """Scaled, hidden, without its sign, with a unit or a word of its own: what is printed is not what is stored."""
    assert stored_cell(value, style).stored == "masked"


@pytest.mark.parametrize(
    ("value", "style", "cell"),
    [
        (0.5843, "0.00%", GridCell("58.43", "percent")),
        (0.5, "0%", GridCell("50", "percent")),
        (0.12345, "0.00%", GridCell("12.345", "percent", "12.35")),
        (249.996, "0.00", GridCell("249.996", "number", "250.00")),
        (float("inf"), "0.00", GridCell("inf", "number")),
        (float("nan"), "", GridCell("nan", "number")),
    ],
)
def test_percentages_and_rounded_numbers_say_what_is_shown(value: float, style: str, cell: GridCell) -> None:
    """The number in front of the sign; what is shown where that is another number; nothing that is no number."""
    assert stored_cell(value, style) == cell


@pytest.mark.parametrize(
    ("value", "style", "text"),
    [
        (datetime.date(2023, 5, 1), "yyyy-m-d", "2023年5月1日"),
        (datetime.date(2023, 5, 1), 'yyyy"年"m"月"', "2023年5月"),
        (datetime.datetime(2023, 5, 1, 12, 30), "yyyy/m/d h:mm", "2023年5月1日12:30"),
        (datetime.time(8, 5), "h:mm", "08:05"),
        (datetime.timedelta(hours=26, minutes=5), "[h]:mm", "26:05"),
        (45047.0, "e/m/d", "2023年5月1日"),
    ],
)
def test_days_and_times_are_written_in_chinese(
    value: datetime.date | datetime.time | datetime.timedelta | float, style: str, text: str
) -> None:
    """As an editor would write them, whatever format the cell has."""
    assert stored_cell(value, style) == GridCell(text, "date")


def test_days_that_no_calendar_has_are_masked() -> None:
    """Excel shows ##### for them."""
    assert stored_cell(1e9, "yyyy-m-d").stored == "masked"
    assert stored_cell(-5.0, "yyyy-m-d").stored == "masked"
