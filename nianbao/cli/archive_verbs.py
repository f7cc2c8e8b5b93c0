"""The verbs that change the archive or read it: what is published, and what proves it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from nianbao.cli.group import (
    archive_option,
    chosen_years,
    cli,
    making_pages,
    root_option,
    trust_flag,
    trust_option,
    verb,
)
from nianbao.report.catalogue import ROLE
from nianbao.report.correction import NATURES
from nianbao.wording.language import say


@cli.command()
@click.argument("years", nargs=-1, type=int)
@click.option("--all", "everything", is_flag=True, help="发布所有年度")
@archive_option
@root_option
@verb
@trust_option
def publish(years: tuple[int, ...], everything: bool, archive: Path | None, root: Path) -> None:
    """把年度作为第1版公开；已公开且没有变化的不重复发布。"""
    from nianbao.cli.telling import tell_clock, tell_outcome, working

    if not years and not everything:
        raise click.UsageError(say("请写明年度，如 nianbao publish 2022，或用 --all 发布所有年度"))
    from nianbao.publish.publishing import publish_year

    target = archive or root / "archive"
    tell_clock(target)
    for year in chosen_years(root, years, everything):
        with working(say("正在核对、生成并发布{year}年度", year=year)):
            outcome = publish_year(root, target, year)
        tell_outcome(outcome)
    click.echo(say("请打开 {address}", address=(target / "current" / "index.html").absolute().as_uri()))


@cli.command()
@click.argument("year", type=int)
@click.option(
    "--html",
    type=click.Path(dir_okay=False, resolve_path=True, path_type=Path),
    metavar="文件",
    help="另写成一个网页文件",
)
@click.option("--force", is_flag=True, help="网页文件已经存在时覆盖")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="输出形式")
@archive_option
@root_option
@verb
def diff(year: int, html: Path | None, force: bool, form: str, archive: Path | None, root: Path) -> None:
    """逐页列出发布会改变什么：现有数据和文字与已公开的最后一版相比；不写报告库。"""
    from nianbao.cli.differing import tell_difference, tell_difference_json, tell_next, write_html
    from nianbao.publish.comparing import changes

    found = changes(root, archive or root / "archive", year)
    if html is not None:
        write_html(found, html, force)
    if form == "json":
        tell_difference_json(found)
        return
    tell_difference(found)
    tell_next(found)


@cli.command()
@click.option("--expect", metavar="校验值", help="应有的总校验值（发布时打印，也列在核验页上）")
@click.option("--since", metavar="校验值", help="某一时刻台账末行的校验值，或当时保存的 ledger.jsonl：其后只许增加")
@click.option(
    "--repair",
    "copy",
    type=click.Path(exists=True, file_okay=False, resolve_path=True, path_type=Path),
    metavar="文件夹",
    help="从另一个报告库或导出的文件夹取回完好的文件",
)
@click.option(
    "--adopt",
    is_flag=False,
    flag_value="",
    metavar="[台账校验值]",
    help="把库里另一份台账公开过、现行台账没有的内容并入现行台账；有几份时可指明一份",
)
@click.option(
    "--set-aside",
    is_flag=False,
    flag_value="",
    metavar="[台账校验值]",
    help="把这样的内容搁置：记入台账，另外保存，不再提供",
)
@trust_flag
@archive_option
@root_option
@verb
def verify(
    expect: str | None,
    since: str | None,
    copy: Path | None,
    adopt: str | None,
    set_aside: str | None,
    trust: bool,
    archive: Path | None,
    root: Path,
) -> None:
    """重新计算历年报告库中每个文件的校验值，指出任何与发布时不同的文件；可从完好的副本修复。"""
    from nianbao.cli.proving import ledger_mark, repair_from, settle_from, tell_verification
    from nianbao.publish.archive import verify as verify_archive

    if adopt is not None and set_aside is not None:
        raise click.UsageError(say("--adopt 与 --set-aside 只能选一种"))
    target = archive or root / "archive"
    if copy is not None:
        repair_from(target, copy, expect)
    if adopt is not None or set_aside is not None:
        with making_pages(root, trust):
            settle_from(root, target, "aside" if adopt is None else "adopt", adopt or set_aside or "")
    sys.exit(tell_verification(verify_archive(target, expect, None if since is None else ledger_mark(since))))


@cli.command()
@click.argument("years", nargs=-1, type=int)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="输出形式")
@archive_option
@root_option
@verb
def history(years: tuple[int, ...], form: str, archive: Path | None, root: Path) -> None:
    """列出发布台账：每一次公开、更正和撤下的时间、版次、范围和原因。"""
    from nianbao.cli.proving import tell_history
    from nianbao.publish.archive import read_events

    events = read_events(archive or root / "archive")
    tell_history(tuple(event for event in events if not years or event.year in years), as_json=form == "json")


@cli.command()
@click.argument("year", type=int)
@click.option(
    "--nature", type=click.Choice(NATURES), default="更正", show_default=True, help="更正错误、修订决定、补充遗漏"
)
@click.option("--reason", required=True, help="为什么更正，记入公开的发布台账和每个改动的页面")
@click.option("--role", default=ROLE, show_default=True, help="由哪个岗位决定，不写姓名")
@click.option(
    "--conceal", "concealed", multiple=True, metavar="页面", help="不再列出改动前内容的页面，如 survey；可重复"
)
@click.option("--yes", is_flag=True, help="不再询问，直接公开")
@archive_option
@root_option
@verb
@trust_option
def correct(year: int, archive: Path | None, root: Path, yes: bool, **asked: Any) -> None:
    """把已公开年度的现有内容作为下一版公开：先列出改动，改动的页面都有公告，原来的版次不变。"""
    from nianbao.cli.correcting import run_correction
    from nianbao.publish.correcting import Request

    run_correction(root, archive or root / "archive", Request(year, **asked), yes)


@cli.command()
@click.argument("year", type=int)
@click.option("--version", type=int, help="哪一个版次，只有一个版次时可不写")
@click.option("--page", "pages", multiple=True, metavar="页面", help="要撤下的页面，如 budget 或整个网址；可重复")
@click.option(
    "--file", "files", multiple=True, metavar="文件", help="要撤下的下载文件或附件，如 attachments/a.pdf；可重复"
)
@click.option(
    "--source",
    "sources",
    multiple=True,
    metavar="来源",
    help="要从存档来源中去掉的文件，如 data/2022/items.csv；可重复",
)
@click.option("--whole", is_flag=True, help="撤下整个版次")
@click.option(
    "--gone",
    multiple=True,
    metavar="文字",
    help="撤下后任何文件中都不得再有的文字，- 表示从标准输入逐行读取；不会记入台账",
)
@click.option("--stays", multiple=True, metavar="文件", help="仍可保留上述文字的文件；可重复")
@click.option("--reason", required=True, help="撤下原因，记入公开的发布台账")
@click.option("--role", default=ROLE, show_default=True, help="由哪个岗位决定，不写姓名")
@click.option("--yes", is_flag=True, help="不再询问，直接撤下")
@archive_option
@root_option
@verb
@trust_option
def withdraw(archive: Path | None, root: Path, yes: bool, gone: tuple[str, ...], **asked: Any) -> None:
    """撤下已公开的页面、文件或整个版次：从所有存档和页面中删除，原地址留下说明；不能撤回。"""
    from nianbao.cli.withdrawing import run_withdrawal
    from nianbao.publish.withdrawing.request import Request

    read = [line for word in gone for line in (sys.stdin.read().splitlines() if word == "-" else [word])]
    request = Request(gone=tuple(filter(str.strip, read)), **asked)
    run_withdrawal(root, archive or root / "archive", request, yes)


@cli.command()
@click.argument("target", required=False, type=click.Path(path_type=Path), metavar="[文件夹或文件]")
@click.option("--zip", "zip_file", type=click.Path(path_type=Path), metavar="文件", help="导出成一个 zip 压缩文件")
@click.option(
    "--bag", type=click.Path(path_type=Path), metavar="文件夹", help="导出成移交档案部门的 BagIt 包（RFC 8493）"
)
@click.option(
    "--single",
    type=int,
    metavar="年度",
    help="把一个年度导出成一个独立的 HTML 文件，便于上传到门户网站；文件名写在后面，如 --single 2022 2022.html",
)
@click.option("--version", type=int, metavar="版次", help="与 --single 一起用：导出哪一版，默认为最新版次")
@archive_option
@root_option
@verb
def export(archive: Path | None, root: Path, **wanted: Any) -> None:
    """把已公开的内容导出成普通文件夹、zip、BagIt 包或一个 HTML 文件；导出前核对每个文件，有损坏就不导出。"""
    from nianbao.cli.exporting import Wanted, run_export

    run_export(archive or root / "archive", Wanted(**wanted))
