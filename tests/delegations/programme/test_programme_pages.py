from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from delegations.models import Conference, Delegation, ProgrammeItem, ProgrammeRevision, YearProgramme
from dnfa.accounts.enums import Role
from dnfa.core.clock import local_today
from dnfa.core.partial_dates import PartialDate
from tests.delegations.programme.factories import make_item, make_programme, make_trip
from tests.factories import make_agency, make_country, make_user

pytestmark = pytest.mark.django_db
YEARS = "/doan/chuong-trinh/"
YEAR = "/doan/chuong-trinh/2026/"
LONG_AGO = date(2026, 1, 5)


@pytest.fixture
def year():
    return make_programme(2026)


def edition(year, kind="initial", on=LONG_AGO):
    return year.revisions.create(kind=kind, approved_on=on)


def page(client, user, address):
    client.force_login(user)
    return client.get(address)


def titles(response) -> list[str]:
    return [line.row.title for line in response.context["lines"]]


def sent(client, name, *args, **data):
    """Open the form, send it with what it carries; the answer."""
    address = reverse(f"delegations:{name}", args=args)
    carried = client.get(address).context["carried"]
    return client.post(address, {**carried, **data})


# --- years -----------------------------------------------------------------------------------
def test_years_are_listed_with_their_numbers(client, officer, year):
    make_programme(2027)
    held = make_item(year, state="accepted", accepted_in=edition(year))
    make_item(year, state="accepted", kind="conference")
    make_item(year)
    make_trip(programme_item=held, plan_status="in_plan", starts_on="2026-02-01")

    response = client.get(YEARS)

    assert [
        [cell.value for cell in line.cells if cell.column.key != "proposals_due_on"]
        for line in response.context["lines"]
    ] == [
        ["2027", "chưa ban hành", 0, 0, 0, 0, 0],
        ["2026", "Chương trình đầu năm 05/01/2026", 1, 0, 1, 2, 1],
    ]
    assert "Mở chương trình năm" in response.content.decode()


def test_a_focal_point_counts_its_own_lines_and_opens_no_year(client, year):
    user = make_user(Role.FOCAL_POINT)
    make_item(year, state="accepted", agency=user.agency)
    make_item(year, state="accepted")

    response = page(client, user, YEARS)

    assert [line.row.planned for line in response.context["lines"]] == [1]
    assert "Mở chương trình năm" not in response.content.decode()


def test_a_year_is_opened_and_its_day_changed(client, officer):
    opened = sent(client, "programme-open", year="2028", proposals_due_on="30/11/2027", note="")
    again = sent(client, "programme-open", year="2028", note="Lần nữa")
    changed = sent(client, "programme-edit", 2028, proposals_due_on="15/12/2027", note="Gia hạn")

    made = YearProgramme.objects.get()
    assert (opened.status_code, opened.url, changed.status_code) == (302, "/doan/chuong-trinh/2028/", 302)
    assert again.context["form"].errors == {"year": ["Chương trình năm này đã được mở."]}
    assert (made.proposals_due_on, made.note) == (date(2027, 12, 15), "Gia hạn")


# --- one year -----------------------------------------------------------------------------------
def figures(response) -> dict[str, tuple]:
    return {
        row.kind: (
            row.proposed,
            row.planned,
            row.held,
            row.prepared,
            row.not_yet,
            row.removed,
            row.out_of_plan,
        )
        for row in response.context["figures"].kinds
    }


def test_the_year_in_numbers(client, officer, year):
    first = edition(year)
    held, prepared, cancelled = (make_item(year, state="accepted", accepted_in=first) for _number in range(3))
    make_item(year, state="accepted")
    make_item(year, kind="conference")
    make_item(year, state="removed", decision_note="Hoãn", accepted_in=first)
    make_item(make_programme(2027), state="accepted")
    make_trip(programme_item=held, plan_status="in_plan", starts_on="2026-02-01")
    make_trip(programme_item=prepared, plan_status="in_plan", planned_starts_on=date(2026, 12, 30))
    make_trip(
        programme_item=cancelled, plan_status="in_plan", cancelled_on=date(2026, 2, 1), cancel_reason="visa"
    )
    outside = {"plan_status": "out_of_plan", "out_of_plan_reason": "Đột xuất"}
    out = make_trip(planned_starts_on=date(2026, 12, 31), **outside)
    make_trip(planned_starts_on=date(2027, 1, 1), **outside)
    make_trip(planned_starts_on=date(2026, 6, 1), cancelled_on=LONG_AGO, cancel_reason="visa", **outside)
    make_trip(planned_starts_on=date(2026, 6, 1), direction="in", **outside)
    hosted = Conference.objects.create(
        key="hoi-nghi", title_vi="Hội nghị", part="hosted", planned_starts_on=date(2026, 1, 1), **outside
    )

    response = client.get(YEAR)

    assert figures(response) == {
        "delegation_out": (0, 4, 1, 1, 2, 1, 1),
        "delegation_in": (0, 0, 0, 0, 0, 0, 1),
        "conference": (1, 0, 0, 0, 0, 0, 1),
    }
    told = response.context["figures"]
    assert (told.waiting_in, told.waiting_out) == (1, 1)
    assert (told.planned, told.held, told.proposed, told.out_of_plan) == (4, 1, 1, 3)
    listed = [row["record"] for row in response.context["outside"]]
    assert (listed[0], listed[-1], len(listed)) == (out, hosted, 3)


