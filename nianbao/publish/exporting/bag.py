"""An export as a BagIt bag (RFC 8493, version 1.0) for a records office."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from nianbao import __version__
from nianbao.publish.exporting.pieces import Piece, pieces
from nianbao.publish.exporting.shown import Shown, steadily
from nianbao.publish.exporting.target import beside, finish, room_for, size_of, write_new
from nianbao.publish.exporting.tree import Exported, empty, exported, write_tree

PAYLOAD = "data"


def export_bag(archive: Path, target: Path) -> Exported:
    """Write the archive's present state as a bag whose payload is the plain folder; raises as `export_tree` does.

    The bagging date is the day of the ledger's last event, in UTC, so that the same archive gives the same bag.
    """
    with beside(target, archive) as folder:

        def write(shown: Shown) -> Exported:
            found = pieces(shown)
            empty(folder)
            with room_for(size_of(found), folder.parent):
                folder.mkdir()
                write_tree(found, folder / PAYLOAD, shown.file_time)
                for name, content in tag_files(found, shown).items():
                    write_new(folder / name, content, shown.file_time)
                finish(folder, shown.file_time)
            return exported(found, shown)

        return steadily(archive, write)


def tag_files(found: Mapping[str, Piece], shown: Shown) -> dict[str, bytes]:
    """Return {name: bytes} of the files of a bag that describe its payload `found`."""
    payload = {f"{PAYLOAD}/{name}": piece.digest for name, piece in found.items()}
    tags = {
        "bag-info.txt": _lines(_info(found, shown)),
        "bagit.txt": b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
        "manifest-sha256.txt": _manifest(payload),
    }
    return {**tags, "tagmanifest-sha256.txt": _manifest({name: sha256(tags[name]).hexdigest() for name in tags})}


def _info(found: Mapping[str, Piece], shown: Shown) -> dict[str, str]:
    newest = shown.newest
    years = "、".join(str(year) for year in sorted(shown.latest))
    return {
        "Source-Organization": newest.department,
        "External-Description": f"{newest.department}历年部门整体支出绩效自评报告（{years}年度），"
        f"含已公开的{len(shown.versions)}个版次、发布台账、数据来源和校验清单",
        "External-Identifier": shown.facts.base_address,
        "Internal-Sender-Identifier": shown.state.view_hash,
        "Internal-Sender-Description": "报告库的总校验值，即 data/SHA256SUMS 的 SHA-256",
        "Bagging-Date": f"{shown.moment:%Y-%m-%d}",
        "Payload-Oxum": f"{sum(piece.size for piece in found.values())}.{len(found)}",
        "Bag-Software-Agent": f"nianbao {__version__}",
    }


def _lines(facts: Mapping[str, str]) -> bytes:
    return "".join(f"{name}: {' '.join(value.split())}\n" for name, value in facts.items()).encode()


def _manifest(hashes: Mapping[str, str]) -> bytes:
    return "".join(f"{digest}  {_encoded(name)}\n" for name, digest in hashes.items()).encode()


def _encoded(name: str) -> str:
    """The name as RFC 8493, 2.1.3 writes it: these three characters by their percent codes, and no others."""
    return name.replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D")
