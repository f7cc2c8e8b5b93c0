from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest

from nianbao.publish.archive import derived, layout
from tests.served.nginx import served
from tests.served.test_answers import ask

pytestmark = pytest.mark.nginx

MOVED = {
    "2023/goals.html": "2023/work.html#查档服务",
    f"2023/{'旧' * 60}.html": "2023/money.html",
    "2023/find/index.html": "search/index.html",
    "2023/attachments/方案 (1).pdf": "2023/attachments/方案“$uri”;.pdf",
    "2023/attachments/a\"b';{}\\.pdf": "2023/work.html",
}


def test_a_server_reads_what_the_archive_says_has_moved(damaged: Path, tmp_path: Path) -> None:
    """Each old address answers with the new one, whatever its name, and no other address does."""
    view = (damaged / "current").resolve()
    (view / layout.REDIRECTS).write_bytes(derived.redirects_map(MOVED))
    folder = tmp_path / "nginx"
    folder.mkdir()
    with served(damaged, folder) as site:
        for old, new in MOVED.items():
            answer = ask(site, old)
            assert (answer.status, answer.headers["Location"]) == (301, "/" + quote(new, safe="/#"))
        assert ask(site, "2023/find/").headers["Location"] == "/search/index.html"
        assert ask(site, "2023/Goals.html").status == 404
        assert ask(site, "2023/goals_html").status == 404
        assert ask(site, "2023/work.html").status == 200
