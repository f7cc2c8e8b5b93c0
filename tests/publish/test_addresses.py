from __future__ import annotations

import re
from html import escape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.publish.addresses import Promise, addressed, inventory, keep
from nianbao.report.addresses import Addresses, Anchor
from nianbao.report.place import Place

PAGE = """<html><head><title>工作</title></head><body><input id="__drawer">
<main><nav><a id="__nav_1"></a></nav><article class="md-content__inner">
<nav class="nb-yearbar"></nav>
<h1>一、工作</h1>
<figure id="table-1"><figcaption id="table-1-caption">表1</figcaption></figure>
<h2 id="成效">成效</h2>
<figure id="chart-1"><svg aria-labelledby="chart-1-title"><title id="chart-1-title">图</title></svg></figure>
<h3>没有编号的标题</h3><p id="&lt;甲&gt;&amp;乙">…</p>
</article></main><script id="__config"></script></body></html>"""


def write(folder: Path, **pages: str) -> Path:
    """Write pages into a folder and return it."""
    folder.mkdir(exist_ok=True)
    for name, text in pages.items():
        (folder / f"{name}.html").write_text(text, encoding="utf-8")
    return folder


def article(*ids: str) -> str:
    """Return a page with these ids: a capital is a heading, a small letter a paragraph."""
    parts = [f'<h2 id="{name}">{name}</h2>' if name.isupper() else f'<p id="{name}">{name}</p>' for name in ids]
    return f'<html><head></head><body><i id="z"></i><article><h1>题</h1>{"".join(parts)}</article></body></html>'


def promise(earlier: dict[int, Addresses], moved: dict[str, str] | None = None, at: str = "2022/") -> Promise:
    """Return the promise of an edition with these earlier versions."""
    return Promise(at, "https://example.org/", earlier, moved or {}, lambda old: Place("data/2022/report.yml", 7))


def nowhere(address: str) -> bool:
    """Say that no address outside the edition is there."""
    return False


def heading_of(text: str, name: str) -> str | None:
    """Return the words of the heading in which an id stands; None where it does not, or not once."""
    found = re.findall(r'<h[1-6][^>]*>((?:<span id="[^"]*"></span>)*)([^<]*)</h', text)
    places = [words for aliases, words in found if f'id="{escape(name)}"' in aliases]
    return places[0] if len(places) == 1 else None


def test_anchors_are_those_of_the_article_with_the_heading_they_stand_under(tmp_path: Path) -> None:
    """What belongs to the theme, to captions or to drawings is no place that anybody links to."""
    known = inventory(write(tmp_path / "a", work=PAGE))
    assert known.pages["work.html"] == (
        Anchor(id="table-1", heading=""),
        Anchor(id="成效", heading="成效"),
        Anchor(id="chart-1", heading="成效"),
        Anchor(id="<甲>&乙", heading="成效"),
    )


def test_addresses_are_pages_downloads_and_attachments() -> None:
    """What pages fetch by themselves is no address; as an attachment, a picture is one."""
    names = ["index.html", "sections/work/index.html", "quantities.json", "data/items.csv", "attachments/图.png"]
    made = ["404.html", "quantities.json.gz", "attachments/图.png.gz", "图.png", "assets/a.html", "sitemap.xml"]
    stones = ["a.pdf.gone.html", "attachments/b.pdf.gone.html"]
    assert addressed([*names, *made, *stones]) == set(names)
    assert addressed(["attachments/b.pdf.moved.html"]) == {"attachments/b.pdf"}


def test_a_lost_anchor_gets_an_alias_in_the_nearest_heading(tmp_path: Path) -> None:
    """Old links lead to the section in which their table stood, or to the top of the page."""
    old = inventory(write(tmp_path / "1", work=article("a", "B", "c", "D", "e")))
    new = write(tmp_path / "2", work=article("B"))
    assert keep(new, promise({1: old}), nowhere) == ()
    text = (new / "work.html").read_text(encoding="utf-8")
    assert [heading_of(text, name) for name in "aceD"] == ["题", "B", "B", "B"]
    assert text.count("<span") == 4


def test_an_alias_is_carried_on(tmp_path: Path) -> None:
    """The third version still knows what only the first one had, and where the second put it."""
    versions = {1: inventory(write(tmp_path / "1", work=article("A", "B")))}
    second = write(tmp_path / "2", work=article("A", "C"))
    assert keep(second, promise(versions), nowhere) == ()
    versions[2] = inventory(second)
    assert Anchor(id="B", heading="C") in versions[2].pages["work.html"]
    third = write(tmp_path / "3", work=article("C", "D"))
    assert keep(third, promise(versions), nowhere) == ()
    text = (third / "work.html").read_text(encoding="utf-8")
    assert (heading_of(text, "A"), heading_of(text, "B")) == ("题", "C")


def test_an_id_that_the_theme_uses_now_is_not_given_twice(tmp_path: Path) -> None:
    """Two places of one name would be none."""
    old = Addresses(pages={"work.html": (Anchor(id="z", heading=""),)})
    new = write(tmp_path / "2", work=article("A"))
    assert keep(new, promise({1: old}), nowhere) == ()
    assert (new / "work.html").read_text(encoding="utf-8") == article("A")


