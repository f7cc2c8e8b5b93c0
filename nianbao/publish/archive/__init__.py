"""The archive 历年报告库: published versions that never change, and the views in which readers meet them."""

from nianbao.publish.archive.committing import Portal
from nianbao.publish.archive.publication import Outcome, publish
from nianbao.publish.archive.reading import read_catalogue, read_events
from nianbao.publish.archive.refusals import (
    ArchiveError,
    Busy,
    Damage,
    Damaged,
    Frozen,
    NoSpace,
    NotRemoved,
    Unfit,
    Unsupported,
)
from nianbao.publish.archive.verification import Verification, verify
from nianbao.publish.archive.versions import Staged
from nianbao.publish.archive.views import BuildPortal, BuiltPortal

__all__ = [
    "ArchiveError",
    "BuildPortal",
    "BuiltPortal",
    "Busy",
    "Damage",
    "Damaged",
    "Frozen",
    "NoSpace",
    "NotRemoved",
    "Outcome",
    "Portal",
    "Staged",
    "Unfit",
    "Unsupported",
    "Verification",
    "publish",
    "read_catalogue",
    "read_events",
    "verify",
]
