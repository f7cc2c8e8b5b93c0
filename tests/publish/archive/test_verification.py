from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nianbao.publish.archive import BuiltPortal, layout, ledger, manifest, verify
from nianbao.publish.archive.views import facts_json, read_facts
from nianbao.report.catalogue import Catalogue
from tests.publish.archive.office import Office, damaged_paths, portal_pages, tree


def test_an_untouched_archive_is_intact_and_counted(full_office: Office) -> None:
    """Years, versions, events and views are all looked at."""
    found = verify(full_office.archive)
    assert (found.damages, found.orphans, found.withdrawn, found.unchecked) == ((), (), (), ())
    assert found.counts == {"events": 3, "years": 2, "versions": 3, "views": 3, "files": found.counts["files"]}
    assert found.counts["files"] > 30


@settings(max_examples=250, deadline=None)
@given(st.data())
def test_any_flipped_byte_is_found_and_its_file_named(full_office: Office, data: st.DataObject) -> None:
    """One changed byte in any file of store and views is damage.

    Only for SHA256SUMS of a view whose hash no page shows may another file be named.
    """
    archive = full_office.archive
    files = [name for name, what in tree(archive).items() if len(what) == 64 and name[0] != "."]
    name = data.draw(st.sampled_from(files))
    with changed(archive / name) as path:
        content = bytearray(path.read_bytes())
        content[data.draw(st.integers(0, len(content) - 1))] ^= data.draw(st.integers(1, 255))
        path.write_bytes(content)
        found = damaged_paths(archive)
    assert found
    assert name in found or name.endswith(layout.SUMS)


@settings(max_examples=60, deadline=None)
@given(st.data(), st.one_of(st.binary(), st.just(b"[" * 100_000), st.just(b"{}\n"), st.just(b"\n")))
def test_garbage_in_any_file_is_damage_not_a_crash(full_office: Office, data: st.DataObject, garbage: bytes) -> None:
    """Whatever bytes lie there, the answer is a list of damages."""
    archive = full_office.archive
    name = data.draw(st.sampled_from([name for name, what in tree(archive).items() if len(what) == 64]))
    with changed(archive / name) as path:
        path.write_bytes(garbage)
        found = verify(archive)
    assert found.damages or name.startswith(".")


@pytest.mark.parametrize(
    "name",
    [
        "store/2022/v1",
        "store/2022/v1/content",
        "store/2023/v1/nonce",
        "current",
        "views/3",
        "views/3/2022",
        "views/2/index.html",
    ],
)
def test_what_is_missing_is_named(full_office: Office, name: str) -> None:
    """A lost file, link, folder or version is found, and so is a lost `current`."""
    archive = full_office.archive
    with away(archive / name):
        found = damaged_paths(archive)
    assert any(path == name or path.startswith((f"{name}/", name.rsplit("/", 1)[0])) for path in found)


@pytest.mark.parametrize(
    "name",
    [
        "store/2022/v1/content/extra.html",
        "store/2022/v1/extra",
        "store/2022/extra",
        "store/extra",
        "views/extra",
        "views/3/extra.html",
        "views/3/search/extra.html",
        "views/2/extra.html",
    ],
)
def test_what_does_not_belong_is_named(full_office: Office, name: str) -> None:
    """A smuggled file, folder, link or pipe is found wherever it lies, and nothing of it is opened."""
    path = full_office.archive / name
    makers: tuple[Callable[[Path], None], ...] = (Path.touch, Path.mkdir, os.mkfifo, _link_to_secrets)
    for make in makers:
        make(path)
        try:
            assert damaged_paths(full_office.archive) == {name}
        finally:
            path.rmdir() if path.is_dir() else path.unlink()


def test_a_stored_page_replaced_by_a_link_to_the_same_bytes_is_named(full_office: Office) -> None:
    """Equal bytes elsewhere are not the published file."""
    name = "store/2022/v1/content/budget.html"
    path = full_office.archive / name
    with away(path) as kept:
        path.symlink_to(kept)
        try:
            assert damaged_paths(full_office.archive) == {name}
        finally:
            path.unlink()


