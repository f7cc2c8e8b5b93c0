"""What every change of the archive begins with: the lock, a survey that found nothing in the way, a swept floor."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from nianbao.publish.archive import committing, durable, layout, marks, setting_aside, sweeping
from nianbao.publish.archive.committing import Portal
from nianbao.publish.archive.refusals import Damaged, FileLimit, NoSpace, Unsettled
from nianbao.publish.archive.survey import Survey
from nianbao.publish.archive.versions import Staged


@contextmanager
def undertaking(
    archive: Path,
    portal: Portal,
    action: str,
    now: Callable[[], datetime],
    staged: Staged | None,
    copied: int = 0,
    withdrawing: bool = False,
) -> Iterator[Survey]:
    """Hold the lock for `action` and give the survey of an archive in which it may go on.

    `staged` is the year that will be stored, where there is one, and `copied` are the bytes that are copied besides.
    Raises Busy, Unsupported, Damaged where the ledger or that very year is damaged, Unsettled where other ledgers in
    the archive say what the shown one does not (unless something is `withdrawing`, which never waits), and NoSpace or
    FileLimit where the disk is full before the end.
    """
    with _full_disk_is_no_space(archive, staged, copied):
        durable.make_folder(archive)
        with durable.hold(archive / layout.LOCK, action, now()):
            found = committing.begin(archive, portal)
            stopping = (*found.stopping, *(found.damages_of(staged.year) if staged is not None else ()))
            if stopping:
                raise Damaged(stopping)
            if (found.others.unsettled or found.others.cut_short) and not withdrawing:
                raise Unsettled((*found.others.unsettled, *found.others.cut_short))
            marks.put_marks(archive, marks.prepare_marks(archive, found.events))
            moved = setting_aside.settle(archive, found, withdrawing)
            sweeping.sweep(archive, found.orphans, found.view or 0)
            yield replace(found, moved_aside=moved)


@contextmanager
def _full_disk_is_no_space(archive: Path, staged: Staged | None, copied: int) -> Iterator[None]:
    """Turn the system's word for a full disk into NoSpace, which says how much is needed, as `need_space` has it."""
    try:
        yield
    except OSError as error:
        if error.errno not in durable.FULL:
            raise
        need, have = committing.need_space(archive, staged, copied)
        if error.errno == errno.EFBIG:
            raise FileLimit(need, durable.largest_file()) from error
        raise NoSpace(need, have) from error
