from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from nianbao.report.finding import Finding
from nianbao.report.model import Attachment
from nianbao.report.place import Place
from nianbao.sources.attachments import reading
from nianbao.sources.attachments.reading import read_attachments
from nianbao.sources.folders import files_below
from nianbao.wording.sentences import sentence
from tests.sources.attachments.making import exif, jpeg, segment, written_pdf

Read = Callable[..., tuple[dict[str, bytes], list[Finding]]]
"""From rows, and files by name, to what is published and what is wrong."""


def row(number: int, file: str, **more: str) -> Attachment:
    """Return a row of the table at that line."""
    place = Place("data/2023/attachments.csv", number)
    return Attachment(place=place, id=f"a{number}", name=f"附件{number}", file=file, **more)


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Put files into the folder of a year and read them by the given rows."""

    def run(rows: list[Attachment], *before: Finding, **files: bytes) -> tuple[dict[str, bytes], list[Finding]]:
        for name, content in files.items():
            path = tmp_path / "data/2023/attachments" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        findings = list(before)
        found = files_below(tmp_path, "data/2023", findings)
        return read_attachments(tuple(rows), found, "data/2023", findings), findings

    return run


def told(findings: list[Finding]) -> list[tuple[str, str]]:
    """Return each finding as rule and place; every one of them can be said."""
    for finding in findings:
        assert sentence(finding.rule, finding.values)
    return [(finding.rule, str(finding.place)) for finding in findings]


def test_what_is_published_stands_under_its_name_in_the_sources(
    read: Read,
) -> None:
    """In the order of the table, without the properties of the files."""
    published, findings = read([row(2, "调查.pdf"), row(3, "a.TXT")], **{"a.TXT": b"a", "调查.pdf": written_pdf()})
    assert list(published) == ["data/2023/attachments/调查.pdf", "data/2023/attachments/a.TXT"]
    assert b"Zhang" not in published["data/2023/attachments/调查.pdf"]
    assert findings == []


def test_a_year_without_attachments_has_none(read: Read) -> None:
    """Neither table nor folder is asked for."""
    assert read([]) == ({}, [])


def test_table_and_folder_agree(read: Read) -> None:
    """Everything is told at once: at the cell what a row says, at the file what lies there."""
    rows = [row(2, "suvrey.pdf"), row(3, "sub/b.txt"), row(4, "c.txt"), row(5, "c.txt"), row(6, "nul.txt")]
    published, findings = read(rows, **{"survey.pdf": b"x", "c.txt": b"c"})
    table = "data/2023/attachments.csv"
    assert told(findings) == [
        ("attachment_missing", f"{table}:2:文件"),
        ("attachment_name", f"{table}:3:文件"),
        ("attachment_twice", f"{table}:5:文件"),
        ("attachment_name_reserved", f"{table}:6:文件"),
        ("attachment_unlisted", "data/2023/attachments/survey.pdf"),
    ]
    assert findings[0].values["nearest"] == "survey.pdf"
    assert list(published) == ["data/2023/attachments/c.txt"]


@pytest.mark.parametrize(
    "place", [Place("data/2023/attachments.csv", 3), Place("data/2023/report.xlsx", sheet="附件", cell="B3")]
)
def test_a_file_is_not_called_unlisted_while_rows_cannot_be_read(read: Read, place: Place) -> None:
    """It may be listed in one of them; a second complaint would only mislead."""
    assert len(read([], Finding("cell_needed", "error", place), **{"a.txt": b"a"})[1]) == 1
    assert len(read([], Finding("cell_needed", "info", place))[1]) == 2


def test_a_file_in_a_folder_below_is_not_listed(tmp_path: Path) -> None:
    """Attachments lie side by side; a folder cannot be named in the table."""
    path = tmp_path / "data/2023/attachments/sub/a.txt"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"a")
    findings: list[Finding] = []
    files = files_below(tmp_path, "data/2023", findings)
    assert read_attachments((row(2, "a.txt"),), files, "data/2023", findings) == {}
    assert [rule for rule, _ in told(findings)] == ["attachment_missing", "attachment_unlisted"]


def test_a_link_is_no_attachment(tmp_path: Path) -> None:
    """It is refused where files are looked for, and is then not there."""
    folder = tmp_path / "data/2023/attachments"
    folder.mkdir(parents=True)
    (folder / "a.txt").symlink_to(os.devnull)
    findings: list[Finding] = []
    files = files_below(tmp_path, "data/2023", findings)
    assert read_attachments((row(2, "a.txt"),), files, "data/2023", findings) == {}
    assert [rule for rule, _ in told(findings)] == ["not_a_plain_file", "attachment_missing"]


@pytest.mark.parametrize(("replaces", "fine"), [("a2", True), ("a3", False), ("a9", False)])
def test_what_an_attachment_replaces_is_another_one_of_the_table(read: Read, replaces: str, fine: bool) -> None:
    """Neither itself nor one that is not there."""
    _, findings = read([row(2, "a.txt"), row(3, "b.txt", replaces=replaces)], **{"a.txt": b"a", "b.txt": b"b"})
    assert told(findings) == ([] if fine else [("attachment_replaces", "data/2023/attachments.csv:3:取代")])


def test_the_check_sum_is_that_of_the_published_file(
    read: Read,
) -> None:
    """In any case of letters; where it is wrong the right one is told."""
    raw = written_pdf()
    published, _ = read([row(2, "a.pdf")], **{"a.pdf": raw})
    right = hashlib.sha256(published["data/2023/attachments/a.pdf"]).hexdigest()
    assert read([row(2, "a.pdf", sha256=right.upper())])[1] == []
    for wrong, rule in {hashlib.sha256(raw).hexdigest(): "attachment_hash", "e3b0": "attachment_hash_form"}.items():
        _, findings = read([row(2, "a.pdf", sha256=wrong)])
        assert told(findings) == [(rule, "data/2023/attachments.csv:2:校验值")]
        assert findings[0].values["right"] == right


def test_what_is_wrong_with_a_file_is_told_at_the_file(
    read: Read,
) -> None:
    """With the line where a text has one; the other files are read all the same."""
    files = {
        "a.exe": b"MZ", "b": b"b", "c.txt": b"", "d.txt": b"1\n2\x07", "e.pdf": b"%PDF", "f.txt": b"f",
        "g.jpg": jpeg(segment(0xE1, b"Exif\0\0" + exif(6))),
    }  # fmt: skip
    published, findings = read([row(index, name) for index, name in enumerate(files, 2)], **files)
    assert sorted(told(findings)) == sorted(
        [
            ("attachment_ending", "data/2023/attachments/a.exe"),
            ("attachment_name", "data/2023/attachments.csv:3:文件"),
            ("attachment_empty", "data/2023/attachments/c.txt"),
            ("hidden_character", "data/2023/attachments/d.txt:2"),
            ("attachment_kind", "data/2023/attachments/e.pdf"),
            ("attachment_picture_turned", "data/2023/attachments/g.jpg"),
        ]
    )
    assert list(published) == ["data/2023/attachments/f.txt"]


def test_sizes_are_limited(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of each file, which is not opened then, and of all files of a year together."""
    monkeypatch.setattr(reading, "MAX_BYTES", 9)
    monkeypatch.setattr(reading, "MAX_YEAR", 20)
    files = {"a.txt": b"a" * 9, "b.txt": b"b" * 10}
    published, findings = read([row(2, "a.txt"), row(3, "b.txt")], **files)
    assert told(findings) == [("file_size", "data/2023/attachments/b.txt")]
    assert list(published) == ["data/2023/attachments/a.txt"]
    assert told(read([row(2, "a.txt"), row(3, "b.txt"), row(4, "c.txt")], **{"c.txt": b"cc"})[1]) == [
        ("attachment_total", "data/2023/attachments")
    ]
