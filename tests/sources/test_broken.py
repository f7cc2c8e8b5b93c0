from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.sources.verdicts import BROKEN, SOUND, cases, expected_of, verdict

CASES = cases()
GROUPS = {"encodings", "numbers", "yaml", "front-matter", "csv", "xlsx", "text", "names"}
"""The rows of the table 从严读取: what odd input there is, and how it is answered."""
WHOLE_FILE = {
    "attachment_kind", "complaints_cut", "encoding_gb18030", "encoding_unknown", "file_among_pages", "file_kind", "file_missing", "file_name_odd", "file_size",
    "file_unknown", "file_unreadable", "names_alike", "not_a_plain_file", "page_missing", "page_unlisted", "table_empty",
    "table_missing", "table_too_long", "table_twice", "workbook_damaged", "workbook_external", "workbook_kind",
    "workbook_limits", "workbook_macros", "year_folder_name",
}  # fmt: skip
"""What is said of a file and not of a line in it."""


def _name(case: Path) -> str:
    return case.relative_to(BROKEN).as_posix()


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_each_case_is_answered_as_expected(case: Path, request: pytest.FixtureRequest) -> None:
    """Every finding of the run in the words the editor sees, and what was read instead where it could be read."""
    found = verdict(case)
    if request.config.getoption("--golden-update"):
        expected_of(case).write_text(found.text, encoding="utf-8")
    assert found.text == expected_of(case).read_text(encoding="utf-8")


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_each_complaint_has_its_place_and_nothing_is_written(case: Path) -> None:
    """A file, and a line or a sheet of it unless the whole file is meant; reading leaves every byte as it was."""
    found = verdict(case)
    for finding in found.findings:
        assert finding.place.file
        assert finding.place.line or finding.place.sheet or finding.rule in WHOLE_FILE, finding
    assert found.untouched


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_no_librarys_english_reaches_an_editor(case: Path) -> None:
    """What is quoted from the file may be English, what is said about it is not."""
    for line in expected_of(case).read_text(encoding="utf-8").splitlines():
        if not line.startswith(("读作", "没有 ")):
            place, _, said = line.partition("  ")
            said = re.sub("“.*”", "", said.rpartition("  [")[0])
            assert not re.search("[A-Za-z]{2,} [A-Za-z]{2,} [A-Za-z]{2,}", said), place


def test_every_group_has_its_cases() -> None:
    """Each row of the table is tried, and the collection does not shrink unseen."""
    assert {case.parent.name for case in CASES} >= GROUPS
    assert len(CASES) >= 150


def test_no_verdict_is_without_its_case() -> None:
    """A case that was renamed or removed takes its verdict along."""
    verdicts = {path for path in BROKEN.rglob("*.expected") if SOUND not in path.parts}
    assert verdicts == set(map(expected_of, CASES))
