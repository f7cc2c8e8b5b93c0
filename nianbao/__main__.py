"""`python -m nianbao`."""

import os
import sys

# Python searches the current folder first for `-m`; it may be a site folder with a macros/ or yaml.py of anybody's.
if not sys.flags.safe_path and sys.path[:1] == [os.getcwd()]:  # noqa: PTH109 - pathlib would be looked for there
    del sys.path[0]

from nianbao.cli import main

main()
