from __future__ import annotations

import gzip
import html
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route, expect

from nianbao.publish.data_script import data_script

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Return a tab in which nothing may go wrong unseen."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    yield page
    context.close()
    assert wrong == []


def shown(page: Page, table: int) -> list[list[str]]:
    """Return what the rows of a table of the chooser say, cell by cell: that of the numbers or that of the chapters."""
    told: list[list[str]] = (
        page.locator("#nb-compared table")
        .nth(table)
        .evaluate("table => [...table.rows].map((row) => [...row.cells].map((cell) => cell.textContent))")
    )
    return told


def test_any_two_years_can_be_chosen(page: Page, base: str) -> None:
    """On a server and from a disk, by the keyboard: what was chosen stands in the address and is announced."""
    page.goto(f"{base}compare/index.html")
    page.get_by_label("较晚的年度").focus()
    page.get_by_label("较晚的年度").select_option("2018")
    page.get_by_label("较早的年度").select_option("2024")
    page.get_by_role("button", name="对照").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("2024年度与2018年度已经并列。")
    assert page.url.endswith("?a=2018&b=2024")
    assert page.get_by_label("较晚的年度").input_value() == "2024"
    expect(page.get_by_role("heading", name="2024年度与2018年度并列")).to_be_focused()
    page.get_by_role("row", name=re.compile("^预算总额")).get_by_role("link").nth(1).click()
    page.wait_for_url(re.compile(r"/2024/figures\.html#"))
    entry = page.locator(":target")
    expect(entry).to_contain_text("又称预算总额")
    expect(entry).to_contain_text("1,872.90万元")


def test_numbers_are_joined_by_name_and_chapters_side_by_side(page: Page, sample_site: str) -> None:
    """Written as each year wrote them, in groups; what one year does not have says so, and nothing is computed."""
    page.goto(f"{sample_site}compare/index.html?a=2024&b=2018")
    expect(page.get_by_role("status")).to_contain_text("并列")
    numbers, chapters = shown(page, 0), shown(page, 1)
    assert numbers[:3] == [["数据", "2018年度", "2024年度"], ["主要数据"], ["预算总额", "1,470.00万元", "1,872.90万元"]]
    assert ["河堤综合养护·预算执行率", "没有这个数据", "98.47%"] in numbers
    assert ["计算得出的数据"] in numbers
    names = [row[0] for row in numbers]
    assert len(names) == len(set(names)) > 200
    assert [row for row in numbers if not row[-1]] == []
    assert chapters[:2] == [["2018年度", "2024年度"], ["封面与摘要", "封面与摘要"]]
    assert page.locator("#nb-compared").get_by_text(re.compile("增长|下降|不可比|undefined")).count() == 0


def test_every_link_of_two_years_side_by_side_leads_somewhere(
    page: Page, sample_site: str, sample_archive: Path
) -> None:
    """To the entry of the number in 数据索引 of its own year, and to the text of the chapter."""
    page.goto(f"{sample_site}compare/index.html?a=2021&b=2018")
    expect(page.get_by_role("status")).to_contain_text("并列")
    links: list[str] = page.locator("#nb-compared td a").evaluate_all("links => links.map((link) => link.href)")
    assert len(links) > 400
    ids: dict[str, set[str]] = {}
    for address in links:
        file, _, anchor = address.removeprefix(sample_site).partition("#")
        if file not in ids:
            text = (sample_archive / "current" / file).read_text(encoding="utf-8")
            ids[file] = set(map(html.unescape, re.findall(r'\sid="([^"]*)"', text)))
        assert not anchor or unquote(anchor) in ids[file], address
    assert {file[:5] for file in ids} == {"2018/", "2021/"}
    assert {file[5:] for file in ids} >= {"figures.html", "spending.html"}


