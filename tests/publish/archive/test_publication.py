from __future__ import annotations

import errno
import os
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from nianbao.publish.archive import (
    BuiltPortal,
    Damaged,
    Frozen,
    NoSpace,
    Unfit,
    layout,
    read_catalogue,
    read_events,
    verify,
)
from nianbao.publish.archive.committing import begin
from nianbao.report.catalogue import Catalogue
from tests.publish.archive.office import Office, names, portal_pages, tree


def test_a_first_publication_lies_on_disk_as_designed(office: Office) -> None:
    """Store, view, links and `current` have the names and link targets that every later tool relies on."""
    outcome = office.publish(2022)
    assert (outcome.kind, outcome.year, outcome.version, outcome.view) == ("published", 2022, 1, 1)
    lying = tree(office.archive)
    version = {name.removeprefix("store/2022/v1/") for name in lying if name.startswith("store/2022/v1/")}
    assert version == {
        "content",
        "content/SHA256SUMS",
        "content/assets",
        "content/assets/style.css",
        "content/budget.html",
        "content/index.html",
        "content/数据索引.html",
        "sources.tar",
        "build.json",
        "nonce",
        "manifest-sha256.txt",
    }
    view = {name.removeprefix("views/1/"): what for name, what in lying.items() if name.startswith("views/1/")}
    assert {name: what for name, what in view.items() if what.startswith("→")} == {
        "2022": "→ ../../store/2022/v1/content",
        "2022-v1": "→ ../../store/2022/v1/content",
        "latest": "→ 2022",
    }
    assert {*layout.VIEW_FILES, layout.SUMS, "index.html", "search", "search/index.html", "404.html"} == {
        name for name in view if not view[name].startswith("→")
    }
    assert lying["current"] == "→ views/1"
    assert names(office.archive) == {"store", "views", "current", "events", ".lock", ".committed"}
    assert (office.archive / "current/latest/budget.html").read_text(encoding="utf-8") == "执行数1171.06万元"


def test_what_is_published_verifies_to_the_hash_that_was_printed(office: Office) -> None:
    """The outcome's hash is the one `verify` finds, and `verify` accepts it as expected."""
    outcome = office.publish(2022)
    found = verify(office.archive, expect=outcome.view_hash)
    assert found.intact
    assert found.view_hash == outcome.view_hash
    assert found.orphans == ()


def test_anyone_can_check_a_version_and_a_view_with_sha256sum(office: Office) -> None:
    """GNU sha256sum accepts both manifests where they lie."""
    office.publish(2022)
    for folder, sums in (("store/2022/v1", layout.MANIFEST), ("current", layout.SUMS)):
        subprocess.run(["sha256sum", "--strict", "-c", sums], cwd=office.archive / folder, check=True)


def test_publishing_the_same_sources_again_writes_nothing(office: Office) -> None:
    """The second publication is no event and leaves every byte and link as it was."""
    office.publish(2022)
    before = tree(office.archive)
    outcome = office.publish(2022)
    assert (outcome.kind, outcome.version, outcome.view) == ("unchanged", 1, 1)
    assert tree(office.archive) == before


def test_a_published_year_refuses_other_sources_and_names_them(office: Office) -> None:
    """Exactly the inputs that differ are named, and readers keep what they have."""
    office.publish(2022)
    before = tree(office.archive)
    with pytest.raises(Frozen, match=r"整体支出\.csv") as refusal:
        office.publish(office.staged(2022, "1171.07"))
    assert refusal.value.changed == ("data/2022/整体支出.csv",)
    assert tree(office.archive) == before


def test_a_changed_portal_makes_a_view_but_no_event(office: Office) -> None:
    """The ledger stays at one line while the view's number moves on."""
    office.publish(2022)
    outcome = office.publish(2022, "portal-2")
    assert (outcome.kind, outcome.view) == ("portal", 2)
    assert len(read_events(office.archive)) == 1
    assert office.publish(None, "portal-2").kind == "unchanged"


def test_a_portal_can_be_published_before_any_year(office: Office) -> None:
    """An empty archive serves its portal and verifies."""
    assert office.publish(None).kind == "portal"
    assert read_catalogue(office.archive) == Catalogue(years=())
    assert verify(office.archive).intact


def test_an_older_year_published_later_takes_its_place(office: Office) -> None:
    """The catalogue is ordered by year, and `latest` is the newest year, not the newest publication."""
    office.publish(2023)
    office.publish(2022)
    assert [entry.year for entry in read_catalogue(office.archive).years] == [2023, 2022]
    assert (office.archive / "current/latest/index.html").read_text(encoding="utf-8") == "<h1>2023年度</h1>"
    assert [event.time for event in read_events(office.archive)] == ["2026-11-24T05:00:00Z", "2026-11-24T07:00:00Z"]


