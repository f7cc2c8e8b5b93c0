from __future__ import annotations

from dataclasses import replace

import pytest

from nianbao.publish.archive import NoSpace, committing, durable, verify
from nianbao.publish.archive.survey import survey
from tests.publish.archive.office import Office, names, tree


def test_beginning_makes_an_empty_first_view_once(office: Office) -> None:
    """From view 0 on the archive has a `current`; beginning again changes nothing."""
    office.archive.mkdir()
    found = committing.begin(office.archive, office.portal_of_view())
    assert (found.view, found.events, found.damages()) == (0, (), ())
    before = tree(office.archive)
    committing.begin(office.archive, office.portal_of_view())
    assert tree(office.archive) == before


def test_a_stored_version_is_an_orphan_until_a_view_shows_it(office: Office) -> None:
    """Between store and view a crash leaves nothing that readers could see."""
    office.publish(2022)
    commitment = committing.store_version(
        office.archive, survey(office.archive), office.staged(2023), 1, "store/2023/v1"
    )
    assert len(commitment) == 64
    found = verify(office.archive)
    assert (found.damages, set(found.orphans)) == ((), {".staging", "store/2023/v1"})
    assert "2023" not in names(office.archive / "current")


def test_a_view_is_shown_only_from_the_very_portal(office: Office) -> None:
    """Another builder's input, another address or other rules ask for a new view."""
    office.publish(2022)
    found, portal = survey(office.archive), office.portal_of_view()
    assert committing.is_shown(found, portal)
    assert not committing.is_shown(found, replace(portal, fingerprint="other"))
    assert not committing.is_shown(found, replace(portal, base_address="https://elsewhere.example/"))


def test_the_need_for_space_grows_with_the_year(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """The portal's size, the pages and the sources all count."""
    office.publish(2022)
    alone, _ = committing.need_space(office.archive, None)
    with_year, _ = committing.need_space(office.archive, office.staged(2023))
    assert with_year > alone > 0
    monkeypatch.setattr(durable, "free_space", lambda folder: with_year)
    committing.check_space(office.archive, office.staged(2023))
    monkeypatch.setattr(durable, "free_space", lambda folder: with_year - 1)
    with pytest.raises(NoSpace):
        committing.check_space(office.archive, office.staged(2023))
