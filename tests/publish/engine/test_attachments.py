from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from nianbao.publish.engine.build import build_edition
from nianbao.publish.engine.desk import Desk
from nianbao.publish.validation import validate
from nianbao.report.attached import attached_files
from nianbao.report.model import Attachment
from nianbao.report.place import Place

NAME = "满意度调查（终稿）.pdf"


def _desk(site: Path, edition: str) -> Desk:
    """A build whose year has an attachment and lists it on its first page."""
    page = site / "docs/2023/index.md"
    page.write_text(page.read_text(encoding="utf-8") + "\n{{ attachments() }}\n", encoding="utf-8")
    desk = Desk(site, edition)
    row = Attachment(place=Place("data/2023/attachments.csv", 2), id="survey", name="满意度调查", file=NAME)
    desk.editions[2023] = replace(
        desk.editions[2023], attached=attached_files((row,), {f"data/2023/attachments/{NAME}": b"%PDF"})
    )
    desk.attachments[2023] = {f"data/2023/attachments/{NAME}": b"%PDF"}
    return desk


def test_attachments_lie_beside_the_pages_that_link_to_them(small: Path, tmp_path: Path) -> None:
    """In the edition of a year, byte for byte, under a name that every link finds."""
    build_edition(_desk(small, "2023"), tmp_path / "out")
    assert (tmp_path / "out/attachments" / NAME).read_bytes() == b"%PDF"
    html = (tmp_path / "out/index.html").read_text(encoding="utf-8")
    assert 'href="attachments/%E6%BB%A1' in html
    assert validate(tmp_path / "out", "2023/", lambda address: not address.startswith("2023/")) == ()


def test_a_preview_of_everything_has_them_below_the_year(small: Path, tmp_path: Path) -> None:
    """Years may have files of one name."""
    build_edition(_desk(small, ""), tmp_path / "out")
    assert (tmp_path / "out/2023/attachments" / NAME).read_bytes() == b"%PDF"
