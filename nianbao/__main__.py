"""`python -m nianbao`."""

import os
import sys

# Python searches the current folder first for `-m`; it may be a site folder with a macros/ or yaml.py of anybody's.
try:
    here = os.getcwd()  # noqa: PTH109 - pathlib would be looked for there
except OSError:  # a folder that was removed meanwhile
    here = ""
if not sys.flags.safe_path and sys.path[:1] == [here]:
    del sys.path[0]

from nianbao.cli import main

main()
