from __future__ import annotations

import re
import shutil
from html.parser import HTMLParser
from pathlib import Path

import pytest

from nianbao.publish.building import who_wrote
from nianbao.publish.editions import build_year
from nianbao.publish.engine.desk import Desk
from nianbao.publish.portal import build_portal, preview_catalogue
from tests.sites import change

OVERRIDES = Path(__file__).resolve().parents[3] / "overrides"
OFFICE = "办公室<script>alert(1)</script>"
TITLE = "A&B <注> *x* [a](b) {{ 7*7 }} {% for %} &lt;"


class _Read(HTMLParser):
    """What a page says outside scripts, the texts of its scripts, and its first heading and title."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.said: dict[str, str] = {}
        self._open: list[str] = [""]
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "h1", "title", "nav", "footer", "p"):
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open[1:]:
            self._open.remove(tag)

    def handle_data(self, data: str) -> None:
        for tag in self._open:
            self.said[tag] = self.said.get(tag, "") + data


@pytest.fixture(scope="module")
def built(small_source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The year and the portal of a site whose names are full of marks that HTML, Markdown and templates know."""
    root = shutil.copytree(small_source, tmp_path_factory.mktemp("hostile") / "small")
    change(root / "data/site.yml", "office: 办公室", f'office: "{OFFICE}"')
    change(root / "data/site.yml", "https://small.example/", "https://small.example/'+ran+'/")
    change(root / "data/2023/report.yml", "ruleset:", f'contact: {{office: "{OFFICE}"}}\nruleset:')
    change(root / "data/2023/report.yml", "title: 履职情况", f'title: "{TITLE}"')
    change(root / "data/2023/report.yml", "绩效自评报告", f"绩效自评报告 {TITLE}")
    build_year(root, 2023, root / "year")
    build_portal(root, preview_catalogue(root), root / "portal")
    return root


@pytest.mark.parametrize("page", ["year/index.html", "year/work.html", "portal/index.html", "portal/404.html"])
def test_an_office_is_published_as_the_text_that_was_written(built: Path, page: str) -> None:
    """In the foot of every page, where once it ran; no script holds anything of it."""
    read = _Read((built / page).read_text(encoding="utf-8"))
    assert OFFICE in read.said["footer"]
    assert "alert" not in read.said["script"]


@pytest.mark.parametrize("page", ["year/work.html", "portal/sections/work/index.html"])
def test_a_title_says_what_was_written(built: Path, page: str) -> None:
    """In heading, title and navigation: no template, no Markdown, no HTML comes of it."""
    read = _Read((built / page).read_text(encoding="utf-8"))
    for place in ("h1", "title", "nav"):
        assert TITLE in read.said[place]


def test_the_place_of_a_text_is_found_in_the_sources(built: Path) -> None:
    """Entries of YAML files and cells of tables, for complaints about what got into a page."""
    desk = Desk(built, "2023")
    assert str(who_wrote(desk, "alert(1)")).startswith("data/2023/report.yml:")
    assert str(who_wrote(desk, TITLE)).endswith(":title")
    assert who_wrote(desk, "nowhere") is None
    assert who_wrote(desk, " ") is None


def test_our_templates_say_nothing_of_escaping() -> None:
    """What is escaped by construction needs no `e`, and only two texts of our own are HTML by themselves."""
    templates = {path.name: path.read_text(encoding="utf-8") for path in OVERRIDES.rglob("*.html")}
    assert [name for name, text in templates.items() if re.search(r"\|\s*(e|escape|forceescape)\b", text)] == []
    safe = {name: text.count("| safe") for name, text in templates.items() if re.search(r"\|\s*safe|autoescape", text)}
    assert safe == {"main.html": 2}
    assert templates["main.html"].count("' | safe") == 2