def test_a_correction_leaves_version_one_at_its_address(office: Office) -> None:
    """`/2022/` moves on to version 2, `/2022-v1/` does not, and both verify."""
    office.publish(2022)
    office.correct(2022, 2, "1171.07")
    current = office.archive / "current"
    assert (current / "2022/budget.html").read_text(encoding="utf-8") == "执行数1171.07万元"
    assert (current / "2022-v1/budget.html").read_text(encoding="utf-8") == "执行数1171.06万元"
    assert verify(office.archive).intact
    assert office.publish(office.staged(2022, "1171.07")).kind == "unchanged"


def test_equal_files_of_several_versions_share_their_place_on_disk(office: Office) -> None:
    """Theme assets of the second year cost nothing, while pages that differ are files of their own."""
    office.publish(2022)
    office.publish(2023)
    store = office.archive / "store"
    assert (store / "2022/v1/content/assets/style.css").samefile(store / "2023/v1/content/assets/style.css")
    assert not (store / "2022/v1/content/index.html").samefile(store / "2023/v1/content/index.html")


def test_modes_do_not_depend_on_the_umask(office: Office) -> None:
    """A strict umask still gives folders a web server may enter, and stored files that nobody writes to."""
    before = os.umask(0o077)
    try:
        office.publish(2022)
    finally:
        os.umask(before)
    modes = {path: path.stat().st_mode & 0o777 for path in office.archive.rglob("*") if not path.is_symlink()}
    assert {mode for path, mode in modes.items() if path.is_dir()} == {0o755}
    stored = {mode for path, mode in modes.items() if path.is_file() and "store" in path.parts}
    assert stored == {0o444}
    assert modes[office.archive / "views/1/index.html"] == 0o644


def test_the_remains_of_a_crash_are_swept(office: Office) -> None:
    """Staging, a version without an event and a view after `current` go with the next publication."""
    office.publish(2022)
    for remains in (".staging/view", "store/2022/v2/content", "store/2024/v1", "views/2"):
        (office.archive / remains).mkdir(parents=True)
        (office.archive / remains / "half.html").write_text("half", encoding="utf-8")
    (office.archive / "store/2025").mkdir()
    assert set(verify(office.archive).orphans) == {
        ".staging",
        "store/2022/v2",
        "store/2024/v1",
        "store/2025",
        "views/2",
    }
    assert office.publish(2023).view == 2
    found = verify(office.archive)
    assert (found.intact, found.orphans) == (True, ())
    assert names(office.archive / "store") == {"2022", "2023"}


def test_only_the_last_three_views_stay(office: Office) -> None:
    """Older views go after success, and `current` is never among them."""
    for number in range(5):
        office.publish(None, f"portal-{number}")
    assert names(office.archive / "views") == {"3", "4", "5"}
    assert (office.archive / "current").resolve().name == "5"


def test_a_failing_portal_leaves_the_archive_as_it_was(office: Office) -> None:
    """What the failed publication had stored is removed at once, and a retry succeeds."""
    office.publish(2022)
    before = tree(office.archive)

    def failing(folder: Path, catalogue: Catalogue) -> BuiltPortal:
        (folder / "index.html").write_text("half", encoding="utf-8")
        raise RuntimeError(len(catalogue.years))

    office.portal = failing
    with pytest.raises(RuntimeError, match="2"):
        office.publish(2023)
    assert tree(office.archive) == before
    office.portal = portal_pages
    assert office.publish(2023).kind == "published"


def test_damage_in_the_very_year_stops_the_publication(office: Office) -> None:
    """Nothing is built upon a year whose stored version is not what was published."""
    office.publish(2022)
    office.correct(2022, 2, "1171.07")
    _overwrite(office.archive / "store/2022/v1/content/budget.html")
    with pytest.raises(Damaged, match=r"store/2022/v1/content/budget\.html"):
        office.publish(office.staged(2022, "1171.07"))


def test_damage_in_another_year_is_recorded_and_holds_nothing_up(office: Office) -> None:
    """The outcome names the file, the ledger the version, and the damaged year stays listed."""
    office.publish(2022)
    _overwrite(office.archive / "store/2022/v1/build.json")
    outcome = office.publish(2023)
    assert {damage.path for damage in outcome.damage} == {"store/2022/v1/build.json"}
    assert "store/2022/v1" in read_events(office.archive)[-1].scope
    assert "2022" in (office.archive / "current/index.html").read_text(encoding="utf-8")


def test_a_damaged_ledger_stops_every_publication(office: Office) -> None:
    """Not even the portal is renewed from a ledger that cannot be trusted."""
    office.publish(2022)
    _overwrite(office.archive / "current/ledger.jsonl")
    before = tree(office.archive)
    for year in (2023, None):
        with pytest.raises(Damaged, match=r"ledger\.jsonl"):
            office.publish(year, "portal-2")
    assert tree(office.archive) == before


def test_a_damaged_portal_page_is_healed_by_the_next_publication(office: Office) -> None:
    """A view that is not whole counts as changed, so that it is built anew."""
    office.publish(2022)
    _overwrite(office.archive / "current/index.html")
    assert office.publish(2022).kind == "portal"
    assert office.publish(2022).kind == "unchanged"
    assert {damage.path for damage in verify(office.archive).damages} == {"views/1/index.html"}


