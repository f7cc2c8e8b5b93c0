"""A version of a year as one HTML file that needs nothing else: for offices that can upload only one file."""

from __future__ import annotations

import posixpath
import re
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, partial
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from nianbao.publish.archive import layout
from nianbao.publish.archive.refusals import Damage, Damaged
from nianbao.publish.archive.tar import read_tar
from nianbao.publish.exporting import stored_page
from nianbao.publish.exporting.outline import Chapter, chapters
from nianbao.publish.exporting.pieces import Piece
from nianbao.publish.exporting.refusals import Refused
from nianbao.publish.exporting.shown import Shown, content_names, steadily
from nianbao.publish.exporting.target import beside, room_for, write_new
from nianbao.publish.exporting.tree import Exported, empty
from nianbao.report.catalogue import Event, SectionEntry
from nianbao.wording.language import say

_HERE = Path(__file__).parent
_PICTURES = {"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "svg": "image/svg+xml"}
_NOT_IN_ADDRESSES = re.compile(r"[\x00-\x20\"%<>`\\^{|}\s]")


@dataclass(frozen=True)
class _Part:
    """One page as it stands in the file: its heading's level, its anchor there, and its own HTML."""

    entry: SectionEntry
    level: int
    html: str
    ids: frozenset[str]


def export_single(archive: Path, year: int, target: Path, version: int | None = None) -> Exported:
    """Write a version of a year (the latest where none is named) as one HTML file; raises as `export_tree` does.

    Raises Refused too where the year or the version was never published.
    """
    with beside(target, archive) as file:

        def write(shown: Shown) -> Exported:
            page = single_page(shown, year, version)
            empty(file)
            with room_for(len(page), file.parent):
                write_new(file, page, shown.file_time)
            return Exported(1, len(page), shown.state.view_hash)

        return steadily(archive, write)


def single_page(shown: Shown, year: int, version: int | None = None) -> bytes:
    """Return a stored version as one HTML document without scripts, which fetches nothing.

    All text is that of the stored pages, which were verified. A page becomes a section whose id is the page's name
    without its ending (`budget`), an id on it `budget/…`; links between pages lead to these, all other links to the
    permanent addresses. Raises Refused where there is no such version, Damaged where a stored file has changed.
    """
    return _Single(shown, year, _chosen(shown, year, version)).page()


def _chosen(shown: Shown, year: int, version: int | None) -> int:
    if year not in shown.latest:
        known = "、".join(map(str, sorted(shown.latest)))
        raise Refused(say("{year}年度没有公开过；已公开的年度：{known}", year=year, known=known))
    latest = shown.latest[year]
    if version is not None and not 1 <= version <= latest:
        raise Refused(
            say("{year}年度没有第{version}版，现为第{latest}版", year=year, version=version, latest=shown.latest[year])
        )
    return version or shown.latest[year]


class _Single:
    def __init__(self, shown: Shown, year: int, version: int) -> None:
        self.shown, self.year, self.version = shown, year, version
        self.state = shown.versions[year, version]
        self.place = shown.kept[year, version].name
        self.content = content_names(self.state)
        self.parts: dict[str, _Part] = {}

    def page(self) -> bytes:
        if self.state.build is None:
            raise Damaged((Damage(f"{self.place}/{layout.BUILD}", say("内容不成样子")),))
        summary = self.state.build.summary
        outline = chapters(summary, self._report_yml())
        self._read(outline)
        style = (_HERE / "single.css").read_text(encoding="utf-8")
        html = _template().render(
            summary=summary,
            version=self.version,
            events=self._events(),
            latest=self.shown.latest[self.year],
            base=self.shown.facts.base_address,
            view_hash=self.shown.state.view_hash,
            commitment=self.shown.kept[self.year, self.version].commitment,
            chapters=[(chapter.heading, [self._shown(entry) for entry in chapter.pages]) for chapter in outline],
            colophon=Markup(self._colophon()),  # noqa: S704 - cleaned
            style=Markup(style),  # noqa: S704 - our own
            style_hash=b64encode(sha256(style.encode()).digest()).decode(),
        )
        return html.encode()

    def _read(self, outline: tuple[Chapter, ...]) -> None:
        for chapter in outline:
            for entry in chapter.pages:
                html = stored_page.article(self._stored(entry.page).decode())
                level = 3 if chapter.heading else 2
                self.parts[entry.page] = _Part(entry, level, html, stored_page.ids(html))

    def _shown(self, entry: SectionEntry) -> Mapping[str, object]:
        part = self.parts[entry.page]
        html = stored_page.rewritten(
            part.html,
            part.level,
            lambda name: f"{_anchor(entry.page)}/{name}",
            partial(self._address, entry.page),
            partial(self._picture, entry.page),
        )
        return {"anchor": _anchor(entry.page), "title": entry.title, "html": Markup(html)}  # noqa: S704 - cleaned

    def _address(self, page: str, href: str) -> str:
        parts = urlsplit(href)
        if parts.scheme or href.startswith("//"):
            return href
        target = _resolved(page, parts.path)
        fragment = unquote(parts.fragment)
        if target in self.parts:
            inside = f"/{fragment}" if fragment in self.parts[target].ids else ""
            return f"#{_written(_anchor(target) + inside)}"
        address = posixpath.normpath(f"{layout.version_address(self.year, self.version)}/{target}")
        return f"{self.shown.facts.base_address}{_written(address)}{f'#{_written(fragment)}' if fragment else ''}"

    def _picture(self, page: str, src: str) -> str:
        name = _resolved(page, urlsplit(src).path)
        kind = _PICTURES.get(name.rpartition(".")[2].lower())
        if kind is None:
            raise Refused(say("图片 {name} 的格式不能放进单个文件", name=name))
        return f"data:{kind};base64,{b64encode(self._stored(name)).decode()}"

    def _stored(self, name: str) -> bytes:
        listed = self.content.get(name)
        if listed is None:
            raise Damaged((Damage(f"{self.place}/{layout.CONTENT}/{name}", say("不见了")),))
        return Piece(self.state.listed[listed], self.shown.archive, f"{self.place}/{listed}").read()

    def _report_yml(self) -> bytes | None:
        path = f"{self.place}/{layout.SOURCES}"
        sources = Piece(self.state.listed[layout.SOURCES], self.shown.archive, path).read()
        return read_tar(sources).get(f"data/{self.year}/report.yml")

    def _colophon(self) -> str:
        for page in self.parts:
            found = stored_page.colophon(self._stored(page).decode())
            if found:
                return stored_page.rewritten(found, 2, str, partial(self._address, page), partial(self._picture, page))
        return ""

    def _events(self) -> list[Event]:
        own = (event for event in self.shown.events if (event.year, event.version) == (self.year, self.version))
        return [event for event in own if event.kind != "aside"]


def _anchor(page: str) -> str:
    return page.removesuffix(".html")


def _resolved(page: str, path: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(path))) if path else page


def _written(address: str) -> str:
    """The address with percent codes only where HTML would misread it, so that Chinese stays legible."""
    return _NOT_IN_ADDRESSES.sub(lambda found: quote(found[0]), address)


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template("single.html.j2")