def test_what_an_adjustment_changed(client, officer, year):
    first, second = edition(year), edition(year, "mid_year", date(2026, 7, 1))
    stays = make_item(year, state="accepted", accepted_in=first)
    leaves = make_item(year, state="removed", decision_note="Hoãn", accepted_in=first, removed_in=second)
    comes = make_item(year, state="accepted", accepted_in=second)

    response = client.get(YEAR)

    assert [(one.revision, one.brought, one.taken, one.is_first) for one in response.context["editions"]] == [
        (first, [stays, leaves], [], True),
        (second, [comes], [leaves], False),
    ]
    assert titles(client.get(f"{YEAR}?accepted_in={second.pk}")) == [comes.title]
    assert titles(client.get(f"{YEAR}?removed_in={second.pk}")) == [leaves.title]


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("", ["Dự hội chợ", "Thăm Sakai", "Hội thảo Đông Á"]),
        ("?kind=conference", ["Hội thảo Đông Á"]),
        ("?state=proposed", ["Dự hội chợ"]),
        ("?carrying=not_yet", ["Thăm Sakai"]),
        ("?carrying=held", []),
        ("?agency=so-du-lich", ["Thăm Sakai"]),
        ("?edition=waiting", ["Thăm Sakai"]),
        ("?q=hoi+dong", ["Hội thảo Đông Á"]),
        ("?q=chủ+tịch", ["Thăm Sakai"]),
        ("?kind=x", []),
    ],
)
def test_what_can_be_asked_of_the_lines(client, officer, year, query, wanted):
    make_item(year, title="Hội thảo Đông Á", kind="conference", state="refused", decision_note="Thôi")
    make_item(
        year,
        title="Thăm Sakai",
        state="accepted",
        agency=make_agency(key="so-du-lich"),
        head_title="Phó Chủ tịch",
    )
    make_item(year, title="Dự hội chợ")

    assert titles(client.get(f"{YEAR}{query}")) == wanted


def test_a_focal_point_sees_and_exports_its_own_lines(client, year):
    user = make_user(Role.FOCAL_POINT)
    make_item(year, title="Của mình", agency=user.agency)
    make_item(year, title="Của bạn")

    response = page(client, user, YEAR)
    exported = b"".join(client.get(f"{YEAR}?format=csv").streaming_content).decode()

    assert titles(response) == ["Của mình"]
    assert ("Của mình" in exported, "Của bạn" in exported) == (True, False)
    assert (response.context["may_propose"], response.context["may_keep"]) == (True, False)


def test_the_programme_is_taken_out_as_a_workbook(client, officer, year):
    item = make_item(year, cost_amount=5, cost_currency="USD")
    item.countries.add(make_country("JP"))

    response = client.get(f"{YEAR}?format=xlsx")

    assert response.status_code == 200
    assert "chuong-trinh-2026_" in response["Content-Disposition"]


def test_a_year_that_was_not_opened_is_not_found(client, officer):
    assert client.get("/doan/chuong-trinh/2031/").status_code == 404


@pytest.mark.parametrize(("days", "is_late"), [(-1, True), (0, False), (1, False)])
def test_the_page_says_when_proposals_are_late(client, officer, year, days, is_late):
    today = local_today()
    year.proposals_due_on = date.fromordinal(today.toordinal() + days)
    year.note = "Theo công văn"
    year.save()

    response = client.get(YEAR)

    assert response.context["is_late"] == is_late
    assert ("đã qua" in response.content.decode(), "Theo công văn" in response.content.decode()) == (
        is_late,
        True,
    )


@pytest.mark.parametrize("number", [1, 3])
def test_the_year_takes_the_same_queries_for_one_and_three(
    client, officer, year, number, django_assert_max_num_queries
):
    first = edition(year)
    for _number in range(number):
        item = make_item(year, state="accepted", accepted_in=first)
        item.countries.add(make_country("JP"))
        make_trip(
            agencies=[make_agency()],
            planned_starts_on=date(2026, 3, 1),
            plan_status="out_of_plan",
            out_of_plan_reason="Đột xuất",
        )

    with django_assert_max_num_queries(20) as counted:
        response = client.get(YEAR)

    assert (len(response.context["lines"]), len(counted.captured_queries) <= 20) == (number, True)


