"""What was published by an earlier program stays usable: archives of earlier days go through all that can be done."""

from __future__ import annotations

import posixpath
import shutil
import tarfile
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qsl, quote, unquote, urlsplit

import bagit
import pytest
from click.testing import CliRunner, Result
from playwright.sync_api import Browser, Page, expect

from nianbao.cli import cli
from nianbao.publish.archive import layout, read_events, verify
from tests.publish.archive.office import tree
from tests.sites import change

COUNTS = {"events": 4, "years": 2, "versions": 3}
KEPT = sorted((Path(__file__).parent / "kept").glob("*.tar.xz"))


@pytest.fixture(scope="session", params=KEPT, ids=lambda path: path.name.removesuffix(".tar.xz"))
def packed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site folder of an earlier day with its archive, as it was packed then; a test works on a copy."""
    folder = tmp_path_factory.mktemp("kept")
    with tarfile.open(request.param) as packed:
        packed.extractall(folder, filter="fully_trusted")  # noqa: S202 - our own file, whose links and modes count
    (site,) = folder.iterdir()
    return site


@pytest.fixture
def site(packed: Path, tmp_path: Path) -> Path:
    """A copy of the site folder, for one test to work on."""
    return Path(shutil.copytree(packed, tmp_path / "site", symlinks=True))


@pytest.fixture(scope="session")
def extended(packed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site folder whose year 2024 was published by the program of today; nobody changes it."""
    site = Path(shutil.copytree(packed, tmp_path_factory.mktemp("extended") / "site", symlinks=True))
    run(site, "publish", "2024")
    return site


