from __future__ import annotations

import functools
import http.server
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from nianbao.publish.publishing import publish_year

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
