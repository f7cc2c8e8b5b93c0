"""nianbao (年报): a department's yearly report, from data files to a public archive that never silently changes."""

__version__ = "0.1.0"
