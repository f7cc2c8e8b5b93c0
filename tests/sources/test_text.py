from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from nianbao.report.finding import Unusable
from nianbao.report.model import BudgetLine
from nianbao.sources.text import quote, visible
from nianbao.sources.year import read_year

Answer = Callable[[str, str | bytes, str | bytes], list[tuple[str, str]]]
BUDGET = "data/2023/budget.csv"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_what_excel_and_wps_save_is_read_exactly(small: Path, encoding: str) -> None:
    """A byte order mark decides; GB18030 is read with a note."""
    path = small / BUDGET
    path.write_bytes(path.read_text(encoding="utf-8").replace("\n", "\r\n").encode(encoding))
    sources = read_year(small, 2023)
    assert next(line.category for line in sources.report.rows(BudgetLine)) == "基本支出"
    assert [note.rule for note in sources.notes] == (["encoding_gb18030"] if encoding == "gb18030" else [])


def test_bytes_that_are_no_text_are_refused_and_never_replaced(small: Path) -> None:
    """Neither UTF-8 nor GB18030: no guess is made."""
    (small / BUDGET).write_bytes(b"\xff\xfe\xfa\x00\x80\x81\xff")
    with pytest.raises(Unusable) as refused:
        read_year(small, 2023)
    assert refused.value.findings[0].rule in ("encoding_unknown", "hidden_character")


@pytest.mark.parametrize("char", ["\u200b", "\u202e", "\ufeff", "\x00", "\x1b", "\ue000", "\u2066"])
def test_characters_that_hide_something_are_refused_with_their_line(answers: Answer, char: str) -> None:
    """Zero-width, bidirectional, control and private-use characters may not be anywhere."""
    assert answers(BUDGET, "人员经费", f"人员{char}经费") == [("hidden_character", f"{BUDGET}:3")]


def test_a_quoted_text_is_escaped_and_cut() -> None:
    """What a message quotes cannot move the cursor or fill the screen."""
    assert quote("a\x1b[31m") == "a\\x1b[31m"
    assert len(quote("长" * 500)) == 60


def test_a_file_beyond_the_limit_is_refused_unread(small: Path) -> None:
    """A file larger than 1 MiB is not a year's data."""
    (small / BUDGET).write_bytes(b"a" * ((1 << 20) + 1))
    with pytest.raises(Unusable) as refused:
        read_year(small, 2023)
    assert "file_size" in {finding.rule for finding in refused.value.findings}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("接待1,800人次。\n\t　第2行", "接待1,800人次。\n\t　第2行"),
        ("a\u200bb\u202ec\x1b[31m", "a\\u200bb\\u202ec\\x1b[31m"),
        ("\u3164\ue000\udc80\U000e0041\u00a0", "\\u3164\\ue000\\udc80\\U000e0041\\xa0"),
    ],
)
def test_what_nobody_sees_is_made_visible(text: str, shown: str) -> None:
    """Hidden, bidirectional, control, private-use and lost characters; line ends, tabs and the Chinese blank stay."""
    assert visible(text) == shown
