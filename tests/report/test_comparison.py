from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.report.comparison import long_frame, series_over, two_years
from nianbao.report.number_pair import NumberPair
from nianbao.report.year_quantities import COMPUTED, YearQuantities, YearQuantity


def year(number: int, **values: tuple[str | None, str]) -> YearQuantities:
    """Return a year with quantities {name: (value, unit)}."""
    entries = {
        name: YearQuantity(name, None if value is None else Decimal(value), unit, f"{value}{unit}")
        for name, (value, unit) in values.items()
    }
    return YearQuantities(number, 1, entries, {})


def test_a_series_needs_two_years_that_state_it() -> None:
    """A quantity of one year, or with one value only, is no series; a year that does not state it is a gap."""
    years = [
        year(2022, 人数=("5", "人"), 次数=("1", "次"), 空=(None, "人")),
        year(2023, 人数=(None, "人"), 空=("1", "人")),
        year(2024, 人数=("7", "人")),
    ]
    (found,) = series_over(years)
    assert found.name == "人数"
    assert [(number, point.value) for number, point in found.points] == [
        (2022, Decimal(5)),
        (2023, None),
        (2024, Decimal(7)),
    ]


def test_years_that_count_in_another_unit_are_left_out() -> None:
    """Numbers of different units never stand in one line."""
    years = [year(2022, 服务=("5", "人")), year(2023, 服务=("6", "人次")), year(2024, 服务=("7", "人次"))]
    (found,) = series_over(years)
    assert (found.unit, [number for number, _ in found.points]) == ("人次", [2023, 2024])


@given(st.permutations([year(2020 + offset, 甲=(str(offset), "件"), 乙=("1", "人")) for offset in range(4)]))
def test_the_order_in_which_years_come_does_not_matter(years: list[YearQuantities]) -> None:
    """Oldest first within a series, the newest year's order among them."""
    found = series_over(years)
    assert [entry.name for entry in found] == ["甲", "乙"]
    assert [number for number, _ in found[0].points] == [2020, 2021, 2022, 2023]


def test_the_long_frame_holds_exact_decimals_and_none() -> None:
    """No value becomes a float or NaN on its way through pandas, and every year keeps its order."""
    frame = long_frame([year(2022, 甲=("0.10", "元"), 乙=(None, "人")), year(2024, 乙=("99999999999999.99", "人"))])
    assert list(frame["year"]) == [2024, 2022, 2022]
    values = list(frame["value"])
    assert values == [Decimal("99999999999999.99"), Decimal("0.10"), None]
    assert [type(value) for value in values] == [Decimal, Decimal, type(None)]


def pair(before: YearQuantity | None, after: YearQuantity | None, **changed: str) -> NumberPair:
    """Return one number of 2021 and 2024; `changed` are the words of breaks by year (`y2022`)."""
    between = [
        YearQuantities(int(key[1:]), 1, {"数": YearQuantity("数", Decimal(1), "元", "1元", words)}, {})
        for key, words in changed.items()
    ]
    sides = [
        YearQuantities(number, 1, {} if side is None else {"数": side}, {})
        for number, side in ((2021, before), (2024, after))
    ]
    found = two_years([*sides, *between], 2021, 2024)
    (only,) = found.pairs
    return only


def number(value: str | None, unit: str, written: str, **more: str) -> YearQuantity:
    """Return a quantity of one year."""
    return YearQuantity("数", None if value is None else Decimal(value), unit, written, **more)  # type: ignore[arg-type]  # texts


@pytest.mark.parametrize(
    ("before", "after", "difference", "rate"),
    [
        (("10000", "元", "1.00万元"), ("15050", "元", "1.505万元"), "增加0.505万元", "增长50.5%"),
        (("10000", "元", "1.00万元"), ("9950", "元", "9,950元"), "减少50元", "下降0.5%"),
        (("10000000", "元", "1,000.00万元"), ("10000100", "元", "1,000.01万元"), "增加0.01万元", "增长不到0.1%"),
        (("1600", "元", "0.16万元"), ("1600", "元", "1,600元"), "不变", ""),
        (("1000", "人", "1,000人"), ("1005", "人", "1,005人"), "增加5人", "增长0.5%"),
        (("2000", "人", "2,000人"), ("2001", "人", "2,001人"), "增加1人", "增长0.1%"),
        (("45000", "人", "约4.5万人"), ("11000", "人次", "1.1万人次"), "不可比", ""),
        (("12000", "人次", "1.2万多人次"), ("15000", "人次", "1.5万多人次"), "增加0.3万人次", "增长25.0%"),
        (("98.44", "%", "98.44%"), ("99", "%", "99%"), "提高0.56个百分点", ""),
        (("3.2", "‰", "3.2‰"), ("3", "‰", "3.0‰"), "降低0.2个千分点", ""),
        (("0", "项", "0项"), ("2", "项", "2项"), "增加2项", ""),
        (("-1.5", "", "-1.5"), ("0.5", "", "0.5"), "增加2.0", ""),
        ((None, "人", "原报告未列"), ("5", "人", "5人"), "—", ""),
    ],
)
def test_a_difference_is_exact_and_a_rate_is_rounded_once(
    before: tuple[str | None, str, str], after: tuple[str | None, str, str], difference: str, rate: str
) -> None:
    """In the unit of the later year; points for rates; no rate on a base that is not positive; nothing counted as 0."""
    found = pair(number(*before), number(*after))
    assert (found.difference_written, found.rate_written) == (difference, rate)


