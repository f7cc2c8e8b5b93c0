from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest

from nianbao.sources.attachments.kinds import clean
from tests.sources.attachments.making import (
    MAIN,
    OFFICE,
    PACKAGE,
    excel_book,
    packed,
    refusal,
    relations,
    saved,
    word_file,
    word_parts,
)

RELATIONS = "word___rels__document.xml.rels"
HYPERLINK = f"{OFFICE}/hyperlink"


def names(data: bytes) -> list[str]:
    """Return the parts of a file in their order."""
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        return container.namelist()


def text(data: bytes, name: str) -> str:
    """Return the text of a part."""
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        return container.read(name).decode()


def test_a_word_file_loses_its_properties_and_nothing_else() -> None:
    """Their parts go with the ways that lead to them; the document is byte for byte what it was."""
    cleaned = clean(word_file(), "docx")
    assert names(cleaned) == ["[Content_Types].xml", "_rels/.rels", "word/document.xml"]
    assert "docProps" not in text(cleaned, "[Content_Types].xml") + text(cleaned, "_rels/.rels")
    assert text(cleaned, "word/document.xml") == word_parts()["word/document.xml"]
    assert clean(cleaned, "docx") == cleaned


def test_an_excel_file_loses_its_properties_and_still_opens() -> None:
    """openpyxl reads its cells; the author is nobody it was told of."""
    cleaned = clean(saved(excel_book()), "xlsx")
    assert not [name for name in names(cleaned) if name.startswith("docProps")]
    book = openpyxl.load_workbook(io.BytesIO(cleaned))
    assert book.active is not None
    assert book.active["A1"].value == "问卷份数"
    assert book.properties.creator == "openpyxl"
    assert clean(cleaned, "xlsx") == cleaned


def test_the_same_content_gives_the_same_bytes_whenever_it_was_saved() -> None:
    """Times, and the order in which a program wrote the parts, leave no trace."""
    parts = word_parts()
    assert clean(packed(dict(reversed(parts.items()))), "docx") == clean(packed(parts), "docx")


def test_properties_are_found_by_the_way_that_leads_to_them() -> None:
    """Not only where Word puts them; previews and labels of an organisation count as properties."""
    root = relations(
        f"{OFFICE}/officeDocument word/document.xml",
        "http://purl.oclc.org/ooxml/officeDocument/relationships/extendedProperties somewhere/app.xml",
        f"{PACKAGE}/relationships/metadata/thumbnail preview.jpeg",
        "http://schemas.microsoft.com/office/2020/02/relationships/classificationlabels docMetadata/LabelInfo.xml",
    )
    changes: dict[str, bytes | str] = {
        "_rels__.rels": root,
        "somewhere__app.xml": "<a/>",
        "preview.jpeg": b"x",
        "docMetadata__LabelInfo.xml": "<a/>",
    }
    cleaned = clean(word_file(**changes), "docx")
    assert names(cleaned) == ["[Content_Types].xml", "_rels/.rels", "word/document.xml"]


def test_the_folder_and_user_that_excel_notes_are_taken_out() -> None:
    """They stand in the workbook itself."""
    data = saved(excel_book())
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        parts: dict[str, bytes | str] = {name: container.read(name) for name in container.namelist()}
    book = bytes(parts["xl/workbook.xml"]).decode()  # type: ignore[arg-type]  # read as bytes above
    noted = (
        '<fileSharing readOnlyRecommended="1" userName="张三" algorithmName="x"/><mc:AlternateContent><mc:Choice>'
        '<x15ac:absPath url="C:\\Users\\张三\\" xmlns:x15ac="http://schemas.microsoft.com/x15ac"/></mc:Choice>'
        "</mc:AlternateContent></workbook>"
    )
    parts["xl/workbook.xml"] = book.replace("<workbook ", '<workbook xmlns:mc="m" ').replace("</workbook>", noted)
    cleaned = clean(packed(parts), "xlsx")
    assert "张三" not in text(cleaned, "xl/workbook.xml")
    assert 'readOnlyRecommended="1" algorithmName="x"' in text(cleaned, "xl/workbook.xml")
    assert clean(cleaned, "xlsx") == cleaned