# --- one line -----------------------------------------------------------------------------------
def test_a_focal_point_proposes_changes_and_withdraws(client, year):
    user = make_user(Role.FOCAL_POINT)
    client.force_login(user)

    proposed = sent(
        client, "programme-propose", 2026, kind="delegation_out", title="Thăm Sakai", expected_on="5/2026"
    )
    item = ProgrammeItem.objects.get()
    changed = sent(
        client,
        "programme-item-edit",
        item.pk,
        kind="delegation_out",
        title="Thăm Sakai và Kobe",
        expected_on="5/2026",
        persons="6",
    )
    item.refresh_from_db()
    shown = client.get(proposed.url)
    withdrawn = sent(client, "programme-item-withdraw", item.pk, note="Để năm sau")

    assert (item.agency, item.title, item.persons) == (user.agency, "Thăm Sakai và Kobe", 6)
    assert (changed.status_code, withdrawn.status_code) == (302, 302)
    assert {
        name: shown.context[name] for name in ("may_change", "may_withdraw", "may_decide", "may_start")
    } == {
        "may_change": True,
        "may_withdraw": True,
        "may_decide": False,
        "may_start": False,
    }
    item.refresh_from_db()
    assert (item.state, item.decision_note) == ("withdrawn", "Để năm sau")


def test_an_officer_names_the_agency(client, officer, year):
    empty = sent(client, "programme-propose", 2026, kind="conference", title="Hội thảo")
    agency = make_agency()
    filled = sent(client, "programme-propose", 2026, kind="conference", title="Hội thảo", agency=agency.pk)

    assert list(empty.context["form"].errors) == ["agency"]
    assert (filled.status_code, ProgrammeItem.objects.get().agency) == (302, agency)


def test_the_form_takes_its_kind_from_the_address(client, officer, year):
    good = client.get(f"{YEAR}de-xuat/?kind=conference")
    wrong = client.get(f"{YEAR}de-xuat/?kind=x")

    assert (good.context["form"].initial["kind"], wrong.context["form"].initial["kind"]) == ("conference", "")


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.OFFICER, 200), (Role.LEADER, 200), (Role.AUDITOR, 200), (Role.FOCAL_POINT, 404)],
)
def test_who_reads_a_line(client, year, role, status):
    item = make_item(year)

    assert page(client, make_user(role), f"/doan/chuong-trinh/muc/{item.pk}/").status_code == status


def test_the_page_of_a_line_tells_who_carries_it_out(client, officer, year):
    item = make_item(
        year,
        state="accepted",
        accepted_in=edition(year),
        cost_amount=1_000_000,
        cost_currency="VND",
        cost_source="city_budget",
        proposed_by=officer,
    )
    trip = make_trip(programme_item=item, plan_status="in_plan", planned_starts_on=date(2030, 3, 1))
    given_up = make_trip(
        programme_item=item, plan_status="in_plan", cancelled_on=date(2026, 2, 1), cancel_reason="visa"
    )

    response = client.get(f"/doan/chuong-trinh/muc/{item.pk}/")

    assert [(one, one.state) for one in response.context["records"]] == [
        (trip, "planned"),
        (given_up, "cancelled"),
    ]
    facts = dict(response.context["facts"])
    assert (facts["Kinh phí dự kiến"], facts["Người đề xuất"]) == (
        "1.000.000 đồng (Ngân sách thành phố)",
        str(officer),
    )
    assert (response.context["carrying_words"], response.context["may_remove"]) == ("Đang chuẩn bị", True)


@pytest.mark.parametrize(
    ("name", "values", "status"),
    [
        ("programme-item-edit", {"state": "withdrawn"}, 403),
        ("programme-item-withdraw", {"state": "refused", "decision_note": "Thôi"}, 403),
        ("programme-item-remove", {"state": "proposed"}, 403),
        ("programme-item-restore", {"state": "accepted"}, 403),
        ("programme-item-start", {"state": "proposed"}, 403),
        ("programme-item-start", {"state": "accepted"}, 200),
    ],
)
def test_deeds_that_make_no_sense_are_refused(client, officer, name, values, status):
    item = make_item(**values)

    assert client.get(reverse(f"delegations:{name}", args=[item.pk])).status_code == status


@pytest.mark.parametrize(
    "name",
    ["programme-decide", "programme-revision", "programme-edit", "programme-item-remove", "programme-open"],
)
def test_focal_points_keep_no_programme(client, year, name):
    user = make_user(Role.FOCAL_POINT)
    item = make_item(year, agency=user.agency)
    args = {"programme-item-remove": [item.pk], "programme-open": []}.get(name, [2026])

    assert page(client, user, reverse(f"delegations:{name}", args=args)).status_code == 403


