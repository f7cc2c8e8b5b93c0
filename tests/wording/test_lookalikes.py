from __future__ import annotations

import unicodedata

import pytest

from nianbao.wording.lookalikes import lookalikes


@pytest.mark.parametrize(
    ("text", "char", "code", "right"),
    [
        ("sсans", "с", "U+0441", "c"),
        ("PМ2.5", "М", "U+041C", "M"),
        ("РМ2.5", "Р", "U+0420", "P"),
        ("CО2", "О", "U+041E", "O"),
        ("АI技术", "А", "U+0410", "A"),
        ("Α类", "Α", "U+0391", "A"),
        ("部о门", "о", "U+043E", "o"),
        ("办ж公", "ж", "U+0436", ""),
        ("⼀般", "⼀", "U+2F00", "一"),
        ("⽇常", "⽇", "U+2F47", "日"),
        ("⺟亲", "⺟", "U+2E9F", "母"),
        ("⻔诊", "⻔", "U+2ED4", "门"),
        ("｛｛ num", "｛｛", "U+FF5B U+FF5B", "{{"),
        ("num ｝}", "｝}", "U+FF5D U+007D", "}}"),
    ],
)
def test_a_character_that_looks_like_another_is_named(text: str, char: str, code: str, right: str) -> None:
    """With its code and with what should stand there."""
    found = next(lookalikes(text))
    assert (found.char, found.code, found.right) == (char, code, right)
    assert found.start == text.index(char)


@pytest.mark.parametrize(
    "text",
    [
        "α波、β受体阻滞剂、γ射线", "用量20μg", "孔径5μm", "电阻10Ω和3kΩ", "Σ合计", "π", "ΔT=5", "λmax", "Ω", "㎡、℃、№、½",
        "Αθήνα（雅典）", "俄语Привет", "МОСКВА", "（СССР）", "αβγ", "｛集合｝", "{{ num }}", "查档｛一｝", "", "普通文字 plain text 123",
    ],
)  # fmt: skip
def test_greek_units_and_whole_words_of_other_scripts_are_sound(text: str) -> None:
    """Letters that look like no other, and words that are one."""
    assert list(lookalikes(text)) == []


def test_a_name_is_looked_at_more_strictly() -> None:
    """A letter that stands alone in an id is typed as the one it looks like."""
    assert list(lookalikes("А")) == []
    assert [found.right for found in lookalikes("А", name=True)] == ["A"]
    assert list(lookalikes("β", name=True)) == []


def test_every_radical_of_kangxi_has_its_character() -> None:
    """All 214 are told with what should stand there."""
    for code in range(0x2F00, 0x2FD6):
        (found,) = lookalikes(chr(code))
        assert found.right == unicodedata.normalize("NFKC", chr(code))
