"""The sources of a version as one tar file whose bytes depend on nothing but the sources."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Mapping


def sources_tar(sources: Mapping[str, bytes], epoch: int) -> bytes:
    """Return a tar of {archive name: bytes}: sorted by name, every file of user 0, mode 0644 and time `epoch`.

    `epoch` is in whole seconds since 1970. The format is PAX, so that Chinese and long names are kept.
    """
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w", format=tarfile.PAX_FORMAT, encoding="utf-8") as tar:
        for name in sorted(sources, key=lambda name: name.encode(errors="surrogateescape")):
            entry = tarfile.TarInfo(name)
            entry.size = len(sources[name])
            entry.mtime = epoch
            entry.mode = 0o644
            tar.addfile(entry, io.BytesIO(sources[name]))
    return target.getvalue()


def read_tar(content: bytes) -> dict[str, bytes]:
    """Return {archive name: bytes} of a tar that `sources_tar` could have made. Raises ValueError for other bytes."""
    try:
        with tarfile.open(fileobj=io.BytesIO(content), mode="r:", encoding="utf-8") as tar:
            files = {entry.name: tar.extractfile(entry) for entry in tar}
            return {name: file.read() for name, file in files.items() if file is not None}
    except (tarfile.TarError, OSError, EOFError) as error:
        raise ValueError(str(error)) from error
