"""What happens to archives in real offices: restored backups, two machines, links that were lost. Nothing published is."""

from __future__ import annotations

import shutil
from hashlib import sha256

import pytest

from nianbao.publish.archive import Damaged, layout, ledger, read_events, verify
from nianbao.publish.archive.repairing import repair
from nianbao.publish.archive.survey import survey
from nianbao.publish.repairing import copies_in
from nianbao.report.catalogue import Event
from tests.archive import deeds
from tests.archive.conftest import Measure
from tests.archive.copies import copied, lines, put_over, refused, settle, shown
from tests.publish.archive.office import Office, tree

PROMISE = "accidents lose nothing"


def test_an_older_copy_over_a_newer_archive_loses_no_year(lone_office: Office, measure: Measure) -> None:
    """The year that the copy does not know is named; taken over, its lines stand in the ledger letter by letter."""
    backup = copied(lone_office, "backup")
    deeds.publish_2024(lone_office)
    before, printed = lines(lone_office), verify(lone_office.archive).head
    put_over(backup.archive, lone_office.archive)
    found = verify(lone_office.archive)
    assert [damage.path for damage in found.damages] == ["store/2024/v1"]
    assert found.unsettled
    refused(lone_office)
    settled = settle(lone_office)
    assert settled is not None
    assert lines(lone_office) == before
    assert "1200.00" in shown(lone_office, "2024/budget.html")
    assert verify(lone_office.archive, since=printed).intact
    measure(PROMISE, {"old copy over new": 1})


def test_a_copy_of_an_older_day_over_two_later_years(lone_office: Office) -> None:
    """However many events came since, all come back in their order, corrections too."""
    backup = copied(lone_office, "backup")
    deeds.publish_2024(lone_office)
    lone_office.correct(2024, 2, "1200.02")
    lone_office.publish(lone_office.staged(2025, "1100.00"))
    before = lines(lone_office)
    put_over(backup.archive, lone_office.archive)
    refused_paths = {damage.path for damage in verify(lone_office.archive).damages}
    assert refused_paths == {"store/2024/v1", "store/2024/v2", "store/2025/v1"}
    settle(lone_office)
    assert lines(lone_office) == before
    assert verify(lone_office.archive).intact


def test_a_newer_copy_over_an_older_archive_is_the_newer_archive(lone_office: Office, measure: Measure) -> None:
    """Nothing has to be decided: the newer ledger goes on the older one."""
    newer = copied(lone_office, "newer")
    deeds.publish_2024(newer)
    put_over(newer.archive, lone_office.archive)
    found = verify(lone_office.archive)
    assert (found.intact, found.unsettled) == (True, False)
    assert lone_office.publish(lone_office.staged(2025, "1100.00")).kind == "published"
    measure(PROMISE, {"new copy over old": 1})


def test_two_machines_put_together_show_what_both_published(lone_office: Office, measure: Measure) -> None:
    """The lines of the other ledger are quoted, letter by letter, with its head; every version is served."""
    other = copied(lone_office, "two")
    deeds.publish_2024(lone_office)
    other.publish(other.staged(2025, "1100.00"))
    theirs, head = lines(lone_office)[-1], verify(lone_office.archive).head
    put_over(other.archive, lone_office.archive)
    assert {"store/2024/v1"} <= {damage.path for damage in verify(lone_office.archive).damages}
    refused(lone_office)
    settled = settle(lone_office)
    assert settled is not None
    (event,) = settled.events
    assert (event.kind, event.year, event.version, event.n) == ("publish", 2024, 1, 5)
    assert event.quotes is not None
    assert (event.quotes.line.encode(), event.quotes.head) == (theirs, head)
    assert "1200.00" in shown(lone_office, "2024/budget.html")
    assert "1100.00" in shown(lone_office, "2025/budget.html")
    assert verify(lone_office.archive).intact
    assert lone_office.publish(lone_office.staged(2026, "1000.00")).kind == "published"
    measure(PROMISE, {"two machines": 1})


