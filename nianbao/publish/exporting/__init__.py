"""Handing over 导出: published versions as a folder, a zip, a BagIt bag or one HTML file, verified beforehand."""

from nianbao.publish.exporting.bag import export_bag
from nianbao.publish.exporting.refusals import Refused
from nianbao.publish.exporting.single import export_single
from nianbao.publish.exporting.tree import Exported, export_tree, version_files, view_files
from nianbao.publish.exporting.zipped import export_zip

__all__ = [
    "Exported",
    "Refused",
    "export_bag",
    "export_single",
    "export_tree",
    "export_zip",
    "version_files",
    "view_files",
]
