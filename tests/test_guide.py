from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from nianbao.cli import cli
from nianbao.publish.guide import PAGES
from nianbao.report.checks import RULES
from nianbao.report.model import ROWS
from nianbao.report.naming import ALIASES
from nianbao.report.words import WORDS

REPOSITORY = Path(__file__).resolve().parents[1]
GUIDE = REPOSITORY / "docs" / "guide"
WRITTEN = [*sorted(REPOSITORY.glob("*.md")), *sorted(GUIDE.glob("*.md"))]
"""What people read: the pages at the top of the repository, and the guide."""

_CODE = re.compile(r"`[^`]*`")
"""What is shown as code is an example, no link."""
_LINK = re.compile(r"\]\(<?([^)#\s>]+)")
_NAME = re.compile(r"`([\w./*-]+)`")
_OURS = ("deploy/", "docs/guide/", "macros/", "nianbao/", "overrides/", "tests/", "benchmarks/", "data/schemas/")


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


def _tracked() -> list[str]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=REPOSITORY, capture_output=True, check=True).stdout
    return listed.decode().split("\0")


def _dead(page: Path, tracked: list[str]) -> Iterator[str]:
    """The files that a page links to or names as the program's own, and that are not there."""
    for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), start=1):
        place = f"{page.relative_to(REPOSITORY)}:{number}"
        for target in _LINK.findall(_CODE.sub("", line)):
            if not re.match(r"[a-z]+:", target) and not (page.parent / target).exists():
                yield f"{place} {target}"
        for name in _NAME.findall(line):
            named = name.startswith(_OURS) or (name.endswith((".py", ".conf")) and "*" not in name)
            if named and not any(f"/{path}".endswith(f"/{name}") or f"/{name}" in f"/{path}" for path in tracked):
                yield f"{place} {name}"


@pytest.mark.parametrize("page", WRITTEN, ids=lambda page: f"{page.parent.name}/{page.name}")
def test_a_page_names_no_file_that_is_not_there(page: Path) -> None:
    """Links lead to files of the repository, and what is named as the program's own is among them."""
    assert list(_dead(page, _tracked())) == []
