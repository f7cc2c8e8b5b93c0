"""Sites that tests publish: copies of the fictional ones, and a change to one of their files."""

from __future__ import annotations

import shutil
from pathlib import Path

HOSPITAL = Path(__file__).resolve().parent / "hospital"


def hospital_sources(root: Path) -> Path:
    """Copy data and texts of the hospital into a folder, and return it."""
    for name in ("data", "docs"):
        shutil.copytree(HOSPITAL / name, root / name)
    return root


def change(path: Path, old: str, new: str) -> None:
    """Change what a file says; it must have said so."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
