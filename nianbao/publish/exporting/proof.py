"""What an exported tree says of how to verify it without this program; a public text, so Chinese always."""

from __future__ import annotations

from nianbao.publish.archive import layout
from nianbao.publish.exporting.shown import Shown

PROOF = layout.HANDED_OVER
"""The folder of an export that holds what is not served: lists of hashes, nonces, facts and sources."""

EVERYTHING = f"{PROOF}/all-sha256.txt"
"""The list of the hashes of all other files of an export."""

_TEXT = """\
核对方法
========

本文件夹供审计机关和任何读者核对：导出的每个文件都与公开时一字不差。不需要专用程序。
下面的命令在 Linux 上运行；macOS 把 sha256sum 换成 shasum -a 256，
Windows 可以用 certutil -hashfile 文件名 SHA256 逐个核对。

一、全部文件。在导出的最上层文件夹运行：

    sha256sum -c proof/all-sha256.txt

二、首页和发布台账。运行：

    sha256sum -c SHA256SUMS
    sha256sum SHA256SUMS

第二条的结果是报告库的总校验值，应与发布时公布的相同：

    {view_hash}

三、每个版次。以第一个为例：

    cd proof/{example}
    sed 's#  content/#  ../../{example}/#' manifest-sha256.txt | sha256sum -c

四、版次与台账。在同一文件夹运行：

    (xxd -r -p nonce; cat manifest-sha256.txt) | sha256sum

结果应与 ledger.jsonl 中该版次最后一行的 commitment 相同：

{commitments}

五、台账。ledger.jsonl 一行记一件事；每行的 prev_sha256 是上一行（不含换行）的 SHA-256，
第一行写六十四个 0。以第二行为例：

    sed -n 1p ledger.jsonl | tr -d '\\n' | sha256sum

六、数据来源。各版次的 sources.tar 是生成网页所用的数据和文字，build.json 列有其中每个文件的 SHA-256。

已撤下的内容不在导出之列，台账中 kind 为 withdraw 的一行记有撤下的时间和原因。
"""


def how_to_verify(shown: Shown) -> bytes:
    """Return the text of `proof/README.txt`, with the hashes that this very export must show."""
    kept = {layout.version_address(*key): version.commitment for key, version in sorted(shown.kept.items())}
    listed = "\n".join(f"    {address}  {commitment}" for address, commitment in kept.items())
    text = _TEXT.format(view_hash=shown.state.view_hash, example=next(iter(kept)), commitments=listed)
    return text.encode()
