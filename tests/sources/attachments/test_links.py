from __future__ import annotations

import pytest

from nianbao.sources.attachments.links import refuse_link
from nianbao.sources.refusal import Refused


@pytest.mark.parametrize(
    "target",
    ["https://www.gov.cn/a", "HTTP://a.cn", "mailto:a@b.cn", "#第一章", "", "page2", "www.gov.cn:8080/a", "../a.html"],
)
def test_pages_mail_and_places_in_the_document_may_be_linked(target: str) -> None:
    """An address without a scheme leads to the web or stays in the document."""
    refuse_link(target)


@pytest.mark.parametrize(
    "target",
    [
        "javascript:alert(1)", "java\nscript:x", " JavaScript:x", "file:///D:/docs/a.docx", "D:\\docs\\a.doc",
        "\\\\server\\share\\a", "data:text/html,x", "ms-msdt:/id", "vbscript:x", "ftp://a.cn/b",
    ],
)  # fmt: skip
def test_links_that_run_something_or_tell_a_folder_are_refused(target: str) -> None:
    """The link is told as it is written."""
    with pytest.raises(Refused) as refused:
        refuse_link(target)
    assert refused.value.rule == "attachment_link"
    assert refused.value.values["target"]
