"""Nothing that an editor writes is more than text, in whatever is published of it; the site is `tests/hostile.py`'s."""

from __future__ import annotations

import csv
import functools
import http.server
import io
import json
import re
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote
from xml.etree import ElementTree

import openpyxl
import pytest
import yaml
from playwright.sync_api import Browser, Page

from nianbao.publish.comparing import changes
from nianbao.publish.correcting import Request as Correction
from nianbao.publish.correcting import correct_year
from nianbao.publish.data_script import content_of
from nianbao.publish.difference_page import difference_page
from nianbao.publish.editions import assemble
from nianbao.publish.engine.build import build_edition
from nianbao.publish.engine.desk import EVERYTHING, Desk
from nianbao.publish.exporting.single import export_single
from nianbao.publish.portal import portal_findings
from nianbao.publish.publishing import publish_year
from nianbao.publish.withdrawing.request import Request as Withdrawal
from nianbao.publish.withdrawing.withdrawing import withdraw_content
from nianbao.report.checks import RULES
from nianbao.report.finding import Unusable
from tests.hostile import (
    ELSEWHERE,
    END,
    EVENTS,
    MARK,
    PORTAL_PAGES,
    SHORT,
    Fields,
    Hostile,
    all_fields,
    mark,
    write_site,
)
from tests.sites import change

pytestmark = pytest.mark.browser

READ = """html => {
    const page = new DOMParser().parseFromString(html, "text/html");
    const attributes = [...page.querySelectorAll("*")].flatMap(element => [...element.attributes].map(
        ({name, value}) => [element.localName, name, value]));
    const data = [...page.querySelectorAll("script[type$=json]")].map(script => script.textContent);
    const code = [...page.querySelectorAll("script:not([type$=json]), style")].map(element => element.textContent);
    const elements = [...new Set([...page.querySelectorAll("*")].map(element => element.localName))];
    page.querySelectorAll("script, style, svg").forEach(element => element.remove());
    return {attributes, data, code, elements, text: page.documentElement.textContent};
}"""


@dataclass(frozen=True)
class Published:
    """What was made of the hostile site: files to be served below `folder`, and what of it an editor wrote."""

    folder: Path
    fields: Fields


@pytest.fixture(scope="session")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Hostile:
    """The hostile site, to be copied."""
    return write_site(tmp_path_factory.mktemp("hostile") / "site")


@pytest.fixture(scope="session")
def published(sources: Hostile, tmp_path_factory: pytest.TempPathFactory) -> Published:
    """Two years, a correction, a withdrawn page, the page of a difference, both years as a file, and a preview of it all."""
    root, fields = tmp_path_factory.mktemp("published") / "site", sources.fields
    hostile = Hostile(shutil.copytree(sources.root, root), fields)
    archive = root / "archive"
    for year in (2023, 2024):
        _acknowledge(hostile, year)
        publish_year(root, archive, year)
    change(root / "data/2023/facts.csv", "176", "177")
    change(root / "data/2023/problems.csv", END, f"{END}改")
    change(root / "data/2023/report.yml", END, f"{END}改")
    change(root / "docs/2023/money.md", "176", "177")
    _acknowledge(hostile, 2023)
    beside = tmp_path_factory.mktemp("beside")
    (beside / "difference.html").write_text(difference_page(changes(root, archive, 2023)), encoding="utf-8")
    because, by = (fields.mark(("correction", word)) for word in ("reason", "role"))
    correct_year(root, archive, Correction(2023, "更正", because, by), lambda _: True)
    because, by = (fields.mark(("withdrawal", word)) for word in ("reason", "role"))
    withdraw_content(root, archive, Withdrawal(2024, 1, pages=("money",), reason=because, role=by), lambda *_: True)
    for year in (2023, 2024):
        export_single(archive, year, beside / f"single-{year}.html")
    (beside / "archive").symlink_to(archive / "current")
    hostile.write(("facts", "section"), fields.mark(("facts", "key_name")))
    build_edition(Desk(root, EVERYTHING, tolerant=True), beside / "preview")
    return Published(beside, fields)


def _acknowledge(hostile: Hostile, year: int) -> None:
    """Accept some findings, with a hostile reason."""
    path = hostile.root / f"data/{year}/report.yml"
    head = yaml.safe_load(path.read_text(encoding="utf-8")) | {"acknowledgements": []}
    path.write_text(yaml.safe_dump(head, allow_unicode=True, sort_keys=False, width=100_000), encoding="utf-8")
    found = [finding for finding in assemble(hostile.root, year).findings if finding.table and finding.rule in RULES]
    reason = hostile.fields.mark(("report.yml", "acknowledgements", "reason"))
    head["acknowledgements"] = [
        {"rule": entry.rule, "table": entry.table, "key": entry.key, "field": entry.field, "reason": reason}
        for entry in {(finding.rule): finding for finding in found if not RULES[finding.rule].fixed}.values()
    ]
    path.write_text(yaml.safe_dump(head, allow_unicode=True, sort_keys=False, width=100_000), encoding="utf-8")


