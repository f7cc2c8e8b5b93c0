from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from nianbao.publish.archive import read_events

SOURCE = Path(__file__).resolve().parents[1] / "clock.c"
BEFORE_1980, IN_2001 = 100, 1_000_000_000
"""Seconds since 1970."""


@pytest.fixture(scope="module")
def clock(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library that gives the program it is loaded into another clock."""
    compiler = shutil.which("cc")
    if compiler is None:
        pytest.skip("no C compiler to make another clock")
    library = tmp_path_factory.mktemp("clock") / "clock.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-o", str(library), str(SOURCE), "-ldl"], check=True)
    return library


def nianbao(root: Path, *arguments: str, clock: Path | None = None, at: int = 0) -> subprocess.CompletedProcess[str]:
    """Run the command line in a site folder, which must end well, under a clock that begins at a second."""
    told = {"LD_PRELOAD": str(clock), "CLOCK_AT": str(at)} if clock else {}
    command = [sys.executable, "-m", "nianbao", *arguments]
    done = subprocess.run(command, cwd=root, env={**os.environ, **told}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done


def test_a_clock_before_1980_holds_up_nothing_and_is_told(small: Path, clock: Path, tmp_path: Path) -> None:
    """Workbooks, editions and exports are written as ever; that the ledger's time is in doubt stands in it."""
    nianbao(small, "new", "2024", "--ruleset", "county-sample", clock=clock, at=BEFORE_1980)
    for name in ("data/2024", "docs/2024"):
        shutil.rmtree(small / name)
    nianbao(small, "build", "2023", "--out", str(tmp_path / "early"), clock=clock, at=BEFORE_1980)
    nianbao(small, "build", "2023", "--out", str(tmp_path / "now"))
    names = [path.relative_to(tmp_path / "now") for path in (tmp_path / "now").rglob("*.*")]
    assert all((tmp_path / "early" / name).read_bytes() == (tmp_path / "now" / name).read_bytes() for name in names)
    published = nianbao(small, "publish", "2023", clock=clock, at=BEFORE_1980)
    assert "系统时钟是 1970-01-01T00:01:4" in published.stderr
    (event,) = read_events(small / "archive")
    assert event.scope == "全年度；记录时系统时钟早于2000年，时间不可信"
    for form in ([str(tmp_path / "out")], ["--zip", str(tmp_path / "out.zip")], ["--bag", str(tmp_path / "bag")]):
        nianbao(small, "export", *form, clock=clock, at=BEFORE_1980)
    assert "早于" not in nianbao(small, "publish", "2023").stderr


def test_a_clock_behind_the_ledger_is_told_and_recorded(small: Path, clock: Path) -> None:
    """With every entry that it concerns, until the clock is right again."""
    nianbao(small, "publish", "2023")
    with (small / "docs/2023/work.md").open("a", encoding="utf-8") as page:
        page.write("\n以上均已公开。\n")
    done = nianbao(small, "correct", "2023", "--reason", "补充", "--yes", clock=clock, at=IN_2001)
    assert "请核对并校准时钟" in done.stderr
    asked = ("withdraw", "2023", "--version", "1", "--page", "money", "--reason", "误发", "--yes")
    assert "请核对并校准时钟" in nianbao(small, *asked, clock=clock, at=IN_2001).stderr
    first, *later = read_events(small / "archive")
    assert "时钟" not in first.scope
    assert later
    assert all(event.scope.endswith("；记录时系统时钟早于已有的记录，时间先后不可信") for event in later)
    assert "完好" in nianbao(small, "verify").stdout
