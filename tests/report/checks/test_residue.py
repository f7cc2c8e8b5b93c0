from __future__ import annotations

from collections.abc import Callable

import pytest

from nianbao.report.finding import Finding

Damage = Callable[[str, str, str], list[Finding]]
WORK = "docs/2023/work.md"


def _of(findings: list[Finding], rule: str) -> list[Finding]:
    return [finding for finding in findings if finding.rule == rule]


@pytest.mark.parametrize(
    "text",
    [
        "部门名称2023年度报告", "XX县档案馆", "××县档案馆", "＊＊县档案馆", "（100字以内）", "（不超过二百字）", "PAGEREF", "HYPERLINK",
        "（图1 查档人次）", "（图1）", "（柱状图）", "（表x）", "【数据待补充】", "此处填写工作情况", "TODO", "示例文字", "____年", "#REF!",
    ],
)  # fmt: skip
def test_what_a_template_leaves_behind_is_an_error(damage: Damage, text: str) -> None:
    """Each trace is told at its line, by what was found."""
    (finding,) = _of(damage(WORK, "收回问卷", f"{text}，收回问卷"), "no_residue")
    assert (finding.level, finding.place.line) == ("error", 3)
    assert str(finding.values["found"]) in text


@pytest.mark.parametrize(
    "text",
    [
        "部门名称由县志馆改为档案馆",
        "（图书馆）",
        "见（附表）",
        "**重点**",
        "第XXL号",
        "MAX",
        "（100字）",
        "（约40名）",
        "`TODO`",
        "二○○八年",
    ],
)
def test_sound_text_is_no_residue(damage: Damage, text: str) -> None:
    """Words that only look like traces, parts of longer words, and code are left alone."""
    assert _of(damage(WORK, "收回问卷", f"{text}，收回问卷"), "no_residue") == []


def test_a_ruler_is_no_blank_to_fill_in(damage: Damage) -> None:
    """A line of underscores alone parts paragraphs."""
    assert _of(damage(WORK, "{{ facts_table", "____\n\n{{ facts_table"), "no_residue") == []


@pytest.mark.parametrize(
    ("file", "old", "new", "place"),
    [
        ("problems.csv", "增加预约名额", "（此处填写措施）", "problems.csv:2:改进措施"),
        ("unit_costs.csv", "档案盒", "XX盒", "unit_costs.csv:2:事项"),
        ("report.yml", "name: 示例县档案馆}", "name: XX县档案馆}", "report.yml:2"),
    ],
)
def test_cells_and_report_yml_hold_no_residue_either(damage: Damage, file: str, old: str, new: str, place: str) -> None:
    """The finding stands at the cell or the entry, which an acknowledgement can name."""
    (finding,) = _of(damage(f"data/2023/{file}", old, new), "no_residue")
    assert str(finding.place) == f"data/2023/{place}"
    assert finding.table


def test_a_ruleset_lists_what_counts_as_residue(damage: Damage) -> None:
    """What it does not list is no finding."""
    damage(WORK, "收回问卷", "示例文字，收回问卷")
    assert _of(damage("data/rulesets/county-sample.yml", ", 示例文字]", "]"), "no_residue") == []


TABLE = "| 指标 | 分值 | 得分 |\n|---|---|---|\n| 查档人次 | 20 | {} |\n| 数字化页数 | 20 | 20.00 |\n\n{{{{ facts_table"


def test_a_typed_table_has_no_blank_scores(damage: Damage) -> None:
    """The row and the column are told; filled cells and other blank columns are fine."""
    assert _of(damage(WORK, "{{ facts_table", TABLE.format("18.00")), "typed_scores_filled") == []
    (finding,) = _of(damage(WORK, "| 20 | 18.00 |", "| 20 |  |"), "typed_scores_filled")
    assert (finding.values["name"], finding.values["found"], finding.level) == ("查档人次", "得分", "error")
