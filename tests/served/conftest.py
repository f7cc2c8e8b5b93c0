from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from nianbao.publish.publishing import publish_year
from tests.served.nginx import served
from tests.sources.attachments.making import word_file

LIST = "编号,名称,文件\nlist,名单,项目名单（2023）.csv\nnote,说明,说明.txt\nreport,调查报告,调查报告.docx\n"


@pytest.fixture(scope="session")
def archive(small_source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small archive of one year with three attachments, one of them in GB18030."""
    root = tmp_path_factory.mktemp("served") / "site"
    shutil.copytree(small_source, root)
    attachments = root / "data/2023/attachments"
    attachments.mkdir()
    (root / "data/2023/attachments.csv").write_text(LIST, encoding="utf-8")
    (attachments / "项目名单（2023）.csv").write_text("项目,地点\n修缮,旧馆\n" * 100, encoding="utf-8")
    (attachments / "说明.txt").write_text("本年度的说明\n" * 200, encoding="gb18030")
    (attachments / "调查报告.docx").write_bytes(word_file())
    page = root / "docs/2023/work.md"
    page.write_text(page.read_text(encoding="utf-8") + "\n{{ attachments() }}\n", encoding="utf-8")
    publish_year(root, root / "archive", 2023)
    return root / "archive"


@pytest.fixture(scope="session")
def site(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address at which nginx serves the small archive."""
    with served(archive, tmp_path_factory.mktemp("nginx")) as address:
        yield address


@pytest.fixture
def damaged(archive: Path, tmp_path: Path) -> Path:
    """A copy of the small archive in which files may be changed."""
    copy = shutil.copytree(archive, tmp_path / "archive", symlinks=True)
    for path in copy.rglob("*"):
        if path.is_file() and not path.is_symlink():
            path.chmod(0o644)
    return copy
