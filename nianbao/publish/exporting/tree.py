"""An export as a plain folder without links, and the way back: the files of a version inside such a folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from nianbao.publish.archive import layout, manifest
from nianbao.publish.archive.inspection import read_regular
from nianbao.publish.exporting.pieces import Piece, pieces
from nianbao.publish.exporting.proof import PROOF
from nianbao.publish.exporting.shown import Shown, steadily
from nianbao.publish.exporting.target import beside, finish, room_for, size_of, write_new


@dataclass(frozen=True)
class Exported:
    """What was handed over: how many files, of how many bytes together, and the hash of the view they came from."""

    files: int
    size: int
    view_hash: str


def export_tree(archive: Path, target: Path) -> Exported:
    """Write the archive's present state as a plain folder that works on any web server and from `file://`.

    Raises Refused for an unfit target or an archive where nothing was published, Damaged with everything that is
    damaged, NoSpace. Then the target is as it was.
    """
    with beside(target, archive) as folder:

        def write(shown: Shown) -> Exported:
            found = pieces(shown)
            with room_for(size_of(found), folder.parent):
                write_tree(found, folder, shown.file_time)
            return exported(found, shown)

        return steadily(archive, write)


def write_tree(found: Mapping[str, Piece], folder: Path, moment: datetime) -> None:
    """Write files into `folder`, which is emptied first; every file and folder bears the time `moment`."""
    empty(folder)
    folder.mkdir()
    folders = {folder}
    for name, piece in found.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        folders.update(parent for parent in path.parents if folder in parent.parents)
        write_new(path, piece.read(), moment)
    for made in sorted(folders, reverse=True):
        finish(made, moment)


def exported(found: Mapping[str, Piece], shown: Shown) -> Exported:
    """Return what is told of an export of these files."""
    return Exported(len(found), sum(piece.size for piece in found.values()), shown.state.view_hash)


def empty(path: Path) -> None:
    """Remove what an earlier attempt left at a path of our own."""
    if path.is_dir():
        for entry in reversed(list(manifest.walk(path))):
            (path / entry.name).rmdir() if entry.kind == "folder" else (path / entry.name).unlink()
        path.rmdir()
    path.unlink(missing_ok=True)


def version_files(export: Path, year: int, version: int) -> dict[str, Path]:
    """Return {name inside the version's folder of the archive: path} of what an export holds of a version.

    `export` is a folder that `export_tree` wrote, an unpacked zip's top folder, or a bag. The names are those that
    the archive uses below `store/2022/v1/` (`content/budget.html`, `sources.tar`, `build.json`, `nonce`,
    `manifest-sha256.txt`). Links are never followed and nothing is verified: compare each file with the hash that
    it must have before using it. Empty where the folder is no export or holds no such version.
    """
    root = export / "data" if (export / "bagit.txt").is_file() else export
    address = layout.version_address(year, version)
    proof = root / PROOF / address
    inside = {f"{layout.CONTENT}/{name}": root / address / name for name in _files(root / address)}
    return {**inside, **{name: proof / name for name in _files(proof)}}


def view_files(export: Path) -> dict[str, Path]:
    """Return {name inside the view's folder: path} of the portal, ledger and `SHA256SUMS` that an export holds.

    They are those of the view from which the export was made. As with `version_files`, nothing is verified.
    """
    root = export / "data" if (export / "bagit.txt").is_file() else export
    sums = root / layout.SUMS
    try:
        listed = manifest.read(read_regular(sums))
    except (OSError, ValueError):
        return {}
    present = set(_files(root))
    names = {*listed, layout.PROOF} & present
    return {**{name: root / name for name in names}, layout.SUMS: sums}


def _files(folder: Path) -> list[str]:
    if not folder.is_dir() or folder.is_symlink():
        return []
    return [entry.name for entry in manifest.walk(folder) if entry.kind == "file"]
