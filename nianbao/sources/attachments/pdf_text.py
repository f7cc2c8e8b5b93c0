"""What a PDF says on its pages, in comments, forms and properties, at an effort that stays within bounds."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from typing import Any

from pypdf import PageObject, PdfReader, apply_configuration
from pypdf.errors import LimitReachedError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, PdfObject, StreamObject

from nianbao.sources.attachments.pdf import exact_and_quiet
from nianbao.sources.attachments.pdf_fonts import characters_of
from nianbao.sources.attachments.pdf_objects import PdfObjects
from nianbao.sources.attachments.said import UNREAD, Said
from nianbao.sources.refusal import Refused

MAX_STEPS = 4_000_000
"""Most operands of pages and characters of their fonts: some half a minute, or 250 pages as a browser prints them."""
MAX_UNPACKED = 32 << 20
"""Most bytes of a page or a form when unpacked."""
_BYTES_A_STEP = 20
_TAG = re.compile(r"<[^<>]*>")


def pdf_texts(data: bytes, published: bytes) -> list[Said]:
    """Return every text of a PDF: pages and forms from what `clean_pdf` made of it, the rest from the file itself.

    Raises Refused for a page that cannot be read, and for more effort than the bounds allow. What is drawn and not
    written (a scanned page) says nothing; such a page comes with the text UNREAD.
    """
    with (
        exact_and_quiet(),
        apply_configuration(xform_maximum_invocations_per_extraction=0, zlib_maximum_output_length=MAX_UNPACKED),
    ):
        try:
            return [*_page_texts(published), *_strings(PdfObjects(data))]
        except LimitReachedError:
            raise Refused("attachment_too_complex") from None


class _Effort:
    """What may still be spent on a file."""

    def __init__(self) -> None:
        self.left = MAX_STEPS
        self._fonts: dict[int, int] = {}

    def spend(self, steps: int) -> None:
        """Take note of so many steps; raises Refused after the last."""
        self.left -= steps
        if self.left < 0:
            raise Refused("attachment_too_complex")

    def operation(self, operator: Any, operands: Any, *_: Any) -> None:
        """Take note of an operation, as pypdf tells it."""
        self.spend(1 + sum(len(entry) if isinstance(entry, ArrayObject) else 1 for entry in operands))

    def resources(self, resources: DictionaryObject) -> None:
        """Take note of the fonts that pypdf will read before it reads a page or a form."""
        for key in _inner(resources, "/Font"):
            entry = resources["/Font"].raw_get(key)  # type: ignore[attr-defined]  # _inner saw that it is a dictionary
            number = entry.idnum if isinstance(entry, IndirectObject) else id(entry)
            if number not in self._fonts:
                font = entry.get_object()
                self._fonts[number] = characters_of(font) if isinstance(font, DictionaryObject) else 0
            self.spend(self._fonts[number])


def _page_texts(published: bytes) -> Iterator[Said]:
    effort = _Effort()
    seen: set[int] = set()
    for number, page in enumerate(PdfReader(io.BytesIO(published)).pages, start=1):
        try:
            texts = list(_texts_of(page, effort, seen))
        except (Refused, LimitReachedError):
            raise
        except Exception as error:
            raise Refused("attachment_unsearched", page=number) from error
        yield from (Said(text, f"第{number}页") for text in texts if text)
        if not any(text.strip() for text in texts) and _inner(_resources(page), "/XObject"):
            yield Said(UNREAD, f"第{number}页")
        yield from (Said(text, f"第{number}页批注") for text in _annotation_texts(page) if text)


def _texts_of(page: PageObject, effort: _Effort, seen: set[int]) -> Iterator[str]:
    """The page's own text, and that of every form on it that is on no page before."""
    resources = _resources(page)
    contents = page.get_contents()
    if contents is not None:
        effort.spend(1000 + len(contents.get_data()) // _BYTES_A_STEP)
        page[NameObject("/Contents")] = contents
        yield _extracted(page.extract_text, resources, effort)
    for form in _forms(page, resources, seen):
        effort.spend(1000 + len(form.get_data()) // _BYTES_A_STEP)

        def extract(form: Any = form, **options: Any) -> str:
            return page.extract_xform_text(form, **options)

        yield _extracted(extract, _inner(form, "/Resources"), effort)


def _extracted(extract: Callable[..., str], resources: DictionaryObject, effort: _Effort) -> str:
    effort.resources(resources)
    with apply_configuration(stream_parsing_work_maximum_count=max(1, effort.left)):
        return extract(visitor_operand_before=effort.operation, visitor_text=_must_be_readable)


def _must_be_readable(text: str, _: Any, __: Any, font: DictionaryObject | None, *___: Any) -> None:
    """Raises ValueError for text in a font that is not there or makes no sense: nobody knows what it says."""
    if font is None and text.strip():
        raise ValueError(text)


def _resources(page: PageObject) -> DictionaryObject:
    found = page.get_inherited("/Resources", None)
    found = found.get_object() if isinstance(found, PdfObject) else None
    return found if isinstance(found, DictionaryObject) else DictionaryObject()


def _inner(entries: DictionaryObject, key: str) -> DictionaryObject:
    found = entries.get(key)
    found = None if found is None else found.get_object()
    return found if isinstance(found, DictionaryObject) else DictionaryObject()


def _forms(page: PageObject, resources: DictionaryObject, seen: set[int]) -> Iterator[StreamObject]:
    """Every form that the page draws, within others too, and those that show its annotations."""
    waiting: list[Any] = [_inner(resources, "/XObject"), *(_inner(entry, "/AP") for entry in _annotations(page))]
    while waiting:
        found = waiting.pop()
        for raw in found.values():
            entry = raw.get_object()
            number = raw.idnum if isinstance(raw, IndirectObject) else id(entry)
            if not isinstance(entry, DictionaryObject) or number in seen:
                continue
            seen.add(number)
            if not isinstance(entry, StreamObject):
                waiting.append(entry)
            elif entry.get("/Subtype") == "/Form":
                yield entry
                waiting.append(_inner(_inner(entry, "/Resources"), "/XObject"))


def _annotations(page: PageObject) -> Iterator[DictionaryObject]:
    entries = page.get("/Annots")
    entries = None if entries is None else entries.get_object()
    for entry in entries if isinstance(entries, ArrayObject) else ():
        found = entry.get_object()
        if isinstance(found, DictionaryObject):
            yield found


def _annotation_texts(page: PageObject) -> Iterator[str]:
    for entry in _annotations(page):
        yield from (text for value in entry.values() if (text := _written(value.get_object())) is not None)


def _written(value: PdfObject | None) -> str | None:
    """The text of a string; None for other objects. Names are texts to pypdf, but say nothing to readers."""
    if isinstance(value, bytes):
        return value.decode("gb18030", "replace")
    return value if isinstance(value, str) and not isinstance(value, NameObject) else None


def _strings(objects: PdfObjects) -> Iterator[Said]:
    """Every string anywhere in the file: comments, fields, bookmarks, alternative texts, properties; and XMP."""
    waiting: list[Any] = [objects.trailer.get("/Info"), objects.trailer.get("/Root")]
    seen: set[int] = set()
    while waiting:
        value = waiting.pop()
        if isinstance(value, IndirectObject):
            if value.idnum in seen:
                continue
            seen.add(value.idnum)
            value = objects.get_object(value)
        if isinstance(value, DictionaryObject):
            waiting += value.values()
            if isinstance(value, StreamObject) and value.get("/Type") == "/Metadata":
                yield Said(_TAG.sub("\t", value.get_data().decode("utf-8", "replace")), "文件属性")
        elif isinstance(value, ArrayObject):
            waiting += value
        elif text := _written(value):
            yield Said(text, "批注、表单、书签或属性")
