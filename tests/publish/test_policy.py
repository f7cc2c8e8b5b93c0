from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.publish.policy import Inline, inline_in, protect, unprotected
from nianbao.publish.policy import protected as protected_with
from nianbao.report.place import Place

HEAD = '<!doctype html>\n<html lang="zh">\n<head>\n<meta charset="utf-8">'
BODY = "</head><body><p>正文</p></body></html>"


def hashed(text: str) -> str:
    """Return the source of a policy that allows an inline text."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def protected(page: str) -> str:
    """Return a page with its policy, of whose templates all is known that stands inline in it."""
    return protected_with(page, inline_in(page))


def policy(page: str) -> dict[str, list[str]]:
    """Return {directive: sources} of the one policy that a page has."""
    start = '<meta http-equiv="Content-Security-Policy" content="'
    (content,) = (part.split('"', 1)[0] for part in page.split(start)[1:])
    return {name: sources for name, *sources in (part.split() for part in content.split("; "))}


def found(folder: Path, page: str, known: frozenset[Inline] | None = None) -> list[tuple[str, object]]:
    """Return what is found in a folder of one page, all of whose scripts and styles are known unless they are named."""
    (folder / "a.html").write_bytes(page.encode())
    allowed = {"a.html": inline_in(page) if known is None else known}
    return [(finding.rule, finding.values.get("what")) for finding in unprotected(folder, "2022/", allowed)]


def test_a_page_may_run_its_own_scripts_and_nothing_else(tmp_path: Path) -> None:
    """Everything is forbidden but files of the site, pictures in addresses, and the inline texts that are there."""
    page = protected(f"{HEAD}<script>a('中')</script><style>p{{color:red}}</style><script src=a.js></script>{BODY}")
    assert policy(page) == {
        "default-src": ["'none'"],
        "base-uri": ["'none'"],
        "connect-src": ["'self'"],
        "font-src": ["'self'"],
        "form-action": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "script-src": ["'self'", hashed("a('中')")],
        "style-src": ["'self'", hashed("p{color:red}")],
        "worker-src": ["'none'"],
    }
    assert found(tmp_path, page) == []


@pytest.mark.parametrize(
    ("head", "before"),
    [
        ('<head>\n<meta charset="utf-8"><script>a()</script>', '<head>\n<meta charset="utf-8">'),
        ("<head><script>a()</script><meta charset=utf-8>", "<head>"),
        ("<!-- <head> --><HEAD data-x='>'\n><title>a</title>", "<!-- <head> --><HEAD data-x='>'\n>"),
        ("<html><head>\r\n<title>a</title>", "<html><head>"),
    ],
)
def test_the_policy_stands_before_all_that_is_run_or_fetched(head: str, before: str) -> None:
    """Only the page's encoding is told earlier, since browsers look for it in the first kilobyte."""
    assert protected(head + BODY).startswith(f"{before}<meta http-equiv=")


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("<script>a()</script >", "a()"),
        ("<SCRIPT>a()</Script>", "a()"),
        ('<script type="text/javascript">a()</script>', "a()"),
        ('<script type="module">\na()\n</script>', "\na()\n"),
        ("<script>if (a < b && c) { d('</p>') }</script>", "if (a < b && c) { d('</p>') }"),
        ("<script>a()\r\nb()\rc()</script>", "a()\nb()\nc()"),
        ("<script data-x='</script>'>a()</script>", "a()"),
        ("<!-- <script>b()</script> --><script>a()</script>", "a()"),
    ],
)
def test_the_bytes_that_browsers_hash_are_hashed(tmp_path: Path, written: str, text: str) -> None:
    """However an inline script is written; what a comment holds is none."""
    page = protected(f"{HEAD}{written}{BODY}")
    assert policy(page)["script-src"] == ["'self'", hashed(text)]
    assert found(tmp_path, page) == []


