from __future__ import annotations

import csv
import io
import re
from datetime import date

import pytest

from dnfa.accounts.enums import Role
from dnfa.core.search import search
from dnfa.followup.clocks import sync_clocks
from tests.delegations.conferences.factories import make_conference, make_press_visit
from tests.delegations.outcomes.factories import make_report
from tests.delegations.trips.factories import make_item
from tests.factories import make_agency, make_country, make_partner, make_user
from tests.followup.clocks.makers import run_from

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
        ({"plan_year": "2027"}, ["mai", "qua"]),
        ({"plan_year": "2026"}, ["huy"]),
        ({"year": "2026"}, ["qua"]),
        ({"starts_on_from": "1/2027"}, ["mai"]),
        ({"starts_on_to": "5/2026"}, ["huy"]),
        ({"agency": "so-a"}, ["mai"]),
        ({"agency": "so-b"}, ["mai"]),
        ({"without_report": "true"}, []),
        ({"without_report": "true", "as_of": "2027-03-13"}, ["mai"]),
        ({"country": "JP"}, ["qua"]),
        ({"permit_level": "prime_minister"}, ["mai"]),
        ({"plan_status": "out_of_plan"}, ["qua"]),
        ({"plan_status": "unsaid"}, ["mai", "huy"]),
        ({"filing": "overdue"}, []),
        ({"filing": ["ticking", "due_soon"]}, ["mai"]),
        ({"filing": "overdue", "as_of": "2027-02-01"}, ["mai"]),
    ],
)
def test_conferences_are_asked_for_by_what_the_annex_tells(client, question, keys):
    signed_in(client)
    make_conference(
        key="mai",
        title_vi="Hội thảo đô thị",
        permit_level="prime_minister",
        lead_agencies=[make_agency(key="so-a")],
        coordinating=[make_agency(key="so-b")],
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
    run_from((date(2020, 1, 1), None))
    sync_clocks()

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


def test_exports_and_search_hide_what_the_list_hides(client, agencies):
    ours, theirs = agencies
    make_conference(key="bien-cua-minh", title_vi="Biển một", coordinating=[ours])
    make_conference(key="bien-cua-nguoi", title_vi="Biển hai", lead_agencies=[theirs])
    make_press_visit(key="phim-cua-minh", title_vi="Phim biển một", lead_agencies=[ours])
    make_press_visit(key="phim-cua-nguoi", title_vi="Phim biển hai", lead_agencies=[theirs])
    user = signed_in(client, Role.FOCAL_POINT, agency=ours)

    exported = [
        key
        for address in (CONFERENCES, PRESS)
        for key in re.findall(
            r"[a-z]+-cua-[a-z]+",
            b"".join(client.get(address, {"format": "csv"}).streaming_content).decode(),
        )
    ]
    found = {hit.key for hit in search(user, "bien").hits}

    assert exported == ["bien-cua-minh", "phim-cua-minh"]
    assert found == {"bien-cua-minh", "phim-cua-minh"}


def test_nobody_learns_by_asking_which_partners_of_others_a_conference_is_with(client, agencies):
    ours, theirs = agencies
    hidden = make_partner(key="kin", name_vi="Thành phố Kín")
    make_conference(key="phoi-hop", partners=[hidden], lead_agencies=[theirs], coordinating=[ours])
    reader = signed_in(client, Role.FOCAL_POINT, agency=ours)

    by_reader = [
        listed(client, CONFERENCES, **question) for question in ({}, {"q": "kín"}, {"partner": "kin"})
    ]
    told = client.get("/api/v1/conferences/", {"q": "kín"}).json()["count"]
    signed_in(client)
    by_officer = [listed(client, CONFERENCES, **question) for question in ({"q": "kín"}, {"partner": "kin"})]

    assert (by_reader, told) == ([["phoi-hop"], [], []], 0)
    assert list(search(reader, "kín").hits) == []
    assert by_officer == [["phoi-hop"], ["phoi-hop"]]


def test_the_page_tells_classes_countries_permit_and_money(client):
    signed_in(client)
    make_conference(
        key="hoi-thao",
        starts_on="2026-10-02",
        ends_on="2026-10-02",
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
    assert (allowed["Văn bản cho phép"], allowed["Cấp cho phép"], allowed["Kinh phí"]) == (
        "12/QĐ",
        "Chủ tịch UBND thành phố",
        "5.000.000 đồng",
    )
    assert [(str(row[0]), row[1], row[2]) for row in parts["plan"]["rows"]] == [
        ("Thời gian", "10/03/2027 – 12/03/2027", "02/10/2026"),
        ("Số ngày", "3 ngày", "1 ngày"),
        ("Số người", None, 140),
    ]
    assert [item["value"] for item in parts["partners"]["items"]] == ["Thành phố Sakai"]
    assert page.context["state_words"] == "Chờ báo cáo kết quả"


def test_the_page_tells_the_line_of_the_programme_or_why_it_is_out_of_plan(client):
    signed_in(client)
    item = make_item(kind="conference", title="Hội thảo biển")
    make_conference(key="trong", plan_status="in_plan", programme_item=item)
    make_conference(key="ngoai", plan_status="out_of_plan", out_of_plan_reason="Lời mời muộn")

    told = {}
    for key in ("trong", "ngoai"):
        sections = {
            part.code: part.context for part in client.get(f"{CONFERENCES}{key}/").context["sections"]
        }
        rows = {str(row["label"]): row for row in sections["permit"]["items"]}
        told[key] = (rows["Kế hoạch năm"]["note"], rows.get("Lý do ngoài kế hoạch", {}).get("value"))

    assert told == {
        "trong": ("Hội thảo biển (chương trình năm 2026)", None),
        "ngoai": ("", "Lời mời muộn"),
    }


PERMIT_CASES = [
    ({}, "2026-11-25", ["Chưa có văn bản cho phép."]),
    ({"decision_number": "12/QĐ"}, "2026-11-25", [""]),
    ({"decision_on": date(2026, 11, 1)}, "2026-11-25", [""]),
    ({"part": "attended"}, "2026-11-25", [""]),
    ({}, "2027-03-10", ["Hội nghị đã diễn ra mà sổ chưa ghi văn bản cho phép."]),
    ({"cancelled_on": date(2026, 11, 1), "cancel_reason": "budget"}, "2026-11-25", []),
    (
        {"cancelled_on": date(2026, 11, 1), "cancel_reason": "budget", "filed_on": date(2026, 10, 1)},
        "2026-11-25",
        [""],
    ),
]


@pytest.mark.parametrize(("values", "as_of", "warning"), PERMIT_CASES)
def test_a_conference_of_the_city_without_a_permit_is_told(client, values, as_of, warning):
    signed_in(client)
    conference = make_conference(**values)

    page = client.get(f"{CONFERENCES}{conference.key}/?as_of={as_of}")

    told = [part.context["warning"] for part in page.context["sections"] if part.code == "permit"]
    assert told == warning


def test_what_was_given_up_offers_nothing_further(client):
    run_from((date(2020, 1, 1), None))
    signed_in(client)
    conference = make_conference(cancelled_on=date(2026, 11, 1), cancel_reason="budget")
    sync_clocks()

    page = client.get(conference.get_absolute_url())

    assert [part.code for part in page.context["sections"]] == ["partners", "plan", "files"]
    assert [item["value"] for item in page.context["summary"]][-2:] == [
        date(2026, 11, 1),
        "Không bố trí được kinh phí",
    ]


DUE = "hạn cuối là Thứ Tư, 04/11/2026"
DEADLINE_CASES = [
    (None, "2026-10-01", []),
    (None, "2026-11-04", [("warn", f"Sắp đến hạn nộp hồ sơ xin phép: {DUE}, hôm nay là ngày cuối.")]),
    (None, "2026-11-06", [("danger", f"Quá hạn nộp hồ sơ xin phép: {DUE}, quá 2 ngày làm việc.")]),
    (date(2026, 11, 6), "2026-11-25", [("warn", f"Hồ sơ xin phép nộp muộn: {DUE}, làm ngày 06/11/2026.")]),
    (date(2026, 11, 4), "2026-11-25", []),
]


@pytest.mark.parametrize(("filed_on", "as_of", "told"), DEADLINE_CASES)
def test_the_page_tells_the_deadline_of_the_file_and_warns_in_words(client, filed_on, as_of, told):
    run_from((date(2020, 1, 1), None))
    signed_in(client)
    conference = make_conference(
        planned_starts_on=date(2026, 12, 4),
        planned_ends_on=None,
        filed_on=filed_on,
        permit_level="city_committee",
    )
    sync_clocks()

    page = client.get(f"{CONFERENCES}{conference.key}/?as_of={as_of}")

    [part] = [part.context for part in page.context["sections"] if part.code == "deadlines"]
    assert (part["told"], part["level_url"]) == (told, "")
    assert part["clocks"][0].due_on == date(2026, 11, 4)
    assert [page.content.decode().count(words) for _tone, words in told] == [1] * len(told)


def test_without_a_level_the_page_says_which_deadline_it_took(client):
    run_from((date(2020, 1, 1), None))
    signed_in(client)
    hosted, attended = make_conference(), make_conference(part="attended", owes_report=False)
    sync_clocks()

    pages = [client.get(record.get_absolute_url()) for record in (hosted, attended)]

    parts = [{part.code: part.context for part in page.context["sections"]} for page in pages]
    assert parts[0]["deadlines"]["level_url"] == f"{CONFERENCES}{hosted.key}/giay-phep/"
    assert "deadlines" not in parts[1]


ANNEX = {
    "Nội dung": "Hội thảo",
    "Cơ quan chủ trì": "Sở A",
    "Cơ quan phối hợp, nơi làm việc": "Sở B",
    "Người Việt Nam": "100",
    "Người nước ngoài ở trong nước": "3",
    "Người nước ngoài từ nước ngoài vào": "9",
    "Người dự trực tuyến": "0",
    "Tổng số người": "112",
    "Quốc gia, vùng lãnh thổ có người dự": "Nhật Bản",
    "Từ ngày": "02/10/2026",
    "Địa điểm": "Ariyana",
    "Kinh phí": "1500.00",
    "Loại tiền": "USD",
    "Cấp cho phép": "Chủ tịch UBND thành phố",
    "Hạn nộp hồ sơ xin phép": "28/08/2026 (Làm muộn)",
    "Kế hoạch năm": "Ngoài kế hoạch",
    "Lý do ngoài kế hoạch": "Lời mời muộn",
    "Báo cáo kết quả": "3/BC ngày 12/10/2026",
}


def test_the_export_holds_every_column_of_the_annex(client):
    run_from((date(2020, 1, 1), None))
    signed_in(client)
    conference = make_conference(
        title_vi="Hội thảo",
        starts_on="2026-10-02",
        filed_on=date(2026, 9, 15),
        place="Ariyana",
        lead_agencies=[make_agency(name_vi="Sở A")],
        coordinating=[make_agency(name_vi="Sở B")],
        countries=[make_country("JP", name_vi="Nhật Bản")],
        vietnamese_persons=100,
        resident_foreigners=3,
        visiting_foreigners=9,
        online_persons=0,
        persons=112,
        cost_amount=1500,
        cost_currency="USD",
        permit_level="city_committee",
        plan_status="out_of_plan",
        out_of_plan_reason="Lời mời muộn",
    )
    make_report(conference, reported_on=date(2026, 10, 12), document_number="3/BC")
    sync_clocks()

    response = client.get(CONFERENCES, {"format": "csv", "as_of": "2026-11-25"})

    text = b"".join(response.streaming_content).decode("utf-8-sig")
    [row] = csv.DictReader(io.StringIO(text), delimiter=";" if ";" in text.splitlines()[0] else ",")
    assert {head: row[head] for head in ANNEX} == ANNEX


def test_the_export_of_press_visits_holds_what_is_known(client):
    signed_in(client)
    make_press_visit(
        topics="Bãi biển",
        permit_number="9/GP",
        is_published=True,
        published_note="Phim 30 phút",
        lead_agencies=[make_agency(name_vi="Sở A")],
        partners=[make_partner(name_vi="Thành phố Sakai")],
    )

    response = client.get(PRESS, {"format": "csv"})

    text = b"".join(response.streaming_content).decode("utf-8-sig")
    [row] = csv.DictReader(io.StringIO(text), delimiter=";" if ";" in text.splitlines()[0] else ",")
    heads = ("Hãng báo chí", "Chủ đề tác nghiệp", "Giấy phép số", "Cơ quan chủ trì", "Đối tác", "Sản phẩm")
    assert [row[head] for head in heads] == [
        "NHK", "Bãi biển", "9/GP", "Sở A", "Thành phố Sakai", "Phim 30 phút",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("question", "keys"),
    [
        ({"year": "2026"}, ["sap-toi", "nhk"]),
        ({"year": "2025"}, ["cu"]),
        ({"is_published": "true"}, ["cu"]),
        ({"is_published": "false"}, ["sap-toi", "nhk"]),
        ({"country": "KR"}, ["nhk"]),
        ({"agency": "so-a"}, ["sap-toi"]),
    ],
)
def test_press_visits_are_asked_for_and_those_to_come_too(client, question, keys):
    signed_in(client)
    make_press_visit(key="sap-toi", starts_on="2026-12-30", lead_agencies=[make_agency(key="so-a")])
    make_press_visit(key="nhk", countries=[make_country("KR")])
    make_press_visit(key="cu", starts_on="2025-01", is_published=True)

    assert listed(client, PRESS, **question) == keys


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("address", "queries"), [(CONFERENCES, 13), (PRESS, 10)])
def test_a_list_asks_as_often_for_many_as_for_one(client, address, queries, count, django_assert_num_queries):
    signed_in(client)
    country, agency = make_country(), make_agency()
    for make in (make_conference, make_press_visit):
        for _number in range(count):
            make(partners=[make_partner()], lead_agencies=[agency], countries=[country])
    client.get(address)

    with django_assert_num_queries(queries):
        page = client.get(address)

    assert len(page.context["lines"]) == count


def test_both_are_found_by_the_search_box(client):
    user = make_user()
    make_conference(key="bien", title_vi="Hội thảo kinh tế biển")
    make_press_visit(key="bien-nhk", title_vi="NHK làm phim về biển")

    keys = {hit.key for hit in search(user, "bien").hits}

    assert keys == {"bien", "bien-nhk"}
