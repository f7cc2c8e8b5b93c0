"""Files to attach, made by the libraries that read them elsewhere, or by hand where those would not make them."""

from __future__ import annotations

import base64
import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping

import openpyxl
from pypdf import PdfWriter

from nianbao.sources.attachments.kinds import clean
from nianbao.sources.refusal import Refused

MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
PNG = b"\x89PNG\r\n\x1a\n"
JPEG = base64.b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAFA3PEY8MlBGQUZaVVBfeMiCeG5uePWvuZHI//////////////////////////////////////////"
    "//////////wAALCAAIAAgBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAAP/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AP//Z"
)
"""A grey square of 8 × 8 pixels, in order: start, JFIF, tables, frame, scan, end."""


def refusal(data: bytes, ending: str) -> Refused:
    """Clean what must be refused and return why it was."""
    try:
        clean(data, ending)
    except Refused as refused:
        return refused
    raise AssertionError("nothing was refused")


def written_pdf(*changes: Callable[[PdfWriter], object]) -> bytes:
    """Return a PDF of one page as pypdf writes it, with its author named."""
    writer = PdfWriter()
    writer.add_blank_page(200, 100)
    writer.add_metadata({"/Author": "Zhang San", "/Title": "draft"})
    for change in changes:
        change(writer)
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


PAGES = {
    1: b"<</Type/Catalog/Pages 2 0 R/Extra 4 0 R>>",
    2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
    3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]>>",
}


def raw_pdf(extra: bytes, more: Mapping[int, bytes] | None = None, trailer: bytes = b"") -> bytes:
    """Return a PDF of one page whose catalogue leads to the object `extra`, written as it stands."""
    out, places = bytearray(b"%PDF-1.7\n"), {}
    for number, content in {**PAGES, 4: extra, **(more or {})}.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = len(out)
    out += b"xref\n0 1\n0000000000 65535 f \n"
    for number, place in places.items():
        out += b"%d 1\n%010d 00000 n \n" % (number, place)
    out += b"trailer\n<</Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (trailer, table)
    return bytes(out)


def stream(entries: bytes, content: bytes) -> bytes:
    """Return a stream object."""
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (entries, len(content), content)


def streamed_pdf(extra: bytes, packing: Callable[[bytes], bytes] = zlib.compress) -> bytes:
    """Return the same PDF as Word writes it: all objects in an object stream, found by a cross-reference stream."""
    objects = {**PAGES, 4: extra}
    content = b" ".join(objects.values())
    offsets, place = [], 0
    for number, text in objects.items():
        offsets.append(b"%d %d " % (number, place))
        place += len(text) + 1
    head = b"".join(offsets)
    out = bytearray(b"%PDF-1.7\n")
    holder = b"/Type/ObjStm/N 4/First %d/Filter/FlateDecode" % len(head)
    out += b"5 0 obj\n%s\nendobj\n" % stream(holder, packing(head + content))
    section = len(out)
    entries = b"".join(bytes((2, 0, 0, 5, index)) for index in range(4)) + bytes((1, 0, 0, 9, 0))
    columns = b"/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 5>>"
    rows = [entries[start : start + 5] for start in range(0, 25, 5)]
    told = b"".join(b"\0" + row for row in rows)
    listing = b"/Type/XRef/Size 6/Index[1 5]/W[1 3 1]/Root 1 0 R" + columns
    out += b"6 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (stream(listing, zlib.compress(told)), section)
    return bytes(out)


def packed(parts: Mapping[str, bytes | str]) -> bytes:
    """Return a container of parts as Python packs it."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as container:
        for name, content in parts.items():
            container.writestr(name, content)
    return target.getvalue()


def relations(*entries: str) -> str:
    """Return the XML of relationships, each `Id Type Target` with an optional `External`; numbered from rId1."""
    lines = []
    for number, entry in enumerate(entries, 1):
        kind, target, *external = entry.split(" ")
        mode = ' TargetMode="External"' if external else ""
        lines.append(f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"{mode}/>')
    return f'<Relationships xmlns="{PACKAGE}/relationships">{"".join(lines)}</Relationships>'


def word_parts() -> dict[str, bytes | str]:
    """Return the parts of a Word file of one paragraph, with all kinds of document properties."""
    types = "".join(
        f'<Override PartName="/{name}" ContentType="{kind}"/>'
        for name, kind in {
            "word/document.xml": MAIN,
            "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
            "docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
            "docProps/custom.xml": "application/vnd.openxmlformats-officedocument.custom-properties+xml",
        }.items()
    )
    return {
        "[Content_Types].xml": f'<?xml version="1.0" encoding="UTF-8"?><Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{types}</Types>',
        "_rels/.rels": relations(
            f"{OFFICE}/officeDocument word/document.xml",
            f"{PACKAGE}/relationships/metadata/core-properties docProps/core.xml",
            f"{OFFICE}/extended-properties docProps/app.xml",
            f"{OFFICE}/custom-properties docProps/custom.xml",
        ),
        "word/document.xml": '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        "<w:body><w:p><w:r><w:t>问卷</w:t></w:r></w:p></w:body></w:document>",
        "docProps/core.xml": "<coreProperties>张三</coreProperties>",
        "docProps/app.xml": "<Properties>某单位</Properties>",
        "docProps/custom.xml": "<Properties>密级</Properties>",
    }


def word_file(**changes: bytes | str) -> bytes:
    """Return a Word file whose parts are added to or replaced; `/` in their names is written as `__`."""
    names = {key.replace("__", "/"): content for key, content in changes.items()}
    return packed({**word_parts(), **names})


def excel_book() -> openpyxl.Workbook:
    """Return a workbook of one cell, with its author named."""
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active["A1"] = "问卷份数"
    book.properties.creator = "张三"
    return book


def saved(book: openpyxl.Workbook) -> bytes:
    """Return a workbook as openpyxl saves it."""
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def chunk(kind: bytes, content: bytes) -> bytes:
    """Return a chunk of a PNG picture."""
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png(*between: bytes) -> bytes:
    """Return a black PNG picture of one pixel, with more chunks before its data."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    return PNG + header + b"".join(between) + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")


def segment(marker: int, content: bytes) -> bytes:
    """Return a segment of a JPEG picture."""
    return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content


def jpeg(*segments: bytes) -> bytes:
    """Return a JPEG picture with more segments behind its first marker."""
    return JPEG[:2] + b"".join(segments) + JPEG[2:]


def exif(orientation: int, order: str = "<") -> bytes:
    """Return Exif data that name a camera and tell how the picture is turned."""
    mark = b"II" if order == "<" else b"MM"
    entries = struct.pack(f"{order}HHIHH", 0x010F, 3, 1, 7, 0) + struct.pack(
        f"{order}HHIHH", 0x0112, 3, 1, orientation, 0
    )
    return mark + struct.pack(f"{order}HIH", 42, 8, 2) + entries + b"\0" * 4
