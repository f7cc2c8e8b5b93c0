from __future__ import annotations

import pytest

from nianbao.wording.spelling import common_form, is_portable


@pytest.mark.parametrize(("one", "other"), [("Plan.pdf", "plan.PDF"), ("（1）", "(1)"), ("e\u0301", "é"), ("Ａ", "a")])
def test_names_that_some_computer_takes_for_one_have_one_form(one: str, other: str) -> None:
    """Case, width and composition are not told apart everywhere."""
    assert common_form(one) == common_form(other)
    assert common_form(one) != common_form("b")


@pytest.mark.parametrize(
    "name", ["a:b", "50%.txt", 'a"b', "a\\b", "a.", "a ", " a", "CON", "nul.txt", "a\nb", "长" * 67]
)
def test_names_that_some_computer_refuses_are_known(name: str) -> None:
    """Windows, its disks, and BagIt's reference program, which reads percent signs otherwise than the standard."""
    assert not is_portable(name)


@pytest.mark.parametrize(
    "name", ["项目名单（2023）.csv", "a b.html", "console.md", ".nojekyll", "长" * 66, "a-1_2.tar.gz"]
)
def test_other_names_are_portable(name: str) -> None:
    """Chinese ones too."""
    assert is_portable(name)