def test_a_link_that_leads_elsewhere_is_named(full_office: Office) -> None:
    """Readers of 2022 must not be shown version 1 as the latest one."""
    path = full_office.archive / "views/3/2022"
    with away(path):
        path.symlink_to("../../store/2022/v1/content")
        try:
            assert damaged_paths(full_office.archive) == {"views/3/2022"}
        finally:
            path.unlink()


@pytest.mark.parametrize("target", ["views/2", "store/2022/v1/content", "views/3/", "/", "views/99"])
def test_current_that_leads_elsewhere_is_damage(full_office: Office, target: str) -> None:
    """An earlier view, a place outside the views and a view that is not there are all found."""
    path = full_office.archive / "current"
    with away(path):
        path.symlink_to(target)
        try:
            assert damaged_paths(full_office.archive)
        finally:
            path.unlink()


def test_a_rewritten_list_of_versions_is_found_though_its_hash_fits(full_office: Office) -> None:
    """What is derived is compared with the ledger, not with its own hash."""
    archive = full_office.archive
    with changed(archive / "views/3/versions.json") as path, changed(archive / "views/3/SHA256SUMS") as sums:
        path.write_bytes(b"[]\n")
        sums.write_bytes(manifest.written(manifest.hash_tree(path.parent, frozenset({layout.SUMS}))))
        assert damaged_paths(archive) == {"views/3/versions.json"}


def test_an_older_rule_of_derivation_is_reported_not_held_against_a_view(full_office: Office) -> None:
    """A newer program verifies the hashes of what an older one derived and says that it did no more."""
    archive = full_office.archive
    with changed(archive / "views/3/view.json") as path, changed(archive / "views/3/SHA256SUMS") as sums:
        facts = read_facts(path.read_bytes())
        path.write_bytes(facts_json(replace(facts, derivation=facts.derivation - 1)))
        sums.write_bytes(manifest.written(manifest.hash_tree(path.parent, frozenset({layout.SUMS}))))
        found = verify(archive)
    assert found.intact
    assert "views/3/versions.json" in found.unchecked


def test_a_consistent_rewrite_of_everything_is_found_by_the_printed_hash(office: Office) -> None:
    """An archive made anew with other numbers verifies in itself but not against what was printed."""
    printed = office.publish(2022).view_hash
    shutil.rmtree(office.archive)
    office.publish(office.staged(2022, "9999.99"))
    assert verify(office.archive).intact
    found = verify(office.archive, expect=printed)
    assert [damage.path for damage in found.damages] == ["views/1/SHA256SUMS"]
    assert verify(office.archive, expect=f" {found.view_hash.upper()}\n").intact


def test_an_earlier_view_with_another_past_is_named(full_office: Office) -> None:
    """A ledger that was whole once must still be the beginning of today's."""
    archive = full_office.archive
    with changed(archive / "views/2/ledger.jsonl") as path, changed(archive / "views/2/SHA256SUMS") as sums:
        first = path.read_bytes().splitlines(keepends=True)[0]
        path.write_bytes(first.replace("按规定公开".encode(), "另一段历史".encode()))
        sums.write_bytes(manifest.written(manifest.hash_tree(path.parent, frozenset({layout.SUMS}))))
        assert "views/2/ledger.jsonl" in damaged_paths(archive)


def test_a_withdrawn_version_is_withdrawn_not_damaged(office: Office) -> None:
    """The tombstone is held against the withdrawal's commitment, and the version's number stays."""
    office.publish(2022)
    office.publish(2023)
    office.withdraw(2022, 1, "budget.html")
    found = verify(office.archive)
    assert (found.damages, found.withdrawn) == ((), ("2022-v1",))
    page = office.archive / "store/2022/v1.1/content/budget.html"
    page.chmod(0o644)
    page.write_text("原文", encoding="utf-8")
    assert damaged_paths(office.archive) == {"store/2022/v1.1/content/budget.html"}


