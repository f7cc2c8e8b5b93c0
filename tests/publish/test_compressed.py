from __future__ import annotations

import gzip
import subprocess
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.publish.compressed import SMALLEST, compress, is_twin, pack

TEXT = "部门整体支出绩效自评报告\n" * 200


def names(folder: Path) -> list[str]:
    """Return the names of all files below a folder."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


@given(st.binary(max_size=5000))
def test_what_was_packed_is_unpacked_unchanged(content: bytes) -> None:
    """Of any bytes there is one packed form, and it holds neither name nor time."""
    packed = pack(content)
    assert gzip.decompress(packed) == content
    assert packed == pack(bytes(content))
    assert packed[3:8] == bytes(5)


def test_other_programs_can_unpack_it(tmp_path: Path) -> None:
    """The system's own gzip finds nothing to complain of."""
    (tmp_path / "a.txt.gz").write_bytes(pack(TEXT.encode()))
    done = subprocess.run(["gzip", "--test", str(tmp_path / "a.txt.gz")], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("name", ["a.html", "a.css", "a.js", "a.json", "a.svg", "数据.csv", "附件.TXT"])
def test_a_text_gets_a_twin(tmp_path: Path, name: str) -> None:
    """Its bytes are those of the text."""
    (tmp_path / "sections").mkdir()
    (tmp_path / "sections" / name).write_text(TEXT, encoding="utf-8")
    compress(tmp_path)
    assert gzip.decompress((tmp_path / "sections" / f"{name}.gz").read_bytes()) == TEXT.encode()
    assert [is_twin(entry) for entry in names(tmp_path)] == [False, True]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.html", b"a" * (SMALLEST - 1)),
        ("a.csv", b"".join(sha256(bytes([number])).digest() for number in range(64))),
        ("a.pdf", TEXT.encode()),
        ("sitemap.xml", TEXT.encode()),
        ("ledger.jsonl", TEXT.encode()),
    ],
)
def test_what_gains_little_or_is_derived_later_gets_none(tmp_path: Path, name: str, content: bytes) -> None:
    """Small files, files that cannot be packed by a tenth, packed formats, and what the archive writes anew."""
    (tmp_path / name).write_bytes(content)
    compress(tmp_path)
    assert names(tmp_path) == [name]


def test_no_twin_outlives_its_text(tmp_path: Path) -> None:
    """After a text was changed, shortened or taken away, nothing of what it said is left in a twin."""
    for name in ("changed.html", "shortened.html", "removed.html"):
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    compress(tmp_path)
    (tmp_path / "changed.html").write_text(TEXT.replace("绩效", "财务"), encoding="utf-8")
    (tmp_path / "shortened.html").write_text("已撤下", encoding="utf-8")
    (tmp_path / "removed.html").unlink()
    compress(tmp_path)
    assert names(tmp_path) == ["changed.html", "changed.html.gz", "shortened.html"]
    assert gzip.decompress((tmp_path / "changed.html.gz").read_bytes()) == (tmp_path / "changed.html").read_bytes()


def test_a_packed_file_that_is_no_twin_is_left_alone(tmp_path: Path) -> None:
    """Somebody's own archive among the files is not ours to remove."""
    (tmp_path / "data.tar.gz").write_bytes(pack(b"a"))
    compress(tmp_path)
    assert names(tmp_path) == ["data.tar.gz"]
    assert not is_twin("data.tar.gz")
