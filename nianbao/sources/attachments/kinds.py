"""The kinds of files that may be attached, by the ending of their name, and how each is made fit to be published."""

from __future__ import annotations

from collections.abc import Callable

from nianbao.sources.attachments.office import clean_office
from nianbao.sources.attachments.pictures import clean_jpeg, clean_png
from nianbao.sources.attachments.plain_text import clean_text
from nianbao.sources.refusal import Refused


def _clean_pdf(data: bytes, ending: str) -> bytes:
    from nianbao.sources.attachments.pdf import clean_pdf  # pypdf takes a tenth of a second that most years can save.

    return clean_pdf(data, ending)


_CLEANERS: dict[str, Callable[[bytes, str], bytes]] = {
    "pdf": _clean_pdf,
    "docx": clean_office,
    "xlsx": clean_office,
    "csv": clean_text,
    "txt": clean_text,
    "png": clean_png,
    "jpg": clean_jpeg,
    "jpeg": clean_jpeg,
}

ENDINGS = tuple(_CLEANERS)
"""The endings of the files that may be attached."""


def clean(data: bytes, ending: str) -> bytes:
    """Return what is published of a file whose name has that ending (in lower case): the file without its properties.

    Raises Refused for everything that may not be published; whatever the readers of a format raise means damage. What
    is returned is returned again unchanged when it is cleaned again.
    """
    try:
        return _CLEANERS[ending](data, ending)
    except Refused:
        raise
    except Exception as error:
        raise Refused("attachment_damaged") from error