def test_two_versions_of_one_number_are_never_renumbered(lone_office: Office, measure: Measure) -> None:
    """One is shown, the other is named in the ledger and kept aside, where nobody is served it."""
    other = copied(lone_office, "two")
    other.publish(other.staged(2024, "1111.11"))
    deeds.publish_2024(lone_office)
    theirs = read_events(other.archive)[-1]
    version = lone_office.archive / "store/2024/v1"
    shutil.copytree(other.archive / layout.EVENTS, lone_office.archive / layout.EVENTS, dirs_exist_ok=True)
    assert "store/2024/v1" in {damage.path for damage in verify(lone_office.archive).damages}
    mine = shutil.move(version, lone_office.folder / "mine")
    shutil.copytree(other.archive / "store/2024/v1", version)
    settled = settle(lone_office)
    assert settled is not None
    (event,) = settled.events
    assert (event.kind, event.year, event.version, event.commitment) == ("aside", 2024, 1, theirs.commitment)
    assert settled.missing == ()
    (aside,) = settled.kept_aside
    assert "1111.11" in (lone_office.archive / aside / "content/budget.html").read_text(encoding="utf-8")
    assert [damage.path for damage in verify(lone_office.archive).damages] == ["store/2024/v1"]
    shutil.move(mine, version)
    found = verify(lone_office.archive)
    assert (found.intact, found.aside) == (True, (aside,))
    assert "1200.00" in shown(lone_office, "2024-v1/budget.html")
    lone_office.publish(lone_office.staged(2025, "1100.00"))
    assert verify(lone_office.archive).aside == (aside,)
    measure(PROMISE, {"two versions of one number": 1})


def test_a_repair_keeps_what_another_ledger_published(lone_office: Office) -> None:
    """Where the other's version lies at the place of the shown one, it is moved aside and not overwritten."""
    other = copied(lone_office, "two")
    other.publish(other.staged(2024, "1111.11"))
    deeds.publish_2024(lone_office)
    backup = copied(lone_office, "backup")
    shutil.copytree(other.archive / layout.EVENTS, lone_office.archive / layout.EVENTS, dirs_exist_ok=True)
    shutil.rmtree(lone_office.archive / "store/2024/v1")
    shutil.copytree(other.archive / "store/2024/v1", lone_office.archive / "store/2024/v1")
    repair(lone_office.archive, copies_in(backup.archive), lone_office.now)
    assert "1200.00" in shown(lone_office, "2024/budget.html")
    (aside,) = verify(lone_office.archive).aside
    assert "1111.11" in (lone_office.archive / aside / "content/budget.html").read_text(encoding="utf-8")
    settle(lone_office)
    assert verify(lone_office.archive).intact


@pytest.mark.parametrize("with_mark", [True, False], ids=["with its mark", "alone"])
def test_current_led_back_loses_nothing(lone_office: Office, with_mark: bool, measure: Measure) -> None:
    """Whether or not the mark was turned back as well, the events that readers had are known."""
    deeds.publish_2024(lone_office)
    before = lines(lone_office)
    (lone_office.archive / layout.CURRENT).unlink()
    (lone_office.archive / layout.CURRENT).symlink_to("views/3")
    if with_mark:
        (lone_office.archive / layout.COMMITTED).write_bytes(b"3\n")
    assert "store/2024/v1" in {damage.path for damage in verify(lone_office.archive).damages}
    with pytest.raises(Damaged):
        lone_office.publish(lone_office.staged(2025, "1100.00"))
    settle(lone_office)
    assert lines(lone_office) == before
    assert verify(lone_office.archive).intact
    measure(PROMISE, {"current led back": 1})


def test_a_store_without_views_is_kept_as_it_is(lone_office: Office, measure: Measure) -> None:
    """Without a ledger nothing can be shown, and nothing of the store is swept."""
    backup = copied(lone_office, "backup")
    shutil.rmtree(lone_office.archive / layout.VIEWS)
    before = tree(lone_office.archive / layout.STORE)
    assert not verify(lone_office.archive).intact
    for deed in (lambda: lone_office.publish(2024), lambda: settle(lone_office)):
        with pytest.raises(Damaged):
            deed()
    (lone_office.archive / layout.CURRENT).unlink()
    with pytest.raises(Damaged):
        lone_office.publish(2024)
    assert tree(lone_office.archive / layout.STORE) == before
    put_over(backup.archive, lone_office.archive)
    assert verify(lone_office.archive).intact
    measure(PROMISE, {"store without views": 1})


def test_views_without_store_name_every_version(lone_office: Office, measure: Measure) -> None:
    """What is missing is named; the store put back, all is as it was."""
    before = tree(lone_office.archive)
    shutil.move(lone_office.archive / layout.STORE, lone_office.folder / "store")
    assert {"store/2022/v1", "store/2022/v2", "store/2023/v1"} <= {
        damage.path for damage in verify(lone_office.archive).damages
    }
    shutil.move(lone_office.folder / "store", lone_office.archive / layout.STORE)
    assert verify(lone_office.archive).intact
    assert tree(lone_office.archive) == before
    measure(PROMISE, {"views without store": 1})


