from __future__ import annotations

from pathlib import Path

import pytest

from nianbao.cli import cli
from nianbao.publish.guide import PAGES
from nianbao.report.checks import RULES
from nianbao.report.model import ROWS
from nianbao.report.naming import ALIASES
from nianbao.report.words import WORDS

GUIDE = Path(__file__).resolve().parents[1] / "docs" / "guide"


@pytest.mark.parametrize("name", PAGES)
def test_a_generated_page_of_the_guide_says_what_the_program_does(name: str, request: pytest.FixtureRequest) -> None:
    """Pages made from declarations are kept as files and are current; `make golden` renews them."""
    made = PAGES[name]()
    if request.config.getoption("--golden-update"):
        (GUIDE / name).write_text(made, encoding="utf-8")
    assert (GUIDE / name).read_text(encoding="utf-8") == made


def test_every_word_table_rule_short_name_and_verb_is_in_the_guide() -> None:
    """Nothing that an editor can use is missing from the guide."""
    text = "".join(path.read_text(encoding="utf-8") for path in GUIDE.glob("*.md"))
    names = [*WORDS, *ROWS, *RULES, *ALIASES, *(f"nianbao {verb}" for verb in cli.commands)]
    assert [name for name in names if f"`{name}" not in text and f"\n{name} " not in text] == []
