from __future__ import annotations

from datetime import date

import pytest

from dnfa.core.display import display_value
from dnfa.core.models import Provenance, SourceDocument
from dnfa.followup.sync import sync_flags
from partners.models import Assessment, Country, CountryPriority, NetworkMembership
from tests.factories import (
    make_agency,
    make_agreement,
    make_country,
    make_event,
    make_partner,
    make_partner_name,
    make_project,
    make_relationship,
    make_user,
)
from tests.partners.factories import make_delegation, make_engagement

pytestmark = pytest.mark.django_db


def page_of(client, partner, **query):
    return client.get(partner.get_absolute_url(), query).context


def test_the_page_of_a_partner_says_what_it_is(client, officer):
    region = make_partner(name_vi="Tỉnh Gyeongsang")
    country = make_country("KR", name_vi="Hàn Quốc")
    partner = make_partner(
        name_vi="Thành phố Changwon",
        name_en="Changwon",
        name_native="창원시",
        country=country,
        level="city",
        parent=region,
        priority_group=2,
        note="Xem bảng",
    )
    make_partner_name(partner, "Masan", "former", valid_to="2010")
    make_partner_name(partner, "Chang-won", "alias", valid_from="2010-07")

    rows = page_of(client, partner)["summary"]

    assert [(row["label"], row["value"]) for row in rows] == [
        ("Loại đối tác", "Địa phương, thành phố"),
        ("Thuộc", "Tỉnh Gyeongsang"),
        ("Quốc gia, vùng lãnh thổ", "Hàn Quốc"),
        ("Tên tiếng Anh", "Changwon"),
        ("Tên bản ngữ", "창원시"),
        ("Tên cũ", "Masan (đến 2010)"),
        ("Cách gọi khác", "Chang-won (từ 7/2010)"),
        ("Nhóm ưu tiên", 2),
        ("Ghi chú", "Xem bảng"),
    ]
    assert [row.get("lang") for row in rows[3:5]] == ["en", "ko"]


def test_a_native_name_without_a_country_has_no_known_language(client, officer):
    partner = make_partner(country=None, name_native="Genève")

    assert [row["lang"] for row in page_of(client, partner)["summary"] if row["label"] == "Tên bản ngữ"] == [
        "und"
    ]


def test_ties_stand_through_time_with_heir_and_end(client, officer):
    partner = make_partner()
    province = make_agency(name_vi="UBND tỉnh Quảng Nam")
    make_relationship(
        partner, relationship_class="friendship", since="2001", until="2010", end_reason="ký chính thức"
    )
    make_relationship(
        partner, since="2010", basis="Biên bản ghi nhớ", origin="inherited", inherited_from=province
    )

    assert page_of(client, partner)["ties"] == [
        {"date": partner.relationships.get(since="2010").since, "title": "Chính thức", "body": "Biên bản ghi nhớ",
         "note": "kế thừa từ UBND tỉnh Quảng Nam"},
        {"date": partner.relationships.get(since="2001").since, "title": "Hữu nghị", "body": "",
         "note": "đến 2010: ký chính thức"},
    ]  # fmt: skip


def test_the_timeline_holds_everything_newest_first_and_links_to_it(client, officer):
    partner = make_partner()
    agreement = make_agreement(partners=[partner], title_vi="Bản ghi nhớ")
    make_event(agreement, occurred_on="2012-04")
    make_project(partners=[partner], title_vi="Trường học", starts_on="2014", ends_on="2016-06", key="truong")
    make_delegation(
        partners=[partner],
        title_vi="Đoàn sang",
        direction="out",
        starts_on="2015-03-02",
        ends_on="2015-03-09",
        key="doan",
    )
    make_engagement(
        partners=[partner], title_vi="Mời lễ hội", kind="invitation_declined", starts_on="2013", key="moi"
    )
    make_engagement(partners=[partner], title_vi="Trại hè", starts_on=None, is_recurring=True, key="trai")

    items = page_of(client, partner)["happenings"]

    assert [(str(item["date"] or ""), item["title"], item["href"], item["note"]) for item in items] == [
        ("2015-03-02", "Đoàn sang", "/doan/doan/", "Đoàn ra · đến 09/03/2015"),
        ("2014", "Trường học", "/thoa-thuan/du-an/truong/", "Dự án tiếp nhận · đến 6/2016"),
        ("2013", "Mời lễ hội", "/doan/tiep-xuc/moi/", "Lời mời không nhận · không tính là hoạt động"),
        ("2012-04", "Bản ghi nhớ", f"/thoa-thuan/{agreement.key}/", "Ký"),
        (
            "",
            "Trại hè",
            "/doan/tiep-xuc/trai/",
            "Sự kiện · định kỳ hoặc đang tiếp diễn, nguồn không ghi ngày",
        ),
    ]
    assert all(client.get(item["href"]).status_code == 200 for item in items)


