from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from nianbao.report.finding import Finding

Put = Callable[[int, str, str, str, str], None]
Compared = Callable[[], list[Finding]]
Write = Callable[..., None]
TEXT = "本馆全年举办展览12场，接待观众约3.6万人次，其中学生居多，与县内各校共同开设了乡土档案课程。"


@pytest.fixture
def write(following: Path) -> Write:
    """Add a paragraph to a page of last year, and another to the same page of this year."""

    def add(before: str, now: str, page: str = "work") -> None:
        for year, text in ((2023, before), (2024, now)):
            path = following / f"docs/{year}/{page}.md"
            path.write_text(path.read_text(encoding="utf-8") + f"\n{text}\n", encoding="utf-8")

    return add


def test_a_copied_paragraph_with_last_years_numbers_is_told_with_both_places(write: Write, compared: Compared) -> None:
    """No quantity of this year has these numbers."""
    write(TEXT, TEXT)
    (finding,) = compared()
    assert (finding.rule, finding.level, str(finding.place)) == ("paragraph_renewed", "warning", "docs/2024/work.md:15")
    assert finding.values["where"] == "docs/2023/work.md:15"
    assert finding.values["found"] == "12场、约3.6万人次"
    assert finding.values["alike"] == "100%"
    assert (finding.table, finding.key) == ("pages", "work")


def test_a_paragraph_with_some_words_changed_is_still_the_same(write: Write, compared: Compared) -> None:
    """A number replaced and a word here and there do not hide the one left behind."""
    write(TEXT, TEXT.replace("共同", "一起").replace("约3.6万", "约3.9万"))
    (finding,) = compared()
    assert finding.values["found"] == "12场"


def test_another_text_with_the_same_number_is_no_copy(write: Write, compared: Compared) -> None:
    """Twelve of something else may happen in two years."""
    write(TEXT, "全年修复破损档案12场次，委托专业机构完成，并对修复过程全程录像留存备查。")
    assert compared() == []


def test_the_ruleset_says_how_much_has_to_be_the_same(following: Path, write: Write, compared: Compared) -> None:
    """At fifty percent a loosely rewritten paragraph counts as well."""
    loose = "本馆举办展览12场，观众有所增加，其中学生较多，与县内各校开设了档案课程。"
    write(TEXT, loose)
    assert compared() == []
    path = following / "data/rulesets/county-sample.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('stale_similarity: "90"', 'stale_similarity: "50"'), encoding="utf-8")
    assert [entry.rule for entry in compared()] == ["paragraph_renewed"]


def test_numbers_that_this_years_data_confirm_are_this_years(compared: Compared) -> None:
    """The sound year repeats 600人次 and 约120名 letter for letter, and has them in its tables."""
    assert compared() == []


def test_a_number_that_this_year_only_has_as_last_years_is_stale(put: Put, compared: Compared) -> None:
    """It matches 上年数, so that it would pass for bound."""
    put(2024, "facts", "线上查档人次", "数值", "700")
    (finding,) = compared()
    assert (finding.rule, finding.values["found"]) == ("paragraph_renewed", "600人次")


def test_numbers_that_moved_to_the_place_of_last_years_are_not_stale(
    write: Write, put: Put, compared: Compared
) -> None:
    """由500到600 became 由600到700: the old number stands where last year's belongs."""
    write("线上查档由上年的500人次增加到600人次。", "线上查档由上年的600人次增加到700人次。")
    put(2024, "facts", "线上查档人次", "数值", "700")
    assert [entry.place.line for entry in compared()] == [3]


def test_numbers_written_by_words_renew_themselves(write: Write, compared: Compared) -> None:
    """Only what was typed can be left behind."""
    text = '全年接待查档{{ num("接待查档人次") }}，比上年有所增加。'
    write(text, text)
    assert compared() == []


