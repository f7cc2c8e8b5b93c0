from __future__ import annotations

import hashlib
import json
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

import pytest
from frictionless import Package
from frictionless.resources import TableResource
from hypothesis import given, settings

from nianbao.publish.downloads import PACKAGE, MadeFile, renewed, year_files
from nianbao.publish.downloads.package import package_file
from nianbao.publish.downloads.year import table_files
from nianbao.report.dataset import Dataset
from nianbao.report.origin import origin_of
from nianbao.report.site import Licence
from tests.publish.downloads.made import ORIGIN, YEARS, datasets, edition


def laid_out(files: tuple[MadeFile, ...], folder: Path) -> Package:
    """Write files as readers download them and open their package."""
    for file in files:
        (folder / file.name).parent.mkdir(parents=True, exist_ok=True)
        (folder / file.name).write_bytes(file.content)
    return Package(str(folder / PACKAGE))


@pytest.mark.parametrize(("site", "year"), YEARS)
def test_a_stranger_finds_every_year_valid(site: str, year: int, tmp_path: Path) -> None:
    """frictionless checks the package itself, each hash and size, and each cell by its column's type and bounds."""
    report = laid_out(year_files(edition(site, year)), tmp_path).validate()
    assert report.flatten(["name", "type", "fieldName", "note"]) == []
    assert report.valid


@pytest.mark.parametrize(("site", "year"), YEARS)
def test_the_package_tells_every_file_as_it_is(site: str, year: int) -> None:
    """Path, size, hash and encoding of each file but the workbook, whose tables are all there, and itself."""
    files = {file.name: file.content for file in year_files(edition(site, year))}
    package: dict[str, Any] = json.loads(files[PACKAGE])
    resources = {entry["path"]: entry for entry in package["resources"]}
    assert set(resources) == {name for name in files if name != PACKAGE and not name.endswith(".xlsx")}
    for path, entry in resources.items():
        assert entry["bytes"] == len(files[path])
        assert entry["hash"] == f"sha256:{hashlib.sha256(files[path]).hexdigest()}"
    names = [entry["name"] for entry in package["resources"]]
    assert len(set(names)) == len(names)
    assert package["licenses"] == [{"name": "notspecified", "title": Licence().told}]
    day = origin_of(edition(site, year)).day
    assert package.get("created", "None").startswith(str(day))


def test_numbers_and_gaps_are_typed_for_a_stranger(tmp_path: Path) -> None:
    """What the year does not state is no number, and what it states is exact."""
    package = laid_out(year_files(edition("..", 2022)), tmp_path)
    rows = {row["科目"]: row.to_dict() for row in cast(TableResource, package.get_resource("budget")).read_rows()}
    assert rows["合计"]["年初预算数（万元）"] == Decimal("1593.35")
    assert rows["合计"]["预算执行率（计算，%）"] == Decimal("100.00")
    assert rows["合计"]["全年预算数（万元）"] is None


@settings(max_examples=25)
@given(datasets())
def test_any_table_makes_a_valid_package(data: Dataset) -> None:
    """Whatever stands in cells and headers."""
    files = table_files(data, ORIGIN)
    package = MadeFile(PACKAGE, "", package_file("report-2023", "1.0.0", ORIGIN, files, []))
    with TemporaryDirectory() as folder:
        report = laid_out((*files, package), Path(folder)).validate()
    errors = report.flatten(["type", "fieldName", "note"])
    assert [error for error in errors if error[0] != "blank-row"] == []  # a row may well have no value at all


def test_what_is_gone_is_told_no_more_and_what_changed_as_it_is() -> None:
    """The entries of other files stay letter for letter."""
    files = {file.name: file.content for file in year_files(edition("hospital", 2023))}
    changed = {**files, "quantities.json": b"{}"}
    del changed["data/budget.csv"]
    package = files[PACKAGE]
    assert renewed(package, files.get) == package
    before = {entry["path"]: entry for entry in json.loads(package)["resources"]}
    after = {entry["path"]: entry for entry in json.loads(renewed(package, changed.get))["resources"]}
    assert set(before) - set(after) == {"data/budget.csv"}
    assert after["quantities.json"]["bytes"] == 2
    assert all(after[name] == before[name] for name in after if name != "quantities.json")
