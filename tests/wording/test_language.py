from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from nianbao.wording.language import LOCALES, preferred, say, speak
from nianbao.wording.sentences import SENTENCES, TITLES

REPOSITORY = Path(__file__).resolve().parents[2]
NAMES = re.compile(r"(?<!\{)\{(\w+)[^{}]*\}(?!\})")


@pytest.fixture(autouse=True)
def _chinese_again() -> Iterator[None]:
    yield
    speak("zh")


def _spoken() -> set[str]:
    """Every literal that the program says, and every sentence and title."""
    found = {*SENTENCES.values(), *TITLES.values()}
    for folder in ("nianbao", "macros"):
        for path in (REPOSITORY / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                named = isinstance(node, ast.Call) and getattr(node.func, "id", "") == "say"
                if named and isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                    found.add(str(node.args[0].value))
    return found


def _catalogue() -> dict[str, str]:
    with (LOCALES / "en" / "LC_MESSAGES" / "nianbao.po").open("rb") as file:
        return {str(message.id): str(message.string) for message in read_po(file) if message.id}


def test_every_message_has_its_english_with_the_same_values() -> None:
    """The catalogue is complete, has nothing left over, and fills in what the Chinese fills in."""
    catalogue = _catalogue()
    assert set(catalogue) == _spoken()
    assert [
        text for text, english in catalogue.items() if sorted(NAMES.findall(text)) != sorted(NAMES.findall(english))
    ] == []


def test_chinese_is_spoken_where_the_locale_or_the_site_is_chinese() -> None:
    """A Chinese site speaks Chinese under any locale; elsewhere the locale decides."""
    assert preferred({"LANG": "zh_CN.UTF-8"}) == "zh"
    assert preferred({"LANG": "C"}, ("zh-CN",)) == "zh"
    assert preferred({"LANG": "de_DE.UTF-8"}, ("en",)) == "en"
    assert preferred({}) == "en"


def test_the_chosen_language_is_spoken() -> None:
    """The same message in both languages."""
    text = "没有变化，不重复发布"
    assert say(text) == text
    speak("en")
    assert say(text) != text


def test_a_language_without_a_catalogue_is_refused() -> None:
    """Nobody is left with half a translation."""
    with pytest.raises(ValueError, match="fr"):
        speak("fr")
