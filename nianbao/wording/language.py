"""The language of messages: Chinese is the source, other languages are gettext catalogues under `locale/`."""

from __future__ import annotations

import locale
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

from nianbao.wording.personal import masked

LOCALES = Path(__file__).parent / "locale"
_chosen: ContextVar[str] = ContextVar("language", default="zh")


def speak(language: str) -> None:
    """Choose the language of all messages that follow: `zh`, or a folder's name under `locale/`.

    Raises ValueError for a language that has no catalogue.
    """
    if language != "zh" and not _catalogue_path(language).is_file():
        raise ValueError(language)
    _chosen.set(language)


@contextmanager
def reports_language() -> Iterator[None]:
    """Speak Chinese inside: what is published is in the reports' language, whatever the editor's locale."""
    before = _chosen.set("zh")
    try:
        yield
    finally:
        _chosen.reset(before)


def preferred(environment: Mapping[str, str], site_languages: tuple[str, ...] = ()) -> str:
    """Return the language to speak: `zh` where the locale or the site's languages are Chinese, otherwise `en`.

    A locale that names no language (`C`, `POSIX`, unset) leaves the choice to the site.
    """
    named = next((environment[key] for key in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(key)), "")
    code = (locale.normalize(named).split("_")[0] if named else "").lower()
    if code.startswith("zh") or any(language.lower().startswith("zh") for language in site_languages):
        return "zh"
    return "en"


def say(template: str, /, **values: object) -> str:
    """Return `template` (a Chinese `str.format` template and its own message id) in the chosen language, filled in.

    Raises KeyError when a value the template names is missing.
    """
    language = _chosen.get()
    return filled(template if language == "zh" else _messages(language).get(template, template), values)


def filled(text: str, values: Mapping[str, object]) -> str:
    """Return a `str.format` template filled in; whatever the values are, no number of a person is written in full."""
    return text.format(**{name: _shown(value) for name, value in values.items()})


def _shown(value: object) -> object:
    """The value itself, or, where it would be written with the number of a person, that text with the number masked."""
    text = str(value)
    shown = masked(text)
    return value if shown == text else shown


@cache
def _messages(language: str) -> dict[str, str]:
    from babel.messages.pofile import read_po

    with _catalogue_path(language).open("rb") as file:
        return {str(message.id): str(message.string) for message in read_po(file) if message.id and message.string}


def _catalogue_path(language: str) -> Path:
    return LOCALES / language / "LC_MESSAGES" / "nianbao.po"
