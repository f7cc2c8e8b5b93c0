"""Finding a site's files without leaving it: no links, no special files, no names that differ only in form."""

from __future__ import annotations

import re
import stat
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from nianbao.report.finding import Finding, Unusable
from nianbao.report.place import Place
from nianbao.sources.text import hidden_character
from nianbao.wording.spelling import common_form, is_portable

_YEAR = re.compile(r"20[0-9]{2}")
_LIKE_A_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])|年|^[0-9]+$")
_BARE_YEAR = re.compile(r"^(?:19|20)[0-9]{2}年?度?$")
_FILES = (".csv", ".yml", ".yaml", ".xlsx", ".md")
"""Endings that a folder's name does not have."""


def years(root: Path) -> tuple[int, ...]:
    """Return the years that have a folder under `data/`, oldest first."""
    data = root / "data"
    if not data.is_dir():
        return ()
    return tuple(sorted(int(path.name) for path in data.iterdir() if path.is_dir() and _YEAR.fullmatch(path.name)))


def is_year(year: int) -> bool:
    """Say whether a number can be a fiscal year: 2000 to 2099."""
    return bool(_YEAR.fullmatch(str(year)))


def year_folder(root: Path, year: int) -> str:
    """Return the name of a year's data folder (`data/2023`).

    Raises Unusable for a number that is no year, and where there is none, with the folders that look as if they were
    meant for a year.
    """
    if not is_year(year):
        raise Unusable([Finding("year_form", "error", Place(f"data/{year}"), {"year": year})])
    name = f"data/{year}"
    if not (root / name).is_dir():
        missing = Finding("year_missing", "error", Place(name), {"year": year})
        raise Unusable([*misnamed_years(root), missing])
    return name


def is_told(name: str, findings: list[Finding]) -> bool:
    """Say whether something is complained of in a file, or in a folder that it belongs to."""
    wrong = {finding.place.file for finding in findings if finding.level == "error" and not finding.gap}
    return not wrong.isdisjoint((name, *map(str, Path(name).parents)))


def misnamed_years(root: Path) -> list[Finding]:
    """Return a complaint about each folder below `data/` or `docs/` that looks like a year's, and would be passed over.

    Below `docs/` there may be folders of the portal's pages, so that only a bare year counts there.
    """
    found = []
    for folder, like in (("data", _LIKE_A_YEAR), ("docs", _BARE_YEAR)):
        below = root / folder
        names = sorted(path.name for path in below.iterdir() if path.is_dir()) if below.is_dir() else []
        for name in names:
            if like.search(_plain(name)) and not (_YEAR.fullmatch(name) or _is_left_by_a_program(name)):
                values = {"example": f"{folder}/{_meant(name)}", "folder": folder}
                found.append(Finding("year_folder_name", "error", Place(f"{folder}/{_shown(name)}"), values))
    return found


def _plain(name: str) -> str:
    """A folder's name with figures for the letters that are taken for them."""
    return unicodedata.normalize("NFKC", name).translate(str.maketrans("OoQlI|", "000111"))


def _meant(name: str) -> str:
    found = re.search(r"20\d\d", _plain(name))
    return found.group() if found else "2023"


def files_below(root: Path, folder: str, findings: list[Finding]) -> dict[str, Path]:
    """Return the regular files below `root/folder`, or that file alone, by their name relative to `root`, sorted.

    Links and special files are refused, and so are names that another name equals but for case or Unicode form (they
    would be one file on another system) and, among the pages, those that another system does not take. What programs
    leave behind (lock files, hidden files) is left out.
    """
    found: dict[str, Path] = {}
    forms: dict[str, str] = {}
    for path in _walk(root, root / folder):
        name = path.relative_to(root).as_posix()
        shown = _shown(name)
        mode = path.lstat().st_mode
        folder_for_file = stat.S_ISDIR(mode) and name.lower().endswith(_FILES)
        if folder_for_file or not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
            findings.append(Finding("not_a_plain_file", "error", Place(shown)))
            continue
        if shown != name:
            findings.append(Finding("file_name_odd", "error", Place(shown)))
            continue
        if name.startswith("docs/") and not is_portable(path.name):
            findings.append(Finding("file_name_odd", "error", Place(name), {}, "file_name_odd.elsewhere"))
        form = common_form(name)
        if forms.setdefault(form, name) != name:
            findings.append(Finding("names_alike", "error", Place(name), {"other": forms[form]}))
        if stat.S_ISREG(mode):
            found[name] = path
    return dict(sorted(found.items()))


def _shown(name: str) -> str:
    """A file's name as messages show it: what cannot be seen, or is no character at all, escaped."""
    return "".join(
        char if char.isprintable() and hidden_character(char, Place("")) is None else ascii(char)[1:-1] for char in name
    )


def _is_left_by_a_program(name: str) -> bool:
    """Whether a file is none of the editor's: lock files of Excel, WPS and LibreOffice, copies of text editors."""
    return name.startswith((".", "~$")) or name.endswith("~") or name in ("Thumbs.db", "desktop.ini")


def _walk(root: Path, folder: Path) -> Iterator[Path]:
    """Yield what lies below a folder, or a file alone; a link on the way to it stands for all of it."""
    ways = [folder, *folder.parents]
    link = next((path for path in reversed(ways[: ways.index(root)]) if path.is_symlink()), None)
    if link is not None:
        yield link
        return
    if folder.is_file():
        yield folder
    waiting = [folder] if folder.is_dir() else []
    while waiting:
        for path in sorted(waiting.pop().iterdir()):
            if _is_left_by_a_program(path.name):
                continue
            yield path
            if path.is_dir() and not path.is_symlink():
                waiting.append(path)
