"""The live preview: MkDocs' own server over a site folder, which goes on when something is wrong."""

from __future__ import annotations

import logging
import os
from pathlib import Path

from nianbao.publish.engine.build import BuildFailed


def page_address(address: str, year: int | None) -> str:
    """Return where the preview at `address` (host:port) shows the first page of a year, or of the portal for None."""
    return f"http://{address}/" if year is None else f"http://{address}/{year}/index.html"


def serve_preview(root: Path, address: str) -> None:
    """Serve portal and all years of a site folder at `address` (host:port) until interrupted.

    Pages are rendered anew when data, text, words or theme change. A year that cannot be read is left out and its
    findings are shown on the portal's first page, so that a typing mistake never ends the preview. Raises BuildFailed
    for a `mkdocs.yml` of a trusted site that cannot be used.
    """
    os.environ["NIANBAO_FAIL"] = "false"
    os.environ["NIANBAO_ROOT"] = str(root.resolve())
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    logging.getLogger("mkdocs").addHandler(logging.StreamHandler())  # one that `mask_logs` finds
    from mkdocs.commands.serve import serve

    from nianbao.publish.engine.settings import UnfitSettings, options

    try:
        chosen = options(root)
    except UnfitSettings as unfit:
        raise BuildFailed((str(unfit),)) from unfit
    serve(livereload=True, dev_addr=address, strict=False, **chosen)
