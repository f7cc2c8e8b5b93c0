from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
TRIED = """
from hypothesis import given, strategies as st

@given(st.text())
def test_tried(text: str) -> None:
    print(ascii(text))
"""


def _examples(folder: Path, **environment: str) -> str:
    """What hypothesis tries in a run of its own, beside the tests' own settings."""
    (folder / "test_tried.py").write_text(TRIED, encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-s",
        "-p",
        "tests.conftest",
        "-p",
        "no:cacheprovider",
        str(folder),
    ]
    inherited = {name: value for name, value in os.environ.items() if name != "NIANBAO_HYPOTHESIS"}
    run = subprocess.run(
        command, cwd=REPOSITORY, env=inherited | environment, capture_output=True, text=True, check=True, timeout=120
    )
    return "\n".join(line for line in run.stdout.splitlines() if line.startswith(("'", '"')))


def test_hypothesis_tries_the_same_in_every_run_unless_asked_for_others(tmp_path: Path) -> None:
    """`make test` depends on no luck; NIANBAO_HYPOTHESIS=random looks for what nobody has found."""
    first = _examples(tmp_path)
    assert first.count("\n") > 20
    assert _examples(tmp_path) == first
    assert _examples(tmp_path, NIANBAO_HYPOTHESIS="random") != first
