from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from nianbao.publish.archive import Damaged, durable
from nianbao.publish.exporting import export_tree
from tests.publish.archive.office import Office, tree


@pytest.fixture
def exported(full_office: Office, tmp_path: Path) -> dict[str, str]:
    """What an export of the archive itself is like."""
    export_tree(full_office.archive, tmp_path / "exported")
    return tree(tmp_path / "exported")


def without_links(archive: Path, instead: str) -> None:
    """Put what a copy without links has in place of each of them: nothing, its text, or what it led to."""
    links = [path for path in archive.rglob("*") if path.is_symlink()]
    for link in sorted(links, key=lambda path: path.name == "current"):
        target, text = link.resolve(), os.readlink(link)  # noqa: PTH115 - the text as it is
        link.unlink()
        if instead == "text":
            link.write_text(text, encoding="utf-8")
        elif instead == "folder":
            shutil.copytree(target, link)


@pytest.mark.parametrize("instead", ["nothing", "text", "folder"])
def test_a_copy_of_the_archive_without_links_is_exported_as_well(
    full_office: Office, exported: dict[str, str], tmp_path: Path, instead: str
) -> None:
    """On a share, a stick or another system, whatever became of the links: the same bytes."""
    copy = tmp_path / "copy"
    shutil.copytree(full_office.archive, copy, symlinks=True)
    without_links(copy, instead)
    export_tree(copy, tmp_path / "out")
    assert tree(tmp_path / "out") == exported


@pytest.mark.parametrize("name", ["store/2022/v1/content/budget.html", "views/3/index.html", "store/2023/v1/nonce"])
def test_damage_in_a_copy_is_told_like_any_other(full_office: Office, tmp_path: Path, name: str) -> None:
    """Only the lack of links is no damage."""
    copy = tmp_path / "copy"
    shutil.copytree(full_office.archive, copy, symlinks=True)
    without_links(copy, "folder")
    durable.write_file(copy / name, b"changed")
    with pytest.raises(Damaged) as refused:
        export_tree(copy, tmp_path / "out")
    assert {damage.path for damage in refused.value.damages} == {name}


def test_a_copy_that_contradicts_itself_is_not_exported(full_office: Office, tmp_path: Path) -> None:
    """Nobody can tell whether the view after the recorded one was ever public, or what `current` was."""
    copy = tmp_path / "copy"
    shutil.copytree(full_office.archive, copy, symlinks=True)
    without_links(copy, "nothing")
    (copy / ".committed").write_text("2\n", encoding="utf-8")
    with pytest.raises(Damaged, match="committed"):
        export_tree(copy, tmp_path / "out")
    (copy / "current").write_text("views/3", encoding="utf-8")
    with pytest.raises(Damaged, match="committed"):
        export_tree(copy, tmp_path / "out")


def test_a_live_archive_that_lost_its_entry_is_damaged_and_no_copy(office: Office, tmp_path: Path) -> None:
    """The view's own links tell that `current` should be there."""
    office.publish(2022)
    (office.archive / "current").unlink()
    with pytest.raises(Damaged, match="current"):
        export_tree(office.archive, tmp_path / "out")


def test_nothing_that_only_posix_has_is_needed(full_office: Office, exported: dict[str, str], tmp_path: Path) -> None:
    """Without locks, links and synced folders, as on Windows, a copy is exported by the command line."""
    copy = tmp_path / "copy"
    shutil.copytree(full_office.archive, copy, symlinks=True)
    without_links(copy, "text")
    code = (
        "import os, sys, pathlib\n"
        "for name in ('fcntl', 'pwd', 'grp', 'resource', 'termios'): sys.modules[name] = None\n"
        "real = os.open\n"
        "def no_folders(path, *rest, **more):\n"
        "    if os.path.isdir(path) and not rest[0] & os.O_DIRECTORY: raise PermissionError(13, 'Permission denied')\n"
        "    return real(path, *rest, **more)\n"
        "os.open, os.symlink, os.link = no_folders, None, None\n"
        "from nianbao.cli import main\n"
        f"sys.argv = ['nianbao', 'export', {str(tmp_path / 'out')!r}, '--archive', {str(copy)!r}]\n"
        "main()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert tree(tmp_path / "out") == exported
