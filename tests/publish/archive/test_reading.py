from __future__ import annotations

import pytest

from nianbao.publish.archive import Damaged, read_catalogue, read_events
from nianbao.publish.archive.reading import read_sources, read_version
from nianbao.report.catalogue import Catalogue
from tests.publish.archive.office import Office, sources, summary


def test_where_nothing_was_published_nothing_is_read(office: Office) -> None:
    """A missing archive is an empty one for readers, and reading does not make it."""
    assert read_events(office.archive) == ()
    assert read_catalogue(office.archive) == Catalogue(years=())
    assert not office.archive.exists()


def test_the_catalogue_has_the_latest_versions_summary(full_office: Office) -> None:
    """Years come newest first, each with its latest version and all its events."""
    catalogue = read_catalogue(full_office.archive)
    assert [(entry.year, entry.version, len(entry.events)) for entry in catalogue.years] == [(2023, 1, 1), (2022, 2, 2)]
    assert catalogue.years[1].summary == summary(2022)
    assert not catalogue.preview


def test_the_ledger_tells_what_was_done_and_why(full_office: Office) -> None:
    """A first publication and a correction are told apart, each with its nature, reason and role."""
    first, _, third = read_events(full_office.archive)
    assert (first.kind, first.nature, first.scope, first.reason, first.role) == (
        "publish",
        "公开",
        "全年度",
        "按规定公开",
        "财务科",
    )
    assert (third.kind, third.nature, third.version, third.reason) == ("correct", "更正", 2, "执行数有误")


def test_what_cannot_be_read_is_damaged(office: Office) -> None:
    """A year is never left out because its facts are gone, and the file is named."""
    office.publish(2022)
    (office.archive / "store/2022/v1/build.json").unlink()
    with pytest.raises(Damaged, match=r"store/2022/v1/build\.json"):
        read_version(office.archive, 2022, 1)
    with pytest.raises(Damaged, match=r"build\.json"):
        read_catalogue(office.archive)
    (office.archive / "current/ledger.jsonl").write_bytes(b"\xff")
    with pytest.raises(Damaged, match=r"ledger\.jsonl"):
        read_events(office.archive)


def test_the_sources_of_each_version_can_be_read(full_office: Office) -> None:
    """A correction does not take the sources of the version before it away."""
    assert read_sources(full_office.archive, 2022, 1) == sources(2022)
    assert read_sources(full_office.archive, 2022, 2) != sources(2022)


@pytest.mark.parametrize(("old", "new"), [(b"1171.06", b"1171.07"), (b"budget.md", b"badget.md")])
def test_sources_that_are_not_those_of_the_version_are_damaged(office: Office, old: bytes, new: bytes) -> None:
    """A changed cell and a renamed file are both found, and the file is named."""
    office.publish(2022)
    path = office.archive / "store/2022/v1/sources.tar"
    path.chmod(0o644)
    path.write_bytes(path.read_bytes().replace(old, new))
    with pytest.raises(Damaged, match=r"store/2022/v1/sources\.tar"):
        read_sources(office.archive, 2022, 1)
