"""Which pages a build has, with their Markdown, and the navigation over them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from nianbao.publish.engine.desk import PORTAL, Desk
from nianbao.publish.two_years.pairs import name_of
from nianbao.report.binding import Bound
from nianbao.report.edition import YearEdition
from nianbao.report.narrative import Call, Page
from nianbao.report.words import WORDS
from nianbao.wording.language import say

Navigation = list[Any]

_WITHIN = r"(?:[> \t]|[*+-][ ]|:[ ]|[0-9]{1,9}\.[ ])*"
_HEADING = re.compile(rf"^{_WITHIN}\#.*$|^[^\n]+$(?=\n{_WITHIN}[=-]+[ ]*$)", re.MULTILINE)
"""A heading with marks before it, or a line with a line of `=` or `-` below."""

COMPARE = "compare/index.md"
"""The page on which readers choose two years, to which frozen pages lead."""

SEARCH = "search/index.md"
"""The page that the box in every header leads to, for ever; a site that has none of its own gets one."""

CONTACT = "contact.md"
"""The page that every page of a year leads to who wants something corrected, for ever; a site may write its own."""

CORRECTIONS = "corrections/index.md"
"""The page of all corrections and withdrawals, for ever."""


def markdown_of(page: Page, bound: tuple[Bound, ...] = ()) -> str:
    """Return the page's Markdown made anew from its parts, so that what is rendered is exactly what was read.

    Numbers of the running text that match a quantity become calls of `num` with the text they stand for. In headings
    they stay text: the anchor and the entry of the contents are made of what a heading says before words are filled in.
    """
    pieces = []
    for index, part in enumerate(page.parts):
        if isinstance(part, Call):
            pieces.append(_call(part.word, part.arguments))
            continue
        text, last = part.text, 0
        headings = _headings(text)
        for entry in (entry for entry in bound if entry.part == index and entry.quantity is not None):
            if any(entry.literal.start in heading for heading in headings):
                continue
            name = entry.quantity.name if entry.quantity else ""
            pieces += [text[last : entry.literal.start], _call("num", (name, entry.literal.written))]
            last = entry.literal.end
        pieces.append(text[last:])
    return "".join(pieces)


_MEANS_SOMETHING = re.compile(r"[!-/:-@\[-`{-~]")
"""What Markdown, its extensions or a template could read as more than a character."""


def _heading(title: str) -> str:
    """A page's first heading, which says the title letter by letter, whatever it would mean as Markdown or template."""
    plain = _MEANS_SOMETHING.sub(lambda found: f"&#{ord(found[0])};", " ".join(title.split()))
    return f"# {plain}\n\n"


def _headings(text: str) -> list[range]:
    """Where headings stand in Markdown, those within lists and quotations too, from the first character to the last."""
    return [range(*found.span()) for found in _HEADING.finditer(text)]


def _call(word: str, arguments: tuple[str, ...]) -> str:
    return "{{ " + word + "(" + ", ".join(json.dumps(text, ensure_ascii=False) for text in arguments) + ") }}"


def pages(desk: Desk) -> Iterator[tuple[str, str]]:
    """Yield every page of the build: its source address (`2022/budget.md`) and its Markdown."""
    for year, edition in desk.editions.items():
        for page in edition.pages:
            notice = f"{_call('correction', ())}\n\n" if edition.correction else ""
            yield f"{desk.prefix(year)}{page.id}.md", notice + markdown_of(page, edition.bound[page.id])
    if desk.single:
        return
    for page in desk.portal_pages:
        yield page.file.removeprefix("docs/"), markdown_of(page)
    for name, (title, words) in _standing(desk).items():
        yield name, _heading(title) + "".join(f"{_call(word, ())}\n\n" for word in words)
    for section, title in desk.catalogue.titles.items():
        yield f"sections/{section}/index.md", _heading(_bare(title)) + f"{_call('section_years', (section,))}\n"
    for entry in desk.catalogue.years:
        title = say("{year}年度版次与更正", year=entry.year)
        yield f"history/{entry.year}/index.md", _heading(title) + f"{_call('history', (str(entry.year),))}\n"
    for pair in desk.pairs:
        title = say("{later}年度与{earlier}年度对照", later=pair[1], earlier=pair[0])
        call = _call("compared_years", (str(pair[1]), str(pair[0])))
        yield f"compare/{name_of(pair)}/index.md", _heading(title) + f"{call}\n"
    yield COMPARE, _heading(say("两个年度对照")) + f"{_call('choose_years', ())}\n"
    yield CORRECTIONS, _heading(say("更正与撤下")) + f"{_call('corrections', ())}\n"
    yield "trends/index.md", _heading(say("历年变化")) + f"{_call('trends', ())}\n"
    yield "verify/index.md", _heading(say("怎样核验")) + f"{_call('proof', ())}\n"


