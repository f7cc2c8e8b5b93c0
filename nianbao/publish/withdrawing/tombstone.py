"""What readers find in place of withdrawn content: that it was taken out, when, why and by which office."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from jinja2 import Environment, StrictUndefined, Template

from nianbao.publish.policy import inline_in, protected

_TEMPLATE = """<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="referrer" content="no-referrer">
<meta name="nianbao" content="withdrawn">
<title>{{ title }}（已撤下）</title>
<style>
:root { color-scheme: light dark }
body { background: #fdfcf9; color: #24211e }
body { font: 100%/1.8 sans-serif; margin: 0 auto; max-width: 38em; padding: 2em 1em }
h1 { border-bottom: 2px solid #8f1d1d; font-family: serif; font-size: 1.5em; line-height: 1.4; padding-bottom: .4em }
a { color: #8f1d1d }
dt { font-weight: bold }
dd { margin: 0 0 .6em }
li { margin: .6em 0 }
@media (prefers-color-scheme: dark) {
body { background: #1a1715; color: #e6e0d9 }
a { color: #f3aea4 }
}
</style>
</head>
<body>
<main>
<p>{{ department }}　{{ year }}年度　第{{ version }}版</p>
<h1>{{ title }}：内容已撤下</h1>
<dl>
<dt>撤下日期</dt><dd><time datetime="{{ day.isoformat() }}">{{ day.year }}年{{ day.month }}月{{ day.day }}日</time></dd>
<dt>原因</dt><dd>{{ reason }}</dd>
<dt>决定撤下的岗位</dt><dd>{{ role }}</dd>
</dl>
<p>从{{ year }}年度第{{ version }}版撤下的是{{ scope }}。它们及其存档的原文已从这一版次中删除，不再提供。</p>
{% if elsewhere %}<p>撤下时，其中有些文字在{{ elsewhere|join("、") }}中仍有。</p>
{% else %}<p>撤下时核对过本库的其他文件，没有发现其中整句的文字。</p>
{% endif %}<p>撤下一事记入发布台账，长期可查。</p>
<ul>
<li><a href="{{ up }}history/{{ year }}/index.html">{{ year }}年度的版次与更正</a></li>
<li><a href="{{ up }}{{ year }}/index.html">{{ year }}年度最新版次</a></li>
<li><a href="{{ up }}index.html">全部年度</a></li>
</ul>
</main>
</body>
</html>
"""


_VERSION = re.compile(r"(?:store/)?([1-9][0-9]{3})(?:-|/)v([0-9]+)(?:\.[0-9]+)?/")


@dataclass(frozen=True)
class Tombstone:
    """What a tombstone says besides what it stands for.

    `scope` is what was taken out, as the ledger says it; `elsewhere` are the versions that held sentences of it when
    it was taken out, in words, which is told as of that day and stays true.
    """

    department: str
    year: int
    version: int
    day: datetime.date
    reason: str
    role: str
    scope: str
    elsewhere: tuple[str, ...] = ()

    def page(self, name: str, title: str) -> bytes:
        """Return the HTML that stands in place of the file `name` (below the version's address), called `title`."""
        up = "../" * (name.count("/") + 1)
        page = _template().render(vars(self), title=title, up=up)
        return protected(page, inline_in(_TEMPLATE)).encode()


@cache
def _template() -> Template:
    return Environment(autoescape=True, undefined=StrictUndefined).from_string(_TEMPLATE)


def is_tombstone(content: bytes) -> bool:
    """Say whether a page is the tombstone of a withdrawn one."""
    return b'<meta name="nianbao" content="withdrawn">' in content[:1000]


def versions_in_words(places: Iterable[str], own: str) -> tuple[str, ...]:
    """Return the versions in which archive paths lie, in words and each once, in the order of their years.

    A path begins with a version's folder (`store/2022/v1.1/…`) or address (`2022-v1/…`); `own` is the address of the
    version that something was taken out of, whose other files are told as such.
    """
    found = {(int(place[1]), int(place[2])) for place in map(_VERSION.match, places) if place}
    return tuple(
        "本版次的其他文件" if f"{year}-v{version}" == own else f"{year}年度第{version}版"
        for year, version in sorted(found)
    )
