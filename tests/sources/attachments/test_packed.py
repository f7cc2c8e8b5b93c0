from __future__ import annotations

import io
import zipfile
import zlib

import pytest

from nianbao.sources.attachments.packed import Part, read_parts, write_parts
from tests.sources.attachments.making import packed, refusal, word_file, word_parts


def test_parts_keep_their_bytes_and_lose_their_times() -> None:
    """What was packed stays packed as it was; other programs open the container."""
    before = packed({"a.xml": "甲" * 500, "文/b.bin": b"\0\1"})
    after = write_parts(read_parts(before).values())
    with zipfile.ZipFile(io.BytesIO(before)) as old, zipfile.ZipFile(io.BytesIO(after)) as new:
        assert new.testzip() is None
        assert new.namelist() == old.namelist()
        assert {entry.date_time for entry in new.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert new.read("文/b.bin") == b"\0\1"
    assert read_parts(after) == read_parts(before)
    assert write_parts(read_parts(after).values()) == after


def test_folders_comments_and_what_surrounds_the_container_are_left_out() -> None:
    """Only parts remain."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as container:
        container.writestr("folder/", "")
        container.writestr("folder/a.xml", "<a/>")
        container.comment = b"made by somebody"
    written = write_parts(read_parts(b"PK before" + target.getvalue()).values())
    assert b"somebody" not in written
    assert written.startswith(b"PK\x03\x04")
    assert list(read_parts(written)) == ["folder/a.xml"]


def test_more_than_a_thousand_parts_are_refused() -> None:
    """Before and after the directory is read."""
    for count in (1001, 2500):
        parts = {f"p{number}.xml": "" for number in range(count)}
        refused = refusal(packed({**word_parts(), **parts}), "docx")
        assert refused.rule == "attachment_unpacks"
        assert refused.values["limit"] == 1000


@pytest.mark.parametrize(("size", "count", "limit"), [(40 << 20, 2, 64 << 20), (2 << 20, 1, 200)])
def test_a_bomb_is_refused_before_it_is_unpacked(size: int, count: int, limit: int) -> None:
    """By what it says it will become, in all or against what it is."""
    parts = {f"word/{number}.bin": b"\0" * size for number in range(count)}
    refused = refusal(packed({**word_parts(), **parts}), "docx")
    assert (refused.rule, refused.values["limit"]) == ("attachment_unpacks", limit)


def test_a_part_that_is_more_than_it_says_is_refused() -> None:
    """The size in the directory is what is unpacked at most, and must be true."""
    content = b"x" * 5000
    lying = Part("word/lie.bin", zlib.compress(content, 9)[2:-4], zlib.crc32(content), 50)
    parts = [*read_parts(word_file()).values(), lying]
    assert refusal(write_parts(parts), "docx").rule == "attachment_damaged"


@pytest.mark.parametrize(
    "name", ["/abs.xml", "../up.xml", "word/../../up.xml", "word\\a.xml", "C:/a.xml", "word/./a.xml", "a\x07.xml"]
)
def test_names_that_lead_elsewhere_are_refused(name: str) -> None:
    """Whoever unpacks the file must not write beside it."""
    parts = [*read_parts(word_file()).values(), Part.of(name, b"")]
    assert refusal(write_parts(parts), "docx").rule == "attachment_damaged"


@pytest.mark.parametrize("name", ["word/document.xml", "WORD/Document.xml"])
def test_two_parts_of_one_name_are_refused(name: str) -> None:
    """Programs would not agree on which of them counts; the format knows no case."""
    parts = [*read_parts(word_file()).values(), Part.of(name, b"<x/>")]
    assert refusal(write_parts(parts), "docx").rule == "attachment_damaged"


def test_a_part_with_a_password_is_refused() -> None:
    """Its flag in the directory is enough."""
    data = bytearray(word_file())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert refusal(bytes(data), "docx").rule == "attachment_password"


@pytest.mark.parametrize("cut", [10, 200, -1, -30])
def test_a_container_that_was_cut_off_is_refused(cut: int) -> None:
    """Wherever it was."""
    assert refusal(word_file()[:cut], "docx").rule == "attachment_damaged"
