from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.report.finding import Finding
from nianbao.sources.misread import repaired
from nianbao.sources.text import read_text

REPOSITORY = Path(__file__).resolve().parents[2]
HEADER = "支出类别,年初预算数（万元）,全年预算数（万元）,执行数（万元）\n基本支出,212.00,212.00,208.50\n"
WAYS = [
    ("utf-8", "cp1252"),
    ("utf-8", "latin-1"),
    ("utf-8", "gb18030"),
    ("utf-8", "gbk"),
    ("utf-8", "cp437"),
    ("utf-8", "mac_roman"),
    ("gb18030", "latin-1"),
    ("gb18030", "cp1252"),
    ("gb18030", "cp437"),
]
"""In what a file was written, and in what it was opened."""


def garbled(text: str, right: str, wrong: str) -> str:
    """Return a text as a program saves it that opened its bytes in the wrong encoding."""
    data = text.encode(right)
    if wrong != "cp1252":
        return data.decode(wrong, errors="replace")
    return "".join(bytes((byte,)).decode(wrong if byte not in b"\x81\x8d\x8f\x90\x9d" else "latin-1") for byte in data)


@pytest.mark.parametrize(("right", "wrong"), WAYS)
@pytest.mark.parametrize("save", ["utf-8", "utf-8-sig"])
def test_text_opened_in_the_wrong_encoding_is_told_with_what_it_was(
    small: Path, right: str, wrong: str, save: str
) -> None:
    """Once for the file, at its first line, and how it is saved so that it can be read."""
    findings: list[Finding] = []
    path = small / "data/2023/budget.csv"
    path.write_bytes(garbled(HEADER, right, wrong).encode(save))
    assert read_text(path, "data/2023/budget.csv", findings) is None
    (finding,) = findings
    assert (finding.rule, finding.place.line) == ("encoding_misread", 1)
    assert "预算" in str(finding.values["right"])


def test_characters_that_are_lost_are_told_as_lost(small: Path) -> None:
    """What was replaced before it was opened once more cannot be known again."""
    findings: list[Finding] = []
    path = small / "data/2023/budget.csv"
    path.write_text("支出类别,\n锟斤拷锟斤拷,1\n", encoding="utf-8")
    assert read_text(path, "data/2023/budget.csv", findings) is None
    assert [(finding.sentence, finding.place.line) for finding in findings] == [("encoding_misread.lost", 2)]


def test_no_text_of_this_repository_is_taken_for_garbled() -> None:
    """Reports, tables, rulesets and the guide, whole and line by line."""
    paths = [
        path
        for folder in ("data", "docs", "tests/sample", "tests/hospital", "tests/small")
        for ending in ("md", "csv", "yml")
        for path in (REPOSITORY / folder).rglob(f"*.{ending}")
    ]
    assert len(paths) > 100
    for path in paths:
        text = path.read_text(encoding="utf-8-sig")
        assert repaired(text) is None, path
        assert [line for line in text.splitlines() if repaired(line)] == [], path


@pytest.mark.parametrize("text", ["plain words", "25 m² × 3", "Müller, Größe, où, été", "café", "联通", "±0.5°"])
def test_letters_with_accents_and_signs_are_what_they_are(text: str) -> None:
    """Text of other languages is no garbled Chinese."""
    assert repaired(text) is None


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=4))
def test_chinese_is_found_again_whatever_it_says(text: str) -> None:
    """The way over Windows' Western encoding loses nothing."""
    assert repaired(garbled(text, "utf-8", "cp1252")) == text
