from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from nianbao.publish.archive import layout


def test_a_views_link_leads_from_the_view_to_the_stored_content() -> None:
    """The relative target, followed by hand, is the version's content."""
    parts: list[str] = []
    for part in (PurePosixPath(layout.view_name(7)) / layout.link_target(layout.version_name(2022, 1))).parts:
        parts = parts[:-1] if part == ".." else [*parts, part]
    assert "/".join(parts) == f"{layout.version_name(2022, 1)}/content"


def test_names_are_read_back_as_they_are_written() -> None:
    """Folder names and numbers are two forms of the same thing."""
    assert layout.year_in(Path(layout.year_name(2022)).name) == 2022
    assert layout.is_version(Path(layout.version_name(2022, 12)).name)
    assert layout.is_version(Path(layout.version_name(2022, 12, 3)).name)
    assert layout.view_in(layout.view_path(Path("a"), 0).name) == 0
    assert layout.current_view_in(layout.view_name(31)) == 31


@pytest.mark.parametrize("name", ["", "022", "20222", "２０２２", "2022 ", "-2022"])
def test_other_names_are_no_years(name: str) -> None:
    """Only four plain digits name a year."""
    assert layout.year_in(name) is None


@pytest.mark.parametrize("name", ["v0", "v01", "1", "v", "v1\n", "v-1", "v1.0", "v1.", "v1.1.1"])
def test_other_names_are_no_versions(name: str) -> None:
    """Versions count from v1 without leading zeros."""
    assert not layout.is_version(name)


@pytest.mark.parametrize("target", ["views/../store", "/views/1", "views/01", "views/1/", "views/1\n", "views/"])
def test_current_may_only_point_at_a_view(target: str) -> None:
    """Any other target, however it resolves, is none."""
    assert layout.current_view_in(target) is None
