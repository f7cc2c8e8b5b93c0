from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterator

import pypdf
import pytest
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

RADICALS = str.maketrans("⻔⻚⻓⻅⻛⻢⻋⻉⻘⻬⻰⻥⻦", "门页长见风马车贝青齐龙鱼鸟")
"""What the extraction of text takes for radicals and NFKC leaves."""

LONGER = """() => {
  const body = document.querySelector(".nb-table__grid tbody:last-of-type");
  const row = body.querySelector("tr");
  for (let at = 0; at < 150; at++) body.append(row.cloneNode(true));
  for (const name of body.querySelectorAll("tr th:first-child")) name.textContent = "长表的一行";
}"""


@pytest.fixture(params=[True, False], ids=["scripts", "no-scripts"])
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page of a browser in the dark, with and without scripts."""
    context = browser.new_context(color_scheme="dark", java_script_enabled=request.param)
    yield context.new_page()
    context.close()


def _printed(page: Page) -> list[str]:
    """The text of each sheet, without blanks; every sheet is A4."""
    sheets = pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    assert {(round(float(sheet.mediabox.width)), round(float(sheet.mediabox.height))) for sheet in sheets} == {
        (595, 842)
    }
    texts = ["".join(sheet.extract_text().split()) for sheet in sheets]
    return [unicodedata.normalize("NFKC", text.translate(RADICALS)) for text in texts]


def test_paper_holds_the_document_and_nothing_to_click(page: Page, real_site: str) -> None:
    """Which report and version it is, the text and what was folded; no way anywhere, no search, no switch."""
    page.goto(f"{real_site}2022/budget.html")
    sheets = _printed(page)
    text = "".join(sheets)
    assert "江门市总工会2022年度部门整体支出绩效自评报告" in sheets[0]
    assert "2022年度·第1版" in sheets[0]
    assert "预算编制及执行情况" in sheets[0]
    assert "基本支出年初预算数1,171.06万元、执行数1,171.06万元" in text
    assert "第1版" in sheets[-1]
    for number, sheet in enumerate(sheets, 1):
        assert f"—{number}—" in sheet
    for word in (
        "大字",
        "检索",
        "全部年度",
        "本章历年",
        "下载",
        "CSV",
        "下一页",
        "上一页",
        "跳转至",
        "目录",
        "文字说明",
    ):
        assert word not in text, word


def test_the_head_of_a_table_stands_on_every_sheet_that_it_goes_on(browser: Browser, sample_site: str) -> None:
    """A table longer than a sheet goes on under its titles, and loses no row."""
    page = browser.new_page()
    page.goto(f"{sample_site}2024/indicators.html")
    page.evaluate(LONGER)
    sheets = _printed(page)
    held = [sheet for sheet in sheets if "长表的一行" in sheet]
    assert sum(sheet.count("长表的一行") for sheet in sheets) > 150
    assert len(held) > 2
    assert all("三级指标" in sheet for sheet in held)
    page.close()


def test_paper_is_black_on_white_in_the_dark(page: Page, sample_site: str) -> None:
    """Whatever the screen, nothing pale is printed on white."""
    page.goto(f"{sample_site}2024/spending.html")
    page.emulate_media(media="print", color_scheme="dark")
    for name in ("h1", ".md-content p", ".nb-table__grid td", ".nb-table__source"):
        shown = page.locator(name).first.evaluate("part => getComputedStyle(part).color")
        assert max(int(part) for part in shown.removeprefix("rgb(").rstrip(")").split(",")) <= 0x55, name
    ground = page.locator("body").evaluate("part => getComputedStyle(part).backgroundColor")
    assert ground == "rgb(255, 255, 255)"


def test_a_page_of_the_portal_is_printed_without_its_menus(page: Page, real_site: str) -> None:
    """The years with their numbers, and who answers."""
    page.goto(f"{real_site}index.html")
    text = "".join(_printed(page))
    assert "1,593.35万元" in text
    assert "0750-3276289" in text
    assert "历年变化怎样核验" not in text


def test_what_was_folded_is_folded_again_after_printing(browser: Browser, sample_site: str) -> None:
    """Scripts open it for paper alone."""
    page = browser.new_page()
    page.goto(f"{sample_site}2024/spending.html")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("details:not([open])").count() == 0
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator(".nb-chart__words[open]").count() == 0
    page.close()
