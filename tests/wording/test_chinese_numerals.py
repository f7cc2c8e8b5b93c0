from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.wording.chinese_numerals import parse_chinese
from nianbao.wording.numbers import NotANumber


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("三", "3"), ("两", "2"), ("十", "10"), ("十二", "12"), ("二十", "20"), ("二十四", "24"), ("一百", "100"),
        ("一百零五", "105"), ("一百一十", "110"), ("二百三", "230"), ("三千五百", "3500"), ("三千五", "3500"),
        ("三千零五", "3005"), ("三千零五十", "3050"), ("一万", "10000"), ("两万三千", "23000"), ("三万零五", "30005"),
        ("十二万", "120000"), ("一亿二千万", "120000000"), ("七十三点五", "73.5"), ("零点零八", "0.08"),
    ],
)  # fmt: skip
def test_numerals_are_read_as_an_office_writes_them(text: str, number: str) -> None:
    """Places, sections, zeros in between, decimals, and the short forms of speech."""
    assert parse_chinese(text) == Decimal(number)


@pytest.mark.parametrize(
    "text", ["三四", "百", "千万", "二〇二二", "十百", "三百千", "五点", "三点十", "", "一二三", "万万", "三x", "点五"]
)
def test_what_is_no_single_number_is_refused(text: str) -> None:
    """Approximations, years, bare places and places out of order."""
    with pytest.raises(NotANumber):
        parse_chinese(text)


def written(number: int) -> str:
    """Write a number below 10¹² in Chinese numerals, in full."""
    digits, text = "零一二三四五六七八九", ""
    for size, mark in ((10**8, "亿"), (10**4, "万"), (1, "")):
        part, number = divmod(number, size)
        if not part:
            continue
        zero = bool(text) and part < 1000
        inner, gap = "", False
        for place, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
            digit, part = divmod(part, place)
            if digit:
                inner += ("零" if gap and inner else "") + digits[digit] + name
                gap = False
            else:
                gap = True
        text += ("零" if zero else "") + inner + mark
    return text or "零"


@given(st.integers(min_value=0, max_value=10**12 - 1))
def test_a_number_that_was_written_is_read_again(number: int) -> None:
    """parse ∘ print = identity."""
    assert parse_chinese(written(number)) == number
