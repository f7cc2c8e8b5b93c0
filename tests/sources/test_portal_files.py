from __future__ import annotations

import re
from pathlib import Path

import pytest

from nianbao.publish.portal import build_portal, portal_findings, preview_catalogue
from nianbao.report.finding import Unusable
from nianbao.sources.portal_files import read_portal_files
from tests.sources.attachments.making import png

HARMFUL = [
    ("evil.js", "alert(1)"),
    ("evil.html", "<script>alert(1)</script>"),
    ("evil.HTM", "<script>alert(1)</script>"),
    ("evil.xhtml", "<html/>"),
    ("evil.svg", '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
    ("evil.css", "body { display: none }"),
    ("assets/search.js", "alert(1)"),
    ("assets/nianbao.css", "body { display: none }"),
    ("sitemap.xml", "<x/>"),
    ("sw.mjs", "alert(1)"),
    ("plan.doc", "x"),
    ("bare", "<script>alert(1)</script>"),
]


@pytest.mark.parametrize(("name", "text"), HARMFUL)
def test_nothing_that_browsers_run_is_published_beside_the_portal(small: Path, name: str, text: str) -> None:
    """Scripts, styles, HTML and drawings, wherever they lie: named by `check`, and the portal is not built."""
    path = small / "docs" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Unusable) as refused:
        portal_findings(small)
    (finding,) = refused.value.findings
    assert (finding.rule, finding.place.file) == ("file_of_portal", f"docs/{name}")
    with pytest.raises(Unusable):
        build_portal(small, preview_catalogue(small), small / "out")
    assert not (small / "out").exists()


def test_pictures_and_documents_are_published_as_those_of_a_year_are(small: Path) -> None:
    """Cleaned of what programs wrote into them, at the address where they lie."""
    (small / "docs/files").mkdir()
    (small / "docs/office.png").write_bytes(png())
    (small / "docs/files/说明.txt").write_text("联系地址见意见反馈页。\n", encoding="utf-8")
    (small / "docs/.hidden.js").write_text("alert(1)", encoding="utf-8")
    assert set(read_portal_files(small)) == {"office.png", "files/说明.txt"}
    addresses = build_portal(small, preview_catalogue(small), small / "out")
    for name, content in read_portal_files(small).items():
        assert (small / "out" / name).read_bytes() == content
        assert re.search(re.escape(name), str(addresses.files)) or name.endswith(".png")
    assert not (small / "out/.hidden.js").exists()


def test_a_document_that_is_not_what_its_name_says_is_refused(small: Path) -> None:
    """An ending alone opens no door."""
    (small / "docs/plan.pdf").write_text("<script>alert(1)</script>", encoding="utf-8")
    with pytest.raises(Unusable) as refused:
        read_portal_files(small)
    assert [finding.rule for finding in refused.value.findings] == ["attachment_kind"]
