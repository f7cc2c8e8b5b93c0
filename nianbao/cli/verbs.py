"""The verbs of an editor's daily work: a year is begun, checked, built, previewed."""

from __future__ import annotations

import errno
import re
import sys
from pathlib import Path
from typing import Any

import click

from nianbao.cli.group import archive_option, chosen_years, cli, root_option, stop, trust_option, verb
from nianbao.cli.status import UNUSABLE
from nianbao.wording.language import say


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
@verb
def new(year: int, root: Path, **asked: Any) -> None:
    """新建一个年度：数据文件夹、填写用的工作簿和各章正文；不覆盖任何文件。"""
    from nianbao.cli.telling import tell_begun
    from nianbao.publish.starting.new_year import Request, begin_year

    tell_begun(begin_year(root, Request(year, **asked)), year)


@cli.command()
@click.argument("years", nargs=-1, type=int)
@click.option("--format", "form", type=click.Choice(["text", "json", "github"]), default="text", help="输出形式")
@click.option("--coverage", is_flag=True, help="另列出每页有多少数由词语写出、自动匹配、免于绑定、没有绑定")
@archive_option
@root_option
@verb
def check(years: tuple[int, ...], form: Any, coverage: bool, archive: Path | None, root: Path) -> None:
    """核对一个或几个年度（默认全部），一次说出所有问题；不写任何文件。"""
    from nianbao.cli.checking import check_years

    sys.exit(check_years(root, chosen_years(root, years), form, archive=archive, coverage=coverage, portal=not years))


@cli.command()
@click.argument("editions", nargs=-1)
@click.option(
    "--out",
    type=click.Path(file_okay=False, resolve_path=True, path_type=Path),
    help="输出文件夹，默认为站点文件夹下的 build/",
)
@archive_option
@root_option
@verb
@trust_option
def build(editions: tuple[str, ...], out: Path | None, archive: Path | None, root: Path) -> None:
    """按发布时的样子生成年度（如 2022）或首页（portal），放在 build/ 下；不改动已公开的内容。"""
    from nianbao.publish.editions import build_year
    from nianbao.publish.portal import build_portal, preview_catalogue

    for name in editions or tuple(str(year) for year in chosen_years(root, ())):
        target = (out or root / "build") / name
        if name == "portal":
            build_portal(root, preview_catalogue(root), target)
        elif name.isdigit():
            build_year(root, int(name), target, archive=archive)
        else:
            raise click.UsageError(say("“{name}”应为年度（如 2022）或 portal", name=name))
        click.echo(say("已生成 {target}", target=target / "index.html"))


@cli.command()
@click.argument("year")
@click.argument("place")
@click.option("--kind", type=click.Choice(["身份证号码", "手机号码", "银行卡号"]), required=True, help="号码的种类")
@click.option("--reason", required=True, help="为什么可以公开")
@click.option("--role", required=True, help="由哪个岗位批准，不写姓名")
@click.option("--expires", required=True, metavar="日期", help="批准到哪一天为止，如 2026-12-31")
@root_option
@verb
def exempt(year: str, root: Path, **approval: Any) -> None:
    """为一个可以公开的个人号码写出登记内容，供贴入 privacy.yml；号码取自所写的位置，或在提示后输入。"""
    from nianbao.cli.exempting import print_entry
    from nianbao.publish.exempting import Approval

    print_entry(root, year, Approval(**approval))


@cli.command()
@click.argument("year", required=False, type=int)
@click.option("--address", default="127.0.0.1:8000", show_default=True, help="本机地址和端口")
@root_option
@verb
@trust_option
def serve(year: int | None, address: str, root: Path) -> None:
    """在本机预览首页和所有年度，并给出首页或所写年度的网址；保存文件后页面自动更新。"""
    from nianbao.publish.engine.serving import page_address, serve_preview
    from nianbao.sources.folders import year_folder

    if not re.fullmatch(r".+:[0-9]{1,5}", address):
        raise click.UsageError(say("--address 应为地址和端口，如 {example}", example="127.0.0.1:8000"))
    if year is not None:
        year_folder(root, year)
    click.echo(say("预览开始后，请打开 {address}", address=page_address(address, year)))
    try:
        serve_preview(root, address)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        stop(UNUSABLE, say("{address} 已被别的程序占用；请用 --address 换一个端口，如 127.0.0.1:8001", address=address))
