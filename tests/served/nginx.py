"""Debian's nginx with the configuration that offices are given; only places and port are others."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

GIVEN = Path(__file__).resolve().parents[2] / "deploy" / "nginx.conf"
_AROUND = """daemon off;
worker_processes 2;
pid nginx.pid;
error_log error.log;
{user}
events {{}}
http {{
    access_log off;
    {temporary}
    include {site};
}}
"""


@contextmanager
def served(archive: Path, folder: Path) -> Iterator[str]:
    """Serve an archive and give the address of its root; `folder` is an empty one for what nginx writes."""
    port = _free_port()
    site = folder / "site.conf"
    site.write_text(_configured(archive, port), encoding="utf-8")
    temporary = "".join(f"{kind}_temp_path {kind}; " for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    user = "user root;" if os.geteuid() == 0 else ""
    around = _AROUND.format(user=user, temporary=temporary, site=site)
    (folder / "nginx.conf").write_text(around, encoding="utf-8")
    command = [_program(), "-p", str(folder), "-e", "error.log", "-c", "nginx.conf"]
    process = subprocess.Popen(command)
    try:
        _wait_for(process, port, folder / "error.log")
        yield f"http://127.0.0.1:{port}/"
    finally:
        process.terminate()
        process.wait(timeout=20)


def _configured(archive: Path, port: int) -> str:
    text = GIVEN.read_text(encoding="utf-8").replace("/srv/nianbao/archive", str(archive))
    text, here = re.subn(r"^    listen 80;$", f"    listen 127.0.0.1:{port};", text, flags=re.MULTILINE)
    text, everywhere = re.subn(r"^    listen \[::\]:80;\n", "", text, flags=re.MULTILINE)
    assert (here, everywhere) == (1, 1)
    return text


def _program() -> str:
    search = f"{os.environ.get('PATH', '')}:/usr/sbin"
    program = shutil.which(os.environ.get("NGINX", "nginx"), path=search)
    assert program, "nginx is missing: tests/install-programs.sh"
    return program


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    for _ in range(200):
        assert process.poll() is None, log.read_text(encoding="utf-8")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("nginx does not answer")
