from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_TWICE = """
import sys
from importlib.machinery import PathFinder
from pathlib import Path
from nianbao.publish.editions import build_year
for out in sys.argv[2:]:
    build_year(Path(sys.argv[1]), 2023, Path(out))
found = PathFinder.find_spec("numbers")
print(Path(found.origin).parent.name == "macros", len(sys.path) - len(set(sys.path)))
"""


def test_the_words_hide_no_module_of_python(small: Path, tmp_path: Path) -> None:
    """After two builds in one process `numbers` is Python's own, and the path of modules has nothing twice."""
    command = [sys.executable, "-c", _TWICE, str(small), str(tmp_path / "one"), str(tmp_path / "two")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "0"]