def test_a_version_swapped_for_an_other_year_is_named(office: Office) -> None:
    """A sealed version that lies in another one's place fits its own manifest but not the ledger."""
    office.publish(2022)
    office.publish(2023)
    store = office.archive / "store"
    (store / "2022/v1").rename(store / "kept")
    shutil.copytree(store / "2023/v1", store / "2022/v1")
    shutil.rmtree(store / "kept")
    assert damaged_paths(office.archive) == {"store/2022/v1/nonce", "store/2022/v1/build.json"}


def test_where_nothing_was_published_there_is_nothing_to_call_intact(tmp_path: Path) -> None:
    """An empty folder and a missing one are not reported as a sound archive."""
    assert damaged_paths(tmp_path) == {"current"}
    assert damaged_paths(tmp_path / "missing") == {"current"}


def test_a_lost_ledger_line_is_found(full_office: Office) -> None:
    """Cutting the last event off leaves an unbroken chain, which the sums give away."""
    with changed(full_office.archive / "views/3/ledger.jsonl") as path:
        path.write_bytes(ledger.written(ledger.read(path.read_bytes())[:-1]))
        assert "views/3/ledger.jsonl" in damaged_paths(full_office.archive)


def _link_to_secrets(path: Path) -> None:
    path.symlink_to("/etc/passwd")


@contextmanager
def changed(path: Path) -> Iterator[Path]:
    """Give a file that may be changed in place (no twin shares it) and put the original back afterwards."""
    with away(path) as kept:
        shutil.copyfile(kept, path)
        try:
            yield path
        finally:
            path.unlink()


@contextmanager
def away(path: Path) -> Iterator[Path]:
    """Take something out of the archive and put it back afterwards."""
    root = next(parent for parent in path.parents if parent.name == "archive").parent
    kept = root / f"kept-{path.name}"
    path.rename(kept)
    try:
        yield kept
    finally:
        kept.rename(path)


def test_a_ledger_that_was_kept_must_still_be_part_of_it(office: Office) -> None:
    """The hash of its last line then finds its place, and what came since is told."""
    then = office.publish(2022).head
    office.publish(2023)
    office.correct(2022, 2, "1171.07")
    found = verify(office.archive, since=f" {then.upper()}\n")
    assert found.intact
    assert [(event.kind, event.year) for event in found.added] == [("publish", 2023), ("correct", 2022)]
    assert verify(office.archive, since=found.head).added == ()
    assert len(verify(office.archive, since=ledger.FIRST).added) == 3


def test_a_history_made_anew_does_not_hold_the_ledger_that_was_kept(office: Office) -> None:
    """An archive that verifies in itself is told from the one that was there before."""
    then = office.publish(2022).head
    shutil.rmtree(office.archive)
    office.publish(office.staged(2022, "9999.99"))
    found = verify(office.archive, since=then)
    assert [damage.path for damage in found.damages] == ["views/1/ledger.jsonl"]
    assert found.added == ()


def test_the_page_for_readers_shows_the_hash_and_is_verified_without_it(office: Office) -> None:
    """The proof page has the hash of the list that cannot cover it; any other change of it is found."""

    def portal(folder: Path, catalogue: Catalogue) -> BuiltPortal:
        (folder / "verify").mkdir()
        (folder / "verify/index.html").write_text(f"总校验值 {'0' * 64}", encoding="utf-8")
        return portal_pages(folder, catalogue)

    office.portal = portal
    printed = office.publish(2022).view_hash
    page = office.archive / "current/verify/index.html"
    assert page.read_text(encoding="utf-8") == f"总校验值 {printed}"
    assert verify(office.archive).intact
    page.write_text(f"总校验值 {printed}，不必核验", encoding="utf-8")
    assert damaged_paths(office.archive) == {"views/1/verify/index.html"}
    page.unlink()
    assert damaged_paths(office.archive) == {"views/1/verify/index.html"}
