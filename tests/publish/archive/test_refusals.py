from __future__ import annotations

from nianbao.publish.archive import Busy, Damage, Damaged, Frozen, NoSpace


def test_a_damaged_path_can_be_printed_anywhere() -> None:
    """Bytes that are no text are spelled out instead of breaking the terminal."""
    assert str(Damage("store/\udcff.html", "不见了")) == "store/\\xff.html：不见了"


def test_a_frozen_year_points_to_the_way_of_correcting_it() -> None:
    """The sentence names what differs and the command to use; without a changed source it says what else differs."""
    assert "data/2022/a.csv、docs/2022/b.md" in str(Frozen(2022, 1, ["data/2022/a.csv", "docs/2022/b.md"]))
    assert "nianbao correct 2022" in str(Frozen(2022, 1, []))
    assert "程序、主题或规则" in str(Frozen(2022, 1, []))


def test_refusals_keep_their_facts_for_the_caller() -> None:
    """The command line chooses its exit status and words from values, not from sentences."""
    damage = Damage("current", "不见了")
    assert Damaged([damage]).damages == (damage,)
    assert Busy("甲").holder == "甲"
    assert (NoSpace(3 << 20, 1 << 20).need, NoSpace(3 << 20, 1 << 20).have) == (3 << 20, 1 << 20)
    assert "3.0 MiB" in str(NoSpace(3 << 20, 1 << 20))
