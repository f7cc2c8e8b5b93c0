from __future__ import annotations

from pathlib import Path

from nianbao.publish.archive import sweeping
from tests.publish.archive.office import names


def test_the_current_view_stays_however_many_there_are(tmp_path: Path) -> None:
    """The last three up to the current one stay; a number is compared as a number."""
    for number in (2, 8, 9, 10, 11):
        (tmp_path / f"views/{number}").mkdir(parents=True)
    sweeping.drop_old_views(tmp_path, 10)
    assert names(tmp_path / "views") == {"8", "9", "10", "11"}
    assert names(tmp_path) == {"views"}


def test_sweeping_removes_orphans_and_nothing_else(tmp_path: Path) -> None:
    """Links inside an orphan are removed, not followed; a year that keeps a version stays."""
    for name in ("store/2022/v1", "store/2022/v2", "store/2023/v1", "views/1", ".staging/half"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "store/2022/v2/link").symlink_to("../v1")
    sweeping.sweep(tmp_path, [".staging", "store/2022/v2", "store/2023/v1", ".committed"], 1)
    assert names(tmp_path / "store") == {"2022"}
    assert names(tmp_path / "store/2022") == {"v1"}
    assert names(tmp_path) == {"store", "views", ".committed"}
    assert (tmp_path / ".committed").read_bytes() == b"1\n"
