"""Help and misuse of the command line in the language of messages; click itself knows English alone."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

import click

from nianbao.cli.columns import padded, width_of
from nianbao.cli.console import shows_chinese
from nianbao.cli.status import FINDINGS
from nianbao.wording.language import preferred, say, speak


def choose_language(arguments: Sequence[str]) -> None:
    """Speak the language of the site folder that the arguments name with `--root`, else of the current folder.

    Where standard output cannot show Chinese, English is spoken.
    """
    from nianbao.report.finding import Unusable
    from nianbao.sources.site import read_site

    languages: tuple[str, ...] = ("zh-CN",)
    # the verb itself will say what is wrong with site.yml or its folder; a link that leads to itself is a RuntimeError
    with suppress(Unusable, OSError, ValueError, RuntimeError):
        languages = read_site(Path(_root_in(arguments)).resolve()).languages
    speak(preferred(os.environ, languages) if shows_chinese() else "en")


def _root_in(arguments: Sequence[str]) -> str:
    found = "."
    for word, following in zip(arguments, [*arguments[1:], ""], strict=True):
        if word == "--root":
            found = following or found
        elif word.startswith("--root="):
            found = word.partition("=")[2]
    return found


def _words() -> dict[str, str]:
    """What click calls the parts of its help, in the language of messages."""
    return {
        "Options": say("选项"),
        "Commands": say("命令"),
        "[OPTIONS]": say("[选项]"),
        "[COMMAND] [ARGS]...": say("命令 …"),
        "YEAR": say("年度"),
        "[YEAR]": say("[年度]"),
        "[YEARS]...": say("[年度]…"),
        "[EDITIONS]...": say("[年度或 portal]…"),
        "PLACE": say("位置"),
        "DIRECTORY": say("文件夹"),
        "INTEGER": say("整数"),
        "TEXT": say("文字"),
    }


class _Formatter(click.HelpFormatter):
    """Writes headings, and what click adds to the help of an option, in the language of messages."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix or say("用法："))

    def write_heading(self, heading: str) -> None:
        self.write(say("{title}：", title=_words().get(heading, heading)) + "\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        written = [(_spelt(term), _explained(text)) for term, text in rows]
        widest = max(width for term, _ in written if (width := width_of(term)) <= col_max)
        margin = " " * self.current_indent
        for term, text in written:
            far = f"{term}\n{margin}{'':{widest}}" if width_of(term) > widest else padded(term, widest)
            self.write(f"{margin}{far}{'':{col_spacing}}{text}\n")


def _spelt(term: str) -> str:
    option, gap, value = term.rpartition(" ")
    return option + gap + _words().get(value, value)


def _explained(text: str) -> str:
    return text.replace("[default: ", say("[默认：")).replace("[required]", say("[必须写明]"))


class _Context(click.Context):
    formatter_class = _Formatter


class Misused(click.UsageError):
    """A command line that asks for nothing that there is: how it is to be written, what is wrong, where help is."""

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the three lines on standard error."""
        if self.ctx is not None:
            click.echo(self.ctx.get_usage(), file=file, err=True)
        click.echo(say("命令写错了：{message}", message=self.message), file=file, err=True)
        if self.ctx is not None:
            command = f"{self.ctx.command_path} --help"
            click.echo(say("全部说明请看：{command}", command=command), file=file, err=True)


class Spoken(click.Command):
    """A command that explains itself, and how it was misused, in the language of messages."""

    context_class = _Context

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """Return the parts of the usage line."""
        return [_words().get(piece, piece) for piece in super().collect_usage_pieces(ctx)]

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return the option `--help`."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = say("显示这些说明")
        return option

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments; raises Misused for those that cannot be right."""
        with _answered(ctx):
            return super().parse_args(ctx, args)


class Verb(Spoken):
    """A verb of the command line."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments; raises Misused for those that cannot be right, and for more than the verb takes."""
        ctx.allow_extra_args = True
        rest = super().parse_args(ctx, args)
        if rest and not ctx.resilient_parsing:
            raise Misused(say("多写了“{words}”；请去掉", words=" ".join(rest)), ctx)
        return rest


class Verbs(Spoken, click.Group):
    """The command line as a whole."""

    command_class = Verb

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """Choose the language before anything is said, and read the arguments."""
        choose_language(args)
        return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the verb that is named; raises Misused where there is none, or where it is asked for what is not."""
        try:
            with _answered(ctx):
                return super().invoke(ctx)
        except (KeyboardInterrupt, click.Abort):
            click.echo("\n" + say("已中断"), err=True)
            ctx.exit(FINDINGS)
        except BrokenPipeError:
            raise
        except OSError as error:  # while arguments are read: a folder that is gone, or a link that leads to itself
            from nianbao.cli.faults import answer

            if ctx.params.get("debug"):
                raise
            status, sentence = answer(error)
            click.echo(sentence, err=True)
            ctx.exit(status)


@contextmanager
def _answered(ctx: click.Context) -> Iterator[None]:
    """Turn click's complaints into ours."""
    try:
        yield
    except (Misused, click.exceptions.NoArgsIsHelpError):
        raise
    except click.UsageError as error:
        where = error.ctx or ctx
        raise Misused(_sentence(error, where), where) from None


def _sentence(error: click.UsageError, ctx: click.Context) -> str:
    match error:
        case click.NoSuchOption():
            options = [_name(param, ctx) for param in ctx.command.get_params(ctx) if isinstance(param, click.Option)]
            return say("没有选项“{option}”；可用的有：{known}", option=error.option_name, known="、".join(options))
        case click.exceptions.NoSuchCommand() if isinstance(ctx.command, click.Group):
            known = "、".join(ctx.command.list_commands(ctx))
            return say("没有命令“{verb}”；可用的有：{known}", verb=error.command_name, known=known)
        case click.BadOptionUsage():
            return _wrong_use(error.option_name, ctx)
        case click.MissingParameter(param=click.Parameter() as param):
            return say("缺少“{name}”；请补上{what}", name=_name(param, ctx), what=_what(param, ctx))
        case click.BadParameter(param=click.Parameter() as param):
            return say("“{name}”应为{what}", name=_name(param, ctx), what=_what(param, ctx))
    return error.message


def _wrong_use(name: str, ctx: click.Context) -> str:
    """An option that lacks its value, or is given one and takes none."""
    param = next((param for param in ctx.command.get_params(ctx) if name in param.opts), None)
    if param is None or (isinstance(param, click.Option) and param.is_flag):
        return say("选项“{option}”后面不写内容", option=name)
    return say("选项“{option}”后面要写{what}", option=name, what=_what(param, ctx))


def _name(param: click.Parameter, ctx: click.Context) -> str:
    """What a parameter is called: an option by its longest name, an argument by its place in the usage line."""
    if isinstance(param, click.Option):
        return max(param.opts, key=len)
    piece = param.make_metavar(ctx)
    return _words().get(piece, piece).strip("[]….")


def _what(param: click.Parameter, ctx: click.Context) -> str:
    """What a parameter's value may be, as it stands behind a verb."""
    kind = param.type
    if isinstance(kind, click.Choice):
        return say("以下之一：{choices}", choices="、".join(map(str, kind.choices)))
    if isinstance(kind, click.Path) and kind.exists:
        return say("已有的文件夹")
    if kind is click.INT:
        year = isinstance(param, click.Argument) or param.metavar == "年度"
        return say("整数，如 {example}", example=2022 if year else 1)
    written = param.metavar or _words().get(kind.name.upper())
    return written if written and isinstance(param, click.Option) else say("一项内容")