OTHER = {
    "format": 2,
    "year": 2018,
    "numbers": [
        {
            "at": "figures.html#合计·执行数",
            "title": "支出总额",
            "group": "<i>旧组</i>",
            "told": "<b>1</b>元",
            "series": "旧",
        },
        {"at": "figures.html#100%b?#<img src=x>", "title": "<img src=x onerror=ran()>", "group": "旧", "told": "2户"},
    ],
    "chapters": [{"at": "gone.html", "told": "九、<script>ran()</script>（已撤下）"}],
    "lacking": "没有2018年度的数据可以对照。",
}
"""The script of a year whose every text is hostile, with a number of another series and a chapter of its own."""


def test_what_the_sides_do_not_share_is_told_and_texts_stay_texts(page: Page, sample_site: str) -> None:
    """A number that is counted otherwise has its reason below; markup in a name is read as it was written."""
    since = '"since":"2024年度口径变化：改按<断面>"'.replace("<", "\\u003c").replace(">", "\\u003e")

    def counted_otherwise(route: Route) -> None:
        text = route.fetch().text()
        name = '"at":"figures.html#合计·执行数",'
        assert name in text
        route.fulfill(body=text.replace(name, f"{name}{since},"), content_type="text/javascript")

    page.route("**/compare/2018.js", lambda route: route.fulfill(body=data_script("nianbaoYear", OTHER)))
    page.route("**/compare/2024.js", counted_otherwise)
    page.goto(f"{sample_site}compare/index.html?a=2024&b=2018#gone")
    expect(page.get_by_role("status")).to_have_text("2024年度与2018年度已经并列。没有2018年度的数据可以对照。")
    numbers, chapters = shown(page, 0), shown(page, 1)
    at = numbers.index(["支出总额", "<b>1</b>元", "1,866.37万元"])
    assert numbers[at + 1] == ["2024年度口径变化：改按<断面>"]
    assert numbers[-2:] == [["旧"], ["<img src=x onerror=ran()>", "2户", "没有这个数据"]]
    assert ["<i>旧组</i>"] not in numbers
    assert chapters[-1] == ["九、<script>ran()</script>（已撤下）", "没有这一章"]
    expect(page.get_by_role("link", name="九、<script>")).to_be_focused()
    link = page.get_by_role("link", name="2户").get_attribute("href") or ""
    assert unquote(link.partition("#")[2]) == "100%b?#<img src=x>"


def test_neighbours_lead_to_their_page(page: Page, base: str) -> None:
    """With the section that the address names, whichever of the two stands first; it is unfolded."""
    page.goto(f"{base}compare/index.html?a=2019&b=2021#spending")
    page.wait_for_url("**/compare/2021-2019/index.html#spending")
    expect(page.locator("#spending")).to_be_visible()
    expect(page.locator("#profile")).to_be_hidden()


def test_the_address_of_two_years_may_name_a_chapter(page: Page, base: str) -> None:
    """Its row is come to; what names none leads to the beginning, and is no error."""
    page.goto(f"{base}compare/index.html?a=2024&b=2018#spending")
    expect(page.locator('#nb-compared a[href="../2018/spending.html"]')).to_be_focused()
    expect(page.locator('#nb-compared a[href="../2024/spending.html"]')).to_be_in_viewport()
    for named in ("#nothing", "#%E0%A4", '#"]', "#numbers"):
        page.goto("about:blank")
        page.goto(f"{base}compare/index.html?a=2024&b=2018{named}")
        expect(page.get_by_role("heading", name="2024年度与2018年度并列")).to_be_focused()


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("?a=2020&b=2018", "没有“2020”年度的报告，请在上面选择两个年度。"),
        ("?a=2024&b=<b>x", "没有“<b>x”年度的报告，请在上面选择两个年度。"),
        ("?a=2024&b=2024", "请选择两个不同的年度。"),
        ("?a=&b=2024", "没有“”年度的报告，请在上面选择两个年度。"),
        ("?b=2021", "已选定2021年度，请选择另一个年度，再按“对照”。"),
        ("?b=2024", "已选定2024年度，请选择另一个年度，再按“对照”。"),
        ("", ""),
    ],
)
def test_wrong_and_half_addresses_are_answered_with_a_sentence(
    page: Page, sample_site: str, asked: str, answer: str
) -> None:
    """Nothing is compared; two different years stand chosen, of which one is that of the address."""
    page.goto(f"{sample_site}compare/index.html{asked}")
    expect(page.get_by_role("status")).to_have_text(answer)
    expect(page.locator("#nb-compared")).to_be_hidden()
    chosen = [page.get_by_label(name).input_value() for name in ("较晚的年度", "较早的年度")]
    assert int(chosen[0]) > int(chosen[1])
    known = [year for year in ("2024", "2021") if f"={year}" in asked]
    assert not known or known[0] in chosen