def test_what_is_counted_otherwise_is_not_compared() -> None:
    """A break of any year behind the earlier one counts, that of the earlier year itself does not."""
    old, new = number("1", "元", "1元", changed="旧口径"), number("2", "元", "2元")
    assert pair(old, new).difference_written == "增加1元"
    broken = pair(old, new, y2022="改按断面统计", y2023="改按项目统计")
    assert (broken.state, broken.difference_written, broken.rate_written) == ("broken", "不可比", "")
    assert broken.notes == ("2022年度口径变化：改按断面统计", "2023年度口径变化：改按项目统计")
    assert pair(old, replace(new, changed="今年改了")).breaks == ((2024, "今年改了"),)


def test_what_a_year_does_not_have_or_does_not_state_is_told() -> None:
    """Neither is a zero."""
    alone = pair(None, number("5", "人", "5人"))
    assert (alone.state, alone.written(2021), alone.written(2024)) == ("one_year", "没有这个数据", "5人")
    unstated = pair(number(None, "人", "原报告未列"), number("5", "人", "5人"))
    assert (unstated.state, unstated.written(2021), unstated.difference) == ("unstated", "原报告未列", None)


def test_numbers_with_a_qualifier_and_on_no_base_say_so() -> None:
    """约 is told with its year; a base that is not positive explains why there is no rate."""
    found = pair(number("4", "人", "约4人", qualifier="约"), number("5", "人", "5人"))
    assert found.notes == ("2021年度的数带有“约”等限定，按写明的数计算",)
    assert pair(number("0", "项", "0项"), number("2", "项", "2项")).notes == ("2021年度的数不大于0，不计算幅度",)


def test_key_numbers_lead_and_groups_stand_as_in_the_index() -> None:
    """Key numbers bear the names readers know; computed numbers are last; what only the earlier year has comes behind."""

    def entry(name: str, group: str) -> YearQuantity:
        return YearQuantity(name, Decimal(1), "元", "1元", group=group)

    old = {name: entry(name, group) for name, group in (("旧", "表甲"), ("合计·执行数", "表乙"), ("率", COMPUTED))}
    new = {name: entry(name, group) for name, group in (("率", COMPUTED), ("合计·执行数", "表乙"), ("新", "表甲"))}
    aliases = {"支出总额": "合计·执行数", "另名": "新"}
    found = two_years([YearQuantities(2021, 1, old, {}), YearQuantities(2024, 1, new, aliases)], 2021, 2024)
    assert [each.title for each in found.key] == ["支出总额"]
    assert [(title, [each.name for each in members]) for title, members in found.groups] == [
        ("表乙", ["合计·执行数"]),
        ("表甲", ["新", "旧"]),
        (COMPUTED, ["率"]),
    ]
    assert found.groups[0][1][0].title == "支出总额"


_VALUES = st.none() | st.decimals(min_value=-(10**9), max_value=10**9, places=2)
_SIDES = st.dictionaries(st.sampled_from("甲乙丙丁戊"), st.tuples(_VALUES, st.sampled_from(["元", "%"])))


@given(_SIDES, _SIDES)
def test_a_with_b_and_b_with_a_mirror_each_other(
    before: dict[str, tuple[Decimal | None, str]], after: dict[str, tuple[Decimal | None, str]]
) -> None:
    """Each number of either year is there once; what can be compared one way can be the other way, by minus as much."""

    def told(number: int, values: dict[str, tuple[Decimal | None, str]]) -> YearQuantities:
        return year(
            number, **{name: (None if value is None else f"{value:f}", unit) for name, (value, unit) in values.items()}
        )

    there = {each.name: each for each in two_years([told(2021, before), told(2024, after)], 2021, 2024).pairs}
    back = {each.name: each for each in two_years([told(2021, after), told(2024, before)], 2021, 2024).pairs}
    assert there.keys() == back.keys() == before.keys() | after.keys()
    for name, one in there.items():
        other = back[name]
        assert (one.state, one.before, one.after) == (other.state, other.after, other.before)
        if one.difference is None:
            assert other.difference is None
        else:
            assert other.difference == -one.difference
            assert one.before is not None
            assert one.after is not None
            assert one.before.value is not None
            assert one.before.value + one.difference == one.after.value
