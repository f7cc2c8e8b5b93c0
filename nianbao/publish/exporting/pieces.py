"""The files of an export before they are written: where their bytes are, and what these must be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from nianbao.publish.archive import layout, manifest
from nianbao.publish.archive.inspection import read_regular
from nianbao.publish.archive.refusals import Damage, Damaged
from nianbao.publish.exporting.proof import EVERYTHING, PROOF, how_to_verify
from nianbao.publish.exporting.refusals import Refused
from nianbao.publish.exporting.shown import Shown, content_names
from nianbao.wording.language import say
from nianbao.wording.spelling import common_form
from nianbao.wording.system import refusal


@dataclass(frozen=True)
class Piece:
    """One file to be exported: a stored file with the SHA-256 that it must have (in hex), or bytes of our own."""

    digest: str
    archive: Path | None = None
    path: str = ""
    made: bytes = b""

    @property
    def size(self) -> int:
        """Return the number of bytes. Raises Damaged where the stored file is not there."""
        try:
            return len(self.made) if self.archive is None else (self.archive / self.path).lstat().st_size
        except OSError as error:
            raise Damaged((Damage(self.path, say("读不出：{why}", why=refusal(error))),)) from error

    def read(self) -> bytes:
        """Return the bytes. Raises Damaged where they cannot be read or are not those that were published."""
        if self.archive is None:
            return self.made
        try:
            content = read_regular(self.archive / self.path)
        except OSError as error:
            raise Damaged((Damage(self.path, say("读不出：{why}", why=refusal(error))),)) from error
        if sha256(content).hexdigest() != self.digest:
            raise Damaged((Damage(self.path, say("内容与校验清单不符")),))
        return content


def pieces(shown: Shown) -> dict[str, Piece]:
    """Return {name: file} of the whole exported tree, sorted; one of them lists the hashes of all the others.

    A year's address, each version's and `latest` are folders of their own in place of links; `proof/` holds what
    else is needed to verify without this program. Raises Refused where names clash on some file systems.
    """
    found = {**_portal(shown), **_editions(shown), **_proof(shown)}
    sums = manifest.written({name: piece.digest for name, piece in found.items()})
    found[EVERYTHING] = _made(sums)
    _refuse_clashes(found)
    return dict(sorted(found.items(), key=lambda item: item[0].encode(errors="surrogateescape")))


def _portal(shown: Shown) -> dict[str, Piece]:
    view = layout.view_name(shown.view)
    found = {name: Piece(digest, shown.archive, f"{view}/{name}") for name, digest in shown.state.listed.items()}
    found[layout.SUMS] = Piece(shown.state.view_hash, shown.archive, f"{view}/{layout.SUMS}")
    if shown.state.facts is not None and shown.state.facts.proof:
        found[layout.PROOF] = _unlisted(shown.archive, f"{view}/{layout.PROOF}")
    return found


def _editions(shown: Shown) -> dict[str, Piece]:
    found: dict[str, Piece] = {}
    newest = max(shown.latest)
    for (year, version), state in shown.versions.items():
        folders = [layout.version_address(year, version)]
        if version == shown.latest[year]:
            folders += [str(year), *([layout.LATEST] if year == newest else [])]
        place = shown.kept[year, version].name
        for name, listed in content_names(state).items():
            piece = Piece(state.listed[listed], shown.archive, f"{place}/{listed}")
            found.update({f"{folder}/{name}": piece for folder in folders})
    return found


def _proof(shown: Shown) -> dict[str, Piece]:
    found = {f"{PROOF}/README.txt": _made(how_to_verify(shown))}
    for key, state in shown.versions.items():
        place, folder = shown.kept[key].name, f"{PROOF}/{layout.version_address(*key)}"
        for name in (layout.SOURCES, layout.BUILD):
            found[f"{folder}/{name}"] = Piece(state.listed[name], shown.archive, f"{place}/{name}")
        for name in (layout.MANIFEST, layout.NONCE):
            found[f"{folder}/{name}"] = _unlisted(shown.archive, f"{place}/{name}")
    return found


def _unlisted(archive: Path, path: str) -> Piece:
    """A file that no list covers but the ledger's commitment, which was found right."""
    try:
        return Piece(manifest.hash_file(archive / path), archive, path)
    except OSError as error:
        raise Damaged((Damage(path, say("读不出：{why}", why=refusal(error))),)) from error


def _made(content: bytes) -> Piece:
    return Piece(sha256(content).hexdigest(), made=content)


def _refuse_clashes(names: Mapping[str, Piece]) -> None:
    """Raise Refused where two names are one on a file system that knows no case or another form of Unicode."""
    spelt: dict[str, str] = {}
    for name in names:
        parts = name.split("/")
        for length in range(1, len(parts) + 1):
            # A folder's name ends with a slash, so that a file of the same name is another spelling.
            whole = "/".join(parts[:length]) + ("/" if length < len(parts) else "")
            form = common_form(whole.rstrip("/"))
            if spelt.setdefault(form, whole) != whole:
                raise Refused(
                    say(
                        "“{name}”与“{other}”在有的系统上是同一个名字，导出会缺文件；请改首页里的名字，再发布一次",
                        name=whole,
                        other=spelt[form],
                    )
                )
