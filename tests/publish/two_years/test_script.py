from __future__ import annotations

import json
from decimal import Decimal
from itertools import combinations
from typing import Any

from nianbao.publish.exposure import texts_of
from nianbao.publish.two_years.script import year_scripts
from nianbao.report.catalogue import SectionEntry
from nianbao.report.comparison import two_years
from nianbao.report.year_quantities import COMPUTED, YearQuantities, YearQuantity

WORK = SectionEntry(id="work", title="一、<工作>", page="work.html")
GONE = SectionEntry(id="gone", title="二、调查", page="gone.html", withdrawn=True)
FIGURES = SectionEntry(id="figures", title="数据索引", page="figures.html")


def number(name: str, written: str, unit: str = "元", changed: str = "", group: str = "") -> YearQuantity:
    """Return a quantity; without a value where it is not written as a number."""
    value = Decimal(1) if written[0].isdigit() else None
    return YearQuantity(name, value, unit, written, changed, group=group)


def year(of: int, *numbers: YearQuantity, aliases: dict[str, str] | None = None) -> YearQuantities:
    """Return a year that has the numbers."""
    return YearQuantities(of, 1, {each.name: each for each in numbers}, aliases or {})


def contents(*figures: YearQuantities) -> dict[int, Any]:
    """Return what the script of each year hands over, by year."""
    made = year_scripts(figures, {entry.year: (WORK, GONE, FIGURES) for entry in figures})
    assert [file.name for file in made] == [f"{of}.js" for of in sorted(entry.year for entry in figures)]
    told = (json.loads(file.content.decode().removeprefix("nianbaoYear(").removesuffix(");\n")) for file in made)
    return {content["year"]: content for content in told}


def test_a_script_tells_numbers_as_written_and_where_they_and_the_chapters_stand() -> None:
    """Those that stand for the year come first under their short name, computed ones last; chapters as readers have them."""
    computed = number("占比 甲", "12%", "%", group=COMPUTED)
    figures = year(
        2021,
        computed,
        number("合计·执行数", "1,593.35万元", group="预算"),
        number("户数", "原报告未列", "户"),
        aliases={"支出总额": "合计·执行数", "另名": "户数"},
    )
    assert contents(figures)[2021] == {
        "format": 2,
        "year": 2021,
        "numbers": [
            {
                "at": "figures.html#合计·执行数",
                "title": "支出总额",
                "group": "主要数据",
                "told": "1,593.35万元",
                "series": "元",
            },
            {"at": "figures.html#户数", "title": "户数", "group": "其他数据", "told": "原报告未列", "series": "户"},
            {
                "at": "figures.html#占比-甲",
                "title": "占比 甲",
                "group": "计算得出的数据",
                "told": "12%",
                "series": "%",
            },
        ],
        "chapters": [
            {"at": "work.html", "told": "一、<工作>"},
            {"at": "gone.html", "told": "二、调查（已撤下）"},
        ],
    }


def test_a_year_without_numbers_says_so() -> None:
    """Their file was withdrawn or is damaged: an empty side of a table would say that it never had them."""
    assert contents(year(2021))[2021]["lacking"] == "没有2021年度的数据可以对照。"


def test_what_began_a_series_is_told_by_every_year_of_it() -> None:
    """The browser only sees that two years are not of one series; the words are those of the latest change."""
    told = contents(
        year(2024, number("甲", "3人", "人")),
        year(2022, number("甲", "2人", "人", changed="改按断面")),
        year(2021, number("甲", "2人", "人")),
        year(2019, number("甲", "1户", "户")),
    )
    series = {of: {key: content["numbers"][0].get(key) for key in ("series", "since")} for of, content in told.items()}
    assert series == {
        2019: {"series": "户", "since": None},
        2021: {"series": "人", "since": "2021年度单位变化：户改为人"},
        2022: {"series": "2022人", "since": "2022年度口径变化：改按断面"},
        2024: {"series": "2022人", "since": "2022年度口径变化：改按断面"},
    }


def test_two_years_are_of_one_series_where_python_compares_them() -> None:
    """Whatever two years are chosen: units there and back, breaks in years between, years that state nothing.

    Where they are not of one series, the later one always says why.
    """
    figures = (
        year(2017, number("甲", "原报告未列", ""), number("丁", "—", "个")),
        year(2018, number("甲", "1户", "户"), number("乙", "1元"), number("丙", "1元"), number("丁", "1", "")),
        year(2019, number("甲", "1人", "人"), number("乙", "原报告未列"), number("丁", "1个", "个")),
        year(2020, number("甲", "1户", "户"), number("乙", "1元", changed="断面"), number("丙", "1元")),
        year(2021, number("甲", "1户", "户", changed="口径"), number("乙", "1元"), number("丙", "1元", changed="丙")),
        year(2022, number("甲", "1户", "户"), number("乙", "1元"), number("丙", "2元"), number("丁", "1", "")),
    )
    told = {
        of: {entry["at"]: (entry.get("series"), entry.get("since")) for entry in content["numbers"]}
        for of, content in contents(*figures).items()
    }
    checked = 0
    for earlier, later in combinations(told, 2):
        for pair in two_years(figures, earlier, later).pairs:
            at = f"figures.html#{pair.name}"
            if pair.state == "one_year":
                continue
            (old, _), (now, since) = told[earlier][at], told[later][at]
            assert old == now or since, (earlier, later, pair.name)
            if pair.state != "unstated":
                assert (old == now) == (pair.state == "compared"), (earlier, later, pair.name)
                checked += 1
    assert checked > 20


def test_the_look_for_numbers_of_persons_reads_each_text_by_itself() -> None:
    """A number in a text is seen as it is read, and two numbers side by side are not one."""
    (file,) = year_scripts([year(2018, number('"甲"', "1,593.35万元"))], {2018: (WORK,)})
    assert b"<" not in file.content
    assert {"一、<工作>", "1,593.35万元", '"甲"'} <= set(texts_of(file.content, ".js"))
