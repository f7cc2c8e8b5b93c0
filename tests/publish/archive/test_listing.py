from __future__ import annotations

from pathlib import Path

import pytest

from nianbao.publish.archive import layout, verify
from nianbao.publish.archive.survey import survey

LISTS = ("views/1/SHA256SUMS", "store/2023/v1/manifest-sha256.txt")


def _lines(path: Path) -> list[bytes]:
    path.chmod(0o644)
    return path.read_bytes().splitlines(keepends=True)


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("count", [1, 2, 5])
def test_a_changed_line_of_a_list_is_told_and_no_innocent_file(hospital: Path, name: str, count: int) -> None:
    """The list is named, with the lines that differ and the files that they name."""
    path = hospital / "archive" / name
    lines = _lines(path)
    changed = list(range(3, len(lines), 7))[:count]
    for index in changed:
        lines[index] = (b"0" if lines[index][:1] != b"0" else b"1") + lines[index][1:]
    path.write_bytes(b"".join(lines))
    (damage,) = verify(hospital / "archive").damages
    assert damage.path == name
    for index in changed[:3]:
        listed = lines[index].split(b"  ")[1].strip().decode()
        assert f"第{index + 1}行（{listed}）" in damage.what
    assert ("等5行" in damage.what) == (count == 5)


@pytest.mark.parametrize("name", LISTS)
def test_a_line_that_is_left_out_or_renamed_is_told(hospital: Path, name: str) -> None:
    """Nothing is said of the file: it is where it was."""
    path = hospital / "archive" / name
    whole = _lines(path)
    for lines in (whole[:4] + whole[5:], [*whole[:4], whole[4].replace(b"  ", b"  0"), *whole[5:]]):
        path.write_bytes(b"".join(lines))
        damages = verify(hospital / "archive").damages
        assert damages
        assert {damage.path for damage in damages} == {name}


@pytest.mark.parametrize("name", LISTS)
def test_a_changed_file_is_still_the_one_that_is_named(hospital: Path, name: str) -> None:
    """Where a file differs too, nobody can say that the files have not changed."""
    archive = hospital / "archive"
    path = archive / name
    lines = _lines(path)
    lines[2] = (b"0" if lines[2][:1] != b"0" else b"1") + lines[2][1:]
    path.write_bytes(b"".join(lines))
    other = path.parent / ("index.html" if name.endswith(layout.SUMS) else "content/index.html")
    other.chmod(0o644)
    other.write_bytes(other.read_bytes() + b" ")
    named = {damage.path for damage in verify(archive).damages}
    assert other.relative_to(archive).as_posix() in named
    assert all("所列的文件没有变" not in damage.what for damage in verify(archive).damages)


def test_a_changed_line_for_the_ledger_leaves_the_ledger_in_doubt(hospital: Path) -> None:
    """Publication stops until somebody has looked."""
    path = hospital / "archive" / LISTS[0]
    lines = [line.replace(line[:4], b"0000", 1) if line.endswith(b"ledger.jsonl\n") else line for line in _lines(path)]
    path.write_bytes(b"".join(lines))
    assert [damage.path for damage in survey(hospital / "archive").stopping] == [LISTS[0]]
