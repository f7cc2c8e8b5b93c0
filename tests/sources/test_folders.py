from __future__ import annotations

import os
from pathlib import Path

import pytest

from nianbao.report.finding import Finding
from nianbao.sources.folders import files_below, years


def below(root: Path) -> tuple[list[str], list[tuple[str, str]]]:
    """Return the files below `docs`, and what is wrong there as (rule, place)."""
    findings: list[Finding] = []
    return list(files_below(root, "docs", findings)), [(entry.rule, str(entry.place)) for entry in findings]


def put(root: Path, *names: str) -> None:
    """Write empty files."""
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()


def test_files_are_found_at_any_depth_in_the_order_of_their_names(tmp_path: Path) -> None:
    """Hidden files and an editor's backups are none of the site's."""
    put(tmp_path, "docs/b.md", "docs/a.md", "docs/2023/pictures/c.png", "docs/.DS_Store", "docs/.git/x", "docs/a.md~")
    assert below(tmp_path) == (["docs/2023/pictures/c.png", "docs/a.md", "docs/b.md"], [])


def test_what_programs_leave_behind_is_none_of_the_editors_files(tmp_path: Path) -> None:
    """Excel, WPS and LibreOffice keep a lock file beside an open workbook."""
    for name in ("~$report.xlsx", ".~lock.report.xlsx#", "facts.csv~", "Thumbs.db", ".DS_Store"):
        (tmp_path / name).write_text("", encoding="utf-8")
    assert files_below(tmp_path, ".", []) == {}


def test_a_folder_that_is_not_there_is_empty(tmp_path: Path) -> None:
    """A site without pages of its own is no fault of this reader's."""
    assert below(tmp_path) == ([], [])
    assert years(tmp_path) == ()


@pytest.mark.parametrize("name", ["docs/50%.txt", "docs/2023/图:1.png", "docs/con/a.md", "docs/a./b.md"])
def test_a_name_that_another_computer_does_not_take_is_refused(tmp_path: Path, name: str) -> None:
    """Published, it could not be unpacked on Windows or checked as a BagIt bag, and no correction would change that."""
    put(tmp_path, name)
    (wrong,) = below(tmp_path)[1]
    assert wrong[0] == "file_name_odd"
    assert name.startswith(wrong[1])


@pytest.mark.parametrize("target", ["/etc/hostname", "a.md", "nowhere", "/"])
def test_a_link_is_refused_wherever_it_leads(tmp_path: Path, target: str) -> None:
    """To a file outside or inside, to nothing, to a folder."""
    put(tmp_path, "docs/a.md")
    (tmp_path / "docs/b.md").symlink_to(target)
    assert below(tmp_path) == (["docs/a.md"], [("not_a_plain_file", "docs/b.md")])


def test_a_folder_that_is_a_link_is_refused_and_not_entered(tmp_path: Path) -> None:
    """Neither below `docs` nor in its place."""
    put(tmp_path, "elsewhere/secret.md", "docs/a.md")
    (tmp_path / "docs/2023").symlink_to(tmp_path / "elsewhere")
    assert below(tmp_path) == (["docs/a.md"], [("not_a_plain_file", "docs/2023")])
    (tmp_path / "other").mkdir()
    (tmp_path / "other/docs").symlink_to(tmp_path / "docs")
    assert below(tmp_path / "other") == ([], [("not_a_plain_file", "docs")])


def test_a_pipe_is_refused_and_not_opened(tmp_path: Path) -> None:
    """Reading it would wait for ever."""
    (tmp_path / "docs").mkdir()
    os.mkfifo(tmp_path / "docs/a.md")
    assert below(tmp_path) == ([], [("not_a_plain_file", "docs/a.md")])


@pytest.mark.parametrize(
    ("first", "second"), [("Work.md", "work.md"), ("a\u0301.md", "\u00e1.md"), ("１.md", "1.md"), ("x/a.md", "X/b.md")]
)
def test_names_that_are_one_name_elsewhere_are_refused(tmp_path: Path, first: str, second: str) -> None:
    """Case, composed and decomposed letters, full and half width; folders as well as files."""
    put(tmp_path, f"docs/{first}", f"docs/{second}")
    assert [rule for rule, _ in below(tmp_path)[1]] == ["names_alike"]


def test_years_are_folders_of_four_digits_in_this_century(tmp_path: Path) -> None:
    """Files, other lengths, other digits and other centuries are none."""
    put(
        tmp_path,
        "data/2024/x",
        "data/2014/x",
        "data/rulesets/x",
        "data/1999/x",
        "data/２０２３/x",
        "data/20231/x",
        "data/2019",
    )
    assert years(tmp_path) == (2014, 2024)
