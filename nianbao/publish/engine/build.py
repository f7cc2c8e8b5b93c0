"""MkDocs as a library: one edition into a folder, every warning an error, no trace of the clock."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

from nianbao.publish.engine.desk import Desk
from nianbao.wording.language import reports_language

_LOGGERS = ("mkdocs", "mkdocs.plugins", "mkdocs.macros")


class BuildFailed(Exception):
    """MkDocs refused the edition; `messages` are its warnings and errors."""

    def __init__(self, messages: tuple[str, ...]) -> None:
        self.messages = messages
        super().__init__("\n".join(messages))


def build_edition(desk: Desk, out: Path) -> None:
    """Render the desk's edition into the empty or missing folder `out`.

    Raises BuildFailed with all warnings and errors, also for what a trusted site's own code does wrong, and Unusable
    for sources that cannot be read.
    """
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    from mkdocs.commands.build import build
    from mkdocs.config import load_config
    from mkdocs.exceptions import MkDocsException

    from nianbao.publish.engine.plugin import NianbaoPlugin
    from nianbao.publish.engine.settings import UnfitSettings, options, own_code_failed

    desk.read()
    with reports_language(), _heard() as messages:
        try:
            config = load_config(site_dir=str(out), **options(desk.root))
            cast(NianbaoPlugin, config.plugins["nianbao"]).desk = desk
            build(config)
        except SystemExit as ended:
            raise BuildFailed(tuple(messages) or (str(ended),)) from None
        except (UnfitSettings, MkDocsException) as error:
            raise BuildFailed((*messages, str(error))) from error
        except OSError:
            raise
        except Exception as error:
            if told := own_code_failed(desk.root, error):
                raise BuildFailed((*messages, told)) from error
            raise
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
