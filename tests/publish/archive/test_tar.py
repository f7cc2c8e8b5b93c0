from __future__ import annotations

import io
import tarfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.publish.archive.tar import read_tar, sources_tar


@given(st.dictionaries(st.text(st.characters(codec="utf-8", exclude_characters="/\0"), min_size=1), st.binary()))
def test_sources_come_out_as_they_went_in(sources: dict[str, bytes]) -> None:
    """Names and bytes survive, and their order does not matter."""
    content = sources_tar(sources, 1790000000)
    with tarfile.open(fileobj=io.BytesIO(content), mode="r:") as tar:
        assert {entry.name: file.read() for entry in tar if (file := tar.extractfile(entry)) is not None} == sources
    assert read_tar(content) == sources
    assert sources_tar(dict(reversed(sources.items())), 1790000000) == content


def test_nothing_of_the_machine_is_in_the_tar() -> None:
    """User, group, mode and time are fixed, and long Chinese names are kept."""
    name = f"docs/2022/{'章节' * 60}.md"
    with tarfile.open(fileobj=io.BytesIO(sources_tar({name: b"#"}, 1790000000))) as tar:
        (entry,) = tar.getmembers()
    assert (entry.name, entry.mtime, entry.mode) == (name, 1790000000, 0o644)
    assert (entry.uid, entry.gid, entry.uname, entry.gname) == (0, 0, "", "")


@pytest.mark.parametrize("content", [b"", b"x" * 512, sources_tar({"a": b"b" * 2000}, 0)[:1000]])
def test_what_is_no_tar_is_refused(content: bytes) -> None:
    """Empty, other and cut files are told from a tar, whatever the library calls it."""
    with pytest.raises(ValueError, match=r"."):
        read_tar(content)
