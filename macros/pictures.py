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

PATIENCE = 60.0
"""Seconds after which a picture that does not come counts as failed; drawing one takes less than a tenth of one."""


class Kept(Protocol):
    """A store of pictures by key, handed in by whoever owns the files."""

    def get(self, key: str) -> str | None:
        """Return the picture kept under `key`, or None."""

    def put(self, key: str, svg: str) -> None:
        """Keep a picture under `key`."""


class DrawingFailed(Exception):
    """The drawing process refused a specification, ended, or does not answer."""


class Pictures:
    """Draws Vega-Lite specifications; `ask` sends one ahead, `get` waits for it."""

    def __init__(self, kept: Kept | None = None) -> None:
        self._kept = kept
        self._drawn: dict[str, str] = {}
        self._failed: dict[str, str] = {}
        self._waiting: deque[str] = deque()
        self._drawing: _DrawingProcess | None = None

    def ask(self, specification: Specification) -> str:
        """Have a specification drawn, unless its picture is at hand, and return its key; what failed is tried again."""
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
        while key in self._waiting:
            self._receive()
        if key in self._failed:
            raise DrawingFailed(self._failed[key])
        if key not in self._drawn:
            raise DrawingFailed("the picture was not asked for")
        return self._drawn[key]

    def close(self) -> None:
        """End the drawing process; pictures nobody came for are given up."""
        self._give_up("the drawing process was closed")

    def _send(self, key: str, text: str) -> None:
        if self._drawing is None:
            self._drawing = _DrawingProcess()
        self._failed.pop(key, None)
        self._waiting.append(key)
        if not self._drawing.send(f'{{"spec":{text}}}'):
            self._give_up("the drawing process has ended")

    def _receive(self) -> None:
        try:
            line = self._drawing.answer(PATIENCE) if self._drawing else ""
        except queue.Empty:
            self._give_up(f"the drawing process did not answer within {PATIENCE:g} seconds")
            return
        if not line:
            self._give_up("the drawing process has ended")
            return
        key, answer = self._waiting.popleft(), json.loads(line)
        if "error" in answer:
            self._failed[key] = answer["error"]
            return
        self._drawn[key] = answer["svg"]
        if self._kept:
            self._kept.put(key, answer["svg"])

    def _give_up(self, reason: str) -> None:
        """Fail all that is still awaited, and end the process, so that the next question starts a new one."""
        self._failed.update(dict.fromkeys(self._waiting, reason))
        self._waiting.clear()
        drawing, self._drawing = self._drawing, None
        if drawing is not None:
            drawing.end()


class _DrawingProcess:
    """`draw.py`, spawned, with a thread that takes its answers off the pipe so that neither side waits to write."""

    def __init__(self) -> None:
        # Without -P its folder would be searched first, and numbers.py there would hide Python's own.
        program = [sys.executable, "-P", str(Path(__file__).with_name("draw.py"))]
        self.process = subprocess.Popen(
            program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8", bufsize=1
        )
        self._answers: queue.Queue[str] = queue.Queue()
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def send(self, line: str) -> bool:
        """Send one line, and say whether the process still takes any."""
        try:
            print(line, file=self.process.stdin)
        except OSError:
            return False
        return True

    def answer(self, seconds: float) -> str:
        """Return the next answer, empty when the process has ended; raises queue.Empty after so many seconds."""
        return self._answers.get(timeout=seconds)

    def end(self) -> None:
        """End the process at once, whatever it is doing, and let go of its pipes."""
        self.process.kill()
        self.process.wait()
        self._listener.join()
        for pipe in (self.process.stdin, self.process.stdout):
            with contextlib.suppress(OSError):
                if pipe:
                    pipe.close()

    def _listen(self) -> None:
        for line in self.process.stdout or ():
            self._answers.put(line)
        self._answers.put("")
