from __future__ import annotations

import errno
from hashlib import sha256
from pathlib import Path

import pytest

from nianbao.publish.archive import Damage, layout
from nianbao.publish.archive.inspection import compare, examine_version, examine_view, read_regular
from nianbao.publish.archive.ledger import Kept, kept
from tests.publish.archive.office import Office


def test_comparing_names_every_difference_once(tmp_path: Path) -> None:
    """Altered, missing, surplus and mistaken things each have one damage with a reason of its own."""
    (tmp_path / "kept").write_bytes(b"kept")
    (tmp_path / "altered").write_bytes(b"altered")
    (tmp_path / "surplus").mkdir()
    (tmp_path / "link").symlink_to("elsewhere")
    (tmp_path / "no-link").write_bytes(b"")
    digest = sha256(b"kept").hexdigest()
    listed = {"kept": digest, "altered": digest, "missing": digest}
    found = compare(tmp_path, "store/2022/v1", listed, frozenset(), {"link": "here", "no-link": "here"})
    assert [(damage.path.removeprefix("store/2022/v1/"), damage.what) for damage in found] == [
        ("altered", "内容与校验清单不符"),
        ("link", "链接指向 elsewhere"),
        ("no-link", "应是链接：复制时符号链接丢失了，请用 cp -a 或 rsync -a，或用 nianbao export"),
        ("surplus", "不该有这个文件夹"),
        ("missing", "不见了"),
    ]


def test_a_sound_version_and_view_have_no_damage(full_office: Office) -> None:
    """What is found also says what the version and the view state of themselves."""
    view = examine_view(full_office.archive, 3)
    assert (view.ledger_damages, view.damages, len(view.events)) == ((), (), 3)
    version = examine_version(full_office.archive, 2022, 2, kept(view.events)[2022, 2])
    assert version.damages == ()
    assert version.build is not None
    assert (version.build.year, version.build.version) == (2022, 2)


def test_a_version_that_is_not_the_one_committed_to_is_damaged(full_office: Office) -> None:
    """Fitting its own manifest is not enough."""
    state = examine_version(full_office.archive, 2022, 1, Kept("store/2022/v1", "0" * 64))
    assert state.damages == (Damage("store/2022/v1/nonce", "与台账记下的校验值不符"),)


def test_a_view_that_is_not_there_leaves_its_ledger_in_doubt(full_office: Office) -> None:
    """A missing view is told by its ledger and sums, without an exception."""
    doubts = {damage.path for damage in examine_view(full_office.archive, 99).ledger_damages}
    assert {f"views/99/{layout.LEDGER}", f"views/99/{layout.SUMS}"} == doubts


def test_only_regular_files_are_read(tmp_path: Path) -> None:
    """A link is not followed."""
    (tmp_path / "link").symlink_to("/etc/hostname")
    with pytest.raises(OSError, match="链接") as refusal:
        read_regular(tmp_path / "link")
    assert refusal.value.errno == errno.EINVAL
