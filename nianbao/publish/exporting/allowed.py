"""What a stored page may bring into a single file: text, tables, pictures and drawings, and nothing that acts."""

from __future__ import annotations

import nh3

_TEXT = (
    "a abbr address article aside b bdi bdo blockquote br caption cite code col colgroup data dd del details dfn div "
    "dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark ol p pre q s samp "
    "section small span strong sub summary sup table tbody td tfoot th thead time tr u ul var wbr"
)
_DRAWING = (
    "svg g path line rect circle ellipse polygon polyline text tspan title desc defs clipPath linearGradient "
    "radialGradient stop mask pattern marker symbol"
)
_WITH_CONTENT = "script style nav form button iframe object template noscript select textarea"
"""Elements that go with all that is in them: a page's own ways to other pages are replaced by the file's."""

_ON_TEXT = {
    "*": "id class lang title dir role aria-label aria-labelledby aria-describedby aria-hidden tabindex",
    "a": "href",
    "abbr": "title",
    "data": "value",
    "time": "datetime",
    "del": "datetime",
    "ins": "datetime",
    "details": "open",
    "img": "src alt width height",
    "ol": "start reversed type",
    "li": "value",
    "col": "span",
    "colgroup": "span",
    "td": "align colspan rowspan headers",
    "th": "align colspan rowspan headers scope abbr",
}
_ON_DRAWING = (
    "xmlns viewBox preserveAspectRatio width height x y x1 x2 y1 y2 cx cy r rx ry dx dy d points transform fill "
    "fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-dasharray stroke-dashoffset stroke-linecap "
    "stroke-linejoin stroke-miterlimit opacity display visibility clip-path clip-rule mask marker-end marker-mid "
    "marker-start offset stop-color stop-opacity gradientUnits gradientTransform patternUnits patternTransform "
    "clipPathUnits maskUnits markerWidth markerHeight orient refX refY text-anchor dominant-baseline "
    "alignment-baseline font-family font-size font-style font-weight letter-spacing text-decoration focusable"
)


def cleaned(html: str) -> str:
    """Return the HTML with nothing but what is listed here, every attribute in double quotes.

    Addresses are left as they are, except those that would run or embed something.
    """
    drawing = set(_ON_DRAWING.split())
    attributes = {tag: set(names.split()) for tag, names in _ON_TEXT.items()}
    attributes |= dict.fromkeys(_DRAWING.split(), drawing)
    return nh3.clean(
        html,
        tags={*_TEXT.split(), *_DRAWING.split()},
        attributes=attributes,
        clean_content_tags=set(_WITH_CONTENT.split()),
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,
        strip_comments=True,
    )
