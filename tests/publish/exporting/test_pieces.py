from __future__ import annotations

from pathlib import Path

import pytest

from nianbao.publish.archive import BuiltPortal, Damaged, durable
from nianbao.publish.exporting import Refused, export_tree
from nianbao.publish.exporting.pieces import pieces
from nianbao.publish.exporting.shown import read_shown
from nianbao.report.catalogue import Catalogue
from tests.publish.archive.office import Office, names, portal_pages


@pytest.mark.parametrize(
    "name", ["Latest/index.html", "Proof/index.html", "INDEX.html", "sha256sums", "2022-V1/a.html", "ｌatest"]
)
def test_names_that_are_one_on_some_systems_are_refused(tmp_path: Path, name: str) -> None:
    """A portal page that would overwrite a year on a system without case, or take the place of the proofs."""

    def portal(folder: Path, catalogue: Catalogue) -> BuiltPortal:
        portal_pages(folder, catalogue)
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("", encoding="utf-8")
        return BuiltPortal("made by hand")

    office = Office(tmp_path, portal)
    office.publish(2022)
    with pytest.raises(Refused, match="同一个名字"):
        export_tree(office.archive, tmp_path / "out")
    assert "out" not in names(tmp_path)


def test_a_file_that_changes_after_it_was_verified_is_not_exported(office: Office) -> None:
    """Its bytes are compared once more when they are read."""
    office.publish(2022)
    found = pieces(read_shown(office.archive))
    path = office.archive / "store/2022/v1/content/budget.html"
    durable.write_file(path, b"changed")
    with pytest.raises(Damaged, match="校验清单"):
        found["2022-v1/budget.html"].read()
    path.unlink()
    with pytest.raises(Damaged, match="读不出"):
        found["2022-v1/budget.html"].read()
    assert found["2022-v1/index.html"].read() == "<h1>2022年度</h1>".encode()
