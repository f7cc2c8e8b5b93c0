"""Lines over the years, drawn downwards so that years and numbers stay readable on a phone."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import pairwise
from typing import Any

from macros.charts import WIDTH, body_of, drawn, text_mark
from macros.lettering import width_of
from macros.markup import render
from macros.pictures import Pictures, Specification
from nianbao.report.lines import Line, LinePoint

_SIZE, _ROW, _YEARS, _BEFORE_NUMBER, _LEAST = 12, 24, 48, 14, 60
_LINE, _CORRECTED = "var(--nb-c2)", "var(--nb-c1)"
_FLAT = 0.5
"""A line begins at zero where its least value is below this part of its greatest; else at its least value."""


def line_specification(line: Line) -> Specification:
    """Return a line as a Vega-Lite specification: a row a year, its point across, its number at the right."""
    shown = [point for point in line.points if point.value is not None]
    texts = {point.year: _text(point) for point in line.points}
    space = _BEFORE_NUMBER + math.ceil(_SIZE * max(map(width_of, texts.values())))
    width = max(WIDTH, _YEARS + _LEAST + space)
    height = len(line.points) * _ROW
    values = [float(point.value or 0) for point in shown]
    x = {
        "type": "quantitative",
        "scale": {"domain": _domain(values), "range": [_YEARS, width - space], "zero": False, "nice": False},
        "axis": None,
    }
    y = {"type": "quantitative", "scale": {"domain": [0, height], "range": [0, height]}, "axis": None}
    middles = {point.year: (index + 0.5) * _ROW for index, point in enumerate(line.points)}
    layers = [
        _segments(line, middles, x, y),
        _breaks(line, middles, width, y),
        _points(shown, middles, x, y),
        _years(line, middles, y),
        _numbers(line, middles, texts, width, y),
    ]
    return drawn(width, height, layers)


def _text(point: LinePoint) -> str:
    return f"{point.written}（更正过）" if point.corrected else point.written


def _domain(values: list[float]) -> list[float]:
    least, most = min(values), max(values)
    if least >= 0 and least < _FLAT * most:
        return [0, most]
    return [least, most] if least < most else [least - 1, most]


def _segments(line: Line, middles: dict[int, float], x: dict[str, Any], y: dict[str, Any]) -> Specification:
    values = [
        {
            "x": float(before.value or 0),
            "x2": float(point.value or 0),
            "y": middles[before.year],
            "y2": middles[point.year],
        }
        for before, point in pairwise(line.points)
        if point.joined
    ]
    return {
        "data": {"values": values},
        "mark": {"type": "rule", "aria": False, "color": _LINE, "strokeWidth": 2},
        "encoding": {
            "x": {"field": "x", **x},
            "x2": {"field": "x2"},
            "y": {"field": "y", **y},
            "y2": {"field": "y2"},
        },
    }


def _breaks(line: Line, middles: dict[int, float], width: float, y: dict[str, Any]) -> Specification:
    values = [{"y": middles[point.year] - _ROW / 2} for point in line.points[1:] if point.changed]
    return {
        "data": {"values": values},
        "mark": {"type": "rule", "aria": False, "color": "currentColor", "strokeDash": [4, 3], "x": 0, "x2": width},
        "encoding": {"y": {"field": "y", **y}},
    }


def _points(shown: list[LinePoint], middles: dict[int, float], x: dict[str, Any], y: dict[str, Any]) -> Specification:
    values = [
        {
            "x": float(point.value or 0),
            "y": middles[point.year],
            "fill": "none" if point.corrected else _LINE,
            "line": _CORRECTED if point.corrected else _LINE,
        }
        for point in shown
    ]
    return {
        "data": {"values": values},
        "mark": {"type": "point", "aria": False, "shape": "circle", "size": 60, "strokeWidth": 2, "opacity": 1},
        "encoding": {
            "x": {"field": "x", **x},
            "y": {"field": "y", **y},
            "fill": {"field": "fill", "type": "nominal", "scale": None},
            "stroke": {"field": "line", "type": "nominal", "scale": None},
        },
    }


def _years(line: Line, middles: dict[int, float], y: dict[str, Any]) -> Specification:
    return {
        "data": {"values": [{"y": middles[point.year], "text": f"{point.year}"} for point in line.points]},
        "mark": {**text_mark(_SIZE), "align": "left", "baseline": "middle", "x": 0},
        "encoding": {"y": {"field": "y", **y}, "text": {"field": "text", "type": "nominal"}},
    }


def _numbers(
    line: Line, middles: dict[int, float], texts: dict[int, str], width: float, y: dict[str, Any]
) -> Specification:
    """All numbers stand in one column at the right, where no line crosses them."""
    return {
        "data": {"values": [{"y": middles[point.year], "text": texts[point.year]} for point in line.points]},
        "mark": {**text_mark(_SIZE), "align": "right", "baseline": "middle", "x": width},
        "encoding": {"y": {"field": "y", **y}, "text": {"field": "text", "type": "nominal"}},
    }


def line_picture(line: Line, anchor: str, pictures: Pictures) -> Callable[[], str]:
    """Have a line drawn, and return what gives its SVG, with the line in words as its description."""
    specification = line_specification(line)
    key = pictures.ask(specification)
    return lambda: render(
        "picture.html.j2",
        chart={"caption": line.name, "description": line.description},
        anchor=anchor,
        width=specification["width"],
        height=specification["height"],
        body=body_of(pictures.get(key), anchor),
    )
