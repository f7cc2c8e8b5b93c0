from __future__ import annotations

import time

import pytest
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject, NumberObject, PdfObject

from nianbao.sources.attachments.pdf_fonts import MOST, characters_of


def told(table: bytes) -> DictionaryObject:
    """Return a font with a table `ToUnicode`."""
    stream = DecodedStreamObject()
    stream.set_data(table)
    return DictionaryObject({NameObject("/ToUnicode"): stream})


def numbers(*values: int | list[int]) -> ArrayObject:
    """Return an array of numbers, and of arrays of numbers."""
    return ArrayObject(numbers(*value) if isinstance(value, list) else NumberObject(value) for value in values)


def with_widths(widths: PdfObject) -> DictionaryObject:
    """Return a font of two parts whose inner one has an array `W`."""
    inner = DictionaryObject({NameObject("/W"): widths})
    return DictionaryObject({NameObject("/DescendantFonts"): ArrayObject([inner])})


@pytest.mark.parametrize(
    ("table", "characters"),
    [
        (b"2 beginbfchar\n<0001> <4E2D>\n<0002> <56FD>\nendbfchar\n", 2),
        (b"1 beginbfrange\n<0000> <00FF> <4E00>\nendbfrange\n", 256),
        (b"1 beginbfrange <00 00> <FF FF> <0000> endbfrange", 65_536),
        (b"1 beginbfrange\n<0000> <0002> [<4E00> <4E01> <4E02>]\nendbfrange\n", 3),
        (b"2 beginbfrange\n<00> <0F> <4E00>\n<20> <2F> <4E00>\nendbfrange\n", 32),
    ],
)
def test_the_characters_of_a_table_are_counted_without_reading_them(table: bytes, characters: int) -> None:
    """Single ones and ranges; the few words around them count a little more, and none is missed."""
    assert characters <= characters_of(told(table)) <= characters + 8


@pytest.mark.parametrize(
    "section",
    [b"0000 FFFF 0000\n", b"<0000> <FFFF>\n<0000", b"<0000> <0001> <0000>\nbeginbfchar\n<0000> <0000>\n", b"%\n"],
)
def test_a_table_that_no_producer_writes_counts_as_the_longest(section: bytes) -> None:
    """What pypdf might still make out in it need not be known."""
    assert characters_of(told(b"beginbfrange\n" + section + b"endbfrange\n")) == MOST
    assert characters_of(told(b"beginbfrange\n" + section)) == MOST


def test_no_table_counts_for_more_than_is_read_of_it() -> None:
    """A range to the end of all numbers is refused by pypdf after as many characters."""
    assert characters_of(told(b"beginbfrange\n<0000> <FFFFFFFFFFFF> <0000>\nendbfrange\n")) == MOST
    assert characters_of(with_widths(numbers(0, 2_000_000_000, 500))) == MOST


def test_widths_are_counted_in_both_forms() -> None:
    """A list behind a first character, a width for first to last, and what is neither."""
    assert characters_of(with_widths(numbers(1, [500, 600], 10, 19, 500, 7))) == 12
    assert characters_of(DictionaryObject({NameObject("/Widths"): numbers(1, 2, 3)})) == 3


@pytest.mark.parametrize("odd", [NumberObject(7), NameObject("/Identity-H"), numbers(1), DictionaryObject()])
def test_entries_that_are_of_no_use_count_nothing(odd: PdfObject) -> None:
    """A font that makes no sense is not judged here."""
    keys = ("/ToUnicode", "/Widths", "/DescendantFonts")
    assert characters_of(DictionaryObject({NameObject(key): odd for key in keys})) <= 1
    assert characters_of(with_widths(odd)) == 0


@pytest.mark.parametrize(
    "piece", [b"<", b"<0000> <0001> [", b"<00 ", b"beginbfrange\n", b"<0000>\n\n\n", b"> <0> <0> "]
)
def test_a_table_meant_to_take_long_is_counted_at_once(piece: bytes) -> None:
    """Nothing that is begun over and over makes the count start again."""
    table = b"beginbfrange\n" + piece * (4_000_000 // len(piece))
    start = time.perf_counter()
    assert characters_of(told(table)) == MOST
    assert time.perf_counter() - start < 5
