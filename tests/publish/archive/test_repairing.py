from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from nianbao.publish.archive import Damaged, layout, manifest, verify
from nianbao.publish.archive.repairing import Repaired, repair
from nianbao.publish.exporting import export_tree
from nianbao.publish.repairing import copies_in
from tests.publish.archive.office import Office, tree


@pytest.fixture
def copied(office: Office, tmp_path: Path) -> tuple[Office, Path, Path]:
    """Return an office with two years and a correction, a copy of its archive, and an export of it."""
    office.publish(2022)
    office.publish(2023)
    office.correct(2022, 2, "1171.07")
    shutil.copytree(office.archive, tmp_path / "copy", symlinks=True)
    export_tree(office.archive, tmp_path / "export")
    return office, tmp_path / "copy", tmp_path / "export"


def mended(office: Office, copy: Path, expect: str | None = None) -> Repaired:
    """Repair the office's archive from a copy."""
    return repair(office.archive, copies_in(copy), office.now, expect)


def overwrite(path: Path) -> None:
    """Put other bytes in a file's place; those that share its bytes on the disk keep them."""
    content = path.read_bytes()
    path.unlink()
    path.write_bytes(b"?" + content[1:])


def in_place_of_folder(archive: Path) -> None:
    """Put a file where a version's content should be."""
    shutil.rmtree(archive / "store/2022/v1/content")
    (archive / "store/2022/v1/content").write_text("?")


def folder_in_place_of_file(archive: Path) -> None:
    """Put a folder where a version's facts should be."""
    (archive / "store/2022/v1/build.json").unlink()
    (archive / "store/2022/v1/build.json").mkdir()


def link_elsewhere(archive: Path) -> None:
    """Point a year's link at an older version."""
    (archive / "views/3/2022").unlink()
    (archive / "views/3/2022").symlink_to("../../store/2022/v1/content")


def add_file(archive: Path) -> None:
    """Put a page into a version that it never had."""
    (archive / "store/2022/v1/content/more.html").write_text("?")


DAMAGES: dict[str, Callable[[Path], None]] = {
    "a page": lambda archive: overwrite(archive / "store/2022/v1/content/budget.html"),
    "a list of hashes": lambda archive: overwrite(archive / "store/2022/v2/manifest-sha256.txt"),
    "a nonce": lambda archive: overwrite(archive / "store/2022/v2/nonce"),
    "a whole version": lambda archive: shutil.rmtree(archive / "store/2023/v1"),
    "a file for a folder": in_place_of_folder,
    "a folder for a file": folder_in_place_of_file,
    "a file too many": add_file,
    "a portal page": lambda archive: overwrite(archive / "views/3/index.html"),
    "a link": link_elsewhere,
    "an earlier view": lambda archive: overwrite(archive / "views/2/ledger.jsonl"),
}


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("source", ["archive", "export"])
def test_damage_is_mended_byte_for_byte(copied: tuple[Office, Path, Path], damage: str, source: str) -> None:
    """From a copy of the archive or an export, every version and the current view are as they were published."""
    office, copy, export = copied
    DAMAGES[damage](office.archive)
    assert not verify(office.archive).intact
    done = mended(office, copy if source == "archive" else export)
    assert done.left == ()
    assert done.mended
    assert tree(office.archive / "store") == tree(copy / "store")
    assert tree(office.archive / "views/3") == tree(copy / "views/3")
    assert mended(office, copy).mended == ()


@pytest.mark.parametrize("lost", ["ledger.jsonl", "SHA256SUMS"])
def test_a_lost_ledger_comes_back_when_its_hash_vouches_for_it(copied: tuple[Office, Path, Path], lost: str) -> None:
    """The list of hashes here, or the hash that a publication printed, says whether the copy is the right one."""
    office, copy, _ = copied
    printed = verify(office.archive).view_hash
    overwrite(office.archive / "views/3" / lost)
    if lost == "SHA256SUMS":
        assert mended(office, copy).left != ()
    assert mended(office, copy, printed).left == ()
    assert tree(office.archive) == tree(copy)


