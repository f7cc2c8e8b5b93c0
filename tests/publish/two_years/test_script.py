from __future__ import annotations

import json
from decimal import Decimal

from nianbao.publish.exposure import texts_of
from nianbao.publish.two_years.script import texts_of_year, year_scripts
from nianbao.report.catalogue import SectionEntry
from nianbao.report.same_section import Paragraph, SectionText, YearText
from nianbao.report.year_quantities import YearQuantities, YearQuantity

WORK = SectionEntry(id="work", title="一、工作", page="work.html")
GONE = SectionEntry(id="gone", title="二、调查", page="gone.html", withdrawn=True)


def scripts() -> dict[str, bytes]:
    """Return the scripts of two made-up years."""
    old = YearQuantity("合计·执行数", Decimal("15933500"), "元", "1,593.35万元", "2018年起改口径", group="预算")
    new = YearQuantity("合计·执行数", None, "元", "原报告未列", corrected=True, qualifier="约")
    paragraphs = (Paragraph("查档", True), Paragraph("甲。<乙>。"))
    texts = [YearText(year, (SectionText(WORK, paragraphs), SectionText(GONE))) for year in (2021, 2018)]
    figures = [
        YearQuantities(2021, 2, {new.name: new}, {"支出总额": new.name, "另名": new.name}),
        YearQuantities(2018, 1, {old.name: old}, {}),
    ]
    return {file.name: file.content for file in year_scripts(figures, texts)}


def content(script: bytes) -> dict[str, object]:
    """Return what a script hands over."""
    found: dict[str, object] = json.loads(script.decode().removeprefix("nianbaoYear(").removesuffix(");\n"))
    return found


def test_a_script_tells_numbers_exactly_and_the_text_by_sentences() -> None:
    """Breaks of earlier years are in later scripts; nothing that is empty takes room; nothing ends the script."""
    made = scripts()
    assert list(made) == ["2021.js", "2018.js"]
    assert b"<" not in made["2018.js"]
    old, new = content(made["2018.js"]), content(made["2021.js"])
    assert old["quantities"] == [
        {
            "n": "合计·执行数",
            "g": "预算",
            "v": "15933500",
            "u": "元",
            "s": "万",
            "d": 2,
            "w": "1,593.35万元",
            "b": [[2018, "2018年起改口径"]],
        }
    ]
    assert new["quantities"] == [
        {
            "n": "合计·执行数",
            "v": None,
            "u": "元",
            "w": "原报告未列",
            "q": "约",
            "c": True,
            "b": [[2018, "2018年起改口径"]],
        }
    ]
    assert new["aliases"] == {"支出总额": "合计·执行数"}
    assert new["sections"] == [
        {"id": "work", "title": "一、工作", "page": "work.html", "text": [["查档", 1], ["甲。"], ["<乙>。"]]},
        {"id": "gone", "title": "二、调查", "page": "gone.html", "withdrawn": True},
    ]


def test_the_look_for_numbers_of_persons_reads_each_text_by_itself() -> None:
    """A number in a sentence is seen as it is read, and two numbers side by side are not one."""
    told = set(texts_of(scripts()["2018.js"], ".js"))
    assert {"<乙>。", "1,593.35万元", "15933500"} <= told
    assert texts_of_year(b"nianbaoShard({});\n") is None
    assert texts_of_year(b"\xff") is None
