from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.wording.numbers import (
    NotANumber,
    chinese_ordinal,
    decimals_of,
    parse_number,
    round_half_up,
    shortest,
    split_unit,
    with_qualifier,
    write_number,
    written_size,
)

MONEY = st.decimals(min_value=-(10**12), max_value=10**12, places=2)


@given(MONEY)
def test_money_that_is_written_and_read_again_is_the_same(amount: Decimal) -> None:
    """parse ∘ print = identity, decimals included."""
    again = parse_number(write_number(amount, 2))
    assert again == amount
    assert decimals_of(again) == 2


@given(st.integers(0, 8).flatmap(lambda places: st.decimals(1 - 10**15, 10**15 - 1, places=places)))
def test_any_number_keeps_its_value_and_its_decimals(number: Decimal) -> None:
    """A number stated with trailing zeros is written with them."""
    again = parse_number(write_number(number))
    assert again == number
    assert decimals_of(again) == decimals_of(number)


@given(st.text(max_size=12))
def test_whatever_is_typed_is_read_exactly_or_refused(text: str) -> None:
    """There is no third way: a number that is read is written with the same digits."""
    try:
        number = parse_number(text)
    except NotANumber:
        return
    assert all(char in "0123456789.,+-０１２３４５６７８９．，－＋ " or char.isspace() for char in text)
    assert number.is_finite()


@pytest.mark.parametrize(
    "text",
    [
        "1e3",
        "1" * 16,
        "0." + "0" * 10 + "1",
        "1_000",
        "(422)",
        "−5",
        "12,34",
        "1,2345",
        ",123",
        "٤٢٢",
        "四二二",
        "",
        "5%",
        "1.2.3",
        "NaN",
        "Infinity",
        ".5",
        "5.",
    ],
)
def test_what_could_be_misread_is_refused(text: str) -> None:
    """Exponents, underscores, brackets, other signs and digits, misplaced groups, bare points."""
    with pytest.raises(NotANumber):
        parse_number(text)


def test_writing_never_rounds() -> None:
    """A number with more decimals than asked for is refused: rounding belongs to `report`."""
    assert write_number(Decimal("1593.3"), 2) == "1,593.30"
    with pytest.raises(ValueError, match=r"1\.005"):
        write_number(Decimal("1.005"), 2)


def test_halves_are_rounded_up() -> None:
    """四舍五入, away from zero, and not to the even neighbour."""
    assert [round_half_up(Decimal(text), 2) for text in ("73.495", "0.125", "-0.125")] == [
        Decimal("73.50"),
        Decimal("0.13"),
        Decimal("-0.13"),
    ]


def test_the_shortest_form_has_neither_zeros_nor_exponent() -> None:
    """As a machine reads it: 1200, not 1.2E+3 and not 1200.00."""
    assert [str(shortest(Decimal(text))) for text in ("1200.00", "0.500", "0", "1E+3")] == ["1200", "0.5", "0", "1000"]


@pytest.mark.parametrize(
    ("unit", "factor", "bare"),
    [
        ("万元", 10**4, "元"),
        ("亿元", 10**8, "元"),
        ("万人次", 10**4, "人次"),
        ("万", 1, "万"),
        ("人", 1, "人"),
        ("%", 1, "%"),
        (None, 1, ""),
    ],
)
def test_a_scaled_unit_is_a_factor_and_a_unit(unit: str | None, factor: int, bare: str) -> None:
    """万 before a unit multiplies, alone it is a unit."""
    assert split_unit(unit) == (Decimal(factor), bare)


def test_qualifiers_stand_where_chinese_puts_them() -> None:
    """约 and 不少于 before the number, 多 behind it or behind its scale."""
    assert with_qualifier("4.5", "万人", "约") == "约4.5万人"
    assert with_qualifier("1,200", "名", "多") == "1,200多名"
    assert with_qualifier("1.1", "万人次", "多") == "1.1万多人次"
    assert with_qualifier("10", "个", "不少于") == "不少于10个"


def test_headings_are_numbered_in_chinese() -> None:
    """一 to 九十九."""
    assert [chinese_ordinal(number) for number in (1, 10, 11, 20, 21, 99)] == [
        "一",
        "十",
        "十一",
        "二十",
        "二十一",
        "九十九",
    ]
    with pytest.raises(ValueError, match="100"):
        chinese_ordinal(100)


@pytest.mark.parametrize(
    ("size", "written"),
    [(0, "0字节"), (1023, "1023字节"), (1024, "1KB"), (12_800, "12.5KB"), (3_565_158, "3.4MB"), (20 << 20, "20MB")],
)
def test_sizes_of_files_are_written_as_file_managers_show_them(size: int, written: str) -> None:
    """In steps of 1024, with one decimal where it says anything."""
    assert written_size(size) == written
