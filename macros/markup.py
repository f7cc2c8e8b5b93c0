"""The templates of the words, and what each of them may say: all text is escaped, addresses are quoted."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from nianbao.report.citation import READ_ON
from nianbao.report.quantities import Quantity, anchor_of

_PHONE = re.compile(r"(?:[(（]?(?P<area>0\d{2,3})[)）]?[- ]?)?(?P<number>\d{7,8}|1\d{4}|\d{3}[- ]?\d{3,4}[- ]?\d{3,4})")
"""A number of an office: with its area, a short one such as 12345, or one beginning with 400."""


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
    environment.globals["number_to_call"] = number_to_call
    environment.globals["read_on"] = READ_ON
    return environment


def render(template: str, **values: object) -> str:
    """Return the HTML of `templates/<template>` without the blank lines that would end a Markdown block."""
    html = _environment().get_template(template).render(**values)
    return "\n".join(line for line in (line.strip() for line in html.split("\n")) if line)


def exact_value(quantity: Quantity) -> str:
    """Return a quantity's exact value as machines read it, in the base unit; empty where there is none."""
    return "" if quantity.value is None else f"{quantity.value:f}"


def number_to_call(phone: str) -> str:
    """Return an office's number as telephones dial it (`0750-3276289` → `+867503276289`), empty for what is none.

    Numbers with an extension, or several of them, are left to the reader.
    """
    found = _PHONE.fullmatch(phone.strip())
    if found is None:
        return ""
    area, number = found["area"] or "", found["number"].replace("-", "").replace(" ", "")
    return f"+86{area.lstrip('0')}{number}" if area else number


def figure_address(name: str, page: str = "figures.html") -> str:
    """Return the address of a quantity's entry, from any page of the same year."""
    return f"{page}#{quote(anchor_of(name))}"
