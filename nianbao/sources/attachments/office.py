"""Word and Excel files: nothing that runs, is embedded or comes from elsewhere, and no document properties."""

from __future__ import annotations

import re
from collections.abc import Mapping

from nianbao.sources.attachments.links import refuse_link
from nianbao.sources.attachments.package import (
    CONTENT_TYPES,
    ROOT_RELATIONSHIPS,
    ContentTypes,
    Relationship,
    content_types,
    part_at,
    relationships,
    written_relationships,
    xml_text,
)
from nianbao.sources.attachments.packed import Part, read_parts, write_parts
from nianbao.sources.refusal import Refused
from nianbao.sources.text import quote

_FORMAT = "application/vnd.openxmlformats-officedocument."
_MAIN = {"docx": f"{_FORMAT}wordprocessingml.document.main+xml", "xlsx": f"{_FORMAT}spreadsheetml.sheet.main+xml"}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_DANGERS = (
    ("attachment_macros", re.compile(r"vba(project|data)|macro(enabled|sheet)|activex|customui|webextension", re.I)),
    ("attachment_embedded", re.compile(r"(^|/)embeddings/|oleobject|/package$|/afchunk$|/subdocument$", re.I)),
    ("attachment_external", re.compile(r"externallink|/connections(\.xml|$)|querytable", re.I)),
    ("attachment_signed", re.compile(r"_xmlsignatures/|digital-signature", re.I)),
)
"""What a part's name or type, or a relationship's kind, gives away."""

_FIELD = re.compile(r"(?:<w:instrText[^<>]*>|w:instr=\")\s*(DDEAUTO|DDE|INCLUDETEXT|INCLUDEPICTURE|LINK)\b", re.I)
"""Fields of Word that fetch from outside, in one piece as Word and WPS write them."""

_PROPERTY_KINDS = (
    "/core-properties", "/extended-properties", "/extendedProperties", "/custom-properties", "/customProperties",
    "/thumbnail", "/classificationlabels",
)  # fmt: skip
"""How the kinds of relationships to document properties end, in the transitional and the strict form."""

_PROPERTY_FOLDERS = ("docprops/", "docmetadata/")
_FOLDER_OF_FILE = re.compile(r"<(?:\w+:)?absPath\b[^<>]*?(?:/>|>\s*</(?:\w+:)?absPath>)")
_SHARING = re.compile(r"<(?:\w+:)?fileSharing\b[^<>]*>")
_USER_NAME = re.compile(r"\s+userName\s*=\s*(\"[^\"]*\"|'[^']*')")


def clean_office(data: bytes, ending: str) -> bytes:
    """Return a .docx or .xlsx file without its document properties: the same bytes everywhere and every time.

    Raises Refused for other formats, passwords, damage, macros and controls, embedded objects, content from elsewhere,
    links to anything but web pages and mail, and digital signatures (they would be broken).
    """
    if data.startswith(_OLE):
        raise Refused("attachment_old_office")
    if not data.startswith(b"PK\x03\x04"):
        raise Refused("attachment_kind", ending=ending)
    parts = read_parts(data)
    if CONTENT_TYPES not in parts or ROOT_RELATIONSHIPS not in parts:
        raise Refused("attachment_kind", ending=ending)
    types = content_types(parts[CONTENT_TYPES])
    root = relationships(parts[ROOT_RELATIONSHIPS])
    _refuse_dangers(parts, types)
    main = _main_part(root, types, parts, ending)
    return write_parts(_without_properties(parts, types, root, main))


def _main_part(root: list[Relationship], types: ContentTypes, parts: Mapping[str, Part], ending: str) -> str:
    found = [part_at(entry.target) for entry in root if entry.kind.endswith("/officeDocument")]
    if len(found) != 1 or found[0] not in parts or types.of(found[0]) != _MAIN[ending]:
        raise Refused("attachment_kind", ending=ending)
    return found[0]


def _refuse_dangers(parts: Mapping[str, Part], types: ContentTypes) -> None:
    for name, part in parts.items():
        _refuse_named(name, name)
        _refuse_named(types.of(name), name)
        if name.lower().endswith((".xml", ".rels", ".vml")):
            field = _FIELD.search(xml_text(part))
            if field:
                raise Refused("attachment_external", name=field[1])
        if name.lower().endswith(".rels"):
            _refuse_relationships(relationships(part))


def _refuse_named(text: str, name: str) -> None:
    for rule, pattern in _DANGERS:
        if pattern.search(text):
            raise Refused(rule, name=quote(name))


def _refuse_relationships(entries: list[Relationship]) -> None:
    for entry in entries:
        _refuse_named(entry.kind, entry.target)
        if entry.external and entry.kind.endswith("/hyperlink"):
            refuse_link(entry.target)
        elif entry.external or "://" in entry.target:
            raise Refused("attachment_external", name=quote(entry.target))


def _without_properties(
    parts: Mapping[str, Part], types: ContentTypes, root: list[Relationship], main: str
) -> list[Part]:
    told = [entry for entry in root if entry.kind.endswith(_PROPERTY_KINDS)]
    gone = {part_at(entry.target) for entry in told}
    gone |= {name for name in parts if name.lower().startswith(_PROPERTY_FOLDERS)}
    if gone & {main, CONTENT_TYPES, ROOT_RELATIONSHIPS}:
        raise Refused("attachment_damaged")
    rest = sorted(set(parts) - gone - {CONTENT_TYPES, ROOT_RELATIONSHIPS})
    kept = [entry for entry in root if entry not in told]
    return [
        Part.of(CONTENT_TYPES, types.written(without=gone)),
        Part.of(ROOT_RELATIONSHIPS, written_relationships(kept)),
        *(_impersonal(parts[name]) if name == main else parts[name] for name in rest),
    ]


def _impersonal(part: Part) -> Part:
    """The main part without the folder on somebody's computer and the name that Excel notes in a workbook."""
    text = part.content().decode()
    rest = _SHARING.sub(lambda found: _USER_NAME.sub("", found[0]), _FOLDER_OF_FILE.sub("", text))
    return part if rest == text else Part.of(part.name, rest.encode())
