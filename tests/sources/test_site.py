from __future__ import annotations

from pathlib import Path

import pytest

from nianbao.report.finding import Finding, Unusable
from nianbao.report.place import Place
from nianbao.sources.site import read_portal_pages, read_ruleset, read_site

RULESET = "data/rulesets/county-sample.yml"
ASKED_AT = Place("data/2023/report.yml", 4)


def change(root: Path, file: str, old: str, new: str) -> None:
    """Replace a text in a file."""
    path = root / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def told(root: Path) -> list[tuple[str, str]]:
    """Return what reading the sample ruleset answers, as (rule, place)."""
    findings: list[Finding] = []
    assert read_ruleset(root, "county-sample", ASKED_AT, findings) is None
    return [(finding.rule, str(finding.place)) for finding in findings]


def test_a_site_says_what_the_portal_shows(small: Path) -> None:
    """What is left out is 原报告未列 or the default."""
    site = read_site(small)
    assert (site.department.name, site.address, site.languages) == (
        "示例县档案馆",
        "https://small.example/",
        ("zh-CN",),
    )
    assert site.department.region == "原报告未列"


@pytest.mark.parametrize("address", ["small.example", "https://small.example", "javascript:alert(1)/", "https:///"])
def test_the_address_of_the_archive_is_a_web_address_that_ends_in_a_slash(small: Path, address: str) -> None:
    """Pages are appended to it."""
    change(small, "data/site.yml", "https://small.example/", address)
    with pytest.raises(Unusable) as refused:
        read_site(small)
    assert [(entry.rule, str(entry.place)) for entry in refused.value.findings] == [("entry_unfit", "data/site.yml:4")]


def test_a_site_file_that_is_missing_or_a_link_is_refused(small: Path) -> None:
    """A link could lead anywhere."""
    (small / "data/site.yml").rename(small / "elsewhere.yml")
    for rule in ("file_missing", "not_a_plain_file"):
        with pytest.raises(Unusable) as refused:
            read_site(small)
        assert [entry.rule for entry in refused.value.findings] == [rule]
        (small / "data/site.yml").unlink(missing_ok=True)
        (small / "data/site.yml").symlink_to(small / "elsewhere.yml")


@pytest.mark.parametrize(
    "name", ["county", "../rulesets/county-sample", "/etc/passwd", "County-Sample", "county-sample.yml", ""]
)
def test_a_ruleset_is_asked_for_by_its_name_alone(small: Path, name: str) -> None:
    """Anything else is answered where it is asked for, with the names there are."""
    findings: list[Finding] = []
    assert read_ruleset(small, name, ASKED_AT, findings) is None
    (finding,) = findings
    assert (finding.rule, finding.place, finding.values["known"]) == ("ruleset_unknown", ASKED_AT, "county-sample")


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ('full_score: "100"', 'full_score: "一百"', "entry_not_a_number"),
        ('full_score: "100"', "full_score: 1e2", "entry_not_a_number"),
        ("at_most: inverse", "at_most: halves", "entry_unfit"),
        ("rounding: {score: 2,", "rounding: {scores: 2,", "entry_unknown"),
        ("rounding: {score: 2,", "rounding: {", "entry_missing"),
        ("  at_least: proportional\n", "", "entry_missing"),
        ("verified: true", "verified: 也许", "entry_unfit"),
    ],
)
def test_a_ruleset_is_typed_and_each_fault_has_its_line(small: Path, old: str, new: str, rule: str) -> None:
    """Numbers in strict form, formulas by name, nothing unknown and nothing missing."""
    line = (small / RULESET).read_text(encoding="utf-8").partition(old)[0].count("\n") + 1
    change(small, RULESET, old, new)
    assert (rule, f"{RULESET}:{line}") in told(small)


def test_the_portals_pages_are_read_without_years_and_guide(small: Path) -> None:
    """A page in a folder of its own counts, the guide is shown as text elsewhere."""
    (small / "docs/guide").mkdir()
    (small / "docs/guide/words.md").write_text("{{ lipsum }}\n", encoding="utf-8")
    pages = read_portal_pages(small)
    assert [(page.file, [call.word for call in page.calls]) for page in pages] == [
        ("docs/index.md", ["years"]),
        ("docs/search/index.md", ["search", "every_section"]),
    ]


def test_the_portal_has_words_of_its_own_and_a_years_words_are_none(small: Path) -> None:
    """Every fault of every page is told."""
    (small / "docs/a.md").write_text('# 甲\n\n{{ num("预算总额") }}\n', encoding="utf-8")
    (small / "docs/b.md").write_text("# 乙\n\n{{ lipsum }}\n\n<b>\n", encoding="utf-8")
    with pytest.raises(Unusable) as refused:
        read_portal_pages(small)
    assert [(entry.rule, str(entry.place)) for entry in refused.value.findings] == [
        ("word_unknown", "docs/a.md:3"),
        ("word_without_brackets", "docs/b.md:3"),
        ("page_html", "docs/b.md:5"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("id: county-sample\n", "id: county\n", "ruleset_id"),
        ("  - id: work\n", "  - id: overview\n", "section_repeated"),
        ("  - id: work\n", "  - id: figures\n", "section_reserved"),
    ],
)
def test_names_in_a_ruleset_are_its_own_and_told_apart(small: Path, old: str, new: str, rule: str) -> None:
    """A copied ruleset under another name, and outlines with one id twice or a fixed page's id, are refused."""
    path = small / "data/rulesets/county-sample.yml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    findings: list[Finding] = []
    assert read_ruleset(small, "county-sample", Place("data/2023/report.yml", 4), findings) is None
    assert [finding.rule for finding in findings] == [rule]
