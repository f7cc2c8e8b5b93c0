from __future__ import annotations

import functools
import http.server
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from nianbao.publish.correcting import Request as Correction
from nianbao.publish.correcting import correct_year
from nianbao.publish.publishing import publish_year
from nianbao.publish.withdrawing.request import Request as Withdrawal
from nianbao.publish.withdrawing.withdrawing import withdraw_content
from tests.sites import change

REPOSITORY = Path(__file__).resolve().parents[2]
SAMPLE = REPOSITORY / "tests" / "sample"
YEARS = (2018, 2019, 2021, 2024)


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Keep requests off the terminal."""


def _served(folder: Path) -> Iterator[str]:
    handler = functools.partial(_Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def real_archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive of the real department with 2022 published."""
    archive = tmp_path_factory.mktemp("real") / "archive"
    publish_year(REPOSITORY, archive, 2022)
    return archive


@pytest.fixture(scope="session")
def sample_archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive of a fictional department with four years published, one after another, the newest last."""
    root = tmp_path_factory.mktemp("sample") / "site"
    for name in ("data", "docs"):
        shutil.copytree(SAMPLE / name, root / name)
    archive = root / "archive"
    for year in YEARS:
        publish_year(root, archive, year)
    return archive


@pytest.fixture(scope="session")
def real_site(real_archive: Path) -> Iterator[str]:
    """The address at which the real archive is served."""
    yield from _served(real_archive / "current")


@pytest.fixture(scope="session")
def sample_site(sample_archive: Path) -> Iterator[str]:
    """The address at which the fictional archive is served."""
    yield from _served(sample_archive / "current")


@pytest.fixture(scope="session")
def eventful_archive(_published_hospital: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive of the hospital, whose year 2023 was corrected, and a page of its first version withdrawn."""
    root = tmp_path_factory.mktemp("eventful") / "hospital"
    shutil.copytree(_published_hospital, root, symlinks=True)
    change(root / "data/2023/survey.csv", "576951,900,846", "576951,910,846")
    correct_year(root, root / "archive", Correction(2023, "更正", "样本数漏计自助机一处", "财务科"), lambda _: True)
    asked = Withdrawal(2023, 1, pages=("work",), reason="含个人信息", role="办公室")
    withdraw_content(root, root / "archive", asked, lambda *_: True)
    return root / "archive"


@pytest.fixture(scope="session")
def eventful_site(eventful_archive: Path) -> Iterator[str]:
    """The address at which the hospital's archive is served."""
    yield from _served(eventful_archive / "current")


@pytest.fixture(params=["http", "file"])
def base(request: pytest.FixtureRequest, sample_site: str, sample_archive: Path) -> str:
    """Return the address of the fictional archive, on a server and in a folder."""
    return sample_site if request.param == "http" else f"{(sample_archive / 'current').absolute().as_uri()}/"
