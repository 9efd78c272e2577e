"""The list, the page of one delegation, and the forms that make and change it."""

from __future__ import annotations

import csv
from datetime import date, time
from html import unescape
from typing import Any

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from delegations.enums import Direction, HeadRank, MemberRole, PlanStatus
from delegations.models import Delegation, OutcomeReport
from dnfa.accounts.enums import Role
from dnfa.core.clock import local_today
from tests.delegations.trips.factories import make_item, make_member, make_stop, make_trip
from tests.factories import make_agency, make_agreement, make_country, make_partner, make_user

pytestmark = pytest.mark.django_db
DEEDS = [
    "trip-edit", "trip-stops", "trip-people", "trip-programme", "trip-gifts", "trip-decision", "trip-plan-status",
    "trip-signed-papers", "trip-actuals", "trip-move", "trip-cancel",
]  # fmt: skip


def titles(response: Any) -> list[str]:
    return [line.row.title_vi for line in response.context["lines"]]


def cells(response: Any) -> list[list[str]]:
    return [[str(cell.value or "") for cell in line.cells] for line in response.context["lines"]]


def make_various() -> None:
    """One delegation of each state on 12/3/2026, and what the filters tell apart."""
    japan = make_country()
    sakai = make_partner(key="jp-sakai", name_vi="Sakai", country=japan)
    hue = make_agency(key="so-hue")
    planned = make_trip(title_vi="Dự kiến", lead_agencies=[hue], head_rank=HeadRank.LOCALITY_HEAD)
    make_stop(planned, "LA")
    make_trip(
        title_vi="Chưa ghi", planned_starts_on=date(2026, 3, 1), planned_ends_on=None, coordinating=[hue]
    )
    make_trip(
        title_vi="Đang đi",
        direction=Direction.IN,
        starts_on="2026-03-12",
        plan_status=PlanStatus.OUT_OF_PLAN,
        out_of_plan_reason="Mời gấp",
    )
    make_trip(title_vi="Chờ báo cáo", starts_on="2026-02-01", ends_on="2026-02-03", partners=[sakai])
    reported = make_trip(title_vi="Đã báo cáo", starts_on="2026-01-01")
    OutcomeReport.objects.create(delegation=reported, reported_on=date(2026, 1, 9), summary="Tốt")
    make_trip(title_vi="Đã hủy", cancelled_on=date(2026, 3, 1), cancel_reason="visa")
    make_trip(
        title_vi="Đã qua", planned_starts_on=None, planned_ends_on=None, starts_on="2024", owes_report=False
    )
    make_trip(
        title_vi="Trong kế hoạch",
        plan_status=PlanStatus.IN_PLAN,
        programme_item=make_item(),
        planned_starts_on=date(2027, 1, 1),
        planned_ends_on=None,
    )


ALL = ["Trong kế hoạch", "Dự kiến", "Đã hủy", "Đang đi", "Chưa ghi", "Chờ báo cáo", "Đã báo cáo", "Đã qua"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, ALL),
        ({"state": "planned"}, ["Trong kế hoạch", "Dự kiến"]),
        ({"state": ["unconfirmed", "cancelled"]}, ["Đã hủy", "Chưa ghi"]),
        ({"state": "under_way"}, ["Đang đi"]),
        ({"state": "reported"}, ["Đã báo cáo"]),
        ({"state": "past"}, ["Đã qua"]),
        ({"direction": "in"}, ["Đang đi"]),
        ({"country": "LA"}, ["Dự kiến"]),
        ({"country": "JP"}, ["Chờ báo cáo"]),
        ({"partner": "jp-sakai"}, ["Chờ báo cáo"]),
        ({"agency": "so-hue"}, ["Dự kiến", "Chưa ghi"]),
        ({"head_rank": "locality_head"}, ["Dự kiến"]),
        ({"plan_status": "in_plan"}, ["Trong kế hoạch"]),
        ({"plan_status": "out_of_plan"}, ["Đang đi"]),
        (
            {"plan_status": "unsaid"},
            ["Dự kiến", "Đã hủy", "Chưa ghi", "Chờ báo cáo", "Đã báo cáo", "Đã qua"],
        ),
        ({"year": "2026"}, ["Đang đi", "Chờ báo cáo", "Đã báo cáo"]),
        ({"plan_year": "2027"}, ["Trong kế hoạch"]),
        ({"starts_on_from": "2026-04-20"}, ["Trong kế hoạch", "Dự kiến", "Đã hủy"]),
        ({"starts_on_from": "2026-04-21"}, ["Trong kế hoạch"]),
        ({"starts_on_to": "2024"}, ["Đã qua"]),
        ({"starts_on_from": "2026-03", "starts_on_to": "2026-03"}, ["Đang đi", "Chưa ghi"]),
        ({"without_report": "true"}, ["Chưa ghi", "Chờ báo cáo"]),
        (
            {"without_report": "false"},
            ["Trong kế hoạch", "Dự kiến", "Đã hủy", "Đang đi", "Đã báo cáo", "Đã qua"],
        ),
    ],
)
def test_filters_on_the_page_and_in_the_api(client: Any, officer: Any, query: Any, expected: Any) -> None:
    make_various()
    asked = {"as_of": "2026-03-12", **query}
    page = client.get(reverse("delegations:list"), asked)
    api = client.get("/api/v1/delegations/", asked)
    assert titles(page) == expected
    assert [row["title_vi"] for row in api.json()["results"]] == expected


