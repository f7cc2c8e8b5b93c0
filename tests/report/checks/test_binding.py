from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from nianbao.report.edition import YearEdition
from nianbao.report.finding import Finding
from nianbao.sources.year import read_year

Damage = Callable[[str, str, str], list[Finding]]
WORK = "docs/2023/work.md"


def test_a_number_typed_by_hand_is_bound_where_exactly_one_quantity_fits(small: Path) -> None:
    """600人次 and 约120名 of the running text belong to their facts."""
    sources = read_year(small, 2023)
    edition = YearEdition(sources.report, sources.pages)
    bound = {entry.literal.written: entry.quantity.name for entry in edition.bound["work"] if entry.quantity}
    assert bound == {"600人次": "线上查档人次", "40名": "问卷人数", "约120名": "志愿者人数"}
    assert edition.uses["线上查档人次"] == ("work",)


@pytest.mark.parametrize(
    ("old", "new"),
    [("600人次", "601人次"), ("600人次", "600户"), ("约120名", "120名"), ("600人次", "6000人次"), ("40名", "4.5名")],
)
def test_a_number_that_no_quantity_has_is_an_error(damage: Damage, old: str, new: str) -> None:
    """Another value, unit, qualifier or magnitude is told at its line with the nearest quantities."""
    (finding,) = damage(WORK, old, new)
    assert finding.rule == "numbers_bound"
    assert finding.place.line == 3
    assert finding.values["found"] == new


def test_a_number_that_several_quantities_have_is_to_be_named(damage: Damage) -> None:
    """Two facts of the section with the same value, neither of which the clause names, leave the choice to the editor."""
    damage(
        "data/2023/facts.csv",
        "志愿者人数,work,馆藏,120,约,名",
        "志愿者人数,work,馆藏,40,,名,,\n来馆人数,work,馆藏,120,约,名",
    )
    (finding,) = damage(WORK, "## 查档服务\n", "## 查档服务\n\n其中女性有40名。\n")
    assert finding.sentence == "numbers_bound.several"
    assert finding.values["names"] == "问卷人数、志愿者人数"


@pytest.mark.parametrize(
    "text",
    [
        "2023年1月31日至2月2日",
        "示办〔2023〕3号",
        "第16次会议",
        "《条例》第12条",
        "电话0750-3276289",
        "见表3和图2",
        "GB/T 9704",
        "2014—2024年",
    ],
)
def test_what_is_no_quantity_needs_no_word(damage: Damage, text: str) -> None:
    """Dates, document numbers, ordinals, articles, telephones, lists and codes are recognised."""
    assert damage(WORK, "收回问卷", f"（{text}）收回问卷") == []


def test_an_exempted_number_needs_a_reason_and_then_no_word(damage: Damage) -> None:
    """The page's front matter lists the number with its reason."""
    front = "---\nexempt:\n  - {text: 99个, reason: 比喻}\n---\n\n## 查档服务"
    damage(WORK, "## 查档服务", front)
    assert [entry.rule for entry in damage(WORK, "收回问卷", "99个理由，收回问卷")] == ["exemptions_few"]


def test_an_exemption_covers_its_own_place_alone(damage: Damage) -> None:
    """Neither the number beside it nor the longer number that it is a part of."""
    front = "---\nexempt:\n  - {text: 9个, reason: 比喻}\n---\n\n## 查档服务"
    damage(WORK, "## 查档服务", front)
    found = damage(WORK, "收回问卷", "99个和3个和9个，收回问卷")
    assert [entry.values["found"] for entry in found if entry.rule == "numbers_bound"] == ["99个", "3个"]


@pytest.mark.parametrize("text", ["4,0名", "**40**名"])
def test_a_number_not_in_official_form_is_an_error_and_never_bound(damage: Damage, text: str) -> None:
    """Misplaced groups and marks between number and unit are told and do not end the run."""
    (finding,) = damage(WORK, "40名", text)
    assert (finding.rule, finding.place.line) == ("numbers_bound", 3)


def test_of_several_quantities_the_one_counts_that_the_clause_names(small: Path) -> None:
    """预算总额500.00万元: total budget and total adjusted budget are both 500.00万元; the sentence says which."""
    path = small / "docs/2023/money.md"
    path.write_text(path.read_text(encoding="utf-8") + "\n本年预算总额为500.00万元。\n", encoding="utf-8")
    sources = read_year(small, 2023)
    (bound,) = YearEdition(sources.report, sources.pages).bound["money"]
    assert bound.quantity is not None
    assert bound.quantity.name == "合计·年初预算数"


def test_a_decrease_in_words_is_a_negative_figure(small: Path) -> None:
    """下降5.88% is the change of -5.88%."""
    path = small / "docs/2023/money.md"
    text = "\n公务用车运行维护费比上年下降5.88%。\n"
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")
    sources = read_year(small, 2023)
    (bound,) = YearEdition(sources.report, sources.pages).bound["money"]
    assert bound.quantity is not None
    assert bound.quantity.name == "公务用车运行维护费·变动率"
    path.write_text(path.read_text(encoding="utf-8").replace("下降", "增长"), encoding="utf-8")
    sources = read_year(small, 2023)
    (bound,) = YearEdition(sources.report, sources.pages).bound["money"]
    assert bound.quantity is None


@pytest.mark.parametrize(("number", "rules"), [("40", []), ("41", ["numbers_bound"])])
def test_a_number_without_a_unit_is_bound_where_its_clause_names_the_quantity(
    damage: Damage, number: str, rules: list[str]
) -> None:
    """问卷人数为40 says which number it is."""
    found = damage(WORK, "收回问卷", f"问卷人数为{number}，收回问卷")
    assert [entry.rule for entry in found] == rules


def test_chinese_numerals_are_numbers_too(damage: Damage) -> None:
    """四十名 is bound like 40名, 四十一名 is not."""
    assert damage(WORK, "40名", "四十名") == []
    (finding,) = damage(WORK, "四十名", "四十一名")
    assert (finding.rule, finding.values["found"]) == ("numbers_bound", "四十一名")


def test_an_exemption_that_exempts_nothing_is_an_error(damage: Damage) -> None:
    """A number that was taken out of the text leaves no exemption behind."""
    front = "---\nexempt:\n  - {text: 99个, reason: 比喻}\n---\n\n## 查档服务"
    (finding,) = damage(WORK, "## 查档服务", front)
    assert (finding.rule, str(finding.place)) == ("exemption_used", f"{WORK}:3")


def test_more_than_one_exempt_number_in_fifty_is_a_warning(damage: Damage) -> None:
    """Exemptions are for the odd number, not for a page of them."""
    front = "---\nexempt:\n  - {text: 99个, reason: 比喻}\n---\n\n## 查档服务"
    damage(WORK, "## 查档服务", front)
    found = damage(WORK, "收回问卷", "99个理由，收回问卷")
    assert [(entry.rule, entry.level) for entry in found] == [("exemptions_few", "warning")]


def test_coverage_counts_every_number_once(small: Path) -> None:
    """By word, by match, exempt, unbound."""
    sources = read_year(small, 2023)
    edition = YearEdition(sources.report, sources.pages)
    work = next(entry for entry in edition.coverage if entry.page == "work")
    assert (work.by_word, work.by_match, work.exempt, work.unbound, work.total) == (1, 3, 0, 0, 4)
