from __future__ import annotations

from collections.abc import Callable

import pytest

from nianbao.report.finding import Finding

Damage = Callable[[str, str, str], list[Finding]]
FACTS = "data/2023/facts.csv"
PARTS = "data/2023/breakdowns.csv"


def test_a_number_stated_twice_must_be_the_same(damage: Damage) -> None:
    """Two values of the same fact are told with both and the difference."""
    (finding,) = damage(FACTS, "接待查档人次,work,查档服务,1800", "接待查档人次,work,查档服务,1810")
    assert finding.rule == "facts_agree"
    assert str(finding.place) == "data/2023/facts.csv:2:数值"
    assert (finding.values["own"], finding.values["other"]) == ("1,810人次", "1,800人次")
    assert finding.values["difference"] == "10人次"


@pytest.mark.parametrize(
    "row", ["1000,多,人次", "1800,约,人次", "0.18,,万人次", "1700,不少于,人次", "2000,不超过,人次"]
)
def test_an_inexact_repeat_agrees_where_it_can_be_the_same_number(damage: Damage, row: str) -> None:
    """Qualifiers and scales are compared as ranges."""
    findings = damage(FACTS, "接待查档人次,work,查档服务,1800,,人次,,", f"接待查档人次,work,查档服务,{row},,")
    assert "facts_agree" not in {finding.rule for finding in findings}


def test_a_stated_share_that_was_cut_off_is_told_as_such(damage: Damage) -> None:
    """Of 48.82 %, 49 % is the rounding and 48 % the truncation; 47 % is neither."""
    row = "原列基本支出占比,money,,{},,%,,{}"
    sound = row.format("58.43", "基本支出·执行数占比")
    assert damage(FACTS, sound, row.format("49", "人员经费·执行数占比")) == []
    (finding,) = damage(FACTS, ",49,", ",48,")
    assert (finding.rule, finding.sentence) == ("facts_agree", "facts_agree.truncated")
    assert (finding.values["own"], finding.values["other"]) == ("48%", "48.82%")
    (finding,) = damage(FACTS, ",48,", ",47,")
    assert (finding.sentence, finding.values["difference"]) == ("facts_agree", "-1.82%")


def test_a_repeat_in_another_unit_cannot_be_compared(damage: Damage) -> None:
    """Persons and visits are not the same thing."""
    findings = damage(FACTS, "接待查档人次,work,查档服务,1800,,人次", "接待查档人次,work,查档服务,1800,,户")
    assert "facts_agree.unit" in {finding.sentence for finding in findings}


def test_a_share_of_a_base_must_give_a_whole_number(damage: Damage) -> None:
    """Of 40 people no whole number makes 62.4 %; the nearest count and its share are told."""
    finding = damage(PARTS, "查档者构成,单位,62.5", "查档者构成,单位,62.4")[0]
    assert finding.rule == "share_fits_base"
    assert (finding.values["count"], finding.values["right"]) == ("25名", "62.5%")


def test_a_share_that_was_cut_off_is_told_as_a_truncation(damage: Damage) -> None:
    """13 of 14 is 92.857… %: 92.8 is its truncation, 92.9 is right."""
    findings = damage(FACTS, "问卷人数,work,查档服务,40,,名", "问卷人数,work,查档服务,14,,名")
    assert all(finding.rule in ("share_fits_base", "numbers_bound") for finding in findings)
    finding = next(
        f for f in damage(PARTS, "查档者构成,单位,62.5", "查档者构成,单位,92.8") if f.key == "查档者构成/单位"
    )
    assert finding.sentence == "share_fits_base.truncated"
    assert finding.values["right"] == "92.9%"


def test_exclusive_shares_must_make_a_whole(damage: Damage) -> None:
    """Shares that miss 100 by more than rounding are told with their sum."""
    findings = damage(PARTS, "查档者构成,其他,12.5", "查档者构成,其他,10.0")
    (finding,) = [entry for entry in findings if entry.rule == "exclusive_shares_add_up"]
    assert finding.values["added"] == "97.5%"
