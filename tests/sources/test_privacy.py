from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from nianbao.report.finding import Unusable
from nianbao.report.privacy import Privacy
from nianbao.sources.privacy import file_texts, portal_privacy, portal_texts, texts_of_year
from nianbao.sources.year import read_year
from nianbao.wording.sentences import sentence
from tests.sources.attachments.making import excel_book, saved, word_file

MOBILE = "13800001234"
DAY = datetime.date(2024, 1, 1)


def add(path: Path, text: str) -> None:
    """Append a text to a file, which is made where there is none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    path.write_text(before + text, encoding="utf-8")


def places(privacy: Privacy) -> list[str]:
    """Return where numbers of persons stand."""
    return [str(place.shown) for place, _ in privacy.numbers()]


def told(unusable: Unusable) -> str:
    """Return everything that the findings say, with their places."""
    return "\n".join(
        f"{entry.place} {sentence(entry.sentence or entry.rule, entry.values)}" for entry in unusable.findings
    )


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("a.csv", f"名称,电话\n值班,{MOBILE}\n", ["a.csv:2:电话"]),
        ("a.csv", f'名称,电话\n"多\n行",{MOBILE}\n', ["a.csv:2:电话"]),
        ("a.csv", f"名称\n值班,{MOBILE}\n", ["a.csv:2"]),
        ("a.csv", f"科目,执行数（万元）\n合计,{MOBILE}\n", ["a.csv:2:执行数"]),
        ("a.csv", f'名称,电话\n"值班",{MOBILE},"\n', ["a.csv:2:电话"]),
        ("a.csv", "名称,a,b\n138,0000,1234\n", []),
        ("a.yml", f"a:\n  - 电话 {MOBILE}\n", ["a.yml:2"]),
        ("a.yml", 'a: "138\\x30\\x30001234"\n', ["a.yml:1"]),
        ("a.yml", f"a: 1  # {MOBILE}\n", ["a.yml:1"]),
        ("a.md", f"---\ndescription: {MOBILE}\n---\n", ["a.md:2"]),
        ("a.md", '一\n\n{{ num("13800001234") }}\n', ["a.md:3"]),
        ("a.md", "138**0000**1234、0750-3276289\n", ["a.md:1"]),
        ("a.md", "&#49;3800001234\n", ["a.md:1"]),
        ("a.md", "138&nbsp;0000&nbsp;1234\n", ["a.md:1"]),
        ("private.yml", f"填报人电话: {MOBILE}\n", []),
        (f"{MOBILE}.png", "", ["138****1234.png"]),
        ("a.bin", MOBILE, []),
    ],
)
def test_files_are_read_as_their_readers_and_the_public_see_them(
    tmp_path: Path, name: str, text: str, expected: list[str]
) -> None:
    """Cells with their column, lines of pages and YAML files with remarks, escapes undone; `private.yml` never."""
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert places(Privacy(tuple(file_texts({name: tmp_path / name})))) == expected


def test_a_table_in_the_encoding_of_excel_is_looked_at(tmp_path: Path) -> None:
    """GB18030 is read as the reader of tables reads it."""
    (tmp_path / "a.csv").write_bytes(f"名称,电话\n值班,{MOBILE}\n".encode("gb18030"))
    assert places(Privacy(tuple(file_texts({"a.csv": tmp_path / "a.csv"})))) == ["a.csv:2:电话"]


def test_a_year_is_looked_at_in_all_its_files(small: Path) -> None:
    """Tables, head, ruleset, pages, workbook, attachments with their names, and the notice on every page."""
    data = small / "data/2023"
    add(data / "facts.csv", f"电话{MOBILE},work,查档服务,1,,名,,\n")
    add(data / "report.yml", f"# {MOBILE}\n")
    add(small / "data/rulesets/county-sample.yml", f"# {MOBILE}\n")
    add(small / "docs/2023/work.md", f"\n联系{MOBILE}。\n")
    add(data / "attachments.csv", f"编号,名称,文件\na,问卷,{MOBILE}.docx\nb,名单,b.xlsx\n")
    (data / "attachments").mkdir()
    (data / f"attachments/{MOBILE}.docx").write_bytes(word_file(**{"docProps__core.xml": f"<a>{MOBILE}</a>"}))
    book = excel_book()
    assert book.active is not None
    book.active["C3"] = 13800001234
    (data / "attachments/b.xlsx").write_bytes(saved(book))
    site = small / "data/site.yml"
    site.write_text(site.read_text(encoding="utf-8").replace("仅供测试", f"电话{MOBILE}"), encoding="utf-8")
    found = places(read_year(small, 2023).report.privacy)
    assert sorted(found) == sorted(
        [
            "data/2023/attachments.csv:2:文件",
            "data/2023/attachments/138****1234.docx",
            "data/2023/attachments/138****1234.docx!文件属性",
            "data/2023/attachments/b.xlsx!Sheet!C3",
            "data/2023/facts.csv:8:名称",
            "data/2023/report.yml:9",
            "data/rulesets/county-sample.yml:" + str(len((small / "data/rulesets/county-sample.yml").read_text().splitlines())),
            "data/site.yml",
            "docs/2023/work.md:15",
        ]
    )  # fmt: skip
    add(data / "privacy.yml", "")
    assert set(places(Privacy(tuple(texts_of_year(small, 2023))))) <= {*found}


def test_a_year_that_cannot_be_read_tells_its_numbers_as_well(small: Path) -> None:
    """Numbers are told at once with what else is wrong, and no message shows one: not the broken cell's, nor a file's name."""
    data = small / "data/2023"
    add(data / "facts.csv", f"电话,work,查档服务,{MOBILE}转8,,名,,\n")
    add(data / f"{MOBILE}.txt", "a")
    add(small / "docs/2023/work.md", f'\n{{{{ num("{MOBILE}", "x") }}}}\n')
    with pytest.raises(Unusable) as unusable:
        read_year(small, 2023)
    rules = {finding.rule for finding in unusable.value.findings}
    assert {"privacy", "cell_not_a_number", "file_unknown", "word_arguments_count"} <= rules
    text = told(unusable.value)
    assert MOBILE not in text
    assert "138****1234转8" in text
    assert "data/2023/138****1234.txt" in text


def test_a_workbook_is_looked_at_beyond_its_tables(small: Path) -> None:
    """Comments and hidden sheets of the year's own workbook are found with sheet and cell, broken or not."""
    book = excel_book()
    hidden = book.create_sheet("内部")
    hidden.sheet_state, hidden["C3"] = "hidden", 13800001234
    (small / "data/2023/report.xlsx").write_bytes(saved(book))
    with pytest.raises(Unusable) as unusable:
        read_year(small, 2023)
    found = [finding for finding in unusable.value.findings if finding.rule == "privacy"]
    assert [str(finding.place) for finding in found] == ["data/2023/report.xlsx!内部!C3"]


