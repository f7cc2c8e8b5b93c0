from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from nianbao.report.shares import HUNDRED, adds_up, rounding_note, shares

PARTS = st.lists(st.decimals(min_value=0, max_value=10**9, places=2), min_size=1, max_size=12)


@given(PARTS, st.integers(0, 4))
def test_shares_of_a_whole_add_up_to_100_within_rounding_and_the_note_says_when_not_exactly(
    parts: list[Decimal], decimals: int
) -> None:
    """Whatever the parts, their rounded shares make 100 but for half a last digit each, and the note tells which case it is."""
    assume(sum(parts) > 0)
    found = shares(parts, decimals)
    assert adds_up(found)
    assert bool(rounding_note(found)) == (sum(found) != HUNDRED)


def test_the_note_names_the_sum() -> None:
    """Three thirds make 99.99."""
    found = shares([Decimal(1)] * 3, 2)
    assert "合计99.99%" in rounding_note(found)


def test_there_is_no_share_of_nothing() -> None:
    """Parts that sum to zero have no shares."""
    with pytest.raises(ZeroDivisionError):
        shares([Decimal(0), Decimal(0)], 2)


def test_shares_that_miss_100_by_more_than_rounding_do_not_add_up_and_have_no_note() -> None:
    """A missing part is no rounding difference."""
    values = [Decimal("71.4"), Decimal("7.1"), Decimal("14.3")]
    assert not adds_up(values)
    assert rounding_note(values) == ""
