from __future__ import annotations

import io
import logging
import zlib
from collections.abc import Callable

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, StreamObject, TextStringObject

from nianbao.sources.attachments.kinds import clean
from tests.sources.attachments.making import raw_pdf, refusal, stream, streamed_pdf, word_file, written_pdf


def with_metadata(writer: PdfWriter) -> None:
    """Give document, page and an application their notes."""
    notes = StreamObject()
    notes.set_data(b"<x:xmpmeta>Zhang San</x:xmpmeta>")
    writer.root_object[NameObject("/Metadata")] = writer._add_object(notes)
    page = writer.pages[0]
    page[NameObject("/Metadata")] = writer._add_object(notes)
    page[NameObject("/LastModified")] = TextStringObject("D:20230101")
    page[NameObject("/PieceInfo")] = DictionaryObject({NameObject("/Word"): DictionaryObject()})


def test_a_pdf_loses_its_properties_and_still_opens() -> None:
    """Author and title, metadata of document and page, notes of programs; the page stays."""
    cleaned = clean(written_pdf(with_metadata), "pdf")
    for gone in (b"Zhang", b"draft", b"Metadata", b"LastModified", b"PieceInfo", b"/Info", b"/ID"):
        assert gone not in cleaned
    reader = PdfReader(io.BytesIO(cleaned), strict=True)
    assert (reader.metadata, reader.xmp_metadata) == (None, None)
    assert tuple(reader.pages[0].mediabox) == (0, 0, 200, 100)
    assert clean(cleaned, "pdf") == cleaned


def test_the_same_pages_give_the_same_bytes() -> None:
    """Where the objects lie, and whether they are packed into streams, leaves no trace."""
    extra = b"<</Font/F1/A[1 -2.50 true null (a\\)b) <0A> /#41B/C#20D]/B 3 0 R>>"
    assert clean(raw_pdf(extra), "pdf") == clean(raw_pdf(extra, {9: b"(nobody leads here)"}), "pdf")
    assert clean(streamed_pdf(extra), "pdf") == clean(raw_pdf(extra), "pdf")


def test_names_and_streams_are_kept_byte_for_byte() -> None:
    """Old Chinese programs write names in GBK; a picture is never unpacked."""
    content = zlib.compress(b"picture")
    cleaned = clean(
        raw_pdf(b"[/#CB#CE#CC#E5 /\xcb\xce\xcc\xe5 5 0 R]", {5: stream(b"/Filter/FlateDecode", content)}), "pdf"
    )
    assert cleaned.count(b"/#CB#CE#CC#E5 ") == 2
    assert content in cleaned
    assert NameObject.CHARSETS[0] == "utf-8"


def test_a_newer_version_of_an_object_counts() -> None:
    """A PDF saved with changes has them behind its first end; what they replaced is gone."""
    first = raw_pdf(b"(old)")
    place = len(first)
    table = place + len(b"4 0 obj\n(new)\nendobj\n")
    former = int(first.split()[-2])
    changed = first + b"4 0 obj\n(new)\nendobj\nxref\n4 1\n%010d 00000 n \ntrailer\n<</Root 1 0 R/Prev %d>>\n" % (
        place,
        former,
    )
    cleaned = clean(changed + b"startxref\n%d\n%%%%EOF\n" % table, "pdf")
    assert b"(new)" in cleaned
    assert b"old" not in cleaned


@pytest.mark.parametrize("made", [raw_pdf, streamed_pdf])
@pytest.mark.parametrize(
    ("rule", "extra"),
    [
        ("attachment_script", b"<</S/JavaScript/JS(app.alert(1))>>"),
        ("attachment_script", b"<</#4aS(app.alert(1))>>"),
        ("attachment_script", b"[[<</A<</S/Java#53cript>>>>]]"),
        ("attachment_script", b"<</JavaScript<</Names[]>>>>"),
        ("attachment_launch", b"<</S/Launch/F(cmd.exe)>>"),
        ("attachment_launch", b"<</S/SubmitForm/F(http://a.cn)>>"),
        ("attachment_launch", b"<</S/ImportData>>"),
        ("attachment_embedded", b"<</EmbeddedFiles<<>>>>"),
        ("attachment_embedded", b"<</Type/Filespec/EF<<>>>>"),
        ("attachment_embedded", b"<</Type/Annot/Subtype/FileAttachment>>"),
        ("attachment_embedded", b"<</S/GoToE>>"),
        ("attachment_media", b"<</Subtype/RichMedia>>"),
        ("attachment_media", b"<</RichMediaContent<<>>>>"),
        ("attachment_media", b"<</S/Rendition>>"),
        ("attachment_media", b"<</Subtype/3D>>"),
        ("attachment_xfa", b"<</Fields[]/XFA(x)>>"),
        ("attachment_signed", b"<</Type/Sig/ByteRange[0 1 2 3]>>"),
        ("attachment_link", b"<</S/URI/URI(file:///D:/docs/a)>>"),
        ("attachment_link", b"<</S/URI/URI<6A617661736372697074 3A78>>>"),
    ],
)  # fmt: skip
def test_each_danger_is_refused(made: Callable[[bytes], bytes], rule: str, extra: bytes) -> None:
    """In plain sight and inside an object stream, with names written plainly or not."""
    assert refusal(made(extra), "pdf").rule == rule


