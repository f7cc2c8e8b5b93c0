from __future__ import annotations

import gzip
import http.client
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest

from nianbao.publish.archive import layout
from tests.served.nginx import served

pytestmark = pytest.mark.nginx

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
"""What every answer says, whatever was asked for."""

PAGE = "frame-ancestors 'none'"
NOTHING_RUNS = "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'"


@dataclass(frozen=True)
class Answer:
    """What a server answers: status, headers, and the body as it came."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def ask(site: str, address: str, method: str = "GET", **headers: str) -> Answer:
    """Return the answer to one request, unchanged; an underscore in a header's name stands for a hyphen."""
    connection = http.client.HTTPConnection(urlsplit(site).netloc, timeout=20)
    connection.request(
        method, f"/{quote(address)}", headers={name.replace("_", "-"): headers[name] for name in headers}
    )
    response = connection.getresponse()
    answer = Answer(response.status, {name.title(): value for name, value in response.getheaders()}, response.read())
    connection.close()
    assert {name: answer.headers.get(name.title()) for name in ALWAYS} == ALWAYS
    return answer


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("", "text/html; charset=utf-8"),
        ("2023/work.html", "text/html; charset=utf-8"),
        ("2023-v1/work.html", "text/html; charset=utf-8"),
        ("latest/work.html", "text/html; charset=utf-8"),
        ("2023/quantities.json", "application/json; charset=utf-8"),
        ("2023/assets/nianbao.css", "text/css; charset=utf-8"),
        ("2023/assets/favicon.svg", "image/svg+xml; charset=utf-8"),
        ("feed.xml", "application/atom+xml; charset=utf-8"),
        ("sitemap.xml", "application/xml; charset=utf-8"),
        ("versions.json", "application/json; charset=utf-8"),
        ("SHA256SUMS", "text/plain; charset=utf-8"),
    ],
)
def test_what_is_there_is_sent_with_its_kind_and_asked_for_again_each_time(site: str, address: str, kind: str) -> None:
    """Pages, data and feeds: never framed, never kept without asking, and with a mark to ask by."""
    answer = ask(site, address)
    assert (answer.status, answer.headers["Content-Type"]) == (200, kind)
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.headers["Content-Security-Policy"] == PAGE
    assert "Content-Disposition" not in answer.headers
    assert ask(site, address, If_None_Match=answer.headers["Etag"]).status == 304


def test_only_files_of_the_theme_with_a_hash_in_their_name_are_kept_for_ever(site: str, archive: Path) -> None:
    """Their bytes can never be others; the site's own style sheet and pictures may change with the next version."""
    assets = archive / "current" / "2023" / "assets"
    kept = {
        path.relative_to(assets).as_posix(): "immutable" in ask(site, f"2023/assets/{name}").headers["Cache-Control"]
        for path in assets.rglob("*.*")
        if path.is_file() and (name := path.relative_to(assets).as_posix())
    }
    hashed = {name.split(".")[0] for name in kept if kept[name]}
    assert hashed == {"javascripts/bundle", "stylesheets/main", "stylesheets/palette"}
    assert not kept["nianbao.css"]
    assert not kept["favicon.svg"]
    missing = ask(site, "2023/assets/javascripts/bundle.00000000.min.js")
    assert (missing.status, missing.headers["Cache-Control"]) == (404, "no-cache")


def test_a_csv_is_saved_under_its_chinese_name_and_in_its_own_encoding(site: str) -> None:
    """It is no page to be shown; the name is that of the address, and no encoding is claimed for attachments."""
    answer = ask(site, "2023/attachments/项目名单（2023）.csv")
    assert (answer.status, answer.headers["Content-Type"]) == (200, "text/csv")
    assert answer.headers["Content-Disposition"] == "attachment"
    assert answer.headers["Content-Security-Policy"] == NOTHING_RUNS
    text = ask(site, "2023/attachments/说明.txt")
    assert (text.headers["Content-Type"], text.headers["Content-Disposition"]) == ("text/plain", "attachment")
    assert text.body.decode("gb18030").startswith("本年度的说明")


