from __future__ import annotations

import os
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.publish.archive import Unfit, manifest, versions
from tests.publish.archive.office import STYLE, Office, tree


def test_build_json_is_read_back_and_always_the_same(office: Office) -> None:
    """The same staged year gives the same bytes, with neither time nor machine in them."""
    staged = office.staged(2022)
    content = versions.build_json(staged, 1)
    assert versions.build_json(office.staged(2022), 1) == content
    build = versions.read_build(content)
    assert (build.year, build.version, build.fingerprint, build.summary) == (
        2022,
        1,
        staged.fingerprint,
        staged.summary,
    )
    assert build.inputs == versions.hash_inputs(staged.sources)


@given(st.one_of(st.binary(), st.just(b"[" * 100_000), st.just(b"{}"), st.just(b"[]"), st.just(b'{"year": {}}')))
def test_garbage_is_no_build_json(content: bytes) -> None:
    """Any other bytes give one kind of error, so that damage can always be named."""
    with pytest.raises(ValueError):  # noqa: PT011 - That it is this type is what is promised.
        versions.read_build(content)


@pytest.mark.parametrize(
    "content", [b"", b"0" * 64, b"0" * 66, b"A" * 64 + b"\n", b"0" * 62 + b"\n", b" " * 64 + b"\n"]
)
def test_a_nonce_is_64_lower_case_hex_digits_and_a_newline(content: bytes) -> None:
    """No second way of writing the same nonce passes."""
    with pytest.raises(ValueError):  # noqa: PT011 - That it is this type is what is promised.
        versions.read_nonce(content)
    assert versions.read_nonce(versions.nonce_text(bytes(range(32)))) == bytes(range(32))


def test_two_versions_of_the_same_bytes_differ_in_the_nonce_alone(office: Office) -> None:
    """The pages, tar, build facts and manifest are reproducible; the salt is not."""
    one, two = office.folder / "one", office.folder / "two"
    assert versions.seal(one, office.staged(2022), 1, {}) != versions.seal(two, office.staged(2022), 1, {})
    ones, twos = tree(one), tree(two)
    assert {name for name in ones if ones[name] != twos[name]} == {"nonce"}


def test_a_twin_whose_bytes_have_changed_is_not_shared(office: Office) -> None:
    """A damaged file of another year never slips into a new version."""
    rotten = office.folder / "rotten.css"
    rotten.write_bytes(b"rotten")
    sealed = office.folder / "sealed"
    style = office.staged(2022).content / "assets/style.css"
    versions.seal(sealed, office.staged(2022), 1, {manifest.hash_file(style): rotten})
    assert (sealed / "content/assets/style.css").read_bytes() == STYLE


def test_links_and_devices_are_not_archived(office: Office) -> None:
    """Content that leads out of itself is refused by name."""
    staged = office.staged(2022)
    (staged.content / "passwd").symlink_to("/etc/passwd")
    with pytest.raises(Unfit, match="passwd"):
        versions.check_fit(staged)
    (staged.content / "passwd").unlink()
    os.mkfifo(staged.content / "pipe")
    with pytest.raises(Unfit, match="pipe"):
        versions.check_fit(staged)


@pytest.mark.parametrize("name", ["../outside", "/etc/passwd", "a//b", "", "half\udc80"])
def test_sources_with_odd_names_are_not_archived(office: Office, name: str) -> None:
    """A name that climbs out or is no text is refused."""
    staged = office.staged(2022)
    with pytest.raises(Unfit):
        versions.check_fit(replace(staged, sources={**staged.sources, name: b""}))


def test_an_empty_year_is_not_archived(office: Office) -> None:
    """A build that wrote no page is never frozen."""
    empty = office.folder / "empty"
    (empty / "folder").mkdir(parents=True)
    with pytest.raises(Unfit, match="没有任何页面"):
        versions.check_fit(replace(office.staged(2022), content=empty))


def test_changed_inputs_are_those_added_removed_or_altered() -> None:
    """All three kinds are named, equal ones are not."""
    assert versions.changed_inputs({"a": "1", "b": "1", "c": "1"}, {"b": "1", "c": "2", "d": "1"}) == ["a", "c", "d"]
