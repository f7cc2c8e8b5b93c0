from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.report.likeness import facing, marked, similarity
from nianbao.report.passages import Passage
from nianbao.report.place import Place


def _passage(text: str) -> Passage:
    return Passage(text, Place("docs/2023/work.md", 1), "pages", "work")


@given(st.text(), st.text())
def test_likeness_is_a_percentage_and_works_both_ways(first: str, second: str) -> None:
    """Whatever two passages say."""
    one, other = marked(_passage(first)), marked(_passage(second))
    assert 0 <= similarity(one, other) == similarity(other, one) <= 100
    assert similarity(one, one) == 100


@pytest.mark.parametrize(
    ("first", "second", "alike"),
    [
        ("全年举办展览", "全年举办讲座", "60"),
        ("2022年，服务提升。", "2023年，服务提升。", "100"),
        ("服务提升", "管理规范", "0"),
    ],
)
def test_what_is_shared_are_pairs_of_neighbouring_characters(first: str, second: str, alike: str) -> None:
    """Three of five pairs are sixty percent; a year is a year."""
    assert similarity(marked(_passage(first)), marked(_passage(second))) == Decimal(alike)


def test_years_face_each_other_where_the_words_around_them_are_the_same() -> None:
    """A word put in before them moves them, and they still face each other."""
    now = marked(_passage("一年来，2022年和2023年的馆藏都有增加，2023年最多。"))
    then = marked(_passage("2021年和2022年的馆藏都有增加，2022年最多。"))
    assert [(own.text, other.text) for own, other in facing(now, then)] == [("2022", "2021"), ("2023", "2022")]


def test_the_wording_leaves_years_open() -> None:
    """Two passages that differ in their years alone were not written anew."""
    assert marked(_passage("2022年度，服务提升。")).wording == marked(_passage("2023年度，服务提升。")).wording
    assert marked(_passage("自2022年起，服务提升。")).wording != marked(_passage("自2023年起，服务提升。")).wording
