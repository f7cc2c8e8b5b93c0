from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.nginx]

LISTEN = """window.refused = [];
addEventListener("securitypolicyviolation", told => {
    window.refused.push(told.effectiveDirective);
    console.error("refused", told.effectiveDirective, told.blockedURI, told.lineNumber);
})"""


@contextmanager
def watched(browser: Browser) -> Iterator[tuple[Page, list[str]]]:
    """Open a tab and list what its console complains of, what its policy refuses, and what cannot be fetched."""
    context = browser.new_context(accept_downloads=True)
    page = context.new_page()
    page.add_init_script(LISTEN)
    told: list[str] = []
    page.on(
        "console",
        lambda entry: told.append(f"{page.url}: {entry.text}") if entry.type in ("error", "warning") else None,
    )
    page.on("pageerror", lambda error: told.append(f"{page.url}: {error}"))
    page.on("requestfailed", lambda request: told.append(f"{page.url}: {request.url}"))
    yield page, told
    context.close()


def pages(archive: Path) -> list[str]:
    """Return every page of portal and years as an address below the root, one that has several addresses once."""
    current = archive / "current"
    editions = sorted(path for path in current.iterdir() if path.is_symlink())
    found = [path for root in (current, *editions) for path in root.rglob("*.html")]
    return sorted({path.resolve(): path.relative_to(current).as_posix() for path in reversed(found)}.values())


def use(page: Page) -> None:
    """Do on a page what makes the theme's script act: scroll, change colours, open the drawer."""
    page.mouse.wheel(0, 1500)
    for switch in page.locator("label[for^=__palette]:visible").all():
        switch.click()
    page.evaluate("document.querySelector('#__drawer').click()")
    assert page.evaluate("typeof __md_get") == "function"
    assert page.evaluate("getComputedStyle(document.querySelector('.md-header')).position") == "sticky"


def test_no_page_does_what_its_policy_forbids_and_no_console_complains(
    browser: Browser, site: str, archive: Path
) -> None:
    """Every page of portal and years through nginx: looked at, scrolled, in other colours; styles and scripts work."""
    with watched(browser) as (page, told):
        for address in pages(archive):
            page.goto(site + quote(address))
            use(page)
            if (archive / "current" / address.split("/")[0]).is_symlink():
                page.locator(".md-version__current").wait_for(state="attached")
    assert told == []


def test_no_page_complains_when_opened_from_a_folder(browser: Browser, archive: Path) -> None:
    """The same from `file://`, where `'self'` means something else; a missing page is the server's alone."""
    root = (archive / "current").absolute().as_uri()
    with watched(browser) as (page, told):
        for address in pages(archive):
            if address != "404.html":
                page.goto(f"{root}/{quote(address)}")
                use(page)
    assert told == []


@pytest.mark.parametrize(
    ("added", "directive"),
    [
        ("<script>document.title = 'ran'</script>", "script-src-elem"),
        ("<img src=x onerror=\"document.title = 'ran'\">", "script-src-attr"),
        ("<p style='color: rgb(1, 2, 3)'>x</p>", "style-src-attr"),
        ("<style>p { color: rgb(1, 2, 3) }</style>", "style-src-elem"),
        ("<script src='https://example.org/a.js'></script>", "script-src-elem"),
        ("<script src='data:text/javascript,document.title=1'></script>", "script-src-elem"),
        ("<iframe src='index.html'></iframe>", "frame-src"),
        ("<object data='index.html'></object>", "object-src"),
        ("<img src='https://example.org/a.png'>", "img-src"),
        ("<base href='https://example.org/'>", "base-uri"),
    ],
)
@pytest.mark.parametrize("where", ["nginx", "folder"])
def test_what_somebody_adds_to_a_page_does_nothing(
    browser: Browser, site: str, archive: Path, damaged: Path, added: str, directive: str, where: str
) -> None:
    """A script, a handler, a style, a frame or a foreign file in a copy of a page is refused, by name."""
    page_file = damaged / "store/2023/v1/content/work.html"
    text = page_file.read_text(encoding="utf-8").replace("</article>", f"{added}</article>", 1)
    page_file.write_text(text, encoding="utf-8")
    with watched(browser) as (page, _):
        if where == "nginx":
            page.route("**/work.html", lambda route: route.fulfill(response=route.fetch(), body=text))
        page.goto(f"{site}2023/work.html" if where == "nginx" else page_file.absolute().as_uri())
        page.wait_for_function("refused.length")
        assert page.title() != "ran"
        assert page.locator("p").last.evaluate("node => getComputedStyle(node).color") != "rgb(1, 2, 3)"
        assert set(page.evaluate("refused")) == {directive}


def test_a_download_has_its_chinese_name(browser: Browser, site: str) -> None:
    """As it stands in the list of attachments."""
    with watched(browser) as (page, _):
        page.goto(f"{site}2023/work.html")
        with page.expect_download() as download:
            page.get_by_role("link", name="名单").click()
        assert download.value.suggested_filename == "项目名单（2023）.csv"
