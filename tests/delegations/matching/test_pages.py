from __future__ import annotations

from datetime import date
from html import unescape

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from delegations.enums import ConferencePart, EngagementKind
from delegations.models import Conference, Invitation
from dnfa.accounts.enums import Role
from dnfa.core.clock import local_today
from partners.models import CooperationField
from tests.agreements.carrying_out.factories import make_commitment
from tests.delegations.engagements.factories import make_invitation
from tests.delegations.matching.factories import BUSAN, SEOUL, TOKYO, make_place
from tests.delegations.trips.factories import make_stop, make_trip
from tests.factories import make_agency, make_agreement, make_partner, make_relationship, make_user, sign_in
from tests.partners.factories import make_delegation, make_engagement

pytestmark = pytest.mark.django_db
PLAN = "/doan/goi-y/"
DAY = {"as_of": "12/03/2026"}


@pytest.fixture
def korea():
    """Seoul, and what lies near it."""
    return make_place("Seoul", SEOUL, "KR", key="kr-seoul"), make_place("Busan", BUSAN, "KR", key="kr-busan")


def text_of(page) -> str:
    return " ".join(unescape(strip_tags(page.content.decode())).split())


def listed(page) -> list[tuple[str, str]]:
    """Name and reason of each row."""
    return [(line["partner"].name_vi, line["why"]) for line in page.context["lines"]]


def part_of(page):
    """The part of a delegation's page; None where it has none."""
    return next((part.context for part in page.context["sections"] if part.code == "nearby"), None)


# --- a trip that is only thought of ----------------------------------------------------------------
def test_nothing_asked_lists_nobody_and_says_what_the_page_does(client, korea):
    sign_in(client)

    page = client.get(PLAN)

    assert (page.context["lines"], page.context["total"]) == ([], 0)
    assert "chưa ghi gì vào sổ" in text_of(page)


def test_a_plan_names_who_is_near_and_why(client, korea):
    sign_in(client)
    make_place("Đại học ở Seoul", None, "KR", parent=korea[0], kind="university")
    make_place("Hội không rõ nơi", None, "KR", kind="association")
    make_place("Tokyo", TOKYO)

    page = client.get(PLAN, {"partners": "kr-seoul", "countries": "JP", **DAY})

    assert listed(page) == [
        ("Đại học ở Seoul", "Cùng nơi với Seoul"),
        ("Busan", "Cách Seoul khoảng 326 km"),
        ("Hội không rõ nơi", "Cùng Nước KR; sổ chưa có tọa độ của đối tác này"),
        ("Tokyo", "Cùng Nhật Bản; chặng chưa gắn đối tác nên không tính được khoảng cách"),
    ]


def test_a_row_tells_tie_open_things_and_last_contact(client, korea):
    sign_in(client)
    _seoul, busan = korea
    make_relationship(busan, since="2010")
    for number in range(5):
        paper = make_agreement(
            title_vi=f"Giấy {number}",
            partners=[busan],
            signed_on="2015",
            term_kind="until",
            term_ends_on="2020",
        )
    make_agreement(partners=[busan], signed_on="2015", term_kind="indefinite")
    make_commitment(paper, text="Học bổng", side="theirs", due_on=date(2026, 3, 11))
    make_invitation(
        partner=busan,
        side="received",
        occasion="Lễ hội",
        sent_on=date(2026, 3, 1),
        event_from=date(2026, 4, 2),
    )
    trip = make_delegation(key="tham-busan", partners=[busan], starts_on="2024-02")

    page = client.get(PLAN, {"partners": "kr-seoul", "starts_on": "1/4/2026", "ends_on": "5/4/2026", **DAY})

    [line] = page.context["lines"]
    assert line["tie"] == "Chính thức từ 2010 · 1 văn bản còn hiệu lực"
    assert [(str(item["badge"]), item["text"], item["note"]) for item in line["items"]] == [
        ("Đã hết hạn", "Giấy 0", "đến 31/12/2020"),
        ("Đã hết hạn", "Giấy 1", "đến 31/12/2020"),
        ("Đã hết hạn", "Giấy 2", "đến 31/12/2020"),
        ("", "2 văn bản khác", ""),
        ("Chờ trả lời", "Bạn mời: Lễ hội", "diễn ra 02/04/2026, trùng ngày chuyến đi"),
        ("Bạn cam kết", "Học bổng", "quá hạn từ 11/03/2026"),
    ]
    assert (str(line["activity"]["day"]), line["activity"]["kind"]) == ("2024-02", "Đoàn vào")
    assert line["activity"]["href"] == trip.get_absolute_url()


