from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.report.phrases import _expression, find
from nianbao.report.place import Place
from nianbao.report.ruleset import Ruleset
from nianbao.sources.site import read_ruleset

REPOSITORY = Path(__file__).parents[2]
LISTS = ("residue", "wording", "claims", "small_cell_minimum", "sensitive_words", "people_units", "open_rates")


def _ruleset(name: str) -> Ruleset:
    ruleset = read_ruleset(REPOSITORY, name, Place("data/2022/report.yml"), [])
    assert ruleset is not None
    return ruleset


@pytest.mark.parametrize(
    ("phrases", "text", "found"),
    [
        (["部份"], "部份和部份", ["部份", "部份"]),
        (["（…字以内）"], "写明（二百字以内）（含标点）", ["（二百字以内）"]),
        (["（…字以内）"], "（甲）乙字以内）", []),
        (["（图＃…）"], "（图1-2 收入）（图为）", ["（图1-2 收入）"]),
        (["截止＃年"], "截止2022年、截止年底", ["截止2022年"]),
        (["XX"], "XX局、XXL、xx县、MAXX", ["XX", "xx"]),
        (["均达到", "达到"], "均达到", ["均达到"]),
        (["#N/A", "a.b", "(x"], "#N/A axb (x", ["#N/A", "(x"]),
        ([], "甲", []),
        ([""], "甲", []),
    ],
)
def test_phrases_are_found_as_they_are_written(phrases: list[str], text: str, found: list[str]) -> None:
    """`…` and `＃` stand for others, all else for itself; letters only where no letter is beside them."""
    assert [entry.text for entry in find(phrases, text)] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [("部份", 1), ("全部份额", 0), ("部份额", 1), ("全部份额和部份", 1), ("全部份", 1)],
)
def test_what_a_longer_text_holds_is_passed_over(text: str, found: int) -> None:
    """Only where the whole of the longer text stands around it."""
    assert len(list(find(["部份"], text, ["全部份额"]))) == found


@given(st.text(alphabet="甲乙X（）#…", max_size=12), st.text(alphabet="甲乙X（）#", min_size=1, max_size=4))
def test_a_phrase_stands_where_it_is_said_to_stand(text: str, phrase: str) -> None:
    """The span holds the text, and the phrase is one of those looked for."""
    for found in find([phrase], text):
        assert text[found.start : found.end] == found.text
        assert found.phrase == phrase


@pytest.mark.parametrize("name", ["guangdong-2022", "county-sample"])
def test_the_shipped_rulesets_look_for_the_same_texts(name: str) -> None:
    """The lists differ where a site changes them, not by accident."""
    first, second = _ruleset("mof-2020"), _ruleset(name)
    assert [getattr(first, entry) for entry in LISTS] == [getattr(second, entry) for entry in LISTS]


def test_no_listed_correction_is_wrong_itself() -> None:
    """What the lists put in place of a wrong text is not looked for again."""
    wording = _ruleset("mof-2020").wording
    for right in wording.corrections.values():
        assert list(find(tuple(wording.corrections), right, wording.unless)) == []


_PHRASES = st.lists(st.text("甲乙a＃…", min_size=1, max_size=6).filter(lambda phrase: set(phrase) != {"…"}), min_size=1)


@given(_PHRASES, st.text("甲乙aA12（b", max_size=25))
def test_many_open_places_are_found_as_one_expression_would(phrases: list[str], text: str) -> None:
    """Whether a phrase leaves one thing open or several, what is found is the same."""
    ordered = sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase))
    together = re.compile("|".join(f"({_expression(phrase)})" for phrase in ordered), re.IGNORECASE)
    expected = [found.group() for found in together.finditer(text)]
    assert [entry.text for entry in find(phrases, text)] == expected


def test_the_time_grows_with_the_text_however_much_a_phrase_leaves_open() -> None:
    """What would be tried in ten thousand million combinations is tried once."""
    assert list(find(["甲…乙…甲…乙…甲…乙…甲…丙", "＃＃＃＃＃＃＃＃＃＃年"], "甲乙12" * 2000)) == []
