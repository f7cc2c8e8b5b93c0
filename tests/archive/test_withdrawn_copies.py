"""Old copies and other machines bring nothing back that was withdrawn."""

from __future__ import annotations

from nianbao.publish.archive import verify
from nianbao.publish.archive.adopting import Choice
from tests.archive import deeds
from tests.archive.conftest import Measure
from tests.archive.copies import copied, everywhere, lines, put_over, refused, settle, shown
from tests.publish.archive.office import Office

PROMISE = "accidents lose nothing"


def test_what_was_withdrawn_comes_back_with_no_old_copy(lone_office: Office, measure: Measure) -> None:
    """The copy brings the page back; the withdrawal is known, stops every publication, and wins."""
    backup = copied(lone_office, "backup")
    words = "执行数1171.06万元".encode()
    deeds.withdraw_2022(lone_office)
    assert everywhere(lone_office.archive, words) == []
    before = lines(lone_office)
    put_over(backup.archive, lone_office.archive)
    assert everywhere(lone_office.archive, words) != []
    assert any("撤下的内容可能又在提供" in damage.what for damage in verify(lone_office.archive).damages)
    refused(lone_office)
    choices: tuple[Choice, ...] = ("aside", "adopt")
    for choice in choices:
        trial = copied(lone_office, choice)
        settle(trial, choice)
        assert everywhere(trial.archive, words) == [], choice
        assert verify(trial.archive).intact
    settle(lone_office)
    assert lines(lone_office) == before
    measure(PROMISE, {"old copy over a withdrawal": 1})


def test_a_withdrawal_on_one_of_two_machines_wins_on_both(lone_office: Office, measure: Measure) -> None:
    """Put together in either order, the page is gone, and so are its old folder and the old views."""
    words = "执行数1171.06万元".encode()
    other = copied(lone_office, "two")
    deeds.withdraw_2022(lone_office)
    deeds.publish_2024(other)
    for first, second in ((lone_office, other), (other, lone_office)):
        merged = copied(first, f"merged-{first.folder.name}")
        put_over(second.archive, merged.archive)
        assert not verify(merged.archive).intact
        settle(merged)
        assert everywhere(merged.archive, words) == []
        assert "1200.00" in shown(merged, "2024/budget.html")
        assert verify(merged.archive).intact
    measure(PROMISE, {"a withdrawal on one of two machines": 2})


def test_a_withdrawal_waits_for_no_decision(lone_office: Office) -> None:
    """What must go goes at once; what other ledgers say stays to be decided about."""
    words = "执行数1171.06万元".encode()
    backup = copied(lone_office, "backup")
    deeds.publish_2024(lone_office)
    put_over(backup.archive, lone_office.archive)
    deeds.withdraw_2022(lone_office)
    assert everywhere(lone_office.archive, words) == []
    assert [damage.path for damage in verify(lone_office.archive).damages] == ["store/2024/v1"]
    settle(lone_office)
    assert "1200.00" in shown(lone_office, "2024/budget.html")
    assert verify(lone_office.archive).intact


def test_a_withdrawal_is_done_again_after_an_old_copy(lone_office: Office) -> None:
    """Whoever sees the page again and withdraws it again succeeds; the two ledgers can then be settled."""
    words = "执行数1171.06万元".encode()
    backup = copied(lone_office, "backup")
    deeds.withdraw_2022(lone_office)
    put_over(backup.archive, lone_office.archive)
    lone_office.withdraw(2022, 1, "budget.html")
    assert everywhere(lone_office.archive, words) == []
    settled = settle(lone_office)
    assert settled is not None
    assert [event.kind for event in settled.events] == ["aside"]
    assert verify(lone_office.archive).intact
    assert verify(lone_office.archive).aside == ()
