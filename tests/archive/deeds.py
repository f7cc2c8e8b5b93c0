"""What an office does to its archive, each by a name that another process can call."""

from __future__ import annotations

import resource
import sys
from collections.abc import Callable
from datetime import datetime, timedelta

from nianbao.publish.archive import NoSpace, Outcome, read_events
from nianbao.publish.archive.adopting import Settled, settle_branches
from nianbao.publish.archive.correction import Announcement, correct
from nianbao.publish.archive.refusals import Overtaken
from tests.publish.archive.office import Office

Deed = Callable[[Office], object]
"""Something an office does; doing it again where it is already done changes nothing that readers see."""

WITHDRAWN = "执行数1171.06万元".encode()
"""The page of 2022 that `withdraw_2022` takes out."""


def begin(office: Office) -> None:
    """Publish two years, so that there is something to be harmed; the first of them has words of its own."""
    office.publish(2022)
    office.publish(office.staged(2023, "1300.55"))


def publish_2022(office: Office) -> Outcome:
    """Publish the first year of all."""
    return office.publish(2022)


def publish_2024(office: Office) -> Outcome:
    """Publish a third year."""
    return office.publish(office.staged(2024, "1200.00"))


def correct_2022(office: Office) -> Outcome | None:
    """Correct the first year once; None where that is already done."""
    announced = Announcement(2, "更正", "整体支出", "执行数有误", "财务科")
    try:
        return correct(
            office.archive,
            office.staged(2022, "1171.07"),
            announced,
            office.portal_of_view(),
            now=office.now,
        )
    except Overtaken:
        return None


def withdraw_2022(office: Office) -> Outcome:
    """Withdraw a page of the first year once; where that is already done, publish the portal."""
    if any(event.kind == "withdraw" for event in read_events(office.archive)):
        return office.publish(None)
    return office.withdraw(2022, 1, "budget.html")


def adopt(office: Office) -> Settled | None:
    """Take over what other ledgers in the archive say, days after it was said."""

    def later() -> datetime:
        return office.now() + timedelta(days=7)

    return settle_branches(office.archive, "adopt", office.portal_of_view(), now=later, role="财务科")


def limited(deed: Deed, size: int, office: Office) -> None:
    """Do a deed in a process that may write no file of more than `size` bytes; ends it with status 4 for NoSpace."""

    class Limited(Office):
        """An office that comes under the limit when it first looks at the clock, its pages being built."""

        def now(self) -> datetime:
            """Return the office's time."""
            hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
            return super().now()

    try:
        deed(Limited(office.folder))
    except NoSpace as full:
        sys.exit(4 if "MiB" in str(full) else 1)