def test_a_number_that_last_year_wrote_by_a_word_is_stale_when_typed(
    write: Write, put: Put, compared: Compared
) -> None:
    """Text copied from the published page has last year's numbers in figures."""
    for column, value in (("数值", "1900"), ("上年数", "1800")):
        put(2024, "facts", "接待查档人次", column, value)
    write('其中团体预约查档{{ num("接待查档人次") }}，个人次之。', "其中团体预约查档1,800人次，个人次之。")
    assert [entry.values["found"] for entry in compared() if entry.place.line == 15] == ["1,800人次"]


@pytest.mark.parametrize(
    ("text", "stale"),
    [
        ("2023年，本馆坚持便民利民，服务质量稳步提升。", True),
        ("本馆2023年度便民利民，服务质量稳步提升。", True),
        ("截至2023年末，本馆便民利民的各项措施全部落实。", True),
        ("自2023年起，本馆坚持便民利民，服务质量稳步提升。", False),
        ("2023年5月新馆落成，本馆便民利民的条件改善。", False),
        ("按照《2023年档案工作要点》，本馆坚持便民利民。", False),
        ("与2023年相比，本馆便民利民的措施更多。", False),
        ("根据示办〔2023〕3号文件，本馆坚持便民利民。", False),
    ],
)
def test_last_years_own_year_is_stale_where_it_was_the_reports_year(
    write: Write, compared: Compared, text: str, stale: bool
) -> None:
    """Beginnings, dates, titles, comparisons and document numbers keep their years."""
    write(text, text)
    assert [entry.values["found"] for entry in compared()] == (["2023年"] if stale else [])


def test_a_year_that_was_changed_is_not_stale(write: Write, compared: Compared) -> None:
    """The same sentence about this year is this year's."""
    write("2023年，本馆坚持便民利民，服务质量稳步提升。", "2024年，本馆坚持便民利民，服务质量稳步提升。")
    assert compared() == []


def test_a_description_that_still_names_last_year_is_stale(following: Path, compared: Compared) -> None:
    """What search engines show of a page is text as well."""
    for year in (2023, 2024):
        page = following / f"docs/{year}/work.md"
        text = page.read_text(encoding="utf-8")
        page.write_text(f"---\ndescription: 示例县档案馆2023年的履职情况。\n---\n\n{text}", encoding="utf-8")
    (finding,) = compared()
    assert (finding.rule, str(finding.place)) == ("paragraph_renewed", "docs/2024/work.md:1")


def test_an_exempted_number_is_not_stale(following: Path, write: Write, compared: Compared) -> None:
    """What the editor declared to be no data stays what it is."""
    write("大厅墙上的“12步查档法”沿用至今。", "大厅墙上的“12步查档法”沿用至今。")
    page = following / "docs/2024/work.md"
    front = "---\nexempt:\n  - {text: 12步, reason: 专名}\n---\n\n"
    page.write_text(front + page.read_text(encoding="utf-8"), encoding="utf-8")
    assert compared() == []


def test_paragraphs_without_numbers_may_stand(write: Write, compared: Compared) -> None:
    """Duties and definitions are the same every year; the rest of the section was renewed."""
    write("本馆负责全县档案的接收、保管和利用。", "本馆负责全县档案的接收、保管和利用。\n\n新馆投入使用。")
    assert compared() == []


def test_a_whole_section_without_a_new_word_is_told(write: Write, compared: Compared) -> None:
    """Words may write new numbers into it: the sentences without any are last year's."""
    write("服务中仍有不足，须进一步改进。", "服务中仍有不足，须进一步改进。", page="money")
    (finding,) = compared()
    assert (finding.rule, finding.level) == ("section_rewritten", "warning")
    assert str(finding.place) == "docs/2024/money.md:15"
    assert (finding.values["count"], finding.values["where"]) == (1, "docs/2023/money.md:1")


def test_a_section_that_the_ruleset_lets_stand_may_stand(following: Path, write: Write, compared: Compared) -> None:
    """Duties and organisation are such sections."""
    path = following / "data/rulesets/county-sample.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("  - id: overview\n", "  - id: money\n"), encoding="utf-8")
    write("本馆负责全县档案的接收、保管和利用。", "本馆负责全县档案的接收、保管和利用。", page="money")
    assert compared() == []
