from __future__ import annotations

import pytest

from nianbao.report.finding import Finding
from nianbao.sources.bounds import MAX_DEPTH, MAX_OPEN
from nianbao.sources.narrative import parse_page


def _told(text: str) -> list[tuple[str, int | None]]:
    findings: list[Finding] = []
    parse_page(text, "docs/2023/work.md", portal=False, findings=findings)
    return [(finding.sentence or finding.rule, finding.place.line) for finding in findings]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[" * 20_000, ("page_too_tangled.brackets", 3)),
        ("![x](" * 3_000, ("page_too_tangled.brackets", 3)),
        ("[a][" * 3_000, ("page_too_tangled.brackets", 3)),
        ("甲\n" + "[x](y " * 3_000, ("page_too_tangled.brackets", 3)),
        ("".join(f"{'    ' * level}- 甲\n" for level in range(60)), ("page_too_tangled", 23)),
        ("- " * 400 + "甲", ("page_too_tangled", 3)),
        ("> " * 400 + "甲", ("page_too_tangled", 3)),
        (">" * 400 + "甲", ("page_too_tangled", 3)),
        ("> - " * 200 + "甲", ("page_too_tangled", 3)),
        ("1. " * 400 + "甲", ("page_too_tangled", 3)),
        ("甲乙丙\n" * 1_100, ("page_too_long.block", 3)),
        ("甲" * 20_001, ("page_too_long.block", 3)),
        (("甲" * 15_000 + "\n\n") * 7, ("page_too_long", 1)),
        ("甲\n\n" * 3_001, ("page_too_tangled.blocks", 1)),
        ("## 甲\n\n" * 600, ("page_too_tangled.headings", 1)),
        ("[^1]" * 600, ("page_too_tangled.notes", 1)),
        ("|".join("甲" * 300) + "\n" + "|".join("-" * 300) + "\n" + "乙|\n" * 100, ("page_too_tangled.table", 3)),
    ],
    ids=range(17),
)
def test_what_would_keep_a_build_busy_is_refused_with_its_line(text: str, told: tuple[str, int]) -> None:
    """Brackets that nobody closes, lists within lists, endless paragraphs and tables."""
    assert told in _told(f"甲\n\n{text}\n")


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"{'    ' * level}- 甲\n" for level in range(MAX_DEPTH // 2)),
        "> " * MAX_DEPTH + "甲",
        "[" * MAX_OPEN,
        "[甲](work.md)、" * 1_000,
        "（[甲](https://example.org/a_(b))）" * 300,
        "- [ ] 甲\n" * 900,
        "| 甲 | 乙 | 丙 | 丁 |\n|---|---|---|---|\n" + "| 1 | 2 | 3 | 4 |\n" * 900,
        "```\n" + "[" * 30_000 + "\n```",
        "`" + "[" * 5_000 + "`",
        "\\[" * 5_000,
        "甲乙丙丁戊己庚辛壬癸" * 1_500,
        ("甲乙丙丁戊己庚辛壬癸" * 20 + "\n\n") * 450,
        "    " * 30 + "甲",
    ],
    ids=range(13),
)
def test_honest_pages_are_far_from_the_bounds(text: str) -> None:
    """Many links, long tables, long code, deep lists and long chapters are read."""
    rules = {rule.partition(".")[0] for rule, _ in _told(f"甲\n\n{text}\n")}
    assert not rules & {"page_too_tangled", "page_too_long"}
