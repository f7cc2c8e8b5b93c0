from __future__ import annotations

import datetime
import gzip
import json
from pathlib import Path

import pytest

from nianbao.publish.archive.versions import ADDRESSES, Staged
from nianbao.publish.compressed import pack
from nianbao.publish.withdrawing.quoting import aliases_in, take_aliases_out, take_quotes_out, without_quotes
from nianbao.report.addresses import Addresses, Anchor
from nianbao.report.change import CellChange, Difference, NumberChange, PassageChange
from nianbao.report.correction import Correction
from tests.publish.archive.office import summary

ROW = CellChange(
    table="people", key="张示例", field="name", title="人员", label="张示例", column="姓名", old="张示例", new="",
    is_key=True,
)  # fmt: skip
CHANGES = Difference(
    year=2023,
    since=1,
    titles={"survey": "调查", "work": "履职", "figures": "数据索引"},
    numbers=(NumberChange(name="样本数", old="900份", new="910份", pages=("survey", "figures")),),
    cells=(ROW.model_copy(update={"pages": ("survey",)}), ROW.model_copy(update={"field": "note", "old": "附注文字"})),
    passages=(PassageChange(page="work", old="原句", new="新句"),),
)
PAGE = """<table class="nb-changes"><tbody>
<tr><th scope="row">样本数</th><td><del class="nb-old">900份</del></td><td><ins class="nb-new">910份</ins></td></tr>
<tr><th scope="row">人员 · 张示例 · 姓名</th><td><del class="nb-old">张示例</del></td><td>已删去</td></tr>
</tbody></table>
<table><tr><th scope="row">样本数</th><td>910份</td></tr></table>
<h2 id="来访"><span id="张示例一案"></span>来访</h2><h2 id="b"><span id="旧标题"></span>乙</h2>
<p><del class="nb-old">原句</del></p>"""


@pytest.fixture
def staged(tmp_path: Path) -> Staged:
    """Return a second version whose pages quote the first."""
    correction = Correction(
        version=2, day=datetime.date(2024, 9, 1), nature="更正", reason="有误", role="财务科", changes=CHANGES
    )
    (tmp_path / "survey.html").write_text(PAGE, encoding="utf-8")
    (tmp_path / "survey.html.gz").write_bytes(pack(PAGE.encode()))
    numbers = {"quantities": [{"name": "样本数", "superseded": [{"version": 1, "written": "900份"}]}]}
    (tmp_path / "quantities.json").write_text(json.dumps(numbers), encoding="utf-8")
    known = summary(2023).model_copy(update={"corrections": (correction,)})
    anchors = tuple(Anchor(id=name, heading="") for name in ("来访", "张示例一案", "b", "旧标题"))
    addresses = Addresses(pages={"survey.html": anchors}).model_dump(mode="json")
    return Staged(2023, tmp_path, {}, known, "f", {ADDRESSES: addresses}, 0)


def page(staged: Staged) -> str:
    """Return the page, which is the same unpacked from its twin."""
    text = (staged.content / "survey.html").read_text(encoding="utf-8")
    assert gzip.decompress((staged.content / "survey.html.gz").read_bytes()).decode() == text
    return text


def test_texts_of_withdrawn_pages_go_and_the_names_of_rows_that_only_they_had(staged: Staged) -> None:
    """The new text, rows that go on, other tables and what is quoted of other pages stay."""
    left = take_quotes_out(staged, 1, lambda name: name == "survey")
    assert "900份" not in page(left)
    assert "姓名" not in page(left)
    for words in ('<th scope="row">样本数</th><td><span', "910份", "原句"):
        assert words in page(left)
    told = json.loads((left.content / "quantities.json").read_text(encoding="utf-8"))["quantities"][0]
    assert told["superseded"] == [{"version": 1, "written": None, "withdrawn": True}]
    (correction,) = left.summary.corrections
    assert correction.concealed == ("survey",)
    assert [cell.field for cell in correction.changes.cells] == ["note"]


def test_nothing_is_quoted_any_more_of_a_version_that_was_withdrawn_whole(staged: Staged) -> None:
    """What no page showed is not told either."""
    left = take_quotes_out(staged, 1, lambda name: True)
    text = left.summary.model_dump_json()
    assert not any(words in text for words in ("900份", "张示例", "附注文字", "原句"))


def test_quotes_of_other_versions_stay(staged: Staged) -> None:
    """A correction is left as it is where neither of its versions lost anything."""
    assert take_quotes_out(staged, 3, lambda name: True) == staged
    corrections = staged.summary.corrections
    assert without_quotes(corrections, 1, lambda name: name == "terms") == corrections


def test_aliases_of_withdrawn_anchors_go_from_pages_and_addresses(staged: Staged) -> None:
    """A heading's own id stays, and so does an alias that the withdrawn page never had."""
    aliases = aliases_in(
        staged.content, {"survey.html": frozenset({"来访", "张示例一案"}), "gone.html": frozenset("x")}
    )
    assert aliases == {"survey.html": {"张示例一案"}}
    left = take_aliases_out(staged, aliases)
    assert "张示例一案" not in page(left)
    assert '<h2 id="来访">来访</h2>' in page(left)
    assert '<span id="旧标题"></span>' in page(left)
    known = Addresses.model_validate(left.build[ADDRESSES])
    assert [anchor.id for anchor in known.pages["survey.html"]] == ["来访", "b", "旧标题"]
