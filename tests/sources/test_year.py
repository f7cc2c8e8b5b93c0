from __future__ import annotations

import os
import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nianbao.report.finding import Finding, Unusable
from nianbao.sources.folders import years
from nianbao.sources.site import read_site
from nianbao.sources.year import read_year
from nianbao.wording.sentences import sentence


def told(root: Path) -> set[tuple[str, str]]:
    """Return what reading the year answers, as (rule, place)."""
    with pytest.raises(Unusable) as refused:
        read_year(root, 2023)
    for finding in refused.value.findings:
        assert sentence(finding.sentence or finding.rule, finding.values)
    return {(finding.rule, str(finding.place)) for finding in refused.value.findings}


def test_everything_wrong_in_all_files_is_told_in_one_run(small: Path) -> None:
    """Report, tables and pages are all read before anything is answered."""
    for file, old, new in (
        ("data/2023/report.yml", "ruleset:", "rulset:"),
        ("data/2023/budget.csv", "250.00", "x"),
        ("data/2023/items.csv", "digital,", "repair,"),
        ("docs/2023/work.md", "## 查档服务", "# 查档服务"),
        ("docs/2023/money.md", "{{ budget_table() }}", "{{ budget_tabel() }}"),
    ):
        path = small / file
        path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    assert {place.split(":")[0] for _, place in told(small)} == {
        "data/2023/report.yml",
        "data/2023/budget.csv",
        "data/2023/items.csv",
        "docs/2023/work.md",
        "docs/2023/money.md",
    }


def test_files_that_are_missing_unknown_or_doubled_are_told(small: Path) -> None:
    """A page of the outline without a file, a file without a place, and a table in two forms."""
    (small / "docs/2023/work.md").unlink()
    (small / "docs/2023/extra.md").write_text("文字。\n", encoding="utf-8")
    (small / "data/2023/budgets.csv").write_text("a\n", encoding="utf-8")
    (small / "data/2023/items.yml").write_text("- {编号: a}\n", encoding="utf-8")
    (small / "data/2023/problems.csv").unlink()
    assert told(small) >= {
        ("page_missing", "docs/2023/work.md"),
        ("page_unlisted", "docs/2023/extra.md"),
        ("file_unknown", "data/2023/budgets.csv"),
        ("table_twice", "data/2023/items.csv"),
        ("table_missing", "data/2023/problems.csv"),
    }


def test_a_year_without_a_folder_is_told(small: Path) -> None:
    """The folder that would have to be there is named."""
    with pytest.raises(Unusable) as refused:
        read_year(small, 2024)
    assert [(entry.rule, str(entry.place)) for entry in refused.value.findings] == [("year_missing", "data/2024")]


@pytest.mark.parametrize(
    ("old", "new", "rule", "line"),
    [
        ("fiscal_year: 2023", "fiscal_year: 2022", "fiscal_year_differs", 1),
        ("{id: work,", "{id: checks,", "section_reserved", 7),
        ("{id: money,", "{id: work,", "section_repeated", 8),
    ],
)
def test_a_head_that_contradicts_its_folder_or_itself_is_told(
    small: Path, old: str, new: str, rule: str, line: int
) -> None:
    """The year is the folder's, and a section is a page of its own that the program does not need."""
    path = small / "data/2023/report.yml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    assert (rule, f"data/2023/report.yml:{line}") in told(small)


@pytest.mark.parametrize(
    ("text", "rule", "place"),
    [
        ("编号: p1\n", "table_not_a_list", ":1"),
        ("- p1\n- p2\n", "table_not_a_list", ":1"),
        ("- 编号: p1\n  存在问题: [甲, 乙]\n", "cell_not_a_text", ":2:存在问题"),
    ],
)
def test_a_table_in_yaml_is_a_list_of_records_of_texts(small: Path, text: str, rule: str, place: str) -> None:
    """One mapping, a list of texts, and a list within a cell are no table."""
    (small / "data/2023/problems.csv").unlink()
    (small / "data/2023/problems.yml").write_text(text, encoding="utf-8")
    assert (rule, f"data/2023/problems.yml{place}") in told(small)


def test_links_and_special_files_are_refused(small: Path) -> None:
    """Nothing outside the site folder is read or published, whatever points to it."""
    (small / "docs/2023/passwd.md").symlink_to("/etc/passwd")
    (small / "data/2023/staff.csv").symlink_to("/etc/passwd")
    os.mkfifo(small / "data/2023/pipe")
    assert told(small) >= {
        ("not_a_plain_file", "docs/2023/passwd.md"),
        ("not_a_plain_file", "data/2023/staff.csv"),
        ("not_a_plain_file", "data/2023/pipe"),
    }


def test_names_that_another_system_would_merge_are_refused(small: Path) -> None:
    """Two pages that differ only in case would be one file elsewhere."""
    (small / "docs/2023/Work.md").write_text("文字。\n", encoding="utf-8")
    assert ("names_alike", "docs/2023/work.md") in told(small)


def test_a_ruleset_is_named_and_never_a_path(small: Path) -> None:
    """`../../x` leads nowhere."""
    path = small / "data/2023/report.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("county-sample", "../../../etc/passwd"), encoding="utf-8")
    assert ("ruleset_unknown", "data/2023/report.yml:4") in told(small)


def test_only_years_are_years(small: Path) -> None:
    """Folders such as `rulesets`, `1999x` or `20231` are none."""
    for name in ("1999", "20231", "2023a", "２０２３"):
        (small / "data" / name).mkdir()
    assert years(small) == (2023,)


def test_what_is_private_is_no_source_of_the_edition(small: Path) -> None:
    """`private.yml` is neither read into the report nor among the bytes that are archived."""
    (small / "data/2023/private.yml").write_text("preparer: 某人\n", encoding="utf-8")
    assert not any("private" in name for name in read_year(small, 2023).files)


def test_the_text_of_a_year_is_the_same_without_its_files(real: Path, small: Path) -> None:
    """Who only compares what a year says need not have its attachments and its workbook made ready."""
    hospital = Path(__file__).resolve().parents[1] / "hospital"
    for root, year in ((hospital, 2024), (real, 2022), (small, 2023)):
        whole, text = read_year(root, year), read_year(root, year, text_only=True)
        said = [read.report.model_dump(exclude={"own_tables", "privacy"}) for read in (whole, text)]
        assert said[0] == said[1]
        assert text.pages == whole.pages
        assert (dict(text.attachments), dict(text.pictures)) == ({}, {})


FILES = (
    "data/site.yml",
    "data/2023/report.yml",
    "data/2023/budget.csv",
    "data/2023/indicators.csv",
    "data/2023/facts.csv",
    "docs/2023/work.md",
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(file=st.sampled_from(FILES), seed=st.integers(0, 2**32), noise=st.binary(min_size=1, max_size=12))
def test_no_damage_to_a_file_ends_in_anything_but_an_answer(small: Path, file: str, seed: int, noise: bytes) -> None:
    """Random bytes anywhere in a sound site are either read or answered with places, never an exception of another kind."""
    path = small / file
    sound = path.read_bytes()
    at = random.Random(seed).randrange(len(sound))  # noqa: S311 - a reproducible place, no secret
    path.write_bytes(sound[:at] + noise + sound[at + len(noise) :])
    told: tuple[Finding, ...] = ()
    try:
        read_site(small)
        read_year(small, 2023)
    except Unusable as unusable:
        told = unusable.findings
    finally:
        path.write_bytes(sound)
    assert all(sentence(entry.sentence or entry.rule, entry.values) for entry in told)