@pytest.mark.parametrize("target", [None, "views/1", "elsewhere"])
def test_current_is_pointed_at_what_was_last_shown(copied: tuple[Office, Path, Path], target: str | None) -> None:
    """Missing, turned back or wrong, it needs no copy where the last view itself is sound."""
    office, copy, _ = copied
    (office.archive / layout.CURRENT).unlink()
    if target is not None:
        (office.archive / layout.CURRENT).symlink_to(target)
    assert layout.CURRENT in mended(office, copy).mended
    assert manifest.link_target(office.archive / layout.CURRENT) == "views/3"
    assert verify(office.archive).intact


def test_a_copy_that_the_ledger_does_not_vouch_for_is_not_taken(copied: tuple[Office, Path, Path]) -> None:
    """A copy with other bytes leaves the damage as it is, named."""
    office, copy, _ = copied
    overwrite(office.archive / "store/2022/v1/content/budget.html")
    overwrite(copy / "store/2022/v1/content/budget.html")
    before = tree(office.archive / "store")
    done = mended(office, copy)
    assert done.mended == ()
    assert [damage.path for damage in done.left] == ["store/2022/v1/content/budget.html"]
    assert tree(office.archive / "store") == before


def test_an_archive_of_another_office_mends_nothing(copied: tuple[Office, Path, Path], tmp_path: Path) -> None:
    """Neither its ledger nor its versions meet what was committed to here."""
    office, _, _ = copied
    (tmp_path / "elsewhere").mkdir()
    other = Office(tmp_path / "elsewhere")
    other.publish(office.staged(2022, "9999.99"))
    overwrite(office.archive / "views/3/ledger.jsonl")
    overwrite(office.archive / "store/2022/v1/content/budget.html")
    assert mended(office, other.archive).mended == ()


@pytest.mark.parametrize("damage", ["gone", "view lost"])
def test_an_old_copy_does_not_make_later_versions_forgotten(copied: tuple[Office, Path, Path], damage: str) -> None:
    """A hash printed before the last publications vouches for an old view, which would leave their versions to go."""
    office, copy, _ = copied
    printed = verify(copy).view_hash
    office.publish(2024)
    if damage == "gone":
        (office.archive / layout.CURRENT).unlink()
        (office.archive / layout.COMMITTED).unlink()
    overwrite(office.archive / "views/4/ledger.jsonl")
    assert mended(office, copy, printed).left != ()
    assert not any("views/3" in name for name in mended(office, copy, printed).mended)
    with pytest.raises(Damaged):
        office.publish(2025)
    assert (office.archive / "store/2024/v1").is_dir()


def test_a_lost_archive_comes_back_from_a_copy_by_its_printed_hash(copied: tuple[Office, Path, Path]) -> None:
    """Without the hash nothing vouches for the copy, and nothing is put in."""
    office, copy, _ = copied
    shutil.rmtree(office.archive)
    assert mended(office, copy).mended == ()
    assert mended(office, copy, verify(copy).view_hash).left == ()
    assert tree(office.archive / "store") == tree(copy / "store")


def test_nothing_is_written_through_a_link(copied: tuple[Office, Path, Path], tmp_path: Path) -> None:
    """A year that leads elsewhere is told as damage, and what lies there stays as it is."""
    office, copy, _ = copied
    (office.archive / "store/2023").rename(tmp_path / "elsewhere")
    overwrite(tmp_path / "elsewhere/v1/content/budget.html")
    (office.archive / "store/2023").symlink_to(tmp_path / "elsewhere")
    before = tree(tmp_path / "elsewhere")
    assert [damage.path for damage in mended(office, copy).left] == ["store/2023"]
    assert tree(tmp_path / "elsewhere") == before


def test_a_file_in_the_place_of_a_year_gives_way(copied: tuple[Office, Path, Path]) -> None:
    """The year's versions come back from the copy."""
    office, copy, _ = copied
    shutil.rmtree(office.archive / "store/2023")
    (office.archive / "store/2023").write_text("?")
    assert mended(office, copy).left == ()
    assert tree(office.archive / "store") == tree(copy / "store")


def test_withdrawn_content_does_not_come_back_from_an_old_copy(copied: tuple[Office, Path, Path]) -> None:
    """The ledger commits to what is left, so that a copy from before the withdrawal fits nothing."""
    office, copy, _ = copied
    office.withdraw(2022, 1, "budget.html")
    overwrite(office.archive / "store/2022/v1.1/content/index.html")
    done = mended(office, copy)
    assert done.mended == ()
    assert not (office.archive / "store/2022/v1").exists()
