from __future__ import annotations

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from nianbao.report.entry import Truth, Whole, entries_of
from nianbao.report.head import Head
from nianbao.report.ruleset import Ruleset


@pytest.mark.parametrize(("text", "value"), [("2", 2), ("+2", 2), ("-3", -3), ("007", 7), (5, 5)])
def test_a_whole_number_is_read_from_its_digits(text: object, value: int) -> None:
    """A sign and leading zeros do no harm."""
    assert TypeAdapter(Whole).validate_python(text) == value


@pytest.mark.parametrize("text", ["2_0", " 2", "2.0", "1e3", "二", "２", "", "9999999999", 2.0, True, None], ids=repr)
def test_what_could_be_misread_is_no_whole_number(text: object) -> None:
    """Underscores, points, exponents, other digits, and more digits than any entry needs."""
    with pytest.raises(ValidationError):
        TypeAdapter(Whole).validate_python(text)


@pytest.mark.parametrize(("text", "value"), [("true", True), ("TRUE", True), ("FALSE", False), (False, False)])
def test_a_truth_value_is_true_or_false(text: object, value: bool) -> None:
    """As YAML 1.2 writes them."""
    assert TypeAdapter(Truth).validate_python(text) is value


@pytest.mark.parametrize("text", ["yes", "no", "on", "是", "1", "tRue", 1, None], ids=repr)
def test_what_yaml_no_longer_takes_for_a_truth_value_is_none(text: object) -> None:
    """Older YAML read `no` as false, and an editor reads it as a text."""
    with pytest.raises(ValidationError):
        TypeAdapter(Truth).validate_python(text)


def _told(model: Any, *path: str) -> tuple[str, bool, Any]:
    (entry,) = [entry for entry in entries_of(model) if entry.path == path]
    return entry.holds, entry.need, entry.default


def test_an_entry_tells_what_it_may_hold_and_what_it_is_when_left_out() -> None:
    """Groups and lists are followed by what is in them; alternatives, choices and limits are named."""
    assert _told(Head, "fiscal_year") == ("整数", True, None)
    assert _told(Head, "decimals") == ("整数，0至6", False, 2)
    assert _told(Head, "unit") == ("元、万元、亿元", False, "万元")
    assert _told(Head, "conclusion", "score") == ("数字或原报告未列", False, "原报告未列")
    assert _told(Head, "dates", "report") == ("日期或原报告未列", False, "原报告未列")
    assert _told(Head, "sections") == ("列表", True, None)
    assert _told(Head, "sections", "*", "id") == ("文字", False, None)
    assert _told(Head, "area_order") == ("列表（文字）", False, ())
    assert _told(Ruleset, "basis") == ("分组，名称自定", True, None)
    assert _told(Ruleset, "basis", "*", "verified") == ("true、false", True, None)
    assert _told(Ruleset, "rule_levels") == ("分组，名称自定", False, {})
