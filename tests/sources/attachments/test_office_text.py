from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from openpyxl.comments import Comment
from openpyxl.packaging.custom import StringProperty
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from nianbao.sources.attachments.kinds import clean
from nianbao.sources.attachments.office_text import office_texts
from nianbao.wording.personal import find
from tests.sources.attachments.making import OFFICE, excel_book, packed, relations, saved, word_file

MOBILE = "13800001234"
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def document(body: str) -> str:
    """Return a main part of Word with that body."""
    return f"<w:document {WORD}><w:body>{body}</w:body></w:document>"


def places(data: bytes) -> list[str]:
    """Return where numbers of persons stand in a file, as a place writes part and position."""
    found = [(said, number.value) for said in office_texts(data) for number in find(said.text)]
    return [
        place
        for place, _ in dict.fromkeys(("!".join(filter(None, (said.part, said.at))), value) for said, value in found)
    ]


@pytest.mark.parametrize(
    "body",
    [
        f"<w:p><w:r><w:t>电话{MOBILE}</w:t></w:r></w:p>",
        "<w:p><w:r><w:t>138</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>0000</w:t></w:r><w:r><w:t>1234</w:t></w:r></w:p>",
        f"<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>{MOBILE}</w:t></w:r></w:p>",
        "<w:p><w:r><w:t>138</w:t><w:noBreakHyphen/><w:t>0000</w:t><w:noBreakHyphen/><w:t>1234</w:t></w:r></w:p>",
        f"<w:p><w:del><w:r><w:delText>{MOBILE}</w:delText></w:r></w:del><w:r><w:t>已删</w:t></w:r></w:p>",
        "<w:p><w:r><w:t>138</w:t></w:r><w:del><w:r><w:delText>9</w:delText></w:r></w:del><w:r><w:t>00001234</w:t></w:r></w:p>",
        "<w:p><w:r><w:t>138</w:t></w:r><w:ins><w:r><w:t>9</w:t></w:r></w:ins><w:r><w:t>00001234</w:t></w:r></w:p>",
        f'<w:p><w:r><w:drawing><wp:docPr xmlns:wp="urn:x" id="1" descr="照片 {MOBILE}"/></w:drawing></w:r></w:p>',
        f'<w:p><w:fldSimple w:instr=\'HYPERLINK "tel:{MOBILE}"\'/></w:p>',
        f"<w:p><w:r><w:pict><v:textbox xmlns:v='urn:v'><w:txbxContent><w:p><w:r><w:t>{MOBILE}</w:t></w:r></w:p>"
        "</w:txbxContent></v:textbox></w:pict></w:r></w:p>",
        f"<w:tbl><w:tr><w:tc><w:p><w:r><w:t>{MOBILE}</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
    ],
)  # fmt: skip
def test_a_number_in_a_word_document_is_found(body: str) -> None:
    """Split over runs, hidden, deleted, inserted, in a text box, a field, a table or the text of a picture."""
    found = places(word_file(**{"word__document.xml": document(body)}))
    assert len(found) == 1
    assert found[0].startswith("正文")


@pytest.mark.parametrize(
    ("part", "content", "shown"),
    [
        ("word/comments.xml", f"<w:comments {WORD}><w:comment><w:p><w:r><w:t>{MOBILE}</w:t></w:r></w:p></w:comment></w:comments>", "批注!第1段"),
        ("word/header2.xml", f"<w:hdr {WORD}><w:p><w:r><w:t>{MOBILE}</w:t></w:r></w:p></w:hdr>", "页眉!第1段"),
        ("word/footer1.xml", f"<w:ftr {WORD}><w:p/><w:p><w:r><w:t>{MOBILE}</w:t></w:r></w:p></w:ftr>", "页脚!第2段"),
        ("word/footnotes.xml", f"<w:footnotes {WORD}><w:p><w:r><w:t>{MOBILE}</w:t></w:r></w:p></w:footnotes>", "脚注!第1段"),
        ("word/endnotes.xml", f"<w:endnotes {WORD}><w:p><w:r><w:t>{MOBILE}</w:t></w:r></w:p></w:endnotes>", "尾注!第1段"),
        ("docProps/core.xml", f"<coreProperties><creator>{MOBILE}</creator></coreProperties>", "文件属性"),
        ("docProps/custom.xml", f"<Properties><property name='电话'><lpwstr>{MOBILE}</lpwstr></property></Properties>", "文件属性"),
        ("word/charts/chart1.xml", f"<c:chart xmlns:c='urn:c'><c:v>{MOBILE}</c:v></c:chart>", "word/charts/chart1.xml"),
        ("word/settings.xml", f"<w:settings {WORD}><w:docVar w:name='a' w:val='{MOBILE}'/></w:settings>", "word/settings.xml"),
        ("word/media/image1.jpg", b"\xff\xd8" + MOBILE.encode() + b"\xff\xd9", "word/media/image1.jpg"),
        ("word/media/image1.emf", b"\x01\x00" + MOBILE.encode("utf-16-le") + b"\xff", "word/media/image1.emf"),
        ("word/drawing.vml", f"<xml><br><td>{MOBILE}</td></xml>", "word/drawing.vml"),
    ],
)  # fmt: skip
def test_a_number_in_another_part_is_found_with_the_part(part: str, content: str | bytes, shown: str) -> None:
    """Comments, headers, footers, notes, properties, charts, settings, pictures, and parts that are no sound XML."""
    assert places(word_file(**{part.replace("/", "__"): content})) == [shown]


