"""The templates of the words, and what each of them may say: all text is escaped, addresses are quoted."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from nianbao.report.citation import READ_ON
from nianbao.report.quantities import Quantity, anchor_of


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
    environment.globals["anchor_of"] = anchor_of
    environment.globals["exact_value"] = exact_value
    environment.globals["read_on"] = READ_ON
    return environment


def render(template: str, **values: object) -> str:
    """Return the HTML of `templates/<template>` without the blank lines that would end a Markdown block."""
    html = _environment().get_template(template).render(**values)
    return "\n".join(line for line in (line.strip() for line in html.split("\n")) if line)


def exact_value(quantity: Quantity) -> str:
    """Return a quantity's exact value as machines read it, in the base unit; empty where there is none."""
    return "" if quantity.value is None else f"{quantity.value:f}"


def figure_address(name: str, page: str = "figures.html") -> str:
    """Return the address of a quantity's entry, from any page of the same year."""
    return f"{page}#{quote(anchor_of(name))}"