@pytest.mark.parametrize(
    "written",
    [
        '<script src="a.js">a()</script>',
        '<script type="application/json">{"a": 1}</script>',
        '<script type="application/ld+json">{"a": 1}</script>',
        "<p>&lt;script&gt;a()&lt;/script&gt;</p>",
        "<p title='<script>a()</script>'>a</p>",
        "<textarea>a</textarea>",
    ],
)
def test_what_is_no_inline_script_gets_no_hash(tmp_path: Path, written: str) -> None:
    """Files, data blocks, and text that only looks like a script."""
    page = protected(f"{HEAD}{written}{BODY}")
    assert policy(page)["script-src"] == ["'self'"]
    assert found(tmp_path, page) == []


@pytest.mark.parametrize(
    ("written", "what"),
    [
        ('<p onclick="a()">a</p>', "<p onclick>"),
        ("<svg><path ONLOAD=a()></svg>", "<path onload>"),
        ('<p style="color:red">a</p>', "<p style>"),
        ('<a href="javascript:a()">a</a>', "<a href=javascript:>"),
        ('<a href=" java\nscript&colon;a()">a</a>', "<a href=javascript:>"),
        ('<svg><a xlink:href="javascript:a()">a</a></svg>', "<a xlink:href=javascript:>"),
        ('<form action="https://example.org/">a</form>', "<form action=https://example.org/>"),
        ('<button formaction="//example.org/">a</button>', "<button formaction=//example.org/>"),
        ('<script src="data:text/javascript,a()"></script>', "<script src=data:>"),
        ("<iframe></iframe>", "<iframe>"),
        ("<object data=a.pdf></object>", "<object>"),
        ("<base target=_top>", "<base>"),
        ("<article><script>a()</script></article>", "<script>"),
        ("<article>x</article><script>a()</script><article>y</article>", "<script>"),
        ("<article><style>p{}</style></article>", "<style>"),
        ("<script>a('<!-- <script>')</script>", "<script>"),
        ("<style>p::before{content:'<'}</style>", "<style>"),
    ],
)
def test_what_browsers_would_refuse_is_told_before_publication(tmp_path: Path, written: str, what: str) -> None:
    """Handlers, style attributes, addresses that are code, frames, and scripts in an article or of doubtful extent."""
    page = protected(f"{HEAD}{BODY}".replace("<p>正文</p>", written))
    assert policy(page)["script-src"] == ["'self'"]
    assert policy(page)["style-src"] == ["'self'"]
    assert found(tmp_path, page) == [("built_refused_by_policy", what)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a()", "b()"),
        ("connect-src 'self'", "connect-src *"),
        ("<head>", "<head><link rel=icon href=a.svg>"),
        ('<meta charset="utf-8">', ""),
        ("Content-Security-Policy", "Content-Language"),
        ("<head>", ""),
        ("<html", "<script>b()</script><html"),
        ("<title>", '<meta http-equiv="Content-Security-Policy" content="script-src *"><title>'),
    ],
)
def test_a_page_without_the_policy_that_fits_it_is_told(tmp_path: Path, old: str, new: str) -> None:
    """None, a wider one, one of another page, two, one that does not come first, or no head to put it in."""
    page = protected(f"{HEAD}<title>a</title><script>a()</script>{BODY}")
    assert old in page
    assert ("built_without_policy", None) in found(tmp_path, page.replace(old, new, 1), inline_in(page))


@pytest.mark.parametrize("name", ["a.htm", "A.HTML", "below/a.xhtml", "a.shtml"])
def test_a_page_by_another_ending_is_told(tmp_path: Path, name: str) -> None:
    """Servers and browsers take it for a page, but nobody would give it a policy or follow its links."""
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"{HEAD}<script>a()</script>{BODY}", encoding="utf-8")
    protect(tmp_path, {})
    (told,) = unprotected(tmp_path, "", {})
    assert (told.rule, told.sentence, told.place.file) == ("built_without_policy", "built_without_policy.ending", name)


