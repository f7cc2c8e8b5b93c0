"""What a publication would change as one page of HTML: to be looked at, printed and signed, never to be published."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from nianbao.report.change import Difference
from nianbao.report.page_by_page import Part, page_by_page, row_by_row
from nianbao.report.rewording import strokes
from nianbao.sources.text import visible


def difference_page(whole: Difference) -> str:
    """Return one self-contained page, in the reports' language: no script, no other file, its style alone allowed.

    Whatever the cells and sentences hold is shown as text, characters that nobody sees escaped.
    """
    style = (Path(__file__).parent / "difference_page.css").read_text(encoding="utf-8")
    return _template().render(
        whole=whole,
        parts=list(page_by_page(whole)),
        style=style,
        style_hash=b64encode(sha256(style.encode()).digest()).decode(),
    )


def write_page(file: Path, page: str, *, replace: bool) -> None:
    """Write a page to a file; raises FileExistsError for one that is there unless it may be replaced."""
    with file.open("w" if replace else "x", encoding="utf-8", newline="\n") as opened:
        opened.write(page)


def _heading(part: Part) -> str:
    return {"every_page": "每一页", "page": visible(part.title), "no_page": "没有列在页面上的数据"}[part.extent]


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {"strokes": strokes, "visible": visible, "row_by_row": row_by_row, "heading": _heading}
    return environment.get_template("difference_page.html.j2")
