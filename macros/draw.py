"""The program that draws: reads one Vega-Lite specification a line, writes one answer a line, in order.

It runs as a process of its own, because a process that has called vl-convert must never fork.
"""

from __future__ import annotations

import json
import sys

import vl_convert


def answer(line: bytes) -> dict[str, str]:
    """Return `{"svg": …}` for a line `{"spec": …}`, or `{"error": …}` with what the drawing program says."""
    try:
        return {"svg": vl_convert.vegalite_to_svg(json.loads(line)["spec"])}
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"}


def main() -> None:
    """Answer each line of the input until it ends; bytes, because its encoding is UTF-8 whatever the locale says."""
    for line in sys.stdin.buffer:
        sys.stdout.buffer.write(json.dumps(answer(line)).encode("ascii") + b"\n")
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
