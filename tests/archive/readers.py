"""Readers of a site: they ask for one address after the other, over connections that stay open, and weigh each answer."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from urllib.parse import quote, urlsplit

_PATIENCE = 60


@dataclass
class Shown:
    """What the site has shown so far: the bodies of each address, one state of the site after the other.

    `finished` is the number of the last state that is surely shown, `begun` that of the last that may be.
    """

    states: list[Mapping[str, str]] = field(default_factory=list)
    finished: int = 0
    begun: int = 0


@dataclass
class Tally:
    """What readers got: how many answers, and how many of each fault."""

    answers: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)

    def fault(self, kind: str, example: str) -> None:
        """Take note of one fault."""
        self.faults[kind] += 1
        self.examples = [*self.examples, f"{kind}: {example}"][:10]


@dataclass(frozen=True)
class Asked:
    """An answer that cannot be judged before it is known what was published meanwhile."""

    address: str
    body: str
    since: int
    until: int


async def read(
    site: str, shown: Shown, tally: Tally, asked: list[Asked], chance: random.Random, ends: Callable[[], bool]
) -> None:
    """Ask for addresses that are shown for sure, until it ends."""
    host = urlsplit(site)
    while not ends():
        reader, writer = await asyncio.wait_for(asyncio.open_connection(host.hostname, host.port), _PATIENCE)
        try:
            again = True
            while again and not ends():
                since = shown.finished
                address = chance.choice(tuple(shown.states[since]))
                status, body, again = await asyncio.wait_for(_ask(reader, writer, address), _PATIENCE)
                tally.answers += 1
                if status != 200:
                    tally.fault("not 200", f"{status} {address}")
                else:
                    asked.append(Asked(address, sha256(body).hexdigest(), since, shown.begun))
        except (ConnectionError, asyncio.IncompleteReadError) as error:
            tally.fault("truncated", f"{error!r}")
        finally:
            writer.close()


def judge(asked: list[Asked], shown: Shown, tally: Tally) -> None:
    """Count the answers that are none of the bodies which the address had while it was asked for."""
    for each in asked:
        possible = {state.get(each.address) for state in shown.states[each.since : each.until + 1]}
        if each.body not in possible:
            tally.fault("mixed", f"{each.address} in states {each.since} to {each.until}")


async def _ask(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, address: str) -> tuple[int, bytes, bool]:
    """Return status, body and whether the connection stays open."""
    writer.write(f"GET /{quote(address)} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
    await writer.drain()
    head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
    fields = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:] if line)}
    body = await reader.readexactly(int(fields["content-length"]))
    return int(head[0].split()[1]), body, fields.get("connection", "").lower() != "close"
