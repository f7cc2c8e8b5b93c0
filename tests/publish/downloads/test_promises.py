from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from frictionless import Package

from nianbao.publish import archive as store
from nianbao.publish.comparing import changes
from nianbao.publish.correcting import Request, correct_year
from nianbao.publish.downloads import PACKAGE
from nianbao.publish.editions import assemble, build_year, year_sources
from nianbao.publish.publishing import publish_year
from nianbao.publish.stored import read_stored
from nianbao.publish.withdrawing.request import Request as Withdrawal
from nianbao.publish.withdrawing.withdrawing import withdraw_content
from nianbao.report.site import Licence

LICENCE = "licence: {name: CC-BY-4.0, title: 署名 4.0 国际, url: https://creativecommons.org/licenses/by/4.0/}\n"
MOBILE = "13812345678"


@pytest.fixture
def licensed(small: Path) -> Path:
    """The small site, whose editor has chosen terms of use."""
    site = small / "data/site.yml"
    site.write_text(site.read_text(encoding="utf-8") + LICENCE, encoding="utf-8")
    return small


def test_the_terms_that_the_editor_chose_are_in_every_file(licensed: Path, tmp_path: Path) -> None:
    """In the package, beside each table, and on the first page."""
    build_year(licensed, 2023, tmp_path / "2023")
    package: dict[str, Any] = json.loads((tmp_path / "2023" / PACKAGE).read_bytes())
    path = "https://creativecommons.org/licenses/by/4.0/"
    assert package["licenses"] == [{"name": "CC-BY-4.0", "title": "署名 4.0 国际", "path": path}]
    table: dict[str, Any] = json.loads((tmp_path / "2023/data/budget.json").read_bytes())
    assert table["licence"] == {"name": "CC-BY-4.0", "title": "署名 4.0 国际", "url": path}
    assert f'许可：<a href="{path}">署名 4.0 国际</a>' in (tmp_path / "2023/index.html").read_text(encoding="utf-8")
    assert Package(str(tmp_path / "2023" / PACKAGE)).validate().valid


def test_the_terms_are_frozen_with_a_year(licensed: Path, tmp_path: Path) -> None:
    """A published year keeps its terms; other ones are a change that readers are told of."""
    archive = tmp_path / "archive"
    publish_year(licensed, archive, 2023)
    assert read_stored(archive, 2023, 1, licensed).report.licence.name == "CC-BY-4.0"
    site = licensed / "data/site.yml"
    site.write_text(site.read_text(encoding="utf-8").replace(LICENCE, ""), encoding="utf-8")
    with pytest.raises(store.Frozen) as refused:
        publish_year(licensed, archive, 2023)
    assert refused.value.changed == ("data/site.json",)
    told = [(change.column, change.old, change.new) for change in changes(licensed, archive, 2023).cells]
    assert told == [("许可", "署名 4.0 国际 https://creativecommons.org/licenses/by/4.0/", Licence().told)]


def test_a_site_that_says_nothing_of_terms_is_what_it_always_was(small: Path) -> None:
    """So that years which were published before can be published again without an event."""
    assert set(json.loads(year_sources(small, 2023)["data/site.json"])) == {"notice", "address"}


def test_a_file_of_data_that_would_vanish_is_told_before_anything_is_built(small: Path, tmp_path: Path) -> None:
    """Its address was published; the editor says where it leads now."""
    archive = small / "archive"
    publish_year(small, archive, 2023)
    for path in (small / "docs/2023").glob("*.md"):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace('{{ data_table("sangong") }}', "没有数据。"), encoding="utf-8")
    (small / "data/2023/sangong.csv").unlink()
    lost = {found.values["address"] for found in assemble(small, 2023).blocking if found.rule == "address_lost"}
    assert lost == {"2023/data/sangong.csv", "2023/data/sangong.json"}
    head = small / "data/2023/report.yml"
    moved = "moved: {data/sangong.csv: index, data/sangong.json: index}\n"
    head.write_text(head.read_text(encoding="utf-8") + moved, encoding="utf-8")
    assert assemble(small, 2023).blocking == ()


def test_a_corrected_year_has_files_of_its_own_and_all_years_follow(small: Path, tmp_path: Path) -> None:
    """The first version keeps what it said; the portal tells the latest, and that it was corrected."""
    archive = tmp_path / "archive"
    publish_year(small, archive, 2023)
    for name in ("data/2023/facts.csv", "docs/2023/work.md"):
        path = small / name
        path.write_text(path.read_text(encoding="utf-8").replace("600", "610"), encoding="utf-8")
    correct_year(small, archive, Request(2023, "更正", "笔误", "财务科"), lambda *_: True)
    current = archive / "current"
    assert ",600," in (current / "2023-v1/data/facts.csv").read_text(encoding="utf-8")
    assert ",610," in (current / "2023/data/facts.csv").read_text(encoding="utf-8")
    assert json.loads((current / "2023" / PACKAGE).read_bytes())["version"] == "2.0.0"
    assert json.loads((current / "2023-v1" / PACKAGE).read_bytes())["version"] == "1.0.0"
    assert "2023,2,线上查档人次,,610,人次" in (current / "data/all-years.csv").read_text(encoding="utf-8")
    assert json.loads((current / PACKAGE).read_bytes())["version"] == "2.0.0"


def test_what_a_year_may_say_does_not_hold_up_the_portal(small: Path, tmp_path: Path) -> None:
    """An amount that in its base unit looks like a mobile number was looked at when its year was published."""
    facts = small / "data/2023/facts.csv"
    facts.write_text(
        facts.read_text(encoding="utf-8") + "馆藏总量,work,查档服务,1381234.5678,,万字节,,\n", encoding="utf-8"
    )
    publish_year(small, tmp_path / "archive", 2023)
    assert f",{MOBILE},字节" in (tmp_path / "archive/current/data/all-years.csv").read_text(encoding="utf-8")


def test_a_withdrawn_file_of_data_leaves_no_hash_behind(small: Path) -> None:
    """Neither in the package nor on the page that lists it; what is left is valid to a stranger."""
    archive = small / "archive"
    publish_year(small, archive, 2023)
    package = archive / "current/2023" / PACKAGE
    resources = {entry["path"]: entry for entry in json.loads(package.read_bytes())["resources"]}
    digest = resources["data/problems.csv"]["hash"].removeprefix("sha256:")
    asked = Withdrawal(2023, None, files=("data/problems.csv",), reason="内容有误", role="办公室")
    withdraw_content(small, archive, asked, lambda version, out, places: True)
    names = [path.name for path in archive.rglob("*") if path.is_file() and digest.encode() in path.read_bytes()]
    assert names == []
    assert Package(str(package)).validate().valid
    assert store.verify(archive).intact
