from __future__ import annotations

import base64
import re
import struct
import zlib
from collections import Counter
from dataclasses import dataclass, field
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest

from nianbao.publish.archive import Damaged, durable
from nianbao.publish.exporting import Refused, export_single
from nianbao.publish.exporting.shown import read_shown
from nianbao.publish.exporting.single import single_page
from nianbao.publish.exporting.stored_page import article
from nianbao.publish.publishing import publish_year
from tests.publish.archive.office import ADDRESS, Office, names

NAME = "满意度调查（终稿）.txt"


@dataclass
class Read(HTMLParser):
    """What a reader and a browser find in a page."""

    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    headings: list[tuple[str, str]] = field(default_factory=list)
    text: str = ""

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element, its id, and what it leads to or fetches."""
        self.tags.append(tag)
        values = {name: value or "" for name, value in attrs}
        self.ids += [values["id"]] if "id" in values else []
        self.links += [values["href"]] if tag == "a" else []
        self.pictures += [values["src"]] if "src" in values else []
        if re.fullmatch("h[1-6]", tag):
            self.headings.append((tag, ""))

    def handle_data(self, data: str) -> None:
        """Note text, and the heading that it begins."""
        self.text += data
        if self.headings and self.tags[-1] == self.headings[-1][0] and not self.headings[-1][1]:
            self.headings[-1] = (self.tags[-1], data.strip())


def read(html: str) -> Read:
    """Return what is in a page."""
    page = Read()
    page.feed(html)
    page.close()
    return page


def bare(text: str) -> str:
    """Return a text without its spaces."""
    return "".join(text.split())


def png() -> bytes:
    """Return a picture of one point."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0\x80")) + chunk(b"IEND", b"")
    )


@pytest.fixture
def illustrated(small: Path, tmp_path: Path) -> Path:
    """The archive of the small site with an attachment on its cover and a picture in a section."""
    (small / "docs/2023/picture.png").write_bytes(png())
    with (small / "docs/2023/work.md").open("a", encoding="utf-8") as page:
        page.write("\n![一个点](picture.png)\n")
    with (small / "docs/2023/index.md").open("a", encoding="utf-8") as page:
        page.write("\n{{ attachments() }}\n")
    (small / "data/2023/attachments").mkdir()
    (small / "data/2023/attachments" / NAME).write_text("问卷40份，收回40份。\n", encoding="utf-8")
    table = f"编号,名称,文件\nsurvey,满意度调查,{NAME}\n"
    (small / "data/2023/attachments.csv").write_text(table, encoding="utf-8")
    publish_year(small, tmp_path / "archive", 2023)
    return tmp_path / "archive"


def test_the_real_year_is_one_file_with_every_section(real: Path, tmp_path: Path) -> None:
    """All the text of every stored page, in outline order; unique ids; links inside it lead somewhere."""
    publish_year(real, tmp_path / "archive", 2022)
    shown = read_shown(tmp_path / "archive")
    html = single_page(shown, 2022).decode()
    page = read(html)
    assert [name for name, count in Counter(page.ids).items() if count > 1] == []
    inside = [link for link in page.links if link.startswith("#")]
    assert len(inside) > 300
    assert [link for link in inside if unquote(link[1:]) not in page.ids] == []
    assert {"script", "iframe", "form", "object"}.isdisjoint(page.tags)
    last = 0
    for path in ("index", "overview", "work", "goals", "conclusion", "budget", "performance", "problems", "checks"):
        stored = article((tmp_path / f"archive/current/2022/{path}.html").read_text(encoding="utf-8"))
        assert bare(read(re.sub(r'<a class="headerlink".*?</a>', "", stored)).text) in bare(page.text)
        assert last < page.ids.index(path)
        last = page.ids.index(path)
    assert ("h2", "一、部门情况") in page.headings
    assert ("h3", "（一）部门概况") in page.headings
    assert ("h2", "附录") in page.headings
    assert html.count("<svg") == 4


