from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from nianbao.report.edition import YearEdition
from nianbao.report.finding import Finding
from nianbao.sources.year import read_year

Damage = Callable[[str, str, str], list[Finding]]
WORK = "docs/2023/work.md"
MONEY = "docs/2023/money.md"
FACTS = """名称,章节,分组,数值,限定,单位,包含于,应等于,上年数
接待查档人次,work,查档服务,1800,,人次,,查档人次·实际完成值,1700
线上查档人次,work,查档服务,600,,人次,接待查档人次,,600
馆藏数量,work,馆藏,1.2,,万卷,,,1.2
问卷人数,work,查档服务,40,,名,,,50
志愿者人数,work,馆藏,120,约,名,,,118
原列基本支出占比,money,,58.43,,%,,基本支出·执行数占比,
"""
VISITS, ONLINE, FORMS = '{{ num("接待查档人次") }}', '{{ num("线上查档人次") }}', '{{ num("问卷人数") }}'


@pytest.fixture
def told(small: Path) -> Callable[..., list[tuple[object, ...]]]:
    """Write a paragraph into the small year, with prior numbers, and return what the rules of this module say."""

    def say(text: str, *values: str, page: str = WORK) -> list[tuple[object, ...]]:
        (small / "data/2023/facts.csv").write_text(FACTS, encoding="utf-8")
        path = small / page
        path.write_text(f"{text}\n\n{path.read_text(encoding='utf-8')}", encoding="utf-8")
        sources = read_year(small, 2023)
        rules = ("trend_borne_out", "rank_borne_out")
        found = [entry for entry in YearEdition(sources.report, sources.pages).findings if entry.rule in rules]
        return [tuple(entry.values[name] for name in ("found", *values)) for entry in found]

    return say


Told = Callable[..., list[tuple[object, ...]]]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (f"接待查档{VISITS}，比上年减少。", "减少"),
        (f"接待查档{VISITS}，同比下降。", "下降"),
        (f"接待查档{VISITS}，与上年持平。", "持平"),
        (f"接待查档减少到{VISITS}。", "减少"),
        (f"接待查档降至{VISITS}。", "降至"),
        (f"收回问卷{FORMS}，比上年增长两成。", "增长"),
        (f"收回问卷增加到{FORMS}，", "增加"),
        (f"线上查档{ONLINE}，比上年增加。", "增加"),
        ('接待查档由{{ num("接待查档人次·上年数") }}减少到' + VISITS + "。", "减少"),
        ('收回问卷比上年的{{ num("问卷人数·上年数") }}增加。', "增加"),
        ('收回问卷高于上年的{{ num("问卷人数·上年数") }}。', "高于上年"),
        ("收回问卷40名，比上年增加。", "增加"),
    ],
)
def test_a_change_in_words_that_the_numbers_contradict_is_a_warning(told: Told, text: str, kind: str) -> None:
    """Before the number, behind it, from one number to another, by words or typed by hand."""
    assert told(text) == [(kind,)]


@pytest.mark.parametrize(
    "text",
    [
        f"接待查档{VISITS}，比上年增加。",
        f"接待查档增加到{VISITS}。",
        f"收回问卷减少到{FORMS}。",
        f"线上查档{ONLINE}，与上年持平。",
        f"线上查档{ONLINE}，没有增加。",
        f"馆员减少，接待查档{VISITS}。",
        f"减少等候时间后接待查档{VISITS}。",
        f"接待查档{VISITS}，收回问卷{FORMS}，都比上年减少。",
        f"接待查档{VISITS}，等候时间缩短。",
        f"接待查档{VISITS}，减少了排队。",
        f"接待查档{VISITS}，比上年减少两个窗口。",
        f"接待查档{VISITS}、收回问卷{FORMS}比上年减少。",
        f"接待查档{VISITS}，比上年有增有减，增加的是线上、减少的是窗口。",
        '志愿者{{ num("志愿者人数") }}，比上年减少。',
        '馆藏{{ num("馆藏数量") }}，比上年增加。',
        '查档人次降到{{ num("查档人次·实际完成值") }}。',
    ],
)
def test_where_it_is_not_clear_what_changed_nothing_is_said(told: Told, text: str) -> None:
    """Sound claims, negations, other subjects, several numbers, numbers too rough to tell, and none of last year."""
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "told_of"),
    [
        ('支出比上年增长{{ num("合计·较上年增减率") }}。', []),
        ('支出比上年下降{{ num("合计·较上年增减率") }}。', [("下降", "合计·较上年增减率")]),
        ('支出{{ num("支出总额") }}，比上年减少{{ num("合计·较上年增减额") }}。', [("减少", "合计·较上年增减额")]),
        ('运行维护费下降{{ num("公务用车运行维护费·变动率") }}。', [("下降", "公务用车运行维护费·变动率")]),
        ('运行维护费增长{{ num("公务用车运行维护费·变动率") }}。', [("增长", "公务用车运行维护费·变动率")]),
        ("运行维护费下降5.88%。", []),
        (
            '运行维护费{{ num("公务用车运行维护费·决算数") }}，低于上年的{{ num("公务用车运行维护费·上年决算数") }}。',
            [],
        ),
    ],
)
def test_a_stated_change_has_the_sign_of_its_words(told: Told, text: str, told_of: list[tuple[str, str]]) -> None:
    """The rate or amount itself says which way; a decrease of a negative number says it twice."""
    assert told(text, "name", page=MONEY) == told_of


RANKED = '{{ num("馆藏构成·文书档案") }}'


@pytest.mark.parametrize(
    ("text", "told_of"),
    [
        (f"文书档案{RANKED}，数量最多。", []),
        (f"文书档案{RANKED}，居首位。", []),
        (f"文书档案{RANKED}，数量最少。", [("最少", "馆藏构成·专门档案")]),
        ('专门档案{{ num("馆藏构成·专门档案") }}，数量最多。', [("最多", "馆藏构成·文书档案")]),
        ('最多的是科技档案，为{{ num("馆藏构成·科技档案") }}。', []),
        ('数量最多的科技档案有{{ num("馆藏构成·科技档案") }}。', [("最多", "馆藏构成·文书档案")]),
        ('专门档案{{ num("馆藏构成·专门档案") }}，是历年最多的一年。', []),
        ('专门档案{{ num("馆藏构成·专门档案") }}，增加最多。', []),
        ('其他占{{ num("查档者构成·其他") }}，个人占{{ num("查档者构成·个人") }}，比例最低。', []),
        ('库房维修{{ num("库房维修·执行数") }}，数额最大。', [("最大", "档案数字化·执行数")]),
        (f"接待查档{VISITS}，人数最多。", []),
    ],
)
def test_the_first_of_a_breakdown_is_the_largest(told: Told, text: str, told_of: list[tuple[str, str]]) -> None:
    """Parts of one breakdown and the items are ranked; 其他, other years and numbers of other tables are not."""
    assert told(text, "other") == told_of
