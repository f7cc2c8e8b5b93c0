from __future__ import annotations

import html
import re
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page as MkDocsPage

from nianbao.publish.editions import assemble, build_year
from nianbao.publish.engine.marking import is_plain, linked, settle
from nianbao.publish.engine.settings import options
from nianbao.publish.portal import build_portal, portal_findings, preview_catalogue
from nianbao.report.finding import Blocked
from nianbao.report.links import Linked
from nianbao.report.narrative import Page, Text
from nianbao.sources.folders import years
from nianbao.sources.narrative import parse_page
from nianbao.sources.year import read_year
from tests.sites import HOSPITAL, change, hospital_sources

REPOSITORY = Path(__file__).resolve().parents[3]
SAMPLE = REPOSITORY / "tests/sample"
BROUGHT = {"disclosure", "cite", "downloads", "attachments"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The hospital, with a work page of 2024 to which tests add."""
    return hospital_sources(tmp_path)


def _added(root: Path, text: str, page: str = "docs/2024/work.md") -> int:
    """Add a text below a page and return the line on which it begins."""
    path = root / page
    before = path.read_text(encoding="utf-8").rstrip("\n") + "\n\n"
    path.write_text(f"{before}{text}\n", encoding="utf-8")
    return before.count("\n") + 1


def _told(root: Path) -> list[tuple[str, str, int | None, str | None]]:
    found = assemble(root, 2024).blocking
    return [(each.rule, each.sentence, each.place.line, each.place.column) for each in found]


@pytest.mark.parametrize(
    ("text", "rule", "sentence", "column"),
    [
        ("见[甲](nothere.md)。", "link_broken", "", "6"),
        ("见[甲](Scores.md)。", "link_broken", "", "6"),
        ("见[甲](scores.html)。", "link_broken", "link_broken.ending", "6"),
        ("见[甲](../2023/work.md)。", "link_broken", "link_broken.outside", "6"),
        ("见[甲](../contact.md)。", "link_broken", "link_broken.outside", "6"),
        ("见[甲](/contact.html)。", "link_broken", "link_broken.absolute", "6"),
        ("见[甲](/\\\\evil.example)。", "link_broken", "link_broken.absolute", "6"),
        ("见[甲](attachments/nothere.pdf)。", "link_broken", "", "6"),
        ("见[甲](https://hospital.example/2031/work.html)。", "link_broken", "link_broken.year", "6"),
        ("见[甲](https://hospital.example/2024/nothere.html)。", "link_broken", "link_broken.year", "6"),
        ("见[甲](#nothere)。", "anchor_missing", "", "6"),
        ("见[甲](scores.md#nothere)。", "anchor_missing", "", "6"),
        ("见[甲][乙]。\n\n[乙]: nothere.md", "link_broken", "", "6"),
        ("见[甲]()。", "page_link", "", "6"),
        ("见[甲](https:evil.example)。", "page_link", "", "6"),
        ("见[甲](http://[evil)。", "page_link", "", "6"),
        ("见[甲](https://www.gov.cn@evil.example/)。", "link_with_user", "", "6"),
        ("见[www.gov.cn](https://evil.example/)。", "link_names_another_host", "", "15"),
        ("见[www.gov.cn](//evil.example/)。", "link_names_another_host", "", "15"),
        ("见[**中国政府网** https://www.gov.cn/](https://evil.example/)。", "link_names_another_host", "", "34"),
        ("见[www.gov.cn](scores.md)。", "link_names_another_host", "", "15"),
        ("见[gov.cn](https://gov.cn.evil.example/)。", "link_names_another_host", "", "11"),
        ("见[ｗｗｗ．gov。cn](https://evil.example/)。", "link_names_another_host", "", "15"),
        ("见[office@gov.cn](mailto:office@evil.example)。", "link_names_another_host", "", "18"),
        ("![图](nothere.png)", "picture_missing", "", "6"),
        ("![图](scores.md)", "picture_missing", "", "6"),
        ("### 甲 {: #same }\n\n### 乙 {: #same }", "id_repeated", "", "7"),
        ("有[^a]。\n\n[^a]: 甲\n[^a]: 乙", "footnote_repeated", "", "1"),
        ("有[^a]。", "footnote_unknown", "", "2"),
        ("[^a]: 甲", "footnote_unused", "", "1"),
    ],
)
def test_a_check_tells_where_a_link_goes_wrong(root: Path, text: str, rule: str, sentence: str, column: str) -> None:
    """With line and column, as the build would refuse it, or because it deceives whoever reads it."""
    first = _added(root, text)
    assert _told(root) == [(rule, sentence, first + text.count("\n"), column)]


def test_a_picture_without_words_is_told(root: Path) -> None:
    """Who cannot see it learns nothing of it."""
    picture = REPOSITORY / "docs/guide/pictures"
    source = next(picture.glob("*.png"))
    (root / "docs/2024/p.png").write_bytes(source.read_bytes())
    first = _added(root, "![](p.png) ![ ](p.png) ![候诊区](p.png)")
    assert _told(root) == [
        ("picture_without_words", "", first, "5"),
        ("picture_without_words", "", first, "17"),
    ]


SOUND = [
    "见[评分表](scores.md)、[同一页](#sound)、[别处](./work.md#sound)、[数据](data/indicators.csv)。\n\n### 甲 {: #sound }",
    "见[中国政府网](https://www.gov.cn/)、[www.gov.cn](https://www.gov.cn/zhengce/)、<https://www.gov.cn/a>。",
    "见[gov.cn](https://www.gov.cn/)、[www.gov.cn](//www.gov.cn/)、[office@gov.cn](mailto:office@gov.cn)。",
    "见[附件.pdf、README.md、a.b](https://www.gov.cn/a.pdf)。",
    "见[上年](https://hospital.example/2023/work.html)、[上年第一版](https://hospital.example/2023-v1/work.html)。",
    "见[意见反馈](https://hospital.example/contact.html)。`[甲](nothere.md)`\n\n```\n[甲](nothere.md)\n```",
    "有[^a]，又有[^a]。\n\n[^a]: 甲，见[评分表](scores.md)。",
]


@pytest.mark.parametrize("text", SOUND)
def test_sound_links_raise_nothing(root: Path, text: str) -> None:
    """Pages, headings and data of the year, other sites, other years by their whole address, code, footnotes."""
    _added(root, text)
    assert _told(root) == []


def test_sound_links_are_built(root: Path) -> None:
    """All of them on one page."""
    _added(root, "\n\n".join(SOUND))
    build_year(root, 2024, root / "build")


def test_a_broken_link_keeps_the_year_from_being_built_in_the_same_words(root: Path) -> None:
    """The build tells what the check tells, and nothing in English."""
    _added(root, "见[甲](nothere.md)。")
    with pytest.raises(Blocked) as blocked:
        build_year(root, 2024, root / "build")
    assert blocked.value.findings == assemble(root, 2024).blocking


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("[甲](nothere.md)", "link_broken"),
        ("[甲](2024/index.md)", "link_broken"),
        ("[甲](sections/nothere/index.md)", "link_broken"),
        ("[甲](https://hospital.example/2031/index.html)", "link_broken"),
        ("[甲](contact.md#nothere)", "anchor_missing"),
        ('{{ history("2031") }}', "word_year_unknown"),
    ],
)
def test_the_portals_own_pages_are_looked_at_too(root: Path, text: str, rule: str) -> None:
    """Its links and its words for years, whether it is checked or built."""
    line = _added(root, text, "docs/index.md")
    found = portal_findings(root)
    assert [(each.rule, each.place.line) for each in found] == [(rule, line)]
    with pytest.raises(Blocked):
        build_portal(root, preview_catalogue(root), root / "build")


def test_the_portal_may_lead_to_all_that_it_makes(root: Path) -> None:
    """Sections, histories, comparisons and data that no file of the sources stands for."""
    text = "[甲](sections/scores/index.md)、[乙](history/2024/index.md)、[丙](compare/2024-2023/index.md)、[丁](trends/index.md)"
    _added(root, text, "docs/index.md")
    assert portal_findings(root) == ()
    build_portal(root, preview_catalogue(root), root / "build")


@cache
def _config() -> MkDocsConfig:
    config = load_config(site_dir="/nowhere", **options(REPOSITORY))
    settle(config.mdx_configs)
    return config


def _as_built(text: str) -> tuple[set[str], set[str]]:
    """The ids and the addresses of a page that MkDocs renders."""
    file = File("page.md", None, _config().site_dir, False)
    page = MkDocsPage(None, file, _config())
    page.markdown = text
    page.render(_config(), Files([file]))
    found = re.findall(r'<(?:a|img)[^>]* (?:href|src)="([^"]*)"', page.content or "")
    return set(page.present_anchor_ids or ()), set(map(html.unescape, found))


PIECES = st.sampled_from(
    [
        "\n", "\n\n", " ", "甲", "# ", "## ", "> ", "- ", "1. ", "    ", "`", "```\n", "[", "]", "(", ")", "](", "![",
        "[甲](a.md)", "[^1]", "[^1]: ", "[a]: ", "<https://a.cn/>", "{: #x }", "**", "*", "_", "\\", "&amp;", "|", "---\n",
        "===\n", "3个", "a.md", "#甲", '"', ":", "http://a.cn/b(c)", "<a.md>", "甲\n: 乙", "&#8617;",
    ]
)  # fmt: skip


def _read(text: str) -> Page | None:
    return parse_page(text, "docs/2024/page.md", portal=False, findings=[])


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=25).map("".join))
def test_ids_and_addresses_are_those_that_mkdocs_makes(text: str) -> None:
    """Whatever Markdown a page may hold; where an address stands in the file is told by reading it there again."""
    page = _read(text)
    if page is None:
        return
    found: Linked = linked(REPOSITORY, page)
    ids, addresses = _as_built(text)
    assert found.ids == ids
    assert {link.address for link in found.links} <= addresses
    if is_plain(page):
        assert not found.links
        assert not found.wrong


@pytest.mark.parametrize("site", [REPOSITORY, HOSPITAL, SAMPLE], ids=["real", "hospital", "sample"])
def test_pages_of_every_site_have_the_ids_that_mkdocs_makes(site: Path) -> None:
    """Every page of every year that this repository has, and nothing is wrong with any."""
    for year in years(site):
        for page in read_year(site, year, text_only=True).pages:
            text = "".join(part.text if isinstance(part, Text) else f"\ue000{part.number}\ue001" for part in page.parts)
            found = linked(site, page)
            assert found.ids == _as_built(text)[0]
            assert not found.wrong


def test_ids_of_words_are_those_of_the_built_pages(tmp_path: Path) -> None:
    """What the article of a built page has besides Markdown's ids comes from words that are known to bring it."""
    edition = build_year(SAMPLE, 2024, tmp_path / "built").edition
    for page in edition.pages:
        if page.id in ("figures", "checks"):
            continue  # their headings and entries are named as quantities and rules are
        built = (tmp_path / f"built/{page.id}.html").read_text(encoding="utf-8")
        article = built.partition("<article")[2].partition("</article>")[0]
        drawings = re.sub(r"<svg.*?</svg>", "", article, flags=re.DOTALL)
        ids = set(re.findall(r' id="([^"]+)"', drawings))
        own = linked(SAMPLE, page).ids
        assert own <= ids
        assert {name for name in ids - own if not name.startswith(("table-", "chart-", "nb-", "__"))} <= BROUGHT


def test_what_words_bring_along_may_not_be_used_again(root: Path) -> None:
    """The cover's page has a heading `downloads` from its word."""
    change(root / "docs/2024/index.md", "## 摘要", "## 摘要 {: #downloads }")
    assert [rule for rule, *_ in _told(root)] == ["id_repeated"]
    with pytest.raises(Blocked):
        build_year(root, 2024, root / "build")
