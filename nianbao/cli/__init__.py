"""The command line `nianbao`."""

from nianbao.cli import archive_verbs, verbs
from nianbao.cli.console import show_everything
from nianbao.cli.group import cli

__all__ = ["archive_verbs", "cli", "main", "verbs"]


def main() -> None:
    """Run the command line."""
    show_everything()
    cli(prog_name="nianbao")
