"""The two colours of charts, as every eye sees them.

Colours are read from the style sheets that readers get. How they look to who does not see red, green or blue is
computed with the matrices of Machado, Oliveira and Fernandes (2009) for full loss, in linear light.
"""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import pytest

ASSETS = Path(__file__).parents[2] / "overrides" / "assets"
SINGLE = Path(__file__).parents[2] / "nianbao" / "publish" / "exporting" / "single.css"

Colour = tuple[float, float, float]

SIGHTS: dict[str, tuple[Colour, Colour, Colour]] = {
    "all": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "no red": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "no green": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "no blue": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
    "grey": ((0.2126, 0.7152, 0.0722),) * 3,
}


def _linear(colour: str) -> Colour:
    digits = colour.lstrip("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return red, green, blue


def _seen(colour: Colour, sight: str) -> Colour:
    red, green, blue = (
        min(1.0, max(0.0, sum(weight * part for weight, part in zip(row, colour, strict=True))))
        for row in SIGHTS[sight]
    )
    return red, green, blue


def _luminance(colour: Colour) -> float:
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), colour, strict=True))


def _contrast(one: Colour, other: Colour) -> float:
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _lab(colour: Colour) -> Colour:
    rows = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    white = (0.95047, 1.0, 1.08883)
    parts = [sum(w * c for w, c in zip(row, colour, strict=True)) / n for row, n in zip(rows, white, strict=True)]
    x, y, z = (part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116 for part in parts)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _difference(one: Colour, other: Colour) -> float:
    return float(sum((a - b) ** 2 for a, b in zip(_lab(one), _lab(other), strict=True)) ** 0.5)


def _declared(css: str, opening: str) -> dict[str, str]:
    block = css[css.index(opening) :]
    return dict(re.findall(r"(--[\w-]+): (#[0-9a-f]{3,6});", block[: block.index("}")]))


def _palettes() -> dict[str, dict[str, str]]:
    plain, reading = (ASSETS / "nianbao.css").read_text(), (ASSETS / "reading.css").read_text()
    single = SINGLE.read_text()
    light = _declared(plain, '[data-md-color-scheme="default"]')
    dark = _declared(plain, '[data-md-color-scheme="slate"]')
    large = ':is(.nb-large, :root:has(#__large:checked)) [data-md-color-scheme="{}"]'
    palettes = {
        "light": light,
        "dark": dark,
        "large light": light | _declared(reading, large.format("default")),
        "large dark": dark | _declared(reading, large.format("slate")),
        "print": dark | light | _declared(reading[reading.index("@media print") :], ":root"),
        "single light": _declared(single, ":root {"),
        "single dark": _declared(single[single.index("prefers-color-scheme: dark") :], ":root {"),
    }
    for name in ("single light", "single dark"):
        palettes[name]["--md-default-bg-color"] = palettes[name]["--paper"]
    return palettes


PALETTES = _palettes()


@pytest.mark.parametrize(("name", "sight"), list(product(PALETTES, SIGHTS)))
def test_the_two_colours_of_charts_stand_out_from_their_ground(name: str, sight: str) -> None:
    """At least 3:1 (WCAG 1.4.11), whatever colours an eye or a printer is without."""
    ground = _seen(_linear(PALETTES[name]["--md-default-bg-color"]), sight)
    for series in ("--nb-c1", "--nb-c2"):
        assert _contrast(_seen(_linear(PALETTES[name][series]), sight), ground) >= 3


@pytest.mark.parametrize(("name", "sight"), [pair for pair in product(PALETTES, SIGHTS) if pair[1] != "grey"])
def test_the_two_colours_of_charts_differ_for_every_eye(name: str, sight: str) -> None:
    """A distance in CIELAB of 20 and more, about ten times what is just noticed."""
    one, other = (_seen(_linear(PALETTES[name][series]), sight) for series in ("--nb-c1", "--nb-c2"))
    assert _difference(one, other) >= 20


def test_on_paper_the_two_colours_of_charts_differ_without_any_colour() -> None:
    """A grey printer gives a light and a dark one; on screens names at the bars tell them apart."""
    one, other = (_seen(_linear(PALETTES["print"][series]), "grey") for series in ("--nb-c1", "--nb-c2"))
    assert _contrast(one, other) >= 3
