from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.publish.difference_page import difference_page, write_page
from nianbao.report.change import CellChange, Difference, FileChange, NumberChange, PageChange, PassageChange

_TITLES = {"index": "封面与摘要", "work": "一、履职情况", "money": "二、资金使用情况", "figures": "数据索引"}


def whole_difference(hostile: str = "") -> Difference:
    """Return a difference with something of every kind, `hostile` in each of its texts."""
    return Difference(
        year=2023,
        since=1,
        titles={page: f"{title}{hostile}" for page, title in _TITLES.items()},
        numbers=(
            NumberChange(
                name=f"合计·执行数{hostile}", old="510.00万元", new=f"511.00万元{hostile}", pages=("index", "money")
            ),
            NumberChange(name="志愿者人数", old="", new="130名", pages=("work", "figures")),
        ),
        cells=(
            CellChange(
                table="problems", key="p2", field="id", title=f"存在问题{hostile}", label=f"利用率不高{hostile}",
                column=f"编号{hostile}", old="", new="p2", is_key=True, pages=("money",),
            ),
            CellChange(
                table="report", key="title", field="", title="年度文件", label="", column="标题",
                old="自评报告", new=f"自评报告（修订）{hostile}", pages=tuple(_TITLES),
            ),
        ),
        passages=(PassageChange(page="work", old="接待1,800人次。", new=f"接待1,900人次。{hostile}"),),
        pages=(
            PageChange(page="money", title=f"二、资金{hostile}", kind="renamed", old_title="二、资金使用"),
            PageChange(page="figures", title="数据索引", kind="added"),
        ),
        files=(
            FileChange(name=f"attachments/a.pdf{hostile}", kind="changed", label=f"调查{hostile}", pages=("work",)),
            FileChange(name="hall.png", kind="removed"),
        ),
    )  # fmt: skip


class _Read(HTMLParser):
    """The elements of a page, their attributes, and its text outside of the style."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        """Note a text."""
        self.text += "" if self.tags[-1:] == ["style"] and "{" in data else data


def test_the_page_tells_what_changed_page_by_page() -> None:
    """Old and new stand side by side; what is on every page comes first, what is on none last."""
    html = difference_page(whole_difference())
    text = re.sub(r"\s+", " ", _Read(html).text)
    headings = re.findall(r"<h2[^>]*>(.*?)</h2>", html)
    assert headings == ["每一页", "封面与摘要", "一、履职情况", "二、资金使用情况", "数据索引", "没有列在页面上的数据"]
    assert (
        '接待<del><span class="aloud">删去：</span>1,800</del><ins><span class="aloud">加上：</span>1,900</ins>人次。'
        in html
    )
    for part in (
        "与已公开的第1版（2023-v1）相比",
        "（无）",
        "（新增一行）",
        "内容有改动：调查（attachments/a.pdf）",
        "新增这一页",
    ):
        assert part in text


def test_the_page_allows_its_own_style_and_nothing_else() -> None:
    """Its policy names the hash of the one style element; there are no scripts, no other files, no style attributes."""
    html = difference_page(whole_difference())
    page = _Read(html)
    style = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style[0].encode()).digest()).decode()
    assert len(style) == 1
    assert f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'" in html
    assert not {"script", "img", "link", "iframe", "form", "base"} & set(page.tags)
    assert not {"style", "src", "onload", "onclick"} & page.attributes
    assert "url(" not in style[0]


@given(st.text(alphabet="<>&\"'/= scriptonlad{}%-!]\u202e\u200b\x1b"))
def test_whatever_texts_hold_is_shown_as_text(hostile: str) -> None:
    """A page with hostile texts has the elements of one without, and nothing in it stays unseen."""
    sound, page = (
        _Read(difference_page(whole_difference("无"))),
        _Read(difference_page(whole_difference(f"无{hostile}"))),
    )
    others = [tag for tag in page.tags if tag not in ("ins", "del", "span")]
    assert others == [tag for tag in sound.tags if tag not in ("ins", "del", "span")]
    assert page.attributes == sound.attributes
    assert not set("\u202e\u200b\x1b") & set(page.text)


def test_nothing_is_told_of_a_year_without_changes() -> None:
    """But the sources that were written otherwise are named."""
    empty = Difference(year=2023, since=1, titles=_TITLES, sources=("data/2023/report.yml",))
    text = _Read(difference_page(empty)).text
    assert "没有任何变化" in text
    assert "data/2023/report.yml" in text


def test_a_first_version_is_said_to_be_new() -> None:
    """There is nothing to compare with."""
    new = whole_difference().model_copy(update={"since": None})
    assert "还没有公开过，以下全部是新的" in _Read(difference_page(new)).text


def test_a_file_that_is_there_is_not_overwritten_unasked(tmp_path: Path) -> None:
    """It may be somebody's work."""
    file = tmp_path / "对照.html"
    write_page(file, "一", replace=False)
    with pytest.raises(FileExistsError):
        write_page(file, "二", replace=False)
    assert file.read_text(encoding="utf-8") == "一"
    write_page(file, "二", replace=True)
    assert file.read_text(encoding="utf-8") == "二"
