from __future__ import annotations

import pytest

from nianbao.report.place import Place
from nianbao.sources.attachments.file_names import name_findings

PLACE = Place("data/2023/attachments.csv", 2, "文件")


def rules(name: str) -> list[str]:
    """Return what is wrong with a name."""
    return [finding.rule for finding in name_findings(name, PLACE)]


@pytest.mark.parametrize(
    "name",
    ["survey.pdf", "满意度调查报告.docx", "二〇二三年.csv", "台账-1_2.v2.xlsx", "（附件1）清单（终稿）.PDF", "𠮷.txt"],
)
def test_names_of_han_letters_digits_and_a_few_signs_are_fine(name: str) -> None:
    """They are the same in an address, in an archive and on any system."""
    assert rules(name) == []


@pytest.mark.parametrize(
    "name",
    [
        ".hidden.pdf", "../a.pdf", "sub/a.pdf", "sub\\a.pdf", "/etc/passwd", "a b.pdf", "a%20b.pdf", "a?.pdf", "a#1.pdf",
        "a&b.pdf", "a'b.pdf", "a:b.pdf", "a|b.pdf", "a*.pdf", "<a>.pdf", "a\u200b.pdf", "a\u202efdp.exe", "é.pdf",
        "(1).pdf", "ａ.pdf", "カ.pdf", "a.pdf.", "a.pdf~", "-rf.pdf", "", "a\n.pdf", "a\0.pdf", "\U0002f801.pdf",
    ],
)  # fmt: skip
def test_other_names_are_refused_at_the_cell(name: str) -> None:
    """Folders, hidden files, signs that mean something elsewhere, characters that change from system to system."""
    assert rules(name) == ["attachment_name"]
    assert name_findings(name, PLACE)[0].place == PLACE


@pytest.mark.parametrize("name", ["CON.pdf", "nul.txt", "com1.csv", "LPT9.tar.xlsx", "aux"])
def test_names_of_devices_are_refused(name: str) -> None:
    """Windows would not make such a file, whatever its ending."""
    assert rules(name) == ["attachment_name_reserved"]


def test_a_long_name_is_refused_by_its_bytes() -> None:
    """A Han character takes three."""
    assert rules("报" * 65 + ".pdf") == []
    assert rules("报" * 66 + ".pdf") == ["attachment_name_long"]
