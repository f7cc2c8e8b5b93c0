"""PDF files: nothing that runs, plays or is packed inside, and no document properties."""

from __future__ import annotations

import io
import logging
import re
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

from pypdf.errors import LimitReachedError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, PdfObject, StreamObject

from nianbao.sources.attachments.links import refuse_link
from nianbao.sources.attachments.pdf_objects import MAX_OBJECTS, PdfObjects
from nianbao.sources.refusal import Refused

_VERSION = re.compile(rb"%PDF-(1\.[0-7]|2\.0)")
_PROPERTIES = frozenset({"/Metadata", "/PieceInfo", "/LastModified"})
"""What programs note of a document, a page or a picture (ISO 32000-2, 14.3 and 14.5); /Info goes with the trailer."""

_KEYS = {
    "/JS": "attachment_script", "/JavaScript": "attachment_script", "/XFA": "attachment_xfa",
    "/EmbeddedFiles": "attachment_embedded", "/EF": "attachment_embedded", "/ByteRange": "attachment_signed",
    "/RichMediaContent": "attachment_media", "/RichMediaSettings": "attachment_media",
}  # fmt: skip
_ACTIONS = {
    "/JavaScript": "attachment_script", "/Launch": "attachment_launch", "/SubmitForm": "attachment_launch",
    "/ImportData": "attachment_launch", "/GoToE": "attachment_embedded", "/Rendition": "attachment_media",
    "/Movie": "attachment_media", "/Sound": "attachment_media", "/RichMediaExecute": "attachment_media",
}  # fmt: skip
_SUBTYPES = {
    "/FileAttachment": "attachment_embedded", "/RichMedia": "attachment_media", "/Movie": "attachment_media",
    "/Sound": "attachment_media", "/Screen": "attachment_media", "/3D": "attachment_media",
}  # fmt: skip
_TYPES = {"/EmbeddedFile": "attachment_embedded"}
_VALUES = {"/S": _ACTIONS, "/Subtype": _SUBTYPES, "/Type": _TYPES}
"""What a key, or the name that stands at a key, gives away (ISO 32000-2, 12.5.6, 12.6.4 and 7.11.4)."""


def clean_pdf(data: bytes, ending: str) -> bytes:
    """Return a PDF without its document properties: only what its pages lead to, in an order that is always the same.

    Raises Refused for other formats, passwords, damage, scripts, actions that start programs or send data, embedded
    files, media, XFA forms, content and links from elsewhere, digital signatures (they would be broken), and for more
    than 200,000 objects or an effort of reading beyond the bounds of `pdf_objects`.
    """
    version = _VERSION.match(data)
    if version is None:
        raise Refused("attachment_kind", ending=ending)
    with exact_and_quiet():
        try:
            return _written(PdfObjects(data), version[0])
        except LimitReachedError:
            raise Refused("attachment_too_complex") from None


@contextmanager
def exact_and_quiet() -> Iterator[None]:
    """Let pypdf read names byte for byte (it takes them for UTF-8 or GBK otherwise), and keep its remarks to itself."""
    charsets, level = NameObject.CHARSETS, logging.getLogger("pypdf").level
    NameObject.CHARSETS = ("latin-1", "latin-1", "latin-1")
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        NameObject.CHARSETS = charsets
        logging.getLogger("pypdf").setLevel(level)


def _written(objects: PdfObjects, version: bytes) -> bytes:
    if "/Encrypt" in objects.trailer:
        raise Refused("attachment_password")
    root = objects.trailer.get("/Root")
    catalogue = root.get_object() if isinstance(root, IndirectObject) else None
    if not isinstance(root, IndirectObject) or not isinstance(catalogue, DictionaryObject):
        raise Refused("attachment_damaged")
    if not isinstance(catalogue["/Pages"], DictionaryObject):
        raise Refused("attachment_damaged")
    return _Copy(objects).written(root, version)


class _Copy:
    """A PDF written anew: its objects numbered in the order in which they are led to, beginning with the catalogue."""

    def __init__(self, objects: PdfObjects) -> None:
        self._objects = objects
        self._numbers: dict[int, int] = {}
        self._waiting: deque[IndirectObject] = deque()
        self._out = io.BytesIO()

    def written(self, root: IndirectObject, version: bytes) -> bytes:
        """Return the whole file."""
        places: list[int] = []
        self._out.write(version + b"\n%\xe2\xe3\xcf\xd3\n")
        self._number(root)
        while self._waiting:
            found = self._objects.get_object(self._waiting.popleft())
            if isinstance(found, IndirectObject):
                raise Refused("attachment_damaged")
            places.append(self._out.tell())
            self._out.write(b"%d 0 obj\n" % len(places))
            self._write(found)
            self._out.write(b"\nendobj\n")
        table = self._out.tell()
        self._out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1))
        self._out.writelines(b"%010d 00000 n \n" % place for place in places)
        self._out.write(b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, table))
        return self._out.getvalue()

    def _number(self, reference: IndirectObject) -> int:
        if reference.idnum not in self._numbers:
            if len(self._numbers) == MAX_OBJECTS:
                raise LimitReachedError
            self._numbers[reference.idnum] = len(self._numbers) + 1
            self._waiting.append(reference)
        return self._numbers[reference.idnum]

    def _write(self, value: PdfObject) -> None:
        if isinstance(value, IndirectObject):
            known = value.idnum in self._objects
            self._out.write(b"%d 0 R" % self._number(value) if known else b"null")
        elif isinstance(value, DictionaryObject):
            _refuse_dangers(value)
            self._write_dictionary(value)
        elif isinstance(value, ArrayObject):
            self._out.write(b"[")
            for entry in value:
                self._write(entry)
                self._out.write(b" ")
            self._out.write(b"]")
        elif isinstance(value, NameObject):
            self._out.write(_name(value))
        else:
            value.write_to_stream(self._out)

    def _write_dictionary(self, entries: DictionaryObject) -> None:
        self._out.write(b"<<")
        for key, value in entries.items():
            if key not in _PROPERTIES:
                self._out.write(_name(key) + b" ")
                self._write(value)
        if isinstance(entries, StreamObject):
            self._out.write(b"/Length %d>>\nstream\n" % len(entries._data))
            self._out.write(entries._data + b"\nendstream")
        else:
            self._out.write(b">>")


@lru_cache(maxsize=1000)
def _name(name: str) -> bytes:
    """A name byte for byte, with what does not belong into a name written as #20 (ISO 32000-2, 7.3.5)."""
    return b"/" + b"".join(
        b"%c" % byte if 0x21 <= byte <= 0x7E and byte not in b"#()<>[]{}/%" else b"#%02X" % byte
        for byte in name[1:].encode("latin-1")
    )


def _refuse_dangers(entries: DictionaryObject) -> None:
    for key, rule in _KEYS.items():
        if key in entries:
            raise Refused(rule, name=key[1:])
    for key, rules in _VALUES.items():
        found = _resolved(entries, key)
        if isinstance(found, NameObject) and found in rules:
            raise Refused(rules[found], name=found[1:])
    if isinstance(entries, StreamObject) and "/F" in entries:
        raise Refused("attachment_external", name="F")
    target = _resolved(entries, "/URI")
    if isinstance(target, (str, bytes)):
        refuse_link(target if isinstance(target, str) else target.decode("latin-1"))


def _resolved(entries: DictionaryObject, key: str) -> PdfObject | None:
    found: PdfObject | None = entries.get(key)
    return None if found is None else found.get_object()
