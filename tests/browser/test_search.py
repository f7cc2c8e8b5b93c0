from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, Route, expect

from nianbao.publish.searching.shard import shard

pytestmark = pytest.mark.browser

HOSTILE = "<img src=x onerror=\"document.title='run'\">"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Return a tab in which nothing may go wrong unseen."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    yield page
    context.close()
    assert wrong == []


def ask(page: Page, base: str, query: str, more: str = "") -> Locator:
    """Open the search with a query and return what tells the count."""
    page.goto(f"{base}search/index.html?q={quote(query)}{more}")
    told = page.get_by_role("status")
    expect(told).to_contain_text("：")
    expect(told).not_to_contain_text("正在读取")
    return told


def years(page: Page) -> list[str]:
    """Return the years that have something, as they stand."""
    return [text[:6] for text in page.locator(".nb-hits__year").all_text_contents()]


def marks(page: Page) -> set[str]:
    """Return every text that is marked as found."""
    return set(page.locator(".nb-hits mark").all_text_contents())


def answering(page: Page, **texts: str) -> None:
    """Let the shards of years hold one page with this text, and nothing else; years without one fail."""

    def answer(route: Route) -> None:
        year = route.request.url.split("/")[-2]
        if year not in texts:
            route.abort()
            return
        content: dict[str, Any] = {"page": "spending.html", "title": "收支", "parts": [["a", "节", texts[year]]]}
        route.fulfill(body=shard(int(year), 1, [content]), content_type="text/javascript")

    page.route("**/search.js", lambda route: route.continue_() if "assets" in route.request.url else answer(route))


def test_inner_words_are_found_and_nonsense_is_not(page: Page, base: str) -> None:
    """On a server and from a disk: exactly what was typed is marked, wherever a word would be parted."""
    expect(ask(page, base, "水用户满")).to_have_text(re.compile(r"“水用户满”：在4个年度找到\d+处。"))
    assert marks(page) == {"水用户满"}
    expect(ask(page, base, "满户")).to_have_text("“满户”：没有找到。")
    expect(page.locator(".nb-hits")).to_have_count(0)


@pytest.mark.parametrize("query", ["1777.12", "1,777.12", "1，777.12", "１７７７．１２", "1,777.12万元", "1,777"])
def test_numbers_are_found_however_they_are_typed(page: Page, sample_site: str, query: str) -> None:
    """With and without separators, in full width, with the unit; what is marked is what the page says."""
    ask(page, sample_site, query)
    assert years(page)[0] == "2021年度"
    (year,) = [marks for marks in (marks(page),) if marks]
    assert all(re.match(r"1,777(\.12(万元)?)?$", mark) for mark in year)


@pytest.mark.parametrize(
    ("text", "query", "mark"),
    [
        ("困 难\u3000职工", "困难职工", "困 难\u3000职工"),
        ("困难职工", "困 难职 工", "困难职工"),
        ("共 12 人", "共12人", "共 12 人"),
        ("使用 GB T 37668 标准", "gb t 37668", "GB T 37668"),
        ("使用 GB T 标准", "gbt", None),
        ("面积３００㎡", "300m2", "３００㎡"),
        ("Café 项目", "cafe\u0301", "Café"),
        ("合计12,345,678元", "12345678", "12,345,678"),
        ("合计12,345,678元", "12,345,67", "12,345,67"),
        ("第1,2项", "12", None),
        ("第1,2项", "1,2", "1,2"),
        ("甲\t乙", "甲乙", None),
        ("甲\n乙", "甲乙", None),
        ("用户\U000e0100数", "用户数", "用户\U000e0100数"),
        ("\U00020000字", "\U00020000", "\U00020000"),
        ("a.b(c)*", ".b(c)*", ".b(c)*"),
    ],
)
def test_what_is_one_to_a_reader_is_one_to_the_search(
    page: Page, sample_site: str, text: str, query: str, mark: str | None
) -> None:
    """Blanks, width, case, separators and forms of characters do not matter; cells and lines part; marks fit the text."""
    answering(page, **{"2024": text})
    ask(page, sample_site, query, "&only=2024")
    assert marks(page) == ({mark} if mark else set())


def test_words_with_a_blank_between_them_may_stand_apart_in_one_section(page: Page, sample_site: str) -> None:
    """Each is marked; where one of them is missing nothing is found; single characters do not scatter."""
    answering(page, **{"2024": "采购水表，全部安装\n验收", "2021": "采购水表"})
    ask(page, sample_site, "安装 采购")
    assert (years(page), marks(page)) == (["2024年度"], {"采购", "安装"})
    expect(ask(page, sample_site, "安 采")).to_contain_text("没有找到")


