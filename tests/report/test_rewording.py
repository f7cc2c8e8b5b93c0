from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.report.rewording import reworded, sentences_of, strokes

_TEXT = st.text(alphabet="全年接待查档人次增减，。！0123456789.", max_size=30)
_SENTENCES = st.lists(_TEXT.filter(bool), max_size=12)


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("接待1,800人次。满意度95.5%！", ["接待1,800人次。", "满意度95.5%！"]),
        ("他说：“很好。”随后离开。", ["他说：“很好。”", "随后离开。"]),
        ("## 查档\n\n- 窗口查档\n- 线上查档", ["## 查档", "- 窗口查档", "- 线上查档"]),
        ("  \n\n", []),
    ],
)
def test_a_sentence_ends_with_its_stop_and_a_line_ends_a_sentence(text: str, sentences: list[str]) -> None:
    """A quotation mark behind the stop belongs to the sentence; a decimal point is none."""
    assert sentences_of(text) == sentences


@pytest.mark.parametrize(
    ("before", "after", "pairs"),
    [
        (["甲。", "乙。"], ["甲。", "乙。"], []),
        (
            ["全年接待查档1800人次。"],
            ["全年接待查档1900人次。"],
            [("全年接待查档1800人次。", "全年接待查档1900人次。")],
        ),
        (["甲。", "丙。"], ["甲。", "乙。", "丙。"], [("", "乙。")]),
        (["甲。", "乙。", "丙。"], ["甲。", "丙。"], [("乙。", "")]),
        (
            ["全年接待查档1800人次。", "满意度为95%。"],
            ["新开放档案三批。", "全年共接待查档1900人次。", "群众满意度为96%。"],
            [
                ("", "新开放档案三批。"),
                ("全年接待查档1800人次。", "全年共接待查档1900人次。"),
                ("满意度为95%。", "群众满意度为96%。"),
            ],
        ),
        (["已经完成。"], ["尚有两处维修。"], [("已经完成。", "尚有两处维修。")]),
    ],
)
def test_a_sentence_stands_beside_the_one_that_took_its_place(
    before: list[str], after: list[str], pairs: list[tuple[str, str]]
) -> None:
    """One put in before it does not shift the rest, and what stayed is not told."""
    assert reworded(before, after) == pairs


@given(_SENTENCES, _SENTENCES)
def test_exchanged_sides_give_exchanged_pairs(before: list[str], after: list[str]) -> None:
    """Whatever was published first."""
    assert [(new, old) for old, new in reworded(before, after)] == reworded(after, before)


@given(_SENTENCES, _SENTENCES)
def test_the_pairs_make_up_for_everything_that_differs(before: list[str], after: list[str]) -> None:
    """Taking the old sentences out and putting the new ones in gives what is there now."""
    pairs = reworded(before, after)
    taken, put = Counter(old for old, _ in pairs if old), Counter(new for _, new in pairs if new)
    assert Counter(before) - taken + put == Counter(after)
    assert not taken - Counter(before)


def test_a_page_of_thousands_of_new_sentences_is_compared_at_once() -> None:
    """Nobody waits for a machine that compares each with each."""
    before = [f"第{number}次。" for number in range(5000)]
    after = [f"改为第{number}回。" for number in range(5000)]
    assert len(reworded(before, after)) == 5000


@given(_TEXT, _TEXT)
def test_strokes_hold_both_texts(old: str, new: str) -> None:
    """Without what is put in they are the old text, without what is struck out the new one."""
    found = strokes(old, new)
    assert "".join(stroke.text for stroke in found if stroke.kind != "put_in") == old
    assert "".join(stroke.text for stroke in found if stroke.kind != "struck") == new


@pytest.mark.parametrize(
    ("old", "new", "marked"),
    [
        ("全年接待查档1,800人次。", "全年接待查档1,900人次。", "全年接待查档-1,800-+1,900+人次。"),
        ("增加预约名额", "增加预约名额，并延长开放时间到晚上八点", "增加预约名额+，并延长开放时间到晚上八点+"),
        ("未达到", "已达到", "-未达到-+已达到+"),
        ("上半年闭馆维修，人次下降。", "因疫情未能如期开展。", "-上半年闭馆维修，人次下降。-+因疫情未能如期开展。+"),
        ("甲", "甲", "甲"),
    ],
)
def test_numbers_are_whole_and_what_has_little_in_common_is_not_cut_to_pieces(old: str, new: str, marked: str) -> None:
    """1,800 becomes 1,900, not 1,8 with a 9 in it."""
    signs = {"kept": "", "struck": "-", "put_in": "+"}
    assert "".join(f"{signs[each.kind]}{each.text}{signs[each.kind]}" for each in strokes(old, new)) == marked
