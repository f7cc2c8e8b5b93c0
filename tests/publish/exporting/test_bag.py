from __future__ import annotations

from pathlib import Path

import bagit
import pytest

from nianbao.publish.archive import durable
from nianbao.publish.exporting import export_bag, export_tree
from nianbao.publish.exporting.bag import tag_files
from nianbao.publish.exporting.pieces import Piece
from nianbao.publish.exporting.shown import read_shown
from tests.publish.archive.office import Office, names, tree


def test_a_bag_is_valid_and_its_payload_is_the_exported_folder(full_office: Office, tmp_path: Path) -> None:
    """The library of the Library of Congress, which took no part in making it, finds every file and hash right."""
    done = export_bag(full_office.archive, tmp_path / "bag")
    export_tree(full_office.archive, tmp_path / "tree")
    bag = bagit.Bag(str(tmp_path / "bag"))
    assert bag.validate()
    assert bag.version_info == (1, 0)
    assert names(tmp_path / "bag") == {
        "bag-info.txt",
        "bagit.txt",
        "data",
        "manifest-sha256.txt",
        "tagmanifest-sha256.txt",
    }
    assert tree(tmp_path / "bag/data") == tree(tmp_path / "tree")
    assert bag.info["Source-Organization"] == "示例区总工会"
    assert bag.info["Bagging-Date"] == "2026-11-24"
    assert bag.info["Payload-Oxum"] == f"{done.size}.{done.files}"
    assert "2022、2023年度" in bag.info["External-Description"]
    assert bag.info["Internal-Sender-Identifier"] == done.view_hash


def test_a_changed_bag_is_noticed(full_office: Office, tmp_path: Path) -> None:
    """By the same library: payload and description are both covered."""
    export_bag(full_office.archive, tmp_path / "bag")
    for name in ("data/2022-v1/budget.html", "bag-info.txt"):
        path = tmp_path / "bag" / name
        before = path.read_bytes()
        durable.write_file(path, before[:-1] + bytes([before[-1] ^ 1]))
        assert not bagit.Bag(str(tmp_path / "bag")).is_valid()
        durable.write_file(path, before)
    assert bagit.Bag(str(tmp_path / "bag")).is_valid()


def test_the_same_archive_gives_the_same_bag(full_office: Office, tmp_path: Path) -> None:
    """The clock has no part in it."""
    export_bag(full_office.archive, tmp_path / "one")
    export_bag(full_office.archive, tmp_path / "two")
    assert tree(tmp_path / "one") == tree(tmp_path / "two")


@pytest.mark.parametrize(("name", "written"), [("100%.html", "100%25.html"), ("a\nb", "a%0Ab"), ("数据 表", "数据 表")])
def test_names_are_written_as_the_standard_asks(full_office: Office, name: str, written: str) -> None:
    """Line ends and percent signs are encoded, nothing else is."""
    tags = tag_files({name: Piece("0" * 64)}, read_shown(full_office.archive))
    assert tags["manifest-sha256.txt"].decode() == f"{'0' * 64}  data/{written}\n"
