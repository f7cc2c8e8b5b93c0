"""Attached text and CSV files: real text in an encoding that readers' programs know, published as it is."""

from __future__ import annotations

import codecs
import csv
import io
import re
import unicodedata

from nianbao.sources.problems import character_name
from nianbao.sources.refusal import Refused
from nianbao.sources.text import quote

_MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,99}(?:%PDF-|\{\\rtf|<\?xml|<!doctype|<html|<svg|<script)", re.IGNORECASE)
_COMPUTES = re.compile(r"[|!(=&^*'\"]|(?<![A-Za-z])\$?[A-Za-z]{1,3}\$?[0-9]+(?![A-Za-z0-9])|[0-9][ ]*[+/-][ ]*[A-Za-z]")
"""What a cell that begins with a sign and is neither a number nor a text has: a call, a reference, a sum of them."""
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def clean_text(data: bytes, ending: str) -> bytes:
    """Return the bytes of a text file, which has no properties to take out.

    Raises Refused for what is neither strict UTF-8 nor strict GB18030, for control characters but tab and line end, and
    for texts that programs take for something else.
    """
    if _MARKUP.match(data):
        raise Refused("attachment_kind", ending=ending)
    text = decoded(data)
    found = _CONTROL.search(text)
    if found:
        line = text.count("\n", 0, found.start()) + 1
        column = found.start() - text.rfind("\n", 0, found.start())
        name, code = character_name(found[0]), f"U+{ord(found[0]):04X}"
        raise Refused("hidden_character", line=line, name=name, code=code, column=column)
    if ending == "csv":
        _refuse_formulas(text)
    return data


def _refuse_formulas(text: str) -> None:
    """Refuse a table with a cell that a spreadsheet program would compute when somebody opens it."""
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    line = 1
    try:
        for cells in reader:
            for cell in cells:
                if any(map(_is_formula, (cell, *re.split(r"[;\t]", cell)))):
                    raise Refused("attachment_formula", line=line, text=quote(cell))
            line = reader.line_num + 1
    except csv.Error:
        raise Refused("attachment_damaged", line=line) from None


def _is_formula(cell: str) -> bool:
    text = unicodedata.normalize("NFKC", cell).lstrip()
    if text[:1] in ("=", "@"):
        return len(text) > 1
    return text[:1] in ("+", "-") and _COMPUTES.search(text, 1) is not None


def decoded(data: bytes) -> str:
    """Return the text of an attached file; raises Refused for what is neither strict UTF-8 nor strict GB18030."""
    if not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        for encoding in ("utf-8", "gb18030"):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                continue
    raise Refused("encoding_unknown")
