"""Charts as Vega-Lite specifications, plain dictionaries laid out for a phone, and as figures of a page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from macros.markup import render
from macros.pictures import Pictures, Specification
from nianbao.report.charts import Bar, BarGroup, Chart

WIDTH = 340
"""Width of the drawing; on a phone of 360 px one unit is one pixel, so 12 stays readable."""

_SPACE_FOR_NUMBER = 104
_LABEL, _BAR, _GAP, _PAIR = 17, 15, 13, 2
_COLOURS = ("var(--nb-c1)", "var(--nb-c2)")
_MARKS = {"met": "var(--nb-c2)", "unmet": "var(--nb-c1)"}
_SIGNS = {"met": "✓ ", "unmet": "▽ "}


def specification(chart: Chart) -> Specification:
    """Return the chart as a Vega-Lite specification: labels above bars, numbers at their ends, in pixels from the
    top."""
    bars = list(_placed(chart))
    height = bars[-1]["y2"] + (22 if chart.reference is not None else 4)
    longest = max([bar["length"] for bar in bars] + ([float(chart.reference)] if chart.reference is not None else []))
    x = {"scale": {"domain": [0, longest or 1], "range": [0, WIDTH - _SPACE_FOR_NUMBER]}, "axis": None}
    y = {"scale": {"domain": [0, height], "range": [0, height]}, "axis": None}
    layers = [_bars(bars, x, y), _numbers(bars, x, y), _labels(chart, y)]
    if chart.reference is not None:
        layers += _reference(chart, bars, x, y, height)
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": WIDTH,
        "height": height,
        "autosize": {"type": "none"},
        "padding": 0,
        "background": "transparent",
        "view": {"stroke": None},
        "layer": layers,
    }


def _height(group: BarGroup) -> int:
    return _LABEL + len(group.bars) * _BAR + (len(group.bars) - 1) * _PAIR + _GAP


def _placed(chart: Chart) -> Iterator[dict[str, Any]]:
    top = 0
    for group in chart.groups:
        for index, bar in enumerate(group.bars):
            y = top + _LABEL + index * (_BAR + _PAIR)
            yield {
                "zero": 0,
                "length": float(bar.length),
                "y": y,
                "y2": y + _BAR,
                "middle": y + _BAR / 2,
                "end": max(float(bar.length), float(chart.reference or 0)),
                "text": f"{_SIGNS.get(bar.mark, '')}{bar.written}{' →' if bar.cut else ''}",
                "colour": _colour(chart, bar),
                "opacity": 0.55 if bar.apart else 1,
            }
        top += _height(group)


def _colour(chart: Chart, bar: Bar) -> str:
    if bar.mark:
        return _MARKS[bar.mark]
    index = chart.series.index(bar.series) if bar.series in chart.series else 1
    return _COLOURS[1 - index] if chart.series else _COLOURS[1]


def _bars(bars: list[dict[str, Any]], x: dict[str, Any], y: dict[str, Any]) -> Specification:
    return {
        "data": {"values": bars},
        "mark": {"type": "rect", "aria": False},
        "encoding": {
            "x": {"field": "zero", "type": "quantitative", **x},
            "x2": {"field": "length"},
            "y": {"field": "y", "type": "quantitative", **y},
            "y2": {"field": "y2"},
            "color": {"field": "colour", "type": "nominal", "scale": None},
            "opacity": {"field": "opacity", "type": "quantitative", "scale": None},
        },
    }


def _numbers(bars: list[dict[str, Any]], x: dict[str, Any], y: dict[str, Any]) -> Specification:
    return {
        "data": {"values": bars},
        "mark": {**_text(12), "align": "left", "dx": 5, "baseline": "middle"},
        "encoding": {
            "x": {"field": "end", "type": "quantitative", **x},
            "y": {"field": "middle", "type": "quantitative", **y},
            "text": {"field": "text", "type": "nominal"},
        },
    }


def _labels(chart: Chart, y: dict[str, Any]) -> Specification:
    values, top = [], 0
    for group in chart.groups:
        values.append({"label": group.label, "y": top + _LABEL - 5})
        top += _height(group)
    return {
        "data": {"values": values},
        "mark": {**_text(12.5), "align": "left", "baseline": "alphabetic", "x": 0},
        "encoding": {"y": {"field": "y", "type": "quantitative", **y}, "text": {"field": "label", "type": "nominal"}},
    }


def _reference(
    chart: Chart, bars: list[dict[str, Any]], x: dict[str, Any], y: dict[str, Any], height: float
) -> list[Specification]:
    reference = float(chart.reference or 0)
    ticks = [{"at": reference, "top": bar["y"] - 3, "end": bar["y2"] + 3} for bar in bars]
    at = {"field": "at", "type": "quantitative", **x}
    line = {"type": "rule", "aria": False, "color": "currentColor", "strokeWidth": 2}
    ends = {"y": {"field": "top", "type": "quantitative", **y}, "y2": {"field": "end"}}
    text = {**_text(12), "baseline": "alphabetic", "align": "center"}
    below = {"y": {"field": "below", "type": "quantitative", **y}, "text": {"value": f"┃ {chart.reference_label}"}}
    return [
        {"data": {"values": ticks}, "mark": line, "encoding": {"x": at, **ends}},
        {"data": {"values": [{"at": reference, "below": height - 4}]}, "mark": text, "encoding": {"x": at, **below}},
    ]


def _text(size: float) -> dict[str, Any]:
    return {"type": "text", "aria": False, "fontSize": size, "color": "currentColor", "limit": 0}


_OPENING = re.compile(r"<svg\b[^>]*>")
_ROLES = re.compile(r' (?:role|aria-[a-z]+)="[^"]*"')
_CLIPS = re.compile(r"clip\d+")


def picture(svg: str, chart: Chart, anchor: str) -> str:
    """Return a drawn chart as a picture of the page: its own title and description, no foreign roles, unique ids."""
    height = specification(chart)["height"]
    body = _ROLES.sub("", _OPENING.sub("", svg, count=1).removesuffix("</svg>"))
    body = _CLIPS.sub(lambda found: f"{anchor}-{found.group()}", body)
    return render("picture.html.j2", chart=chart, anchor=anchor, width=WIDTH, height=height, body=body)


def chart_figure(chart: Chart, number: int, pictures: Pictures) -> Callable[[], str]:
    """Have a chart drawn, and return what makes its captioned figure once the picture is needed."""
    anchor = f"chart-{number}"
    key = pictures.ask(specification(chart)) if chart.groups else ""

    def figure() -> str:
        svg = picture(pictures.get(key), chart, anchor) if key else ""
        return render("chart.html.j2", chart=chart, number=number, anchor=anchor, svg=svg)

    return figure
