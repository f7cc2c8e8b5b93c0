from __future__ import annotations

import ast
from pathlib import Path

from nianbao.report.checks import RULES
from nianbao.wording.reading_sentences import READING
from nianbao.wording.sentences import CHECKING, SENTENCES, TITLES, statement

SOURCES = Path(__file__).resolve().parents[2] / "nianbao"


def _named_findings(folder: str) -> set[str]:
    """The rules that code in a room gives to findings as literals."""
    found = set()
    for path in (SOURCES / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and getattr(node.func, "id", "") in ("Finding", "complain", "_complain", "_Refused", "Refused")
                and node.args
            ):
                first = node.args[0]
                if isinstance(first, ast.Constant) and first.value:
                    found.add(str(first.value))
    return found


def test_every_finding_has_a_sentence() -> None:
    """Readers and rules alike; a sentence that nobody uses is there no longer."""
    assert _named_findings("sources") <= set(READING)
    assert set(RULES) <= {name.partition(".")[0] for name in CHECKING}


def test_every_rule_has_a_title_for_the_public_page() -> None:
    """数据核对说明 calls each rule by a name."""
    assert set(RULES) <= set(TITLES)


def test_every_sentence_says_what_was_expected_or_what_to_do() -> None:
    """A complaint without a next step helps nobody."""
    helpful = ("请", "应", "可写", "只能", "不能", "要", "最接近", "现有", "已读作", "建议")
    assert [name for name, text in SENTENCES.items() if not any(word in text for word in helpful)] == []


def test_a_statement_is_the_sentence_without_its_advice() -> None:
    """The public page tells what is so; what a value holds is never cut."""
    values = {"name": "甲；请乙", "title": "实际完成值"}
    assert statement("target_has_actual", values) == "“甲；请乙”缺少实际完成值"
    assert (
        statement("grade_is_a_band", {"found": "优秀", "right": "优"}) == "自评等级写作“优秀”，评分规则中的名称是“优”"
    )
