"""Pictures of charts: asked for ahead, drawn by one process, kept by the hash of their specification."""

from __future__ import annotations

import contextlib
import hashlib
import json
import queue
import subprocess
import sys
import threading
from collections import deque
from importlib.metadata import version
from pathlib import Path
from typing import Any, Protocol

Specification = dict[str, Any]


class Kept(Protocol):
    """A store of pictures by key, handed in by whoever owns the files."""

    def get(self, key: str) -> str | None:
        """Return the picture kept under `key`, or None."""

    def put(self, key: str, svg: str) -> None:
        """Keep a picture under `key`."""


class DrawingFailed(Exception):
    """The drawing process refused a specification, or ended."""


class Pictures:
    """Draws Vega-Lite specifications; `ask` sends one ahead, `get` waits for it."""

    def __init__(self, kept: Kept | None = None) -> None:
        self._kept = kept
        self._drawn: dict[str, str] = {}
        self._waiting: deque[str] = deque()
        self._process: subprocess.Popen[str] | None = None
        self._answers: queue.Queue[str] = queue.Queue()

    def ask(self, specification: Specification) -> str:
        """Have a specification drawn, unless its picture is at hand, and return its key."""
        text = json.dumps(specification, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        key = hashlib.sha256(f"{version('vl-convert-python')}\n{text}".encode()).hexdigest()
        if key not in self._drawn and key not in self._waiting:
            kept = self._kept.get(key) if self._kept else None
            if kept is None:
                self._send(key, text)
            else:
                self._drawn[key] = kept
        return key

    def get(self, key: str) -> str:
        """Return the SVG of a specification asked for before. Raises DrawingFailed where it cannot be drawn."""
        while key not in self._drawn:
            self._receive()
        return self._drawn[key]

    def close(self) -> None:
        """End the drawing process."""
        process, self._process = self._process, None
        if process is None:
            return
        with contextlib.suppress(BrokenPipeError):
            if process.stdin:
                process.stdin.close()
        process.wait()
        self._listener.join()
        if process.stdout:
            process.stdout.close()

    def _send(self, key: str, text: str) -> None:
        if self._process is None:
            program = [sys.executable, str(Path(__file__).with_name("draw.py"))]
            self._process = subprocess.Popen(
                program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8", bufsize=1
            )
            self._listener = threading.Thread(target=self._listen, args=(self._process,), daemon=True)
            self._listener.start()
        try:
            print(f'{{"spec":{text}}}', file=self._process.stdin)
        except BrokenPipeError as error:
            raise DrawingFailed("the drawing process has ended") from error
        self._waiting.append(key)

    def _listen(self, process: subprocess.Popen[str]) -> None:
        """Take every answer off the pipe as it comes, so that neither side ever waits for the other to read."""
        for line in process.stdout or ():
            self._answers.put(line)
        self._answers.put("")

    def _receive(self) -> None:
        if not self._waiting:
            raise DrawingFailed("nothing was asked for")
        line = self._answers.get()
        if not line:
            raise DrawingFailed("the drawing process has ended")
        key, answer = self._waiting.popleft(), json.loads(line)
        if "error" in answer:
            raise DrawingFailed(answer["error"])
        self._drawn[key] = answer["svg"]
        if self._kept:
            self._kept.put(key, answer["svg"])
