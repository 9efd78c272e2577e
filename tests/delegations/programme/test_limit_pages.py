from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from django.urls import reverse

from delegations.limit_flags import explain_unjustified
from delegations.limit_parts import limits_section
from delegations.limit_words import finding_words, token_of
from delegations.models import LimitJustification
from delegations.selectors_limits import findings_for
from delegations.services.limits import justify_limit
from dnfa.accounts.enums import Role
from dnfa.core.clock import local_today
from dnfa.followup.models import Flag
from dnfa.followup.sync import sync_flags
from tests.delegations.programme.factories import make_case, make_trip
from tests.delegations.programme.limit_cases import AN, AN_KEY, SEVERAL
from tests.factories import make_agency, make_user

pytestmark = pytest.mark.django_db
LIST = "/doan/vuot-han-muc/"
THIRD = {"members": [AN], "planned_starts_on": date(2026, 5, 1)}


def third_trip(**values):
    for month in (1, 2):
        make_trip(members=[AN], planned_starts_on=date(2026, month, 1))
    return make_trip(**{**THIRD, **values})


def justify(trip, kind="enterprise_pays", subject="", text="Theo văn bản 12"):
    return justify_limit(delegation=trip, kind=kind, subject=subject, text=text, user=make_user())


def listed(client, user, query="?year=2026"):
    client.force_login(user)
    response = client.get(f"{LIST}{query}&format=csv")
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";" if ";" in text.splitlines()[0] else ","))
    start = next(number for number, row in enumerate(rows) if row and row[0] == "STT")
    return [dict(zip(rows[start], row, strict=True)) for row in rows[start + 1 :] if row]


# --- words ------------------------------------------------------------------------------
def test_every_kind_of_finding_has_a_sentence():
    trip = make_case(SEVERAL[0])

    said = [finding_words(one, sees_names=True) for one in findings_for([trip])[trip.pk]]

    assert said == [
        "Đoàn 11 người, hạn mức 10 người.",
        "Trung Quốc: ở 4 ngày, hạn mức 3 ngày.",
        "Đến 4 quốc gia và vùng lãnh thổ trong một chuyến, hạn mức 3.",
        "Nguyễn Văn An: chuyến thứ 3 trong năm, hạn mức 2 chuyến.",
        f"{trip.members.all()[1].agency.name_vi}: 2 lãnh đạo chủ chốt trong một đoàn, hạn mức 1.",
        "Chuyến đi do doanh nghiệp tổ chức hoặc đài thọ.",
    ]


def test_days_at_an_event_are_said_so():
    trip = make_trip(("JP", "1/5/2026", "6/5/2026", True), planned_starts_on=date(2026, 5, 1))

    [finding] = findings_for([trip])[trip.pk]

    assert finding_words(finding, sees_names=False) == (
        "Nhật Bản: ở 6 ngày khi dự sự kiện quan trọng, hạn mức 5 ngày."
    )


# --- the part of the page ----------------------------------------------------------------
def test_the_part_shows_findings_words_and_what_waits():
    trip = third_trip(cost_source="enterprise")
    justify(trip)
    LimitJustification.objects.create(delegation=trip, kind="countries", text="Cũ")

    part = limits_section(trip, make_user(), date(2026, 3, 2))

    assert [(case["sentence"], case["source"], bool(case["justification"])) for case in part["cases"]] == [
        ("Nguyễn Văn An: chuyến thứ 3 trong năm, hạn mức 2 chuyến.", "101/UBND-SNV", False),
        ("Chuyến đi do doanh nghiệp tổ chức hoặc đài thọ.", "101/UBND-SNV", True),
    ]
    assert [(one["kind"], one["justification"].text) for one in part["idle"]] == [
        ("Số nước mỗi chuyến", "Cũ")
    ]
    assert (part["missing"], part["may_justify"]) == ("1 hạn mức vượt chưa giải trình", True)


def test_only_who_reads_the_members_reads_the_name():
    lead, joined = make_agency(), make_agency()
    trip = third_trip(agencies=[lead], coordinating=[joined])

    def said(user):
        return limits_section(trip, user, date(2026, 3, 2))["cases"][0]["sentence"]

    named = "Nguyễn Văn An: chuyến thứ 3 trong năm, hạn mức 2 chuyến."
    assert said(make_user(Role.LEADER)) == named
    assert said(make_user(Role.FOCAL_POINT, agency=lead)) == named
    assert said(make_user(Role.FOCAL_POINT, agency=joined)) == (
        "Một thành viên: chuyến thứ 3 trong năm, hạn mức 2 chuyến."
    )


