from __future__ import annotations

import errno
from pathlib import Path

import pytest

from nianbao.publish.archive import NoSpace, durable
from nianbao.publish.exporting import Refused, export_tree
from tests.publish.archive.office import Office, names, tree


def test_a_taken_target_is_left_alone(full_office: Office, tmp_path: Path) -> None:
    """A file, a folder with something in it, a link and the working folder are refused with what to do."""
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder/file").write_text("mine", encoding="utf-8")
    (tmp_path / "link").symlink_to("nowhere")
    before = tree(tmp_path)
    for name in ("file", "folder", "link"):
        with pytest.raises(Refused, match="换一个名字"):
            export_tree(full_office.archive, tmp_path / name)
    with pytest.raises(Refused, match="历年报告库里面"):
        export_tree(full_office.archive, full_office.archive / "export")
    assert tree(tmp_path) == before


def test_an_empty_folder_is_filled_but_never_the_one_somebody_stands_in(
    full_office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The written folder takes the place of the empty one, which would leave a terminal in a folder that is gone."""
    (tmp_path / "out").mkdir()
    (tmp_path / "here").mkdir()
    export_tree(full_office.archive, tmp_path / "out")
    assert (tmp_path / "out/index.html").is_file()
    monkeypatch.chdir(tmp_path / "here")
    with pytest.raises(Refused, match="新名字"):
        export_tree(full_office.archive, tmp_path / "here")
    assert names(tmp_path) == {"out", "here"}


def test_a_full_disk_leaves_nothing(full_office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether the space is missing beforehand or runs out while writing, the target stays as it was."""
    monkeypatch.setattr(durable, "free_space", lambda folder: 1000)
    with pytest.raises(NoSpace):
        export_tree(full_office.archive, tmp_path / "out")
    monkeypatch.undo()
    written: list[int] = []

    def fsync(handle: int) -> None:
        written.append(handle)
        if len(written) == 5:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.fsync", fsync)
    with pytest.raises(NoSpace):
        export_tree(full_office.archive, tmp_path / "out")
    assert names(tmp_path) == set()


@pytest.mark.parametrize(
    ("target", "why"),
    [("file/out", "上级不是文件夹"), ("file/below/out", "上级不是文件夹"), ("长" * 100, "名字太长")],
)
def test_a_target_that_cannot_be_written_is_named(full_office: Office, tmp_path: Path, target: str, why: str) -> None:
    """With the reason in the language of all messages: a file above it, a name that no file system takes."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(Refused, match=f"写不成 .*：{why}"):
        export_tree(full_office.archive, tmp_path / target)
