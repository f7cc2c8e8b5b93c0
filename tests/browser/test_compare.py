from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser

NEIGHBOURS = ((2024, 2021), (2021, 2019), (2019, 2018))


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


_SAID = """place => {
    const told = (node) => {
        if (node.nodeType === 3) return node.data.trim() ? node.data.replace(/\\s+/g, " ").trim() : "";
        const marks = [...node.attributes].map(({ name, value }) =>
            `${name}=${name === "href" ? decodeURIComponent(value).replace(/^(\\.\\.\\/)+/, "") : value}`);
        return `<${[node.localName, ...marks.sort()].join(" ")}>${[...node.childNodes].map(told).join("")}`;
    };
    return [...place.querySelectorAll("tr, summary, .nb-sides__same p, .nb-sides__row, .nb-sides__ways")].map(told);
}"""


def said(page: Page, within: str) -> list[str]:
    """Return what tables, folds and sentences say, with every element, mark and address, in order."""
    told: list[str] = page.locator(within).evaluate(_SAID)
    return told


@pytest.mark.parametrize(("later", "earlier"), NEIGHBOURS)
def test_the_browser_compares_as_the_pages_do(page: Page, sample_site: str, later: int, earlier: int) -> None:
    """Every number, note, percentage, link, struck and put in stretch is the same, made by two programs."""
    page.goto(f"{sample_site}compare/{later}-{earlier}/index.html")
    made = said(page, "article")
    assert len(made) > 250
    page.route(
        "**/compare/index.html*",
        lambda route: route.fulfill(
            body=route.fetch().text().replace(f"{later}-{earlier}", "").replace("<meta http-equiv", "<meta data-none"),
            content_type="text/html",
        ),
    )
    page.goto(f"{sample_site}compare/index.html?a={later}&b={earlier}")
    expect(page.get_by_role("status")).to_contain_text("数据")
    assert said(page, "#nb-compared") == made


def test_any_two_years_can_be_chosen(page: Page, base: str) -> None:
    """On a server and from a disk, by the keyboard: what was chosen stands in the address and is announced."""
    page.goto(f"{base}compare/index.html")
    page.get_by_label("较晚的年度").focus()
    page.get_by_label("较晚的年度").select_option("2018")
    page.get_by_label("较早的年度").select_option("2024")
    page.get_by_role("button", name="对照").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text(re.compile(r"2024年度与2018年度：数据\d+项，文字可以对照的8章。"))
    assert page.url.endswith("?a=2018&b=2024")
    assert page.get_by_label("较晚的年度").input_value() == "2024"
    expect(page.locator("#compared")).to_be_focused()
    (row,) = [
        row.inner_text().split("\t")
        for row in page.locator("#nb-compared tr").all()
        if row.inner_text().startswith("预算总额")
    ]
    assert row[1:3] == ["1,470.00万元", "1,872.90万元"]
    page.get_by_text("绩效指标完成情况（").click()
    page.locator("#nb-compared details[open] a.nb-num").first.click()
    page.wait_for_url(re.compile(r"/20(18|24)/figures\.html#"))


def test_neighbours_lead_to_their_page(page: Page, base: str) -> None:
    """With the section that the address names, whichever of the two stands first; it is unfolded."""
    page.goto(f"{base}compare/index.html?a=2019&b=2021#spending")
    page.wait_for_url("**/compare/2021-2019/index.html#spending")
    expect(page.locator("#spending")).to_be_visible()
    expect(page.locator("#profile")).to_be_hidden()


def test_a_section_of_years_that_are_no_neighbours_is_unfolded(page: Page, sample_site: str) -> None:
    """The address of a comparison may name a section."""
    page.goto(f"{sample_site}compare/index.html?a=2024&b=2018#spending")
    expect(page.locator("#spending")).to_be_visible()
    expect(page.locator("details:has(> #spending) > summary")).to_be_focused()


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
    """Nothing is compared; two different years stand chosen unless the address says otherwise."""
    page.goto(f"{sample_site}compare/index.html{asked}")
    expect(page.get_by_role("status")).to_have_text(answer)
    expect(page.locator("#nb-compared > *")).to_have_count(0)
    chosen = [page.get_by_label(name).input_value() for name in ("较晚的年度", "较早的年度")]
    assert int(chosen[0]) > int(chosen[1])


def test_a_year_that_cannot_be_read_is_told(browser: Browser, sample_site: str) -> None:
    """Half a comparison is none."""
    page = browser.new_page()
    page.route("**/compare/2018.js", lambda route: route.abort())
    page.goto(f"{sample_site}compare/index.html?a=2024&b=2018")
    expect(page.get_by_role("status")).to_contain_text("没有读到")
    expect(page.locator("#nb-compared > *")).to_have_count(0)
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
@pytest.mark.parametrize("width", [1280, 320])
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
    scripts = [sample_archive / f"current/assets/{name}.js" for name in ("compare", "compared")]
    assert sum(len(gzip.compress(path.read_bytes())) for path in [*folder.glob("*.js"), *scripts]) < 60_000
