"""One version of a year: what is handed in, what its `build.json` says, and how its folder is sealed."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from nianbao.publish.archive import durable, layout, ledger, manifest
from nianbao.publish.archive.refusals import Unfit
from nianbao.publish.archive.tar import sources_tar
from nianbao.report.addresses import Addresses
from nianbao.report.catalogue import YearSummary
from nianbao.wording.language import say

FORMAT = 1
"""The format of `build.json`."""

UNLISTED = frozenset({layout.NONCE, layout.MANIFEST})
"""The files of a version that its manifest does not cover."""

FILE_MODE = 0o444

WITHDRAWN_SOURCES = "withdrawn_sources"
"""The fact of a `build.json` under which the names of withdrawn sources are kept."""

ADDRESSES = "addresses"
"""The fact of a `build.json` under which the addresses of the version are kept; older ones have none."""


@dataclass(frozen=True)
class Staged:
    """A built year, ready to be frozen.

    `content` is the folder of its pages (files and folders only); `sources` are {name: bytes} of all its inputs;
    `fingerprint` is a hash of everything that decides the pages; `build` are further facts for `build.json` (values
    of JSON); `epoch` is the time of all sources in seconds since 1970.
    """

    year: int
    content: Path
    sources: Mapping[str, bytes]
    summary: YearSummary
    fingerprint: str
    build: Mapping[str, object]
    epoch: int


@dataclass(frozen=True)
class Build:
    """What a stored version's `build.json` says; `inputs` are {name: SHA-256 in hex} of its sources.

    `epoch` is the time of its sources in seconds since 1970, `facts` are the further facts its builder left, of which
    `addresses` are the addresses of its content.
    """

    year: int
    version: int
    fingerprint: str
    inputs: Mapping[str, str]
    summary: YearSummary
    epoch: int
    facts: Mapping[str, object]
    addresses: Addresses

    @property
    def withdrawn_sources(self) -> frozenset[str]:
        """The names of the sources that were taken out of the version."""
        names = self.facts.get(WITHDRAWN_SOURCES, ())
        return frozenset(map(str, names)) if isinstance(names, list) else frozenset()


def build_json(staged: Staged, version: int) -> bytes:
    """Return the `build.json` of a version: the same bytes for the same staged year. Raises TypeError for no JSON."""
    facts = {
        "format": FORMAT,
        "year": staged.year,
        "version": version,
        "fingerprint": staged.fingerprint,
        "epoch": staged.epoch,
        "inputs": hash_inputs(staged.sources),
        "summary": staged.summary.model_dump(mode="json"),
        "build": dict(staged.build),
    }
    return (json.dumps(facts, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def read_build(content: bytes) -> Build:
    """Return what a `build.json` says. Raises ValueError for bytes that are none."""
    try:
        facts = json.loads(content)
        return Build(
            year=int(facts["year"]),
            version=int(facts["version"]),
            fingerprint=str(facts["fingerprint"]),
            inputs={str(name): str(digest) for name, digest in facts["inputs"].items()},
            summary=YearSummary.model_validate(facts["summary"]),
            epoch=int(facts["epoch"]),
            facts=dict(facts["build"]),
            addresses=Addresses.model_validate(facts["build"].get(ADDRESSES, {})),
        )
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(str(error)) from error


def read_nonce(content: bytes) -> bytes:
    """Return the 32 bytes of a `nonce` file (64 lower-case hex digits and a newline). Raises ValueError for others."""
    nonce = bytes.fromhex(content.decode("ascii"))
    if len(nonce) != 32 or nonce_text(nonce) != content:
        raise ValueError(content)
    return nonce


def nonce_text(nonce: bytes) -> bytes:
    """Return the `nonce` file's bytes."""
    return nonce.hex().encode() + b"\n"


def hash_inputs(sources: Mapping[str, bytes]) -> dict[str, str]:
    """Return {name: SHA-256 in hex} of sources."""
    return {name: sha256(content).hexdigest() for name, content in sources.items()}


def changed_inputs(earlier: Mapping[str, str], later: Mapping[str, str]) -> list[str]:
    """Return the names whose hashes differ, the ones that only one side has included, sorted."""
    return sorted(name for name in {*earlier, *later} if earlier.get(name) != later.get(name))


def check_fit(staged: Staged) -> None:
    """Raise Unfit where a staged year holds what cannot be archived: links, devices, odd names, no page at all."""
    entries = list(manifest.walk(staged.content))
    if not any(entry.kind == "file" for entry in entries):
        raise Unfit(str(staged.content), say("没有任何页面"))
    if staged.summary.year != staged.year or not 1000 <= staged.year <= 9999:
        raise Unfit(str(staged.year), say("年度与摘要里的年度 {year} 不一致", year=staged.summary.year))
    for entry in entries:
        if entry.kind not in ("file", "folder"):
            raise Unfit(entry.name, say("不是普通文件，而是链接或设备"))
    for name in (*(entry.name for entry in entries), *staged.sources):
        if not _is_plain(name):
            raise Unfit(name, say("文件名不合规范"))


def seal(folder: Path, staged: Staged, version: int, twins: Mapping[str, Path]) -> str:
    """Write a version into `folder` (which must not exist), make it read-only, sync it and return its commitment.

    Its content gets a list of its own file hashes, which readers can fetch and check with `sha256sum -c`.

    `twins` are {SHA-256 in hex: path} of files already stored; a file with equal bytes shares their place on disk.
    """
    _copy_content(staged.content, folder / layout.CONTENT, twins)
    sums = manifest.written(manifest.hash_tree(folder / layout.CONTENT, frozenset({layout.SUMS})))
    durable.write_file(folder / layout.CONTENT / layout.SUMS, sums)
    durable.write_file(folder / layout.SOURCES, sources_tar(staged.sources, staged.epoch))
    durable.write_file(folder / layout.BUILD, build_json(staged, version))
    listed = manifest.written(manifest.hash_tree(folder))
    nonce = secrets.token_bytes(32)
    durable.write_file(folder / layout.MANIFEST, listed)
    durable.write_file(folder / layout.NONCE, nonce_text(nonce))
    durable.set_modes(folder, FILE_MODE)
    durable.sync_tree(folder)
    return ledger.commitment(nonce, listed)


def _copy_content(source: Path, target: Path, twins: Mapping[str, Path]) -> None:
    for entry in manifest.walk(source):
        if entry.kind == "file":
            path = target / entry.name
            path.parent.mkdir(parents=True, exist_ok=True)
            digest = manifest.hash_file(source / entry.name)
            durable.copy_file(source / entry.name, path, _sound_twin(twins.get(digest), digest))


def _sound_twin(twin: Path | None, digest: str) -> Path | None:
    return twin if twin is not None and manifest.hash_file(twin) == digest else None


def _is_plain(name: str) -> bool:
    try:
        listed = manifest.read(manifest.written({name: ledger.FIRST}))
        return bool(name.encode()) and name in listed
    except ValueError:
        return False
