"""What a crash cuts off right before readers would get it looks as if an old copy had been put over it: it is kept."""

from __future__ import annotations

import shutil
from collections.abc import Callable

import pytest

from nianbao.publish.archive import layout, read_events, verify
from nianbao.publish.archive.refusals import Unsettled
from tests.archive import deeds, killing
from tests.archive.copies import copied, everywhere, put_over, settle, shown
from tests.publish.archive.office import Office


def _kill_before_shown(deed: Callable[[Office], object], lone_office: Office) -> None:
    """Kill a deed right before the rename by which readers would get it: what it made lies there whole."""
    reference = copied(lone_office, "reference")
    steps = killing.changes(deed, reference.folder)
    shutil.rmtree(reference.folder)
    commit = 1 + max(index for index, step in enumerate(steps) if step == "os.rename current")
    assert killing.run(deed, lone_office.folder, commit) == -9


def test_what_kills_leave_does_not_pile_up(lone_office: Office) -> None:
    """Cut off right before it was shown, again and again: the retry has it, and nothing of the attempts is left."""
    for _ in range(3):
        _kill_before_shown(deeds.publish_2024, lone_office)
        found = verify(lone_office.archive)
        assert (found.intact, found.cut_short) == (True, ("2024-v1",))
    deeds.publish_2024(lone_office)
    found = verify(lone_office.archive)
    assert (found.intact, found.cut_short, found.aside, found.orphans) == (True, (), (), ())
    assert not (lone_office.archive / layout.ASIDE).exists()


def test_what_may_have_been_shown_is_kept_when_something_else_is_published(lone_office: Office) -> None:
    """A crash right before and a copy right after look alike: what another content replaces lies aside, and is told."""
    _kill_before_shown(deeds.publish_2024, lone_office)
    outcome = lone_office.publish(lone_office.staged(2024, "1222.22"))
    (aside,) = outcome.moved_aside
    assert "1200.00" in (lone_office.archive / aside / "content/budget.html").read_text(encoding="utf-8")
    assert "1222.22" in shown(lone_office, "2024/budget.html")
    assert (verify(lone_office.archive).intact, verify(lone_office.archive).aside) == (True, (aside,))


def test_a_decision_that_was_cut_short_is_taken_once(lone_office: Office) -> None:
    """Killed before it was shown and made again, it enters each line of the other ledger once."""
    other = copied(lone_office, "two")
    deeds.withdraw_2022(other)
    deeds.publish_2024(lone_office)
    put_over(other.archive, lone_office.archive)
    _kill_before_shown(deeds.adopt, lone_office)
    settle(lone_office)
    kinds = [(event.kind, event.year) for event in read_events(lone_office.archive)]
    assert kinds[3:] == [("withdraw", 2022), ("publish", 2024)]
    assert verify(lone_office.archive).intact
    assert "1200.00" in shown(lone_office, "2024/budget.html")


def test_a_withdrawal_that_was_cut_short_is_not_forgotten(lone_office: Office) -> None:
    """Nothing else is published before it is done again, or taken over."""
    _kill_before_shown(deeds.withdraw_2022, lone_office)
    assert len(verify(lone_office.archive).withdrawals_cut_short) == 1
    shutil.rmtree(lone_office.archive / layout.STAGING, ignore_errors=True)
    with pytest.raises(Unsettled, match="没有做完"):
        lone_office.publish(lone_office.staged(2024, "1200.00"))
    again = copied(lone_office, "again")
    deeds.withdraw_2022(again)
    assert everywhere(again.archive, deeds.WITHDRAWN) == []
    assert verify(again.archive).intact
    settle(lone_office)
    assert everywhere(lone_office.archive, deeds.WITHDRAWN) == []
    assert verify(lone_office.archive).intact