@pytest.mark.parametrize(
    ("rule", "changes"),
    [
        ("attachment_macros", {"word__vbaProject.bin": b"x"}),
        ("attachment_macros", {"word__activeX__activeX1.xml": "<a/>"}),
        ("attachment_macros", {"customUI__customUI.xml": "<a/>"}),
        ("attachment_macros", {"word__webextensions__webextension1.xml": "<a/>"}),
        ("attachment_macros", {RELATIONS: relations("http://schemas.microsoft.com/office/2006/relationships/vbaProject a.bin")}),
        ("attachment_embedded", {"word__embeddings__oleObject1.bin": b"x"}),
        ("attachment_embedded", {"word__embeddings__Microsoft_Excel_Worksheet.xlsx": b"x"}),
        ("attachment_embedded", {RELATIONS: relations(f"{OFFICE}/oleObject a.bin")}),
        ("attachment_embedded", {RELATIONS: relations(f"{OFFICE}/aFChunk a.html")}),
        ("attachment_external", {"xl__externalLinks__externalLink1.xml": "<a/>"}),
        ("attachment_external", {"xl__connections.xml": "<a/>"}),
        ("attachment_external", {RELATIONS: relations(f"{OFFICE}/image https://a.cn/b.png External")}),
        ("attachment_external", {RELATIONS: relations(f"{OFFICE}/attachedTemplate file:///C:/a.dotx External")}),
        ("attachment_external", {RELATIONS: relations(f"{OFFICE}/image https://a.cn/b.png")}),
        ("attachment_external", {"word__a.xml": '<w:instrText xml:space="preserve"> DDEAUTO c:\\\\a "b"</w:instrText>'}),
        ("attachment_external", {"word__a.xml": '<w:fldSimple w:instr=" INCLUDEPICTURE http://a.cn/b "/>'}),
        ("attachment_link", {RELATIONS: relations(f"{HYPERLINK} file:///D:/docs/a.docx External")}),
        ("attachment_link", {RELATIONS: relations(f"{HYPERLINK} javascript:x External")}),
        ("attachment_signed", {"_xmlsignatures__sig1.xml": "<a/>"}),
        ("attachment_damaged", {"word__a.xml": "<!DOCTYPE a><a/>"}),
        ("attachment_damaged", {"_rels__.rels": "<a"}),
        ("attachment_damaged", {"_rels__.rels": relations(f"{OFFICE}/officeDocument word/document.xml", f"{OFFICE}/custom-properties word/document.xml")}),
        ("attachment_kind", {"_rels__.rels": relations()}),
        ("attachment_kind", {"_rels__.rels": relations(f"{OFFICE}/officeDocument word/other.xml")}),
    ],
)  # fmt: skip
def test_each_danger_is_refused(rule: str, changes: dict[str, bytes | str]) -> None:
    """What runs, is embedded, comes from elsewhere or hides what it is; each told by a rule of its own."""
    assert refusal(word_file(**changes), "docx").rule == rule


@pytest.mark.parametrize(
    ("kind", "rule"),
    [
        ("application/vnd.ms-word.document.macroEnabled.main+xml", "attachment_macros"),
        ("application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml", "attachment_kind"),
    ],
)
def test_a_file_of_another_type_under_this_ending_is_refused(kind: str, rule: str) -> None:
    """What the package says it is counts, not what the file is called."""
    types = str(word_parts()["[Content_Types].xml"]).replace(MAIN, kind)
    assert refusal(packed({**word_parts(), "[Content_Types].xml": types}), "docx").rule == rule


def test_links_to_pages_and_places_stay() -> None:
    """The document's own relationships are left as they are."""
    links = relations(
        f"{HYPERLINK} https://www.gov.cn/ External", f"{HYPERLINK} mailto:a@b.cn External", f"{HYPERLINK} #h1 External"
    )
    cleaned = clean(word_file(**{RELATIONS: links}), "docx")
    assert text(cleaned, "word/_rels/document.xml.rels") == links


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "attachment_old_office"),
        (b"<html></html>", "attachment_kind"),
        (packed({"a.txt": "a"}), "attachment_kind"),
        (word_file(), "attachment_kind"),
    ],
)
def test_other_formats_under_this_ending_are_refused(data: bytes, rule: str) -> None:
    """Encrypted and old files, web pages, archives, and Word where Excel is said."""
    assert refusal(data, "xlsx").rule == rule


@pytest.mark.parametrize(
    "text", ["<w:instrText ", "<absPath ", "<a:fileSharing ", "<" + "w" * 5000, '<?xml encoding="']
)
def test_no_text_keeps_the_search_busy(text: str) -> None:
    """Tags that begin again and again and never end are passed over in one go."""
    document = f"<!-- {text * (900_000 // len(text))} -->"
    changed = str(word_parts()["word/document.xml"]) + document
    assert clean(word_file(**{"word__document.xml": changed}), "docx")
