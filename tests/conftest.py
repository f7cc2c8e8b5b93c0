from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parent
REPOSITORY = TESTS.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that writes golden files anew."""
    parser.addoption("--golden-update", action="store_true", help="write golden files anew, to be reviewed")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with the file of that name under `tests/golden/`, or write it with `--golden-update`."""

    def compare(name: str, text: str) -> None:
        path = TESTS / "golden" / name
        if request.config.getoption("--golden-update"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert path.read_text(encoding="utf-8") == text

    return compare


@pytest.fixture
def real(tmp_path: Path) -> Path:
    """A copy of the repository's own site, the real year 2022, with nothing but `data/` and `docs/`."""
    root = tmp_path / "site"
    for name in ("data", "docs"):
        shutil.copytree(REPOSITORY / name, root / name)
    return root


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A copy of a small, sound, fictional site with one year, 2023, for tests to damage."""
    root = tmp_path / "small"
    shutil.copytree(TESTS / "small", root)
    (root / "data" / "rulesets").mkdir()
    shutil.copy(REPOSITORY / "data" / "rulesets" / "county-sample.yml", root / "data" / "rulesets")
    return root
