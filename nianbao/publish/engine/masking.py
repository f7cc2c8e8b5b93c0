"""What MkDocs and its plugins log, without numbers of persons: a broken link or a file's name may hold one."""

from __future__ import annotations

import logging

from nianbao.wording.personal import masked


class _Masking(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = masked(record.getMessage()), ()
        return True


def mask_logs() -> None:
    """Mask numbers of persons in all that is logged from now on by whatever listens to MkDocs; twice is as once."""
    for handler in logging.getLogger("mkdocs").handlers:
        if not any(isinstance(entry, _Masking) for entry in handler.filters):
            handler.addFilter(_Masking())
