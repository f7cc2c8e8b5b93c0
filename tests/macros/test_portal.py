from __future__ import annotations

import datetime
import re

import pytest

from macros.markup import number_to_call
from macros.portal import contact, correction_request, corrections
from nianbao.report.catalogue import Catalogue, Event, Kind, PublishedYear
from nianbao.report.change import Difference, NumberChange, PageChange, PassageChange
from nianbao.report.correction import Correction, concealing
from nianbao.report.head import Contact
from nianbao.report.site import Site, SiteContact, SiteDepartment
from tests.publish.archive.office import summary

SITE = Site(
    title="报告库",
    department=SiteDepartment(name="示例县档案馆 <一>"),
    contact=SiteContact(office="办公室", phone="0000-1234567", email="gongkai@example.org", post="人民路1号 <东>"),
    address="https://example.org/",
)
CHANGES = Difference(
    year=2023,
    since=1,
    titles={"index": "封面与摘要", "money": "二、资金 <使用>", "new": "三、新增", "old": "四、旧章"},
    numbers=(
        NumberChange(name="合计·执行数", old="1元", new="2元", pages=("index", "money")),
        NumberChange(name="合计·预算数", old="3元", new="4元", pages=("money",)),
    ),
    passages=(PassageChange(page="money", old="旧", new="新"),),
    pages=(
        PageChange(page="new", title="三、新增", kind="added"),
        PageChange(page="old", title="四、旧章", kind="removed"),
    ),
)


def _event(n: int, year: int, version: int, kind: Kind, reason: str) -> Event:
    nature = {"publish": "公开", "correct": "更正", "withdraw": "撤下"}[kind]
    return Event(
        n=n, time=f"2026-11-{n + 1:02}T17:00:00Z", year=year, version=version, kind=kind, nature=nature,
        scope="全文", reason=reason, role="财务科", commitment="0" * 64, prev_sha256="0" * 64,
    )  # fmt: skip


def _catalogue(changes: Difference, *concealed: str) -> Catalogue:
    day = datetime.date(2026, 11, 4)
    correction = Correction(
        version=2, day=day, nature="更正", reason="笔误", role="财务科", changes=changes, concealed=concealed
    )
    corrected = summary(2023).model_copy(update={"corrections": (correction,)})
    events = (_event(1, 2023, 1, "publish", "首次"), _event(3, 2023, 2, "correct", "数据 <有误>"))
    withdrawn = (_event(2, 2022, 1, "publish", "首次"), _event(4, 2022, 1, "withdraw", "含个人信息"))
    return Catalogue(
        years=(
            PublishedYear(summary=corrected, version=2, events=events),
            PublishedYear(summary=summary(2022), version=1, events=withdrawn),
        )
    )


def test_corrections_and_withdrawals_of_all_years_are_listed_the_latest_first() -> None:
    """With day, year, version, nature, reason, role, how many numbers changed, and the ways to both versions."""
    html = corrections(_catalogue(CHANGES), SITE, "../")
    assert re.findall(r'id="(e\d)"', html) == ["e4", "e3"]
    assert "更正和撤下共2次" in html
    assert "2026-11-05</time>　<b>2023年度第2版</b>　更正" in html
    assert "数据 &lt;有误&gt;（财务科）" in html
    assert "改动的数据：2个。" in html
    assert 'href="../history/2023/index.html#e3"' in html
    links = re.findall(r'href="\.\./(2023-v\d/[a-z]+\.html)"', html)
    assert links == [
        "2023-v1/index.html", "2023-v2/index.html", "2023-v1/money.html", "2023-v2/money.html", "2023-v2/new.html",
        "2023-v1/old.html",
    ]  # fmt: skip


def test_what_must_not_be_quoted_is_not_led_to_either() -> None:
    """Of a page whose old text is concealed only the new version is linked, and a chapter that is gone has no title."""
    html = corrections(_catalogue(concealing(CHANGES, ("money", "old")), "money", "old"), SITE, "../")
    links = re.findall(r'href="\.\./(2023-v\d/[a-z]+\.html)"', html)
    assert links == ["2023-v2/money.html", "2023-v2/new.html"]
    assert "四、旧章" not in html


def test_an_archive_without_corrections_says_so_in_a_sentence() -> None:
    """And does not count to nought."""
    html = corrections(Catalogue(years=()), SITE, "../")
    assert "还没有更正过，也没有内容撤下" in html
    assert "<ol" not in html


def test_the_office_is_reached_by_every_way_that_is_stated() -> None:
    """Telephone, electronic and ordinary mail; what is not stated leaves no line."""
    html = contact(Catalogue(years=()), SITE, "")
    assert '<a href="mailto:gongkai@example.org">gongkai@example.org</a>' in html
    assert "人民路1号 &lt;东&gt;" in html
    bare = contact(Catalogue(years=()), SITE.model_copy(update={"contact": SiteContact()}), "")
    assert "电子邮箱" not in bare
    assert "通信地址" not in bare
    assert f"<dd>{Contact().phone}</dd>" in bare


@pytest.mark.parametrize(
    ("phone", "dialled"),
    [
        ("0750-3276289", "+867503276289"),
        ("（010）12345678", "+861012345678"),
        ("12345", "12345"),
        ("400-123-4567", "4001234567"),
        ("82345678", "82345678"),
        ("0750-3276289转801", ""),
        ("0750-3276289、3276290", ""),
        ("原报告未列", ""),
    ],
)
def test_only_one_plain_number_can_be_dialled(phone: str, dialled: str) -> None:
    """Whatever a telephone could misread is left to the reader."""
    assert number_to_call(phone) == dialled


def test_the_form_is_addressed_to_the_office() -> None:
    """As text, whatever the name is; its lines are kept."""
    html = correction_request(Catalogue(years=()), SITE, "../")
    assert "收件：示例县档案馆 &lt;一&gt;办公室" in html
    assert 'href="../corrections/index.html"' in html
    assert "第四十一条" in html