@pytest.mark.parametrize(
    ("values", "is_there"),
    [
        ({"planned_starts_on": date(2025, 7, 8)}, False),
        ({"planned_starts_on": date(2025, 7, 9)}, True),
        ({"planned_starts_on": None}, False),
        ({"planned_starts_on": date(2026, 1, 1), "direction": "in"}, False),
        (
            {
                "planned_starts_on": date(2026, 1, 1),
                "cancelled_on": date(2025, 12, 1),
                "cancel_reason": "visa",
            },
            False,
        ),
    ],
)
def test_a_trip_within_the_limits_says_so_from_the_day_of_the_letter(values, is_there):
    part = limits_section(make_trip(**values), make_user(Role.LEADER), date(2026, 3, 2))

    assert (part is not None) == is_there
    assert not is_there or (part["cases"], part["missing"], part["may_justify"]) == ([], "", False)


# --- deeds --------------------------------------------------------------------------------
def address(name, trip, kind="enterprise_pays", subject=""):
    return reverse(f"delegations:{name}", args=[trip.key, token_of(kind, subject)])


def test_words_are_typed_corrected_and_taken_back(client):
    trip = make_trip(planned_starts_on=date(2026, 5, 1), cost_source="enterprise")
    client.force_login(make_user())

    page = client.get(address("limit-justify", trip))
    first = client.post(
        address("limit-justify", trip), {"text": "Theo văn bản 12", "version": page.context["record"].version}
    )

    assert page.context["advice"] == "Chuyến đi do doanh nghiệp tổ chức hoặc đài thọ."
    assert (first.status_code, first.url) == (302, f"/doan/{trip.key}/#limits")
    assert trip.justifications.get().text == "Theo văn bản 12"
    again = client.get(address("limit-justify", trip))
    assert again.context["form"].initial == {"text": "Theo văn bản 12"}
    back = client.post(address("limit-withdraw", trip), {"version": again.context["record"].version})
    assert (back.status_code, trip.justifications.count()) == (302, 0)


def test_words_for_what_goes_over_no_more_are_only_taken_back(client):
    trip = make_trip(planned_starts_on=date(2026, 5, 1))
    LimitJustification.objects.create(delegation=trip, kind="countries", text="Cũ")
    client.force_login(make_user())

    page = client.get(address("limit-justify", trip, "countries"))
    again = client.post(
        address("limit-justify", trip, "countries"),
        {"text": "Mới", "version": page.context["record"].version},
    )
    back = client.post(
        address("limit-withdraw", trip, "countries"), {"version": page.context["record"].version}
    )

    assert page.context["advice"] == "Theo thông tin hiện có, đoàn không vượt hạn mức này nữa."
    assert "không cần giải trình" in again.content.decode()
    assert (again.status_code, back.status_code, trip.justifications.count()) == (200, 302, 0)


def test_a_stale_page_saves_nothing(client):
    trip = make_trip(planned_starts_on=date(2026, 5, 1), cost_source="enterprise")
    client.force_login(make_user())

    response = client.post(address("limit-justify", trip), {"text": "Theo văn bản 12", "version": "9"})

    assert response.status_code == 200
    assert "Bản ghi đã được người khác sửa" in response.content.decode()
    assert trip.justifications.count() == 0


def test_doors_of_the_deeds(client):
    trip = make_trip(planned_starts_on=date(2026, 5, 1), cost_source="enterprise")
    agency = make_agency()
    trip.lead_agencies.add(agency)

    def status(user, name="limit-justify", kind="enterprise_pays", of=trip):
        client.force_login(user)
        return client.get(address(name, of, kind)).status_code

    assert status(make_user(Role.FOCAL_POINT, agency=agency)) == 403
    assert status(make_user(Role.LEADER)) == 403
    assert status(make_user(), kind="countries") == 404
    assert status(make_user(), name="limit-withdraw") == 200
    assert client.get(f"/doan/khong-co/giai-trinh/{token_of('countries', '')}/").status_code == 404


# --- the list -----------------------------------------------------------------------------
def test_the_list_holds_every_case_of_the_year_with_its_words(client):
    agency = make_agency(name_vi="Sở Du lịch")
    over = third_trip(agencies=[agency], cost_source="enterprise", head_rank="department", head_name="Lê Hoa")
    justify(over)
    make_trip(planned_starts_on=date(2027, 1, 1), cost_source="enterprise")

    rows = listed(client, make_user())

    assert [(row["Đoàn"], row["Hạn mức"], row["Vượt hạn mức"], row["Giải trình"]) for row in rows] == [
        (
            over.title_vi,
            "Số chuyến mỗi người trong năm",
            "Nguyễn Văn An: chuyến thứ 3 trong năm, hạn mức 2 chuyến.",
            "",
        ),
        (
            over.title_vi,
            "Doanh nghiệp tổ chức hoặc đài thọ",
            "Chuyến đi do doanh nghiệp tổ chức hoặc đài thọ.",
            "Theo văn bản 12",
        ),
    ]
    assert (rows[0]["Trưởng đoàn"], rows[0]["Cơ quan chủ trì"], rows[0]["Căn cứ"], rows[0]["Từ ngày"]) == (
        "Lê Hoa",
        "Sở Du lịch",
        "101/UBND-SNV",
        "01/05/2026",
    )


