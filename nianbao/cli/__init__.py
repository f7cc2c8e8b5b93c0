"""The command line `nianbao`."""

from nianbao.cli import archive_verbs, verbs
from nianbao.cli.group import cli

__all__ = ["archive_verbs", "cli", "main", "verbs"]


def main() -> None:
    """Run the command line."""
    cli(prog_name="nianbao")
