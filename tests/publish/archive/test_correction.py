from __future__ import annotations

import pytest

from nianbao.publish.archive import Frozen, Outcome, read_events, verify
from nianbao.publish.archive.correction import Announcement, correct
from nianbao.publish.archive.refusals import Overtaken
from tests.publish.archive.office import Office, tree


def correction(office: Office, version: int, executed: str, withdrawals: int = 0) -> Outcome:
    """Correct 2022 to that version."""
    return correct(
        office.archive,
        office.staged(2022, executed),
        Announcement(version, "更正", "预算执行情况", "执行数有误", "财务科", withdrawals),
        office.portal_of_view(),
        now=office.now,
    )


def test_a_correction_is_the_next_version_and_leaves_the_one_before(office: Office) -> None:
    """The year's address shows the new version, the old one keeps its bytes and its address."""
    office.publish(2022)
    before = tree(office.archive / "store/2022/v1")
    outcome = correction(office, 2, "1171.07")
    assert (outcome.kind, outcome.version) == ("published", 2)
    assert tree(office.archive / "store/2022/v1") == before
    current = office.archive / "current"
    assert "1171.07" in (current / "2022/budget.html").read_text(encoding="utf-8")
    assert "1171.06" in (current / "2022-v1/budget.html").read_text(encoding="utf-8")
    assert [(event.kind, event.nature) for event in read_events(office.archive)][-1] == ("correct", "更正")
    assert verify(office.archive).intact


@pytest.mark.parametrize("version", [1, 2, 4])
def test_only_the_version_after_the_latest_can_be_made(office: Office, version: int) -> None:
    """A correction that was prepared against another latest version is refused, and nothing changes."""
    office.publish(2022)
    correction(office, 2, "1171.07")
    before = tree(office.archive)
    with pytest.raises(Overtaken, match="第2版"):
        correction(office, version, "1171.08")
    assert tree(office.archive) == before


def test_what_was_withdrawn_meanwhile_is_not_quoted_by_a_correction(office: Office) -> None:
    """A correction that was prepared before a withdrawal is refused, and can be prepared again."""
    office.publish(2022)
    office.withdraw(2022, 1, "budget.html")
    before = tree(office.archive)
    with pytest.raises(Overtaken, match="撤下"):
        correction(office, 2, "1171.07")
    assert tree(office.archive) == before
    assert correction(office, 2, "1171.07", withdrawals=1).version == 2


def test_a_year_that_was_never_published_cannot_be_corrected(office: Office) -> None:
    """There is nothing to be corrected."""
    office.publish(2023)
    with pytest.raises(Overtaken):
        correction(office, 1, "1171.07")


def test_after_a_correction_the_old_sources_are_refused(office: Office) -> None:
    """Publishing what version 1 was made of does not bring it back."""
    office.publish(2022)
    correction(office, 2, "1171.07")
    with pytest.raises(Frozen):
        office.publish(2022)
