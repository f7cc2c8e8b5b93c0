"""The command line: each verb is one call, each complaint a sentence with its place, each ending an exit status."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import wraps
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import click

from nianbao import __version__
from nianbao.cli.status import BUSY, FINDINGS, NO_SPACE, UNUSABLE
from nianbao.wording.language import preferred, say, speak

F = TypeVar("F", bound=Callable[..., Any])


def _root_option(function: F) -> F:
    folder = click.Path(exists=True, file_okay=False, resolve_path=True, path_type=Path)
    text = "站点文件夹（含 data/ 与 docs/），默认为当前文件夹"
    return click.option("--root", type=folder, default=".", help=text)(function)


def _archive_option(function: F) -> F:
    folder = click.Path(file_okay=False, resolve_path=True, path_type=Path)
    return click.option("--archive", type=folder, help="历年报告库的文件夹，默认为站点文件夹下的 archive/")(function)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--debug", is_flag=True, help="出错时显示程序内部的调用过程")
@click.version_option(__version__, "-V", "--version", prog_name="nianbao")
@click.pass_context
def cli(context: click.Context, debug: bool) -> None:
    """年报：把一年的数据和文字变成部门整体支出绩效自评报告，并让历年报告永久在线、不被悄悄改动。"""
    context.obj = {"debug": debug}


def _verb(function: F) -> F:
    """Speak the site's language, and turn what stops a verb into sentences and an exit status."""

    @wraps(function)
    def run(*arguments: Any, **options: Any) -> Any:
        _choose_language(options.get("root"))
        with _answered(bool(click.get_current_context().obj["debug"])):
            return function(*arguments, **options)

    return run  # type: ignore[return-value]  # same call, wrapped


def _choose_language(root: Path | None) -> None:
    from nianbao.report.finding import Unusable
    from nianbao.sources.site import read_site

    languages: tuple[str, ...] = ("zh-CN",)
    if root is not None:
        # the verb itself will say what is wrong with site.yml, in Chinese
        with suppress(Unusable, OSError):
            languages = read_site(root).languages
    speak(preferred(os.environ, languages))


@contextmanager
def _answered(debug: bool) -> Iterator[None]:
    from nianbao.cli.checking import print_findings
    from nianbao.publish import archive
    from nianbao.publish.engine.build import BuildFailed
    from nianbao.report.finding import Blocked, Unusable

    try:
        yield
    except Unusable as unusable:
        print_findings(unusable.findings)
        _stop(FINDINGS if isinstance(unusable, Blocked) else UNUSABLE)
    except BuildFailed as failed:
        for message in failed.messages:
            click.echo(message, err=True)
        _stop(UNUSABLE)
    except archive.Busy as busy:
        _stop(BUSY, str(busy))
    except archive.NoSpace as full:
        _stop(NO_SPACE, str(full))
    except (archive.Unfit, archive.Unsupported) as unfit:
        _stop(UNUSABLE, str(unfit))
    except archive.ArchiveError as refused:
        _stop(FINDINGS, str(refused))
    except (click.ClickException, click.exceptions.Exit, BrokenPipeError):
        raise
    except Exception as error:
        if debug:
            raise
        _stop(UNUSABLE, say("程序内部出错：{error}。请加 --debug 再运行一次，并把结果交给维护人员", error=error))


def _stop(status: int, message: str = "") -> NoReturn:
    if message:
        click.echo(message, err=True)
    sys.exit(status)


def _years(root: Path, chosen: tuple[int, ...], everything: bool = False) -> tuple[int, ...]:
    from nianbao.sources.folders import years

    known = years(root)
    if chosen and not everything:
        return chosen
    if not known:
        raise click.UsageError(say("{root} 下没有任何年度的数据（data/2022/ 这样的文件夹）", root=root))
    return known


@cli.command()
@click.argument("year", type=int)
@click.option("--csv", is_flag=True, help="用 CSV 文件，不用工作簿")
@click.option("--ruleset", default="", metavar="编号", help="评分规则，默认沿用上年")
@click.option("--fresh", is_flag=True, help="不沿用上年的内容")
@click.option("--unit", type=click.Choice(["元", "万元", "亿元"]), help="金额单位，默认沿用上年，没有上年的用万元")
@click.option("--department", default="", metavar="名称", help="部门全称，只在新建站点时用")
@click.option("--address", default="", metavar="网址", help="报告库将来的网址，只在新建站点时用")
@click.option(
    "--root",
    type=click.Path(file_okay=False, resolve_path=True, path_type=Path),
    default=".",
    help="站点文件夹，默认为当前文件夹；新建站点时可以还不存在",
)
@_verb
def new(year: int, root: Path, **asked: Any) -> None:
    """新建一个年度：数据文件夹、填写用的工作簿和各章正文；不覆盖任何文件。"""
    from nianbao.cli.telling import tell_begun
    from nianbao.publish.starting.new_year import Request, begin_year

    tell_begun(begin_year(root, Request(year, **asked)), year)


