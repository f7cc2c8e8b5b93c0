from __future__ import annotations

import os
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.publish.archive import manifest
from nianbao.publish.archive.manifest import BrokenManifest, Entry

AWKWARD = ["一 二.html", "back\\slash", "new\nline", "return\rhere", "\\n", " leading", "*star", "深/层/页.html", "é"]
PART = st.text(st.characters(codec="utf-8", exclude_characters="/\0"), min_size=1).filter(
    lambda p: p not in (".", "..")
)
NAMES = st.lists(PART, min_size=1, max_size=3).map("/".join)
HASHES = st.dictionaries(NAMES, st.binary(min_size=32, max_size=32).map(bytes.hex), max_size=5)


@given(HASHES)
def test_what_is_written_is_read_back(hashes: dict[str, str]) -> None:
    """Any file names survive, and the same hashes always give the same bytes."""
    content = manifest.written(hashes)
    assert manifest.read(content) == hashes
    assert manifest.written(dict(reversed(hashes.items()))) == content


def test_sha256sum_accepts_awkward_names(tmp_path: Path) -> None:
    """GNU sha256sum checks what we write and writes what we read."""
    for name in AWKWARD:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(name.encode())
    hashes = manifest.hash_tree(tmp_path)
    assert set(hashes) == set(AWKWARD)
    (tmp_path / "sums").write_bytes(manifest.written(hashes))
    subprocess.run(["sha256sum", "--strict", "--quiet", "-c", "sums"], cwd=tmp_path, check=True)
    theirs = subprocess.run(
        ["sha256sum", *sorted(AWKWARD, key=os.fsencode)], cwd=tmp_path, check=True, capture_output=True
    )
    assert theirs.stdout == manifest.written(hashes)


def test_lines_are_sorted_by_the_bytes_of_the_names() -> None:
    """The order is that of UTF-8 bytes, whatever the locale."""
    listed = manifest.written(dict.fromkeys(["b", "一", "B", "a/b", "a.b"], "0" * 64))
    assert [line[66:].decode() for line in listed.splitlines()] == ["B", "a.b", "a/b", "b", "一"]


@given(HASHES.filter(bool), st.data())
def test_a_flipped_byte_never_reads_as_the_same_hashes(hashes: dict[str, str], data: st.DataObject) -> None:
    """A damaged list is refused or lists something else; it never passes for the original."""
    content = bytearray(manifest.written(hashes))
    content[data.draw(st.integers(0, len(content) - 1))] ^= data.draw(st.integers(1, 255))
    with suppress(BrokenManifest):
        assert manifest.read(bytes(content)) != hashes


@pytest.mark.parametrize(
    "content",
    [
        b"0" * 64 + b"  a",
        b"0" * 63 + b"  a\n",
        b"A" * 64 + b"  a\n",
        b"0" * 64 + b" *a\n",
        b"0" * 64 + b"  /etc/passwd\n",
        b"0" * 64 + b"  ../a\n",
        b"0" * 64 + b"  a/./b\n",
        b"0" * 64 + b"  a//b\n",
        b"0" * 64 + b"  a\0b\n",
        b"\\" + b"0" * 64 + b"  plain\n",
        b"0" * 64 + b"  b\n" + b"0" * 64 + b"  a\n",
        (b"0" * 64 + b"  a\n") * 2,
        b"\n",
    ],
)
def test_what_written_could_not_have_made_is_refused(content: bytes) -> None:
    """Names that climb out, needless escapes, doubled and unsorted lines are refused."""
    with pytest.raises(BrokenManifest):
        manifest.read(content)


def test_walking_names_everything_and_follows_nothing(tmp_path: Path) -> None:
    """Folders come before what is in them; a link to a folder is a link, and a pipe is never opened."""
    (tmp_path / "b").mkdir()
    (tmp_path / "b/c").write_text("c", encoding="utf-8")
    (tmp_path / "a").symlink_to("b")
    os.mkfifo(tmp_path / "pipe")
    assert list(manifest.walk(tmp_path)) == [
        Entry("a", "link"),
        Entry("b", "folder"),
        Entry("b/c", "file"),
        Entry("pipe", "other"),
    ]
    assert set(manifest.hash_tree(tmp_path)) == {"b/c"}
    assert manifest.hash_tree(tmp_path, frozenset({"b/c"})) == {}


def test_a_links_target_is_read_letter_by_letter(tmp_path: Path) -> None:
    """A target that only looks different is different."""
    (tmp_path / "link").symlink_to("./views//1/")
    assert manifest.link_target(tmp_path / "link") == "./views//1/"