@pytest.mark.parametrize(
    ("name", "saved", "policy"),
    [
        ("图.svg", True, NOTHING_RUNS),
        ("页.HTML", True, NOTHING_RUNS),
        ("图.png", False, NOTHING_RUNS),
        ("报告.docx", True, NOTHING_RUNS),
        ("报告.pdf", False, PAGE),
        ("报告.ofd", True, NOTHING_RUNS),
    ],
)
def test_nothing_that_was_attached_can_run(damaged: Path, tmp_path: Path, name: str, saved: bool, policy: str) -> None:
    """Even a drawing or a page that got there past all checks: it is saved, not shown, and shown it may do nothing."""
    (damaged / "store/2023/v1/content/attachments" / name).write_bytes(b"<svg onload='a()'></svg>")
    with served(damaged, _empty(tmp_path)) as site:
        answer = ask(site, f"2023/attachments/{name}")
    assert answer.status == 200
    assert answer.headers["Content-Security-Policy"] == policy
    assert ("Content-Disposition" in answer.headers) == saved


@pytest.mark.parametrize(
    "address", ["nothing", "2024/", "2023/nothing.html", "2023/assets/", ".lock", "2023/.git/config", "a.gone.html"]
)
def test_what_is_not_there_is_answered_by_the_portals_page(site: str, archive: Path, address: str) -> None:
    """With status 404 and a way on: missing pages, folders without a page, and hidden files."""
    answer = ask(site, address)
    assert answer.status == 404
    assert answer.body == (archive / "current" / "404.html").read_bytes()


@pytest.mark.parametrize("address", ["2023/.hidden.html", "proof/2023-v1/nonce"])
def test_what_is_not_for_readers_is_not_sent_even_where_it_lies(damaged: Path, tmp_path: Path, address: str) -> None:
    """What an editor's software or a version control leaves behind, and what an export holds for auditors."""
    hidden = damaged / "current" / address
    hidden.parent.mkdir(parents=True, exist_ok=True)
    hidden.write_text("草稿", encoding="utf-8")
    with served(damaged, _empty(tmp_path)) as site:
        assert ask(site, address).status == 404


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"])
def test_nothing_can_be_done_but_read(site: str, method: str) -> None:
    """Every other method is refused, with the two that are not."""
    answer = ask(site, "2023/work.html", method)
    assert answer.status == 405
    assert answer.headers["Allow"] == "GET, HEAD"


def test_a_head_request_tells_what_a_get_request_would_bring(site: str) -> None:
    """The same length, without a body."""
    head, whole = ask(site, "2023/work.html", "HEAD"), ask(site, "2023/work.html")
    assert (head.status, head.body) == (200, b"")
    assert head.headers["Content-Length"] == str(len(whole.body))


def test_a_folder_without_its_slash_leads_to_itself(site: str) -> None:
    """By a relative address, so that it holds behind another server; a query stays."""
    answer = ask(site, "2023")
    assert (answer.status, answer.headers["Location"]) == (301, "/2023/")


def test_every_packed_answer_is_the_plain_one_packed(site: str, archive: Path) -> None:
    """Each text of the archive, asked for both ways; both tell proxies that there are two."""
    current = archive / "current"
    texts = [*current.rglob("*.html"), *(current / "2023").rglob("*.*")]
    names = sorted({path.relative_to(current).as_posix() for path in texts if path.is_file()})
    packed = []
    for name in names:
        plain, other = ask(site, name), ask(site, name, Accept_Encoding="gzip")
        assert plain.body == (current / name).read_bytes()
        assert "Content-Encoding" not in plain.headers
        if other.headers.get("Content-Encoding") == "gzip":
            packed.append(name)
            assert gzip.decompress(other.body) == plain.body
            assert plain.headers["Vary"] == other.headers["Vary"] == "Accept-Encoding"
            assert plain.headers["Etag"] != other.headers["Etag"]
            assert plain.headers["Content-Type"] == other.headers["Content-Type"]
        else:
            assert other.body == plain.body
    assert {"2023/work.html", "2023/attachments/项目名单（2023）.csv", "2023/quantities.json"} <= set(packed)
    unpacked = [name for name in names if name.endswith(".html") and name not in packed]
    assert unpacked == [name for name in names if name == layout.PROOF]


def test_part_of_a_file_can_be_asked_for(site: str) -> None:
    """So that a broken download goes on where it broke off."""
    whole = ask(site, "2023/attachments/调查报告.docx")
    part = ask(site, "2023/attachments/调查报告.docx", Range="bytes=100-199")
    assert (part.status, part.body) == (206, whole.body[100:200])
    assert part.headers["Content-Range"] == f"bytes 100-199/{len(whole.body)}"
    assert ask(site, "2023/attachments/调查报告.docx", Range=f"bytes={len(whole.body)}-").status == 416


