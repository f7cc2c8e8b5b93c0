from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from nianbao.publish.archive import NotRemoved, layout, read_events, sweeping, verify
from nianbao.publish.archive.reading import read_sources, read_version
from nianbao.publish.archive.withdrawal import remove_remains
from tests.publish.archive.office import Office, names, tree


def everything(folder: Path) -> bytes:
    """Return all bytes below a folder, one file after the other."""
    return b"\n".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def test_what_is_withdrawn_leaves_every_file_and_its_hash_too(office: Office) -> None:
    """Neither the page's words nor its hash nor the old nonce are anywhere in the archive afterwards."""
    office.publish(2022)
    office.publish(office.staged(2023, "1200.00"))
    stored = office.archive / "store/2022/v1"
    nonce = (stored / layout.NONCE).read_bytes().strip()
    listed = dict(line.split("  ")[::-1] for line in (stored / layout.MANIFEST).read_text().splitlines())
    office.withdraw(2022, 1, "budget.html")
    left = everything(office.archive)
    assert "执行数1171.06万元".encode() not in left
    assert listed["content/budget.html"].encode() not in left
    assert read_version(office.archive, 2022, 1).inputs.keys() == {"data/2022/整体支出.csv"}
    assert read_sources(office.archive, 2022, 1).keys() == {"data/2022/整体支出.csv"}
    assert nonce not in left
    assert names(office.archive / "store/2022") == {"v1.1"}


def test_readers_meet_the_tombstone_at_the_old_addresses(office: Office) -> None:
    """Year and version lead to what is left, the other pages are as they were."""
    office.publish(2022)
    before = (office.archive / "current/2022-v1/index.html").read_bytes()
    office.withdraw(2022, 1, "budget.html")
    for address in ("2022", "2022-v1"):
        assert (office.archive / "current" / address / "budget.html").read_text(encoding="utf-8") == "已撤下"
        assert (office.archive / "current" / address / "index.html").read_bytes() == before
    assert [event.kind for event in read_events(office.archive)] == ["publish", "withdraw"]
    assert verify(office.archive).intact


def test_earlier_views_go_with_the_withdrawn(office: Office) -> None:
    """A view made before the withdrawal may quote what was taken out, so none of them stays."""
    office.publish(2022)
    office.publish(2023)
    outcome = office.withdraw(2022, 1, "budget.html")
    assert (outcome.kind, names(office.archive / "views")) == ("withdrawn", {str(outcome.view)})


def test_a_version_can_be_withdrawn_from_twice(office: Office) -> None:
    """Every withdrawal gets a folder of its own, and only the last one stays."""
    office.publish(2022)
    office.withdraw(2022, 1, "budget.html")
    office.withdraw(2022, 1, "index.html")
    assert names(office.archive / "store/2022") == {"v1.2"}
    assert verify(office.archive).intact


def test_a_refusal_inside_a_withdrawal_changes_nothing(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where what stays cannot be stored, readers and store keep what they had."""
    office.publish(2022)
    before = tree(office.archive)

    def no_view(*_: object) -> None:
        raise RuntimeError("the portal could not be built")

    monkeypatch.setattr(office, "portal", no_view)
    with pytest.raises(RuntimeError):
        office.withdraw(2022, 1, "budget.html")
    assert tree(office.archive) == before


def test_what_could_not_be_removed_is_told_and_goes_with_the_next_publication(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The new view is already shown; the old bytes are an orphan that the next run sweeps."""
    office.publish(2022)

    real = sweeping.sweep
    calls: list[int] = []

    def second_fails(archive: Path, orphans: Iterable[str], current: int) -> None:
        calls.append(current)
        if len(calls) > 1:
            raise OSError(5, "Input/output error", "store/2022/v1")
        real(archive, orphans, current)

    monkeypatch.setattr(sweeping, "sweep", second_fails)
    with pytest.raises(NotRemoved, match="store/2022/v1"):
        office.withdraw(2022, 1, "budget.html")
    monkeypatch.undo()
    assert "store/2022/v1" in verify(office.archive).orphans
    office.publish(2023)
    assert names(office.archive / "store/2022") == {"v1.1"}
    assert verify(office.archive).orphans == ()


def test_remains_can_be_removed_where_nothing_is_to_be_published(office: Office) -> None:
    """What nobody can reach goes; what is published, and an archive in doubt, stay as they are."""
    office.publish(2022)
    stray = office.archive / "store/2022/v2/content"
    stray.mkdir(parents=True)
    before = verify(office.archive)
    assert before.orphans == ("store/2022/v2",)
    remove_remains(office.archive, office.now)
    assert not stray.exists()
    assert verify(office.archive).view_hash == before.view_hash
    stray.mkdir(parents=True)
    (office.archive / layout.CURRENT).unlink()
    remove_remains(office.archive, office.now)
    assert stray.exists()
