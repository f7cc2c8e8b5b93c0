from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from macros.notices import attachments
from nianbao.publish.editions import assemble
from nianbao.report.attached import AttachedFile

FIRST = AttachedFile("draft", "调查报告 <初稿>", "调查（初稿）.pdf", 2_097_152, "0123456789abcdef" * 4)
SECOND = AttachedFile("final", "调查报告", "survey.docx", 700, "f" * 64, replaces="draft")


def test_attachments_are_listed_with_kind_size_and_check_sum(small: Path) -> None:
    """Each leads to its file; the check sum is there in full, on paper and on a phone."""
    html = attachments(replace(assemble(small, 2023), attached=(FIRST, SECOND)))
    address = "attachments/%E8%B0%83%E6%9F%A5%EF%BC%88%E5%88%9D%E7%A8%BF%EF%BC%89.pdf"
    assert f'<a href="{address}">调查报告 &lt;初稿&gt;</a>（PDF，2MB）' in html
    assert '<a href="attachments/survey.docx">调查报告</a>（Word，700字节）' in html
    assert f"SHA-256 校验值：<code>{FIRST.sha256}</code>" in html


def test_what_replaces_what_is_told_at_both(small: Path) -> None:
    """Whoever comes upon the old file learns that there is a new one."""
    html = attachments(replace(assemble(small, 2023), attached=(FIRST, SECOND)))
    assert "（PDF，2MB），已由“调查报告”取代" in html
    assert "（Word，700字节），取代“调查报告 &lt;初稿&gt;”" in html


def test_a_year_without_attachments_says_so(small: Path) -> None:
    """Nobody has to wonder whether a list is missing."""
    assert "2023年度的报告没有附件。" in attachments(assemble(small, 2023))