def test_what_is_set_aside_stays_named_and_gives_its_number_free(lone_office: Office) -> None:
    """The shown ledger names it for ever; the year can be published, and what is the same then need not lie twice."""
    backup = copied(lone_office, "backup")
    deeds.publish_2024(lone_office)
    put_over(backup.archive, lone_office.archive)
    settled = settle(lone_office, "aside")
    assert settled is not None
    assert [(event.kind, event.year) for event in settled.events] == [("aside", 2024)]
    assert not (lone_office.archive / "current/2024").exists()
    found = verify(lone_office.archive)
    assert (found.intact, found.aside) == (True, settled.kept_aside)
    lone_office.publish(lone_office.staged(2024, "1222.22"))
    assert verify(lone_office.archive).aside == settled.kept_aside
    assert [event.kind for event in read_events(lone_office.archive)][-2:] == ["aside", "publish"]
    assert verify(lone_office.archive).intact


def test_a_version_that_a_copy_covered_is_named_as_missing(lone_office: Office) -> None:
    """Only the mark of the other's event came along, so that nobody is told that its content is kept."""
    other = copied(lone_office, "two")
    other.publish(other.staged(2024, "1111.11"))
    deeds.publish_2024(lone_office)
    shutil.copytree(other.archive / layout.EVENTS, lone_office.archive / layout.EVENTS, dirs_exist_ok=True)
    settled = settle(lone_office)
    assert settled is not None
    assert (settled.missing, settled.kept_aside) == (("2024-v1",), ())
    assert "1200.00" in shown(lone_office, "2024/budget.html")
    assert verify(lone_office.archive).intact


def test_nothing_to_decide_is_said(lone_office: Office) -> None:
    """A sound archive has one ledger; a head that nobody has is none of them."""
    assert settle(lone_office) is None
    backup = copied(lone_office, "backup")
    deeds.publish_2024(lone_office)
    put_over(backup.archive, lone_office.archive)
    assert settle(lone_office, head="0" * 64) is None
    branch = survey(lone_office.archive).others.branches[0]
    assert settle(lone_office, head=branch.head) is not None


def test_a_version_that_is_not_whole_is_not_taken_over(lone_office: Office) -> None:
    """It is named, and nothing is changed."""
    backup = copied(lone_office, "backup")
    deeds.publish_2024(lone_office)
    put_over(backup.archive, lone_office.archive)
    page = lone_office.archive / "store/2024/v1/content/budget.html"
    page.unlink()
    before = tree(lone_office.archive / layout.STORE)
    with pytest.raises(Damaged, match=r"store/2024/v1/content/budget\.html"):
        settle(lone_office)
    assert tree(lone_office.archive / layout.STORE) == before


def test_an_archive_from_before_there_were_marks_loses_nothing_either(lone_office: Office) -> None:
    """A year whose view says that it was published, and that no mark vouches for, is moved aside, never swept."""
    backup = copied(lone_office, "backup")
    deeds.publish_2024(lone_office)
    put_over(backup.archive, lone_office.archive)
    shutil.rmtree(lone_office.archive / layout.EVENTS)
    assert verify(lone_office.archive).cut_short == ("2024-v1",)
    outcome = lone_office.publish(lone_office.staged(2025, "1100.00"))
    (aside,) = outcome.moved_aside
    assert "1200.00" in (lone_office.archive / aside / "content/budget.html").read_text(encoding="utf-8")
    assert verify(lone_office.archive).intact


def test_a_copy_without_links_says_how_to_copy(lone_office: Office) -> None:
    """`cp -L`, an unpacked zip, git on Windows: `current` is a folder or a text."""
    copy = Office(lone_office.folder.parent / "copy")
    copy.folder.mkdir()
    shutil.copytree(lone_office.archive, copy.archive)
    (damage,) = verify(copy.archive).damages
    assert damage.path == layout.CURRENT
    assert "符号链接丢失" in damage.what
    assert "cp -a" in damage.what
    assert "nianbao export" in damage.what
    shutil.rmtree(copy.archive / layout.CURRENT)
    (copy.archive / layout.CURRENT).write_text("views/3", encoding="utf-8")
    assert "符号链接丢失" in verify(copy.archive).damages[0].what
    with pytest.raises(Damaged, match="符号链接丢失"):
        copy.publish(2024)


def test_marks_name_every_event_by_the_hash_of_its_line(lone_office: Office) -> None:
    """An older archive gets them with the next publication; a damaged one is named and, where it can be, written anew."""
    shutil.rmtree(lone_office.archive / layout.EVENTS)
    deeds.publish_2024(lone_office)
    events = read_events(lone_office.archive)
    marks = lone_office.archive / layout.EVENTS
    assert {path.name for path in marks.iterdir()} == {f"{sha256(_line(event)).hexdigest()}.json" for event in events}
    first = min(marks.iterdir())
    first.chmod(0o644)
    first.write_bytes(b"{}\n")
    assert [damage.path for damage in verify(lone_office.archive).damages] == [f"events/{first.name}"]
    lone_office.publish(lone_office.staged(2025, "1100.00"))
    assert verify(lone_office.archive).intact


def _line(event: Event) -> bytes:
    return ledger.line(event)
