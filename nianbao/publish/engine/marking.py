"""A page's Markdown as the build has it, read for its links, pictures, ids and footnotes, each with its place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import markdown
from markdown.extensions.footnotes import FootnoteExtension, FootnoteInlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.utils.yaml import get_yaml_loader, yaml_load
from pymdownx.slugs import slugify

from nianbao.publish.engine.cleaning import clean
from nianbao.publish.site_folder import site_part
from nianbao.report.finding import Finding
from nianbao.report.links import Link, Linked
from nianbao.report.narrative import Page, Text, anchors
from nianbao.report.place import Place

_ADDRESS = re.compile(r"(?:\]\(|^[ ]{0,3}\[[^\]\n]*\]:)[ \t]*<?(?=[^\s<>\"'])", re.MULTILINE)
"""What stands before an address; a mark of its own put there tells where the address was written."""
_MARK = re.compile("\ue002([0-9]+)\ue003")
_NOTE = re.compile(r"^[ ]{0,3}\[\^([^\]]*)\]:", re.MULTILINE)
_HEADING = re.compile(r"^[^\n]*$", re.MULTILINE)
_MADE = ("headerlink", "footnote-ref")
"""Links that Markdown makes by itself, which lead where they should."""
_IDS_OF_WORDS = {
    "disclosure": ("disclosure", "cite"),
    "downloads": ("downloads",),
    "attachments": ("attachments",),
    "correction_request": ("依据", "写明", "处理", "格式"),
    "choose_years": ("nb-choose", "nb-choose-a", "nb-choose-b", "nb-compared", "nb-compared-chapters", "neighbours"),
    "search": ("nb-search", "nb-search-query", "nb-search-year", "nb-search-hint"),
    "proof": ("校验值", "核验一个文件", "核验一个版次", "核验发布台账"),
}
"""The ids that words bring along; those of tables and charts are told by `anchors`."""


def settle(configs: dict[str, dict[str, Any]]) -> None:
    """Have anchors of headings written in their own words, where they would be counted otherwise."""
    configs.setdefault("toc", {})["slugify"] = slugify(case="lower")


def linked(root: Path, page: Page) -> Linked:
    """Return the links, pictures and ids of a page as it is built, and what is wrong with its ids and footnotes."""
    text = "".join(_piece(part) for part in page.parts)
    tree = _converter(root).read(text)
    places = _Places(page, text)
    addresses = _where(root, text, tree) if tree.links else []
    links = (
        Link(address, words, places.at(at), picture)
        for (address, words, picture), at in zip(tree.links, addresses, strict=True)
    )
    own = Counter(tree.ids) + Counter(_ids_of_words(page))
    return Linked(tuple(links), frozenset(tree.ids), tuple(_wrong(tree, own, text, places)))


def is_plain(page: Page) -> bool:
    """Say whether a page surely has no links, pictures and footnotes, and no ids but those of headings, all different.

    Most pages are, which then need not be read as Markdown.
    """
    text = "".join(part.text for part in page.parts if isinstance(part, Text))
    if any(mark in text for mark in ("[", "{:", "<")):
        return False
    squeezed = _squeezed(text)
    return not any(_squeezed(name) in squeezed for name in _ids_of_words(page))


def _squeezed(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).lower()


def _ids_of_words(page: Page) -> list[str]:
    own = {name for call in page.calls for name in _IDS_OF_WORDS.get(call.word, ())}
    return [*own, *(name for anchor in anchors(page).values() for name in (anchor, f"{anchor}-caption"))]


def _piece(part: Any) -> str:
    return part.text if isinstance(part, Text) else f"\ue000{part.number}\ue001"


class _Places:
    """Where in the file something stands that was found in the text of a page."""

    def __init__(self, page: Page, text: str) -> None:
        self._page, self._starts = page, list[tuple[int, Text]]()
        at = 0
        for part in page.parts:
            if isinstance(part, Text):
                self._starts.append((at, part))
            at += len(_piece(part))

    def at(self, offset: int) -> Place:
        first = self._starts[0] if self._starts else (0, Text("", 1))
        start, part = next((entry for entry in reversed(self._starts) if entry[0] <= offset), first)
        before = part.text[: offset - start]
        lines = before.count("\n")
        column = len(before) - before.rfind("\n") if lines else part.column + len(before)
        return Place(self._page.file, part.line + lines, str(column))


@dataclass
class _Tree:
    """What a page becomes: addresses with the words shown for them (True for a picture), ids, and its footnotes."""

    links: list[tuple[str, str, bool]] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    notes_repeated: list[str] = field(default_factory=list)
    notes_unknown: list[str] = field(default_factory=list)
    removed: tuple[str, ...] = ()
    """What may not stand on a page, although its reader let it pass."""
    ways_back: list[str] = field(default_factory=list)
    """The ids that footnotes lead back to."""


class _Noted(FootnoteInlineProcessor):  # type: ignore[misc]  # Markdown has no types
    """References to footnotes, of which those that nobody wrote are told."""

    def __init__(self, pattern: str, footnotes: FootnoteExtension, tree: Callable[[], _Tree]) -> None:
        super().__init__(pattern, footnotes)
        self._tree = tree

    def handleMatch(self, m: re.Match[str], data: str) -> Any:
        """Take note of a reference that leads nowhere and is no link of its own."""
        if m[1] and m[1] not in self.footnotes.footnotes and data[m.end() : m.end() + 1] not in ("(", "["):
            self._tree().notes_unknown.append(m[1])
        return super().handleMatch(m, data)


class _Look(Treeprocessor):  # type: ignore[misc]  # Markdown has no types
    """Takes note of ids where MkDocs does, which is beside the contents."""

    def __init__(self, tree: Callable[[], _Tree]) -> None:
        super().__init__()
        self._tree = tree

    def run(self, root: Element) -> None:
        """Take note of every id."""
        self._tree().ids += [name for element in root.iter() if (name := element.get("id"))]


class _Links(_Look):
    """Takes note of links and pictures where MkDocs does, which is at the end."""

    def run(self, root: Element) -> None:
        """Take note of every link and picture but addresses of mail that are hidden from robots."""
        for element in root.iter():
            address = element.get("href" if element.tag == "a" else "src")
            if element.tag not in ("a", "img") or address is None or AMP_SUBSTITUTE in address:
                continue
            if element.get("class") == "footnote-backref":
                self._tree().ways_back.append(address.removeprefix("#"))
            elif element.get("class") not in _MADE:
                picture = element.tag == "img"
                words = element.get("alt", "") if picture else "".join(_words(element))
                self._tree().links.append((address, words, picture))


def _words(element: Element) -> Iterator[str]:
    yield element.get("alt", "") if element.tag == "img" else ""
    yield element.text or ""
    for inner in element:
        yield from _words(inner)
        yield inner.tail or ""


class _Converter:
    """Markdown with the extensions of the build."""

    def __init__(self, root: Path) -> None:
        option: Any = MkDocsConfig.markdown_extensions
        with site_part(root, "mkdocs.yml").open(encoding="utf-8") as file:
            extensions = option.validate(yaml_load(file, get_yaml_loader()).get("markdown_extensions") or [])
        settle(option.configdata)
        self._markdown = markdown.Markdown(extensions=extensions, extension_configs=option.configdata)
        self._tree = _Tree()
        self._markdown.treeprocessors.register(_Look(lambda: self._tree), "nianbao_ids", 5)
        self._markdown.treeprocessors.register(_Links(lambda: self._tree), "nianbao_links", 0)
        notes = next(
            (each for each in self._markdown.registeredExtensions if isinstance(each, FootnoteExtension)), None
        )
        if notes is not None:
            self._watch(notes)

    def _watch(self, notes: FootnoteExtension) -> None:
        keep = notes.setFootnote

        def set_footnote(name: str, text: str) -> None:
            if name in notes.footnotes:
                self._tree.notes_repeated.append(name)
            keep(name, text)

        notes.setFootnote = set_footnote  # a note written twice is told nowhere else
        pattern = _Noted(r"\[\^([^\]]*)\]", notes, lambda: self._tree)
        self._markdown.inlinePatterns.register(pattern, "footnote", 175)

    def read(self, text: str) -> _Tree:
        """Return what a text becomes."""
        self._tree = _Tree()
        self._markdown.reset()
        self._tree.removed = clean(self._markdown.convert(text))[1]
        return self._tree


@lru_cache(maxsize=4)
def _converter(root: Path) -> _Converter:
    return _Converter(root)


def _where(root: Path, text: str, tree: _Tree) -> list[int]:
    """Where in the text the address of each link was written; 0 where nothing tells."""
    found: list[int] = []
    starts = [match.end() for match in _ADDRESS.finditer(text)]
    marked, last = [], 0
    for number, start in enumerate(starts):
        marked += [text[last:start], f"\ue002{number}\ue003"]
        last = start
    again = _converter(root).read("".join(marked) + text[last:]).links
    plain = [_MARK.sub("", address) for address, _, _ in again]
    same = plain == [address for address, _, _ in tree.links]
    for index, (address, _, _) in enumerate(tree.links):
        mark = _MARK.search(again[index][0]) if same else None
        found.append(starts[int(mark[1])] if mark else max(0, text.find(address)))
    return found


def _wrong(tree: _Tree, ids: Counter[str], text: str, places: _Places) -> Iterator[Finding]:
    """What is wrong with ids and footnotes, and what may not stand there."""
    for what in tree.removed:
        yield Finding("page_html", "error", places.at(0), {"text": what})
    for name, count in ids.items():
        if count > 1 and not name.startswith(("fn:", "fnref")):
            written = [found.start() for found in re.finditer(rf"\{{:?\s*#{re.escape(name)}\s*\}}", text)]
            at = written[-1] if written else _of_heading(name, text)
            yield Finding("id_repeated", "error", places.at(at), {"id": name})
    defined = {found[1]: found.start() for found in _NOTE.finditer(text)}
    for name in dict.fromkeys(tree.notes_repeated):
        yield Finding("footnote_repeated", "error", places.at(defined.get(name, 0)), {"note": name})
    for name in dict.fromkeys(tree.notes_unknown):
        yield Finding("footnote_unknown", "error", places.at(max(0, text.find(f"[^{name}]"))), {"note": name})
    there = set(tree.ids)
    for back in tree.ways_back:
        if back not in there:
            note = back.removeprefix("fnref:")
            yield Finding("footnote_unused", "error", places.at(defined.get(note, 0)), {"note": note})


def _of_heading(name: str, text: str) -> int:
    """Where a heading with that anchor of its own is written."""
    anchor = slugify(case="lower")
    headings = (found for found in _HEADING.finditer(text) if anchor(found.group().strip("#> "), "-") == name)
    return next((found.start() for found in headings), 0)
