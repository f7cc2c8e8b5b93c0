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


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1", "=cmd|' /C calc'!A0", "＝1＋1", "@SUM(1;2)", "＠SUM(1)", "+SUM(1,2)", "-SUM(1,2)", "+A1", "-$B$12", "-1+A1",
        "-2+3+cmd|' /C calc'!A0", "+1*2", "\t=1+1", "  =1+1", "\u3000=1+1", '"=HYPERLINK(""https://evil.example"",""甲"")"',
        '"\t=1"', '"\r=1"', "甲;=1+1", "甲\t=1+1", '"甲\n乙"\n=1',
    ],
)  # fmt: skip
def test_a_table_with_a_formula_is_refused_with_its_line(cell: str) -> None:
    """Whoever opens it would run it: whatever stands before the sign, and whatever parts the cells."""
    refused = refusal(f"甲,乙\n丙,{cell}\n".encode(), "csv")
    assert refused.rule == "attachment_formula"
    assert refused.line == (4 if cell.endswith("\n=1") else 2)


@pytest.mark.parametrize(
    "cell",
    [
        "-5.20",
        "+3.5%",
        "-1,234.50",
        "-",
        "—",
        "--",
        "=",
        "-其他",
        "- 其中：工资",
        "+86 750-1234567",
        "'=1+1",
        "a=b",
        "-2—3岁",
        "1-2",
        "-5万元",
    ],
)
def test_numbers_and_texts_of_a_table_are_no_formulas(cell: str) -> None:
    """Negative numbers, dashes, items of lists, telephones, and what an apostrophe holds back."""
    data = f"甲,乙\n丙,{cell}\n".encode()
    assert clean(data, "csv") == data
