"""MkDocs as a library: one edition into a folder, every warning an error, no trace of the clock."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

from nianbao.publish.engine.desk import Desk
from nianbao.publish.site_folder import site_part
from nianbao.wording.language import reports_language

_LOGGERS = ("mkdocs", "mkdocs.plugins", "mkdocs.macros")


class BuildFailed(Exception):
    """MkDocs refused the edition; `messages` are its warnings and errors."""

    def __init__(self, messages: tuple[str, ...]) -> None:
        self.messages = messages
        super().__init__("\n".join(messages))


def options(root: Path) -> dict[str, Any]:
    """Return the settings that differ from what `mkdocs.yml` says, because a part comes with the engine."""
    from mkdocs.utils.yaml import get_yaml_loader, yaml_load

    with site_part(root, "mkdocs.yml").open(encoding="utf-8") as file:
        theme = dict(yaml_load(file, get_yaml_loader())["theme"])
    theme["custom_dir"] = str(site_part(root, "overrides"))
    return {"theme": theme, "docs_dir": str(root / "docs"), "config_file": str(site_part(root, "mkdocs.yml"))}


def build_edition(desk: Desk, out: Path) -> None:
    """Render the desk's edition into the empty or missing folder `out`.

    Raises BuildFailed with all warnings and errors, and Unusable for sources that cannot be read.
    """
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    from nianbao.publish.engine.plugin import NianbaoPlugin

    desk.read()
    with reports_language(), _heard() as messages:
        try:
            config = load_config(site_dir=str(out), **options(desk.root))
            cast(NianbaoPlugin, config.plugins["nianbao"]).desk = desk
            build(config)
        except SystemExit:
            raise BuildFailed(tuple(messages)) from None
        if messages:
            raise BuildFailed(tuple(messages))


@contextmanager
def _heard() -> Iterator[list[str]]:
    """Collect warnings and errors of MkDocs and its plugins, and keep everything they say off the terminal."""
    messages: list[str] = []

    class Collector(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            messages.append(record.getMessage())

    handler = Collector(logging.WARNING)
    logger = logging.getLogger("mkdocs")
    propagates, logger.propagate = logger.propagate, False
    logger.addHandler(handler)
    try:
        yield messages
    finally:
        logger.removeHandler(handler)
        logger.propagate = propagates
