from __future__ import annotations

import html as markup
import re
from decimal import Decimal
from xml.etree import ElementTree

from hypothesis import given, settings
from hypothesis import strategies as st

from macros.charts import WIDTH, chart_figure, picture, specification
from macros.pictures import Pictures, Specification
from nianbao.report.charts import Bar, BarGroup, Chart

HOSTILE = '<script>alert("1")</script> & 阀门'
CHART = Chart(
    "rates",
    "绩效指标完成率",
    "甲160%，已达到；乙55%，未达到。",
    (
        BarGroup(HOSTILE, (Bar(Decimal(160), "160.00%", state="已达到", mark="met"),)),
        BarGroup("乙", (Bar(Decimal(55), "55.00%", state="未达到", mark="unmet"),)),
    ),
    "%",
    reference=Decimal(100),
    reference_label="目标（100%）",
)
PAIRS = Chart(
    "pairs",
    "支出预算与执行对照",
    "基本支出预算数3元、执行数2元。",
    (BarGroup("基本支出", (Bar(Decimal(3), "3.00元", "全年预算数"), Bar(Decimal(-2), "-2.00元", "执行数"))),),
    "元",
    ("全年预算数", "执行数"),
)


def _figure(chart: Chart, number: int = 1) -> str:
    pictures = Pictures()
    try:
        return chart_figure(chart, number, f"chart-{number}", pictures)()
    finally:
        pictures.close()


def _texts(html: str) -> list[str]:
    return [markup.unescape(text) for text in re.findall(r"<text[^>]*>([^<]*)</text>", html)]


def _values(chart: Chart, layer: int) -> list[dict[str, object]]:
    drawing: Specification = specification(chart)
    values: list[dict[str, object]] = drawing["layer"][layer]["data"]["values"]
    return values


def test_a_chart_is_a_picture_with_a_title_and_a_description_in_chinese() -> None:
    """Who cannot see the chart reads what it shows; none of the drawing program's English roles remains."""
    html = _figure(CHART)
    assert html.count("role=") == html.count('role="img"') == 1
    assert 'aria-labelledby="chart-1-title chart-1-desc"' in html
    assert '<title id="chart-1-title">绩效指标完成率</title>' in html
    assert '<desc id="chart-1-desc">甲160%，已达到；乙55%，未达到。</desc>' in html
    assert html.count("aria-") == 1


def test_a_picture_has_the_size_of_its_place_and_no_other() -> None:
    """A viewBox in place of width and height."""
    opening = re.search(r"<svg[^>]*>", _figure(CHART))
    assert opening is not None
    assert f'viewBox="0 0 {WIDTH} ' in opening.group()
    assert " width=" not in opening.group()
    assert " height=" not in opening.group()


def test_a_picture_is_whole_and_refers_to_nothing_outside() -> None:
    """It is well-formed, holds no script, and its only address is the name of its language."""
    svg = re.search(r"<svg.*</svg>", _figure(CHART), re.DOTALL)
    assert svg is not None
    ElementTree.fromstring(svg.group())  # noqa: S314 - our own drawing
    assert re.findall(r"https?://[^\"'\s<]*", svg.group()) == ["http://www.w3.org/2000/svg"]
    assert "href" not in svg.group()
    assert "url(" not in svg.group()
    assert "<style" not in svg.group()


def test_a_chart_draws_in_the_colours_of_the_page() -> None:
    """Colours are variables and currentColor, so a chart follows light and dark."""
    html = _figure(CHART)
    colours = set(re.findall(r'(?:fill|stroke)="([^"]*)"', html))
    assert colours == {"none", "currentColor", "var(--nb-c1)", "var(--nb-c2)"}


def test_met_and_unmet_are_told_by_sign_and_word_and_not_by_colour_alone() -> None:
    """The number at a bar is followed by ✓ 已达到 or ▽ 未达到."""
    texts = _texts(_figure(CHART))
    assert "160.00% ✓ 已达到" in texts
    assert "55.00% ▽ 未达到" in texts


def test_the_bars_of_a_pair_are_told_by_name_and_not_by_colour_alone() -> None:
    """Printed in grey, 预算 and 执行 can still be told apart."""
    texts = _texts(_figure(PAIRS))
    assert "全年预算数 3.00元" in texts
    assert "执行数 -2.00元" in texts


def test_an_overlapping_bar_is_told_by_its_shape() -> None:
    """It is an outline below a wider gap."""
    plain, apart = Bar(Decimal(1), "1%"), Bar(Decimal(1), "1%", apart=True)
    groups = (BarGroup("甲", (plain,)), BarGroup("乙", (plain,)), BarGroup("丙", (apart,)))
    first, second, third = _values(Chart("parts", "c", "d。", groups), 0)
    assert (first["fill"], first["line"]) == ("var(--nb-c2)", "none")
    assert (third["fill"], third["line"]) == ("none", "var(--nb-c2)")
    tops = [Decimal(str(bar["top"])) for bar in (first, second, third)]
    assert tops[2] - tops[1] > tops[1] - tops[0]


