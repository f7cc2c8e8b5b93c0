from __future__ import annotations

import csv
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, sync_playwright

from nianbao.publish.publishing import publish_year
from tests.publish.archive.office import Office
from tests.sites import hospital_sources

TESTS = Path(__file__).resolve().parent
REPOSITORY = TESTS.parent

settings.register_profile("reproducible", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("random", derandomize=False, deadline=None, print_blob=True)
settings.load_profile(os.environ.get("NIANBAO_HYPOTHESIS", "reproducible"))
"""The same examples in every run, however slow the machine; others each time for who asks for `random`."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that writes golden files anew, and the one that puts the archive to its full tests."""
    parser.addoption("--golden-update", action="store_true", help="write golden files anew, to be reviewed")
    parser.addoption("--torture", action="store_true", help="test the archive's promises in full; takes long")


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


@pytest.fixture(scope="session")
def small_source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small, sound, fictional site with one year, 2023, to be copied; it owes no section."""
    root = tmp_path_factory.mktemp("source") / "small"
    shutil.copytree(TESTS / "small", root)
    (root / "data" / "rulesets").mkdir()
    ruleset = (REPOSITORY / "data" / "rulesets" / "county-sample.yml").read_text(encoding="utf-8")
    asked = "disclosure_fields: [索引号, 文号, 发布机构, 主题分类, 有效性, 公开方式]\n"
    assert asked in ruleset
    optional = ruleset.replace(asked, "").replace("    level: 1\n", "    level: 1\n    required: false\n")
    (root / "data" / "rulesets" / "county-sample.yml").write_text(optional, encoding="utf-8")
    return root


@pytest.fixture
def small(small_source: Path, tmp_path: Path) -> Path:
    """A copy of a small, sound, fictional site with one year, 2023, for tests to damage; it owes no section."""
    return shutil.copytree(small_source, tmp_path / "small")


@pytest.fixture(scope="session")
def _published_hospital(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = hospital_sources(tmp_path_factory.mktemp("hospital"))
    publish_year(root, root / "archive", 2023)
    return root


@pytest.fixture
def hospital(_published_hospital: Path, tmp_path: Path) -> Path:
    """A copy of the hospital's site with its year 2023 published in `archive/`, for one test to change."""
    return shutil.copytree(_published_hospital, tmp_path / "hospital", symlinks=True)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """A made-up office that has published nothing."""
    return Office(tmp_path)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's chromium."""
    executable = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=quiet)
        yield chromium
        chromium.close()


def _repeat(path: Path, column: str, prior: str) -> None:
    """Write what a column says into the column for last year."""
    header, *rows = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
    at = header.index(prior) if prior in header else len(header)
    header = [*header[:at], prior, *header[at + 1 :]]
    rows = [[*row[:at], row[header.index(column)], *row[at + 1 :]] for row in rows]
    path.write_text("".join(",".join(row) + "\n" for row in (header, *rows)), encoding="utf-8")


@pytest.fixture
def following(small: Path) -> Path:
    """The small site with a second sound year, 2024, that says what 2023 said and tells 2023's numbers as last year's."""
    for folder in ("data", "docs"):
        for path in sorted((small / folder / "2023").iterdir()):
            text = path.read_text(encoding="utf-8").replace("2024", "2025").replace("2023", "2024")
            copy = small / folder / "2024" / path.name
            copy.parent.mkdir(exist_ok=True)
            copy.write_text(text, encoding="utf-8")
    for table, row, column in (
        ("budget", "执行数（万元）", "上年执行数（万元）"),
        ("sangong", "决算数（万元）", "上年决算数（万元）"),
        ("facts", "数值", "上年数"),
        ("facts", "限定", "上年限定"),
    ):
        _repeat(small / f"data/2024/{table}.csv", row, column)
    problems = small / "data/2024/problems.csv"
    text = problems.read_text(encoding="utf-8").replace("进展\n", "进展,结转自\n")
    problems.write_text(text.replace("正在办理\n", "正在办理,2023\n"), encoding="utf-8")
    return small
