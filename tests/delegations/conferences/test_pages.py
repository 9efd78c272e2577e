from __future__ import annotations

import pytest

from dnfa.accounts.enums import Role
from dnfa.core.search import search
from tests.delegations.conferences.factories import make_conference, make_press_visit
from tests.factories import make_agency, make_country, make_partner, make_user

pytestmark = pytest.mark.django_db
CONFERENCES, PRESS = "/doan/hoi-nghi/", "/doan/phong-vien/"


def signed_in(client, role=Role.OFFICER, **values):
    user = make_user(role, **values)
    client.force_login(user)
    return user


def listed(client, address: str, **question) -> list[str]:
    return [line.row.key for line in client.get(address, question).context["lines"]]


@pytest.mark.parametrize(
    ("question", "keys"),
    [
        ({}, ["mai", "qua", "huy"]),
        ({"q": "do thi"}, ["mai"]),
        ({"part": "attended"}, ["qua"]),
        ({"state": "planned"}, ["mai"]),
        ({"state": "cancelled"}, ["huy"]),
        ({"state": "planned", "as_of": "2027-03-10"}, []),
        ({"state": "under_way", "as_of": "2027-03-10"}, ["mai"]),
        ({"year": "2027"}, ["mai"]),
        ({"year": "2026"}, ["qua", "huy"]),
        ({"agency": "so-a"}, ["mai"]),
        ({"country": "JP"}, ["qua"]),
        ({"permit_level": "prime_minister"}, ["mai"]),
        ({"plan_status": "out_of_plan"}, ["qua"]),
    ],
)
def test_conferences_are_asked_for_by_what_the_annex_tells(client, question, keys):
    signed_in(client)
    make_conference(
        key="mai",
        title_vi="Hội thảo đô thị",
        permit_level="prime_minister",
        lead_agencies=[make_agency(key="so-a")],
    )
    make_conference(
        key="qua",
        part="attended",
        starts_on="2026-10-02",
        owes_report=False,
        plan_status="out_of_plan",
        out_of_plan_reason="Lời mời muộn",
        countries=[make_country("JP")],
    )
    make_conference(
        key="huy", planned_starts_on="2026-05-01", planned_ends_on=None, cancelled_on="2026-04-01", cancel_reason="budget"
    )  # fmt: skip

    found = listed(client, CONFERENCES, as_of=question.pop("as_of", "2026-11-25"), **question)

    assert found == keys


@pytest.fixture
def agencies():
    return make_agency(key="cua-minh"), make_agency(key="cua-nguoi")


def test_a_focal_point_sees_what_its_agency_leads_or_helps_with(client, agencies):
    ours, theirs = agencies
    make_conference(key="chu-tri", lead_agencies=[ours])
    make_conference(key="phoi-hop", lead_agencies=[theirs], coordinating=[ours])
    make_conference(key="viec-khac", lead_agencies=[theirs])
    make_press_visit(key="dan-minh", lead_agencies=[ours])
    make_press_visit(key="dan-khac", lead_agencies=[theirs])
    signed_in(client, Role.FOCAL_POINT, agency=ours)

    seen = {
        name: client.get(f"{address}{name}/").status_code
        for address, names in ((CONFERENCES, ("chu-tri", "phoi-hop", "viec-khac")), (PRESS, ("dan-minh", "dan-khac")))
        for name in names
    }  # fmt: skip

    assert sorted(listed(client, CONFERENCES)) == ["chu-tri", "phoi-hop"]
    assert listed(client, PRESS) == ["dan-minh"]
    assert seen == {"chu-tri": 200, "phoi-hop": 200, "viec-khac": 404, "dan-minh": 200, "dan-khac": 404}


def test_the_page_tells_classes_countries_permit_and_money(client):
    signed_in(client)
    make_conference(
        key="hoi-thao",
        starts_on="2026-10-02",
        vietnamese_persons=120,
        resident_foreigners=3,
        visiting_foreigners=17,
        online_persons=0,
        persons=140,
        countries=[make_country("JP", name_vi="Nhật Bản")],
        permit_level="city_committee",
        decision_number="12/QĐ",
        cost_amount=5000000,
        cost_currency="VND",
        partners=[make_partner(name_vi="Thành phố Sakai")],
    )

    page = client.get(f"{CONFERENCES}hoi-thao/?as_of=2026-11-25")

    parts = {part.code: part.context for part in page.context["sections"]}
    told = {str(item["label"]): item["value"] for item in parts["participants"]["items"]}
    allowed = {str(item["label"]): item["value"] for item in parts["permit"]["items"]}
    assert (told["Người Việt Nam"], told["Người dự trực tuyến"], told["Tổng số người"]) == (120, 0, 140)
    assert told["Quốc gia, vùng lãnh thổ có người dự"] == "Nhật Bản"
    assert (allowed["Văn bản cho phép số"], allowed["Cấp cho phép"]) == ("12/QĐ", "Chủ tịch UBND thành phố")
    assert [item["value"] for item in parts["partners"]["items"]] == ["Thành phố Sakai"]
    assert page.context["state_label"] == "Chờ báo cáo kết quả"


def test_the_export_holds_every_column_of_the_annex(client):
    signed_in(client)
    make_conference(
        key="mai", title_vi="Hội thảo", cost_amount=1500, cost_currency="USD", visiting_foreigners=9
    )

    response = client.get(CONFERENCES, {"format": "csv", "as_of": "2026-11-25"})

    text = b"".join(response.streaming_content).decode()
    assert [name for name in ("Người nước ngoài từ nước ngoài vào", "Kinh phí", "Cấp cho phép") if name in text] == [
        "Người nước ngoài từ nước ngoài vào", "Kinh phí", "Cấp cho phép",
    ]  # fmt: skip
    assert "Hội thảo" in text


@pytest.mark.parametrize("address", [CONFERENCES, PRESS])
def test_a_list_asks_at_most_fifteen_queries(client, address, django_assert_max_num_queries):
    signed_in(client)
    country, agency = make_country(), make_agency()
    for make in (make_conference, make_press_visit):
        for _number in range(3):
            make(partners=[make_partner()], lead_agencies=[agency], countries=[country])
    client.get(address)

    with django_assert_max_num_queries(15):
        page = client.get(address)

    assert len(page.context["lines"]) == 3


def test_both_are_found_by_the_search_box(client):
    user = make_user()
    make_conference(key="bien", title_vi="Hội thảo kinh tế biển")
    make_press_visit(key="bien-nhk", title_vi="NHK làm phim về biển")

    keys = {hit.key for hit in search(user, "bien").hits}

    assert keys == {"bien", "bien-nhk"}
