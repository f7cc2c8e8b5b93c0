from __future__ import annotations

import subprocess
from pathlib import Path

from nianbao.publish.exporting import export_tree
from tests.publish.archive.office import Office


def shell(command: str, folder: Path) -> str:
    """Run a command line as an auditor would; it must succeed."""
    done = subprocess.run(["bash", "-c", command], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_an_auditor_verifies_everything_without_this_program(full_office: Office, tmp_path: Path) -> None:
    """The commands of `proof/README.txt` lead from the files to the commitments of the ledger and the view's hash."""
    done = export_tree(full_office.archive, tmp_path / "out")
    out = tmp_path / "out"
    told = (out / "proof/README.txt").read_text(encoding="utf-8")
    assert shell("sha256sum -c proof/all-sha256.txt | wc -l", out).strip() == str(done.files - 1)
    shell("sha256sum --strict -c SHA256SUMS", out)
    assert shell("sha256sum < SHA256SUMS", out)[:64] == done.view_hash
    assert done.view_hash in told
    for version in ("2022-v1", "2022-v2", "2023-v1"):
        folder = out / "proof" / version
        shell(f"sed 's#  content/#  ../../{version}/#' manifest-sha256.txt | sha256sum --strict -c", folder)
        commitment = shell("(xxd -r -p nonce; cat manifest-sha256.txt) | sha256sum", folder)[:64]
        assert commitment in (out / "ledger.jsonl").read_text(encoding="utf-8")
        assert f"{version}  {commitment}" in told
    first = shell("sed -n 1p ledger.jsonl | tr -d '\\n' | sha256sum", out)[:64]
    assert f'"prev_sha256":"{first}"' in (out / "ledger.jsonl").read_text(encoding="utf-8").splitlines()[1]
    assert "data/2022/整体支出.csv" in shell("tar tf proof/2022-v1/sources.tar", out)
