from __future__ import annotations

from collections.abc import Callable

import pytest

from nianbao.report.finding import Finding

Damage = Callable[[str, str, str], list[Finding]]
WORK = "docs/2023/work.md"


def _below(damage: Damage, text: str, rule: str) -> list[tuple[str, object]]:
    """Put paragraphs at the end of the page's text; return sentence and found text of each finding of the rule."""
    found = damage(WORK, "{{ facts_table", f"{text}\n\n{{{{ facts_table")
    return [(entry.sentence.partition(".")[2], entry.values["found"]) for entry in found if entry.rule == rule]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("一、甲\n\n二、乙\n\n四、丁", [("", "四、")]),
        ("（一）甲\n\n（三）丙", [("", "（三）")]),
        ("1. 甲\n2. 乙\n4. 丁", [("", "4.")]),
        ("1. 甲\n2. 乙\n2. 丙", [("", "2.")]),
        ("1、甲\n\n2、乙\n\n4、丁\n\n5、戊", [("", "4、")]),
        ("①甲\n\n③丙", [("", "③")]),
        ("1. 产出情况\n\n没有第二条。", [("alone", "1.")]),
        ("2. 乙\n3. 丙", [("start", "2.")]),
        ("**（二）乙**", [("start", "（二）")]),
        ("### 一、甲\n\n正文\n\n### 三、丙", [("", "三、")]),
        ("问题如下：一是甲；三是丙。", [("", "三是")]),
        ("问题如下：一是甲。", [("alone", "一是")]),
        ("第一，甲；第三，丙。", [("", "第三，")]),
    ],
)
def test_numbers_that_do_not_run_on_are_warnings(damage: Damage, text: str, told: list[tuple[str, str]]) -> None:
    """Gaps, repeats, beginnings other than one, and a one without a two; what follows a gap is counted on from it."""
    assert _below(damage, text, "numbering_runs_on") == told


@pytest.mark.parametrize(
    "text",
    [
        "一、甲\n\n二、乙\n\n一、甲\n\n二、乙",
        "1. 甲\n1. 乙\n1. 丙",
        "1. 甲\n   1. 子\n   2. 丑\n2. 乙",
        "### 1. 甲\n\n（1）子\n\n（2）丑\n\n### 2. 乙\n\n（1）子\n\n（2）丑",
        "一是甲；二是乙。措施：一是丙；二是丁；三是戊。",
        "一、二、三产业融合发展",
        "1.2万册档案入库",
        "其中一是指标说明，统一是关键",
        "3、4月份闭馆",
        "```\n3. 代码\n```",
    ],
)
def test_numbers_that_run_on_are_sound(damage: Damage, text: str) -> None:
    """New beginnings, Markdown's own counting, nested lists, and numbers that number nothing."""
    assert _below(damage, text, "numbering_runs_on") == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("### 甲\n\n#### 乙", []),
        ("#### 乙", [("", "乙")]),
        ("### 甲\n\n##### 丙", [("", "丙")]),
        ("### 甲\n\n#### 乙\n\n## 丁\n\n#### 戊", [("", "戊")]),
    ],
)
def test_headings_go_down_one_level_at_a_time(damage: Damage, text: str, told: list[tuple[str, str]]) -> None:
    """A level that is passed over is a warning; going up is free."""
    assert _below(damage, text, "headings_descend") == told


def test_a_page_begins_with_a_heading_of_the_second_level(damage: Damage) -> None:
    """The first belongs to the section's title."""
    found = damage(WORK, "## 查档服务", "### 查档服务")
    assert [entry.values["right"] for entry in found if entry.rule == "headings_descend"] == ["##"]


@pytest.mark.parametrize(
    ("text", "variant"),
    [
        ("各镇（街、园区都有", ""),
        ("各镇街、园区）都有", ""),
        ("见《章程〉的规定", ""),
        ("按（《章程）》办", ""),
        ("“红色“阅读", "nested"),
        ("“红色阅读", ""),
        ("职工(群众", ""),
    ],
)
def test_brackets_and_quotes_without_a_partner_are_warnings(damage: Damage, text: str, variant: str) -> None:
    """One finding a paragraph, with the characters around the mark."""
    ((found, _),) = _below(damage, text, "brackets_paired")
    assert found == variant


@pytest.mark.parametrize(
    "text",
    [
        "“红色+‘学习型’阅读”（含线上）",
        "《关于印发〈办法〉的通知》",
        "《关于印发《办法》的通知》",
        "1) 甲；2) 乙",
        "分为1）甲；2）乙（含丙）",
        "“一段\n两行”",
        "`（`",
        "〔2023〕【注】",
    ],
)
def test_brackets_and_quotes_with_partners_are_sound(damage: Damage, text: str) -> None:
    """Nested ones, numbers with half a bracket, a paragraph of two lines, and code."""
    assert _below(damage, text, "brackets_paired") == []
