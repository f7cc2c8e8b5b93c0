from __future__ import annotations

from decimal import Decimal

import pytest
from pydantic import Field

from nianbao.report.entry import Exact
from nianbao.report.finding import Finding
from nianbao.report.row import Value
from nianbao.sources.entries import as_model
from nianbao.sources.yamlfile import parse_yaml

FILE = "data/2023/report.yml"


class Part(Value):
    """A part with its points."""

    weight: Exact
    title: str = ""


class Whole(Value):
    """A list of parts, and points by name."""

    parts: tuple[Part, ...] = ()
    points: dict[str, Exact] = Field(default_factory=dict)


def _read(text: str) -> tuple[Whole | None, list[Finding]]:
    findings: list[Finding] = []
    node = parse_yaml(text, FILE, findings)
    assert node is not None
    return as_model(node, Whole, FILE, findings), findings


@pytest.mark.parametrize(("text", "number"), [("１０", "10"), ("１２．５０", "12.50"), ("1,250", "1250")])
def test_a_number_that_is_not_read_as_it_is_written_is_noted(text: str, number: str) -> None:
    """Full-width figures and groups in a YAML file get the note that they get in a table, at their line."""
    value, findings = _read(f'parts:\n  - weight: "20"\n  - weight: "{text}"\npoints:\n  满分: "{text}"\n')
    assert value is not None
    assert (value.parts[1].weight, value.points["满分"]) == (Decimal(number), Decimal(number))
    told = [(entry.rule, entry.level, str(entry.place), dict(entry.values)) for entry in findings]
    values = {"text": text, "number": number}
    assert told == [("cell_number_normalised", "info", f"{FILE}:{line}", values) for line in (3, 5)]


def test_full_width_figures_of_a_text_are_no_number() -> None:
    """A title is taken as it is written."""
    value, findings = _read('parts:\n  - {weight: "10", title: １０号楼}\n')
    assert value is not None
    assert value.parts[0].title == "１０号楼"
    assert findings == []