def test_what_a_bar_lacks_of_its_full_length_is_drawn_and_framed() -> None:
    """Lost points are a piece of their own; the number stands behind the full length."""
    bar = Bar(Decimal(8), "8/10", state="失2分", full=Decimal(10))
    chart = Chart("scores", "c", "d。", (BarGroup("产出指标", (bar,)), BarGroup("效益指标", (Bar(Decimal(1), "1分"),))))
    (rest,), (frame,) = _values(chart, 1), _values(chart, 2)
    assert (rest["rest"], rest["full"], frame["zero"]) == (8, 10, 0)
    assert [number["end"] for number in _values(chart, 4)] == [10, 1]
    assert specification(chart)["layer"][0]["encoding"]["x"]["scale"]["domain"] == [0, 10]
    assert "8/10 失2分" in _texts(_figure(chart))


def test_a_bar_that_is_cut_shows_a_gap() -> None:
    """Its end stands apart, so that nobody reads its length."""
    chart = Chart("rates", "c", "d。", (BarGroup("甲", (Bar(Decimal(200), "1,160.00%", cut=True),)),))
    first, rest = _values(chart, 0)
    assert first["zero"] == 0
    assert float(str(first["length"])) < float(str(rest["zero"])) < float(str(rest["length"])) == 200


def test_a_negative_bar_lies_inside_the_drawing() -> None:
    """The axis begins at the smallest length, not at zero."""
    drawing = specification(PAIRS)
    assert drawing["layer"][0]["encoding"]["x"]["scale"]["domain"] == [-2, 3]
    assert 'd="M-' not in _figure(PAIRS)


def test_bars_without_any_length_can_be_drawn() -> None:
    """A year in which nothing was spent."""
    assert "0元" in _figure(Chart("parts", "c", "d。", (BarGroup("甲", (Bar(Decimal(0), "0元"),)),)))


def test_hostile_labels_are_drawn_as_text() -> None:
    """A label that looks like markup cannot become markup."""
    html = _figure(CHART)
    assert "<script" not in html
    assert HOSTILE in _texts(html)


def test_hostile_captions_and_descriptions_are_only_text() -> None:
    """The same for what goes into title, desc and caption."""
    html = _figure(Chart("parts", HOSTILE, f"{HOSTILE}。", (BarGroup("甲", (Bar(Decimal(1), "1"),)),)))
    assert "<script" not in html
    assert html.count("&lt;script&gt;") >= 3


def test_a_label_that_reads_like_an_attribute_or_an_id_stays_as_it_is() -> None:
    """Roles and ids are taken from tags, never from what people read."""
    label = '甲 role="x" clip0'
    assert label in _texts(_figure(Chart("parts", "c", "d。", (BarGroup(label, (Bar(Decimal(1), "1"),)),))))


def test_ids_of_two_charts_on_a_page_never_meet() -> None:
    """Every id of a picture, those of clip paths included, bears the chart's anchor."""
    svg = '<svg><clipPath id="clip0"></clipPath><g clip-path="url(#clip0)"><text>clip0</text></g></svg>'
    html = picture(svg, CHART, "chart-7")
    assert 'id="chart-7-clip0"' in html
    assert 'clip-path="url(#chart-7-clip0)"' in html
    assert "<text>clip0</text>" in html
    first, second = (set(re.findall(r' id="([^"]*)"', _figure(CHART, number))) for number in (1, 2))
    assert first.isdisjoint(second)


def test_a_long_label_is_wrapped_above_its_bar() -> None:
    """Nothing of the name is lost, and each line is narrower than the drawing."""
    label = "新建、改建和扩建的社区居家养老服务设施（含农村幸福院、日间照料中心）当年投入使用的数量"
    lines = _texts(_figure(Chart("parts", "c", "d。", (BarGroup(label, (Bar(Decimal(1), "1"),)),))))[1:]
    assert len(lines) == 2
    assert "".join(lines) == label


@settings(max_examples=60)
@given(st.decimals(-(10**15), 10**15, places=2), st.text("亩户平方米（），.%W", max_size=40))
def test_no_number_is_ever_cut_off(amount: Decimal, unit: str) -> None:
    """Behind the longest bar there is room for its number; the drawing grows where it would not fit."""
    written = f"{amount:,f}{unit}"
    drawing = specification(Chart("parts", "c", "d。", (BarGroup("甲", (Bar(amount, written),)),)))
    end = drawing["layer"][0]["encoding"]["x"]["scale"]["range"][1]
    assert end >= 80
    wide = sum(1 if ord(character) > 0x2000 else 0.6 for character in written)
    assert drawing["width"] - end >= 12 * wide * 0.7
    assert drawing["width"] >= WIDTH


def test_a_drawing_fits_a_phone() -> None:
    """The drawing is as wide as a phone's page, and no text smaller than 12 of its units."""
    assert specification(CHART)["width"] == WIDTH <= 340
    assert min(float(size) for size in re.findall(r'font-size="([\d.]+)px"', _figure(CHART))) >= 12


def test_a_chart_of_nothing_says_so_and_draws_nothing() -> None:
    """A chart without groups shows its explanation."""
    html = _figure(Chart("parts", "分项", "没有数据。", (), explanation="没有可以画图的数据。"))
    assert "没有可以画图的数据。" in html
    assert "<svg" not in html
