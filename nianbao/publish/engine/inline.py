"""Which scripts and styles of a page are the theme's or our own: those that its templates print at the page's depth."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig

from nianbao.publish.policy import Inline, inline_in

_SCRIPTS = "partials/javascripts"
"""Where the theme and we have every template that prints a script into a page."""

_ICONS = "partials/icons.html"
"""What prints the theme's styles: icons by name, nothing of an editor's."""


class InlineOfTheme:
    """Renders these templates by themselves, for each depth once, with nothing at hand that an editor wrote."""

    def __init__(self, env: Environment, config: MkDocsConfig) -> None:
        self._env = env
        self._given = {"features": config.theme.get("features") or [], "config": {"theme": config.theme, "extra": {}}}
        found = {path.name for folder in config.theme.dirs for path in Path(folder, _SCRIPTS).glob("*.html")}
        self._names = [*(f"{_SCRIPTS}/{name}" for name in sorted(found)), _ICONS]
        self._known: dict[tuple[str, str, bool], frozenset[Inline]] = {}

    def of(self, context: Mapping[str, Any]) -> frozenset[Inline]:
        """Return what may stand inline in a page that is rendered with this context; its depth alone counts."""
        depth = context["base_url"], context["nianbao"].up, context["page"] is not None
        if depth not in self._known:
            given = {**self._given, "base_url": depth[0], "nianbao": {"up": depth[1]}, "page": depth[2]}
            printed = (self._env.get_template(name).render(given) for name in self._names)
            self._known[depth] = frozenset(inline for html in printed for inline in inline_in(html))
        return self._known[depth]
