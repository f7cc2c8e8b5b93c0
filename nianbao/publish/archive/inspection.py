"""Recomputing the hashes of one version or one view: whatever lies there, the answer is a list of damages."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import TypeVar

from nianbao.publish.archive import derived, layout, ledger, listing, manifest, versions, views
from nianbao.publish.archive.refusals import Damage
from nianbao.report.catalogue import Event
from nianbao.wording.language import say
from nianbao.wording.system import refusal

T = TypeVar("T")


@dataclass(frozen=True)
class VersionState:
    """What was found of a version; `build` is None and `listed` empty where they cannot be read.

    `sizes` are those of the listed files that are there, in bytes.
    """

    damages: tuple[Damage, ...]
    build: versions.Build | None
    listed: Mapping[str, str]
    sizes: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class ViewState:
    """What was found of a view; `ledger_damages` are those that make its ledger doubtful, `damages` all others."""

    ledger_damages: tuple[Damage, ...]
    damages: tuple[Damage, ...]
    events: tuple[Event, ...]
    facts: views.Facts | None
    listed: Mapping[str, str]
    view_hash: str


def examine_version(archive: Path, year: int, version: int, kept: ledger.Kept) -> VersionState:
    """Return what is found of a stored version when everything in it is hashed anew. Never raises for damage."""
    name = kept.name
    folder = archive / name
    if elsewhere := _led_elsewhere(archive, name):
        return VersionState(elsewhere, None, {})
    if not folder.is_dir():
        return VersionState((Damage(name, say("整个版次不见了")),), None, {})
    damages: list[Damage] = []
    listed = _read(folder, layout.MANIFEST, name, manifest.read, damages)
    build = _read(folder, layout.BUILD, name, versions.read_build, damages)
    if listed is not None:
        found = compare(folder, name, listed, versions.UNLISTED)
        was = _committed(folder, kept.commitment)
        changed = listing.faulty(folder / layout.MANIFEST, versions.UNLISTED, was) if found else None
        if changed is not None:
            damages.append(Damage(f"{name}/{layout.MANIFEST}", str(changed)))
            listed = changed.listed
        else:
            damages += found
            damages += _required(listed, (layout.SOURCES, layout.BUILD), f"{name}/{layout.MANIFEST}")
            damages += _commitment_damage(folder, name, kept.commitment, not damages)
    if build is not None and (build.year, build.version, build.summary.year) != (year, version, year):
        damages.append(Damage(f"{name}/{layout.BUILD}", say("写的年度或版次与台账不符")))
    return VersionState(tuple(damages), build, listed or {}, _sizes(folder, listed or {}))


def _sizes(folder: Path, names: Iterable[str]) -> dict[str, int]:
    found = {}
    for name in names:
        with suppress(OSError):  # told where the files are compared
            found[name] = (folder / name).lstat().st_size
    return found


def examine_view(archive: Path, number: int) -> ViewState:
    """Return what is found of a view when everything in it is hashed anew. Never raises for damage."""
    name = layout.view_name(number)
    folder = archive / name
    doubts = list(_led_elsewhere(archive, name))
    damages: list[Damage] = []
    listed = _read(folder, layout.SUMS, name, manifest.read, doubts)
    events = _read(folder, layout.LEDGER, name, ledger.read, doubts)
    facts = _read(folder, layout.FACTS, name, views.read_facts, damages)
    changed = _changed_list(folder, facts) if listed is None else None
    if listed is not None:
        links = _links_of(folder) if events is None else derived.links(events)
        proof = frozenset({layout.PROOF}) if facts is None or facts.proof else frozenset[str]()
        found = compare(folder, name, listed, views.UNLISTED - {layout.PROOF} | proof, links)
        changed = _changed_list(folder, facts) if found else None
        if changed is not None:
            told = doubts if layout.LEDGER in changed.lines.values() else damages
            told.append(Damage(f"{name}/{layout.SUMS}", str(changed)))
            listed, found = changed.listed, compare(folder, name, changed.listed, views.UNLISTED, links)
        doubts += [damage for damage in found if damage.path == f"{name}/{layout.LEDGER}"]
        damages += [damage for damage in found if damage.path != f"{name}/{layout.LEDGER}"]
        doubts += _required(listed, (layout.LEDGER,), f"{name}/{layout.SUMS}")
        damages += _required(listed, views.files_required(facts), f"{name}/{layout.SUMS}")
    if facts is not None and facts.view != number:
        damages.append(Damage(f"{name}/{layout.FACTS}", say("写的视图号与所在文件夹不符")))
    view_hash = _hash_or_empty(folder / layout.SUMS)
    if facts is not None and facts.proof and changed is None:
        damages += _proof_damage(folder, name, facts.proof, view_hash)
    return ViewState(tuple(doubts), tuple(damages), events or (), facts, listed or {}, view_hash)


def _changed_list(folder: Path, facts: views.Facts | None) -> listing.Faulty | None:
    if facts is None or not facts.proof:
        return None
    return listing.faulty(folder / layout.SUMS, views.UNLISTED, listing.was_shown(folder, facts.proof))


def _committed(folder: Path, commitment: str) -> Callable[[bytes], bool]:
    """What says of a list of a version's files whether the ledger commits to it."""

    def was(content: bytes) -> bool:
        try:
            return ledger.commitment(versions.read_nonce(read_regular(folder / layout.NONCE)), content) == commitment
        except (OSError, ValueError):
            return False

    return was


