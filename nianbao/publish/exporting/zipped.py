"""An export as one zip file: the plain folder under one name, the same bytes from the same archive."""

from __future__ import annotations

import os
import re
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from nianbao.publish.exporting.pieces import Piece, pieces
from nianbao.publish.exporting.shown import Shown, steadily
from nianbao.publish.exporting.target import beside, finish, room_for, size_of
from nianbao.publish.exporting.tree import Exported, empty, exported

_EARLIEST = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_UNFIT = re.compile(r'[\x00-\x1f\\/:*?"<>|.]+')


def export_zip(archive: Path, target: Path) -> Exported:
    """Write the archive's present state as one zip file; raises as `export_tree` does.

    Times (in UTC), order and modes are fixed, so that the bytes depend on the archive and on
    the release of zlib alone. Names beyond ASCII are marked as UTF-8, as Windows Explorer wants them.
    """
    with beside(target, archive) as file:

        def write(shown: Shown) -> Exported:
            found = pieces(shown)
            empty(file)
            with room_for(size_of(found), file.parent):
                _write(found, file, top_folder(shown), shown.file_time)
            return replace(exported(found, shown), size=file.stat().st_size)

        return steadily(archive, write)


def top_folder(shown: Shown) -> str:
    """Return the one folder that the zip file unpacks to, such as `江门市总工会历年绩效自评报告`."""
    return f"{_UNFIT.sub('', shown.newest.department).strip()}历年绩效自评报告"


def _write(found: Mapping[str, Piece], file: Path, top: str, moment: datetime) -> None:
    time = max(_EARLIEST, moment.timetuple()[:6])
    with file.open("xb") as opened:
        with zipfile.ZipFile(opened, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
            for name, piece in found.items():
                archive.writestr(_entry(f"{top}/{name}", time), piece.read())
        opened.flush()
        os.fsync(opened.fileno())
    finish(file, moment)


def _entry(name: str, time: tuple[int, ...]) -> zipfile.ZipInfo:
    year, month, day, hour, minute, second = time
    entry = zipfile.ZipInfo(name, (year, month, day, hour, minute, second))
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = _UNIX
    entry.external_attr = 0o100644 << 16
    return entry
