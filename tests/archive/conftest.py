from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.archive import deeds, filesystems
from tests.archive.promises import Measured
from tests.publish.archive.office import Office

_MEASURED = pytest.StashKey[Measured]()

Measure = Callable[[str, Mapping[str, int]], None]
"""Tells how often something was counted: the promise, and {what: how many}."""


@pytest.fixture(scope="session")
def torture(pytestconfig: pytest.Config) -> bool:
    """Say whether the promises are tested in full (`--torture`) or in a short form."""
    return bool(pytestconfig.getoption("--torture"))


@pytest.fixture(scope="session")
def _mounting(tmp_path_factory: pytest.TempPathFactory) -> str:
    return filesystems.reason_against(tmp_path_factory.mktemp("mounting"))


@pytest.fixture
def mounting(_mounting: str) -> None:
    """Skip where no file systems can be mounted."""
    if _mounting:
        pytest.skip(_mounting)


@pytest.fixture
def measure(pytestconfig: pytest.Config) -> Measure:
    """Collect figures for the table of promises."""
    return pytestconfig.stash.setdefault(_MEASURED, Measured()).add


@pytest.fixture(scope="session")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Return an office with two years, a correction and three views; a test works on a copy of its archive."""
    office = Office(tmp_path_factory.mktemp("sound"))
    deeds.begin(office)
    deeds.correct_2022(office)
    return office


def afresh(office: Office, sound: Office) -> Path:
    """Return the office's archive as a new copy of the sound one, whatever was done to it."""
    for name in ("archive", "outside"):
        path = office.folder / name
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    return Path(shutil.copytree(sound.archive, office.archive, symlinks=True))


@pytest.fixture
def lone_office(sound: Office, tmp_path: Path) -> Office:
    """Return an office that published 2022 and 2023 and corrected 2022, in a folder of its own."""
    office = Office(tmp_path / "one")
    office.folder.mkdir()
    afresh(office, sound)
    return office


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave to `make torture` what takes minutes."""
    if not config.getoption("--torture"):
        left = [item for item in items if item.get_closest_marker("torture")]
        items[:] = [item for item in items if item not in left]
        config.hook.pytest_deselected(items=left)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print the table of promises where they were tested in full."""
    if config.getoption("--torture") and _MEASURED in config.stash:
        terminalreporter.section("promises of the archive")
        for line in config.stash[_MEASURED].table():
            terminalreporter.line(line)