def test_of_a_hidden_deed_only_the_day_is_told(client, korea):
    own = make_agency()
    client.force_login(make_user(Role.FOCAL_POINT, agency=own))
    make_delegation(partners=korea, agencies=[own], starts_on="2024-02")
    query = {"partners": "kr-seoul", **DAY}

    [seen] = client.get(PLAN, query).context["lines"]
    make_delegation(partners=[korea[1]], agencies=[make_agency()], starts_on="2025-03")
    [hidden] = client.get(PLAN, query).context["lines"]

    told = [(str(line["activity"]["day"]), line["activity"]["kind"]) for line in (seen, hidden)]
    assert told == [("2024-02", "Đoàn vào"), ("2025-03", "")]
    assert (seen["activity"]["href"] != "", hidden["activity"]["href"]) == (True, "")


def test_what_is_typed_wrongly_is_told_and_lists_nobody(client, korea):
    sign_in(client)

    page = client.get(PLAN, {"partners": "kr-seoul", "km": "xa"})

    assert page.context["form"].errors == {"km": ["Nhập một số nguyên từ 1 đến 5000."]}
    assert page.context["lines"] == []


def test_those_ticked_open_the_form_of_a_delegation_already_filled(client, korea):
    sign_in(client)
    make_place("Tokyo", TOKYO)
    page = client.get(PLAN, {"partners": "kr-seoul", "countries": "JP", "starts_on": "1/4/2026", **DAY})
    assert 'action="/doan/them/" id="near-plan"' in page.content.decode()

    form = client.get(
        reverse("delegations:add"),
        {
            "direction": "out",
            "partner": ["kr-seoul", "kr-busan"],
            "country": "JP",
            "planned_starts_on": "01/04/2026",
        },
    ).context["form"]

    assert sorted(form.initial["partners"]) == [partner.pk for partner in korea]
    assert sorted(form.initial["countries"]) == ["JP", "KR"]  # those of the partners are on the way too
    assert form.initial["direction"] == "out"
    assert form.initial["planned_starts_on"] == "01/04/2026"


def test_who_only_reads_is_offered_no_deed(client, korea):
    sign_in(client, Role.LEADER)

    page = client.get(PLAN, {"partners": "kr-seoul", **DAY})

    assert [name for name, _why in listed(page)] == ["Busan"]
    assert [word for word in ("near-plan", "Ghi lời mời", "Thêm vào") if word in page.content.decode()] == []


# --- a delegation on record ------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("values", "is_there"),
    [
        ({}, True),
        ({"starts_on": "2026-03-10", "ends_on": "2026-03-14"}, True),  # under way
        ({"starts_on": "2026-03-02", "ends_on": "2026-03-06"}, False),
        ({"planned_starts_on": date(2026, 3, 1), "planned_ends_on": date(2026, 3, 2)}, False),
        ({"cancelled_on": date(2026, 3, 1), "cancel_reason": "visa"}, False),
    ],
)
def test_the_part_stands_on_the_page_of_a_delegation_that_is_still_shaped(client, korea, values, is_there):
    sign_in(client)
    trip = make_trip(partners=[korea[0]], **values)

    part = part_of(client.get(trip.get_absolute_url(), DAY))

    assert (part is not None) is is_there


def test_the_part_shows_the_first_and_leads_to_all(client, korea):
    sign_in(client)
    trip = make_trip(partners=[korea[0]])
    for number in range(5):
        make_place(f"Gần {number}", (37.0 + number / 10, 127.0), "KR")

    part = part_of(client.get(trip.get_absolute_url(), DAY))
    page = client.get(part["list_url"], DAY)

    assert (len(part["lines"]), part["total"], part["has_more"]) == (5, 6, True)
    assert ([line["partner"].name_vi for line in part["lines"]], page.context["total"]) == (
        ["Gần 4", "Gần 3", "Gần 2", "Gần 1", "Gần 0"],
        6,
    )
    assert listed(page)[-1] == ("Busan", "Cách Seoul khoảng 326 km")
    assert client.get(part["list_url"], {**DAY, "km": "100"}).context["total"] == 5


@pytest.mark.parametrize(
    ("direction", "words", "deeds"),
    [("in", "cùng mời", ("sent", "")), ("out", "ghé thăm", ("received", "di-han"))],
)
def test_guests_and_travellers_are_told_apart(client, korea, direction, words, deeds):
    sign_in(client)
    trip = make_trip(key="di-han", partners=[korea[0]], direction=direction)

    part = part_of(client.get(trip.get_absolute_url(), DAY))

    assert words in part["words"]
    assert (part["side"], part["add_to"]) == deeds


