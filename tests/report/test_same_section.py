from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from nianbao.report.catalogue import SectionEntry
from nianbao.report.same_section import Paragraph, SameSection, SectionText, YearText, same_sections


def section(name: str, *texts: str, withdrawn: bool = False) -> SectionText:
    """Return a section of one year; texts that begin with # are headings."""
    entry = SectionEntry(id=name, title=name, page=f"{name}.html", withdrawn=withdrawn)
    return SectionText(entry, tuple(Paragraph(text.removeprefix("#"), text.startswith("#")) for text in texts))


def compared(before: SectionText, after: SectionText) -> SameSection:
    """Return one section of 2021 and 2022."""
    (found,) = same_sections(YearText(2021, (before,)), YearText(2022, (after,)))
    return found


def test_sentences_stand_beside_each_other_and_numbers_are_not_cut() -> None:
    """What stays is one run, what differs the next, with whole numbers struck and put in."""
    found = compared(
        section("work", "#查档", "窗口开放。全年接待1,800人次。"),
        section("work", "#查档", "窗口开放。全年接待1,900人次。新增一处。"),
    )
    kept, changed = found.runs
    assert [row.after.text for row in kept.rows if row.after] == ["查档", "窗口开放。"]
    assert [row.after.heading for row in kept.rows if row.after] == [True, False]
    first, second = changed.rows
    assert first.before is not None
    assert [(stroke.kind, stroke.text) for stroke in first.before.strokes] == [
        ("kept", "全年接待"),
        ("struck", "1,800"),
        ("kept", "人次。"),
    ]
    assert second.before is None
    assert (found.characters, found.kept, found.dropped) == (24, 14, 5)
    assert found.share == 58


def test_only_what_is_exactly_all_or_nothing_is_100_or_0() -> None:
    """One changed character in a long text is not 100 %, one kept is not 0 %."""
    long = "全" * 1000
    assert compared(section("a", f"{long}一。"), section("a", f"{long}二。")).share == 99
    assert compared(section("a", f"{long}。"), section("a", f"{long}。")).share == 100
    assert compared(section("a", "甲乙丙丁。"), section("a", "子丑寅卯辰巳午未！")).share == 0
    assert compared(section("a"), section("a")).share == 0


def test_sections_of_one_year_and_withdrawn_ones_have_nothing_beside_each_other() -> None:
    """They are listed, the earlier year's alone at the end, and none of their text is."""
    found = same_sections(
        YearText(2021, (section("a", "甲。"), section("gone", "旧。"), section("c", "丙。", withdrawn=True))),
        YearText(2022, (section("new", "新。"), section("a", "甲。"), section("c", "丙。"))),
    )
    assert [entry.entry.id for entry in found] == ["new", "a", "c", "gone"]
    assert [entry.in_both for entry in found] == [False, True, False, False]
    assert [len(entry.rows) for entry in found] == [0, 1, 0, 0]


_TEXTS = st.lists(st.text(alphabet="全年接待人次增减，。！0123456789.", min_size=1, max_size=20), max_size=8)


@given(_TEXTS, _TEXTS)
def test_kept_and_put_in_is_the_later_text_kept_and_struck_the_earlier(before: list[str], after: list[str]) -> None:
    """Nothing is lost or told twice, whatever is compared; the share counts what both have."""
    old, new = section("a", *before), section("a", *after)
    found = compared(old, new)
    assert [row.before.text for row in found.rows if row.before] == list(old.sentences)
    assert [row.after.text for row in found.rows if row.after] == list(new.sentences)
    kept = [
        sum(side.kept for side in sides if side)
        for sides in zip(*((row.before, row.after) for row in found.rows), strict=True)
    ]
    assert len(set(kept)) <= 1
    assert found.kept + found.dropped == sum(map(len, old.sentences))
    for row in found.rows:
        for side, kind in ((row.before, "struck"), (row.after, "put_in")):
            assert side is None or {stroke.kind for stroke in side.strokes} <= {"kept", kind}
    assert "".join(row.after.text for run in found.runs for row in run.rows if row.after) == "".join(new.sentences)


@given(_TEXTS, _TEXTS)
def test_exchanged_years_have_the_same_sentences_beside_each_other(before: list[str], after: list[str]) -> None:
    """Which sentences face each other does not depend on which year is called the later."""
    there = compared(section("a", *before), section("a", *after)).rows
    back = compared(section("a", *after), section("a", *before)).rows
    texts = [(row.before and row.before.text, row.after and row.after.text) for row in there]
    assert texts == [(row.after and row.after.text, row.before and row.before.text) for row in back]
