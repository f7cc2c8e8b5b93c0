from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from nianbao.publish.engine.desk import Desk
from nianbao.publish.engine.masking import mask_logs
from nianbao.publish.engine.surroundings import page_surroundings


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


def test_a_preview_tells_of_a_number_without_showing_it(small: Path) -> None:
    """The list of what is wrong stands on every page of a preview; the portal's own texts are looked at too."""
    facts = small / "data/2023/facts.csv"
    facts.write_text(facts.read_text(encoding="utf-8").replace("1800", "13800001234"), encoding="utf-8")
    site = small / "data/site.yml"
    site.write_text(site.read_text(encoding="utf-8").replace("0000-1234567", "13900001234"), encoding="utf-8")
    desk = Desk(small, tolerant=True)
    shown = [entry.text for address in ("2023/work.md", "") for entry in page_surroundings(desk, address).trouble]
    text = "\n".join(shown)
    assert "data/2023/facts.csv:2:数值: 这里有手机号码 138****1234" in text
    assert "data/site.yml:3: 这里有手机号码 139****1234" in text
    assert "13800001234" not in text.replace(",", "")
