"""Copies of archives put over one another, and what is decided about the ledgers that then lie there."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from nianbao.publish.archive import layout, ledger, read_events
from nianbao.publish.archive.adopting import Choice, Settled, settle_branches
from nianbao.publish.archive.refusals import Unsettled
from tests.publish.archive.office import Office, tree


def copied(office: Office, name: str) -> Office:
    """Return the same office on another machine, or its backup."""
    other = Office(office.folder.parent / name)
    other.folder.mkdir()
    shutil.copytree(office.archive, other.archive, symlinks=True)
    return other


def put_over(copy: Path, archive: Path) -> None:
    """Copy an archive over another as people do: `rm archive/current; cp -a copy/. archive/`."""
    (archive / layout.CURRENT).unlink(missing_ok=True)
    subprocess.run(["cp", "-a", f"{copy}/.", f"{archive}/"], check=True)


def settle(office: Office, choice: Choice = "adopt", head: str = "") -> Settled | None:
    """Decide about other ledgers."""
    return settle_branches(office.archive, choice, office.portal_of_view(), now=office.now, role="财务科", head=head)


def lines(office: Office) -> list[bytes]:
    """Return the lines of the shown ledger."""
    return [ledger.line(event) for event in read_events(office.archive)]


def shown(office: Office, address: str) -> str:
    """Return a page as readers get it."""
    return (office.archive / layout.CURRENT / address).read_text(encoding="utf-8")


def everywhere(archive: Path, words: bytes) -> list[str]:
    """Return the files of an archive in which some words stand."""
    return [str(path) for path in archive.rglob("*") if path.is_file() and words in path.read_bytes()]


def refused(office: Office) -> None:
    """Nothing is published before somebody decides, and nothing is touched."""
    before = tree(office.archive)
    for staged in (office.staged(2025, "1100.00"), None):
        with pytest.raises(Unsettled, match="--adopt"):
            office.publish(staged)
    assert tree(office.archive) == before
