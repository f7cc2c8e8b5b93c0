"""Every number of a year as one file, with where each comes from."""

from __future__ import annotations

import json

from nianbao.report.citation import address_of_number
from nianbao.report.edition import YearEdition
from nianbao.report.quantities import Quantity
from nianbao.report.showing import Showing
from nianbao.report.year_quantities import changed_in, group_of

QUANTITIES = "quantities.json"
"""The file with every quantity of a year, beside its pages."""


def quantities_json(edition: YearEdition) -> str:
    """Return every quantity of a year as JSON: exact values as text in the base unit, where each is from and stands."""
    report, showing = edition.report, Showing(edition)
    document = {
        "title": report.head.title,
        "department": report.head.department.name,
        "year": report.year,
        "version": edition.version,
        "quantities": [_entry(quantity, edition, showing) for quantity in edition.quantities.by_name.values()],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _entry(quantity: Quantity, edition: YearEdition, showing: Showing) -> dict[str, object]:
    entry: dict[str, object] = {
        "name": quantity.name,
        "aliases": edition.quantities.aliases_of(quantity.name),
        "value": None if quantity.value is None else f"{quantity.value:f}",
        "unit": quantity.unit,
        "qualifier": quantity.qualifier,
        "written": quantity.written,
        "group": group_of(edition, quantity),
        "address": address_of_number(edition, quantity.name),
        "pages": [f"{page}.html" for page in showing.pages_with(quantity.name)],
    }
    changed = changed_in(edition, quantity)
    if changed:
        entry["changed"] = changed
    if quantity.name in edition.superseded:
        earlier = edition.superseded[quantity.name]
        entry["superseded"] = [{"version": version, "written": old or None} for version, old in earlier]
    if quantity.formula:
        return {**entry, "formula": quantity.formula, "operands": list(quantity.operands)}
    return {**entry, "source": str(quantity.place)}
