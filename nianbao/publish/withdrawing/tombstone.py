"""What readers find in place of withdrawn content: that it was taken out, when, why and by which office."""

from __future__ import annotations

import datetime
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
<p>这里原有的内容已从本库的全部文件中删除，不再提供。撤下一事记入发布台账，长期可查。</p>
<ul>
<li><a href="{{ up }}history/{{ year }}/index.html">{{ year }}年度的版次与更正</a></li>
<li><a href="{{ up }}{{ year }}/index.html">{{ year }}年度最新版次</a></li>
<li><a href="{{ up }}index.html">全部年度</a></li>
</ul>
</main>
</body>
</html>
"""


@dataclass(frozen=True)
class Tombstone:
    """What a tombstone says besides what it stands for."""

    department: str
    year: int
    version: int
    day: datetime.date
    reason: str
    role: str

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
