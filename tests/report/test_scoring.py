from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.report.model import Indicator
from nianbao.report.place import Place
from nianbao.report.ruleset import Ruleset
from nianbao.report.scoring import attainment, is_met, score_range
from nianbao.sources.site import read_yaml_as

REPOSITORY = Path(__file__).resolve().parents[2]


def ruleset(name: str, at_most: str = "inverse") -> Ruleset:
    """Return one of the repository's rulesets, with the formula for ≤ that is asked for."""
    found = read_yaml_as(REPOSITORY, f"data/rulesets/{name}.yml", Ruleset, [])
    assert found is not None
    return found.model_copy(update={"formulas": found.formulas.model_copy(update={"at_most": at_most})})


def indicator(
    direction: str, target: Decimal | str | None, actual: Decimal | str | None, weight: str = "10"
) -> Indicator:
    """Return an indicator with a weight."""
    place = Place("data/2023/indicators.csv", 2)
    return Indicator(
        place=place,
        id="a",
        level1="产出指标",
        name="甲",
        direction=direction,
        target=target,
        actual=actual,
        weight=Decimal(weight),
    )


RULESETS = ("mof-2020", "guangdong-2022", "county-sample")
SCORES = st.decimals(min_value=0, max_value=100, places=2)
POSITIVE = st.decimals(min_value="0.01", max_value=10**7, places=2)


@pytest.mark.parametrize("name", RULESETS)
@given(first=SCORES, second=SCORES)
def test_a_grade_never_falls_as_the_score_rises(name: str, first: Decimal, second: Decimal) -> None:
    """In every ruleset a higher total has the same grade or a better one."""
    rules = ruleset(name)
    lower, higher = sorted((first, second))
    assert rules.grade_of(higher).lower >= rules.grade_of(lower).lower


@given(
    direction=st.sampled_from(["≥", "≤", "="]),
    target=POSITIVE,
    actual=POSITIVE,
    formula=st.sampled_from(["inverse", "linear_to_double"]),
)
def test_a_score_lies_between_zero_and_its_weight_and_is_full_exactly_when_met_or_rounded_to_it(
    direction: str, target: Decimal, actual: Decimal, formula: str
) -> None:
    """No formula gives less than nothing or more than the weight, and a met target earns all of it."""
    rules, row = ruleset("county-sample", formula), indicator(direction, target, actual)
    found = score_range(row, rules)
    assert found is not None
    assert 0 <= found[0] == found[1] <= 10
    if is_met(row, rules):
        assert found == (row.weight, row.weight)


@pytest.mark.parametrize(
    ("direction", "target", "actual", "formula", "score"),
    [
        ("≥", "20", "18", "inverse", "9.00"),
        ("≥", "20", "40", "inverse", "10"),
        ("≤", "1.20", "1.18", "inverse", "10"),
        ("≤", "1.20", "1.50", "inverse", "8.00"),
        ("≤", "1.20", "1.50", "linear_to_double", "7.50"),
        ("≤", "1.20", "2.40", "linear_to_double", "0.00"),
        ("≤", "1.20", "9.00", "linear_to_double", "0.00"),
        ("=", "3", "3", "inverse", "10"),
        ("=", "3", "4", "inverse", "0.00"),
        ("≥", "3", "2", "inverse", "6.67"),
    ],
)
def test_points_follow_the_formula_of_the_direction(
    direction: str, target: str, actual: str, formula: str, score: str
) -> None:
    """min(1, A/T)·W; T/A·W or (1−(A−T)/T)·W; all or nothing; rounded once, halves up."""
    found = score_range(indicator(direction, Decimal(target), Decimal(actual)), ruleset("county-sample", formula))
    assert found == (Decimal(score), Decimal(score))


def test_a_tier_earns_its_share_of_the_weight() -> None:
    """The first tier of the sample ruleset earns 80 to 100 percent."""
    row = indicator("定性", "达成年度指标", "达成年度指标")
    assert score_range(row, ruleset("county-sample")) == (Decimal("8.00"), Decimal("10.00"))


def test_what_is_not_stated_or_has_no_target_has_no_rate() -> None:
    """A target of zero, a missing actual and a tier give "—" and no number."""
    rules = ruleset("county-sample")
    assert attainment(indicator("≥", Decimal(0), Decimal(5)), rules) is None
    assert attainment(indicator("≥", Decimal(5), None), rules) is None
    assert is_met(indicator("≥", Decimal(5), None), rules) is None
    assert attainment(indicator("定性", "好", "好"), rules) is None


@pytest.mark.parametrize(
    ("direction", "qualifier", "met"),
    [
        ("≥", "多", True),
        ("≤", "多", False),
        ("=", "多", False),
        ("≤", "约", True),
        ("=", None, True),
        ("≤", "不超过", True),
    ],
)
def test_more_than_the_target_is_not_the_target(direction: str, qualifier: str | None, met: bool) -> None:
    """10多 reaches at least 10, but neither stays within 10 nor equals it."""
    row = indicator(direction, Decimal(10), Decimal(10)).model_copy(update={"qualifier": qualifier})
    assert is_met(row, ruleset("county-sample")) is met


@pytest.mark.parametrize(
    ("target", "actual", "met"),
    [
        ("达成年度指标", "达成年度指标", True),
        ("达成年度指标", "部分达成年度指标并具有一定效果", False),
        ("部分达成年度指标并具有一定效果", "达成年度指标", True),
        ("12月底前建成", "达成年度指标", True),
        ("12月底前建成", "未达成年度指标且效果较差", False),
        ("建成", "建成", True),
        ("建成", "在建", None),
    ],
)
def test_a_tier_reaches_what_is_not_above_it(target: str, actual: str, met: bool | None) -> None:
    """Against a target in words only the first tier will do; words that are no tier must be the same."""
    assert is_met(indicator("定性", target, actual), ruleset("county-sample")) is met
