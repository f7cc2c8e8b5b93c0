from __future__ import annotations

import hashlib

import pytest

from nianbao.report.attached import AttachedFile, attached_files
from nianbao.report.model import Attachment
from nianbao.report.place import Place

PLACE = Place("data/2023/attachments.csv", 2)


def test_an_attached_file_tells_what_is_published() -> None:
    """Size and check sum are those of the published bytes; a row without them is left out."""
    rows = (
        Attachment(place=PLACE, id="b", name="调查报告", file="调查.pdf", replaces="a"),
        Attachment(place=PLACE, id="c", name="台账", file="c.csv"),
    )
    (file,) = attached_files(rows, {"data/2023/attachments/调查.pdf": b"content"})
    assert file == AttachedFile("b", "调查报告", "调查.pdf", 7, hashlib.sha256(b"content").hexdigest(), "a")


@pytest.mark.parametrize(
    ("name", "kind"), [("a.PDF", "PDF"), ("a.docx", "Word"), ("a.xlsx", "Excel"), ("a.jpeg", "JPEG"), ("a.csv", "CSV")]
)
def test_readers_are_told_the_kind_of_a_file(name: str, kind: str) -> None:
    """By the name that they know."""
    assert AttachedFile("a", "附件", name, 1, "").kind == kind
