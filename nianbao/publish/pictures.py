"""The store of drawn charts: one file a specification, written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path


class KeptPictures:
    """Pictures by key in a folder, which anybody may delete at any time; nothing but time is lost with it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, key: str) -> str | None:
        """Return the picture kept under `key`, or None where there is none or only part of one (a power cut)."""
        try:
            svg = (self._folder / f"{key}.svg").read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            return None
        return svg if svg.rstrip().endswith("</svg>") else None

    def put(self, key: str, svg: str) -> None:
        """Keep a picture under `key`, where the folder takes it; a reader never meets half of it."""
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self._folder, suffix=".part")
            try:
                with os.fdopen(handle, "w", encoding="utf-8") as file:
                    file.write(svg)
                Path(name).replace(self._folder / f"{key}.svg")
            except BaseException:
                Path(name).unlink(missing_ok=True)
                raise


def kept_pictures() -> KeptPictures | None:
    """Return the store of the account that builds, which any build of any site may use; None where it has no home.

    It lies outside the site folder: pictures go into pages as they are, so that a folder from elsewhere must not bring
    any. Its place is what the XDG Base Directory Specification and Windows name for it.
    """
    named = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA") or ""
    try:
        home = Path(named) if Path(named).is_absolute() else Path.home() / ".cache"
    except RuntimeError:  # an account without a home
        return None
    return KeptPictures(home / "nianbao" / "pictures")