def test_a_reader_of_few_partners_is_not_told_that_there_are_none(client, korea):
    own = make_agency()
    trip = make_trip(partners=[korea[0]], coordinating=[own])
    client.force_login(make_user(Role.FOCAL_POINT, agency=own))

    page = client.get(trip.get_absolute_url(), DAY)
    assert (page.status_code, part_of(page)) == (200, None)

    make_engagement(partners=korea, agencies=[own])
    part = part_of(client.get(trip.get_absolute_url(), DAY))
    assert [line["partner"].name_vi for line in part["lines"]] == ["Busan"]
    assert (part["add_to"], part["may_invite"]) == ("", True)


def test_a_delegation_without_a_way_asks_for_one(client):
    sign_in(client)
    trip = make_trip()

    page = client.get(trip.get_absolute_url(), DAY)

    assert part_of(page)["is_known"] is False
    assert "Ghi đối tác hoặc chặng của đoàn" in text_of(page)
    assert "chưa ghi đối tác hoặc chặng nào" in text_of(client.get(f"/doan/{trip.key}/doi-tac-gan/", DAY))


def test_the_list_of_a_hidden_delegation_is_not_there(client, korea):
    trip = make_trip(partners=[korea[0]])
    client.force_login(make_user(Role.FOCAL_POINT))

    assert client.get(f"/doan/{trip.key}/doi-tac-gan/").status_code == 404


# --- taking a partner into the way -----------------------------------------------------------------
def test_a_partner_is_taken_into_the_way(client, korea):
    sign_in(client)
    trip = make_trip(partners=[korea[0]])
    address = f"/doan/{trip.key}/doi-tac-gan/kr-busan/"
    page = client.get(address)

    done = client.post(
        address, {"version": page.context["carried"]["version"], "place": "Cảng", "arrives_on": "22/4/2026"}
    )

    assert done["Location"] == trip.get_absolute_url()
    [stop] = trip.stops.all()
    assert (stop.partner, stop.place, stop.arrives_on) == (korea[1], "Cảng", date(2026, 4, 22))
    assert list(trip.partners.order_by("pk")) == list(korea)


def test_a_day_outside_the_trip_is_told_at_its_field(client, korea):
    sign_in(client)
    trip = make_trip(partners=[korea[0]])

    page = client.post(f"/doan/{trip.key}/doi-tac-gan/kr-busan/", {"version": "1", "arrives_on": "1/1/2026"})

    assert (page.status_code, sorted(page.context["form"].errors)) == (200, ["arrives_on"])
    assert list(trip.partners.all()) == [korea[0]]


@pytest.mark.parametrize(
    ("role", "values", "statuses"),
    [
        (Role.OFFICER, {}, [200, 404]),
        (Role.OFFICER, {"closed_on": date(2026, 3, 1)}, [403, 403]),
        (Role.OFFICER, {"direction": "in"}, [403, 403]),
        (Role.LEADER, {}, [403, 403]),
        (Role.FOCAL_POINT, {}, [403, 403]),
    ],
)
def test_who_may_take_a_partner_into_the_way(client, korea, role, values, statuses):
    sign_in(client, role)
    trip = make_trip(partners=[korea[0]], **values)

    addresses = [f"/doan/{trip.key}/doi-tac-gan/{key}/" for key in ("kr-busan", "khong-co")]

    assert [client.get(address).status_code for address in addresses] == statuses


def test_an_invitation_is_opened_for_the_partner(client, korea):
    sign_in(client)
    hidden = {"partner": "khong-co", "side": "lạ"}

    forms = [
        client.get(reverse("delegations:invitation-add"), query).context["form"]
        for query in ({"partner": "kr-busan", "side": "sent"}, hidden)
    ]

    assert [(form.initial["partner"], form.initial["side"]) for form in forms] == [
        (korea[1], "sent"),
        (None, "received"),
    ]


# --- whom to invite --------------------------------------------------------------------------------
@pytest.fixture
def conference():
    return Conference.objects.create(
        key="du-lich-2027",
        title_vi="Hội thảo quốc tế về du lịch 2027",
        part=ConferencePart.HOSTED,
        planned_starts_on=date(2027, 6, 1),
    )


@pytest.fixture
def sakai():
    """A partner with a paper about tourism, one with an official tie only, one with nothing."""
    group = CooperationField.objects.create(code="II.A", level=1, name_vi="Nhóm")
    tourism = CooperationField.objects.create(code="tourism", level=2, name_vi="Du lịch", parent=group)
    partner = make_partner(key="jp-sakai", name_vi="Sakai")
    make_agreement(partners=[partner], signed_on="2020").fields.set([tourism])
    make_relationship(make_partner(name_vi="Salo"))
    make_partner(name_vi="Không lý do")
    return partner


def reasons(page) -> list[tuple[str, list[str], bool]]:
    return [
        (row.name_vi, [reason.words for reason in row.reasons], row.is_ticked) for row in page.context["rows"]
    ]


