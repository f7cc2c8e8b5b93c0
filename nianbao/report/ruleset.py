"""评分规则: what differs between years and provinces, read from `data/rulesets/`, never written into code."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from nianbao.report.row import Value
from nianbao.wording.numbers import parse_number


def _exact(value: object) -> object:
    return parse_number(value) if isinstance(value, str) else value


Exact = Annotated[Decimal, BeforeValidator(_exact)]
"""A decimal read in the strict form of `parse_number`."""


class Basis(Value):
    """Where a part of the ruleset comes from, and whether somebody checked it against the original document."""

    source: str
    verified: bool


class Grade(Value):
    """等级: from this total score upwards; `aliases` are other names that reports use for it."""

    name: str
    lower: Exact
    aliases: tuple[str, ...] = ()


class Level(Value):
    """Weight of one 一级指标."""

    name: str
    weight: Exact | None = None


class Tier(Value):
    """A tier of qualitative indicators, with the share of the weight it may earn, in percent."""

    name: str
    upper: Exact
    lower: Exact


class Formulas(Value):
    """How points follow from target T and actual A of weight W, by direction.

    at_least: `proportional` min(1, A/T)·W. at_most: `linear_to_double` W up to T, then (1−(A−T)/T)·W, zero from 2T;
    or `inverse` min(1, T/A)·W. equal: `all_or_nothing`.
    """

    at_least: Literal["proportional"]
    at_most: Literal["linear_to_double", "inverse"]
    equal: Literal["all_or_nothing"]


class Thresholds(Value):
    """Limits in percent: below/above which a reason is needed."""

    attainment_reason_below: Exact
    attainment_target_too_low_above: Exact
    execution_reason_below: Exact
    execution_reason_above: Exact


class Rounding(Value):
    """Decimals of computed numbers; halves are rounded up."""

    score: int = Field(ge=0, le=6)
    rate: int = Field(ge=0, le=6)
    amount: int = Field(ge=0, le=6)


class Ruleset(Value):
    """评分规则 of a year; every part that is a rule of some authority has its entry in `basis`."""

    id: str
    title: str
    applies: str
    basis: dict[str, Basis]
    grades: tuple[Grade, ...] = Field(min_length=2)
    full_score: Exact
    budget_execution_weight: Exact | None = None
    levels: tuple[Level, ...] = Field(min_length=1)
    formulas: Formulas
    tiers: tuple[Tier, ...] = ()
    thresholds: Thresholds
    rounding: Rounding
    required_sections: tuple[str, ...] = ()
    disclosure_fields: tuple[str, ...] = ()
    publication_days: int | None = None
    rule_levels: dict[str, Literal["error", "warning", "info"]] = Field(default_factory=dict)

    def grade_of(self, score: Decimal) -> Grade:
        """Return the grade of a total score: the highest band that it reaches (the lowest band has no floor)."""
        bands = sorted(self.grades, key=lambda grade: grade.lower, reverse=True)
        return next((grade for grade in bands if score >= grade.lower), bands[-1])

    def grade_named(self, name: str) -> Grade | None:
        """Return the grade that bears `name` or has it as an alias, or None."""
        return next((grade for grade in self.grades if name == grade.name or name in grade.aliases), None)
