from __future__ import annotations

from pathlib import Path

import pytest

from nianbao.report.finding import Finding
from nianbao.report.place import Place
from nianbao.report.privacy import Privacy
from nianbao.sources.attachments import texts
from nianbao.sources.attachments.kinds import clean
from nianbao.sources.attachments.said import UNREAD, Said
from nianbao.sources.attachments.texts import attachment_texts, document_texts, workbook_texts
from tests.sources.attachments.making import excel_book, png, raw_pdf, saved, stream, word_file, written_pdf

MOBILE = "13800001234"
FOLDER = "data/2023/attachments/"


def places(tmp_path: Path, findings: list[Finding], **files: bytes) -> list[str]:
    """Attach files, their name's `__` for a dot, and return where numbers of persons stand."""
    paths: dict[str, Path] = {}
    published: dict[str, bytes] = {}
    for key, data in files.items():
        name = key.replace("__", ".")
        paths[f"{FOLDER}{name}"] = tmp_path / name
        paths[f"{FOLDER}{name}"].write_bytes(data)
        published[f"{FOLDER}{name}"] = clean(data, name.rpartition(".")[2])
    found = Privacy(tuple(attachment_texts(published, paths, findings)))
    return [str(place).removeprefix(FOLDER) for place, _ in found.numbers()]


def test_every_kind_of_attachment_is_looked_at(tmp_path: Path) -> None:
    """Word, Excel, text and CSV in either encoding; a picture says nothing."""
    book = excel_book()
    assert book.active is not None
    book.active["B2"] = MOBILE
    findings: list[Finding] = []
    found = places(
        tmp_path,
        findings,
        a__docx=word_file(**{"docProps__core.xml": f"<a>{MOBILE}</a>"}),
        b__xlsx=saved(book),
        c__txt=f"第一行\n电话{MOBILE}".encode("gb18030"),
        d__csv=f"名称,电话\n值班,{MOBILE}\n".encode(),
        e__png=png(),
        f__pdf=written_pdf(lambda writer: writer.add_metadata({"/Subject": MOBILE})),
    )
    assert found == ["a.docx!文件属性", "b.xlsx!Sheet!B2", "c.txt:2", "d.csv:2", "f.pdf!批注、表单、书签或属性"]
    assert findings == []


def test_a_scanned_page_is_noted_and_an_unreadable_one_refused(tmp_path: Path) -> None:
    """What cannot be searched is told: as a note where it is only drawn, as an error where it may be text."""
    image = stream(b"/Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray", b"\0")
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 6 0 R/Resources<<%s>>>>"
    scanned = raw_pdf(b"null", {3: page % b"/XObject<</I 5 0 R>>", 5: image, 6: stream(b"", b"/I Do")})
    font = b"<</Type/Font/Subtype/Type0/DescendantFonts[7]>>"
    broken = raw_pdf(b"null", {3: page % b"/Font<</F 5 0 R>>", 5: font, 6: stream(b"", b"BT /F 9 Tf (a) Tj ET")})
    findings: list[Finding] = []
    assert places(tmp_path, findings, a__pdf=scanned, b__pdf=broken) == []
    assert [(finding.rule, finding.level, str(finding.place)) for finding in findings] == [
        ("attachment_unread", "info", f"{FOLDER}a.pdf"),
        ("attachment_unsearched", "error", f"{FOLDER}b.pdf"),
    ]
    assert findings[0].values == {"pages": "第1页"}


def test_a_file_is_read_once_while_it_is_the_same(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A preview that reads the year again does not search its attachments again."""
    calls: list[bytes] = []

    def read(data: bytes, published: bytes) -> list[Said]:
        calls.append(data)
        return [Said(f"{MOBILE}"), Said(UNREAD, "第1页"), Said("短")]

    monkeypatch.setattr(texts, "_KEPT", {})
    monkeypatch.setattr(texts, "_MOST_KEPT", 2)
    monkeypatch.setitem(texts._READERS, "txt", read)
    for content in (b"a", b"a", b"b", b"c", b"a"):
        places(tmp_path, [], a__txt=content)
    assert calls == [b"a", b"b", b"c", b"a"]


def test_a_workbook_that_cannot_be_unpacked_says_nothing(tmp_path: Path) -> None:
    """Somebody complains of it, once; one that can be is looked at whole, whatever is wrong with its tables."""
    path = tmp_path / "report.xlsx"
    name = "data/2023/report.xlsx"
    for data in (b"", b"PK\x03\x04", b"no workbook", saved(excel_book())[:200]):
        path.write_bytes(data)
        findings: list[Finding] = []
        assert workbook_texts(name, path, findings) + workbook_texts(name, path, findings) == []
        assert [finding.level for finding in findings] == ["error"]
    book = excel_book()
    hidden = book.create_sheet("内部")
    hidden.sheet_state, hidden["C3"] = "hidden", 13800001234
    path.write_bytes(saved(book))
    (found,) = workbook_texts(name, path, [])
    assert str(found.place) == "data/2023/report.xlsx!内部!C3"


@pytest.mark.parametrize(
    ("rule", "searched"), [("workbook_limits", False), ("workbook_far", False), ("cells_merged", True)]
)
def test_a_workbook_refused_for_its_size_is_not_searched(tmp_path: Path, rule: str, searched: bool) -> None:
    """It would take what the limits save, and nothing of it is published; other faults keep no number from being told."""
    name, book = "data/2023/report.xlsx", excel_book()
    book.create_sheet("备注")["A1"] = 13800001234
    path = tmp_path / "report.xlsx"
    path.write_bytes(saved(book))
    findings = [Finding(rule, "error", Place(name, sheet="支出"))]
    assert bool(workbook_texts(name, path, findings)) is searched
    assert [finding.rule for finding in findings] == [rule]


def test_documents_made_for_download_are_looked_at_too() -> None:
    """A Word, Excel or PDF file that an edition offers is read like one that is attached; others are no documents."""
    assert document_texts(word_file(**{"docProps__core.xml": f"<a>{MOBILE}</a>"}), "docx") == [MOBILE]
    assert document_texts(b"a", "html") is None
