from __future__ import annotations

import pytest

from nianbao.publish.announcing import check_public_words
from nianbao.report.finding import Unusable
from nianbao.wording.sentences import sentence


def refused(text: str) -> list[str]:
    """Return the rules by which a reason is refused."""
    try:
        check_public_words(2023, reason=text)
    except Unusable as unusable:
        return [finding.rule for finding in unusable.findings]
    return []


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("含个人信息", []),
        ("见〔2023〕5号　第二条", []),
        ("<script>alert(1)</script>", []),
        ("字" * 500, []),
        ("", ["public_word_empty"]),
        ("第一行\n第二行", ["public_word_unseen"]),
        ("含\t制表符", ["public_word_unseen"]),
        ("含\x1b[2J控制字符", ["public_word_unseen"]),
        ("含\u202e倒写", ["public_word_unseen"]),
        ("字节\udcff有误", ["public_word_unseen"]),
        ("字" * 501, ["public_word_long"]),
        ("见 13800138000", ["public_word_personal"]),
        ("见\n13800138000", ["public_word_unseen", "public_word_personal"]),
    ],
)
def test_what_becomes_public_is_one_line_of_plain_text(text: str, rules: list[str]) -> None:
    """Whoever reads the ledger, the feed or a terminal sees just what was typed; marks of HTML are only text there."""
    assert refused(text) == rules


def test_unseen_characters_are_shown_in_the_message() -> None:
    """The message itself can be printed anywhere."""
    with pytest.raises(Unusable) as unusable:
        check_public_words(2023, reason="字节\udcff有误\n")
    (finding,) = unusable.value.findings
    said = sentence(finding.rule, finding.values)
    assert said.isprintable()
    assert "--reason" in said
