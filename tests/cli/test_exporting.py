from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from nianbao.cli import cli
from nianbao.publish.archive import durable
from tests.publish.archive.office import Office, names


def export(office: Office, *arguments: str | Path) -> Result:
    """Run the verb on the office's archive."""
    options = ["--archive", str(office.archive), "--root", str(office.folder)]
    return CliRunner().invoke(cli, ["export", *map(str, arguments), *options])


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """An office that has published one year."""
    office = Office(tmp_path / "office")
    office.folder.mkdir()
    office.publish(2022)
    return office


def test_each_form_is_written_where_it_is_asked_for(office: Office, tmp_path: Path) -> None:
    """Status 0, with the number of files, their size and the hash that proves them."""
    for arguments in (
        (tmp_path / "out",),
        ("--zip", tmp_path / "out.zip"),
        ("--bag", tmp_path / "bag"),
        ("--single", "2022", tmp_path / "2022.html"),
        ("--single", "2022", tmp_path / "v1.html", "--version", "1"),
        ("--single", "2022", "--version", "1", tmp_path / "between.html"),
        (tmp_path / "first.html", "--single", "2022"),
    ):
        result = export(office, *arguments)
        assert result.exit_code == 0, result.output
        assert "总校验值：" in result.output
    assert names(tmp_path) == {"office", "out", "out.zip", "bag", "2022.html", "v1.html", "between.html", "first.html"}
    assert len({path.read_bytes() for path in tmp_path.glob("*.html")}) == 1


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "只能选一种"),
        (["out", "--zip", "out.zip"], "只能选一种"),
        (["--bag", "bag", "--single", "2022", "a.html"], "只能选一种"),
        (["out", "--version", "1"], "--version 只能和 --single 一起用"),
        (["out", "--single", "2022", "a.html"], "多写了“a.html”"),
        (["--single", "2021", "a.html"], "2021年度没有公开过；已公开的年度：2022"),
        (["--single", "2022", "a.html", "--version", "2"], "2022年度没有第2版"),
    ],
)
def test_what_cannot_be_meant_ends_with_status_2(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], told: str
) -> None:
    """And with a sentence, before anything is written."""
    monkeypatch.chdir(tmp_path)
    result = export(office, *arguments)
    assert (result.exit_code, names(tmp_path)) == (2, {"office"})
    assert told in result.output


def test_an_existing_target_ends_with_status_2(office: Office, tmp_path: Path) -> None:
    """There is no option that overwrites."""
    (tmp_path / "out").mkdir()
    (tmp_path / "out/mine.txt").write_text("x", encoding="utf-8")
    result = export(office, tmp_path / "out")
    assert result.exit_code == 2
    assert "已经存在，没有覆盖；请换一个名字，或者先把它移走" in result.output
    assert names(tmp_path / "out") == {"mine.txt"}


def test_damage_ends_with_status_1_and_the_list_of_it(office: Office, tmp_path: Path) -> None:
    """Each damaged file is named."""
    for name in ("store/2022/v1/content/budget.html", "views/1/index.html"):
        durable.write_file(office.archive / name, b"changed")
    result = export(office, tmp_path / "out")
    assert result.exit_code == 1
    for part in ("store/2022/v1/content/budget.html", "views/1/index.html", "2处损坏，没有导出任何内容"):
        assert part in result.output
    assert not (tmp_path / "out").exists()


def test_a_full_disk_ends_with_status_4(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And says how much is needed."""
    monkeypatch.setattr(durable, "free_space", lambda folder: 1000)
    result = export(office, "--zip", tmp_path / "out.zip")
    assert result.exit_code == 4
    assert "磁盘空间不够" in result.output
