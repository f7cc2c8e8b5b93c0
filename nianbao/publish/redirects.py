"""What stands at the address of a page that has moved: a page that leads on by itself and says where to."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from functools import cache
from html import unescape
from pathlib import Path
from urllib.parse import quote, unquote

from jinja2 import Environment, StrictUndefined, Template

from nianbao.publish.archive.layout import MOVED

_TEMPLATE = """<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<meta name="referrer" content="no-referrer">
<meta name="nianbao" content="moved">
<meta http-equiv="refresh" content="0; url={{ link }}">
<link rel="canonical" href="{{ canonical }}">
<title>{{ what }}已移动</title>
</head>
<body>
<main>
<p>{{ what }}已移至<a href="{{ link }}">{{ title }}</a>。</p>
{% if before %}
<p>移动之前的内容见<a href="{{ before }}">第{{ version }}版</a>。</p>
{% endif %}
</main>
</body>
</html>
"""
_MARK = b'<meta name="nianbao" content="moved">'
_REFRESH = re.compile(r'<meta http-equiv="refresh" content="0; url=([^"]*)">')
_HEADING = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)
_TAG = re.compile("<[^>]*>")


def write_redirects(
    folder: Path, moved: Mapping[str, str], base_address: str, before: Mapping[str, tuple[int, str]]
) -> None:
    """Put a page at each old address of `moved` ({address: where to}) in the edition in `folder`.

    A file's redirect stands beside it, under its name and `.moved.html`. `base_address` is the edition's own, with a
    slash at its end; `before` are {old address: (the last version that had it, its address there)}.
    """
    for old, target in moved.items():
        name = old if old.endswith(".html") else f"{old}{MOVED}"
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        up = "../" * name.count("/")
        version, address = before.get(old, (0, ""))
        text = _template().render(
            link=up + quoted(target),
            canonical=base_address + quoted(target.partition("#")[0]),
            what="本页" if name == old else f"文件{posixpath.basename(old)}",
            title=_title(folder, target),
            before=address and up + quoted(address),
            version=version,
        )
        path.write_bytes(text.encode())


def redirect_of(name: str, content: bytes) -> tuple[str, str] | None:
    """Return (address that moved, where to) of a redirect page by its name and bytes; None for any other page."""
    if _MARK not in content[:2000]:
        return None
    found = _REFRESH.search(content.decode())
    if found is None:
        return None
    path, sign, anchor = unescape(found[1]).partition("#")
    target = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(path)))
    return name.removesuffix(MOVED), target + sign + unquote(anchor)


def quoted(address: str) -> str:
    """Return an address, with its anchor, as it stands in a link."""
    path, sign, anchor = address.partition("#")
    return quote(path) + sign + quote(anchor)


def _title(folder: Path, target: str) -> str:
    """What readers call a page, or a file's name."""
    page = target.partition("#")[0]
    if not page.endswith(".html") or not (folder / page).is_file():
        return page
    found = _HEADING.search((folder / page).read_text(encoding="utf-8"))
    return f"“{unescape(_TAG.sub('', found[1])).strip()}”" if found else page


@cache
def _template() -> Template:
    return Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True).from_string(_TEMPLATE)
