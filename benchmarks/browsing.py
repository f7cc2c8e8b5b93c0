"""What measuring in a browser needs: Debian's chromium, and a server that sends packed twins as ours are told to."""

from __future__ import annotations

import functools
import http.server
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright


class _Packed(http.server.SimpleHTTPRequestHandler):
    """Sends packed twins as the server's configuration does."""

    def send_head(self) -> Any:
        """Answer with the packed twin where there is one."""
        path = Path(self.translate_path(self.path))
        twin = path.with_name(f"{path.name}.gz")
        chosen = twin if twin.is_file() else path
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        if chosen is twin:
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(chosen.stat().st_size))
        self.end_headers()
        return chosen.open("rb")

    def log_message(self, format: str, *args: object) -> None:
        """Keep requests off the terminal."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder and give its address."""
    handler = functools.partial(_Packed, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start Debian's chromium, or the one that CHROMIUM names."""
    executable = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        yield browser
        browser.close()
