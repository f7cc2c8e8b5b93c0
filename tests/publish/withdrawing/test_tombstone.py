from __future__ import annotations

from nianbao.publish.withdrawing.tombstone import versions_in_words


def test_versions_are_told_in_words_and_once() -> None:
    """Whether a path begins with a folder of the store or an address; the version itself is told as such."""
    places = [
        "store/2023/v2/content/survey.html",
        "store/2023/v2/sources.tar!docs/2023/survey.md",
        "store/2022/v1.1/content/survey.html",
        "2023-v1/index.html",
        "somewhere else",
    ]
    assert versions_in_words(places, "2023-v1") == ("2022年度第1版", "本版次的其他文件", "2023年度第2版")
    assert versions_in_words([], "2023-v1") == ()