Texts = dict[str, list[tuple[str, str]]]
"""What a file says, piece by piece: what kind of piece it is, and its text."""


@pytest.fixture(scope="session")
def texts(published: Published, browser: Browser) -> Texts:
    """All that the published files say, pages read by the browser's own parser without running them."""
    page = browser.new_page()
    found: Texts = {}
    for path in _files(published.folder):
        pieces = list(_pieces(path, page))
        if pieces:
            found[path.relative_to(published.folder).as_posix()] = pieces
    page.close()
    return found


def _files(folder: Path) -> Iterator[Path]:
    seen = set()
    archive = folder / "archive"
    for path in sorted(
        [*folder.glob("*.html"), *folder.glob("preview/**/*"), *archive.rglob("*"), *_versions(archive)]
    ):
        if path.is_file() and path.resolve() not in seen:
            seen.add(path.resolve())
            yield path


def _versions(view: Path) -> Iterator[Path]:
    for link in view.iterdir():
        if link.is_symlink():
            yield from link.rglob("*")


def _pieces(path: Path, page: Page) -> Iterator[tuple[str, str]]:
    if path.suffix == ".html":
        read = page.evaluate(READ, path.read_text(encoding="utf-8"))
        yield "text", read["text"]
        yield from ((f"<{element} {name}>", value) for element, name, value in read["attributes"])
        for data in read["data"]:
            yield from (("data", text) for text in _strings(json.loads(data)))
        yield from (("code", code) for code in read["code"])
    elif path.suffix == ".json":
        yield from (("data", text) for text in _strings(json.loads(path.read_text(encoding="utf-8"))))
    elif path.suffix == ".jsonl":
        for line in path.read_text(encoding="utf-8").splitlines():
            yield from (("data", text) for text in _strings(json.loads(line)))
    elif path.suffix == ".js" and "assets" not in path.parts:
        function = path.read_text(encoding="utf-8").partition("(")[0]
        yield from (("data", text) for text in _strings(content_of(function, path.read_bytes())))
    elif path.suffix == ".xml":
        for element in ElementTree.parse(path).iter():  # noqa: S314 - written by ourselves
            yield "text", element.text or ""
            yield from (("attribute", value) for value in element.attrib.values())
    elif path.suffix == ".csv":
        for row in csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")):
            yield from (("cell", cell) for cell in row)
    elif path.suffix == ".xlsx":
        for sheet in openpyxl.load_workbook(path).worksheets:
            yield from (("cell", str(cell)) for row in sheet.values for cell in row if cell is not None)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from value
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)


ADDRESS = re.compile(r"<.* (id|href|for|src|aria-\w+)>")
"""Attributes that lead somewhere: they hold a text as an address may, which the browser's parser took for one value."""

ALL = all_fields()


def misread(texts: Texts) -> Iterator[tuple[int, str]]:
    """Yield the number of every mark that does not read as it was written, with where that is and what stands there."""
    for name, pieces in texts.items():
        for kind, text in pieces:
            for found in MARK.finditer(text):
                number, rest = int(found[1]), text[found.start() :]
                if not (_reads(rest, number) or ADDRESS.fullmatch(kind) or _is_address(text, found.start(), number)):
                    yield number, f"{name} {kind}: {rest[:600]}"


def _reads(text: str, number: int) -> bool:
    """Whether a mark stands as it was written; what is cut off says so."""
    wholes = mark(number), mark(number, SHORT)
    return text.startswith(wholes) or any(whole.startswith(text.partition("…")[0]) for whole in wholes if "…" in text)


def _is_address(text: str, at: int, number: int) -> bool:
    """Whether a mark is the anchor of an address, or an anchor by itself (of a search result)."""
    anchor, before = mark(number).replace(" ", "-"), text[:at].rpartition("#")[2]
    return not re.search(r"\s", before) and unquote(text[at:]).startswith(anchor)


@pytest.fixture(scope="session")
def faults(texts: Texts) -> dict[int, list[str]]:
    """What is misread, by the number of the mark."""
    found: dict[int, list[str]] = {}
    for number, told in misread(texts):
        found.setdefault(number, []).append(told)
    return found


@pytest.mark.parametrize("number", [0, *ALL.marked], ids=lambda number: "-".join(ALL.marked.get(number, ("pages",))))
def test_a_text_reads_as_it_was_written(faults: dict[int, list[str]], number: int) -> None:
    """In pages, data, feeds, tables and workbooks, wherever the field is shown."""
    assert faults.get(number, []) == []


