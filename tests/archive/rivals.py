"""Several publishers at once: each is a process of its own, and all of them begin at the same moment."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from dataclasses import dataclass
from multiprocessing.queues import SimpleQueue
from multiprocessing.synchronize import Barrier, Semaphore
from pathlib import Path

from nianbao.publish.archive import BuiltPortal, Busy
from nianbao.report.catalogue import Catalogue
from tests.archive.killing import CONTEXT
from tests.publish.archive.office import Office, portal_pages

_LONGEST = 60
"""Seconds after which a publisher gives up on another one: something is wrong then."""


@dataclass
class Rival(Office):
    """An office that builds its pages in a folder of its own and publishes into an archive that others share."""

    shared: Path = Path()

    @property
    def archive(self) -> Path:
        """Return the folder of the archive."""
        return self.shared / "archive"


@dataclass(frozen=True)
class Told:
    """What a publisher told: its process, the outcome's kind or `busy`, and whom it found at work last."""

    pid: int
    kind: str
    holder: str = ""


def publish_at_once(folder: Path, years: Iterable[int]) -> list[Told]:
    """Let one process for each year publish it in the archive of the office in `folder`.

    All of them begin at once and try again for as long as the archive is busy.
    """
    return _at_once([(_patient, folder, year) for year in years])


def fight_for(folder: Path, year: int, rivals: int) -> list[Told]:
    """Let so many processes publish the same year, once each; whoever gets hold of the archive waits for the others."""
    refused = CONTEXT.Semaphore(0)
    return _at_once([(_impatient, folder, year, refused, rivals - 1)] * rivals)


def _at_once(calls: list[tuple[object, ...]]) -> list[Told]:
    start, told = CONTEXT.Barrier(len(calls)), CONTEXT.SimpleQueue()
    processes = [CONTEXT.Process(target=_tell, args=(start, told, *call)) for call in calls]
    for process in processes:
        process.start()
    try:
        return [told.get() for _ in processes]
    finally:
        for process in processes:
            process.join(_LONGEST)
            process.kill()
            process.join()
            process.close()


def _tell(start: Barrier, told: SimpleQueue[Told], publish: object, *arguments: object) -> None:
    kind, holder = "failed", ""
    try:
        start.wait(_LONGEST)
        assert callable(publish)
        kind, holder = publish(*arguments)
    finally:
        told.put(Told(os.getpid(), kind, holder))


def _patient(folder: Path, year: int) -> tuple[str, str]:
    office, holder = Rival(folder / str(os.getpid()), shared=folder), ""
    until = time.monotonic() + _LONGEST
    while time.monotonic() < until:
        try:
            return office.publish(year).kind, holder
        except Busy as busy:
            holder = busy.holder
            time.sleep(0.01)
    return "busy", holder


def _impatient(folder: Path, year: int, refused: Semaphore, others: int) -> tuple[str, str]:
    def after_the_others(pages: Path, catalogue: Catalogue) -> BuiltPortal:
        for _ in range(others):
            assert refused.acquire(timeout=_LONGEST)
        return portal_pages(pages, catalogue)

    try:
        return Rival(folder / str(os.getpid()), after_the_others, shared=folder).publish(year).kind, ""
    except Busy as busy:
        refused.release()
        return "busy", busy.holder
