"""Where a repair looks for intact copies: another archive, or anything that was exported from one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from nianbao.publish.archive import Damaged, layout, ledger, manifest, read_events
from nianbao.publish.archive.repairing import Copies
from nianbao.publish.exporting import version_files, view_files


def copies_in(folder: Path) -> Copies:
    """Return the copies that another archive, an exported folder or a bag holds. Nothing is verified yet."""
    if (folder / layout.STORE).is_dir():
        return Copies(lambda year, version: _stored(folder, year, version), lambda: _shown(folder))
    return Copies(lambda year, version: version_files(folder, year, version), lambda: view_files(folder))


def _stored(archive: Path, year: int, version: int) -> Mapping[str, Path]:
    try:
        kept = ledger.kept(read_events(archive)).get((year, version))
    except Damaged:
        kept = None
    return _files(archive / (kept.name if kept else layout.version_name(year, version)))


def _shown(archive: Path) -> Mapping[str, Path]:
    return _files((archive / layout.CURRENT).resolve())


def _files(folder: Path) -> dict[str, Path]:
    if not folder.is_dir():
        return {}
    return {entry.name: folder / entry.name for entry in manifest.walk(folder) if entry.kind == "file"}
