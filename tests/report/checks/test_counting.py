from __future__ import annotations

from collections.abc import Callable

import pytest

from nianbao.report.finding import Finding

Damage = Callable[[str, str, str], list[Finding]]
WORK = "docs/2023/work.md"


def _below(damage: Damage, text: str) -> list[tuple[str, object, object]]:
    found = damage(WORK, "{{ facts_table", f"{text}\n\n{{{{ facts_table")
    return [
        (entry.sentence.partition(".")[2], entry.values["found"], entry.values["count"])
        for entry in found
        if entry.rule == "count_fits_list"
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("下属单位5个，分别是甲所、乙所、丙站和丁站。", ("", "5个", "3至4")),
        ("下属单位三个，分别是甲所、乙所、丙站、丁站。", ("", "三个", "4")),
        ("设科室三个：甲科、乙科。", ("", "三个", "2")),
        ("评选十二个单位：甲、乙、丙。", ("", "十二个", "3")),
        ("下属单位5个，分别是甲所、乙所、丙站和丁站；另有临时机构。", ("", "5个", "3至4")),
        ("新设服务点4个，分别设在县城、东镇、西镇、南镇、北镇。", ("", "4个", "5")),
        ("抓好两项工作：加强收集；推进数字化；改善服务。", ("", "两项", "3")),
        ('设指标{{ num("绩效指标数") }}，包括甲、乙。', ("", "6项", "2")),
    ],
)
def test_a_number_other_than_that_of_the_names_is_a_warning(
    damage: Damage, text: str, told: tuple[str, str, str]
) -> None:
    """Figures, Chinese numerals and words; 和 before the last name leaves a range."""
    assert _below(damage, text) == [told]


@pytest.mark.parametrize(
    "text",
    [
        "下属单位4个，分别是甲所、乙所、丙站和丁站。",
        "设科室三个：甲科、乙科、丙科。",
        "参加单位5个，分别是甲所、乙所、丙站等。",
        "设科室三个：办公室、宣传和教育科、收集和整理科。",
        "镇三个，即甲镇（含乙、丙、丁）、戊镇、己镇。",
        "工作分三个方面：加强甲、乙，推进丙，改善丁。",
        "第三项，包括甲、乙。",
        "近三个月，包括甲、乙。",
        "不少于5个，包括甲、乙。",
        "围绕一个中心：收集、整理、利用。",
        "完成指标2项，完成率分别为甲、乙、丙。",
        "2023年，包括甲、乙。",
        "下属单位4个，分别是甲所、乙所、丙站和丁站，均为公益一类。",
        "下属单位3个，包括1个公益一类、2个公益二类。",
        "设4个一级指标、12个二级指标，包括产出、效益、满意度。",
        "坚持“两个维护”，一是甲；二是乙；三是丙。",
        "落实三公：甲、乙。",
    ],
)
def test_lists_that_fit_or_do_not_end_are_sound(damage: Damage, text: str) -> None:
    """等, names with 和 or 、 in brackets, ordinals, bounds, a single one, and lists that run on."""
    assert _below(damage, text) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("存在三个方面的问题：一是甲；二是乙。", [("points", "三个", 2)]),
        ("采取4项措施，一是甲；二是乙；三是丙；四是丁；五是戊。", [("points", "4项", 5)]),
        ("存在3个问题：一是甲；二是乙；三是丙。措施两项：一是丁；二是戊。", []),
    ],
)
def test_the_points_that_follow_are_as_many_as_said(
    damage: Damage, text: str, told: list[tuple[str, str, int]]
) -> None:
    """一是、二是 go up to the number before them; a second sequence has its own."""
    assert _below(damage, text) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("主要职责共3项，归纳如下：\n\n1. 甲\n2. 乙\n3. 丙", []),
        ("主要职责共4项，归纳如下：\n\n1. 甲\n2. 乙\n3. 丙", [("items", "4项", 3)]),
        ("主要职责两项：\n\n- 甲\n    - 子\n    - 丑\n- 乙\n\n正文。", []),
        ("主要职责两项：\n\n没有列表。", []),
    ],
)
def test_the_list_below_has_as_many_items_as_said(damage: Damage, text: str, told: list[tuple[str, str, int]]) -> None:
    """Items of the list's own level are counted."""
    assert _below(damage, text) == told
