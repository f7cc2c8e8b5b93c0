"""The narrative of the sources for a preview of the portal: rendered as pages are, and read as published pages are."""

from __future__ import annotations

from functools import cache

import markdown
from mkdocs.config.defaults import MkDocsConfig

from nianbao.publish.engine.cleaning import clean
from nianbao.publish.engine.desk import ReadText
from nianbao.publish.two_years.narrative import narrative
from nianbao.report.edition import YearEdition
from nianbao.report.narrative import Page, Text
from nianbao.report.same_section import Paragraph
from nianbao.report.scoring import stated_grade
from nianbao.wording.language import say


def reader(config: MkDocsConfig) -> ReadText:
    """Return what reads the narrative of a page of the sources, with Markdown as the build has it."""

    @cache
    def read(text: str) -> tuple[Paragraph, ...]:
        converter = markdown.Markdown(
            extensions=list(config.markdown_extensions), extension_configs=config.mdx_configs or {}
        )
        return narrative(clean(converter.convert(text))[0])

    return lambda edition, page: read(_written(edition, page))


def _written(edition: YearEdition, page: Page) -> str:
    """A page's Markdown with its numbers and its grade written out, and without tables, charts and notices."""
    return "".join(
        part.text if isinstance(part, Text) else _word(edition, part.word, part.arguments) for part in page.parts
    )


def _word(edition: YearEdition, word: str, arguments: tuple[str, ...]) -> str:
    if word == "grade":
        return stated_grade(edition.report) or say("原报告未列")
    quantity = edition.quantities.get(arguments[0]) if word == "num" else None
    return "" if quantity is None else quantity.written