def test_cells_say_plan_or_fact_state_and_who(client: Any, officer: Any) -> None:
    trip = make_trip(
        title_vi="Thăm Sakai",
        head_name="Trần A",
        head_title="Chủ tịch",
        planned_persons=7,
        partners=[make_partner(name_vi="Sakai")],
    )
    make_stop(trip, "LA")
    response = client.get(reverse("delegations:list"), {"as_of": "2026-03-12"})
    assert cells(response) == [
        [
            "Thăm Sakai",
            "Đoàn ra",
            "20/04/2026 – 24/04/2026",
            "Dự kiến",
            "Sakai",
            "Trần A, Chủ tịch",
            "7",
            "",
        ]
    ]


def test_the_export_has_what_annexes_iv_and_v_ask_and_no_names_of_members(client: Any, officer: Any) -> None:
    trip = make_trip(head_name="Trần A", starts_on="2026-03-02", ends_on="2026-03-06", persons=9)
    make_member(trip, "Người Kín Đáo")
    answer = client.get(reverse("delegations:list"), {"format": "csv"})
    text = b"".join(answer.streaming_content).decode()
    heads = ("Quốc gia, vùng lãnh thổ", "Kinh phí", "Nguồn kinh phí", "Văn bản cho phép", "Kế hoạch năm",
             "Báo cáo kết quả", "Lãnh đạo tiếp", "Cấp trưởng đoàn", "Số ngày", "Kết quả")  # fmt: skip
    assert [head for head in heads if head not in text] == []
    assert ("Trần A" in text, "Kín Đáo" in text) == (True, False)


@pytest.mark.parametrize("number", [1, 3])
def test_list_and_page_ask_as_often_for_many_as_for_one(
    client: Any, officer: Any, django_assert_max_num_queries: Any, number: int
) -> None:
    for _turn in range(number):
        trip = make_trip(
            partners=[make_partner()], lead_agencies=[make_agency()], coordinating=[make_agency()]
        )
        for _row in range(number):
            make_stop(trip, partner=make_partner())
            make_member(trip, f"Người {_row}", agency=make_agency())
            trip.programme.create(day=date(2026, 4, 20), content="Họp")
            trip.gifts.create(side="given", description="Tranh", kept_by=make_agency())
    with django_assert_max_num_queries(12):
        client.get(reverse("delegations:list"))
    with django_assert_max_num_queries(34):
        client.get(trip.get_absolute_url())


@pytest.mark.parametrize(
    ("report", "words"),
    [
        ({"reported_on": date(2026, 1, 9), "document_number": "7/BC-SNgV"}, "7/BC-SNgV ngày 09/01/2026"),
        ({"reported_on": date(2026, 1, 9)}, "09/01/2026"),
        ({}, ""),
        (None, ""),
    ],
)
def test_the_export_tells_number_and_day_of_the_report(
    client: Any, officer: Any, report: Any, words: str
) -> None:
    trip = make_trip(starts_on="2026-01-01")
    if report is not None:
        OutcomeReport.objects.create(delegation=trip, summary="Tốt", **report)
    answer = client.get(reverse("delegations:list"), {"format": "csv"})
    lines = list(csv.reader(b"".join(answer.streaming_content).decode().splitlines()))
    heads = next(line for line in lines if "Báo cáo kết quả" in line)
    assert lines[-1][heads.index("Báo cáo kết quả")] == words