def test_the_page_shows_the_day_asked_about(client, officer):
    partner = make_partner()
    make_relationship(partner, since="2010")
    make_delegation(partners=[partner], starts_on="2012")

    before, after = page_of(client, partner, as_of="2009"), page_of(client, partner, as_of="2012")

    assert (before["happenings"], len(after["happenings"])) == ([], 1)
    assert before["partner"].standing_ties == []
    assert [tie.relationship_class for tie in after["partner"].standing_ties] == ["formal"]


def test_a_text_that_is_no_day_is_said_on_the_page(client, officer):
    response = client.get(make_partner().get_absolute_url(), {"as_of": "31/9/2023"})

    assert response.status_code == 200
    assert response.context["as_of_error"] != ""
    assert response.context["as_of_error"] in response.content.decode()


def test_sources_that_disagree_stand_side_by_side(client, officer):
    partner = make_partner(latitude="35.23", longitude="128.68")
    tie = make_relationship(partner, since="1997")
    decision = SourceDocument.objects.create(key="qd", title="Quyết định 2887/QĐ-UBND")
    thesis = SourceDocument.objects.create(key="la", title="Luận án", rank=60)
    for record, field, source, locator, value, used in (
        (partner, "", decision, "L1352", "", True),
        (partner, "", decision, "L1415", "", True),
        (partner, "", thesis, "p.137", "", True),
        (partner, "latitude", thesis, "", "35.23", True),
        (partner, "longitude", thesis, "", "128.68", True),
        (tie, "since", decision, "L1415", "1997 (Masan cũ)", True),
        (tie, "since", decision, "L1352", "22/11/2016", False),
    ):
        Provenance.objects.create(
            record=record, field=field, source=source, locator=locator, value_as_printed=value, is_used=used
        )

    response = client.get(partner.get_absolute_url())

    sources = response.context["sources"]
    assert [
        (group.label, [(row.value_as_printed, row.is_used) for row in group.rows])
        for group in sources.contradictions
    ] == [("Chính thức: Từ", [("1997 (Masan cũ)", True), ("22/11/2016", False)])]
    assert sources.cited == [
        ("Toàn bộ bản ghi", "Quyết định 2887/QĐ-UBND, dòng 1352, dòng 1415; Luận án, trang 137"),
        ("Vĩ độ; Kinh độ", "Luận án"),
    ]
    text = response.content.decode()
    assert "các nguồn nói khác nhau" in text
    assert "(đang dùng)" in text


def test_judgements_name_their_source_and_reasons(client, officer):
    partner = make_partner()
    judged = Assessment.objects.create(
        key="n",
        partner=partner,
        as_of=date(2023, 12, 26),
        level="interrupted",
        reasons=["distance", "something_new"],
        summary_vi="Không còn liên lạc",
        last_dated_activity="2015",
    )
    source = SourceDocument.objects.create(key="qd", title="Quyết định")
    Provenance.objects.create(record=judged, source=source, locator="L1415")
    Assessment.objects.create(
        key="m", partner=partner, as_of=date(2020, 1, 1), level="active", summary_vi="Tốt"
    )

    context = page_of(client, partner)

    assert context["judgements"] == [
        {"date": date(2023, 12, 26), "title": "Gián đoạn", "body": "Không còn liên lạc",
         "note": "Lý do: khoảng cách địa lý, something_new · hoạt động gần nhất mà nguồn ghi ngày: 2015 · Quyết định, dòng 1415"},
        {"date": date(2020, 1, 1), "title": "Có hoạt động", "body": "Tốt", "note": ""},
    ]  # fmt: skip
    assert context["sources"].cited == []


