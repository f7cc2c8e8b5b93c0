"""Whether words that must be gone still stand anywhere: in pages, downloads, documents, sources, facts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from pathlib import Path, PurePosixPath

from nianbao.publish.archive import layout, manifest
from nianbao.publish.archive.tar import read_tar
from nianbao.publish.compressed import is_twin
from nianbao.publish.exposure import texts_of
from nianbao.publish.searching.shard import SHARD, texts_by_page
from nianbao.sources.attachments.plain_text import decoded
from nianbao.sources.attachments.texts import all_texts
from nianbao.sources.refusal import Refused
from nianbao.wording.personal import find

_UNSEEN = re.compile(r"[\s\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]+")
_ESCAPED = re.compile(r"\\u([0-9A-Fa-f]{4})")
_ATTACHED_TEXT = frozenset({".csv", ".txt"})
"""Such files may be in GB18030, as they were attached."""
_SENTENCE = re.compile(r"[。！？；\n\x1f]+")
_LEAST = 12
"""A shorter passage says too little to be called the same."""
_CHINESE = re.compile("[\u4e00-\u9fff]")
_LEAST_CHINESE = 8


def plain(text: str) -> str:
    """Return a text as it is compared: full width and upper case folded, without blanks and what nobody sees."""
    return _UNSEEN.sub("", unicodedata.normalize("NFKC", text)).casefold()


def places_of(words: Iterable[str], files: Iterable[tuple[str, bytes]]) -> dict[str, int]:
    """Return {name: how many of the `words`} of the files in which some of them still stand.

    `files` are (name, bytes); documents are opened, and a tar of sources is read file by file. A number of a person
    is known again however it is written.
    """
    wanted = {plain(word) for word in words} - {""}
    found: dict[str, int] = {}
    for name, data in files:
        texts = list(said(name, data))
        text, numbers = plain("\n".join(texts)), _numbers(texts)
        count = sum(word in text or word in numbers for word in wanted)
        if count:
            found[name] = count
    return found


def passages_of(files: Iterable[tuple[str, bytes]]) -> frozenset[str]:
    """Return the sentences and cells of the files that are long enough to be known again, as they are compared."""
    return frozenset(
        passage
        for name, data in files
        for text in said(name, data)
        for part in _SENTENCE.split(text)
        if len(passage := plain(part)) >= _LEAST
    )


def is_written(passage: str) -> bool:
    """Say whether a passage is a sentence of Chinese, and not an address, a style or a name of something."""
    return len(_CHINESE.findall(passage)) >= _LEAST_CHINESE


def personal_words(files: Iterable[tuple[str, bytes]]) -> frozenset[str]:
    """Return the numbers of persons in the files: as they are written there, and without what parts their figures."""
    return frozenset(
        written
        for name, data in files
        for text in said(name, data)
        for number in find(text)
        for written in (plain(text[number.start : number.end]), plain(number.value))
    )


def _numbers(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(plain(number.value) for text in texts for number in find(text))


def said(name: str, data: bytes) -> Iterator[str]:
    """Yield the texts of a file and its name; of a document that cannot be searched, its raw bytes."""
    yield name
    try:
        for text in _texts(data, PurePosixPath(name).suffix.lower()):
            yield text
            if "\\u" in text:
                yield _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    except Refused:
        yield data.decode("utf-8", errors="replace")


def _texts(data: bytes, suffix: str) -> Iterable[str]:
    if suffix in _ATTACHED_TEXT:
        return [decoded(data)]
    texts = all_texts(data, suffix[1:])
    return texts_of(data, suffix) if texts is None else texts


def stored_files(archive: Path, folder: str) -> Iterator[tuple[str, bytes]]:
    """Yield (archive path, bytes) of all files of a stored version, those inside its tar of sources included.

    Raises OSError and ValueError where they cannot be read.
    """
    for entry in manifest.walk(archive / folder):
        name = f"{folder}/{entry.name}"
        if entry.kind != "file" or is_twin(entry.name):
            continue
        data = (archive / name).read_bytes()
        if entry.name == layout.SOURCES:
            yield from ((f"{name}!{inner}", content) for inner, content in read_tar(data).items())
        else:
            yield from _pages_in_shard(name, data)


def folder_files(folder: Path, prefix: str) -> Iterator[tuple[str, bytes]]:
    """Yield (name, bytes) of all files below a folder, `prefix` before their names; packed twins are left out."""
    for entry in manifest.walk(folder):
        if entry.kind == "file" and not is_twin(entry.name):
            yield from _pages_in_shard(f"{prefix}{entry.name}", (folder / entry.name).read_bytes())


def _pages_in_shard(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """What a shard holds under the names of the pages whose text it repeats; any other file as it is."""
    path = PurePosixPath(name)
    searched = texts_by_page(data) if path.name == SHARD else None
    if searched is None:
        yield name, data
    for page, texts in (searched or {}).items():
        yield path.with_name(page).as_posix(), "<p>".join(map(escape, texts)).encode()


def source_files(sources: Mapping[str, bytes], prefix: str) -> Iterator[tuple[str, bytes]]:
    """Yield (name, bytes) of sources, `prefix` before their names."""
    yield from ((f"{prefix}{name}", data) for name, data in sources.items())