def test_a_link_in_a_word_document_is_looked_at() -> None:
    """A relationship leads to a telephone."""
    linked = relations(f"{OFFICE}/hyperlink tel:{MOBILE} External")
    assert places(word_file(**{"word___rels__document.xml.rels": linked})) == ["word/_rels/document.xml.rels"]


def test_cells_of_a_word_table_are_no_groups_of_one_number() -> None:
    """Three cells with 138, 0000 and 1234 are three numbers."""
    cells = "".join(f"<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>" for text in ("138", "0000", "1234"))
    assert places(word_file(**{"word__document.xml": document(f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>")})) == []


def test_a_number_in_a_workbook_is_found_with_sheet_and_cell() -> None:
    """Texts, numbers, formulas, hidden sheets, comments, names, headers, lists and properties are looked at."""
    book = excel_book()
    sheet = book.active
    assert sheet is not None
    sheet.title = "支出"
    sheet["B2"], sheet["C3"], sheet["D4"] = f"电话{MOBILE}", 13900001234, "=13700001234+0"
    sheet["E5"].comment = Comment("见 13600001234", "某科")
    assert sheet.oddHeader is not None
    sheet.oddHeader.center.text = "15000001234"
    choice = DataValidation(type="list", formula1='"15100001234"')
    choice.add("F6")
    sheet.add_data_validation(choice)
    hidden = book.create_sheet("内部")
    hidden.sheet_state = "veryHidden"
    hidden["D7"] = "15200001234"
    hidden.row_dimensions[7].hidden = True
    book.defined_names["电话"] = DefinedName("电话", attr_text='"15300001234"')
    book.properties.title = "15500001234"
    book.custom_doc_props.append(  # type: ignore[attr-defined]  # newer than its types
        StringProperty(name="联系", value="15600001234")
    )
    data = saved(book)
    assert sorted(places(data)) == sorted(
        [
            "支出!B2",
            "支出!C3",
            "支出!D4",
            "支出·批注!E5",
            "支出",
            "支出",
            "内部!D7",
            "定义的名称",
            "文件属性",
            "文件属性",
        ]
    )
    assert not {"文件属性"} & set(places(clean(data, "xlsx")))


def changed(data: bytes, old: str, new: str, **more: str) -> bytes:
    """Return a container with a text replaced in its parts, and with more parts."""
    with zipfile.ZipFile(BytesIO(data)) as container:
        parts: dict[str, bytes | str] = {
            name: container.read(name).replace(old.encode(), new.encode()) for name in container.namelist()
        }
    return packed({**parts, **{name.replace("__", "/"): text for name, text in more.items()}})


def test_a_number_stored_with_an_exponent_is_written_out() -> None:
    """1.3800001234E10 is eleven figures."""
    book = excel_book()
    assert book.active is not None
    book.active["B2"] = 13800001234
    assert places(changed(saved(book), "13800001234", "1.3800001234E10")) == ["Sheet!B2"]


def test_shared_texts_are_found_at_their_cells_and_without_one() -> None:
    """Excel keeps texts apart from the cells that show them; some programs keep those of deleted cells."""
    book = excel_book()
    assert book.active is not None
    book.active["B2"] = 1
    shared = f"<sst><si><t>标题</t></si><si><r><t>138</t></r><r><t>{MOBILE[3:]}</t></r></si><si><t>13900001234</t></si></sst>"
    data = changed(saved(book), 'r="B2" t="n"', 'r="B2" t="s"', **{"xl__sharedStrings.xml": shared})
    assert places(data) == ["Sheet!B2", "未显示的文字"]


def test_what_programs_write_by_themselves_is_no_alarm() -> None:
    """Names, relationships, styles and settings of an ordinary file hold no number of a person."""
    assert places(word_file()) == []
    assert places(saved(excel_book())) == []