def test_bodies_papers_and_projects_stand_on_the_page(client, officer):
    partner = make_partner()
    make_partner(name_vi="Cảng Sakai", parent=partner, kind="company")
    make_agreement(
        partners=[partner, make_partner()], title_vi="Bản ghi nhớ", signed_on="2012", term_kind="indefinite"
    )
    make_project(
        donors=[partner],
        title_vi="Cầu",
        amount="1000000",
        currency="JPY",
        qualifier="at_least",
    )
    make_agreement(title_vi="Của người khác")

    text = client.get(partner.get_absolute_url()).content.decode()

    for words in (
        "Cảng Sakai",
        "Bản ghi nhớ",
        "không thời hạn",
        "Còn hiệu lực",
        "Cầu",
        "ít nhất 1.000.000 JPY",
    ):
        assert words in text, words
    assert text.count(">Bản ghi nhớ<") == 1
    assert "Của người khác" not in text


def test_what_the_scheme_wants_stands_in_its_order(client, officer):
    partner = make_partner()
    for number, (kind, text) in enumerate([("other", "Ba"), ("priority", "Hai"), ("positioning", "Một")]):
        wish = CountryPriority.objects.create(
            key=f"w{number}",
            entry_no=1,
            heading="Nhật Bản",
            continent_heading="CHÂU Á",
            kind=kind,
            summary_vi=text,
        )
        wish.countries.set([partner.country])

    assert [row["value"] for row in page_of(client, partner)["wishes"]] == ["Một", "Hai", "Ba"]


def test_the_city_in_a_network(client, officer):
    network = make_partner(kind="network", country=None)
    NetworkMembership.objects.create(
        key="a",
        network=network,
        name="PNLG",
        role="chair",
        since="2021-11",
        period_start="2022",
        period_end="2025",
        note="Bầu lại",
    )
    NetworkMembership.objects.create(
        key="b", network=network, name="PNLG", role="member", activities_vi="Họp", period_end="2030"
    )

    items = page_of(client, network)["memberships"]

    assert [(item["title"], item["body"], item["note"]) for item in items] == [
        ("PNLG: chủ tịch", "", "nhiệm kỳ 2022–2025 · Bầu lại"),
        ("PNLG: thành viên", "Họp", "nhiệm kỳ …–2030"),
    ]


def test_flags_are_explained_on_the_page(client, officer):
    partner = make_partner()
    make_relationship(partner, since="2010")
    sync_flags(as_of=date(2023, 12, 26))

    assert "Ký xong chưa có hoạt động" in client.get(partner.get_absolute_url()).content.decode()


def test_history_is_offered_to_those_who_may_read_it(client):
    partner = make_partner()

    offered = {}
    for role in ("officer", "head", "leader", "administrator", "auditor"):
        client.force_login(make_user(role))
        offered[role] = (
            "/lich-su/partners/partner/" in client.get(partner.get_absolute_url()).content.decode()
        )

    assert offered == {"officer": True, "head": True, "leader": False, "administrator": True, "auditor": True}


def test_a_country_never_loses_its_name_in_two_languages(client, officer):
    make_country("MO", name_vi="Ma Cao", name_en="Macao", part_of=make_country("CN"))

    lines = client.get("/doi-tac/quoc-gia/").context["lines"]

    assert [[display_value(cell.value) for cell in line.cells] for line in lines] == [
        ["Ma Cao", "Macao", "Châu Á", "Trung Quốc", "0"],
        ["Trung Quốc", "", "Châu Á", "", "0"],
    ]
    assert Country.objects.count() == 2


def test_papers_that_hold_stand_first(client, officer):
    partner = make_partner()
    for title, signed, effective, end in (
        ("Cũ", "2015", None, "2018"),
        ("Mới hơn", "2019", None, "2021"),
        ("Còn giá trị", None, "2016", "2030"),
    ):
        make_agreement(
            title_vi=title, partners=[partner], signed_on=signed, effective_on=effective, term_kind="until", term_ends_on=end
        )  # fmt: skip

    papers = page_of(client, partner, as_of="2023")["sections"][0].context["papers"]

    assert [paper.title_vi for paper in papers] == ["Còn giá trị", "Mới hơn", "Cũ"]
