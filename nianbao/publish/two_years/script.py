"""What a browser compares any two years by: the numbers and the narrative of a year, as a script beside the chooser."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from nianbao.publish.data_script import content_of, data_script
from nianbao.publish.downloads import MadeFile
from nianbao.report.edition import KEY_NUMBERS
from nianbao.report.number_pair import way_of_writing
from nianbao.report.same_section import SectionText, YearText
from nianbao.report.year_quantities import YearQuantities, YearQuantity

FOLDER = "compare/"
FORMAT = 1
_CALLED = "nianbaoYear"

Breaks = Mapping[str, tuple[tuple[int, str], ...]]


def year_scripts(figures: Iterable[YearQuantities], texts: Iterable[YearText]) -> tuple[MadeFile, ...]:
    """Return the script of each year, `<year>.js`; `figures` and `texts` are those of all years."""
    from nianbao.report.comparison import breaks_in, long_frame

    told = {text.year: text for text in texts}
    found = tuple(figures)
    frame = long_frame(found)
    return tuple(
        MadeFile(
            f"{entry.year}.js",
            "",
            _script(entry, told[entry.year].sections, breaks_in(frame[frame["year"] <= entry.year])),
        )
        for entry in found
    )


def _script(entry: YearQuantities, sections: Iterable[SectionText], breaks: Breaks) -> bytes:
    names = {alias: name for alias, name in entry.aliases.items() if alias in KEY_NUMBERS}
    return data_script(
        _CALLED,
        {
            "format": FORMAT,
            "year": entry.year,
            "version": entry.version,
            "key": KEY_NUMBERS,
            "aliases": names,
            "quantities": [_quantity(each, breaks.get(each.name, ())) for each in entry.by_name.values()],
            "sections": [_section(section) for section in sections],
        },
    )


def _quantity(quantity: YearQuantity, breaks: Iterable[tuple[int, str]]) -> dict[str, Any]:
    """A quantity in few letters: name, group, value, unit, scale, decimals, written, qualifier, corrected, breaks."""
    way = way_of_writing(quantity)
    entry = {
        "n": quantity.name,
        "g": quantity.group,
        "v": None if quantity.value is None else f"{quantity.value:f}",
        "u": quantity.unit,
        "s": way.scale,
        "d": way.decimals,
        "w": quantity.written,
        "q": quantity.qualifier,
        "c": quantity.corrected,
        "b": list(breaks),
    }
    return {key: value for key, value in entry.items() if value not in ("", False, [], 0) or key == "v"}


def _section(section: SectionText) -> dict[str, Any]:
    """A section with its sentences, each with 1 behind it where it is a heading."""
    sentences = [[sentence, 1] if sentence in section.headings else [sentence] for sentence in section.sentences]
    why_not = "withdrawn" if section.withdrawn else "unread"
    return {
        "id": section.entry.id,
        "title": section.entry.title,
        "page": section.entry.page,
        **({"text": sentences} if section.told else {why_not: True}),
    }


def texts_by_page(script: bytes) -> dict[str, tuple[str, ...]] | None:
    """Return {page of its version (`2022-v1/budget.html`): the texts told of it}, all numbers with no page.

    None for what is no script of a year.
    """
    try:
        content = content_of(_CALLED, script)
        found = {
            f"{content['year']}-v{content['version']}/{section['page']}": tuple(_strings(section))
            for section in content["sections"]
        }
        return {"": tuple(_strings(content["quantities"])), **found}
    except (ValueError, KeyError, TypeError):
        return None


def texts_of_year(script: bytes) -> tuple[str, ...] | None:
    """Return the texts of a year's script, each by itself; None for what is none."""
    try:
        return tuple(_strings(content_of(_CALLED, script)))
    except ValueError:
        return None


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _strings(inner)
