from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from nianbao.cli import cli


def run(*arguments: str) -> Result:
    """Run the command line as a terminal would."""
    return CliRunner().invoke(cli, list(arguments), catch_exceptions=True)


@contextmanager
def previewing(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    """Run `nianbao serve` as a process of its own, and end it."""
    command = [sys.executable, "-m", "nianbao", "serve", *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            yield process
        finally:
            process.terminate()


def free_address() -> str:
    """Return an address at which nothing listens."""
    with closing(socket.socket()) as listening:
        listening.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{listening.getsockname()[1]}"


def page(address: str) -> str:
    """Return the page at an address as soon as somebody answers there."""
    for _ in range(300):
        try:
            with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310 - always http
                return str(answer.read().decode())
        except OSError:
            time.sleep(0.2)
    raise AssertionError(address)


@pytest.mark.parametrize(("year", "path", "title"), [((), "", "历年"), (("2023",), "2023/index.html", "2023年度")])
def test_the_address_that_is_told_shows_what_was_asked_for(
    small: Path, year: tuple[str, ...], path: str, title: str
) -> None:
    """`serve` tells the portal's address, `serve 2023` that of the year's first page, and both are there."""
    address = free_address()
    with previewing(*year, "--address", address, "--root", str(small)) as process:
        assert process.stdout is not None
        assert process.stdout.readline().split()[-1] == f"http://{address}/{path}"
        assert title in page(f"http://{address}/{path}")


def test_a_year_without_data_is_refused_as_build_refuses_it(small: Path) -> None:
    """The same sentence and the same status, and no preview begins."""
    refused, built = (run(verb, "2019", "--root", str(small)) for verb in ("serve", "build"))
    assert (refused.output, refused.exit_code) == (built.output, built.exit_code)
    assert refused.exit_code == 2
    assert "没有2019年度的数据文件夹" in refused.output


@pytest.mark.parametrize("address", ["8000", "127.0.0.1", "127.0.0.1:http"])
def test_an_address_that_is_none_is_answered_with_an_example(small: Path, address: str) -> None:
    """Host and port are asked for in a sentence of our own."""
    refused = run("serve", "--address", address, "--root", str(small))
    assert refused.exit_code == 2
    assert "127.0.0.1:8000" in refused.output