CONFERENCE = "/doan/loi-moi/hoi-nghi/du-lich-2027/goi-y/"


def test_the_fields_of_the_title_are_asked_first_and_nobody_is_ticked(client, conference, sakai):
    sign_in(client)

    page = client.get(CONFERENCE)

    assert reasons(page) == [
        ("Sakai", ["Có văn bản về du lịch"], False),
        ("Salo", ["Chưa ghi nhận lần mời nào"], False),
    ]
    assert "Lĩnh vực nhận ra từ tên sự kiện: Du lịch." in text_of(page)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"about": "tourism"}, ["Sakai", "Salo"]),
        ({"continent": "asia"}, ["Salo"]),  # what is asked takes the place of what the title says
        ({"about": "tourism", "tie": "formal"}, ["Salo"]),
        ({"about": "tourism", "country": "LA"}, []),
        ({"again_months": "0"}, []),
    ],
)
def test_region_and_tie_choose_and_fields_weigh(client, conference, sakai, query, expected):
    sign_in(client)

    assert [row[0] for row in reasons(client.get(CONFERENCE, query))] == expected


def test_those_ticked_are_invited_and_the_list_opens(client, conference, sakai):
    sign_in(client)

    done = client.post(CONFERENCE, {"partners": [str(sakai.pk)], "sent_on": "1/3/2027"})

    assert done["Location"] == reverse("delegations:conference-invitees", args=[conference.key])
    [made] = Invitation.objects.all()
    assert (made.partner, made.conference, made.sent_on) == (sakai, conference, date(2027, 3, 1))
    assert [row.name_vi for row in client.get(CONFERENCE).context["rows"] if row.is_invited] == ["Sakai"]


def test_a_refusal_keeps_what_was_ticked_and_invites_nobody(client, conference, sakai):
    sign_in(client)

    page = client.post(CONFERENCE, {"partners": [str(sakai.pk)], "sent_on": ""})

    assert [(name, ticked) for name, _words, ticked in reasons(page)] == [("Sakai", True), ("Salo", False)]
    assert Invitation.objects.count() == 0


@pytest.mark.parametrize(
    ("role", "status"), [(Role.OFFICER, 200), (Role.HEAD, 200), (Role.FOCAL_POINT, 403), (Role.LEADER, 403)]
)
def test_the_department_alone_is_proposed_to(client, conference, role, status):
    sign_in(client, role)
    event = make_engagement(kind=EngagementKind.EVENT)

    addresses = [CONFERENCE, f"/doan/loi-moi/su-kien/{event.key}/goi-y/"]

    assert [client.get(address).status_code for address in addresses] == [status, status]


@pytest.mark.parametrize(
    ("values", "is_there"),
    [
        ({}, True),
        ({"part": ConferencePart.ATTENDED}, False),
        ({"closed_on": date(2027, 7, 1)}, False),
        ({"cancelled_on": date(2027, 5, 1), "cancel_reason": "budget"}, False),
    ],
)
def test_the_page_of_a_conference_the_city_holds_leads_there(client, conference, values, is_there):
    sign_in(client)
    Conference.objects.update(**values)

    page = client.get(conference.get_absolute_url())

    assert (CONFERENCE in [button.href for button in page.context["buttons"]]) is is_there


@pytest.mark.parametrize(("kind", "is_there"), [(EngagementKind.EVENT, True), (EngagementKind.LETTER, False)])
def test_the_page_of_an_event_leads_there(client, kind, is_there):
    sign_in(client)
    event = make_engagement(kind=kind)

    page = client.get(event.get_absolute_url())

    address = f"/doan/loi-moi/su-kien/{event.key}/goi-y/"
    assert (address in [button.href for button in page.context["buttons"]]) is is_there


@pytest.mark.parametrize("number", [1, 3])
def test_pages_cost_the_same_for_one_and_three(client, number, django_assert_max_num_queries, conference):
    sign_in(client)
    trip = make_trip(partners=[make_place("Seoul", SEOUL, "KR", key="kr-seoul")])
    for turn in range(number):
        partner = make_place(f"Gần {turn}", BUSAN, "KR")
        make_stop(trip, "LA")
        make_relationship(partner)
        make_invitation(partner=partner, sent_on=local_today())
        make_agreement(partners=[partner], signed_on="2015", term_kind="until", term_ends_on="2020")
        make_delegation(partners=[partner])

    with django_assert_max_num_queries(16):
        plan = client.get(PLAN, {"partners": "kr-seoul"})
    with django_assert_max_num_queries(30):
        page = client.get(f"/doan/{trip.key}/doi-tac-gan/")
    with django_assert_max_num_queries(16):
        client.get(CONFERENCE)

    assert (plan.context["total"], page.context["total"]) == (number, number)