def test_a_folder_is_protected_in_place(tmp_path: Path) -> None:
    """Every page below it, however often; what shares its place on disk with a page elsewhere stays as it was."""
    stored, edition = tmp_path / "stored.html", tmp_path / "edition"
    stored.write_text(HEAD + BODY, encoding="utf-8")
    (edition / "sections").mkdir(parents=True)
    (edition / "sections" / "index.html").hardlink_to(stored)
    (edition / "a.html").write_text(f"{HEAD}<script>a()</script>{BODY}", encoding="utf-8")
    (edition / "data.json").write_text("<head>", encoding="utf-8")
    known = {"a.html": frozenset({Inline("script", "a()")})}
    protect(edition, known)
    assert list(unprotected(edition, "", known)) == []
    assert stored.read_text(encoding="utf-8") == HEAD + BODY
    assert (edition / "data.json").read_text(encoding="utf-8") == "<head>"
    before = {path: path.stat().st_mtime_ns for path in edition.rglob("*.html")}
    protect(edition, known)
    assert before == {path: path.stat().st_mtime_ns for path in edition.rglob("*.html")}


@pytest.mark.parametrize("what", ["<script>b()</script>", "<style>b{}</style>", "<script type=module>b()</script>"])
@pytest.mark.parametrize("where", ["</head>", "<p>"])
def test_an_unknown_script_gets_no_leave_to_run_and_is_told(tmp_path: Path, what: str, where: str) -> None:
    """Wherever it stands in the page: only what the templates of the page bring is allowed by its policy."""
    known = frozenset({Inline("script", "a()"), Inline("style", "a{}")})
    clean = f"{HEAD}<script>a()</script><style>a{{}}</style>{BODY}"
    page = protected_with(clean.replace(where, what + where, 1), known)
    assert policy(page)["script-src"] == ["'self'", hashed("a()")]
    assert policy(page)["style-src"] == ["'self'", hashed("a{}")]
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    (told,) = unprotected(tmp_path, "2022/", {"a.html": known})
    assert (told.rule, told.place.file) == ("built_inline_unknown", "2022/a.html")
    assert str(told.values["text"]).startswith("b")


def test_an_unknown_script_is_told_at_the_entry_that_it_comes_from(tmp_path: Path) -> None:
    """So that an editor finds it; with the page that it got into."""
    (tmp_path / "a.html").write_text(protected_with(f"{HEAD}<script>b()</script>{BODY}", frozenset()), encoding="utf-8")
    wrote = {"b()": Place("data/site.yml", 3, "contact.office")}.get
    (told,) = unprotected(tmp_path, "2022/", {}, wrote)
    assert (str(told.place), told.sentence) == ("data/site.yml:3:contact.office", "built_inline_unknown.entry")
    assert str(told.values["page"]) == "2022/a.html"


def test_what_one_page_may_run_another_may_not(tmp_path: Path) -> None:
    """Scripts that say where the page stands fit only pages of its depth; pages nobody rendered have none."""
    for name in ("a.html", "b.html"):
        (tmp_path / name).write_text(f"{HEAD}<script>a()</script>{BODY}", encoding="utf-8")
    known = {"a.html": frozenset({Inline("script", "a()")})}
    protect(tmp_path, known)
    assert [finding.place.file for finding in unprotected(tmp_path, "", known)] == ["b.html"]


PIECES = st.sampled_from(
    [
        "<script>", "</script>", "</script >", "<style>", "</style>", "<!--", "-->", "--!>", "<head>", "</head>", "<html>",
        "<meta charset=utf-8>", "<article>", "</article>", "<p style=a>", "a()", "中\r\n", "\r", "&lt;", "<![CDATA[", "]]>",
        '<meta http-equiv="content-security-policy" content="a">', "<title>", "<", '"', "'", "\0", "<svg/onload=a>",
    ]
)  # fmt: skip


@given(st.lists(PIECES, max_size=30).map("".join))
def test_protecting_twice_is_protecting_once(body: str) -> None:
    """Whatever a page looks like: its policy depends on nothing but the page, and nothing else of it changes."""
    once = protected(HEAD + body)
    assert protected(once) == once
    if "content-security-policy" not in body:
        assert once.startswith(f"{HEAD}<meta http-equiv=")
        assert once.endswith(body)
        assert len(policy(once)) == 10
