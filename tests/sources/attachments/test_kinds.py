from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nianbao.sources.attachments.kinds import ENDINGS, clean
from nianbao.sources.refusal import Refused
from tests.sources.attachments.making import (
    excel_book,
    exif,
    jpeg,
    png,
    raw_pdf,
    saved,
    segment,
    stream,
    streamed_pdf,
    word_file,
    written_pdf,
)

SAMPLES = {
    "pdf": written_pdf(),
    "docx": word_file(),
    "xlsx": saved(excel_book()),
    "csv": "编号,数量\n".encode(),
    "txt": b"text",
    "png": png(),
    "jpg": jpeg(segment(0xE1, b"Exif\0\0" + exif(1))),
    "jpeg": jpeg(),
}


def again(data: bytes, ending: str) -> None:
    """Clean a file twice where it can be cleaned at all."""
    try:
        once = clean(data, ending)
    except Refused:
        return
    assert clean(once, ending) == once


@pytest.mark.parametrize("ending", ENDINGS)
def test_every_kind_is_published_and_taken_again_unchanged(ending: str) -> None:
    """What the archive keeps as the source gives what it was."""
    once = clean(SAMPLES[ending], ending)
    assert clean(once, ending) == once


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("other", ENDINGS)
def test_no_kind_passes_for_another(ending: str, other: str) -> None:
    """Text is text under both of its endings, a JPEG picture under both of its."""
    same = {"csv": "txt", "jpeg": "jpg"}
    if same.get(ending, ending) != same.get(other, other):
        with pytest.raises(Refused):
            clean(SAMPLES[ending], other)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(ENDINGS), st.data())
def test_a_damaged_file_is_refused_or_cleaned_for_good(ending: str, data: st.DataObject) -> None:
    """Bytes changed, cut out or put in: never an exception of the program, never a second result."""
    sample = bytearray(SAMPLES[ending] if ending != "pdf" else data.draw(st.sampled_from(_PDFS)))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(sample)))
        gone = data.draw(st.integers(0, 8))
        sample[place : place + gone] = data.draw(st.binary(max_size=8))
    again(bytes(sample), ending)


_PDFS = [
    SAMPLES["pdf"],
    raw_pdf(b"[5 0 R 5 0 R]", {5: stream(b"", b"content")}),
    streamed_pdf(b"<</A(b)>>"),
]

_SCALARS = st.one_of(
    st.integers(-(10**9), 10**9).map(str),
    st.decimals(-(10**6), 10**6, allow_nan=False, places=7).map("{:f}".format),
    st.sampled_from(["true", "false", "null", "3 0 R", "99 0 R", "/Name", "/#CB#CE", "/A#20B", "<00ff>", "(a(b)c)"]),
    st.binary(max_size=12).map(lambda data: f"<{data.hex()}>"),
)
_VALUES = st.recursive(
    _SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4).map(lambda values: f"[{' '.join(values)}]"),
        st.lists(inner, max_size=4).map(
            lambda values: f"<<{' '.join(f'/K{index} {value}' for index, value in enumerate(values))}>>"
        ),
    ),
    max_leaves=20,
)


@settings(max_examples=200, deadline=None)
@given(_VALUES)
def test_any_object_of_a_pdf_is_written_so_that_it_reads_the_same(value: str) -> None:
    """Numbers, strings, names, arrays and dictionaries; what is read once is read twice the same."""
    once = clean(raw_pdf(f"[{value}]".encode()), "pdf")
    assert clean(once, "pdf") == once
    assert clean(streamed_pdf(f"[{value}]".encode()), "pdf") == once
