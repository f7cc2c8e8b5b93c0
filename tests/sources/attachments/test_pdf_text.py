from __future__ import annotations

import time
import zlib
from collections.abc import Mapping

import pytest
from pypdf import PdfWriter
from pypdf.annotations import FreeText, Text
from pypdf.generic import DictionaryObject, NameObject, NullObject, TextStringObject

from nianbao.sources.attachments import pdf_text
from nianbao.sources.attachments.kinds import clean
from nianbao.sources.attachments.pdf_text import pdf_texts
from nianbao.sources.attachments.said import UNREAD
from nianbao.sources.refusal import Refused
from nianbao.wording.personal import find
from tests.sources.attachments.making import raw_pdf, stream, written_pdf

MOBILE = "13800001234"
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def pdf(
    content: bytes,
    more: Mapping[int, bytes] | None = None,
    resources: bytes = b"",
    page: bytes = b"",
    fonts: bytes = b"/F 6 0 R",
) -> bytes:
    """Return a PDF of one page with that content, a font F and further objects from 10 on."""
    leaf = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]/Contents 5 0 R/Resources<</Font<<" + fonts + b">>%s>>%s>>"
    objects = {3: leaf % (resources, page), 5: stream(b"", content), 6: FONT, **(more or {})}
    return raw_pdf(b"null", objects)


def places(data: bytes) -> list[str]:
    """Return where numbers of persons stand in a PDF, each once."""
    found = [(said.part, number.value) for said in pdf_texts(data, clean(data, "pdf")) for number in find(said.text)]
    return [part or "" for part, _ in dict.fromkeys(found)]


@pytest.mark.parametrize(
    "content",
    [
        b"BT /F 10 Tf 10 50 Td (Tel 13800001234) Tj ET",
        b"BT /F 10 Tf 10 50 Td [(138) -20 (0000) 15 (1234)] TJ ET",
        b"BT /F 10 Tf 10 50 Td (138) Tj 60 0 Td (0000) Tj 60 0 Td (1234) Tj ET",
        b"BT /F 10 Tf 3 Tr 10 50 Td (13800001234) Tj ET",
        b"BT /F 10 Tf 1 1 1 rg 10 50 Td <3133383030303031323334> Tj ET",
    ],
)
def test_a_number_on_a_page_is_found(content: bytes) -> None:
    """In one piece, kerned, in groups, invisible or white."""
    assert places(pdf(content)) == ["第1页"]


def test_a_number_in_a_form_is_found_once() -> None:
    """A form that is drawn twice is read once, and so is one within another."""
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</Font<</F 6 0 R>>%s>>"
    inner = stream(form % b"", b"BT /F 10 Tf (13800001234) Tj ET")
    outer = stream(form % b"/XObject<</I 11 0 R>>", b"/I Do")
    made = pdf(b"/O Do /O Do", {10: outer, 11: inner}, b"/XObject<</O 10 0 R>>")
    assert places(made) == ["第1页"]


def test_annotations_fields_bookmarks_and_properties_are_looked_at() -> None:
    """What lies beside the pages is found too, and what is cleaned away before publication."""

    def beside(writer: PdfWriter) -> None:
        writer.add_annotation(0, Text(rect=(0, 0, 9, 9), text=f"见 {MOBILE}"))
        writer.add_annotation(0, FreeText(rect=(0, 0, 9, 9), text="13900001234"))
        writer.add_outline_item(title="联系 13700001234", page_number=0)
        writer.add_metadata({"/Keywords": "13600001234"})
        field = DictionaryObject(
            {NameObject("/T"): TextStringObject("a"), NameObject("/V"): TextStringObject("15000001234")}
        )
        writer.root_object[NameObject("/AcroForm")] = DictionaryObject(
            {NameObject("/Fields"): writer._add_object(field), NameObject("/DR"): NullObject()}
        )

    found = places(written_pdf(beside))
    assert found.count("第1页批注") == 2
    assert found.count("批注、表单、书签或属性") == 5


def test_a_number_in_what_shows_an_annotation_is_found() -> None:
    """The appearance of a stamp is a form that no page names."""
    note = b"<</Type/Annot/Subtype/Stamp/Rect[0 0 9 9]/AP<</N 11 0 R>>>>"
    form = stream(
        b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</Font<</F 6 0 R>>>>", b"BT /F 9 Tf (13800001234) Tj ET"
    )
    assert places(pdf(b"", {10: note, 11: form}, page=b"/Annots[10 0 R]")) == ["第1页"]


def test_a_page_that_is_drawn_and_not_written_says_so() -> None:
    """A scanned page comes with the mark of what nobody read; a blank page and one with text do not."""
    image = stream(b"/Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray", b"\0")
    scanned = pdf(b"/I Do", {10: image}, b"/XObject<</I 10 0 R>>")
    written = pdf(b"BT /F 9 Tf (a) Tj ET /I Do", {10: image}, b"/XObject<</I 10 0 R>>")
    assert [said.part for said in pdf_texts(scanned, clean(scanned, "pdf")) if said.text == UNREAD] == ["第1页"]
    for data in (written, pdf(b"")):
        assert UNREAD not in [said.text for said in pdf_texts(data, clean(data, "pdf"))]


def test_fonts_and_operations_are_read_within_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many large fonts, many operations and pages that unpack to too much are refused before they take long."""
    monkeypatch.setattr(pdf_text, "MAX_STEPS", 100_000)
    table = stream(b"", b"beginbfrange\n<0000> <FFFF> <0000>\nendbfrange\n")
    fonts = b"".join(b"/F%d %d 0 R" % (number, 20 + number) for number in range(9))
    font = b"<</Type/Font/Subtype/Type0/Encoding/Identity-H/ToUnicode 10 0 R>>"
    heavy = pdf(b"BT ET", {10: table, **{20 + number: font for number in range(9)}}, fonts=fonts)
    long = pdf(b"0 0 m " * 60_000)
    packed = stream(b"/Filter/FlateDecode", zlib.compress(bytes(40 << 20)))
    bomb = pdf(b"", {5: packed})
    for data in (heavy, long, bomb):
        published = clean(data, "pdf")
        start = time.perf_counter()
        with pytest.raises(Refused) as refused:
            pdf_texts(data, published)
        assert refused.value.rule == "attachment_too_complex"
        assert time.perf_counter() - start < 5


def test_a_page_that_cannot_be_read_is_refused() -> None:
    """Nothing is published in which numbers of persons could not be looked for."""
    broken = pdf(b"BT /F 10 Tf (a) Tj ET", {6: b"<</Type/Font/Subtype/Type0/DescendantFonts[7]>>"})
    with pytest.raises(Refused) as refused:
        pdf_texts(broken, clean(broken, "pdf"))
    assert refused.value.rule == "attachment_unsearched"
    assert refused.value.values == {"page": 1}


@pytest.mark.parametrize("fonts", [b"/G 6 0 R", b"/F 7 0 R", b"/F 6 0 R"])
def test_text_in_a_font_that_is_not_there_cannot_be_searched(fonts: bytes) -> None:
    """A number in it would be lost; a font that is of no use and not used does no harm."""
    made = pdf(b"BT /F 10 Tf (13800001234) Tj ET", {7: b"<</Type/Font/Subtype/Type0/DescendantFonts[7]>>"}, fonts=fonts)
    if fonts == b"/F 6 0 R":
        assert places(made) == ["第1页"]
        return
    with pytest.raises(Refused) as refused:
        pdf_texts(made, clean(made, "pdf"))
    assert refused.value.rule == "attachment_unsearched"