@cli.command()
@click.argument("years", nargs=-1, type=int)
@click.option("--format", "form", type=click.Choice(["text", "json", "github"]), default="text", help="输出形式")
@click.option("--coverage", is_flag=True, help="另列出每页有多少数由词语写出、自动匹配、免于绑定、没有绑定")
@_archive_option
@_root_option
@_verb
def check(years: tuple[int, ...], form: Any, coverage: bool, archive: Path | None, root: Path) -> None:
    """核对一个或几个年度（默认全部），一次说出所有问题；不写任何文件。"""
    from nianbao.cli.checking import check_years

    sys.exit(check_years(root, _years(root, years), form, archive=archive, coverage=coverage, portal=not years))


@cli.command()
@click.argument("editions", nargs=-1)
@click.option(
    "--out",
    type=click.Path(file_okay=False, resolve_path=True, path_type=Path),
    help="输出文件夹，默认为站点文件夹下的 build/",
)
@_archive_option
@_root_option
@_verb
def build(editions: tuple[str, ...], out: Path | None, archive: Path | None, root: Path) -> None:
    """按发布时的样子生成年度（如 2022）或首页（portal），放在 build/ 下；不改动已公开的内容。"""
    from nianbao.publish.editions import build_portal, build_year, preview_catalogue

    for name in editions or tuple(str(year) for year in _years(root, ())):
        target = (out or root / "build") / name
        if name == "portal":
            build_portal(root, preview_catalogue(root), target)
        elif name.isdigit():
            build_year(root, int(name), target, archive=archive)
        else:
            raise click.UsageError(say("“{name}”应为年度（如 2022）或 portal", name=name))
        click.echo(say("已生成 {target}", target=target / "index.html"))


@cli.command()
@click.argument("years", nargs=-1, type=int)
@click.option("--all", "everything", is_flag=True, help="发布所有年度")
@_archive_option
@_root_option
@_verb
def publish(years: tuple[int, ...], everything: bool, archive: Path | None, root: Path) -> None:
    """把年度作为第1版公开；已公开且没有变化的不重复发布。"""
    from nianbao.cli.telling import tell_outcome, working

    if not years and not everything:
        raise click.UsageError(say("请写明年度，如 nianbao publish 2022，或用 --all 发布所有年度"))
    from nianbao.publish.publishing import publish_year

    target = archive or root / "archive"
    for year in _years(root, years, everything):
        with working(say("正在核对、生成并发布{year}年度", year=year)):
            outcome = publish_year(root, target, year)
        tell_outcome(outcome)
    click.echo(say("请打开 {address}", address=(target / "current" / "index.html").absolute().as_uri()))


@cli.command()
@click.argument("year")
@click.argument("place")
@click.option("--kind", type=click.Choice(["身份证号码", "手机号码", "银行卡号"]), required=True, help="号码的种类")
@click.option("--reason", required=True, help="为什么可以公开")
@click.option("--role", required=True, help="由哪个岗位批准，不写姓名")
@click.option("--expires", required=True, metavar="日期", help="批准到哪一天为止，如 2026-12-31")
@_root_option
@_verb
def exempt(year: str, root: Path, **approval: Any) -> None:
    """为一个可以公开的个人号码写出登记内容，供贴入 privacy.yml；号码取自所写的位置，或在提示后输入。"""
    from nianbao.cli.exempting import print_entry
    from nianbao.publish.exempting import Approval

    print_entry(root, year, Approval(**approval))


@cli.command()
@click.option("--expect", metavar="HASH", help="应有的总校验值（发布时打印的那一串）")
@_archive_option
@_root_option
@_verb
def verify(expect: str | None, archive: Path | None, root: Path) -> None:
    """重新计算历年报告库中每个文件的校验值，指出任何与发布时不同的文件。"""
    from nianbao.cli.telling import tell_verification
    from nianbao.publish.archive import verify as verify_archive

    sys.exit(tell_verification(verify_archive(archive or root / "archive", expect)))


@cli.command()
@click.option("--address", default="127.0.0.1:8000", show_default=True, help="本机地址和端口")
@_root_option
@_verb
def serve(address: str, root: Path) -> None:
    """在本机预览首页和所有年度；保存文件后页面自动更新。"""
    from nianbao.publish.engine.serving import serve_preview

    try:
        serve_preview(root, address)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        _stop(
            UNUSABLE, say("{address} 已被别的程序占用；请用 --address 换一个端口，如 127.0.0.1:8001", address=address)
        )


def main() -> None:
    """Run the command line."""
    cli(prog_name="nianbao")