def make_full_trip(**values: Any) -> Delegation:
    trip = make_trip(
        title_vi="Thăm Sakai",
        planned_persons=7,
        decision_number="12/QĐ-UBND",
        decision_on=date(2026, 3, 1),
        cost_amount=1_000_000,
        cost_currency="VND",
        **values,
    )
    make_stop(trip, place="Osaka", is_important_event=True)
    make_member(trip, "Người Kín Đáo", title="Phó Giám đốc", role=MemberRole.DEPUTY)
    trip.programme.create(
        day=date(2026, 4, 21), starts_at=time(9, 30), content="Hội đàm", counterpart="Thị trưởng"
    )
    trip.gifts.create(side="given", description="Tranh sơn mài")
    trip.signed_agreements.add(make_agreement(title_vi="Bản ghi nhớ Sakai"))
    trip.date_changes.create(
        decided_on=date(2026, 3, 5),
        starts_before=date(2026, 4, 1),
        starts_after=date(2026, 4, 20),
        reason="partner_asked",
    )
    return trip


def test_the_page_tells_everything_the_department_keeps(client: Any, officer: Any) -> None:
    response = client.get(make_full_trip().get_absolute_url())
    text = unescape(strip_tags(response.content.decode()))
    told = (
        "12/QĐ-UBND ngày 01/03/2026", "1.000.000 đồng", "Osaka", "dự sự kiện quan trọng", "Người Kín Đáo", "09:30",
        "Hội đàm", "Thị trưởng", "Tranh sơn mài", "Bản ghi nhớ Sakai", "Dời từ 01/04/2026 sang 20/04/2026",
        "Đối tác đề nghị",
    )  # fmt: skip
    assert [words for words in told if words not in text] == []
    assert [button.label for button in response.context["buttons"]][:2] == ["Ghi nhận thực tế", "Sửa"]


@pytest.mark.parametrize("part", ["lead_agencies", "coordinating", ""])
def test_a_focal_point_reads_only_and_names_only_where_its_agency_leads(client: Any, part: str) -> None:
    agency = make_agency()
    client.force_login(make_user(Role.FOCAL_POINT, agency=agency))
    trip = make_full_trip(**({part: [agency]} if part else {}))
    page = client.get(trip.get_absolute_url())
    listed = client.get(reverse("delegations:list"))
    deeds = [client.get(reverse(f"delegations:{name}", args=[trip.key])).status_code for name in DEEDS]
    if not part:
        assert (page.status_code, titles(listed), set(deeds)) == (404, [], {403})
        return
    text = page.content.decode()
    codes = {section.code for section in page.context["sections"]}
    assert ("Người Kín Đáo" in text, "files" in codes) == (part == "lead_agencies",) * 2
    assert "Danh sách thành viên chỉ" not in text if part == "lead_agencies" else "Đoàn gồm 7 người" in text
    buttons = [button.label for button in page.context["buttons"]]
    offered = ["Gửi cập nhật"] if part == "lead_agencies" else []
    assert (buttons, set(deeds), titles(listed)) == (offered, {403}, ["Thăm Sakai"])


@pytest.mark.parametrize(
    ("role", "may_read"),
    [
        (Role.OFFICER, True), (Role.HEAD, True), (Role.ADMINISTRATOR, True), (Role.AUDITOR, True),
        (Role.LEADER, False), (Role.FOCAL_POINT, False),
    ],
)  # fmt: skip
def test_the_history_of_names_is_read_by_those_who_read_names(
    client: Any, role: Role, may_read: bool
) -> None:
    agency = make_agency()
    trip = make_full_trip(coordinating=[agency])
    member = trip.members.get()
    client.force_login(make_user(role, agency=agency))
    pages = [
        client.get(f"/lich-su/delegations/delegationmember/{member.pk}/"),
        client.get(f"/lich-su/delegations/delegation/{trip.pk}/"),
    ]
    assert [page.status_code for page in pages] == [200 if may_read else 403] * 2
    assert ["Kín Đáo" in page.content.decode() for page in pages] == [may_read, False]


def test_search_does_not_find_a_delegation_by_its_members(client: Any, officer: Any) -> None:
    make_full_trip()
    response = client.get(reverse("search"), {"q": "Kín Đáo"})
    assert "Thăm Sakai" not in response.content.decode()