def test_most_fields_are_shown_somewhere(texts: Texts) -> None:
    """Or else nothing would have been tested; what is private is shown nowhere."""
    shown = {int(number) for pieces in texts.values() for _, text in pieces for number in MARK.findall(text)}
    known = {ALL.marked[number] for number in shown if number}
    assert len(known) >= 100
    for path in (
        ("site.yml", "notice"),
        ("report.yml", "sections", "title"),
        ("report.yml", "contact", "office"),
        *EVENTS,
    ):
        assert path in known
    assert not any("preparer" in text for pieces in texts.values() for _, text in pieces)


def test_no_element_and_no_attribute_comes_of_a_text(texts: Texts) -> None:
    """No handler, no address that is code, no element that only the payloads have, nothing in a script."""
    for name, pieces in texts.items():
        for kind, text in pieces:
            assert not re.fullmatch(r"<\S+ (on\w+|style|srcdoc)>", kind), name
            assert not text.strip().lower().startswith("javascript:"), (name, kind)
            assert (kind, text) != ("<b id>", "z"), name
            if kind == "code" or kind.endswith(" src>"):
                assert not re.search(f"{MARK.pattern}|beacon", text), (name, kind)


def test_a_page_is_called_as_its_file_or_its_heading_says(texts: Texts) -> None:
    """In its heading and in the navigation of every page of the portal."""
    for name in ("index.html", *(f"{name}.html" for name in PORTAL_PAGES)):
        ((_, said), *_) = texts[f"archive/{name}"]
        assert "&lt;i&gt;&收支‹5" in said
        assert "A&B <注> 5 < 6" in said


class _WithoutPolicy(http.server.SimpleHTTPRequestHandler):
    """Serves the pages as if no browser knew of content security policies."""

    def log_message(self, format: str, *args: object) -> None:
        """Keep requests off the terminal."""

    def send_head(self) -> Any:
        """Send a page without its policy; any other file as it is."""
        path = Path(self.translate_path(self.path))
        if path.suffix != ".html" or not path.is_file():
            return super().send_head()
        text = path.read_text(encoding="utf-8").replace("Content-Security-Policy", "X-Without")
        content = text.encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        return io.BytesIO(content)


@pytest.fixture(scope="session")
def unprotected(published: Published) -> Iterator[str]:
    """The address of all that was made, without policies."""
    handler = functools.partial(_WithoutPolicy, directory=str(published.folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()
        thread.join()


def test_nothing_runs_and_nothing_is_fetched_even_without_policies(
    published: Published, unprotected: str, browser: Browser
) -> None:
    """Every page of portal, versions and preview, the tombstone, the single files, and the page of a difference."""
    context = browser.new_context()
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    told: list[str] = []
    page.on("pageerror", lambda error: told.append(f"{page.url}: {error}"))
    page.on("dialog", lambda dialog: told.append(f"{page.url}: {dialog.message}"))
    page.on("console", lambda entry: told.append(f"{page.url}: {entry.text}") if entry.text == "ran" else None)
    page.add_init_script("Object.defineProperty(window, 'ran', {set: () => console.log('ran')})")
    for path in _files(published.folder):
        if path.suffix == ".html":
            address = unprotected + quote(path.relative_to(published.folder).as_posix())
            page.goto(address)
            if b'http-equiv="refresh"' in path.read_bytes():
                page.wait_for_url(re.compile(f"^(?!{re.escape(address)}$)"))
    page.goto(f"{unprotected}archive/search/index.html?q={quote('收支<5万元')}")
    page.locator(".nb-search__hits").get_by_text("收支<5万元").first.wait_for()
    page.goto(f"{unprotected}archive/compare/index.html?a=2024&b=2023")
    page.locator("article table", has_text="收支<5万元").first.wait_for(state="attached")
    context.close()
    assert told == []
    assert [url for url in asked if not url.startswith(unprotected) or "beacon" in url] == []


@pytest.mark.parametrize("path", sorted({*ALL.refusing, *ELSEWHERE}), ids="-".join)
def test_what_cannot_hold_any_text_is_refused_with_its_place(
    sources: Hostile, tmp_path: Path, path: tuple[str, ...]
) -> None:
    """Ids, addresses, file names and names that lead to something: the complaint names the file and, in it, the place."""
    root = shutil.copytree(sources.root, tmp_path / "site")
    hostile = Hostile(root, sources.fields)
    hostile.write(path, SHORT + "{{7*7}}")
    try:
        found = portal_findings(root) if path[0] == "site.yml" else assemble(root, 2023).blocking
    except Unusable as unusable:
        found = unusable.findings
    assert hostile.file_of(path) in {finding.place.file for finding in found}
