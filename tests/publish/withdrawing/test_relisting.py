from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pytest

from nianbao.publish.archive.versions import Staged
from nianbao.publish.compressed import compress
from nianbao.publish.downloads import PACKAGE, year_files
from nianbao.publish.editions import assemble
from nianbao.publish.withdrawing.relisting import relisted
from tests.publish.archive.office import summary


def sha256(data: bytes) -> str:
    """Return a hash as pages list it."""
    return hashlib.sha256(data).hexdigest()


@pytest.fixture
def before(small: Path, tmp_path: Path) -> Path:
    """The files of data of a year, an attachment, and a page that lists all of them with their hashes."""
    folder = tmp_path / "before"
    files = {file.name: file.content for file in year_files(assemble(small, 2023))} | {"attachments/a.pdf": b"%PDF-"}
    files["index.html"] = "\n".join(f"{name} {sha256(content)}" for name, content in files.items()).encode()
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    compress(folder)
    return folder


def left_of(before: Path, *names: str) -> Staged:
    """Return what is left when files are taken out."""
    content = before.with_name("left")
    shutil.copytree(before, content)
    for name in names:
        (content / name).unlink()
    return Staged(2023, content, {}, summary(2023), "", {}, 0)


def test_nothing_changes_where_nothing_was_taken_out(before: Path) -> None:
    """Not a byte of page or package."""
    left = relisted(left_of(before), before).content
    for path in before.rglob("*"):
        assert path.is_dir() or (left / path.relative_to(before)).read_bytes() == path.read_bytes()


def test_no_hash_of_what_is_gone_is_left(before: Path) -> None:
    """A short table could be guessed from it; the package has the entry no more, and is listed with its own new hash."""
    gone = [sha256((before / name).read_bytes()) for name in ("data/budget.csv", "attachments/a.pdf", PACKAGE)]
    left = relisted(left_of(before, "data/budget.csv", "attachments/a.pdf"), before).content
    package = (left / PACKAGE).read_bytes()
    page = (left / "index.html").read_text(encoding="utf-8")
    assert not [digest for digest in gone if digest in page or digest in package.decode()]
    assert "data/budget.csv （已撤下）" in page
    assert f"{PACKAGE} {sha256(package)}" in page
    assert "data/budget.csv" not in {entry["path"] for entry in json.loads(package)["resources"]}


def test_a_file_that_was_rewritten_is_listed_as_it_is_now(before: Path) -> None:
    """As happens to the numbers of a version that quoted what was withdrawn."""
    left = left_of(before)
    (left.content / "quantities.json").write_bytes(b"{}")
    relisted(left, before)
    resources = {entry["path"]: entry for entry in json.loads((left.content / PACKAGE).read_bytes())["resources"]}
    assert resources["quantities.json"]["hash"] == f"sha256:{sha256(b'{}')}"
    assert f"quantities.json {sha256(b'{}')}" in (left.content / "index.html").read_text(encoding="utf-8")
