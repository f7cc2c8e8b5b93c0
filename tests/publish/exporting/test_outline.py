from __future__ import annotations

from nianbao.publish.exporting.outline import Chapter, chapters
from nianbao.report.catalogue import SectionEntry, YearSummary

OUTLINE = """\
sections:
  - {title: 部门情况, level: 1}
  - {id: overview, title: 部门概况, level: 2}
  - {id: work, title: 工作, level: 2}
  - {id: money, title: 预算, level: 1}
  - {title: 没有页面的一章, level: 1}
"""


def summary(*ids: str) -> YearSummary:
    """Return a summary with pages of these ids."""
    sections = tuple(SectionEntry(id=name, title=name, page=f"{name}.html") for name in ids)
    return YearSummary(
        year=2022,
        title="报告",
        department="部门",
        unit="万元",
        grade=None,
        acknowledged=0,
        unmet=0,
        sections=sections,
        key_numbers=(),
    )


def told(found: tuple[Chapter, ...]) -> list[tuple[str, list[str]]]:
    """Return chapters as headings and page ids."""
    return [(chapter.heading, [entry.id for entry in chapter.pages]) for chapter in found]


def test_pages_stand_below_the_headings_of_the_outline() -> None:
    """Cover first, then the outline with its numbers, then what is behind it; a heading without pages is left out."""
    found = chapters(summary("index", "overview", "work", "money", "checks", "figures"), OUTLINE.encode())
    assert told(found) == [
        ("", ["index"]),
        ("一、部门情况", ["overview", "work"]),
        ("", ["money"]),
        ("附录", ["checks", "figures"]),
    ]


def test_no_page_is_lost_where_the_outline_cannot_be_read() -> None:
    """A withdrawn or unreadable report.yml leaves the pages in order, each for itself."""
    for outline in (None, b"", b"\xff", b"sections: [", b"sections: {a: b}", b"title: x", b"- a"):
        found = chapters(summary("index", "overview", "figures"), outline)
        assert told(found) == [("", ["index"]), ("", ["overview"]), ("", ["figures"])]


def test_a_page_that_the_outline_does_not_name_is_among_the_appendices() -> None:
    """Whatever the outline says, every page of the summary is shown once."""
    found = chapters(summary("index", "money", "more"), OUTLINE.encode())
    assert told(found) == [("", ["index"]), ("", ["money"]), ("附录", ["more"])]