@pytest.mark.parametrize(
    ("name", "addresses"),
    [
        ("work.html", ["2023/work.html", "2023-v1/work.html", "latest/work.html"]),
        ("index.html", ["2023/", "2023/index.html"]),
        ("attachments/项目名单（2023）.csv", ["2023/attachments/项目名单（2023）.csv"]),
    ],
)
def test_withdrawn_content_is_gone_and_its_tombstone_says_so(
    damaged: Path, tmp_path: Path, name: str, addresses: list[str]
) -> None:
    """Status 410 with the tombstone as body: of a page, whose place it takes as well, and of a file, which is away."""
    content = damaged / "store/2023/v1/content"
    tombstone = f"<!doctype html><title>{name}</title>".encode()
    (content / f"{name}.gone.html").write_bytes(tombstone)
    (content / f"{name}.gz").unlink()
    (content / name).unlink()
    if name.endswith(".html"):
        (content / name).write_bytes(tombstone)
    with served(damaged, _empty(tmp_path)) as site:
        for address in addresses:
            answer = ask(site, address, Accept_Encoding="gzip")
            assert (answer.status, answer.body) == (410, tombstone)
            assert answer.headers["Content-Type"].startswith("text/html")
            assert answer.headers["Cache-Control"] == "no-cache"
            assert answer.headers["Content-Security-Policy"] == PAGE
            assert "Content-Disposition" not in answer.headers
            assert ask(site, address, "HEAD").status == 410
        assert ask(site, f"2023/{name}.gone.html").status == 404
        assert ask(site, "2023/money.html").status == 200


def test_a_page_that_moved_leads_to_where_it_is(damaged: Path, tmp_path: Path) -> None:
    """The view's list of moves is read when nginx starts; a long Chinese name is no hindrance."""
    view = (damaged / "current").resolve()
    (view / "redirects.map").write_text(
        f"/2023/old.html /2023/work.html;\n/2023/{'旧' * 60}.html /2023/money.html;\n", encoding="utf-8"
    )
    with served(damaged, _empty(tmp_path)) as site:
        for old, new in (("2023/old.html", "/2023/work.html"), (f"2023/{'旧' * 60}.html", "/2023/money.html")):
            answer = ask(site, old)
            assert (answer.status, answer.headers["Location"]) == (301, new)
        assert ask(site, "2023/work.html").status == 200


def test_a_file_that_moved_has_a_page_in_its_place(damaged: Path, tmp_path: Path) -> None:
    """It is shown and not saved, whatever the file was, and leads on by itself."""
    page = b"<!doctype html><meta http-equiv=refresh content='0; url=b.csv'>"
    (damaged / "store/2023/v1/content/attachments/a.csv.moved.html").write_bytes(page)
    with served(damaged, _empty(tmp_path)) as site:
        answer = ask(site, "2023/attachments/a.csv")
    assert (answer.status, answer.body) == (200, page)
    assert answer.headers["Content-Type"].startswith("text/html")
    assert "Content-Disposition" not in answer.headers
    assert answer.headers["Content-Security-Policy"] == PAGE


def test_a_publication_shows_itself_at_the_next_request(damaged: Path, tmp_path: Path) -> None:
    """nginx keeps no file open from before, and what it began to send it sends to the end."""
    old = (damaged / "current").resolve()
    new = shutil.copytree(old, old.with_name("2"), symlinks=True)
    (new / "about.txt").write_text("新" * 4_000_000, encoding="utf-8")
    (old / "about.txt").write_text("旧" * 4_000_000, encoding="utf-8")
    with served(damaged, _empty(tmp_path)) as site:
        connection = http.client.HTTPConnection(urlsplit(site).netloc, timeout=20)
        connection.request("GET", "/about.txt")
        begun = connection.getresponse()
        (damaged / "next").symlink_to("views/2")
        (damaged / "next").replace(damaged / "current")
        shutil.rmtree(old)
        assert set(ask(site, "about.txt").body.decode()) == {"新"}
        assert set(begun.read().decode()) == {"旧"}
        connection.close()


def _empty(tmp_path: Path) -> Path:
    folder = tmp_path / "nginx"
    folder.mkdir()
    return folder
