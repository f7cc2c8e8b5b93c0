from __future__ import annotations

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from tests.archive import fixed_publication
from tests.archive.conftest import Measure
from tests.publish.archive.office import tree

TESTS = Path(__file__).resolve().parents[1]
YEAR = "2023"
OLD, NEW = 400_000_000, 4_000_000_000
"""Times of files, in 1982 and in 2096."""


@dataclass(frozen=True)
class Surroundings:
    """What must not matter to the bytes that are published."""

    folder: str = "site"
    environment: dict[str, str] = field(default_factory=dict)
    umask: int = 0o022
    last_first: bool = False
    disorder: tuple[str, ...] = ()
    time: int | None = None


VARIATIONS = {
    "a folder with spaces and Chinese": Surroundings(folder="年报 2023/网站 （公开）"),
    "a time zone east": Surroundings(environment={"TZ": "Asia/Shanghai"}),
    "a time zone west": Surroundings(environment={"TZ": "America/New_York"}),
    "the C locale": Surroundings(environment={"LANG": "C", "LC_ALL": "C", "LANGUAGE": "en"}),
    "another hash seed": Surroundings(environment={"PYTHONHASHSEED": "1"}),
    "a strict umask and another user's home": Surroundings(
        umask=0o077, environment={"HOME": "/nonexistent", "USER": "wang", "LOGNAME": "wang", "PYTHONHASHSEED": "random"}
    ),
    "files in another order": Surroundings(last_first=True, disorder=("7",)),
    "other times of files": Surroundings(time=OLD),
}
COMBINED = Surroundings(
    folder="年报 2023/网站 （公开）",
    environment={"TZ": "America/New_York", "LC_ALL": "C", "LANG": "C", "LANGUAGE": "en", "PYTHONHASHSEED": "1"},
    umask=0o077,
    last_first=True,
    disorder=("7",),
    time=OLD,
)
PLAIN = Surroundings(environment={"TZ": "UTC", "LC_ALL": "zh_CN.UTF-8", "PYTHONHASHSEED": "0"}, time=NEW)


def test_the_same_sources_are_the_same_bytes_wherever_they_are_published(
    small_source: Path, tmp_path: Path, torture: bool, measure: Measure
) -> None:
    """Pages, sources, facts, portal and ledger do not show folder, clock, language, user, or order and age of files."""
    site = TESTS / "hospital" if torture else small_source
    tried = {"plain": PLAIN, "all at once": COMBINED, **(VARIATIONS if torture else {})}

    def published(number: int, name: str) -> dict[str, str]:
        return _published(site, tmp_path / str(number), tried[name])

    with ThreadPoolExecutor(2) as two:
        plain, *others = two.map(published, range(len(tried)), tried)
    differing = {
        name: sorted(path for path in {*plain, *other} if plain.get(path) != other.get(path))
        for name, other in zip([*tried][1:], others, strict=True)
    }
    different = sum(map(bool, differing.values()))
    measure("same bytes", {"variations of the environment": len(others), "with other bytes": different})
    assert {name: paths for name, paths in differing.items() if paths} == {}
    assert len(plain) > 40


def _published(site: Path, folder: Path, around: Surroundings) -> dict[str, str]:
    """Publish a copy of a site in certain surroundings; return what lies in its archive, modes included."""
    root = folder / around.folder
    files = sorted(path for part in ("data", "docs") for path in (site / part).rglob("*") if path.is_file())
    for path in reversed(files) if around.last_first else files:
        copy = root / path.relative_to(site)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
        if around.time is not None:
            os.utime(copy, (around.time, around.time))
    command = [sys.executable, "-m", fixed_publication.__name__, str(root), YEAR, *around.disorder]
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "TZ"))}
    done = subprocess.run(
        command,
        cwd=TESTS.parent,
        env=environment | around.environment,
        umask=around.umask,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    archive = root / "archive"
    modes = {name: f"{(archive / name).lstat().st_mode:o} {what}" for name, what in tree(archive).items()}
    return {name: what for name, what in modes.items() if name != ".lock"}
