"""Behind the reading of pages, which lets only known words through: an environment in which there is nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from jinja2 import StrictUndefined, Template
from jinja2.sandbox import ImmutableSandboxedEnvironment


class _WordsOnly:
    """A template that is rendered without the variables its caller hands in."""

    def __init__(self, template: Template) -> None:
        self._template = template

    def render(self, **_: object) -> str:
        return self._template.render()


class WordsEnvironment(ImmutableSandboxedEnvironment):
    """A sandbox whose only names are the words: no filters, tests, globals or page variables."""

    def __init__(self, words: Mapping[str, Callable[..., str]]) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True)
        self.globals = dict(words)
        self.filters = {}
        self.tests = {}

    def from_string(self, source: Any, *_: Any, **__: Any) -> Any:
        """Return the template of a page; it ignores whatever variables it is rendered with."""
        return _WordsOnly(super().from_string(source))