def _standing(desk: Desk) -> dict[str, tuple[str, tuple[str, ...]]]:
    """The pages at addresses that live for ever which the site does not write itself: title and words of each."""
    own = {page.file.removeprefix("docs/") for page in desk.portal_pages} | {f"{old}.md" for old in desk.site.moved}
    pages = {
        SEARCH: (say("全文检索"), ("search", "every_section")),
        CONTACT: (say("意见反馈与更正申请"), ("contact", "correction_request")),
    }
    return {name: page for name, page in pages.items() if name not in own}


def _bare(title: str) -> str:
    """The title without its outline number, which may differ between years."""
    for mark in ("、", "）"):
        head, found, rest = title.partition(mark)
        if found and len(head) <= 3:
            return rest
    return title


def navigation(desk: Desk) -> Navigation:
    """Return the navigation of the build: a year's outline, the portal's pages, or both in a preview."""
    if desk.single:
        return year_navigation(next(iter(desk.editions.values())), "")
    entries = _portal_navigation(desk)
    if desk.edition == PORTAL:
        return entries
    years = [
        {say("{year}年度", year=year): year_navigation(edition, f"{year}/")}
        for year, edition in sorted(desk.editions.items(), reverse=True)
    ]
    return [*entries, *years]


def year_navigation(edition: YearEdition, prefix: str) -> Navigation:
    """Return cover, outline (sections below their headings) and appendices of a year.

    The pages get their titles when they are rendered, since mkdocs-macros reads one given here as a template.
    """
    present = {page.id for page in edition.pages}
    entries: Navigation = [f"{prefix}index.md"]
    for section in edition.report.outline:
        if section.id is None:
            entries.append({section.heading: []})
        elif section.id in present:
            entry = f"{prefix}{section.id}.md"
            below = isinstance(entries[-1], dict) and next(iter(entries[-1].values()))
            (below if isinstance(below, list) and section.level > 1 else entries).append(entry)
            present.discard(section.id)
    appendices = [page.id for page in edition.pages if page.id in present - {"index"}]
    listed = [f"{prefix}{page_id}.md" for page_id in appendices]
    open_headings = [entry for entry in entries if not (isinstance(entry, dict) and [] in entry.values())]
    return [*open_headings, {say("附录"): listed}] if listed else open_headings


def _portal_navigation(desk: Desk) -> Navigation:
    own = [page.file.removeprefix("docs/") for page in desk.portal_pages]
    own += _standing(desk)
    own.sort(key=lambda name: (name != "index.md", name != SEARCH, name))
    sections = [f"sections/{section}/index.md" for section in desk.catalogue.titles]
    histories = [f"history/{entry.year}/index.md" for entry in desk.catalogue.years]
    entries: Navigation = list(own)
    if sections:
        entries.append({say("分章查看历年"): sections})
    if histories:
        entries.append({say("版次与更正"): histories})
    pairs = [f"compare/{name_of(pair)}/index.md" for pair in desk.pairs]
    entries += [{say("两年对照"): [COMPARE, *pairs]}] if pairs else [COMPARE]
    entries += [CORRECTIONS, "trends/index.md", "verify/index.md"]
    return entries


def words_named(names: dict[str, Callable[..., str]]) -> dict[str, Callable[..., str]]:
    """Return what of `names` are declared words; raises KeyError for a declared word that nobody renders."""
    return {name: names[name] for name in WORDS}
