from __future__ import annotations

import shutil
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture
def real(tmp_path: Path) -> Path:
    """A copy of the repository's own site, the real year 2022, with nothing but `data/` and `docs/`."""
    root = tmp_path / "site"
    for name in ("data", "docs"):
        shutil.copytree(REPOSITORY / name, root / name)
    return root
