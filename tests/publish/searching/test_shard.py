from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.publish.compressed import pack
from nianbao.publish.editions import build_year
from nianbao.publish.searching.shard import SHARD, shard, texts_by_page, without_pages

HOSTILE = '</script><!--\u2028\u2029&"\\'


def page(name: str, *texts: str) -> dict[str, Any]:
    """Return a page of a shard with one part for each text."""
    return {"page": name, "title": name, "parts": [["", "", text] for text in texts]}


def test_a_shard_is_a_script_that_nothing_in_its_text_can_end() -> None:
    """Neither tags nor line ends of any kind stand in it as they are; it reads back as it was."""
    script = shard(2022, 1, [page("a.html", HOSTILE)])
    body = script.decode().removesuffix("\n")
    assert not set("<>&\u2028\u2029\n") & set(body)
    assert HOSTILE in (texts_by_page(script) or {})["a.html"]


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]))))
def test_every_text_of_a_shard_is_told(texts: list[str]) -> None:
    """Lines and cells each by themselves, so that numbers of two cells are never read as one."""
    told = (texts_by_page(shard(2022, 1, [page("a.html", *texts)])) or {})["a.html"]
    for text in texts:
        assert set(text.replace("\t", "\n").split("\n")) <= set(told)


def test_other_scripts_are_no_shards() -> None:
    """Neither the theme's nor damaged ones."""
    assert texts_by_page(b"console.log(1)") is None
    assert texts_by_page(b"nianbaoShard({);\n") is None
    assert texts_by_page(b"nianbaoShard([]);\n") is None
    assert texts_by_page(b"\xff") is None


def test_a_page_is_taken_out_and_the_rest_stays_as_it_was() -> None:
    """Without pages that it does not hold a shard is the same, byte for byte."""
    pages = [page("a.html", "甲", "</script>"), page("b.html", "乙"), page("c.html", "丙")]
    whole = shard(2022, 2, pages)
    assert without_pages(whole, frozenset({"b.html", "x.csv"})) == shard(2022, 2, [pages[0], pages[2]])
    assert without_pages(whole, frozenset({"x.html"})) == whole
    with pytest.raises(ValueError, match="nianbaoShard"):
        without_pages(b"{}", frozenset())


def test_a_built_year_holds_the_text_of_all_its_pages(small: Path, tmp_path: Path) -> None:
    """In the order of its outline, with its packed twin; a second build gives the same bytes."""
    for name in ("one", "two"):
        build_year(small, 2023, tmp_path / name)
    script = (tmp_path / "one" / SHARD).read_bytes()
    assert script == (tmp_path / "two" / SHARD).read_bytes()
    assert (tmp_path / "one" / f"{SHARD}.gz").read_bytes() == pack(script)
    pages = {path.name for path in (tmp_path / "one").glob("*.html")}
    assert set(texts_by_page(script) or ()) == pages
    assert not (tmp_path / "one/assets" / SHARD).exists()
