"""What the theme prints is text, which every template escapes; only what is meant as HTML is handed over as HTML."""

from __future__ import annotations

import html
from collections.abc import Iterable

from jinja2 import Environment
from markupsafe import Markup, escape
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink


def escape_templates(env: Environment) -> None:
    """Have every template of the theme escape what it prints, the theme's own as well as ours.

    MkDocs leaves that to each `| e`, of which the theme forgets some (titles, the name of the site) and ours could.
    """
    env.autoescape = True


def give_title(page: Page, title: str | None) -> None:
    """Give a rendered page its title, which is text: the one given, or else what its first heading says, or its file.

    MkDocs gets no title of an editor's before, since mkdocs-macros would render it. As escaped HTML it reads the same
    in a template that takes the tags out of it.
    """
    page.title = escape(_own_title(page) if title is None else title)
    _escape_headings(page.toc)


def _own_title(page: Page) -> str:
    """What MkDocs calls a page, of which only what comes from the heading that it begins with is HTML."""
    title = str(page.title or "")
    of_heading = "title" not in page.meta and (page.content or "").lstrip().startswith("<h1")
    return html.unescape(title) if of_heading else title


def _escape_headings(links: Iterable[AnchorLink]) -> None:
    """MkDocs tells headings in HTML, of which nothing is left but their text."""
    for link in links:
        link.title = escape(html.unescape(link.title))
        _escape_headings(link.children)


def as_html(cleaned: str) -> Markup:
    """Return the content of a page, cleaned and filled in, as the HTML that it is."""
    return Markup(cleaned)  # noqa: S704 - cleaned by nh3, and what was filled in comes from templates that escape
