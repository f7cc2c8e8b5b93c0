from __future__ import annotations

import zlib
from collections.abc import Callable

import pytest
from pypdf.generic import IndirectObject

from nianbao.sources.attachments import pdf_objects
from nianbao.sources.attachments.kinds import clean
from nianbao.sources.attachments.pdf_objects import PdfObjects
from tests.sources.attachments.making import raw_pdf, refusal, stream, streamed_pdf

NESTED = b"[" * 5000


def sections(count: int, content: bytes, columns: bytes = b"") -> bytes:
    """Return a PDF of nothing but cross-reference streams, each leading to the one before."""
    out, before = bytearray(b"%PDF-1.7\n"), b""
    for number in range(count):
        place = len(out)
        entries = b"/Type/XRef/Size 0/Index[0 0]/W[1 2 1]/Root 1 0 R/Filter/FlateDecode" + columns + before
        out += b"%d 0 obj\n%s\nendobj\n" % (number + 9, stream(entries, content))
        before = b"/Prev %d" % place
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % place)


@pytest.mark.parametrize("made", [raw_pdf, streamed_pdf])
def test_objects_are_found_by_number(made: Callable[[bytes], bytes]) -> None:
    """Wherever they lie; what is nowhere is null."""
    data = made(b"(here)")
    objects = PdfObjects(data)
    assert str(objects.get_object(IndirectObject(4, 0, objects))) == "here"
    assert 4 in objects
    assert 99 not in objects
    assert str(objects.get_object(IndirectObject(99, 0, objects))) == "NullObject"


def test_a_table_that_counts_from_one_is_read() -> None:
    """Its first entry is the head of the free list all the same."""
    data = raw_pdf(b"(here)").replace(b"xref\n0 1\n", b"xref\n1 1\n")
    assert 1 in PdfObjects(data)


def test_an_object_that_table_and_stream_both_tell_is_read() -> None:
    """Word once wrote both, so that old readers could follow."""
    inner = streamed_pdf(b"(within)")
    place = int(inner.split()[-2])
    table = len(inner)
    both = b"xref\n0 5\n" + b"0000000000 65535 f \n" * 5 + b"trailer\n<</Root 1 0 R/XRefStm %d>>\n" % place
    objects = PdfObjects(inner + both + b"startxref\n%d\n%%%%EOF\n" % table)
    assert str(objects.get_object(IndirectObject(4, 0, objects))) == "within"


BUSY = {
    "nested": raw_pdf(NESTED),
    "nested dictionaries": raw_pdf(b"<</A" * 5000),
    "own length": raw_pdf(b"<</Length 4 0 R>>\nstream\nx\nendstream"),
    "own section": raw_pdf(b"null").replace(b"trailer\n<<", b"trailer\n<</Prev 9999 "),
    "many elements": raw_pdf(b"[" + b"1 " * 150_000 + b"]"),
    "many empty arrays": raw_pdf(b"[" + (b"[" + b"[]" * 90_000 + b"]") * 20 + b"]"),
    "long string": raw_pdf(b"(" + b"a" * 5_000_000 + b")"),
    "long comment": raw_pdf(b"%" + b"a" * 5_000_000),
    "long name": raw_pdf(b"/" + b"a" * 5_000_000),
    "long number": raw_pdf(b"1" * 5_000_000),
    "blanks": raw_pdf(b" " * 5_000_000),
    "many objects": raw_pdf(b"[" + b" ".join(b"5 0 R" for _ in range(90_000)) + b"]", {5: b"[" + b"<</S 6 0 R>>" * 90_000 + b"]", 6: b"[" + b"1 " * 90_000 + b"]"}),
    "many sections": sections(600, zlib.compress(b"")),
    "packed sections": sections(20, zlib.compress(bytes(2 << 20), 9)),
    "slow columns": sections(1, zlib.compress(b"\4" + bytes(13 << 20), 9), b"/DecodeParms<</Predictor 15/Columns 4>>"),
    "packed objects": streamed_pdf(b"null", lambda data: zlib.compress(data + bytes(20 << 20), 9)),
    "broken packing": streamed_pdf(b"null", lambda data: zlib.compress(data)[:-9] + b"x" * 2_000_000),
    "endless table": b"%PDF-1.7\nxref\n0 999999999\n" + b"0000000000 65535 f \n" * 250_000 + b"trailer\n<<>>\nstartxref\n9\n%%EOF",
}  # fmt: skip


@pytest.mark.parametrize("name", BUSY)
def test_no_file_keeps_the_reader_busy(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Depth, length, number, circles and packing end in a refusal, and never in an error of the program."""
    monkeypatch.setattr(pdf_objects, "MAX_STEPS", 300_000)
    assert refusal(BUSY[name], "pdf").rule in ("attachment_too_complex", "attachment_damaged")


def test_objects_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that the file tells of, whether anything leads to them or not."""
    data = raw_pdf(b"null", dict.fromkeys(range(5, 30), b"null"))
    assert clean(data, "pdf")
    monkeypatch.setattr(pdf_objects, "MAX_OBJECTS", 20)
    assert refusal(data, "pdf").rule == "attachment_too_complex"
