from __future__ import annotations

import pytest

from nianbao.sources.attachments.kinds import clean
from tests.sources.attachments.making import refusal


@pytest.mark.parametrize(
    "data", ["编号,数量\r\n1,2\n".encode(), "编号\t数量\n".encode("gb18030"), b"\xef\xbb\xbfa,b\n", b"a"]
)
@pytest.mark.parametrize("ending", ["csv", "txt"])
def test_text_is_published_as_it_is(data: bytes, ending: str) -> None:
    """UTF-8 with and without a mark, GB18030; nothing is recoded."""
    assert clean(data, ending) == data


@pytest.mark.parametrize(
    "data", [b"%PDF-1.4\n", b"{\\rtf1 a}", b"\xef\xbb\xbf\n<!DOCTYPE html>", b"<HTML>", b"<?xml ?>"]
)
def test_other_formats_that_are_text_are_refused(data: bytes) -> None:
    """A program would take the file for what it is, not for what it is called."""
    assert refusal(data, "txt").rule == "attachment_kind"


@pytest.mark.parametrize("data", [b"\xff\xfea\0", b"\xfe\xff\0a", b"a\x81", b"\x80abc"])
def test_other_encodings_are_refused(data: bytes) -> None:
    """UTF-16, and bytes that are no text at all."""
    assert refusal(data, "csv").rule == "encoding_unknown"


@pytest.mark.parametrize(("text", "code", "column"), [("甲\n乙丙\0", "U+0000", 3), ("甲\n\x1b[1m", "U+001B", 1), ("甲\n乙\x85", "U+0085", 2)])  # fmt: skip
def test_control_characters_are_refused_with_their_place(text: str, code: str, column: int) -> None:
    """A file that holds them is no text, or hides something from who reads it."""
    refused = refusal(text.encode(), "txt")
    assert (refused.rule, refused.line) == ("hidden_character", 2)
    assert (refused.values["code"], refused.values["column"]) == (code, column)
