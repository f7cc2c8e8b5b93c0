from __future__ import annotations

import hashlib
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from defusedxml import ElementTree
from jsonschema import Draft202012Validator

from nianbao.publish import archive as store
from nianbao.publish.correcting import Request, correct_year
from nianbao.publish.data_script import in_script
from nianbao.publish.editions import build_year
from nianbao.publish.withdrawing.request import Request as Withdrawal
from nianbao.publish.withdrawing.withdrawing import withdraw_content
from tests.sites import change

REPOSITORY = Path(__file__).resolve().parents[2]
ADDRESS = "https://yiyuan.example.org/jixiao/"
Json = dict[str, Any]


class _Blocks(HTMLParser):
    """The data blocks of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = tag == "script" and dict(attrs).get("type") == "application/ld+json"
        if self._inside:
            self.found.append("")

    def handle_endtag(self, tag: str) -> None:
        self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.found[-1] += data


def linked_data(page: Path) -> list[Json]:
    """Return what a built page tells programs, parsed back as they do; every page has one block at most."""
    parser = _Blocks()
    parser.feed(page.read_text(encoding="utf-8"))
    assert len(parser.found) <= 1
    return [node for text in parser.found for node in json.loads(text)["@graph"]]


def index_of(root: Path) -> Json:
    """Return the `index.json` of an archive, valid by the schema that is kept for programs."""
    schema = json.loads((REPOSITORY / "data/schemas/index.schema.json").read_bytes())
    Draft202012Validator.check_schema(schema)
    told: Json = json.loads((root / "archive/current/index.json").read_bytes())
    assert [error.message for error in Draft202012Validator(schema).iter_errors(told)] == []
    return told


def _links(value: object) -> list[Json]:
    """Everything in the index that has an address."""
    if isinstance(value, list):
        return [link for inner in value for link in _links(inner)]
    if not isinstance(value, dict):
        return []
    own = [value] if "address" in value else []
    return [*own, *(link for inner in value.values() for link in _links(inner))]


def _correct(root: Path) -> None:
    change(root / "data/2023/survey.csv", "576951,900,846", "576951,910,846")
    correct_year(root, root / "archive", Request(2023, "更正", "样本数漏计", "财务科"), lambda _: True)


def _withdraw(root: Path, *files: str, pages: tuple[str, ...] = ()) -> None:
    request = Withdrawal(2023, None, pages=pages, files=files, reason="含不宜公开的内容", role="办公室")
    withdraw_content(root, root / "archive", request, lambda *_: True)


def test_the_index_is_valid_and_each_of_its_addresses_leads_somewhere(hospital: Path) -> None:
    """Relative and absolute alike; sizes and hashes are those of the files."""
    index, current = index_of(hospital), hospital / "archive/current"
    assert (index["title"], index["department"]) == (
        "示例市第二人民医院整体支出绩效自评·历年报告",
        "示例市第二人民医院",
    )
    base = index["portal"]["url"]
    links = _links(index)
    assert len(links) > 60
    for link in links:
        path, _, anchor = link["address"].partition("#")
        target = current / unquote(path)
        assert target.is_file(), link
        assert link["url"].partition("#")[0] == base + (
            path.removesuffix("index.html") if path.endswith("/index.html") or path == "index.html" else path
        )
        assert not anchor or f'id="{unquote(anchor)}"' in target.read_text(encoding="utf-8")
    (year,) = index["years"]
    assert {"data/budget.csv", "quantities.json", "datapackage.json"} <= {file["name"] for file in year["downloads"]}
    for file in year["downloads"]:
        content = (current / unquote(file["address"])).read_bytes()
        assert (file["size"], file["sha256"]) == (len(content), hashlib.sha256(content).hexdigest())
        assert file["address"].startswith("2023-v1/")
    assert year["key_numbers"][0]["value"].replace(".", "").isdigit()
    assert (year["corrections"], len(year["versions"])) == ([], 1)


def test_sitemap_feed_and_index_agree_on_addresses(hospital: Path) -> None:
    """Every page of the index is in the sitemap, every version in the feed and in the TimeMap."""
    _correct(hospital)
    index, current = index_of(hospital), hospital / "archive/current"
    places = {entry.text for entry in ElementTree.parse(current / "sitemap.xml").iter() if entry.tag.endswith("}loc")}
    (year,) = index["years"]
    pages = [index["portal"], index["contact"], index["corrections"], year, year["history"], *year["sections"]]
    assert {page["url"] for page in pages} <= places
    assert {place for place in places if place and "/2023/" in place} == {
        year["url"], year["history"]["url"], *(page["url"] for page in year["sections"]),
    }  # fmt: skip
    feed = ElementTree.fromstring((current / "feed.xml").read_bytes())
    atom = "{http://www.w3.org/2005/Atom}"
    versions = {version["url"] for version in year["versions"]}
    assert {link.get("href") for entry in feed.iter(f"{atom}entry") for link in entry.iter(f"{atom}link")} == versions
    assert [link.get("href") for link in feed.findall(f"{atom}link") if link.get("rel") == "self"] == [
        index["feed"]["url"]
    ]
    timemap = json.loads((current / "timemap.json").read_bytes())
    assert {memento["uri"] for entry in timemap["timemaps"] for memento in entry["mementos"]} == versions
    assert timemap["self"] == index["timemap"]["url"]
    catalogue = linked_data(current / "index.html")[0]
    assert {dataset["url"] for dataset in catalogue["dataset"]} == {f"{year['permanent']['url']}index.html"}


def test_a_correction_is_told_with_the_number_of_changed_numbers(hospital: Path) -> None:
    """In the index, and on the page of all corrections with the changed page of both versions."""
    _correct(hospital)
    (year,) = index_of(hospital)["years"]
    (deed,) = year["corrections"]
    assert (deed["kind"], deed["version"], deed["reason"], deed["numbers"]) == ("correct", 2, "样本数漏计", 1)
    assert (year["version"], [entry["version"] for entry in year["versions"]]) == (2, [1, 2])
    html = (hospital / "archive/current/corrections/index.html").read_text(encoding="utf-8")
    assert {"../2023-v1/survey.html", "../2023-v2/survey.html"} <= set(re.findall(r'href="([^"]+)"', html))
    assert "改动的数据：1个。" in html


def test_what_was_withdrawn_leaves_no_hash_in_index_and_view(hospital: Path) -> None:
    """A short table could be guessed from it; the archive stays sound."""
    current = hospital / "archive/current"
    gone = {
        name: hashlib.sha256((current / f"2023/{name}").read_bytes()).hexdigest()
        for name in ("data/survey.csv", "quantities.json")
    }
    _withdraw(hospital, *gone, pages=("survey",))
    index = index_of(hospital)
    texts = [(current / name).read_text(encoding="utf-8") for name in ("index.json", "view.json")]
    assert [digest for digest in gone.values() for text in texts if digest in text] == []
    (year,) = index["years"]
    assert not {*gone} & {file["name"] for file in year["downloads"]}
    assert [section["id"] for section in year["sections"] if section["withdrawn"]] == ["survey"]
    assert [(deed["kind"], deed["numbers"]) for deed in year["corrections"]] == [("withdraw", None)]
    assert year["versions"][0]["withdrawn"] == year["corrections"][0]["time"]
    assert store.verify(hospital / "archive").damages == ()
    assert "2023年度第1版</b>　撤下" in (current / "corrections/index.html").read_text(encoding="utf-8")


def test_a_changed_index_is_damage(hospital: Path) -> None:
    """It is derived, so that a verification tells when it says something else, whatever the list of hashes says."""
    archive = hospital / "archive"
    path = (archive / "current/index.json").resolve()
    path.chmod(0o644)
    path.write_bytes(path.read_bytes().replace("优".encode(), "良".encode()))
    sums = path.with_name("SHA256SUMS")
    sums.chmod(0o644)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    sums.write_text(
        re.sub(r"[0-9a-f]{64}(?=  index\.json\n)", digest, sums.read_text(encoding="utf-8")), encoding="utf-8"
    )
    assert any(damage.path.endswith("/index.json") for damage in store.verify(archive).damages)


def test_each_page_of_a_year_tells_its_report_and_the_cover_its_data(hospital: Path) -> None:
    """Parsed back from the built pages: names, dates that are stated, version, addresses of this very version."""
    folder = hospital / "archive/current/2023"
    for path in sorted(folder.glob("*.html")):
        (report, *others) = linked_data(path)
        assert (report["@type"], report["version"], report["inLanguage"]) == ("Report", "1", "zh-CN")
        assert report["@id"].endswith("/2023-v1/")
        assert report["name"] == "示例市第二人民医院2023年度整体支出绩效自评报告"
        assert report["publisher"]["@type"] == "GovernmentOrganization"
        assert report["temporalCoverage"] == "2023-01-01/2023-12-31"
        assert report["dateCreated"] == "2024-04-26"
        if path.name == "index.html":
            (data,) = others
            files = {entry["contentUrl"].removeprefix(report["@id"]) for entry in data["distribution"]}
            assert {"datapackage.json", "data/budget.csv", "data/report-2023.xlsx"} <= files
            assert all((folder / name).is_file() for name in files)
            assert data["isBasedOn"]["@id"] == report["@id"]
        else:
            assert others == []
            assert report["hasPart"]["url"] == f"{report['@id']}{path.name}"


def test_a_corrected_report_bears_the_day_of_its_correction(hospital: Path) -> None:
    """And the addresses of its own version."""
    _correct(hospital)
    report = linked_data(hospital / "archive/current/2023/work.html")[0]
    assert (report["version"], report["@id"][-9:]) == ("2", "/2023-v2/")
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", report["dateModified"])
    assert "dateModified" not in linked_data(hospital / "archive/current/2023-v1/work.html")[0]


def test_no_text_of_an_editor_ends_a_data_block(small: Path, tmp_path: Path) -> None:
    """A title that looks like markup comes back letter for letter, and nothing of it is an element of the page."""
    title = '报告"></script><script>alert(1)</script><!-- &'
    head = small / "data/2023/report.yml"
    text = re.sub(
        "(?m)^title: .*$", lambda _: f"title: {json.dumps(title, ensure_ascii=False)}", head.read_text(encoding="utf-8")
    )
    head.write_text(text, encoding="utf-8")
    build_year(small, 2023, tmp_path / "out")
    page = tmp_path / "out/work.html"
    assert linked_data(page)[0]["name"] == title
    assert "<script>alert" not in page.read_text(encoding="utf-8")


@pytest.mark.parametrize("text", ["</script>", "<!--<script>", "]]>", "\u2028\u2029", "&lt;", "'\"\\"])
def test_a_data_block_holds_any_text(text: str) -> None:
    """No character that could end it stands there as itself."""
    block = in_script({text: [text]})
    assert json.loads(block) == {text: [text]}
    assert not set(block) & set("<>&\u2028\u2029")