@pytest.mark.parametrize(
    ("text", "rule", "line"),
    [
        ("", "yaml_empty", 1),
        ("exceptions: []\n", "entry_unfit", 1),
        ("exceptions:\n  - {place: a, kind: 手机, reason: a, role: a, expires: 2026-01-01}\n", "entry_unfit", 2),
        ("exceptions:\n  - {place: a, kind: 手机号码}\n", "entry_missing", 2),
        ("exceptions:\n  - place: a\n    expires: 明年\n", "entry_unfit", 3),
    ],
)
def test_exceptions_are_read_strictly(small: Path, text: str, rule: str, line: int) -> None:
    """A wrong, missing or unknown entry of `privacy.yml` is told with its line."""
    (small / "data/2023/privacy.yml").write_text(text, encoding="utf-8")
    with pytest.raises(Unusable) as unusable:
        read_year(small, 2023)
    assert (rule, line) in [(finding.rule, finding.place.line) for finding in unusable.value.findings]


def test_the_portal_is_looked_at_apart_from_years_and_guide(small: Path) -> None:
    """`site.yml` and the portal's own pages; a year's pages and the guide are no part of it."""
    site = small / "data/site.yml"
    site.write_text(site.read_text(encoding="utf-8").replace("0000-1234567", MOBILE), encoding="utf-8")
    for name in ("contact.md", "2023/work.md", "guide/index.md"):
        add(small / "docs" / name, f"\n{MOBILE}\n")
    assert sorted(places(portal_privacy(small, DAY))) == ["data/site.yml:3", "docs/contact.md:2"]
    assert sorted(places(Privacy(tuple(portal_texts(small))))) == ["data/site.yml:3", "docs/contact.md:2"]
    (small / "data/privacy.yml").write_text("a: 1\n", encoding="utf-8")
    with pytest.raises(Unusable):
        portal_privacy(small, DAY)


def test_reading_only_the_text_of_last_year_looks_for_nothing(small: Path) -> None:
    """The year before is compared with, not published."""
    add(small / "docs/2023/work.md", f"\n联系{MOBILE}。\n")
    assert places(read_year(small, 2023, text_only=True).report.privacy) == []
