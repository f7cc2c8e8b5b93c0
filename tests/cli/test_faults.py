from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from nianbao.cli.faults import answer
from nianbao.publish.publishing import publish_year

OURS = "程序内部出错"
PERMISSION = "没有权限。请检查它的权限，或换一个有权限的账号或位置"
NO_FOLDER = "是文件，不是文件夹。请把它改名或移走，再试一次"
LONG = "长" * 100

UNPRIVILEGED = ["setpriv", "--bounding-set=-all", "--inh-caps=-all"] if shutil.which("setpriv") else []
"""Root is told of no permission that it lacks, unless it gives up what makes it root."""
needs_permissions = pytest.mark.skipif(
    os.geteuid() == 0 and not UNPRIVILEGED, reason="root may everything, and there is no setpriv"
)


def nianbao(root: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command line in a site folder, without the rights of root."""
    prefix = UNPRIVILEGED if os.geteuid() == 0 else []
    command = [*prefix, sys.executable, "-m", "nianbao", *arguments]
    return subprocess.run(command, cwd=root, env={**os.environ, **environment}, capture_output=True, check=False)


def refused(root: Path, *arguments: str, **environment: str) -> str:
    """Return the last line of what a verb says that ends with status 2 and leaves nothing behind."""
    done = nianbao(root, *arguments, **environment)
    said = (done.stdout + done.stderr).decode()
    assert done.returncode == 2, said
    assert OURS not in said
    assert "Traceback" not in said
    return said.strip().splitlines()[-1]


@contextmanager
def mode(path: Path, mode: int) -> Iterator[None]:
    """Give a file or folder other permissions for a while."""
    before = path.stat().st_mode
    path.chmod(mode)
    try:
        yield
    finally:
        path.chmod(before)


@needs_permissions
@pytest.mark.parametrize("verb", [("build", "2023"), ("build", "portal"), ("publish", "2023"), ("new", "2024")])
def test_a_folder_that_cannot_be_written_is_named(small: Path, verb: tuple[str, ...]) -> None:
    """The folder that refuses, and not the name of something inside that nobody knows."""
    with mode(small, 0o555):
        assert refused(small, *verb) == f"{small}：{PERMISSION}"
    assert {path.name for path in small.iterdir()} == {"data", "docs"}


@needs_permissions
@pytest.mark.parametrize("name", ["data/2023", "docs", "docs/2023", "data/rulesets"])
def test_a_source_folder_that_cannot_be_read_is_named(small: Path, name: str) -> None:
    """Every verb that reads it says so."""
    with mode(small / name, 0o000):
        for verb in ("check", "build", "publish"):
            said = refused(small, verb, "2023")
            assert str(small / name) in said or name in said
            assert "权限" in said


@needs_permissions
def test_an_archive_that_cannot_be_read_is_not_taken_for_an_empty_one(small: Path) -> None:
    """Neither its folder nor the ledger inside: nobody is told that nothing was ever published."""
    publish_year(small, small / "archive", 2023)
    for name in ("archive", "archive/views/1"):
        with mode(small / name, 0o000):
            for verb in ("verify", "history", "check"):
                done = nianbao(small, verb)
                said = (done.stdout + done.stderr).decode()
                assert "权限" in said, verb
                assert OURS not in said
                assert "Errno" not in said
                assert verb == "check" or done.returncode != 0


@needs_permissions
@pytest.mark.parametrize(
    "verb", [("publish", "2023"), ("withdraw", "2023", "--page", "money", "--reason", "误发", "--yes")]
)
def test_an_archive_that_cannot_be_written_is_named_and_left_as_it_was(small: Path, verb: tuple[str, ...]) -> None:
    """On a disk that is read-only for this account."""
    archive = small / "archive"
    publish_year(small, archive, 2023)
    (archive / ".lock").unlink()
    before = sorted(path for path in archive.rglob("*"))
    with mode(archive, 0o555):
        assert refused(small, *verb) == f"{archive}：{PERMISSION}"
    assert sorted(path for path in archive.rglob("*")) == before


@pytest.mark.parametrize(
    "verb",
    [
        ("check",),
        ("build", "2023"),
        ("diff", "2023"),
        ("publish", "2023"),
        ("correct", "2023", "--reason", "改正", "--yes"),
        ("withdraw", "2023", "--whole", "--reason", "误发", "--yes"),
        ("verify",),
        ("history",),
        ("export", "out"),
    ],
)
def test_a_file_where_the_archive_should_be_is_named(small: Path, verb: tuple[str, ...]) -> None:
    """It is not taken for an archive in which nothing was published."""
    (small / "archive").write_text("", encoding="utf-8")
    assert refused(small, *verb) == f"{small / 'archive'}：{NO_FOLDER}"
    assert (small / "archive").read_bytes() == b""


@pytest.mark.parametrize("name", ["build", "build/2023"])
def test_a_file_where_an_edition_should_be_is_named_and_kept(small: Path, name: str) -> None:
    """It is somebody's, so that it is not replaced."""
    (small / name).parent.mkdir(exist_ok=True)
    (small / name).write_text("mine", encoding="utf-8")
    assert refused(small, "build", "2023") == f"{small / name}：{NO_FOLDER}"
    assert (small / name).read_text(encoding="utf-8") == "mine"


@needs_permissions
def test_an_edition_that_cannot_be_replaced_stays_whole(small: Path) -> None:
    """Not a single file of it is gone."""
    assert nianbao(small, "build", "2023").returncode == 0
    built = sorted((small / "build/2023").rglob("*"))
    with mode(small / "build", 0o555):
        assert refused(small, "build", "2023") == f"{small / 'build'}：{PERMISSION}"
    with mode(small / "build/2023", 0o555):
        assert str(small / "build/2023") in refused(small, "build", "2023")
    assert sorted((small / "build/2023").rglob("*")) == built
    assert [path.name for path in (small / "build").iterdir()] == ["2023"]


@pytest.mark.parametrize(
    "verb",
    [
        ("build", "2023", "--out", LONG),
        ("publish", "2023", "--archive", LONG),
        ("verify", "--archive", LONG),
        ("diff", "2023", "--html", f"{LONG}.html"),
        (
            "new",
            "2024",
            "--root",
            LONG,
            "--department",
            "示例局",
            "--address",
            "https://e.example/",
            "--ruleset",
            "mof-2020",
        ),
    ],
)
def test_a_name_that_is_too_long_is_told(small: Path, verb: tuple[str, ...]) -> None:
    """With the name; what a name may have is said where it is not the command that is written wrong."""
    done = nianbao(small, *verb)
    said = (done.stdout + done.stderr).decode()
    assert done.returncode in (1, 2)
    assert OURS not in said
    assert "名字太长" in said
    assert LONG in said


@needs_permissions
def test_folders_for_temporary_files_and_drawn_charts_may_be_missing(small: Path, tmp_path: Path) -> None:
    """Without the first it is said how to name one; the second only saves time."""
    (tmp_path / "closed").mkdir(mode=0o555)
    closed = {"HOME": str(tmp_path / "closed"), "XDG_CACHE_HOME": str(tmp_path / "closed" / "cache")}
    assert nianbao(small, "build", "2023", **closed).returncode == 0
    assert list((tmp_path / "closed").iterdir()) == []


@pytest.mark.parametrize("encoding", ["cp437", "ascii", "gbk", "latin-1", "utf-16"])
@pytest.mark.parametrize(
    "verb", [("check",), ("--help",), ("check", "--format", "json"), ("nothing",), ("diff", "2023")]
)
def test_a_narrow_console_is_no_fault(small: Path, encoding: str, verb: tuple[str, ...]) -> None:
    """What cannot be shown is escaped; where Chinese cannot be shown, English is spoken."""
    page = small / "docs/2023/work.md"
    page.write_text(
        page.read_text(encoding="utf-8") + "\n花费9.99万元，由𠮷林\u00d7小组\ufeff办理。\n", encoding="utf-8"
    )
    plain, narrow = (nianbao(small, *verb, PYTHONIOENCODING=name) for name in ("utf-8", encoding))
    assert narrow.returncode == plain.returncode
    said = [stream.decode(encoding) for stream in (narrow.stdout, narrow.stderr)]
    assert "Traceback" not in "".join(said)
    assert "Error" not in "".join(said)
    if verb[-1] == "json":
        found, wanted = json.loads(said[0]), json.loads(plain.stdout)
        places = [
            [(entry["file"], entry["line"], entry["rule"]) for entry in each["findings"]] for each in (found, wanted)
        ]
        assert places[0] == places[1] != []
    elif verb == ("check",):
        assert ("docs/2023/work.md" in said[0]) is True
        assert ("错误" in said[0]) == (encoding in ("gbk", "utf-16"))


def test_a_folder_that_is_gone_or_leads_nowhere_is_told(small: Path, tmp_path: Path) -> None:
    """While arguments are read as well; whoever names another folder goes on."""
    (tmp_path / "loop").symlink_to("loop")
    for verb in (("check", "--root", "loop"), ("verify", "--root", str(small), "--archive", "loop")):
        done = nianbao(tmp_path, *verb)
        assert done.returncode == 2
        assert b"Traceback" not in done.stderr
    script = f"import os, sys, shutil; shutil.rmtree(os.getcwd()); os.execv({sys.executable!r}, sys.argv[1:])"
    for arguments, status, said in (((), 2, "当前文件夹已被删除"), (("--root", str(small)), 0, "共核对1个年度")):
        (tmp_path / "gone").mkdir()
        command = [sys.executable, "-c", script, sys.executable, "-m", "nianbao", "check", *arguments]
        gone = subprocess.run(command, cwd=tmp_path / "gone", capture_output=True, text=True, check=False)
        assert gone.returncode == status, gone.stderr
        assert said in gone.stdout + gone.stderr


@pytest.mark.parametrize(
    ("error", "part"),
    [
        (OSError(errno.EIO, "x", "data/a.csv"), "data/a.csv：磁盘读写出错。请检查磁盘和连接"),
        (OSError(errno.EROFS, "x", "archive/.lock"), "磁盘是只读的。请换一个可以写入的位置"),
        (OSError(errno.ELOOP, "x", "docs/a"), "docs/a：链接绕成了圈"),
        (OSError(errno.EMFILE, "x"), "同时打开的文件太多"),
        (OSError(errno.EXDEV, "x", "a", None, "b"), "a → b"),
        (OSError("says something"), "says something"),
        (MemoryError(), "内存不够"),
        (RecursionError("maximum recursion depth exceeded"), "嵌套得太深"),
        (UnicodeEncodeError("utf-8", "docs/\udcff.md", 5, 6, "surrogates"), r"docs/\udcff.md"),
        (zipfile.BadZipFile("Bad magic number"), "压缩文件"),
    ],
)
def test_what_lies_outside_the_program_is_not_its_own_fault(error: Exception, part: str) -> None:
    """Every number of the system, no memory, no such character: a sentence with what to do."""
    status, said = answer(error)
    assert status == 2
    assert part in said
    assert OURS not in said


def test_every_number_of_the_system_has_an_answer() -> None:
    """Also those that nobody has met."""
    for number in errno.errorcode:
        status, said = answer(OSError(number, os.strerror(number), "data/a.csv"))
        assert status in (2, 4)
        assert "data" in said
        assert OURS not in said


def test_our_own_faults_are_told_as_ours() -> None:
    """With what to add, and for whom."""
    says: Callable[[Exception], str] = lambda error: answer(error)[1]  # noqa: E731 - a name for one call
    assert says(KeyError("x")).startswith(OURS)
    assert "AssertionError。" in says(AssertionError())
