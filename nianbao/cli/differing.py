"""What the verb `diff` prints: page by page what readers would see otherwise, a summary, and what to do next."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from nianbao.cli.console import written_json
from nianbao.report.change import CellChange, Difference, FileChange, NumberChange, PageChange
from nianbao.report.page_by_page import Part, page_by_page, row_by_row
from nianbao.report.rewording import strokes
from nianbao.sources.text import visible
from nianbao.wording.language import say
from nianbao.wording.system import advice, refusal

_LONG = 20
"""Cells up to so many characters are shown whole, before and after; of longer ones what is struck out and put in."""


def tell_difference(whole: Difference) -> None:
    """Print a difference for people; everything is masked already, and characters that nobody sees are escaped."""
    if whole.is_empty:
        names = "、".join(map(visible, whole.sources))
        click.echo(
            say("读者看到的内容没有变化；改动的只是写法：{names}", names=names) if names else say("没有任何变化")
        )
    elif whole.since is None:
        _tell_new(whole)
    else:
        click.echo(say("{year}年度现有内容与已公开的第{version}版相比：", year=whole.year, version=whole.since))
        for part in page_by_page(whole):
            click.secho(f"\n{_heading(part)}", bold=True)
            for line in _lines(part.difference):
                click.echo(f"  {line}")
        click.echo("\n" + _summary(whole))


def tell_difference_json(whole: Difference) -> None:
    """Print a difference for programs, with the pages that it touches and how many changes of each kind there are."""
    kinds = ("numbers", "cells", "passages", "pages", "files")
    counts = {kind: len(getattr(whole, kind)) for kind in kinds}
    document = {**whole.model_dump(mode="json"), "touched_pages": whole.touched_pages, "counts": counts}
    click.echo(written_json(document))


def write_html(whole: Difference, file: Path, force: bool) -> None:
    """Write a difference as a page of HTML; raises UsageError where the file is there already or cannot be written."""
    from nianbao.publish.difference_page import difference_page, write_page

    try:
        write_page(file, difference_page(whole), replace=force)
    except FileExistsError as error:
        raise click.UsageError(say("{file} 已经存在，没有覆盖；要覆盖请加 --force", file=file)) from error
    except OSError as error:
        values = {"problem": refusal(error), "advice": advice(error)}
        raise click.UsageError(say("写不进 {file}：{problem}。{advice}", file=file, **values)) from error
    click.echo(say("已写出改动对照：{address}", address=file.as_uri()), err=True)


def _tell_new(whole: Difference) -> None:
    counts = {"pages": len(whole.pages), "numbers": len(whole.numbers), "files": len(whole.files)}
    click.echo(
        say(
            "{year}年度还没有公开过，全部内容都是新的：{pages}个页面、{numbers}个数据、{files}个文件",
            year=whole.year,
            **counts,
        )
    )
    for change in whole.pages:
        click.echo(f"  {visible(change.title)}")


def tell_next(whole: Difference) -> None:
    """Say with which verb the difference becomes public; nothing where readers see none."""
    if whole.since is None:
        click.echo(say("要公开，请运行：nianbao publish {year}", year=whole.year))
    elif not whole.is_empty:
        click.echo(say("这一年度已经公开，要改请运行：nianbao correct {year} --reason “更正原因”", year=whole.year))


def _summary(whole: Difference) -> str:
    return say(
        "共改动{numbers}个数据、{cells}项表格等内容、{passages}处文字、{pages}个页面的标题或位置、{files}个文件，涉及{touched}个页面",
        numbers=len(whole.numbers),
        cells=len(whole.cells),
        passages=len(whole.passages),
        pages=len(whole.pages),
        files=len(whole.files),
        touched=len(whole.touched_pages),
    )


def _heading(part: Part) -> str:
    return {"every_page": say("每一页"), "page": visible(part.title), "no_page": say("没有列在页面上的数据")}[
        part.extent
    ]


def _lines(found: Difference) -> Iterator[str]:
    yield from map(_page, found.pages)
    for passage in found.passages:
        yield _marked(passage.old, passage.new)
    yield from map(_number, found.numbers)
    for row in row_by_row(found.cells):
        where = "·".join(filter(None, (visible(row.title), visible(row.label))))
        kinds = {"changed": "", "added": say("（新增一行）"), "removed": say("（删去一行）")}
        yield f"{where}{kinds[row.kind]}"
        yield from (f"  {_cell(cell)}" for cell in row.cells)
    yield from map(_file, found.files)


def _page(change: PageChange) -> str:
    title, earlier = visible(change.title), visible(change.old_title)
    match change.kind:
        case "added":
            return click.style(say("新增这一页"), fg="green")
        case "removed":
            return click.style(say("删去这一页"), fg="red")
        case "renamed":
            return say("标题：{old} → {new}", old=earlier, new=title)
    return say("在提纲中的位置：{old} → {new}", old=earlier, new=title)


def _number(change: NumberChange) -> str:
    return _arrow(change.name, change.old, change.new)


def _cell(change: CellChange) -> str:
    if max(len(change.old), len(change.new)) <= _LONG:
        return _arrow(change.column, change.old, change.new)
    return f"{visible(change.column)}：{_marked(change.old, change.new)}"


def _arrow(name: str, old: str, new: str) -> str:
    nothing = say("（无）")
    struck = click.style(visible(old) or nothing, fg="red")
    put_in = click.style(visible(new) or nothing, fg="green")
    return f"{visible(name)}：{struck} → {put_in}".replace("\n", " ")


def _file(change: FileChange) -> str:
    name = visible(change.name)
    kinds = {"added": say("新增文件"), "removed": say("删去文件"), "changed": say("文件内容有改动")}
    return (
        f"{kinds[change.kind]}：{visible(change.label)}（{name}）" if change.label else f"{kinds[change.kind]}：{name}"
    )


def _marked(old: str, new: str) -> str:
    """A text with what is struck out and what is put in, told apart without colour too."""
    pieces = []
    for stroke in strokes(visible(old), visible(new)):
        if stroke.kind == "struck":
            pieces.append(click.style(say("【删：{text}】", text=stroke.text), fg="red"))
        elif stroke.kind == "put_in":
            pieces.append(click.style(say("【加：{text}】", text=stroke.text), fg="green"))
        else:
            pieces.append(stroke.text)
    return "".join(pieces).replace("\n", " ")
