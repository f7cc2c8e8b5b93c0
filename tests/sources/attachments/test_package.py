from __future__ import annotations

import pytest

from nianbao.sources.attachments.package import (
    Relationship,
    content_types,
    part_at,
    relationships,
    written_relationships,
    xml_text,
)
from nianbao.sources.attachments.packed import Part
from nianbao.sources.refusal import Refused
from tests.sources.attachments.making import MAIN, relations, word_parts


def part(content: str | bytes) -> Part:
    """Return a part with that content."""
    return Part.of("a.xml", content if isinstance(content, bytes) else content.encode())


def test_a_parts_own_type_goes_before_that_of_its_ending() -> None:
    """Names and endings are compared in any case."""
    types = content_types(part(str(word_parts()["[Content_Types].xml"])))
    assert types.of("Word/Document.xml") == MAIN
    assert types.of("word/styles.XML") == "application/xml"
    assert types.of("word/picture.png") == ""


def test_types_are_written_without_the_parts_that_go() -> None:
    """The others are as they were."""
    types = content_types(part(str(word_parts()["[Content_Types].xml"])))
    rest = content_types(part(types.written(without=["docProps/core.xml", "DOCPROPS/app.xml"])))
    assert list(rest.overrides) == ["word/document.xml", "docProps/custom.xml"]
    assert rest.defaults == types.defaults


def test_relationships_are_written_as_they_were_read() -> None:
    """With what XML wants escaped."""
    entry = Relationship("rId1", "http://x/hyperlink", 'https://a.cn/?b=1&c="2"<', external=True)
    assert relationships(part(written_relationships([entry]))) == [entry]


@pytest.mark.parametrize(
    ("target", "name"),
    [("word/a.xml", "word/a.xml"), ("/word/a.xml", "word/a.xml"), ("./word/%E6%96%87.xml", "word/文.xml")],
)
def test_a_target_names_a_part(target: str, name: str) -> None:
    """From the root, relative or not, with percent signs or without."""
    assert part_at(target) == name


@pytest.mark.parametrize(
    "content",
    [
        '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>',
        "<x/>".encode("utf-16"),
        b"\xff\xfe",
        '<?xml version="1.0" encoding="IBM037"?><x/>',
        "<x>\0</x>",
    ],
)
def test_xml_with_document_types_or_in_other_encodings_is_refused(content: str | bytes) -> None:
    """Whoever looks it over must see what a program will read."""
    with pytest.raises(Refused, match="attachment_damaged"):
        xml_text(part(content))


def test_two_types_of_one_part_are_refused() -> None:
    """Programs would not agree on which of them counts."""
    types = str(word_parts()["[Content_Types].xml"])
    twice = types.replace("</Types>", f'<Override PartName="/WORD/document.xml" ContentType="{MAIN}"/></Types>')
    with pytest.raises(Refused, match="attachment_damaged"):
        content_types(part(twice))


def test_an_endless_list_is_not_read() -> None:
    """Real ones have some KiB."""
    with pytest.raises(Refused, match="attachment_damaged"):
        relationships(part(relations() + " " * (4 << 20)))
