from __future__ import annotations

from pathlib import Path

import pytest

from nianbao.publish.archive.survey import all_views, current_view, survey
from tests.publish.archive.office import Office, names


def test_a_sound_archive_is_surveyed_without_damage(full_office: Office) -> None:
    """Views, versions and years are found with what the next view needs of them."""
    found = survey(full_office.archive)
    assert (found.view, found.damages(), found.orphans) == (3, (), ())
    assert (found.versions_of(2022), found.versions_of(2023), found.versions_of(2024)) == ([1, 2], [1], [])
    assert found.years[2022].pages == ("budget.html", "index.html", "数据索引.html")
    assert all_views(full_office.archive) == [1, 2, 3]


def test_a_folder_without_archive_has_no_view(tmp_path: Path) -> None:
    """Nothing published is no damage for a publication that is about to begin."""
    found = survey(tmp_path / "archive")
    assert (found.view, found.damages(), found.orphans) == (None, (), ())
    assert current_view(tmp_path) is None


def test_a_folder_in_place_of_current_is_no_view(tmp_path: Path) -> None:
    """A copy that resolved the link is refused, since it could not be swapped."""
    (tmp_path / "current").mkdir()
    with pytest.raises(ValueError, match="链接"):
        current_view(tmp_path)


def test_a_year_whose_facts_are_damaged_stays_as_the_last_view_had_it(office: Office) -> None:
    """The summary and pages of a damaged year come from the current view, not from nowhere."""
    office.publish(2022)
    before = survey(office.archive).years
    (office.archive / "store/2022/v1/manifest-sha256.txt").unlink()
    found = survey(office.archive)
    assert found.years == before
    assert found.damages_of(2022)
    assert not found.stopping


def test_a_year_whose_facts_are_lost_everywhere_stops(office: Office) -> None:
    """A year that could not be listed any more is not left out silently."""
    office.publish(2022)
    (office.archive / "store/2022/v1/build.json").unlink()
    (office.archive / "views/1/view.json").unlink()
    assert [damage.path for damage in survey(office.archive).stopping] == ["store/2022/v1"]


def test_a_lost_marker_matters_only_where_something_would_be_swept(office: Office) -> None:
    """Without remains the marker is written anew; with remains nobody can tell them from what was public."""
    office.publish(2022)
    (office.archive / ".committed").unlink()
    assert survey(office.archive).orphans == (".committed",)
    assert not survey(office.archive).stopping
    (office.archive / "views/2").mkdir()
    assert [damage.path for damage in survey(office.archive).stopping] == [".committed"]
    (office.archive / "views/2").rmdir()
    office.publish(2022)
    assert ".committed" in names(office.archive)
