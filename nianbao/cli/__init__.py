"""The command line `nianbao`."""

from nianbao.cli.verbs import cli, main

__all__ = ["cli", "main"]
