from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from nianbao.report.finding import Finding
from tests.sites import change

Put = Callable[[int, str, str, str, str], None]
Compared = Callable[[], list[Finding]]
PROBLEMS = "data/2024/problems.csv"


def test_an_unfinished_problem_that_is_not_taken_up_is_told(put: Put, compared: Compared) -> None:
    """Another problem in its place is not its continuation; the finding is keyed by last year's id."""
    put(2024, "problems", "p1", "结转自", "")
    put(2024, "problems", "p1", "编号", "p2")
    (finding,) = compared()
    assert (finding.rule, finding.level, finding.key, finding.field) == (
        "problems_followed",
        "warning",
        "p1",
        "carried_from",
    )
    assert (str(finding.place), finding.values["name"]) == (PROBLEMS, "查档人次未达目标")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("上年提出的查档人次不足已经解决。", []),
        ("2023年的查档人次问题已经整改。", []),
        ("上年的问题已经全部解决。", ["problems_followed"]),
        ("查档人次不足已经解决。", ["problems_followed"]),
        ("上年查档人次较少。", ["problems_followed"]),
    ],
)
def test_a_sentence_about_what_became_of_it_explains_it(
    following: Path, put: Put, compared: Compared, text: str, told: list[str]
) -> None:
    """It has to speak of last year, of the problem, and of an outcome."""
    put(2024, "problems", "p1", "结转自", "")
    put(2024, "problems", "p1", "编号", "p2")
    page = following / "docs/2024/money.md"
    page.write_text(page.read_text(encoding="utf-8") + f"\n{text}\n", encoding="utf-8")
    assert [entry.rule for entry in compared()] == told


def test_a_finished_problem_needs_no_continuation(put: Put, compared: Compared) -> None:
    """What last year had done with is gone."""
    put(2023, "problems", "p1", "进展", "已完成")
    put(2024, "problems", "p1", "结转自", "")
    put(2024, "problems", "p1", "编号", "p2")
    assert compared() == []


@pytest.mark.parametrize(("origin", "sentence"), [("", "problems_followed.blank"), ("2021", "problems_followed.other")])
def test_a_problem_taken_up_says_where_it_comes_from(put: Put, compared: Compared, origin: str, sentence: str) -> None:
    """结转自 is the year that found it, which last year's row may say itself."""
    put(2024, "problems", "p1", "结转自", origin)
    (finding,) = compared()
    assert (finding.sentence, finding.values["right"]) == (sentence, "2023")
    put(2023, "problems", "p1", "结转自", "2021")
    assert [entry.sentence for entry in compared()] == ([] if origin else ["problems_followed.blank"])


def test_a_problem_from_last_year_that_last_year_does_not_have_is_told(put: Put, compared: Compared) -> None:
    """Its id may have been mistyped: then the problem itself is missing as well."""
    put(2024, "problems", "p1", "编号", "p7")
    assert {entry.sentence for entry in compared()} == {"problems_followed", "problems_followed.unknown"}


def test_an_unmet_target_that_is_dropped_without_a_word_is_told(following: Path, compared: Compared) -> None:
    """An information, not a warning; a mention of the indicator is enough."""
    change(following / "data/2024/indicators.csv", "visits,", "readers,")
    change(following / "data/2024/indicators.csv", ",查档人次,", ",到馆人次,")
    change(following / "data/2024/facts.csv", "查档人次·实际完成值", "到馆人次·实际完成值")
    found = [entry for entry in compared() if entry.rule == "missed_targets_followed"]
    assert [(entry.level, entry.key) for entry in found] == [("info", "visits")]
    page = following / "docs/2024/money.md"
    page.write_text(page.read_text(encoding="utf-8") + "\n查档人次改为到馆人次。\n", encoding="utf-8")
    assert [entry for entry in compared() if entry.rule == "missed_targets_followed"] == []
