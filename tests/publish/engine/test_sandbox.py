from __future__ import annotations

import pytest
from jinja2 import TemplateError, UndefinedError
from jinja2.exceptions import SecurityError

from nianbao.publish.engine.sandbox import WordsEnvironment

ATTACKS = (
    "{{ lipsum.__globals__['os'].popen('id').read() }}",
    "{{ config.theme.get_env() }}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ num.__globals__ }}",
    "{{ cycler.__init__.__globals__ }}",
    "{{ range(10) }}",
    "{{ self.__init__.__globals__ }}",
    "{{ 'a'|upper }}",
    "{{ environment }}",
    "{% include 'index.md' %}",
)


def _environment() -> WordsEnvironment:
    return WordsEnvironment({"num": lambda name: f"[{name}]"})


def test_a_word_is_all_there_is() -> None:
    """The one thing a page can do is call a word, whatever variables its caller hands in."""
    template = _environment().from_string('预算{{ num("预算总额") }}。')
    assert template.render(config="x", page="y") == "预算[预算总额]。"


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_else_can_be_reached_even_past_the_reading_of_pages(attack: str) -> None:
    """Each known way out of a template ends in an error, should the first wall ever let it through."""
    with pytest.raises((UndefinedError, SecurityError, TemplateError, TypeError)):
        _environment().from_string(attack).render(config={"theme": object()}, environment=object())


def test_what_a_word_returns_is_escaped_unless_it_is_a_token() -> None:
    """The environment escapes, so that even a word that returned markup could not write it."""
    environment = WordsEnvironment({"num": lambda name: "<b>"})
    assert environment.from_string('{{ num("x") }}').render() == "&lt;b&gt;"
