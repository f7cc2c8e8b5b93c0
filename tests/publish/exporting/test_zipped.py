from __future__ import annotations

import os
import time
import zipfile
from pathlib import Path

import pytest

from nianbao.publish.exporting import Refused, export_tree, export_zip
from tests.publish.archive.office import Office, names, tree

TOP = "示例区总工会历年绩效自评报告"


def test_a_zip_unpacks_to_the_exported_folder(full_office: Office, tmp_path: Path) -> None:
    """Below one top folder, which is named after the department."""
    export_tree(full_office.archive, tmp_path / "tree")
    export_zip(full_office.archive, tmp_path / "out.zip")
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        assert archive.testzip() is None
        archive.extractall(tmp_path / "unpacked")
    assert names(tmp_path / "unpacked") == {TOP}
    assert tree(tmp_path / "unpacked" / TOP) == tree(tmp_path / "tree")


def test_the_same_archive_gives_the_same_zip(
    full_office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the zone, the umask and the name of the file."""
    export_zip(full_office.archive, tmp_path / "one.zip")
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    umask = os.umask(0o077)
    try:
        export_zip(full_office.archive, tmp_path / "folder" / "二.zip")
    finally:
        os.umask(umask)
        monkeypatch.undo()
        time.tzset()
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "folder" / "二.zip").read_bytes()


def test_names_times_and_modes_are_fixed(full_office: Office, tmp_path: Path) -> None:
    """Chinese names carry the mark of UTF-8, times are the ledger's, the order is that of the names' bytes."""
    export_zip(full_office.archive, tmp_path / "out.zip")
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        entries = archive.infolist()
    assert all(entry.flag_bits & 0x800 for entry in entries)
    assert f"{TOP}/2022-v1/数据索引.html" in {entry.filename for entry in entries}
    assert {entry.date_time[:3] for entry in entries} == {(2026, 11, 24)}
    assert len({entry.date_time for entry in entries}) == 1
    assert {(entry.create_system, entry.external_attr) for entry in entries} == {(3, 0o100644 << 16)}
    assert [entry.filename.encode() for entry in entries] == sorted(entry.filename.encode() for entry in entries)


def test_a_zip_never_replaces_a_file(full_office: Office, tmp_path: Path) -> None:
    """Nor an empty folder of that name's content."""
    (tmp_path / "out.zip").write_text("mine", encoding="utf-8")
    with pytest.raises(Refused, match="没有覆盖"):
        export_zip(full_office.archive, tmp_path / "out.zip")
    assert (tmp_path / "out.zip").read_text(encoding="utf-8") == "mine"
    assert names(tmp_path) == {"out.zip"}