@pytest.mark.parametrize(("role", "is_offered"), [(Role.OFFICER, True), (Role.LEADER, False)])
def test_the_list_leads_to_the_words_that_are_missing(client, role, is_offered):
    trip = make_trip(planned_starts_on=date(2026, 5, 1), cost_source="enterprise")
    client.force_login(make_user(role))

    text = client.get("/doan/vuot-han-muc/?year=2026").content.decode()

    assert (address("limit-justify", trip) in text) == is_offered
    justify(trip)
    assert address("limit-justify", trip) not in client.get("/doan/vuot-han-muc/?year=2026").content.decode()


def test_exports_hide_names_from_agencies_that_only_coordinate(client):
    joined = make_agency()
    third_trip(coordinating=[joined])

    rows = listed(client, make_user(Role.FOCAL_POINT, agency=joined))

    assert [row["Vượt hạn mức"] for row in rows] == [
        "Một thành viên: chuyến thứ 3 trong năm, hạn mức 2 chuyến."
    ]


@pytest.mark.parametrize(
    ("query", "kinds"),
    [
        ("?year=2026", ["trips_per_person", "enterprise_pays"]),
        ("?year=2026&justified=true", ["enterprise_pays"]),
        ("?year=2026&justified=false", ["trips_per_person"]),
        ("?year=2026&kind=enterprise_pays", ["enterprise_pays"]),
        ("?year=2026&kind=countries", []),
        ("?year=2026&q=hà+nội", []),
        ("?year=2026&q=%C4%91o%C3%A0n", ["trips_per_person", "enterprise_pays"]),
        ("?year=2026&lead=so-du-lich", ["trips_per_person", "enterprise_pays"]),
        ("?year=2025", []),
        ("?year=abc", []),
    ],
)
def test_what_can_be_asked(client, query, kinds):
    justify(third_trip(agencies=[make_agency(key="so-du-lich")], cost_source="enterprise"))
    client.force_login(make_user())

    page = client.get(f"{LIST}{query}")

    assert [line.row.finding.kind for line in page.context["lines"]] == kinds
    assert page.status_code == 200


def test_without_a_year_this_year_is_listed(client):
    now = local_today()
    here = make_trip(planned_starts_on=now, cost_source="enterprise")
    make_trip(planned_starts_on=now.replace(year=now.year + 1, day=1), cost_source="enterprise")
    client.force_login(make_user())

    page = client.get(LIST)

    assert [line.row.delegation for line in page.context["lines"]] == [here]


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_takes_the_same_queries_for_one_and_three(client, number, django_assert_max_num_queries):
    for month in range(number):
        make_trip(
            ("JP", "", "", False),
            members=[AN],
            agencies=[make_agency()],
            planned_starts_on=date(2026, 1 + month, 1),
            cost_source="enterprise",
        )
    client.force_login(make_user())

    with django_assert_max_num_queries(15) as counted:
        client.get(f"{LIST}?year=2026")

    assert len(counted) <= 15


# --- the flag ------------------------------------------------------------------------------
def flags(as_of=date(2026, 3, 2)):
    sync_flags(as_of=as_of)
    return [
        (flag.record, flag.reference_date, flag.evidence)
        for flag in Flag.objects.current().filter(rule="limit_unjustified")
    ]


def test_what_nobody_justified_is_flagged_without_names():
    trip = third_trip(cost_source="enterprise")

    assert flags() == [
        (trip, date(2026, 5, 1), {"count": 2, "kinds": ["enterprise_pays", "trips_per_person"]})
    ]
    assert AN_KEY not in str(Flag.objects.current().values_list("evidence", flat=True))


def test_the_flag_goes_with_the_last_justification():
    trip = third_trip(cost_source="enterprise")
    justify(trip)
    assert [evidence["kinds"] for _trip, _day, evidence in flags()] == [["trips_per_person"]]

    justify(trip, "trips_per_person", AN_KEY)

    assert flags() == []


@pytest.mark.parametrize(
    "values",
    [
        {"cancelled_on": date(2026, 3, 1), "cancel_reason": "visa"},
        {"planned_starts_on": date(2025, 7, 8)},
        {"direction": "in"},
    ],
)
def test_what_is_given_up_or_not_judged_is_not_flagged(values):
    make_trip(**{"planned_starts_on": date(2026, 5, 1), "cost_source": "enterprise", **values})

    assert flags() == []


def test_closing_the_file_does_not_take_the_justification_off():
    trip = make_trip(planned_starts_on=date(2026, 5, 1), cost_source="enterprise", closed_on=date(2026, 6, 1))
    before = flags()

    justify(trip)

    assert (before, flags()) == ([(trip, date(2026, 5, 1), {"count": 1, "kinds": ["enterprise_pays"]})], [])


def test_the_flag_says_how_many_and_which():
    said = explain_unjustified({"count": 2, "kinds": ["enterprise_pays", "countries"]})

    assert said == ("2 hạn mức vượt chưa giải trình: Doanh nghiệp tổ chức hoặc đài thọ; Số nước mỗi chuyến.")
