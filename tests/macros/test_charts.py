from __future__ import annotations

import json
import re
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from macros.charts import WIDTH, chart_figure, specification
from macros.pictures import DrawingFailed, Pictures
from nianbao.publish.pictures import KeptPictures
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


def _figure(chart: Chart, pictures: Pictures) -> str:
    try:
        return chart_figure(chart, 1, pictures)()
    finally:
        pictures.close()


def test_a_chart_is_a_picture_with_a_title_and_a_description_in_chinese() -> None:
    """Who cannot see the chart reads what it shows; none of the drawing program's English roles remains."""
    html = _figure(CHART, Pictures())
    assert 'role="img"' in html
    assert '<title id="chart-1-title">绩效指标完成率</title>' in html
    assert '<desc id="chart-1-desc">甲160%，已达到；乙55%，未达到。</desc>' in html
    assert "aria-roledescription" not in html
    assert not re.search(r'(?:width|height)="\d+"[^>]*viewBox', html)


def test_a_chart_draws_in_the_colours_of_the_page() -> None:
    """Colours are variables and currentColor, so a chart follows light and dark."""
    html = _figure(CHART, Pictures())
    assert "var(--nb-c1)" in html
    assert "var(--nb-c2)" in html
    assert "currentColor" in html


def test_met_and_unmet_are_told_by_a_sign_and_not_by_colour_alone() -> None:
    """The number at a bar carries ✓ or ▽."""
    html = _figure(CHART, Pictures())
    assert "✓ 160.00%" in html
    assert "▽ 55.00%" in html


def test_hostile_labels_are_drawn_as_text() -> None:
    """A label that looks like markup cannot become markup."""
    html = _figure(CHART, Pictures())
    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_a_chart_of_nothing_says_so_and_draws_nothing() -> None:
    """A chart without groups shows its explanation."""
    html = _figure(Chart("parts", "分项", "没有数据。", (), explanation="没有可以画图的数据。"), Pictures())
    assert "没有可以画图的数据。" in html
    assert "<svg" not in html


def test_a_drawing_fits_a_phone() -> None:
    """The drawing is as wide as a phone's page, so that its smallest text stays readable there."""
    assert specification(CHART)["width"] == WIDTH <= 340


def test_the_same_chart_gives_the_same_bytes_in_any_surroundings(tmp_path: Path) -> None:
    """Two drawing processes in other time zones, locales and hash seeds agree to the byte."""
    program = Path("macros/draw.py").resolve()
    line = json.dumps({"spec": specification(CHART)}) + "\n"
    drawn = {
        subprocess.run(
            [sys.executable, str(program)],
            input=line,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=True,
            cwd=tmp_path,
            env={
                "TZ": zone,
                "LC_ALL": locale,
                "PYTHONHASHSEED": seed,
                "PYTHONIOENCODING": "utf-8",
                "HOME": str(tmp_path),
            },
        ).stdout
        for zone, locale, seed in (("UTC", "C", "1"), ("Asia/Shanghai", "C.UTF-8", "2"))
    }
    assert len(drawn) == 1


def test_a_picture_is_drawn_once_and_then_kept(tmp_path: Path) -> None:
    """A second build finds the picture in the store and starts no drawing process."""
    first = Pictures(KeptPictures(tmp_path))
    svg = first.get(first.ask(specification(CHART)))
    first.close()
    second = Pictures(KeptPictures(tmp_path))
    assert second.get(second.ask(specification(CHART))) == svg
    assert second._process is None


def test_many_charts_can_be_asked_for_ahead() -> None:
    """Sixty specifications sent before the first answer is read neither block nor get mixed up."""
    pictures = Pictures()
    charts = [
        Chart("parts", f"第{index}图", "一。", (BarGroup(f"标签{index}", (Bar(Decimal(1), "1"),)),))
        for index in range(60)
    ]
    keys = [pictures.ask(specification(chart)) for chart in charts]
    assert all(f"标签{index}<" in pictures.get(key) for index, key in enumerate(keys))
    pictures.close()


def test_a_specification_that_cannot_be_drawn_is_an_error_and_not_a_wait() -> None:
    """What the drawing process refuses is told."""
    pictures = Pictures()
    with pytest.raises(DrawingFailed):
        pictures.get(pictures.ask({"mark": "nothing of the kind"}))
    pictures.close()


def test_a_drawing_process_that_ends_is_an_error_and_not_a_wait() -> None:
    """Where the process dies, whoever waits for a picture is told."""
    pictures = Pictures()
    pictures.get(pictures.ask(specification(CHART)))
    assert pictures._process is not None
    pictures._process.kill()
    pictures._process.wait()
    with pytest.raises(DrawingFailed):
        pictures.get(pictures.ask({"mark": "bar", "data": {"values": []}}))
    pictures.close()