def test_the_asked_year_comes_first_and_then_the_newest(page: Page, base: str) -> None:
    """The form of a year's page passes its year on, and typing more keeps it."""
    ask(page, base, "农村供水", "&year=2019")
    assert years(page) == ["2019年度", "2024年度", "2021年度", "2018年度"]
    ask(page, base, "农村供水")
    assert years(page) == ["2024年度", "2021年度", "2019年度", "2018年度"]


def test_results_can_be_limited_to_a_year(page: Page, sample_site: str) -> None:
    """Nothing else is loaded or shown then; taking the limit away loads the rest."""
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url))
    ask(page, sample_site, "农村供水", "&only=2019")
    assert years(page) == ["2019年度"]
    assert [url for url in loaded if "/search.js" in url and "assets" not in url] == [f"{sample_site}2019/search.js"]
    page.get_by_label("年度", exact=True).select_option("")
    expect(page.get_by_role("status")).to_contain_text("在4个年度")
    assert "only" not in page.url


def test_nothing_is_loaded_before_something_is_asked(page: Page, sample_site: str) -> None:
    """Opening the page costs its own weight alone; the newest year is asked for first."""
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url.removeprefix(sample_site)))
    page.goto(f"{sample_site}search/index.html")
    assert [name for name in loaded if name.startswith("20")] == []
    page.get_by_label("词语或数字").fill("供水")
    expect(page.get_by_role("status")).to_contain_text("找到")
    assert next(name for name in loaded if name.startswith("20")) == "2024/search.js"


def test_results_follow_what_is_typed(page: Page, base: str) -> None:
    """From one character on, each keystroke narrows; an emptied box shows nothing, and the address keeps the query."""
    page.goto(f"{base}search/index.html")
    box = page.get_by_label("词语或数字")
    box.press_sequentially("智慧水务")
    expect(page.locator(".nb-hits mark").first).to_have_text("智慧水务")
    expect(page.get_by_role("status")).to_contain_text("“智慧水务”")
    assert quote("智慧水务") in page.url
    box.fill("")
    expect(page.locator(".nb-hits")).to_have_count(0)
    expect(page.get_by_role("status")).to_have_text("")


def test_a_frozen_page_asks_by_a_plain_form(page: Page, base: str) -> None:
    """Its box in the header leads to the portal's search, with its year first; Alt+/ leads into the box."""
    page.goto(f"{base}2019/spending.html")
    page.keyboard.press("Alt+/")
    expect(page.locator(".nb-box__input")).to_be_focused()
    page.keyboard.type("管网")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/search/index.html?q={quote('管网')}&year=2019")
    expect(page.get_by_role("status")).to_contain_text("找到")
    assert years(page)[0] == "2019年度"
    expect(page.locator(".nb-box__input")).to_have_value("管网")


