"""Charts as Vega-Lite specifications, plain dictionaries laid out for a phone, and as figures of a page."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from typing import Any

from macros.lettering import width_of, wrapped
from macros.markup import render
from macros.pictures import Pictures, Specification
from nianbao.report.charts import Bar, BarGroup, Chart
from nianbao.report.download import TableFiles

WIDTH = 340
"""Width of the drawing; on a phone of 360 px one unit is one pixel, so 12 stays readable."""

_NUMBER, _LABEL = 12, 12.5
_LINE, _BAR, _GAP, _BETWEEN, _APART = 18, 15, 13, 2, 10
_SPACE_BEFORE_NUMBER = 6
_LEAST_SPACE_FOR_BARS = 80
_COLOURS = ("var(--nb-c2)", "var(--nb-c1)")
_MARKS = {"met": "var(--nb-c2)", "unmet": "var(--nb-c1)"}
_SIGNS = {"met": "✓", "unmet": "▽"}
_BREAK = (0.9, 0.93)
"""Where a bar that is cut shows a gap, as parts of its drawn length."""


def specification(chart: Chart) -> Specification:
    """Return the chart as a Vega-Lite specification: labels above bars, numbers at their ends, in pixels from the top.

    It is `WIDTH` wide, wider only where a number leaves no room for bars: no text is ever cut off.
    """
    labels, bars = list(_labels(chart)), list(_bars(chart))
    space = _SPACE_BEFORE_NUMBER + math.ceil(_NUMBER * max(width_of(bar["text"]) for bar in bars))
    width = max(WIDTH, space + _LEAST_SPACE_FOR_BARS)
    height = bars[-1]["bottom"] + (22 if chart.reference is not None else 4)
    lengths = [0.0, float(chart.reference or 0), *(max(bar["length"], bar["full"]) for bar in bars)]
    lengths += [bar["length"] for bar in bars]
    domain = [min(lengths), max(lengths) or 1]
    x = {"type": "quantitative", "scale": {"domain": domain, "range": [0, width - space]}, "axis": None}
    y = {"type": "quantitative", "scale": {"domain": [0, height], "range": [0, height]}, "axis": None}
    layers = [
        _drawn_bars(bars, x, y),
        *_outlines(bars, x, y),
        _baseline(bars, x, y),
        _numbers(bars, x, y),
        _drawn_labels(labels, y),
    ]
    if chart.reference is not None:
        layers += _reference(chart, bars, x, y, height)
    return drawn(width, height, layers)


def drawn(width: float, height: float, layers: list[Specification]) -> Specification:
    """Return a specification of layers, in pixels from the top left, with nothing around them."""
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": width,
        "height": height,
        "autosize": {"type": "none"},
        "padding": 0,
        "background": "transparent",
        "view": {"stroke": None},
        "layer": layers,
    }


def _placed(chart: Chart) -> Iterator[tuple[int, tuple[str, ...], BarGroup]]:
    """Each group with the top of its first bar and the lines of its label, which end right above that."""
    top = 0
    for before, group in zip((None, *chart.groups), chart.groups, strict=False):
        lines = wrapped(group.label, WIDTH / _LABEL)
        if before is not None and _is_apart(group) and not _is_apart(before):
            top += _APART
        top += len(lines) * _LINE
        yield top, lines, group
        top += len(group.bars) * (_BAR + _BETWEEN) - _BETWEEN + _GAP


def _is_apart(group: BarGroup) -> bool:
    return any(bar.apart for bar in group.bars)


def _labels(chart: Chart) -> Iterator[dict[str, Any]]:
    for top, lines, _ in _placed(chart):
        for index, line in enumerate(lines, 1):
            yield {"text": line, "y": top - 6 - (len(lines) - index) * _LINE}


def _bars(chart: Chart) -> Iterator[dict[str, Any]]:
    for first, _, group in _placed(chart):
        for index, bar in enumerate(group.bars):
            top, length = first + index * (_BAR + _BETWEEN), float(bar.length)
            yield {
                "zero": 0,
                "length": length,
                "top": top,
                "bottom": top + _BAR,
                "middle": top + _BAR / 2,
                "full": float(bar.full or 0),
                "end": max(0, length, float(chart.reference or 0), float(bar.full or 0)),
                "text": " ".join(filter(None, (bar.series, bar.written, _SIGNS.get(bar.mark, ""), bar.state))),
                "line": _colour(chart, bar) if bar.apart else "none",
                "fill": "none" if bar.apart else _colour(chart, bar),
                "cut": bar.cut,
            }


def _colour(chart: Chart, bar: Bar) -> str:
    if bar.mark:
        return _MARKS[bar.mark]
    return _COLOURS[chart.series.index(bar.series)] if bar.series in chart.series else _COLOURS[0]


def _pieces(bar: dict[str, Any]) -> list[dict[str, Any]]:
    """A bar in one piece, or with a gap near its end where it is longer than can be drawn."""
    if not bar["cut"]:
        return [bar]
    end, start = (bar["length"] * part for part in _BREAK)
    return [{**bar, "length": end}, {**bar, "zero": start}]


def _drawn_bars(bars: list[dict[str, Any]], x: dict[str, Any], y: dict[str, Any]) -> Specification:
    keys = ("zero", "length", "top", "bottom", "line", "fill")
    pieces = [{key: piece[key] for key in keys} for bar in bars for piece in _pieces(bar)]
    return {
        "data": {"values": pieces},
        "mark": {"type": "rect", "aria": False, "strokeWidth": 1.5},
        "encoding": {
            "x": {"field": "zero", **x},
            "x2": {"field": "length"},
            "y": {"field": "top", **y},
            "y2": {"field": "bottom"},
            "fill": {"field": "fill", "type": "nominal", "scale": None},
            "stroke": {"field": "line", "type": "nominal", "scale": None},
        },
    }


def _outlines(bars: list[dict[str, Any]], x: dict[str, Any], y: dict[str, Any]) -> list[Specification]:
    """What each bar lacks of its full length, and a frame of that length in the colour of the text."""
    framed = [{**bar, "rest": min(max(bar["length"], 0), bar["full"])} for bar in bars if bar["full"]]
    if not framed:
        return []
    data = {"values": [{key: bar[key] for key in ("zero", "rest", "full", "top", "bottom")} for bar in framed]}
    sides = {"x2": {"field": "full"}, "y": {"field": "top", **y}, "y2": {"field": "bottom"}}
    rest = {"type": "rect", "aria": False, "color": _COLOURS[1]}
    frame = {"type": "rect", "aria": False, "filled": False, "color": "currentColor", "strokeWidth": 1}
    return [
        {"data": data, "mark": rest, "encoding": {"x": {"field": "rest", **x}, **sides}},
        {"data": data, "mark": frame, "encoding": {"x": {"field": "zero", **x}, **sides}},
    ]


def _baseline(bars: list[dict[str, Any]], x: dict[str, Any], y: dict[str, Any]) -> Specification:
    values = [{"at": 0, "top": bar["top"] - 2, "bottom": bar["bottom"] + 2} for bar in bars]
    return {
        "data": {"values": values},
        "mark": {"type": "rule", "aria": False, "color": "currentColor", "strokeWidth": 1},
        "encoding": {
            "x": {"field": "at", **x},
            "y": {"field": "top", **y},
            "y2": {"field": "bottom"},
        },
    }


def _numbers(bars: list[dict[str, Any]], x: dict[str, Any], y: dict[str, Any]) -> Specification:
    values = [{key: bar[key] for key in ("end", "middle", "text")} for bar in bars]
    return {
        "data": {"values": values},
        "mark": {**text_mark(_NUMBER), "align": "left", "dx": _SPACE_BEFORE_NUMBER, "baseline": "middle"},
        "encoding": {
            "x": {"field": "end", **x},
            "y": {"field": "middle", **y},
            "text": {"field": "text", "type": "nominal"},
        },
    }


def _drawn_labels(labels: list[dict[str, Any]], y: dict[str, Any]) -> Specification:
    return {
        "data": {"values": labels},
        "mark": {**text_mark(_LABEL), "align": "left", "baseline": "alphabetic", "x": 0},
        "encoding": {"y": {"field": "y", **y}, "text": {"field": "text", "type": "nominal"}},
    }


def _reference(
    chart: Chart, bars: list[dict[str, Any]], x: dict[str, Any], y: dict[str, Any], height: float
) -> list[Specification]:
    at = float(chart.reference or 0)
    ticks = [{"at": at, "top": bar["top"] - 2, "bottom": bar["bottom"] + 4} for bar in bars]
    label = {"at": at, "y": height - 3, "text": chart.reference_label}
    return [
        {
            "data": {"values": ticks},
            "mark": {"type": "rule", "aria": False, "color": "currentColor", "strokeWidth": 2},
            "encoding": {"x": {"field": "at", **x}, "y": {"field": "top", **y}, "y2": {"field": "bottom"}},
        },
        {
            "data": {"values": [label]},
            "mark": {**text_mark(_NUMBER), "baseline": "alphabetic", "align": "center"},
            "encoding": {
                "x": {"field": "at", **x},
                "y": {"field": "y", **y},
                "text": {"field": "text", "type": "nominal"},
            },
        },
    ]


def text_mark(size: float) -> dict[str, Any]:
    """Return the mark of texts in a chart, never cut off and silent to screen readers."""
    return {"type": "text", "aria": False, "fontSize": size, "color": "currentColor", "limit": 0}


_OPENING = re.compile(r"<svg\b[^>]*>")
_TAG = re.compile(r"<[^<>]*>")
_ROLES = re.compile(r' (?:role|aria-[a-z]+)="[^"]*"')
_CLIPS = re.compile(r"\bclip\d+")


def picture(svg: str, chart: Chart, anchor: str) -> str:
    """Return a drawn chart as a picture of the page, with its own title and description."""
    drawing = specification(chart)
    return render(
        "picture.html.j2",
        chart=chart,
        anchor=anchor,
        width=drawing["width"],
        height=drawing["height"],
        body=body_of(svg, anchor),
    )


def body_of(svg: str, anchor: str) -> str:
    """Return what is inside a drawn picture: no foreign roles, ids that no other picture of the page has.

    Only tags are touched: a label that reads like an attribute or an id is a label.
    """
    body = _OPENING.sub("", svg, count=1).strip().removesuffix("</svg>")
    return _TAG.sub(lambda tag: _CLIPS.sub(lambda clip: f"{anchor}-{clip.group()}", _ROLES.sub("", tag.group())), body)


def chart_figure(
    chart: Chart, number: int, anchor: str, pictures: Pictures, data: TableFiles | None = None
) -> Callable[[], str]:
    """Have a chart drawn, and return what makes its captioned figure once the picture is needed.

    `number` is its 图 number in the year, `anchor` its id on the page, `data` the files of what it shows.
    """
    key = pictures.ask(specification(chart)) if chart.groups else ""

    def figure() -> str:
        svg = picture(pictures.get(key), chart, anchor) if key else ""
        return render("chart.html.j2", chart=chart, number=number, anchor=anchor, svg=svg, data=data)

    return figure
