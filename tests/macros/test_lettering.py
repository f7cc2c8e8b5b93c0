from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from macros.lettering import width_of, wrapped


def test_a_han_character_is_one_em_and_no_other_is_wider() -> None:
    """Widths are upper estimates: no font can be asked."""
    assert width_of("执行数") == 3
    assert all(width_of(character) <= 1 for character in "W%@mi1,")


def test_a_short_text_stays_in_one_line() -> None:
    """Also one that just fits."""
    assert wrapped("工人文化宫", 5) == ("工人文化宫",)


def test_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one() -> None:
    """Marks keep to the character they belong to."""
    assert wrapped("甲乙丙丁，戊", 4) == ("甲乙丙", "丁，戊")
    assert wrapped("甲乙丙（丁）", 4) == ("甲乙丙", "（丁）")


def test_latin_words_are_kept_whole_where_they_fit() -> None:
    """A line breaks at the space, which is not drawn."""
    assert wrapped("number of persons", 7) == ("number of", "persons")
    assert "".join(wrapped("x" * 30, 7)) == "x" * 30


@given(st.text(max_size=80), st.integers(2, 30))
def test_wrapping_loses_nothing_but_spaces_and_keeps_the_width(text: str, width: int) -> None:
    """Every character is in some line, and no line of more than one piece is wider than asked."""
    lines = wrapped(text, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(width_of(line) <= width for line in lines)
