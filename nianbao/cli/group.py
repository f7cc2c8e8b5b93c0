"""What all verbs share: their group, the folders they work on, how they end."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from functools import wraps
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import click

from nianbao import __version__
from nianbao.cli.status import BUSY, FINDINGS, NO_SPACE, UNUSABLE
from nianbao.cli.usage import Verbs
from nianbao.wording.language import say

F = TypeVar("F", bound=Callable[..., Any])


def root_option(function: F) -> F:
    """Give a verb the option `--root`, an existing site folder."""
    folder = click.Path(exists=True, file_okay=False, resolve_path=True, path_type=Path)
    text = "站点文件夹（含 data/ 与 docs/），默认为当前文件夹"
    return click.option("--root", type=folder, default=".", help=text)(function)


def archive_option(function: F) -> F:
    """Give a verb the option `--archive`; None stands for `archive/` in the site folder.

    What is there and is no folder, or one that may not be read, is not taken for an archive without any year.
    """

    @wraps(function)
    def run(*arguments: Any, root: Path, archive: Path | None, **options: Any) -> Any:
        target = archive or root / "archive"
        with _answered(bool(click.get_current_context().obj["debug"])), suppress(FileNotFoundError):
            next(target.iterdir(), None)
        return function(*arguments, root=root, archive=archive, **options)

    folder = click.Path(file_okay=False, resolve_path=True, path_type=Path)
    text = "历年报告库的文件夹，默认为站点文件夹下的 archive/"
    return click.option("--archive", type=folder, help=text)(run)  # type: ignore[return-value]  # same call, wrapped


@contextmanager
def making_pages(root: Path, trust: bool) -> Iterator[None]:
    """Let the site's own code run inside where it is trusted; otherwise name what of it is not used."""
    from nianbao.publish.site_folder import ignored_parts, trusting

    with trusting(root) if trust else nullcontext():
        if ignored := ignored_parts(root):
            text = say("本站点自带的 {names} 会运行代码，没有使用；确认来源可信后加 --trust", names="、".join(ignored))
            click.echo(text, err=True)
        yield


trust_flag = click.option(
    "--trust", is_flag=True, help="使用站点自带的 mkdocs.yml、macros/ 和 overrides/；它们会运行代码，请先确认来源可信"
)
"""The option of a verb that may make pages, for those who use `making_pages` themselves."""


def trust_option(function: F) -> F:
    """Give a verb that always makes pages the option `--trust`."""

    @wraps(function)
    def run(*arguments: Any, root: Path, trust: bool, **options: Any) -> Any:
        with making_pages(root, trust):
            return function(*arguments, root=root, **options)

    return trust_flag(run)  # type: ignore[return-value]  # same call, wrapped


@click.group(
    cls=Verbs,
    context_settings={"help_option_names": ["-h", "--help"]},
    invoke_without_command=True,
    no_args_is_help=True,
)
@click.option("--debug", is_flag=True, help="出错时显示程序内部的调用过程")
@click.version_option(__version__, "-V", "--version", message="nianbao %(version)s", help="显示程序的版本")
@click.pass_context
def cli(context: click.Context, debug: bool) -> None:
    """年报：把一年的数据和文字变成部门整体支出绩效自评报告，并让历年报告永久在线、不被悄悄改动。"""
    if context.invoked_subcommand is None:
        raise click.UsageError(say("请在后面写明命令，如 nianbao check"))
    context.obj = {"debug": debug}


def verb(function: F) -> F:
    """Turn what stops a verb into sentences and an exit status."""

    @wraps(function)
    def run(*arguments: Any, **options: Any) -> Any:
        with _answered(bool(click.get_current_context().obj["debug"])):
            return function(*arguments, **options)

    return run  # type: ignore[return-value]  # same call, wrapped


@contextmanager
def _answered(debug: bool) -> Iterator[None]:
    from nianbao.cli.checking import print_findings
    from nianbao.cli.faults import answer
    from nianbao.publish import archive
    from nianbao.publish.engine.build import BuildFailed
    from nianbao.report.finding import Blocked, Unusable

    try:
        yield
    except Unusable as unusable:
        print_findings(unusable.findings)
        stop(FINDINGS if isinstance(unusable, Blocked) else UNUSABLE)
    except BuildFailed as failed:
        for message in failed.messages:
            click.echo(message, err=True)
        stop(UNUSABLE)
    except archive.Busy as busy:
        stop(BUSY, str(busy))
    except archive.NoSpace as full:
        stop(NO_SPACE, str(full))
    except (archive.Unfit, archive.Unsupported) as unfit:
        stop(UNUSABLE, str(unfit))
    except archive.ArchiveError as refused:
        stop(FINDINGS, str(refused))
    except (click.ClickException, click.Abort, click.exceptions.Exit, BrokenPipeError):
        raise
    except Exception as error:
        if debug:
            raise
        stop(*answer(error))


def stop(status: int, message: str = "") -> NoReturn:
    """End with an exit status, and a sentence on standard error where there is one."""
    if message:
        click.echo(message, err=True)
    sys.exit(status)


def chosen_years(root: Path, chosen: tuple[int, ...], everything: bool = False) -> tuple[int, ...]:
    """Return the years that were named, or else all that have data. Raises UsageError where there is none."""
    from nianbao.sources.folders import years

    known = years(root)
    if chosen and not everything:
        return chosen
    if not known:
        raise click.UsageError(say("{root} 下没有任何年度的数据（data/2022/ 这样的文件夹）", root=root))
    return known
