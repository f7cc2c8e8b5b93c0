"""What pages and the Data Package tell of files, sizes and hashes, made true again when files were taken out."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from nianbao.publish.addresses import is_attached
from nianbao.publish.archive import manifest
from nianbao.publish.archive.versions import Staged
from nianbao.publish.compressed import is_twin
from nianbao.publish.downloads import FOLDER, PACKAGE, QUANTITIES, renewed
from nianbao.publish.withdrawing.quoting import rewrite

_IN_PLACE = "（已撤下）"


def relisted(left: Staged, before: Path) -> Staged:
    """Return a staged version that lists its files as they are; `before` is the folder of its content as it was.

    No hash of a file that is gone is left anywhere, since a short table could be guessed back from it; one that was
    rewritten is listed with the hash that it has now.
    """
    package = left.content / PACKAGE
    if package.is_file():
        rewrite(package, renewed(package.read_bytes(), lambda name: _content(left.content / name)).decode())
    changed = dict(_changed(before, left.content))
    for page in sorted(left.content.rglob("*.html")) if changed else []:
        text = page.read_text(encoding="utf-8")
        for old, new in changed.items():
            text = text.replace(old, new)
        rewrite(page, text)
    return left


def _changed(before: Path, content: Path) -> list[tuple[str, str]]:
    """The SHA-256 that a file had and what is told in its place, for each that is gone or was rewritten."""
    found = []
    for entry in manifest.walk(before):
        if entry.kind == "file" and _is_listed(entry.name):
            old, data = sha256((before / entry.name).read_bytes()).hexdigest(), _content(content / entry.name)
            new = _IN_PLACE if data is None else sha256(data).hexdigest()
            if new != old:
                found.append((old, new))
    return found


def _is_listed(name: str) -> bool:
    return not is_twin(name) and (name.startswith(FOLDER) or name in (QUANTITIES, PACKAGE) or is_attached(name))


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None
