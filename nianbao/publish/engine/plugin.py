"""The MkDocs plugin: events unpacked and handed to ordinary functions."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.utils.templates import TemplateContext

from nianbao.publish.compressed import compress
from nianbao.publish.downloads import MadeFile
from nianbao.publish.engine.cleaning import clean
from nianbao.publish.engine.compiled import TEMPLATES
from nianbao.publish.engine.desk import EVERYTHING, Desk
from nianbao.publish.engine.escaping import as_html, escape_templates, give_title
from nianbao.publish.engine.inline import InlineOfTheme
from nianbao.publish.engine.marking import settle
from nianbao.publish.engine.masking import mask_logs
from nianbao.publish.engine.outline import navigation, pages, words_named
from nianbao.publish.engine.previewing import reader
from nianbao.publish.engine.sandbox import WordsEnvironment
from nianbao.publish.engine.settings import UnfitSettings, check_plugins, tidy_path, words_folder
from nianbao.publish.engine.surroundings import page_surroundings, told
from nianbao.publish.pictures import kept_pictures
from nianbao.publish.policy import protect
from nianbao.publish.redirects import write_redirects
from nianbao.publish.searching.shard import write_shard
from nianbao.publish.site_folder import is_trusted
from nianbao.report.finding import Unusable
from nianbao.report.moved import redirects
from nianbao.sources.portal_files import is_shown_in_guide
from nianbao.sources.site import GUIDE
from nianbao.wording.language import say

log = get_plugin_logger("nianbao")
_UNUSED = ("assets/javascripts/lunr/", "assets/javascripts/workers/")
_OF_PORTAL = frozenset({"assets/compare.js", "assets/folding.js", "assets/search.js"})
"""What searches and compares belongs to the portal, so that it can be made better when the years are long frozen."""


class NianbaoPlugin(BasePlugin):  # type: ignore[type-arg,no-untyped-call]  # MkDocs leaves its plugin class untyped
    """Shows the editions of a site folder: `NIANBAO_EDITION` names one (`2022`, `portal`), without it all are shown.

    The engine sets `desk` before a build; MkDocs' own command line leaves it to be made from the environment.
    """

    desk: Desk | None = None
    _inline: InlineOfTheme

    @event_priority(100)
    def _begin(self, config: MkDocsConfig) -> MkDocsConfig:
        mask_logs()
        desk = self.desk = self.desk or _desk_from_environment(config)
        try:
            _set_up(config, desk)
        except Unusable as unusable:
            raise PluginError("\n" + "\n".join(told(unusable.findings))) from None
        except UnfitSettings as unfit:
            raise PluginError(str(unfit)) from None
        return config

    @event_priority(-100)
    def _close_environment(self, config: MkDocsConfig) -> MkDocsConfig:
        macros: Any = config.plugins["macros"]
        macros._env = WordsEnvironment(words_named(dict(macros.macros)))
        tidy_path(macros.config["module_name"])
        return config

    on_config = CombinedEvent(_begin, _close_environment)

    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Put the pages that were read in place of the files that MkDocs found."""
        return _files(files, config, self._desk)

    def on_env(self, env: Environment, config: MkDocsConfig, files: Files) -> Environment:
        """Have the theme's templates escape what they print, and be compiled once a process and not once an edition."""
        escape_templates(env)
        env.bytecode_cache = TEMPLATES
        self._inline = InlineOfTheme(env, config)
        return env

    @event_priority(100)
    def on_page_markdown(self, markdown: str, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
        """Keep words of the guide as text."""
        if f"docs/{page.file.src_uri}".startswith(GUIDE):
            page.meta["render_macros"] = False
        return markdown

    def on_page_content(self, html: str, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
        """Clean what Markdown made of a page, and give it its title."""
        cleaned, removed = clean(html)
        if removed:
            place = self._desk.page_at(page.file.src_uri)
            name = place[1].file if place else f"docs/{page.file.src_uri}"
            log.warning("%s: %s", name, say("页面中有不允许的内容，已去掉：{removed}", removed="、".join(removed)))
        give_title(page, self._desk.title_at(page.file.src_uri))
        return cleaned

    def on_page_context(
        self, context: TemplateContext, page: MkDocsPage, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Fill in the words' HTML and give the theme what surrounds the page."""
        page.content = as_html(self._desk.fill(page.content or ""))
        context["nianbao"] = page_surroundings(self._desk, page.file.src_uri)  # type: ignore[typeddict-unknown-key]  # ours
        self._desk.inline[page.file.dest_uri] = self._inline.of(context)
        return context

    def on_template_context(
        self, context: TemplateContext, template_name: str, config: MkDocsConfig
    ) -> TemplateContext:
        """Give pages without a source (404) what surrounds them."""
        context["nianbao"] = page_surroundings(self._desk, "")  # type: ignore[typeddict-unknown-key]  # ours
        self._desk.inline[template_name] = self._inline.of(context)
        return context

    def on_post_build(self, config: MkDocsConfig) -> None:
        """Take away the packed sitemap, which carries a time and nobody asks for; add the shards; finish an edition."""
        folder = Path(config.site_dir)
        (folder / "sitemap.xml.gz").unlink(missing_ok=True)
        for year, edition in self._desk.editions.items():
            write_shard(folder / self._desk.prefix(year), edition)
        if self._desk.finishing and self._desk.edition != EVERYTHING:
            write_redirects(folder, redirects(self._desk.moved), str(config.site_url), {})
            protect(folder, self._desk.inline)
            compress(folder)
        self._desk.end()

    def on_build_error(self, error: Exception) -> None:
        """Leave nothing running behind a build that failed."""
        if self.desk is not None:
            self.desk.end()

    def on_serve(self, server: Any, config: MkDocsConfig, builder: Any) -> Any:
        """Watch the data as well, and the site's own words and theme where they are used."""
        own = ("macros", "overrides") if is_trusted(self._desk.root) else ()
        for name in ("data", *own):
            if (self._desk.root / name).is_dir():
                server.watch(str(self._desk.root / name))
        return server

    @property
    def _desk(self) -> Desk:
        if self.desk is None:
            raise PluginError(say("构建尚未开始"))
        return self.desk


def _desk_from_environment(config: MkDocsConfig) -> Desk:
    own = Path(config.config_file_path or "mkdocs.yml").resolve().parent
    root = Path(os.environ.get("NIANBAO_ROOT", own))
    archive = os.environ.get("NIANBAO_ARCHIVE")
    return Desk(
        root,
        os.environ.get("NIANBAO_EDITION", EVERYTHING),
        int(os.environ.get("NIANBAO_VERSION", "1")),
        kept=kept_pictures(),
        tolerant=os.environ.get("NIANBAO_FAIL", "true") == "false",
        archive=Path(archive) if archive else None,
    )


def _set_up(config: MkDocsConfig, desk: Desk) -> None:
    root = desk.root
    check_plugins(config)
    desk.read()
    blocking = tuple(finding for edition in desk.editions.values() for finding in edition.blocking)
    if blocking and not desk.tolerant:
        raise Unusable(blocking)
    config["nianbao"] = desk
    config.plugins["macros"].config["module_name"] = str(words_folder(config, root))
    title = next(iter(desk.editions.values())).report.head.title if desk.single else desk.site.title
    config.site_name = title
    config.site_url = f"{desk.site.address}{desk.edition}/" if desk.single else desk.site.address
    config.docs_dir = str(root / "docs" / desk.edition if desk.single else root / "docs")
    config.nav = [*navigation(desk), *_guide(desk)]
    config.extra["homepage"] = "index.html"
    if desk.single:
        config.extra["version"] = {"provider": "mike", "default": desk.edition}
        config.theme.static_templates.discard("404.html")
    settle(config.mdx_configs)
    desk.read_text = reader(config)
    # mkdocs and its theme read the clock only where this is unset; it never tells the time of the build
    os.environ["SOURCE_DATE_EPOCH"] = str(epoch_of(desk))


def epoch_of(desk: Desk) -> int:
    """Return the time stamp of a build, from the reports' own years: 1 January after the newest fiscal year, UTC."""
    return int(datetime.datetime.combine(desk.day, datetime.time(), datetime.UTC).timestamp())


def _guide(desk: Desk) -> list[Any]:
    folder = desk.root / GUIDE
    if desk.edition != EVERYTHING or not folder.is_dir():
        return []
    names = sorted(path.relative_to(desk.root / "docs").as_posix() for path in folder.rglob("*.md"))
    names.sort(key=lambda name: not name.endswith("guide/index.md"))
    return [{say("编辑手册"): names}] if names else []


def _files(files: Files, config: MkDocsConfig, desk: Desk) -> Files:
    kept = [file for file in files if _stays(file, desk)]
    made = [File.generated(config, address, content=text) for address, text in pages(desk)]
    data = [
        File.generated(config, f"{prefix}{file.name}", content=file.content)
        for prefix, files_of_data in _data_files(desk)
        for file in files_of_data
    ]
    cleaned = [
        File.generated(config, f"{desk.prefix(year)}{name.split('/', 2)[2]}", content=content)
        for published in (desk.attachments, desk.pictures)
        for year, files_of_year in published.items()
        for name, content in files_of_year.items()
    ]
    beside = [File.generated(config, name, content=content) for name, content in desk.beside_portal.items()]
    return Files([*kept, *beside, *made, *data, *cleaned])


def _data_files(desk: Desk) -> Iterator[tuple[str, tuple[MadeFile, ...]]]:
    yield "", desk.portal_files
    yield from desk.compared_files.items()
    yield from ((desk.prefix(year), files) for year, files in desk.data_files.items())


def _stays(file: File, desk: Desk) -> bool:
    """Whether a file that MkDocs found is kept: the theme's, and in a preview the guide; others are read by us."""
    if file.src_uri.startswith(_UNUSED) or file.src_uri.endswith(".map"):
        return False
    if desk.single and file.src_uri in _OF_PORTAL:
        return False
    docs = Path(desk.root, "docs", desk.edition if desk.single else "")
    in_docs = file.src_dir is not None and Path(file.src_dir) == docs
    if not in_docs:
        return True
    shown = desk.edition == EVERYTHING and is_shown_in_guide(f"docs/{file.src_uri}")
    return shown and not Path(file.abs_src_path or "").is_symlink()