@pytest.mark.parametrize("answer", [None, "", 'nianbaoYear({"format":1,"year":2018,"quantities":[]});', "<html>"])
def test_a_year_that_cannot_be_read_is_told(browser: Browser, sample_site: str, answer: str | None) -> None:
    """One that is not there, says nothing, has the form of another portal or is no script: half of it is none."""
    page = browser.new_page()
    page.route("**/compare/2018.js", lambda route: route.abort() if answer is None else route.fulfill(body=answer))
    page.goto(f"{sample_site}compare/index.html?a=2024&b=2018")
    expect(page.get_by_role("status")).to_contain_text("没有读到")
    expect(page.locator("#nb-compared")).to_be_hidden()
    page.close()


def test_neighbouring_years_are_compared_without_scripts(browser: Browser, sample_site: str) -> None:
    """The chooser is not there; a frozen page leads to the list, the list to the page, the page to its text."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{sample_site}2021/spending.html")
    page.get_by_role("link", name="与其他年度比较").click()
    expect(page.get_by_role("button", name="对照")).to_have_count(0)
    page.get_by_role("link", name="2021年度与2019年度对照").first.click()
    expect(page.get_by_role("row", name=re.compile("^预算总额"))).to_be_visible()
    page.goto(f"{sample_site}sections/spending/index.html")
    page.locator('.nb-compare__way[href*="2021-2019"]').click()
    expect(page.locator("#spending ins").first).to_be_visible()
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360, 320])
def test_everybody_can_read_a_comparison(browser: Browser, sample_site: str, width: int, scheme: str) -> None:
    """axe finds nothing, with every fold open, and nothing is wider than the screen."""
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme="dark" if scheme == "dark" else "light"
    )
    page = context.new_page()
    for address in ("compare/index.html", "compare/index.html?a=2024&b=2018", "compare/2021-2019/index.html"):
        page.goto(f"{sample_site}{address}")
        page.wait_for_timeout(300)
        page.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


def test_what_is_put_in_and_struck_is_read_aloud_and_stands_side_by_side(page: Page, sample_site: str) -> None:
    """On a desktop beside each other, on a phone one below the other; words tell what colours tell."""
    page.goto(f"{sample_site}compare/2021-2019/index.html#spending")
    row = page.locator("#spending .nb-sides__row:has(ins):has(del)").first
    assert row.locator("del .nb-aloud").first.inner_text() == "删去："
    assert row.locator("ins .nb-aloud").first.inner_text() == "加上："
    boxes = [row.locator(f".nb-sides__{side}").bounding_box() for side in ("old", "new")]
    assert boxes[0] and boxes[1] and boxes[0]["y"] == boxes[1]["y"]  # noqa: PT018 - None is for the type checker alone
    page.set_viewport_size({"width": 320, "height": 800})
    boxes = [row.locator(f".nb-sides__{side}").bounding_box() for side in ("old", "new")]
    assert boxes[0] and boxes[1] and boxes[1]["y"] >= boxes[0]["y"] + boxes[0]["height"]  # noqa: PT018 - the same


def test_a_comparison_is_light(sample_archive: Path) -> None:
    """A page of two years, and any two years in the browser, are far below what a first view may take."""
    folder = sample_archive / "current/compare"
    assert all(len(gzip.compress(path.read_bytes())) < 60_000 for path in folder.rglob("index.html"))
    scripts = [*folder.glob("*.js"), sample_archive / "current/assets/compare.js"]
    assert sum(len(gzip.compress(path.read_bytes())) for path in scripts) < 30_000