def test_the_file_says_what_it_is(real: Path, tmp_path: Path) -> None:
    """Department, title, version, date, permanent address, notice, and the hashes that prove it."""
    done = publish_year(real, tmp_path / "archive", 2022)
    export_single(tmp_path / "archive", 2022, tmp_path / "2022.html")
    html = (tmp_path / "2022.html").read_text(encoding="utf-8")
    shown = read_shown(tmp_path / "archive")
    for text in (
        "江门市总工会2022年度部门整体支出绩效自评报告",
        "2022年度 · 第1版",
        f"{shown.moment:%Y-%m-%d}",
        "https://nianbao.example/2022-v1/",
        "https://nianbao.example/history/2022/",
        "不是该部门发布的文件",
        "0750-3276289",
        done.view_hash,
        shown.kept[2022, 1].commitment,
    ):
        assert text in html
    data = "https://nianbao.example/2022-v1/data/"
    found = {link.partition("#")[0] for link in read(html).links if "nianbao.example" in link}
    assert {link.removeprefix(data) for link in found if link.startswith(data)} >= {"budget.csv", "report-2022.xlsx"}
    assert {link for link in found if not link.startswith(data)} == {
        "https://nianbao.example/index.html",
        "https://nianbao.example/trends/index.html",
        "https://nianbao.example/2022-v1/figures.html",
        "https://nianbao.example/2022-v1/index.html",
        "https://nianbao.example/history/2022/index.html",
        "https://nianbao.example/2022-v1/quantities.json",
        "https://nianbao.example/2022-v1/datapackage.json",
    }


def test_the_policy_permits_its_own_style_and_nothing_else(full_office: Office) -> None:
    """The hash in the policy is that of the one style; scripts and fetches are forbidden."""
    html = single_page(read_shown(full_office.archive), 2022).decode()
    (style,) = re.findall("<style>(.*?)</style>", html, re.DOTALL)
    hashed = base64.b64encode(sha256(style.encode()).digest()).decode()
    policy = "default-src 'none'; style-src 'sha256-{}'; img-src data:; base-uri 'none'; form-action 'none'"
    assert f'content="{policy.format(hashed)}"' in html
    assert "url(" not in style
    assert 'style="' not in html


def test_pictures_come_along_and_attachments_stay_at_their_addresses(illustrated: Path) -> None:
    """A picture is part of the file; an attachment is named and linked to."""
    page = read(single_page(read_shown(illustrated), 2023).decode())
    (picture,) = page.pictures
    kind, _, content = picture.partition(",")
    assert kind == "data:image/png;base64"
    assert base64.b64decode(content) == (illustrated / "current/2023/picture.png").read_bytes()
    (link,) = [link for link in page.links if "/attachments/" in link]
    assert unquote(link).endswith(f"/2023-v1/attachments/{NAME}")
    assert "满意度调查" in page.text


def test_an_older_version_says_that_it_is_not_the_latest(full_office: Office) -> None:
    """The latest version is exported unless another is named; a correction says why."""
    shown = read_shown(full_office.archive)
    latest, first = single_page(shown, 2022).decode(), single_page(shown, 2022, 1).decode()
    assert "第2版" in latest
    assert "执行数有误" in latest
    assert "1171.07" in latest
    assert "这不是最新版次" not in latest
    assert "1171.06" in first
    assert "这不是最新版次，最新为第2版" in first
    assert f"{ADDRESS}2022-v1/" in first


def test_a_withdrawn_page_is_its_tombstone(office: Office) -> None:
    """And the head says what was taken out and why."""
    office.publish(2022)
    office.withdraw(2022, 1, "budget.html")
    html = single_page(read_shown(office.archive), 2022).decode()
    assert "已撤下" in html
    assert "1171.06" not in html
    assert "撤下：budget.html。原因：含个人信息（财务科）" in html


def test_the_same_archive_gives_the_same_file(full_office: Office, tmp_path: Path) -> None:
    """Byte for byte."""
    for name in ("one.html", "two.html"):
        export_single(full_office.archive, 2023, tmp_path / name)
    assert (tmp_path / "one.html").read_bytes() == (tmp_path / "two.html").read_bytes()


def test_what_was_never_published_is_refused(full_office: Office, tmp_path: Path) -> None:
    """With what there is instead; nothing is written."""
    for year, version, told in ((2021, None, "2022、2023"), (2022, 3, "现为第2版"), (2022, 0, "没有第0版")):
        with pytest.raises(Refused, match=told):
            export_single(full_office.archive, year, tmp_path / "out.html", version)
    assert names(tmp_path) == set()


def test_a_damaged_archive_gives_no_file(office: Office, tmp_path: Path) -> None:
    """Not even for another year."""
    office.publish(2022)
    office.publish(2023)
    durable.write_file(office.archive / "store/2022/v1/content/budget.html", b"changed")
    with pytest.raises(Damaged):
        export_single(office.archive, 2023, tmp_path / "out.html")
    assert not (tmp_path / "out.html").exists()
