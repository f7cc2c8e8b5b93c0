from __future__ import annotations

import posixpath
import shutil
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from nianbao.publish.archive import Damaged, durable, manifest
from nianbao.publish.exporting import Refused, export_bag, export_tree, version_files, view_files
from nianbao.publish.publishing import publish_year
from tests.publish.archive.office import Office, names, tree


def broken_links(folder: Path) -> list[str]:
    """Return every address in a page below `folder` that leads to no file, or to no such id in it."""
    ids: dict[str, set[str]] = {}
    addresses: list[tuple[str, str]] = []

    class Page(HTMLParser):
        name = ""

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            for attribute, value in attrs:
                if attribute == "id":
                    ids[self.name].add(value or "")
                elif attribute in ("href", "src") and not urlsplit(value or "").scheme:
                    addresses.append((self.name, value or ""))

    for path in folder.rglob("*.html"):
        page = Page()
        page.name = path.relative_to(folder).as_posix()
        ids[page.name] = set()
        if (
            page.name != "404.html"
        ):  # Only a web server shows it, under any address, so that its links begin at the root.
            page.feed(path.read_text(encoding="utf-8"))
    broken = []
    for name, address in addresses:
        parts = urlsplit(address)
        target = (
            posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(parts.path))) if parts.path else name
        )
        known = ids.get(target, {unquote(parts.fragment)}) | {"", "__toc"}
        if not (folder / target).is_file() or unquote(parts.fragment) not in known:
            broken.append(f"{name}: {address}")
    return broken


def test_every_address_of_the_archive_is_a_folder_of_the_same_bytes(full_office: Office, tmp_path: Path) -> None:
    """Years, versions and `latest` are copies in place of links, and what readers meet is byte for byte the same."""
    export_tree(full_office.archive, tmp_path / "out")
    exported = tree(tmp_path / "out")
    assert not any(what.startswith("→") for what in exported.values())
    served = tmp_path / "served"
    shutil.copytree(full_office.archive / "current", served)
    ours = {name: what for name, what in exported.items() if name.split("/")[0] != "proof"}
    assert ours == tree(served)
    assert exported["latest/budget.html"] == exported["2023-v1/budget.html"]
    assert exported["2022/budget.html"] == exported["2022-v2/budget.html"] != exported["2022-v1/budget.html"]


def test_every_link_in_an_exported_site_leads_to_a_file(following: Path, tmp_path: Path) -> None:
    """Two real years and the portal over them, followed as files: no page or fragment is missing."""
    for year in (2023, 2024):
        publish_year(following, tmp_path / "archive", year)
    export_tree(tmp_path / "archive", tmp_path / "out")
    assert len(list((tmp_path / "out").rglob("*.html"))) > 20
    assert broken_links(tmp_path / "out") == []


def test_the_same_archive_gives_the_same_bytes_and_times(full_office: Office, tmp_path: Path) -> None:
    """A second export differs from the first in nothing."""
    for name in ("one", "two"):
        export_tree(full_office.archive, tmp_path / name)
    assert tree(tmp_path / "one") == tree(tmp_path / "two")
    times = {
        path.stat().st_mtime for name in ("one", "two") for path in (tmp_path / name, *(tmp_path / name).rglob("*"))
    }
    assert len(times) == 1
    assert {oct(path.stat().st_mode) for path in (tmp_path / "one").rglob("*")} == {"0o100644", "0o40755"}


def test_files_of_another_view_bear_another_time(office: Office, tmp_path: Path) -> None:
    """Even where nothing was entered in the ledger: servers tell by size and time whether a page is still the same."""
    office.publish(2022)
    export_tree(office.archive, tmp_path / "one")
    office.publish(None, "portal-2")
    export_tree(office.archive, tmp_path / "two")
    times = [(tmp_path / name / "index.html").stat().st_mtime for name in ("one", "two")]
    assert times[1] >= times[0] + 2


def test_a_damaged_archive_is_not_exported(office: Office, tmp_path: Path) -> None:
    """Every damage is named, wherever it is, and nothing is left at the target or beside it."""
    office.publish(2022)
    office.publish(2023)
    damaged = ("store/2022/v1/content/budget.html", "store/2023/v1/sources.tar", "views/2/index.html")
    for name in damaged:
        durable.write_file(office.archive / name, b"changed")
    out = tmp_path / "exports"
    with pytest.raises(Damaged) as refused:
        export_tree(office.archive, out / "tree")
    assert {damage.path for damage in refused.value.damages} >= set(damaged)
    assert names(out) == set()


def test_an_archive_without_any_year_is_told_so(tmp_path: Path) -> None:
    """There is nothing to hand over."""
    with pytest.raises(Refused, match="还没有公开过"):
        export_tree(tmp_path / "archive", tmp_path / "out")
    assert names(tmp_path) == set()


@pytest.mark.parametrize("export", [export_tree, export_bag])
def test_a_version_is_found_again_in_an_export(
    full_office: Office, tmp_path: Path, export: Callable[[Path, Path], object]
) -> None:
    """All files of every version, under the names of the archive, and those of the view."""
    export(full_office.archive, tmp_path / "out")
    for year, version, name in ((2022, 1, "v1"), (2022, 2, "v2"), (2023, 1, "v1")):
        found = version_files(tmp_path / "out", year, version)
        stored = full_office.archive / f"store/{year}/{name}"
        hashes = {name: manifest.hash_file(path) for name, path in found.items()}
        assert hashes == manifest.hash_tree(stored)
    view = {name: manifest.hash_file(path) for name, path in view_files(tmp_path / "out").items()}
    assert view == manifest.hash_tree(full_office.archive / "views/3")


def test_what_is_no_export_holds_no_version(full_office: Office, tmp_path: Path) -> None:
    """Neither an empty folder nor one without the version, nor a link in place of a file."""
    assert version_files(tmp_path, 2022, 1) == {}
    assert view_files(tmp_path) == {}
    export_tree(full_office.archive, tmp_path / "out")
    assert version_files(tmp_path / "out", 2022, 3) == {}
    page = tmp_path / "out/2022-v1/budget.html"
    page.unlink()
    page.symlink_to("index.html")
    assert "content/budget.html" not in version_files(tmp_path / "out", 2022, 1)
