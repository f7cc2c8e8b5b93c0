from __future__ import annotations

import pytest

from nianbao.publish.withdrawing.residue import personal_words, places_of

NAME = "张示例"


def places(words: set[str] | frozenset[str], text: str) -> dict[str, int]:
    """Return where words stand in a page of that text."""
    return places_of(words, [("page.html", f"<html><body>{text}</body></html>".encode())])


@pytest.mark.parametrize(
    "text",
    [
        "<p>张示例</p>",
        "<p>张<b>示</b>例</p>",
        "<td>张</td><td>示例</td>",
        "<p>&#24352;示例</p>",
        '<p title="张示例">某</p>',
        '<a href="a/%E5%BC%A0%E7%A4%BA%E4%BE%8B.pdf">某</a>',
        "<!-- 张示例 -->",
        "<p>张\u200b示\u00ad例</p>",
        "<p>张　示 例</p>",
    ],
)
def test_a_word_is_found_however_it_is_written(text: str) -> None:
    """Across tags and cells, as entities, in attributes, addresses and comments, with blanks or unseen characters."""
    assert places({NAME}, text) == {"page.html": 1}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("attachments/a.csv", "姓名,事由\n张示例,来访\n".encode("gb18030")),
        ("attachments/a.txt", "张示例".encode("gb18030")),
        ("sources.tar!data/2023/people.csv", "\ufeff姓名\n张示例\n".encode()),
        ("sources.tar!data/2023/report.yml", b'title: "\\u5f20\\u793a\\u4f8b"\n'),
        ("quantities.json", b'{"name": "\\u5f20\\u793a\\u4f8b"}'),
        ("assets/data.js", b'tell("\\u5f20\\u793a\\u4f8b")'),
        ("chart.svg", "<svg><text>张</text><text>示例</text></svg>".encode()),
        ("attachments/张示例.png", b"\x89PNG\r\n\x1a\n\xff"),
    ],
)
def test_a_word_is_found_in_files_of_every_kind(name: str, data: bytes) -> None:
    """In the encodings that attachments may have, escaped in data and scripts, in drawings, and in a file's name."""
    assert places_of({NAME}, [(name, data)]) == {name: 1}


def test_case_and_width_of_letters_make_no_difference() -> None:
    """A mail address is the same in capitals and in full width."""
    assert places({"zhang@example.org"}, "<p>ＺＨＡＮＧ@Example.org</p>") == {"page.html": 1}


@pytest.mark.parametrize("withdrawn", ["13800138000", "138-0013-8000", "138 0013 8000", "１３８００１３８０００"])
@pytest.mark.parametrize("elsewhere", ["13800138000", "138-0013-8000", "电话138 0013 8000", "一三八〇〇一三八〇〇〇"])
def test_the_number_of_a_person_is_known_again_in_another_form(withdrawn: str, elsewhere: str) -> None:
    """Whatever stood in the withdrawn file, the same number elsewhere is the same number."""
    words = personal_words([("a.html", f"<p>电话：{withdrawn}</p>".encode())])
    assert places(words, f"<p>{elsewhere}</p>")


def test_other_numbers_are_not_taken_for_it() -> None:
    """A number that differs in one figure is another one."""
    words = personal_words([("a.html", "<p>电话：13800138000</p>".encode())])
    assert places(words, "<p>13800138001</p>") == {}
