"""Finding a site's files without leaving it: no links, no special files, no names that differ only in form."""

from __future__ import annotations

import re
import stat
import unicodedata
from pathlib import Path

from nianbao.report.finding import Finding
from nianbao.report.place import Place

_YEAR = re.compile(r"20\d\d")


def years(root: Path) -> tuple[int, ...]:
    """Return the years that have a folder under `data/`, oldest first."""
    data = root / "data"
    if not data.is_dir():
        return ()
    return tuple(sorted(int(path.name) for path in data.iterdir() if path.is_dir() and _YEAR.fullmatch(path.name)))


def files_below(root: Path, folder: str, findings: list[Finding]) -> dict[str, Path]:
    """Return the regular files below `root/folder` by their name relative to `root`, sorted.

    Links and special files are refused, and so are names that another name equals but for case or Unicode form
    (they would be one file on another system). What programs leave behind (lock files, hidden files) is left out.
    """
    found: dict[str, Path] = {}
    forms: dict[str, str] = {}
    for path in _walk(root / folder):
        name = path.relative_to(root).as_posix()
        mode = path.lstat().st_mode
        if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
            findings.append(Finding("not_a_plain_file", "error", Place(name)))
            continue
        form = unicodedata.normalize("NFKC", name).casefold()
        if forms.setdefault(form, name) != name:
            findings.append(Finding("names_alike", "error", Place(name), {"other": forms[form]}))
        if stat.S_ISREG(mode):
            found[name] = path
    return dict(sorted(found.items()))


def _is_left_by_a_program(name: str) -> bool:
    """Whether a file is none of the editor's: lock files of Excel, WPS and LibreOffice, copies of text editors."""
    return name.startswith((".", "~$")) or name.endswith("~") or name in ("Thumbs.db", "desktop.ini")


def _walk(folder: Path) -> list[Path]:
    if folder.is_symlink():
        return [folder]
    if not folder.is_dir():
        return []
    entries: list[Path] = []
    for path in sorted(folder.iterdir()):
        if _is_left_by_a_program(path.name):
            continue
        entries.append(path)
        if path.is_dir() and not path.is_symlink():
            entries.extend(_walk(path))
    return entries