def test_without_scripts_the_box_leads_to_the_list_of_chapters(browser: Browser, base: str) -> None:
    """The form still opens the search page, which says so and lists every chapter of every year."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{base}2019/spending.html")
    page.locator(".nb-box__input").fill("管网")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/index.html?*")
    expect(page.locator("noscript p")).to_be_visible()
    page.locator('a[href="../2018/spending.html"]').click()
    page.wait_for_url("**/2018/spending.html")
    context.close()


def test_phones_have_a_way_to_the_search(browser: Browser, sample_site: str) -> None:
    """At 360 px the header holds a link in place of the box, and nothing is too wide."""
    context = browser.new_context(viewport={"width": 360, "height": 780})
    page = context.new_page()
    page.goto(f"{sample_site}2019/spending.html")
    expect(page.locator(".nb-box")).to_be_hidden()
    page.locator("header").get_by_role("link", name="检索各年度报告").click()
    page.wait_for_url("**/search/index.html?year=2019")
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    context.close()


def test_a_result_opens_at_its_place(page: Page, base: str) -> None:
    """The link leads below the nearest heading, and the browser marks and shows the sentence."""
    ask(page, base, "按审定的结算价支付", "&only=2021")
    link = page.locator(".nb-hit__link").first
    address = link.get_attribute("href") or ""
    assert address.startswith(f"../2021/spending.html#{quote('收入')}:~:text={quote('按审定的结算价支付后')}")
    link.click()
    page.wait_for_url("**/2021/spending.html*")
    expect(page.get_by_text("按审定的结算价支付后")).to_be_in_viewport()


def test_every_result_leads_to_an_anchor_that_is_there(page: Page, sample_site: str, sample_archive: Path) -> None:
    """Headings, tables, charts and entries of the index."""
    ask(page, sample_site, "供水", "&only=2024")
    page.get_by_role("button", name=re.compile("其余")).click()
    links = page.locator(".nb-hits a").evaluate_all("links => links.map(link => link.href)")
    assert len(links) > 30
    for link in links:
        name, _, fragment = link.removeprefix(sample_site).partition("#")
        anchor = fragment.partition(":~:")[0]
        html = (sample_archive / "current" / name).read_text(encoding="utf-8")
        assert not anchor or f'id="{page.evaluate("decodeURIComponent", anchor)}"' in html


def test_the_keyboard_is_enough(page: Page, sample_site: str) -> None:
    """Arrows go through the results and back into the box, Enter opens, Escape returns and then empties the box."""
    page.goto(f"{sample_site}search/index.html")
    page.keyboard.press("Alt+/")
    box = page.get_by_label("词语或数字")
    expect(box).to_be_focused()
    page.keyboard.type("供水")
    expect(page.locator(".nb-hits")).to_have_count(4)
    links = page.locator(".nb-hits a")
    page.keyboard.press("ArrowDown")
    expect(links.nth(0)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(box).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(box).to_be_focused()
    page.keyboard.press("Escape")
    expect(box).to_have_value("")
    page.keyboard.type("供水")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/2024/*.html*")


def test_more_results_of_a_year_are_shown_when_asked_for(page: Page, sample_site: str) -> None:
    """The focus goes to the first of them; the other years stay as they are."""
    ask(page, sample_site, "供水")
    before = page.locator(".nb-hit").count()
    page.get_by_role("button", name=re.compile("2024年度其余")).click()
    expect(page.locator(".nb-hits").first.locator(".nb-hit__name").nth(3)).to_be_focused()
    assert page.locator(".nb-hit").count() > before
    expect(page.get_by_role("button", name=re.compile("2021年度其余"))).to_be_visible()


def test_hostile_queries_and_texts_are_only_text(page: Page, base: str) -> None:
    """Markup in the address, in the box and in a year's text is shown as it is and never becomes part of the page."""
    expect(ask(page, base, HOSTILE)).to_contain_text(f"“{HOSTILE}”：没有找到")
    answering(page, **{"2024": f"前{HOSTILE}后"})
    ask(page, base, HOSTILE, "&only=2024")
    assert marks(page) == {HOSTILE}
    assert page.locator("#nb-search img").count() == 0
    assert page.title() != "run"


def test_a_year_that_cannot_be_loaded_does_not_hold_up_the_others(page: Page, sample_site: str) -> None:
    """Which one is told, and it can be asked for once more."""
    answering(page, **{"2024": "供水", "2021": "供水", "2018": "供水"})
    expect(ask(page, sample_site, "供水")).to_have_text(
        "“供水”：在3个年度找到3处。2019年度的检索内容没有载入，未计在内。"
    )
    page.unroute_all()
    page.get_by_role("button", name="重新载入").click()
    expect(page.get_by_role("status")).to_contain_text("在4个年度")
    expect(page.get_by_role("button", name="重新载入")).to_be_hidden()


def test_a_shard_that_is_another_years_or_of_an_unknown_form_counts_as_not_loaded(page: Page, sample_site: str) -> None:
    """Nothing of it is shown."""
    wrong = shard(2018, 1, [{"page": "a.html", "title": "供水", "parts": []}])
    page.route("**/2024/search.js", lambda route: route.fulfill(body=wrong, content_type="text/javascript"))
    newer = shard(2021, 1, []).replace(b'"format":1', b'"format":9')
    page.route("**/2021/search.js", lambda route: route.fulfill(body=newer, content_type="text/javascript"))
    expect(ask(page, sample_site, "供水")).to_contain_text("2024年度、2021年度的检索内容没有载入")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_results_have_no_fault_that_axe_sees(browser: Browser, sample_site: str, width: int, scheme: str) -> None:
    """With results, more to show, and a year that failed: 0 violations, and nothing wider than the screen."""
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]  # literal
    page = context.new_page()
    page.route("**/2019/search.js", lambda route: route.abort())
    ask(page, sample_site, "供水", "&year=2021")
    expect(page.get_by_role("button", name="重新载入")).to_be_visible()
    assert [entry["id"] for entry in Axe().run(page).response["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()
