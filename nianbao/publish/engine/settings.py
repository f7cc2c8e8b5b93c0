"""Which `mkdocs.yml` an edition is built with, and which words: a site's own only where it is trusted."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Container, Iterator
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig

from nianbao.publish.site_folder import is_trusted, runs_own_code, site_part, trusting
from nianbao.wording.language import say

_PLUGINS = ("nianbao", "macros")


class UnfitSettings(Exception):
    """A `mkdocs.yml` with which no report can be built; the text is a sentence for people."""


def options(root: Path) -> dict[str, Any]:
    """Return the settings that differ from what `mkdocs.yml` says, because a part comes with the engine.

    Raises UnfitSettings for a site's own `mkdocs.yml` that is not one of this program's.
    """
    settings = site_part(root, "mkdocs.yml")
    theme = {**_theme(settings), "custom_dir": str(site_part(root, "overrides"))}
    return {"theme": theme, "docs_dir": str(root / "docs"), "config_file": str(settings)}


def _theme(settings: Path) -> dict[str, Any]:
    """The settings of the theme; `mkdocs.yml` is code, so that reading it may raise anything."""
    from mkdocs.utils.yaml import get_yaml_loader, yaml_load

    try:
        with settings.open(encoding="utf-8") as file:
            read = yaml_load(file, get_yaml_loader())
    except OSError:
        raise
    except Exception as error:
        raise _unfit(settings, str(error) or type(error).__name__) from error
    if not isinstance(read, dict):
        raise _unfit(settings, say("里面不是一项项设置"))
    theme = read.get("theme")
    theme = {"name": theme} if isinstance(theme, str) else theme
    if not isinstance(theme, dict) or theme.get("name") != "material":
        raise _unfit(settings, say("没有 {entry}", entry="theme: name: material"))
    _need(settings, set(_named(read.get("plugins"))))
    return theme


def _named(plugins: object) -> Iterator[str]:
    """The names in a list of plugins, whose entries are names or mappings of a name to its settings."""
    for entry in plugins if isinstance(plugins, (list, dict)) else ():
        yield from map(str, entry if isinstance(entry, dict) else [entry])


def _need(settings: Path, plugins: Container[str]) -> None:
    if missing := [name for name in _PLUGINS if name not in plugins]:
        raise _unfit(settings, say("没有 {entry}", entry=f"plugins: {'、'.join(missing)}"))


def _unfit(settings: Path, what: str) -> UnfitSettings:
    return UnfitSettings(
        say(
            "{file}：不是本程序能用的设置文件：{what}。请照程序自带的 mkdocs.yml 改正，或移走这个文件，改用自带的",
            file=settings,
            what=what,
        )
    )


def check_plugins(config: MkDocsConfig) -> None:
    """Raise UnfitSettings where the settings that MkDocs was started with lack what the words of a page need."""
    _need(Path(config.config_file_path or "mkdocs.yml"), config.plugins)


def words_folder(config: MkDocsConfig, root: Path) -> Path:
    """Return the folder of the words of an edition of the site folder `root`.

    Whoever starts MkDocs itself runs the `mkdocs.yml` of a folder by choice, and with it the words beside it; the
    engine names the one of its own where the site is not trusted. Words that an earlier build of this process loaded
    from elsewhere are forgotten.
    """
    started = Path(config.config_file_path or "mkdocs.yml").resolve().parent
    home = root if is_trusted(root) else started
    with trusting(home):
        folder = site_part(home, "macros").resolve()
    loaded = sys.modules.get("macros")
    if loaded is not None and folder not in [Path(path).resolve() for path in loaded.__path__]:
        for name in [name for name in sys.modules if name == "macros" or name.startswith("macros.")]:
            del sys.modules[name]
    return folder


def tidy_path(words: str) -> None:
    """Take the folder of the words itself off the path of modules, and leave each other entry once.

    mkdocs-macros puts the folder and its parent there with every build. In the parent the drawing process finds
    `macros`; in the folder every later `import numbers` would find ours instead of Python's.
    """
    sys.path[:] = [entry for entry in dict.fromkeys(sys.path) if entry != words]


def own_code_failed(root: Path, error: Exception) -> str:
    """Return a sentence about what a trusted site's own code raised, and its file and line; empty for our own."""
    frames = traceback.extract_tb(error.__traceback__) if runs_own_code(root) else ()
    inside = [frame for frame in frames if Path(frame.filename).resolve().is_relative_to(root.resolve())]
    if not inside:
        return ""
    return say(
        "{file}:{line}：站点自带的程序出错：{error}。请交给写它的人改正，或不加 --trust，改用程序自带的",
        file=inside[-1].filename,
        line=inside[-1].lineno,
        error=f"{type(error).__name__}: {error}",
    )
