"""What the verbs `verify` and `history` print: damage, hashes, what was repaired, and the ledger."""

from __future__ import annotations

import datetime
from pathlib import Path

import click

from nianbao.cli.console import written_json
from nianbao.cli.status import CLEAN, FINDINGS
from nianbao.cli.telling import working
from nianbao.publish.archive import Verification, ledger
from nianbao.publish.archive.adopting import Choice, settle_branches
from nianbao.publish.archive.repairing import repair
from nianbao.publish.publishing import portal_of
from nianbao.publish.repairing import copies_in
from nianbao.report.catalogue import ROLE, Event
from nianbao.sources.text import visible
from nianbao.wording.language import say


def ledger_mark(since: str) -> str:
    """Return the hash of a ledger line that `--since` names: the hash itself, or the last line of a ledger kept then.

    Raises UsageError for a file that is no ledger, and for a text that is neither.
    """
    path = Path(since)
    if path.is_file():
        try:
            events = ledger.read(path.read_bytes())
        except (OSError, ValueError) as error:
            raise click.UsageError(say("{file} 不是发布台账：{why}", file=since, why=error)) from error
        return ledger.head(events)
    if len(since.strip()) != 64:
        raise click.UsageError(say("--since 应为64位校验值，或保存下来的 ledger.jsonl；没有文件 {file}", file=since))
    return since


def repair_from(archive: Path, copy: Path, expect: str | None) -> None:
    """Put damaged files back from a copy and say which."""
    with working(say("正在从 {copy} 取回完好的文件", copy=copy)):
        done = repair(archive, copies_in(copy), lambda: datetime.datetime.now(datetime.UTC), expect)
    for name in done.mended:
        click.echo(say("已修复：{name}", name=name))
    if not done.mended:
        click.echo(say("没有可以修复的文件"))
    if done.left and not done.mended:
        click.echo(
            say(
                "副本里没有台账认得的完好文件。请核对所写的是报告库（archive 文件夹）或导出的文件夹；"
                "台账或视图不见了的，另加 --expect 和当时打印的总校验值"
            ),
            err=True,
        )


def settle_from(root: Path, archive: Path, choice: Choice, head: str) -> None:
    """Take over what other ledgers in the archive say, or set it aside, and say what was done."""
    portal = portal_of(root, archive)
    with working(say("正在处理不在现行台账里的内容")):
        done = settle_branches(
            archive, choice, portal, now=lambda: datetime.datetime.now(datetime.UTC), role=ROLE, head=head
        )
    if done is None:
        click.echo(say("没有需要处理的台账"))
        return
    for event in done.events:
        click.echo(say("已记入台账：{event}", event=line_of(event)))
    for address in done.missing:
        text = say("{address} 的内容不在本库里，合并时可能被覆盖；请保存好另一份报告库", address=address)
        click.secho(text, fg="yellow", err=True)
    for name in done.kept_aside:
        click.echo(say("{name} 另外保存着，不对外提供", name=name))
    for damage in done.damage:
        click.secho(say("另发现损坏：{damage}", damage=damage), fg="red", err=True)


def tell_verification(found: Verification) -> int:
    """Say what a verification found; return the exit status."""
    for damage in found.damages:
        click.secho(visible(str(damage)), fg="red", err=True)
    if found.damages:
        click.echo(say("历年报告库有{count}处损坏或不在现行台账里的内容", count=len(found.damages)), err=True)
        if found.unsettled:
            click.echo(
                say(
                    "有公开过的内容不在现行台账里：nianbao verify --adopt 并入，或 nianbao verify --set-aside 搁置；"
                    "决定以前不能发布"
                ),
                err=True,
            )
        else:
            click.echo(say("有完好的副本（另一个报告库或导出的文件夹）时，可用 nianbao verify --repair 取回"), err=True)
        return FINDINGS
    if found.withdrawals_cut_short:
        for damage in found.withdrawals_cut_short:
            click.secho(visible(str(damage)), fg="red", err=True)
        click.echo(say("请照原来的命令再运行一次 nianbao withdraw，或运行 nianbao verify --adopt"), err=True)
        return FINDINGS
    counts = {name: found.counts[name] for name in ("versions", "files")}
    click.echo(say("历年报告库完好：{versions}个版次，{files}个文件", **counts))
    for address in found.withdrawn:
        click.echo(say("其中 {address} 有内容已撤下（见台账），不是损坏", address=address))
    if found.withdrawn:
        views = found.counts["views"]
        click.echo(
            say("撤下的内容和撤下以前的视图都已删除，现有{views}个视图，所以核对的文件会比撤下以前少", views=views)
        )
    for name in found.orphans:
        click.echo(say("{name} 是上次没有做完留下的，下次发布时清除", name=name))
    for address in found.cut_short:
        click.echo(say("{address} 是上次没有做完留下的，可能公开过；下次发布时移到 aside 文件夹保存", address=address))
    for name in found.aside:
        click.echo(say("{name} 另外保存着，不对外提供", name=name))
    for event in found.added:
        click.echo(say("其后增加：{event}", event=line_of(event)))
    click.echo(say("总校验值：{hash}", hash=found.view_hash))
    click.echo(say("台账校验值：{hash}", hash=found.head))
    return CLEAN


def tell_history(events: tuple[Event, ...], as_json: bool) -> None:
    """Print events of the ledger, oldest first: a line each for people, or as JSON for programs."""
    if as_json:
        click.echo(written_json([event.model_dump() for event in events]))
        return
    if not events:
        click.echo(say("台账中没有记录"))
    for event in events:
        click.echo(line_of(event))


def line_of(event: Event) -> str:
    """Return an event in one line: number, day, year and version, nature, scope, reason and role.

    A ledger from elsewhere may hold anything, so that characters that nobody sees are escaped.
    """
    said = say(
        "{n}. {day} {year}年度第{version}版 {nature}（{scope}）：{reason}（{role}）",
        n=event.n,
        day=event.day,
        year=event.year,
        version=event.version,
        nature=event.nature,
        scope=event.scope,
        reason=event.reason,
        role=event.role,
    )
    return visible(said).replace("\n", "\\n").replace("\t", "\\t")