def test_an_archive_that_lost_current_is_damaged_not_new(office: Office) -> None:
    """Published versions are never taken for the remains of a crash."""
    office.publish(2022)
    (office.archive / "current").unlink()
    before = tree(office.archive)
    with pytest.raises(Damaged, match="current"):
        office.publish(2023)
    assert tree(office.archive) == before


def test_current_turned_back_is_damaged_not_a_crash(office: Office) -> None:
    """A view that was once current, and the year it showed, are not swept away."""
    office.publish(2022)
    office.publish(2023)
    (office.archive / "current").unlink()
    (office.archive / "current").symlink_to("views/1")
    with pytest.raises(Damaged, match="views/2"):
        office.publish(2024)
    assert (office.archive / "store/2023/v1").is_dir()


def test_a_crash_before_the_first_view_is_complete_is_no_damage(office: Office) -> None:
    """An archive that was just begun, or not even that, is begun again."""
    office.archive.mkdir()
    begin(office.archive, office.portal_of_view())
    (office.archive / "current").unlink()
    (office.archive / ".staging/view").mkdir(parents=True)
    assert office.publish(2022).kind == "published"
    assert verify(office.archive).intact


def test_a_full_disk_is_refused_before_anything_is_written(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """The refusal says how much is needed and how much there is."""
    office.publish(2022)
    before = tree(office.archive)
    with monkeypatch.context() as patch:
        patch.setattr("nianbao.publish.archive.durable.free_space", lambda folder: 1000)
        with pytest.raises(NoSpace, match="MiB") as refusal:
            office.publish(2023)
    assert refusal.value.have == 1000
    assert refusal.value.need > len("执行数1171.06万元")
    assert tree(office.archive) == before
    assert office.publish(2023).kind == "published"


def test_a_disk_that_fills_up_on_the_way_is_no_space_either(office: Office) -> None:
    """The system's own error becomes the same refusal, and what was half written is gone."""
    office.publish(2022)
    before = tree(office.archive)

    def filling(folder: Path, catalogue: Catalogue) -> BuiltPortal:
        raise OSError(errno.ENOSPC, "full")

    office.portal = filling
    with pytest.raises(NoSpace):
        office.publish(2023)
    assert tree(office.archive) == before


def test_an_address_without_scheme_is_refused(office: Office) -> None:
    """Feed and sitemap need absolute addresses, so a relative one is refused before anything is made."""
    with pytest.raises(Unfit, match="http"):
        _publish_at(office, "example.org/")
    assert not office.archive.exists()


def test_a_year_that_contradicts_its_summary_is_refused(office: Office) -> None:
    """A summary of another year never becomes part of the archive."""
    with pytest.raises(Unfit, match="2023"):
        office.publish(replace(office.staged(2022), year=2023))
    assert read_events(office.archive) == ()


def test_bytes_are_on_the_disk_before_their_names_and_names_before_current(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every file and folder is synced before its version or view is renamed, and both before `current` is swapped."""
    steps: list[str] = []
    _record(monkeypatch, steps, office.archive)
    office.publish(2022)
    steps = steps[steps.index("rename current") + 1 :]
    moved, shown, swapped = (steps.index(f"rename {name}") for name in ("store/2022/v1", "views/1", "current"))
    assert moved < shown < swapped
    stored = {f"sync .staging/version/{entry}" for entry in tree(office.archive / "store/2022/v1")}
    assert stored <= set(steps[:moved])
    viewed = tree(office.archive / "views/1")
    assert {f"sync .staging/view/{name}" for name in viewed if not viewed[name].startswith("→")} <= set(steps[:shown])
    assert {"sync store/2022", "sync views"} <= set(steps[:swapped])
    assert steps[swapped + 1] == "sync ."


def _publish_at(office: Office, address: str) -> None:
    from nianbao.publish.archive import Portal, publish

    publish(office.archive, None, Portal(portal_pages, "p", address), now=office.now, role="财务科", reason="")


def _overwrite(path: Path) -> None:
    path.chmod(0o644)
    path.write_text("改过", encoding="utf-8")


def _record(monkeypatch: pytest.MonkeyPatch, steps: list[str], archive: Path) -> None:
    fsync, rename, replaced = os.fsync, os.rename, os.replace

    def name(path: object) -> str:
        return os.path.relpath(str(path), archive)

    def recording_fsync(handle: int) -> None:
        steps.append(f"sync {name(Path(f'/proc/self/fd/{handle}').resolve())}")
        fsync(handle)

    def recording_rename(source: Path, target: Path) -> None:
        steps.append(f"rename {name(target)}")
        rename(source, target)

    def recording_replace(source: Path, target: Path) -> None:
        steps.append(f"rename {name(target)}")
        replaced(source, target)

    monkeypatch.setattr(os, "fsync", recording_fsync)
    monkeypatch.setattr(os, "rename", recording_rename)
    monkeypatch.setattr(os, "replace", recording_replace)
