from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.publish.policy import protected
from nianbao.publish.redirects import redirect_of, write_redirects

BASE = "https://example.org/nianbao/2022/"


class _Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    """An edition of one page."""
    (tmp_path / "work.html").write_text("<article><h1>一、<b>工作</b> &amp; 成效</h1></article>", encoding="utf-8")
    return tmp_path


def test_a_page_that_moved_leads_on_and_says_where_to(edition: Path) -> None:
    """At once, by a link, and for search engines by the address of today; what was there before can be read."""
    write_redirects(
        edition, {"old/goals.html": "work.html#总体 目标"}, BASE, {"old/goals.html": (2, "../2022-v2/old/goals.html")}
    )
    text = (edition / "old/goals.html").read_text(encoding="utf-8")
    page = _Page(text)
    target = "work.html#%E6%80%BB%E4%BD%93%20%E7%9B%AE%E6%A0%87"
    refresh = next(meta for meta in page.all("meta") if meta.get("http-equiv") == "refresh")
    assert refresh["content"] == f"0; url=../{target}"
    assert page.all("link") == [{"rel": "canonical", "href": f"{BASE}work.html"}]
    assert [link["href"] for link in page.all("a")] == [f"../{target}", "../../2022-v2/old/goals.html"]
    assert "本页已移至<a" in text
    assert ">“一、工作 &amp; 成效”</a>" in text
    assert {"name": "robots", "content": "noindex"} in page.all("meta")


def test_nothing_in_it_needs_leave_to_run(edition: Path) -> None:
    """No script, no style: the strictest policy lets it do all that it does."""
    write_redirects(edition, {"goals.html": "work.html"}, BASE, {})
    text = (edition / "goals.html").read_text(encoding="utf-8")
    assert {tag for tag, _ in _Page(text).found} & {"script", "style", "img", "iframe"} == set()
    assert not any("style" in attributes for _, attributes in _Page(text).found)
    assert "sha256-" not in protected(text, frozenset())
    assert "移动之前" not in text


def test_the_page_of_a_file_that_moved_stands_beside_it(edition: Path) -> None:
    """No page can stand at the address of a document, so it has the document's name and an ending of its own."""
    write_redirects(edition, {"attachments/方案.pdf": "attachments/方案（修订）.pdf"}, BASE, {})
    text = (edition / "attachments/方案.pdf.moved.html").read_text(encoding="utf-8")
    assert "文件方案.pdf已移至<a" in text
    assert redirect_of("attachments/方案.pdf.moved.html", text.encode()) == (
        "attachments/方案.pdf",
        "attachments/方案（修订）.pdf",
    )


def test_other_pages_are_no_redirects() -> None:
    """Only what was made here is taken for one."""
    assert redirect_of("a.html", b"<h1>a</h1>") is None
    assert redirect_of("a.html", b'<meta name="nianbao" content="moved">') is None


NAMES = st.text(
    st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="/#?:\\."), min_size=1, max_size=8
)


@given(old=NAMES, new=NAMES, anchor=NAMES | st.just(""), folder=st.sampled_from(["", "a/", "a/b/"]))
def test_what_was_written_is_read_again(
    tmp_path_factory: pytest.TempPathFactory, old: str, new: str, anchor: str, folder: str
) -> None:
    """Whatever the names, protected or not, a redirect tells the address it stands for and the one it leads to."""
    edition = tmp_path_factory.mktemp("edition")
    name, target = f"{folder}{old}.html", f"{new}.html" + (f"#{anchor}" if anchor else "")
    write_redirects(edition, {name: target}, BASE, {})
    text = (edition / name).read_bytes()
    assert redirect_of(name, text) == (name, target)
    assert redirect_of(name, protected(text.decode(), frozenset()).encode()) == (name, target)
