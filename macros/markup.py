"""The templates of the words, and what each of them may say: all text is escaped, addresses are quoted."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["figure_address"] = figure_address
    environment.globals["figure_anchor"] = figure_anchor
    return environment


def render(template: str, **values: object) -> str:
    """Return the HTML of `templates/<template>` without the blank lines that would end a Markdown block."""
    html = _environment().get_template(template).render(**values)
    return "\n".join(line for line in (line.strip() for line in html.split("\n")) if line)


def figure_anchor(name: str) -> str:
    """Return the id of a quantity's entry in 数据索引: its name, without spaces."""
    return "-".join(name.split())


def figure_address(name: str, page: str = "figures.html") -> str:
    """Return the address of a quantity's entry, from any page of the same year."""
    return f"{page}#{quote(figure_anchor(name))}"
