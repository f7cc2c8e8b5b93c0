from __future__ import annotations

import json
from pathlib import Path

import pytest

from nianbao.publish.exposure import exposed
from nianbao.publish.searching.shard import shard
from nianbao.report.finding import Finding
from nianbao.wording.sentences import sentence
from tests.sources.attachments.making import raw_pdf, stream, word_file

MOBILE = "13800001234"


def found(folder: Path, name: str, content: str | bytes, **more: frozenset[str]) -> list[Finding]:
    """Return what is found in an edition of one file."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(exposed(folder, "2023/", lambda number: number.value == "13900001234", **more))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.html", f"<p>电话{MOBILE}</p>"),
        ("a.html", "<p>138<b>0000</b><span class='x'>1234</span></p>"),
        ("a.html", "<p>138<!-- x -->00001234</p>"),
        ("a.html", "<p>138&#48;000&nbsp;1234</p><p>138&nbsp;0000&nbsp;1234</p>"),
        ("a.html", f'<img alt="联系 {MOBILE}">'),
        ("a.html", '<a href="tel:%2B8613800001234">电话</a>'),
        ("a.html", '<a href="?q=138%200000%201234">找</a>'),
        ("a.html", f"<!-- 草稿 {MOBILE} -->"),
        ("a.html", f'<script>const a = "{MOBILE}";</script>'),
        ("a.html", f'<meta name="description" content="{MOBILE}">'),
        ("a.svg", f"<svg><title>{MOBILE}</title></svg>"),
        ("a.svg", "<svg><text><tspan>138</tspan><tspan>00001234</tspan></text></svg>"),
        ("feed.xml", f"<feed><title>{MOBILE}</title></feed>"),
        ("search/search_index.json", json.dumps({"docs": [{"text": "<p>138<em>0000</em>1234</p>"}]})),
        ("a.json", '{"a": "\\u0031\\u0033800001234"}'),
        ("a.json", json.dumps({"a": f"行\n{MOBILE}"})),
        ("a.json", f"{{ broken {MOBILE}"),
        ("shard.js", f'self.load("行\\n{MOBILE}")'),
        ("search.js", shard(2023, 1, [{"page": "a.html", "title": "", "parts": [["", "", f"<{MOBILE}>"]]}])),
        ("quantities.csv", f"名称,数值\n值班,{MOBILE}\n"),
        ("a.txt", f"\ufeff{MOBILE}"),
        (f"files/{MOBILE}.bin", b"\xff\xfe"),
        ("report.docx", word_file(**{"docProps__core.xml": f"<a>{MOBILE}</a>"})),
    ],
)
def test_a_number_in_anything_that_is_served_is_found(tmp_path: Path, name: str, content: str | bytes) -> None:
    """Split by tags, escaped, in attributes, comments, scripts, search data, downloads and file names; told masked."""
    (finding,) = found(tmp_path, name, content)
    assert (finding.rule, finding.level, finding.sentence) == ("privacy", "error", "privacy.built")
    assert finding.place.file == f"2023/{name.replace(MOBILE, '138****1234')}"
    assert MOBILE not in repr(finding) + sentence(finding.sentence, finding.values)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.html", "<table><tr><td>138</td><td>0000</td><td>1234</td></tr></table>"),
        ("a.html", "<ul><li>138</li><li>00001234</li></ul>"),
        ("a.html", "<p>电话0750-3276289，138****1234</p>"),
        ("a.html", "<p>值班13900001234</p>"),
        ("a.svg", '<svg><path d="M138 0,0 1234"/><path d="M12 2A10 10 0 0 0 2 12 10 10 0 0 0 12 22 10 10 0 0 0 22 12"/></svg>'),
        ("a.html", '<p id="sha-e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"></p>'),
        ("a.json", json.dumps({"value": "13,800,001,234", "hash": "d41d8cd98f00b204e9800998ecf8427e"})),
        ("a.woff2", b"\x00\xff" + MOBILE.encode()),
    ],
)  # fmt: skip
def test_cells_codes_and_permitted_numbers_are_no_alarm(tmp_path: Path, name: str, content: str | bytes) -> None:
    """What stands in different cells is not one number; what somebody answers for may stand."""
    assert found(tmp_path, name, content) == []


def test_files_that_were_looked_at_before_are_not_read_again(tmp_path: Path) -> None:
    """Attachments are searched with the sources; their names are looked at all the same."""
    data = word_file(**{"docProps__core.xml": f"<a>{MOBILE}</a>"})
    assert found(tmp_path, "attachments/a.docx", data, looked_at=frozenset({"attachments/a.docx"})) == []
    name = f"attachments/{MOBILE}.docx"
    assert len(found(tmp_path, name, data, looked_at=frozenset({name, "attachments/a.docx"}))) == 1


def test_a_document_that_cannot_be_searched_is_an_error(tmp_path: Path) -> None:
    """Nothing is frozen unsearched."""
    font = b"<</Type/Font/Subtype/Type0/DescendantFonts[7]>>"
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 6 0 R/Resources<</Font<</F 5 0 R>>>>>>"
    broken = raw_pdf(b"null", {3: page, 5: font, 6: stream(b"", b"BT /F 9 Tf (a) Tj ET")})
    assert [finding.rule for finding in found(tmp_path, "a.pdf", broken)] == ["attachment_unsearched"]