@pytest.mark.parametrize(
    ("values", "labels"),
    [
        ({}, ["Ghi nhận thực tế", "Sửa", "Dời ngày", "Hủy đoàn"]),
        ({"starts_on": "2026-03-01"}, ["Ghi nhận thực tế", "Sửa"]),
        ({"closed_on": date(2026, 3, 1)}, []),
        ({"cancelled_on": date(2026, 3, 1), "cancel_reason": "visa"}, ["Khôi phục"]),
    ],
)
def test_buttons_follow_the_state(client: Any, officer: Any, values: Any, labels: list[str]) -> None:
    own = {"Ghi nhận thực tế", "Sửa", "Dời ngày", "Hủy đoàn", "Khôi phục"}
    response = client.get(make_trip(**values).get_absolute_url())
    assert [str(button.label) for button in response.context["buttons"] if button.label in own] == labels


def test_a_bare_fact_of_a_source_has_few_parts(client: Any) -> None:
    client.force_login(make_user(Role.LEADER))
    trip = make_trip(
        planned_starts_on=None, planned_ends_on=None, is_recurring=True, owes_report=False, starts_on=None
    )
    response = client.get(trip.get_absolute_url())
    text = response.content.decode()
    assert "định kỳ, nguồn không ghi ngày" in text
    assert {"stops", "programme", "gifts", "moves", "signed", "permission"}.isdisjoint(
        section.code for section in response.context["sections"]
    )


def test_a_new_delegation_from_the_form(client: Any, officer: Any) -> None:
    partner, agency = make_partner(key="jp-sakai"), make_agency()
    japan, laos = make_country(), make_country("LA")
    empty = client.get(reverse("delegations:add"), {"partner": "jp-sakai", "direction": "out"})
    answer = client.post(
        reverse("delegations:add"),
        {
            "direction": "out",
            "title_vi": "Thăm Sakai",
            "partners": [partner.pk],
            "countries": [laos.pk, japan.pk],
            "planned_starts_on": "20/4/2026",
            "planned_ends_on": "24/4/2026",
            "planned_persons": "7",
            "lead_agencies": [agency.pk],
            "cost_currency": "VND",
            "once": "0" * 32,
        },
    )
    trip = Delegation.objects.get()
    assert empty.context["form"].initial == {"partners": [partner.pk], "direction": "out"}
    assert answer.url == trip.get_absolute_url()
    assert list(trip.stops.values_list("country", flat=True)) == ["LA", "JP"]
    assert (trip.planned_starts_on, trip.cost_currency, trip.recorded_by) == (date(2026, 4, 20), "", officer)


def test_what_is_wrong_is_told_at_its_field(client: Any, officer: Any) -> None:
    answer = client.post(
        reverse("delegations:add"),
        {"direction": "out", "title_vi": "Thăm", "planned_ends_on": "24/4/2026", "once": "0" * 32},
    )
    assert (answer.status_code, list(answer.context["form"].errors)) == (200, ["planned_starts_on"])
    assert Delegation.objects.count() == 0


def test_an_edit_writes_what_changed_with_the_currency_of_its_amount(client: Any, officer: Any) -> None:
    trip = make_trip(title_vi="Cũ", head_name="Trần A")
    address = reverse("delegations:trip-edit", args=[trip.key])
    shown = client.get(address)
    base = shown.context["carried"]["base"]
    values = {"direction": "out", "title_vi": "Mới", "head_name": "Trần A", "planned_starts_on": "20/4/2026",
              "planned_ends_on": "24/4/2026", "cost_amount": "1.500.000", "cost_currency": "VND"}  # fmt: skip
    answer = client.post(address, {**values, "base": base})
    stale = client.post(address, {**values, "title_vi": "Khác nữa", "base": base})
    trip.refresh_from_db()
    assert (shown.context["page_title"], answer.status_code, stale.status_code) == ("Sửa: Cũ", 302, 409)
    assert (trip.title_vi, trip.cost_amount, trip.cost_currency) == ("Mới", 1_500_000, "VND")


def test_the_day_asked_about_decides_the_state_of_the_page(client: Any, officer: Any) -> None:
    trip = make_trip(starts_on="2026-03-02", ends_on="2026-03-06")
    days = ["2026-03-01", "2026-03-06", "2026-03-07"]
    told = [client.get(trip.get_absolute_url(), {"as_of": day}).context["badge"] for day in days]
    assert told == ["trip_planned", "trip_under_way", "trip_awaiting_report"]
    assert client.get(trip.get_absolute_url()).context["as_of"] == local_today()
