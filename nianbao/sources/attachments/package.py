"""Office Open XML packages: which part is of what type, and which part leads to which (ECMA-376 part 2)."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import unquote
from xml.sax.saxutils import quoteattr

from defusedxml.ElementTree import fromstring

from nianbao.sources.attachments.packed import Part
from nianbao.sources.refusal import Refused

CONTENT_TYPES = "[Content_Types].xml"
ROOT_RELATIONSHIPS = "_rels/.rels"

_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_MAX_XML = 4 << 20
"""Largest list of types or relationships that is read; real ones have some KiB."""
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OTHER_ENCODING = re.compile(r"\s*<\?xml[^<>]*encoding\s*=\s*[\"'](?!utf-8[\"'])", re.IGNORECASE)


@dataclass(frozen=True)
class Relationship:
    """A way from one part to another, or out of the package (`external`)."""

    id: str
    kind: str
    target: str
    external: bool


@dataclass(frozen=True)
class ContentTypes:
    """The types of the parts: by ending (in lower case), and for single parts by their name."""

    defaults: Mapping[str, str]
    overrides: Mapping[str, str]

    @cached_property
    def _by_name(self) -> dict[str, str]:
        return {name.lower(): kind for name, kind in self.overrides.items()}

    def of(self, name: str) -> str:
        """Return the type of a part, whose name may be in any case; empty where the package does not say."""
        return self._by_name.get(name.lower()) or self.defaults.get(name.rpartition(".")[2].lower(), "")

    def written(self, without: Iterable[str]) -> bytes:
        """Return the list as XML, without the entries of the parts `without`."""
        gone = {name.lower() for name in without}
        defaults = (
            f"<Default Extension={quoteattr(ending)} ContentType={quoteattr(kind)}/>"
            for ending, kind in self.defaults.items()
        )
        overrides = (
            f"<Override PartName={quoteattr(f'/{name}')} ContentType={quoteattr(kind)}/>"
            for name, kind in self.overrides.items()
            if name.lower() not in gone
        )
        return f'{_DECLARATION}<Types xmlns="{_TYPES}">{"".join((*defaults, *overrides))}</Types>'.encode()


def xml_text(part: Part) -> str:
    """Return the text of an XML part; raises Refused for other encodings than UTF-8 and for document types (DTD)."""
    try:
        text = part.content().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused("attachment_damaged") from None
    if "\0" in text or "<!DOCTYPE" in text or _OTHER_ENCODING.match(text):
        raise Refused("attachment_damaged")
    return text


def _entries(part: Part) -> Iterable[tuple[str, Mapping[str, str]]]:
    if part.size > _MAX_XML:
        raise Refused("attachment_damaged")
    for entry in fromstring(xml_text(part).encode(), forbid_dtd=True):
        yield str(entry.tag).rpartition("}")[2], entry.attrib


def content_types(part: Part) -> ContentTypes:
    """Return the package's list of types; raises Refused for two types of one part.

    Raises what defusedxml raises for XML that is not sound, and KeyError for entries that lack something.
    """
    entries = list(_entries(part))
    defaults = [(values["Extension"].lower(), values["ContentType"]) for tag, values in entries if tag == "Default"]
    overrides = [
        (values["PartName"].lstrip("/"), values["ContentType"]) for tag, values in entries if tag == "Override"
    ]
    types = ContentTypes(dict(defaults), dict(overrides))
    if len(types.defaults) < len(defaults) or len({name.lower() for name, _ in overrides}) < len(overrides):
        raise Refused("attachment_damaged")
    return types


def relationships(part: Part) -> list[Relationship]:
    """Return the relationships that a `.rels` part lists; raises as `content_types` does."""
    return [
        Relationship(values["Id"], values["Type"], values["Target"], values.get("TargetMode") == "External")
        for tag, values in _entries(part)
        if tag == "Relationship"
    ]


def written_relationships(entries: Iterable[Relationship]) -> bytes:
    """Return relationships as XML."""
    modes = {True: ' TargetMode="External"', False: ""}
    lines = (
        f"<Relationship Id={quoteattr(entry.id)} Type={quoteattr(entry.kind)} Target={quoteattr(entry.target)}"
        f"{modes[entry.external]}/>"
        for entry in entries
    )
    return f'{_DECLARATION}<Relationships xmlns="{_RELATIONSHIPS}">{"".join(lines)}</Relationships>'.encode()


def part_at(target: str) -> str:
    """Return the name of the part that a relationship of the package itself leads to."""
    return posixpath.normpath(unquote(target).lstrip("/"))