def test_a_danger_behind_a_reference_is_refused() -> None:
    """The name of an action may stand in an object of its own."""
    assert refusal(raw_pdf(b"<</S 5 0 R>>", {5: b"/JavaScript"}), "pdf").rule == "attachment_script"


def test_a_stream_whose_data_lie_in_another_file_is_refused() -> None:
    """The reader's program would fetch them."""
    assert refusal(raw_pdf(stream(b"/F(\\\\server\\a)", b"")), "pdf").rule == "attachment_external"


def test_dangers_that_pypdf_writes_are_refused() -> None:
    """Scripts and embedded files as a common library puts them in."""
    script = DictionaryObject({NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("x")})
    opening = written_pdf(lambda writer: writer.root_object.update({NameObject("/OpenAction"): script}))
    assert refusal(opening, "pdf").rule == "attachment_script"
    embedded = written_pdf(lambda writer: writer.add_attachment("a.txt", b"a"))
    assert refusal(embedded, "pdf").rule == "attachment_embedded"


@pytest.mark.parametrize("password", ["", "secret"])
def test_an_encrypted_pdf_is_refused(password: str) -> None:
    """Even one that opens without being asked for a password."""
    data = written_pdf(lambda writer: writer.encrypt(password, "owner", algorithm="RC4-128"))
    assert refusal(data, "pdf").rule == "attachment_password"


def test_links_to_pages_and_actions_within_stay() -> None:
    """A document may lead to the web and turn its own pages."""
    extra = b"[<</S/URI/URI(https://www.gov.cn)>> <</S/GoTo/D[3 0 R/Fit]>> <</S/Named/N/NextPage>>]"
    assert b"https" in clean(raw_pdf(extra), "pdf")


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (word_file(), "attachment_kind"),
        (b"junk" + raw_pdf(b"null"), "attachment_kind"),
        (b"%PDF-9.9" + raw_pdf(b"null")[8:], "attachment_kind"),
        (b"%PDF-1.7\n", "attachment_damaged"),
        (raw_pdf(b"null")[:-40], "attachment_damaged"),
        (raw_pdf(b"null").replace(b"/Pages 2 0 R", b"/Pages 9 0 R"), "attachment_damaged"),
        (raw_pdf(b"null").replace(b"/Root 1 0 R", b"/Root [1 0]"), "attachment_damaged"),
        (raw_pdf(b"<</A 1/A 2>>"), "attachment_damaged"),
        (raw_pdf(b"<</A"), "attachment_damaged"),
        (raw_pdf(b"5 0 R", {5: b"null"}), "attachment_damaged"),
        (raw_pdf(b"<</Length 99>>\nstream\nx\nendstream"), "attachment_damaged"),
    ],
)
def test_what_cannot_be_read_exactly_is_refused(data: bytes, rule: str) -> None:
    """Other formats, cut off files, keys that are there twice, lengths that are not true."""
    assert refusal(data, "pdf").rule == rule


def test_reading_leaves_pypdf_as_it_was_and_says_nothing(caplog: pytest.LogCaptureFixture) -> None:
    """Its remarks on a file's build are of no use to an editor."""
    level = logging.getLogger("pypdf").level
    refusal(raw_pdf(b"<</A 1/A 2>>"), "pdf")
    clean(raw_pdf(b"1.2.3"), "pdf")
    assert caplog.records == []
    assert logging.getLogger("pypdf").level == level
    assert NameObject.CHARSETS == ("utf-8", "gbk", "latin1")
