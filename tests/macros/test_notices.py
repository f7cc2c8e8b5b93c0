from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from macros.notices import all_downloads, attachments, downloads, findings
from nianbao.publish.editions import assemble
from nianbao.report.attached import AttachedFile
from nianbao.report.download import download
from nianbao.report.edition import YearEdition
from nianbao.report.finding import Finding
from nianbao.report.place import Place

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


def test_an_acknowledged_finding_about_text_is_told_under_the_title_of_its_page(following: Path) -> None:
    """Text has no table, row or column; a row that is missing this year has no name of its own."""
    pages = following / "docs"
    for year in (2023, 2024):
        path = pages / f"{year}/money.md"
        path.write_text(path.read_text(encoding="utf-8") + "\n服务中仍有不足。\n", encoding="utf-8")
    problems = following / "data/2024/problems.csv"
    problems.write_text(
        problems.read_text(encoding="utf-8").replace("p1,", "p2,").replace(",2023", ","), encoding="utf-8"
    )
    head = following / "data/2024/report.yml"
    acknowledged = (
        "acknowledgements:\n"
        "  - {rule: section_rewritten, table: pages, key: money, reason: 情况没有变化}\n"
        "  - {rule: problems_followed, table: problems, key: p1, field: carried_from, reason: 并入新的问题}\n"
    )
    head.write_text(head.read_text(encoding="utf-8") + acknowledged, encoding="utf-8")
    html = findings(assemble(following, 2024))
    assert "二、资金使用情况" in html
    assert "存在问题及改进措施 · 结转自" in html
    assert "与上年（2023，docs/2023/money.md:1）完全相同" in html


def test_the_page_of_findings_shows_no_number_of_a_person(small: Path) -> None:
    """Reasons and names are masked there, whatever a preview shows elsewhere."""
    edition = assemble(small, 2023)
    place = Place("data/2023/facts.csv", 2, "数值")
    values = {"own": "13800001234", "name": "电话13800001234", "other": "5", "difference": "5"}
    told = Finding("facts_agree", "error", place, values, "", "facts", "13800001234", "value", "请打13800001234")
    shown = findings(replace_findings(edition, told))
    assert "138****1234" in shown
    assert "13800001234" not in shown


def replace_findings(edition: YearEdition, *found: Finding) -> YearEdition:
    """Return the edition with other findings than its own."""
    changed = replace(edition)
    changed.__dict__["findings"] = found
    return changed


def test_the_list_of_files_tells_size_hash_and_terms(small: Path) -> None:
    """Wholes first, tables below, each link named; without other words no licence is granted."""
    edition = assemble(small, 2023)
    files = (download("data/budget.csv", "支出 <1>", b"a", "budget"), download("quantities.json", "数据索引", b"bb"))
    html = downloads(edition, files)
    assert '<li><a href="quantities.json" download>数据索引</a>（JSON，2字节）</li>' in html
    assert (
        '<li>支出 &lt;1&gt;：<a href="data/budget.csv" download aria-label="下载支出 &lt;1&gt;，CSV">CSV</a>（1字节）'
        in html
    )
    assert all(file.sha256 in html for file in files)
    assert "没有另行指定许可" in html


def test_the_files_of_all_years_are_reached_from_any_depth() -> None:
    """The links lead up to the root first."""
    html = all_downloads((download("data/all-years.csv", "历年全部数据", b"a", "all-years"),), "../../")
    assert 'href="../../data/all-years.csv" download>历年全部数据，CSV</a>' in html