def test_a_page_that_went_without_a_word_is_told(tmp_path: Path) -> None:
    """With the first version that had it, the place to write at, and what to write."""
    new = write(tmp_path / "3", index=article())
    known = Addresses(pages={"index.html": (), "goals.html": ()}, files=("attachments/a.pdf",))
    found = keep(new, promise({1: Addresses(pages={"index.html": ()}), 2: known}), nowhere)
    assert [(finding.rule, finding.values, str(finding.place)) for finding in found] == [
        (
            "address_lost",
            {"address": f"2022/{address}", "version": 2, "entry": entry, "file": "data/2022/report.yml"},
            "data/2022/report.yml:7",
        )
        for address, entry in (("attachments/a.pdf", "attachments/a.pdf"), ("goals.html", "goals"))
    ]


def test_a_page_that_moved_is_replaced_by_a_redirect(tmp_path: Path) -> None:
    """So is a file; both lead to what the last version with them showed, too."""
    known = Addresses(
        pages={"index.html": (), "goals.html": (Anchor(id="A", heading="A"),)}, files=("attachments/a.pdf",)
    )
    new = write(tmp_path / "3", index=article("B"))
    moved = {"goals": "index#B", "attachments/a.pdf": "index"}
    assert keep(new, promise({1: known, 2: known}, moved), nowhere) == ()
    assert '<a href="../2022-v2/goals.html">第2版</a>' in (new / "goals.html").read_text(encoding="utf-8")
    after = inventory(new)
    assert after.moved == {"goals.html": "index.html#B", "attachments/a.pdf": "index.html"}
    assert after.pages.keys() == {"index.html"}
    assert after.names == known.names


def test_a_redirect_is_an_address_that_must_not_be_lost_either(tmp_path: Path) -> None:
    """What once moved stays known to the versions after."""
    known = Addresses(pages={"index.html": ()}, moved={"goals.html": "index.html"})
    (found,) = keep(write(tmp_path / "3", index=article()), promise({2: known}), nowhere)
    assert found.values["address"] == "2022/goals.html"


def test_a_page_that_came_back_has_its_anchors_again(tmp_path: Path) -> None:
    """A version in which it had moved does not make its places unknown."""
    versions = {
        1: Addresses(pages={"goals.html": (Anchor(id="A", heading="A"),)}),
        2: Addresses(moved={"goals.html": "index.html"}),
    }
    new = write(tmp_path / "3", goals=article("B"))
    assert keep(new, promise(versions), nowhere) == ()
    assert heading_of((new / "goals.html").read_text(encoding="utf-8"), "A") == "B"


def test_wrong_words_on_what_has_moved_change_nothing(tmp_path: Path) -> None:
    """They are told, and the edition stays as it was built."""
    new = write(tmp_path / "2", index=article("A"))
    known = Addresses(pages={"index.html": (Anchor(id="B", heading="B"),)})
    (found,) = keep(new, promise({1: known}, {"goals": "gone"}), nowhere)
    assert (found.rule, found.place.line) == ("moved_nowhere", 7)
    assert (new / "index.html").read_text(encoding="utf-8") == article("A")
    assert [path.name for path in new.iterdir()] == ["index.html"]


def test_the_portal_may_send_readers_to_a_year(tmp_path: Path) -> None:
    """Its own pages and those of all years are places where something can have moved to."""
    new = write(tmp_path / "portal", index=article())
    known = {0: Addresses(files=("goals.html", "index.html"))}
    assert [entry.sentence for entry in keep(new, promise(known, at=""), nowhere)] == ["address_lost.portal"]
    assert keep(new, promise(known, {"goals": "2022/goals"}, at=""), {"2022/goals.html"}.__contains__) == ()
    assert inventory(new).moved == {"goals.html": "2022/goals.html"}


PAGES = st.dictionaries(
    st.sampled_from(["p", "q", "r"]), st.lists(st.sampled_from("ABCDabcd"), unique=True), min_size=1
)


@given(first=PAGES, second=PAGES, third=PAGES)
def test_no_address_is_ever_lost(
    tmp_path_factory: pytest.TempPathFactory,
    first: dict[str, list[str]],
    second: dict[str, list[str]],
    third: dict[str, list[str]],
) -> None:
    """Whatever three versions have, every old id stands on its page exactly once, or the page leads on."""
    versions = dict[int, Addresses]()
    for version, pages in enumerate((first, second, third), start=1):
        texts = {name: article(*ids) for name, ids in pages.items()}
        folder = write(tmp_path_factory.mktemp("edition"), **texts)
        gone = {name for known in versions.values() for name in known.names} - {f"{name}.html" for name in pages}
        moved = {name.removesuffix(".html"): f"{min(pages)}" for name in gone}
        assert keep(folder, promise(versions, moved), nowhere) == ()
        versions[version] = inventory(folder)
        for known in versions.values():
            for name, anchors in known.pages.items():
                text = (folder / name).read_text(encoding="utf-8")
                counts = {anchor.id: text.count(f'id="{anchor.id}"') for anchor in anchors}
                assert name in versions[version].moved or set(counts.values()) <= {1}
