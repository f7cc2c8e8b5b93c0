from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pytest

from nianbao.publish.engine.build import build_edition
from nianbao.publish.engine.desk import Desk
from nianbao.publish.validation import validate
from nianbao.report.finding import Unusable

NAME = "满意度调查（终稿）.txt"
TEXT = "问卷40份，收回40份。\n"


@pytest.fixture
def attached(small: Path) -> Path:
    """The small site with an attachment that its first page lists."""
    page = small / "docs/2023/index.md"
    page.write_text(page.read_text(encoding="utf-8") + "\n{{ attachments() }}\n", encoding="utf-8")
    folder = small / "data/2023/attachments"
    folder.mkdir()
    (folder / NAME).write_text(TEXT, encoding="utf-8")
    table = f"编号,名称,文件\nsurvey,满意度调查,{NAME}\n"
    (small / "data/2023/attachments.csv").write_text(table, encoding="utf-8")
    return small


def test_attachments_lie_beside_the_pages_that_link_to_them(attached: Path, tmp_path: Path) -> None:
    """In the edition of a year, under a name that every link finds."""
    build_edition(Desk(attached, "2023"), tmp_path / "out")
    assert (tmp_path / "out/attachments" / NAME).read_text(encoding="utf-8") == TEXT
    html = (tmp_path / "out/index.html").read_text(encoding="utf-8")
    assert 'href="attachments/%E6%BB%A1' in html
    assert validate(tmp_path / "out", "2023/", lambda address: not address.startswith("2023/")) == ()


def test_a_preview_of_everything_has_them_below_the_year(attached: Path, tmp_path: Path) -> None:
    """Years may have files of one name."""
    build_edition(Desk(attached, ""), tmp_path / "out")
    assert (tmp_path / "out/2023/attachments" / NAME).read_text(encoding="utf-8") == TEXT


@pytest.mark.parametrize("name", ["note.html", "attachments/x.txt", "table.xlsx", "sub/page.md"])
def test_what_lies_among_the_pages_and_is_no_page_or_picture_is_refused(small: Path, name: str) -> None:
    """Nothing reaches the archive that nobody looked at."""
    path = small / "docs/2023" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("x\n", encoding="utf-8")
    with pytest.raises(Unusable) as refused:
        Desk(small, "2023").read()
    assert [finding.rule for finding in refused.value.findings] == ["file_among_pages"]


def test_a_picture_is_published_without_what_a_camera_wrote_into_it(small: Path, tmp_path: Path) -> None:
    """Text chunks of a PNG are gone; its pixels are not."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    pixels = zlib.compress(b"\0\x80")
    png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"tEXt", b"Author\0secret") + chunk(b"IDAT", pixels)
    (small / "docs/2023/picture.png").write_bytes(png + chunk(b"IEND", b""))
    page = small / "docs/2023/work.md"
    page.write_text(page.read_text(encoding="utf-8") + "\n![图](picture.png)\n", encoding="utf-8")
    build_edition(Desk(small, "2023"), tmp_path / "out")
    published = (tmp_path / "out/picture.png").read_bytes()
    assert b"secret" not in published
    assert pixels in published
