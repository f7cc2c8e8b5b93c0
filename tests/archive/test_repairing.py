from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from nianbao.publish.archive import layout, manifest, verify
from nianbao.publish.archive.repairing import Repaired, repair
from nianbao.publish.exporting import export_tree
from nianbao.publish.repairing import copies_in
from tests.archive.conftest import Measure, afresh
from tests.archive.tampering import chosen
from tests.publish.archive.office import Office, tree

PROMISE = "tampering is found"
BEYOND = ("all views moved away behind a link", "the store moved away behind a link", "a year moved away behind a link")
"""What needs a person: whoever put a link there had a whole folder of the archive in hand."""


@pytest.fixture(params=["archive", "export"])
def copy(request: pytest.FixtureRequest, sound: Office, tmp_path: Path) -> Path:
    """Return a copy of the sound archive, or an export of it."""
    if request.param == "archive":
        return Path(shutil.copytree(sound.archive, tmp_path / "copy", symlinks=True))
    export_tree(sound.archive, tmp_path / "copy")
    return tmp_path / "copy"


def test_every_kind_of_damage_is_mended_byte_for_byte(
    office: Office, sound: Office, copy: Path, torture: bool, measure: Measure
) -> None:
    """With the hash that the last publication printed, every version and the current view are as they were published."""
    printed = verify(sound.archive).view_hash
    wanted = _lasting(sound.archive)
    changes = [tampering for tampering in chosen(torture, 30) if tampering.name not in BEYOND]
    unmended = []
    for tampering in changes:
        tampering.change(afresh(office, sound))
        done = _mended(office, copy, printed)
        if done.left or _lasting(office.archive) != wanted:
            unmended.append(f"{tampering.name}: {'; '.join(map(str, done.left))}")
    measure(PROMISE, {"repairs": len(changes), "unmended": len(unmended)})
    assert unmended == []


def test_no_copy_is_taken_that_was_changed_as_well(
    office: Office, sound: Office, torture: bool, measure: Measure
) -> None:
    """What the ledger does not vouch for never gets into the archive, whatever else of the copy is whole."""
    printed = verify(sound.archive).view_hash
    published = {what for what in tree(sound.archive).values() if len(what) == 64}
    other = Office(office.folder / "other")
    changes = chosen(torture, 15, "store/") + chosen(torture, 10, "views/3/")
    for tampering in changes:
        tampering.change(afresh(other, sound))
        tampering.change(afresh(office, sound))
        there = set(tree(office.archive).values())
        _mended(office, other.archive, printed)
        new = {what for what in tree(office.archive).values() if len(what) == 64} - there
        assert new <= published, tampering.name
    measure(PROMISE, {"changed copies refused": len(changes)})


def test_a_copy_whose_lists_fit_its_changed_pages_is_not_taken(office: Office, sound: Office) -> None:
    """A forger who makes all lists anew still does not have the ledger's commitment."""
    forged = afresh(Office(office.folder / "other"), sound) / "store/2022/v1"
    _rewrite(forged / "content/budget.html", "执行数9999.99万元".encode())
    for folder, name in ((forged / "content", layout.SUMS), (forged, layout.MANIFEST)):
        without = frozenset({name}) | (frozenset({layout.NONCE}) if name == layout.MANIFEST else frozenset())
        _rewrite(folder / name, manifest.written(manifest.hash_tree(folder, without)))
    archive = afresh(office, sound)
    _rewrite(archive / "store/2022/v1/content/budget.html", b"?")
    before = tree(archive)
    done = _mended(office, office.folder / "other" / "archive", verify(sound.archive).view_hash)
    assert done.mended == ()
    assert [damage.path for damage in done.left] == ["store/2022/v1/content/budget.html"]
    assert tree(archive) == before


def _rewrite(path: Path, content: bytes) -> None:
    path.unlink()
    path.write_bytes(content)


def _mended(office: Office, copy: Path, expect: str) -> Repaired:
    return repair(office.archive, copies_in(copy), office.now, expect)


def _lasting(archive: Path) -> dict[str, str]:
    """What lies in the archive, but for earlier views, which a repair may drop, and what the next run sweeps."""
    passing = ("views/1", "views/2", layout.LOCK, *verify(archive).orphans)
    return {name: what for name, what in tree(archive).items() if not name.startswith(passing)}