def _proof_damage(folder: Path, name: str, proof: str, view_hash: str) -> Iterator[Damage]:
    try:
        page = read_regular(folder / layout.PROOF)
    except OSError:
        return  # told where the files are compared
    if views.without_hash(page, view_hash) != proof:
        yield Damage(f"{name}/{layout.PROOF}", say("内容与校验清单不符"))


def compare(
    folder: Path,
    prefix: str,
    listed: Mapping[str, str],
    unlisted: frozenset[str],
    links: Mapping[str, str] | None = None,
) -> list[Damage]:
    """Return every difference between what lies in `folder` and what should.

    `listed` are {name: SHA-256 in hex} of its files, `unlisted` further files it must have, `links` {name: target} of
    its symbolic links. `prefix` is the folder's archive path, for the damages.
    """
    wanted = {**listed, **dict.fromkeys(unlisted), **(links or {})}
    folders = {str(parent) for name in wanted for parent in PurePosixPath(name).parents}
    found = set[str]()
    damages: list[Damage] = []
    try:
        for entry in manifest.walk(folder):
            found.add(entry.name)
            what = _difference(folder, entry, listed, unlisted, links or {}, folders)
            damages += [Damage(f"{prefix}/{entry.name}", what)] if what else []
    except OSError as error:
        damages.append(Damage(prefix, say("文件夹读不出：{why}", why=refusal(error))))
    return damages + [Damage(f"{prefix}/{name}", say("不见了")) for name in sorted(wanted.keys() - found)]


def _difference(
    folder: Path,
    entry: manifest.Entry,
    listed: Mapping[str, str],
    unlisted: frozenset[str],
    links: Mapping[str, str],
    folders: set[str],
) -> str | None:
    if entry.kind == "folder":
        return None if entry.name in folders else say("不该有这个文件夹")
    if entry.kind == "link" and entry.name in links:
        target = manifest.link_target(folder / entry.name)
        return None if target == links[entry.name] else say("链接指向 {target}", target=_shown(target))
    if entry.name in links:
        return say("应是链接：复制时符号链接丢失了，请用 cp -a 或 rsync -a，或用 nianbao export")
    if entry.name not in listed and entry.name not in unlisted:
        return say("不该有这个文件")
    if entry.kind != "file":
        return say("不是普通文件，而是链接或设备")
    return _hash_difference(folder / entry.name, listed[entry.name]) if entry.name in listed else None


def _hash_difference(path: Path, digest: str) -> str | None:
    try:
        return None if manifest.hash_file(path) == digest else say("内容与校验清单不符")
    except OSError as error:
        return say("读不出：{why}", why=refusal(error))


def _commitment_damage(folder: Path, name: str, commitment: str, manifest_fits: bool) -> Iterator[Damage]:
    damages: list[Damage] = []
    nonce = _read(folder, layout.NONCE, name, versions.read_nonce, damages)
    yield from damages
    if nonce is None:
        return
    listed = read_regular(folder / layout.MANIFEST)
    if ledger.commitment(nonce, listed) != commitment:
        suspect = layout.NONCE if manifest_fits else layout.MANIFEST
        yield Damage(f"{name}/{suspect}", say("与台账记下的校验值不符"))


def _led_elsewhere(archive: Path, name: str) -> tuple[Damage, ...]:
    """The first link on the way to a folder: behind it a view's own links lead nowhere, and anybody may write."""
    parts = name.split("/")
    steps = ("/".join(parts[:length]) for length in range(1, len(parts) + 1))
    return tuple(Damage(step, say("应是文件夹，却是链接")) for step in steps if (archive / step).is_symlink())[:1]


def _required(listed: Mapping[str, str], names: tuple[str, ...], path: str) -> list[Damage]:
    return [Damage(path, say("没有列出 {name}", name=name)) for name in names if name not in listed]


def _read(folder: Path, name: str, prefix: str, parse: Callable[[bytes], T], damages: list[Damage]) -> T | None:
    try:
        return parse(read_regular(folder / name))
    except OSError as error:
        what = say("读不出：{why}", why=refusal(error))
    except (ledger.BrokenLedger, manifest.BrokenManifest) as error:
        what = str(error)
    except ValueError:
        what = say("内容不成样子")
    damages.append(Damage(f"{prefix}/{name}", what))
    return None


def read_regular(path: Path) -> bytes:
    """Return a file's bytes. Raises OSError where it cannot be read or is no regular file (a link, a pipe)."""
    if not stat.S_ISREG(path.lstat().st_mode):
        raise OSError(errno.EINVAL, say("不是普通文件，而是链接或设备"), str(path))
    return path.read_bytes()


def _hash_or_empty(path: Path) -> str:
    try:
        return sha256(read_regular(path)).hexdigest()
    except OSError:
        return ""


def _links_of(folder: Path) -> dict[str, str]:
    return {path.name: manifest.link_target(path) for path in folder.iterdir() if path.is_symlink()}


def _shown(target: str) -> str:
    return os.fsencode(target).decode(errors="backslashreplace")