# --- decisions ------------------------------------------------------------------------------------
def test_several_lines_are_decided_on_one_page(client, officer, year):
    first, second, other = make_item(year), make_item(year), make_item(make_programme(2027))
    asked = client.get(f"{YEAR}xu-ly/?item={first.pk}")

    response = sent(client, "programme-decide", 2026, items=[first.pk, second.pk], is_accepted="yes")
    strange = sent(client, "programme-decide", 2026, items=[other.pk], is_accepted="yes")

    assert [(row["item"], row["is_chosen"]) for row in asked.context["rows"]] == [
        (first, True),
        (second, False),
    ]
    assert response.status_code == 302
    assert strange.context["form"].errors == {"items": ["Có mục thuộc chương trình năm khác."]}
    assert list(ProgrammeItem.objects.order_by("pk").values_list("state", flat=True)) == [
        "accepted",
        "accepted",
        "proposed",
    ]


@pytest.mark.parametrize(
    ("data", "fields"),
    [
        ({"is_accepted": "yes"}, ["items"]),
        ({"items": "own"}, ["is_accepted"]),
        ({"items": "own", "is_accepted": "no"}, ["note"]),
    ],
)
def test_a_decision_wants_lines_a_word_and_a_reason(client, officer, year, data, fields):
    item = make_item(year)
    given = {name: [item.pk] if value == "own" else value for name, value in data.items()}

    response = sent(client, "programme-decide", 2026, **given)

    assert list(response.context["form"].errors) == fields
    item.refresh_from_db()
    assert item.state == "proposed"


def test_nothing_to_decide_says_so(client, officer, year):
    assert "Không còn mục nào chờ xử lý" in client.get(f"{YEAR}xu-ly/").content.decode()


def test_editions_are_recorded_and_lines_leave_with_them(client, officer, year):
    item = make_item(year, state="accepted")
    first_asked = client.get(f"{YEAR}ban-hanh/").context["form"].initial["kind"]
    initial = sent(
        client, "programme-revision", 2026, kind="initial", approved_on="5/1/2026", document_number="12/QĐ"
    )
    next_asked = client.get(f"{YEAR}ban-hanh/").context["form"].initial["kind"]

    removed = sent(client, "programme-item-remove", item.pk, reason="Đối tác hoãn")
    kept = sent(client, "programme-item-restore", item.pk)
    sent(client, "programme-item-remove", item.pk, reason="Đối tác hoãn")
    adjusted = sent(client, "programme-revision", 2026, kind="mid_year", approved_on="1/7/2026")

    assert (first_asked, next_asked) == ("initial", "mid_year")
    assert {one.status_code for one in (initial, removed, kept, adjusted)} == {302}
    item.refresh_from_db()
    assert (item.state, item.accepted_in.kind, item.removed_in.kind) == ("removed", "initial", "mid_year")
    assert client.get(f"{YEAR}ban-hanh/").context["form"].initial["kind"] == "other"


def test_an_edition_without_lines_is_refused_on_its_page(client, officer, year):
    response = sent(client, "programme-revision", 2026, kind="initial", approved_on="5/1/2026")

    assert "Chưa có mục nào được đưa vào" in response.content.decode()
    assert ProgrammeRevision.objects.count() == 0


# --- records from lines -------------------------------------------------------------------------------
def test_a_delegation_is_opened_from_its_line(client, officer, year):
    item = make_item(year, state="accepted", expected_on=PartialDate.parse_vi("4/5/2026"), persons=5)

    asked = client.get(reverse("delegations:programme-item-start", args=[item.pk])).context["form"]
    response = sent(
        client,
        "programme-item-start",
        item.pk,
        title_vi="Thăm Sakai",
        planned_starts_on="4/5/2026",
        planned_persons="5",
    )

    made = Delegation.objects.get()
    assert asked.initial == {
        "title_vi": item.title,
        "planned_starts_on": date(2026, 5, 4),
        "planned_persons": 5,
    }
    assert (response.url, made.programme_item, made.planned_persons) == (made.get_absolute_url(), item, 5)
    assert "part" not in asked.fields


def test_a_conference_is_opened_from_its_line(client, officer, year):
    item = make_item(year, kind="conference", state="accepted", expected_on=PartialDate.parse_vi("5/2026"))

    asked = client.get(reverse("delegations:programme-item-start", args=[item.pk])).context["form"]
    response = sent(
        client,
        "programme-item-start",
        item.pk,
        part="hosted",
        title_vi="Diễn đàn",
        planned_starts_on="4/5/2026",
    )

    made = Conference.objects.get()
    assert asked.initial["planned_starts_on"] is None
    assert (response.status_code, made.programme_item, made.part) == (302, item, "hosted")