def run(site: Path, *arguments: str | Path) -> Result:
    """Run a verb on the site, as an editor would; it must end well."""
    result = CliRunner().invoke(cli, [str(each) for each in (*arguments, "--root", site)], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result


def store(site: Path) -> dict[str, str]:
    """Return what lies in the store."""
    return tree(site / "archive" / layout.STORE)


def test_it_verifies(packed: Path) -> None:
    """Every hash is found right by today's rules, and what was withdrawn is no damage."""
    found = verify(packed / "archive")
    assert (found.damages, found.orphans, found.withdrawn) == ((), (), ("2023-v1",))
    assert {name: found.counts[name] for name in ("events", "years", "versions")} == COUNTS


def test_a_further_year_is_published(packed: Path, extended: Path) -> None:
    """The new year stands beside the old ones, of which not a byte is touched."""
    assert store(packed).items() <= store(extended).items()
    assert [event.year for event in read_events(extended / "archive")] == [2022, 2023, 2022, 2023, 2024]
    assert verify(extended / "archive").intact


def test_published_years_published_again_change_nothing(extended: Path, tmp_path: Path) -> None:
    """Their sources are those that were frozen, so that no year is refused because the program is another."""
    site = Path(shutil.copytree(extended, tmp_path / "site", symlinks=True))
    assert run(site, "publish", "--all").output.count("没有变化") == 3
    assert store(site) == store(extended)


def test_a_frozen_year_is_corrected(site: Path) -> None:
    """The next version announces what changed; those before stay, byte by byte."""
    before = store(site)
    change(site / "data/2022/facts.csv", "1710,,人次", "1720,,人次")
    change(site / "data/2022/indicators.csv", "2000,1710,人次,20,17.10", "2000,1720,人次,20,17.20")
    change(site / "data/2022/report.yml", "96.35", "96.45")
    told = run(site, "correct", "2022", "--reason", "再次核实", "--yes").output
    assert "查档人次·实际完成值：1,710人次 → 1,720人次" in told
    assert before.items() <= store(site).items()
    shown = site / "archive/current"
    assert "1,720" in (shown / "2022/work.html").read_text(encoding="utf-8")
    assert "1,710" in (shown / "2022-v2/work.html").read_text(encoding="utf-8")
    assert verify(site / "archive").intact


def test_content_of_a_frozen_version_is_withdrawn(site: Path) -> None:
    """It leaves every file of the version, and its address says so."""
    asked = ("--version", "1", "--file", "attachments/rules.txt", "--reason", "误附")
    run(site, "withdraw", "2022", *asked, "--yes")
    shown = site / "archive/current"
    assert not (shown / "2022-v1/attachments/rules.txt").exists()
    assert (shown / f"2022-v1/attachments/rules.txt{layout.TOMBSTONE}").is_file()
    assert (shown / "2022-v2/attachments/rules.txt").is_file()
    assert verify(site / "archive").intact


def test_it_is_exported_in_every_form(packed: Path, tmp_path: Path) -> None:
    """A folder, a zip, a bag that `bagit` finds valid, and one file of a year."""
    archive = ("--archive", packed / "archive")
    run(packed, "export", tmp_path / "plain", *archive)
    run(packed, "export", "--zip", tmp_path / "all.zip", *archive)
    run(packed, "export", "--bag", tmp_path / "bag", *archive)
    run(packed, "export", "--single", "2022", tmp_path / "2022.html", *archive)
    assert (tmp_path / "plain/2023-v1/index.html").is_file()
    assert (tmp_path / "all.zip").stat().st_size > 100_000
    bagit.Bag(str(tmp_path / "bag")).validate()
    assert "1,710" in (tmp_path / "2022.html").read_text(encoding="utf-8")


def test_damage_is_mended_from_an_export(site: Path, tmp_path: Path) -> None:
    """What today's program exports is a copy that an old archive can be repaired from."""
    run(site, "export", tmp_path / "copy")
    page = site / "archive/store/2022/v1/content/work.html"
    page.chmod(0o644)
    page.write_bytes(b"?")
    assert not verify(site / "archive").intact
    run(site, "verify", "--repair", tmp_path / "copy")
    assert verify(site / "archive").intact


class _Links(HTMLParser):
    """The addresses that a page leads to, and its ids."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in ("href", "src", "action"):
                self.links.append(value or "")
            elif name == "id":
                self.ids.add(value or "")


@cache
def links_of(path: Path) -> _Links:
    """Return where a page leads, and its ids; a page is read once."""
    return _Links(path)


def has_place(target: Path, fragment: str) -> bool:
    """Say whether a page has the place that a fragment names; without one, the page itself is meant."""
    return not fragment or fragment in {"__toc", "top"} or fragment in links_of(target).ids


def frozen_pages(packed: Path) -> Iterator[tuple[str, Path]]:
    """Yield every page that the earlier program froze, with the address at which readers meet it."""
    for folder in sorted((packed / "archive/current").iterdir()):
        if folder.is_symlink() and "-v" in folder.name:
            yield from ((f"{folder.name}/{path.relative_to(folder)}", path) for path in folder.rglob("*.html"))


def led_to(shown: Path, address: str, path: str) -> Path:
    """Return the file that a browser on the page at `address` gets for the path of a link."""
    whole = posixpath.join("/", posixpath.dirname(address), unquote(path)) if path else f"/{address}"
    target = shown / posixpath.normpath(whole).lstrip("/")
    return target / "index.html" if target.is_dir() else target


def test_a_frozen_page_finds_all_that_it_links_to(packed: Path, extended: Path) -> None:
    """Each address leads to a file of the archive of today, each fragment to an id in it, each query to its form."""
    shown = extended / "archive/current"
    own = "https://kept.example/nianbao/"
    looked_at, missing = 0, []
    for address, path in frozen_pages(packed):
        for link in links_of(path).links:
            parts = urlsplit(link.replace(own, "/", 1) if link.startswith(own) else link)
            if parts.scheme or parts.netloc:
                continue
            looked_at += 1
            target = led_to(shown, address, parts.path)
            gone = target.with_name(f"{target.name}{layout.TOMBSTONE}").is_file()
            if not (target.is_file() or gone) or not has_place(target, unquote(parts.fragment)):
                missing.append(f"{address}: {link}")
            assert {name for name, _ in parse_qsl(parts.query)} <= {"q", "year", "a", "b"}, link
    assert looked_at > 1_000
    assert missing == []


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Return a tab in which nothing may go wrong unseen."""
    context = browser.new_context(viewport={"width": 360, "height": 800})
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    yield page
    context.close()
    assert wrong == []


@pytest.mark.browser
def test_frozen_texts_are_searched_by_the_portal_of_today(page: Page, extended: Path) -> None:
    """The box of a frozen page leads to the search, which finds old years and new ones, the page's own year first."""
    shown = (extended / "archive/current").absolute().as_uri()
    page.goto(f"{shown}/2022-v1/work.html")
    box = page.locator("form[role=search] input[name=q]")
    box.evaluate("(input, text) => { input.value = text; input.form.submit(); }", "接待查档")
    expect(page.get_by_role("status")).to_contain_text("在3个年度找到")
    assert page.locator(".nb-hits__year").all_text_contents()[0].startswith("2022")
    page.goto(f"{shown}/search/index.html?q={quote('志愿者')}&year=2023")
    expect(page.get_by_role("status")).to_contain_text("找到")
    assert page.locator(".nb-hits__year").all_text_contents()[0].startswith("2023")


@pytest.mark.browser
def test_a_frozen_page_leads_to_the_comparison_of_its_year(page: Page, extended: Path) -> None:
    """The year that the address names is chosen, whatever the portal of today compares with."""
    page.goto(f"{(extended / 'archive/current').absolute().as_uri()}/2022-v1/work.html")
    address = page.locator('a[href*="compare/index.html?b="]').first.get_attribute("href")
    assert address is not None
    page.goto(f"{(extended / 'archive/current').absolute().as_uri()}/2022-v1/{address}")
    expect(page.locator("article")).to_contain_text("2022年度")
    expect(page.locator("select[name=b]")).to_have_value("2022")
