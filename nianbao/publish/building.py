"""From a desk to a folder: built, its addresses kept, protected, looked over, packed, and only then put in place."""

from __future__ import annotations

import errno
import hashlib
import os
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from nianbao.publish.addresses import Promise, inventory, keep
from nianbao.publish.compressed import compress
from nianbao.publish.engine.build import build_edition
from nianbao.publish.engine.desk import Desk
from nianbao.publish.policy import protect, unprotected
from nianbao.publish.validation import validate
from nianbao.report.addresses import Addresses
from nianbao.report.finding import Blocked
from nianbao.report.passages import cells_of
from nianbao.report.place import Place
from nianbao.sources.yamlfile import texts_of_yaml
from nianbao.wording.personal import PersonalNumber


def fingerprint(files: Mapping[str, bytes]) -> str:
    """Return one hash over names and contents, independent of their order."""
    digest = hashlib.sha256()
    for name in sorted(files):
        digest.update(f"{name}\0{hashlib.sha256(files[name]).hexdigest()}\n".encode())
    return digest.hexdigest()


def build_into(
    desk: Desk,
    out: Path,
    promise: Promise,
    outside: Callable[[str], bool],
    permits: Callable[[PersonalNumber], bool],
    looked_at: frozenset[str] = frozenset(),
) -> Addresses:
    """Build the desk's edition into the folder `out`, which is replaced only by a complete and valid one.

    `promise` are the addresses it must keep, `outside` answers for addresses that are not its own, `permits` for
    numbers of persons that may stand in it, and `looked_at` are files that were searched for them before. Return the
    addresses it has. Raises Blocked with what is not sound, BuildFailed for what MkDocs refuses, and NotADirectoryError
    where `out` is a file.
    """
    out.parent.mkdir(parents=True, exist_ok=True)
    if os.path.lexists(out) and not out.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(out))
    with tempfile.TemporaryDirectory(prefix=".building-", dir=out.parent, ignore_cleanup_errors=True) as scratch:
        built = Path(scratch) / "edition"
        build_edition(desk, built)
        wrong = keep(built, promise, outside)
        addresses = inventory(built)
        protect(built, desk.inline)
        wrong += validate(built, promise.at, outside, urlsplit(desk.site.address).path, permits, looked_at)
        wrong += tuple(unprotected(built, promise.at, desk.inline, lambda text: who_wrote(desk, text)))
        if wrong:
            raise Blocked(wrong)
        compress(built)
        if out.exists():
            out.rename(Path(scratch) / "before")  # whole, so that what cannot be replaced stays as it was
        built.rename(out)
    return addresses


def who_wrote(desk: Desk, text: str) -> Place | None:
    """Return the place of the entry or cell in the sources of a desk that holds a text, or None where none does."""
    if not text.strip():
        return None
    cells = [cell for edition in desk.editions.values() for cell in cells_of(edition.report)]
    files = {name: content for of_year in desk.files.values() for name, content in of_year.items()}
    files |= {"data/site.yml": (desk.root / "data/site.yml").read_bytes()}
    for name in (name for name in files if name.endswith(".yml")):
        for place, written in texts_of_yaml(files[name].decode("utf-8", "replace"), name):
            if text in written:
                return place
    return next((cell.place for cell in cells if text in cell.text), None)
