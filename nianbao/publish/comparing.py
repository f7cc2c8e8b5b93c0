"""What a publication would change: a year's present sources held against its latest published version."""

from __future__ import annotations

from pathlib import Path

from nianbao.publish.archive.ledger import latest_versions
from nianbao.publish.archive.reading import read_events, read_version
from nianbao.publish.archive.versions import hash_inputs
from nianbao.publish.stored import SITE_OF_YEAR, read_stored
from nianbao.report.change import Difference
from nianbao.report.difference import difference
from nianbao.report.edition import YearEdition
from nianbao.report.finding import Unusable
from nianbao.sources.year import YearSources, read_year


def changes(root: Path, archive: Path, year: int) -> Difference:
    """Return what readers of the year's latest version in `archive` will see otherwise in the sources of `root`.

    Where the year was never published, everything is new and `since` is None; so is everything where what is left of a
    withdrawn version tells nothing any more. Raises Unusable for sources that cannot be read (those of the stored
    version have it in their places) and Damaged for an archive that is not what it was.
    """
    present = read_year(root, year)
    version = latest_versions(read_events(archive)).get(year)
    now = _edition(present, (version or 0) + 1), hash_inputs(present.files)
    if version is None:
        return difference(None, now[0], ({}, now[1]))
    stored = read_version(archive, year, version)
    kept = {name: digest for name, digest in stored.inputs.items() if name != SITE_OF_YEAR}
    try:
        published = _edition(read_stored(archive, year, version, root), version)
    except Unusable:
        if not stored.withdrawn_sources:
            raise
        return difference(None, now[0], (kept, now[1])).model_copy(update={"since": version})
    return difference(published, now[0], (kept, now[1]))


def _edition(sources: YearSources, version: int) -> YearEdition:
    """A year as its pages show it; nothing is checked, so that it need not be compared with the year before."""
    return YearEdition(sources.report, sources.pages, sources.notes, version)
