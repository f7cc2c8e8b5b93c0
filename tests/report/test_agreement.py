from __future__ import annotations

from decimal import Decimal

import pytest

from nianbao.report.agreement import agree, is_truncation
from nianbao.report.quantities import Quantity
from nianbao.wording.numbers import parse_number, split_unit


def stated(written: str, unit: str, qualifier: str | None = None) -> Quantity:
    """Return a stated quantity."""
    factor, base = split_unit(unit)
    return Quantity("甲", parse_number(written) * factor, base, written, unit, qualifier)


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        (("1.1", "万人次"), ("11000", "人次", "多"), True),
        (("4.5", "万人"), ("45300", "人"), True),
        (("4.5", "万人"), ("45500", "人"), False),
        (("230", "万元"), ("207.78", "万元"), False),
        (("73.50", "%"), ("73.50", "%"), True),
        (("73.49", "%"), ("73.50", "%"), False),
        (("1200", "名", "多"), ("1300", "名"), False),
        (("1200", "名", "多"), ("1299", "名"), True),
        (("500", "人", "约"), ("549", "人"), True),
        (("500", "人", "约"), ("550", "人"), False),
        (("10", "个", "不少于"), ("16", "个"), True),
        (("10", "个", "不超过"), ("16", "个"), False),
        (("10", "个"), ("10", "户"), False),
        (("13852", "份"), ("13853", "份"), False),
    ],
)
def test_two_statements_agree_where_one_number_can_be_both(
    first: tuple[str, ...], second: tuple[str, ...], same: bool
) -> None:
    """Ranges as wide as qualifier and rounding allow, the same from either side."""
    one, other = stated(*first), stated(*second)
    assert agree(one, other) is same
    assert agree(other, one) is same


def test_a_truncation_is_told_from_a_rounding() -> None:
    """13/14 is 92.857… %."""
    exact = Decimal(1300) / Decimal(14)
    assert is_truncation(Decimal("92.8"), exact)
    assert not is_truncation(Decimal("92.9"), exact)
    assert not is_truncation(Decimal("92.7"), exact)
