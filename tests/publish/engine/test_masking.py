from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from nianbao.publish.engine.masking import mask_logs


@pytest.fixture
def heard() -> Iterator[list[str]]:
    """What a listener to MkDocs hears."""
    messages: list[str] = []

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            messages.append(record.getMessage())

    listener = Listener()
    logging.getLogger("mkdocs").addHandler(listener)
    yield messages
    logging.getLogger("mkdocs").removeHandler(listener)


def test_what_is_logged_shows_no_number_of_a_person(heard: list[str]) -> None:
    """A plugin's warning about a link is masked, its values too; other messages are as they were."""
    mask_logs()
    mask_logs()
    logger = logging.getLogger("mkdocs.plugins.any")
    logger.warning("no page %r in %s", "attachments/13800001234.docx", "2023/work.md")
    logger.warning("100% done")
    assert heard == ["no page 'attachments/138****1234.docx' in 2023/work.md", "100% done"]
