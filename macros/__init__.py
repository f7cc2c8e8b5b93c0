"""The words an editor may write between {{ and }}: bound to the page here, rendered in the modules beside this one."""

from __future__ import annotations

from typing import Any


def define_env(env: Any) -> None:
    """Bind every declared word; `env` is the MkDocs plugin's, whose `conf["nianbao"]` holds the build's desk."""
    from macros.binding import bound_words

    for name, word in bound_words(env.conf["nianbao"], lambda: str(env.page.file.src_uri)).items():
        env.macro(word, name)
