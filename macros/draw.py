"""The program that draws: reads one Vega-Lite specification a line, writes one answer a line, in order.

It runs as a process of its own, because a process that has called vl-convert must never fork.
"""

from __future__ import annotations

import json
import sys

import vl_convert


def main() -> None:
    """Answer each line `{"spec": …}` with `{"svg": …}` or `{"error": …}` until the input ends."""
    for line in sys.stdin:
        try:
            answer = {"svg": vl_convert.vegalite_to_svg(json.loads(line)["spec"])}
        except ValueError as error:
            answer = {"error": str(error)}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
