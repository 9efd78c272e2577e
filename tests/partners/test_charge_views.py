from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dnfa.accounts.enums import Role
from dnfa.core.clock import local_today
from partners.models import PartnerCharge
from tests.factories import make_partner, make_user, sign_in

pytestmark = pytest.mark.django_db

LIST = "/doi-tac/phu-trach/"
DEPARTMENT = {Role.OFFICER, Role.HEAD, Role.ADMINISTRATOR, Role.LEADER, Role.AUDITOR}
GIVERS = {Role.HEAD, Role.ADMINISTRATOR}


def charge(partner, person, days: int = -30, until=None) -> PartnerCharge:
    since = local_today() + timedelta(days=days)
    return PartnerCharge.objects.create(partner=partner, person=person, since=since, until=until)


def told() -> list[tuple]:
    rows = PartnerCharge.objects.order_by("partner_id", "since", "pk")
    return [(row.partner, row.person, row.until) for row in rows]


def rows_of(page) -> list:
    return [line.row for line in page.context["lines"]]


# --- The division of work ---------------------------------------------------


def test_the_list_says_who_has_how_many_and_every_number_opens_its_list(client):
    head, first, second = sign_in(client, Role.HEAD), make_user(), make_user()
    gone = make_user(Role.LEADER)
    partners = [make_partner() for _ in range(5)]
    charge(partners[0], first)
    charge(partners[1], first)
    charge(partners[1], second)
    charge(partners[2], second, until=local_today() - timedelta(days=1))
    charge(partners[3], gone)

    page = client.get(LIST)
    division = page.context["division"]

    assert {holder.person: (holder.kept, holder.has_left) for holder in division.holders} == {
        head: (0, False),
        first: (2, False),
        second: (1, False),
        gone: (1, True),
    }
    assert division.unkept == 2
    listed = {
        holder.person: client.get(LIST, {"charge": holder.person.username}).context["total"]
        for holder in division.holders
    }
    assert listed == {holder.person: holder.kept for holder in division.holders}
    assert rows_of(client.get(LIST, {"charge": "nobody"})) == [partners[2], partners[4]]
    assert page.content.decode().count("Bàn giao") == 3


@pytest.mark.parametrize("path", ["/doi-tac/", LIST])
def test_the_filter_asks_for_me_nobody_or_a_person_on_a_day(client, path):
    me, other = sign_in(client), make_user()
    mine, theirs, free = make_partner(), make_partner(), make_partner()
    charge(mine, me, days=-30)
    charge(theirs, other, days=-30)
    early = f"{local_today() - timedelta(days=31):%d/%m/%Y}"

    found = {
        (answer, day): rows_of(client.get(path, {"charge": answer, "as_of": day}))
        for answer in ("me", "nobody", other.username)
        for day in ("", early)
    }

    assert found == {
        ("me", ""): [mine],
        ("me", early): [],
        ("nobody", ""): [free],
        ("nobody", early): [mine, theirs, free],
        (other.username, ""): [theirs],
        (other.username, early): [],
    }
    assert client.get(path, {"charge": "ai-do"}).context["total"] == 0


@pytest.mark.parametrize("role", list(Role))
def test_who_opens_the_pages(role):
    client, partner = Client(), make_partner()
    sign_in(client, role)
    held = charge(partner, make_user())
    pages = {
        LIST: DEPARTMENT,
        f"{LIST}giao/?partner={partner.key}": GIVERS,
        f"{LIST}ban-giao/{held.person.username}/": GIVERS,
        f"{LIST}{held.pk}/ket-thuc/": GIVERS,
    }

    answers = {path: client.get(path).status_code for path in pages}

    assert answers == {path: 200 if role in allowed else 403 for path, allowed in pages.items()}


def test_the_list_asks_as_often_for_many_as_for_one(client):
    sign_in(client, Role.HEAD)
    asked = []
    for _number in range(2):
        for _more in range(3):
            charge(make_partner(), make_user())
        client.get(LIST)
        with CaptureQueriesContext(connection) as queries:
            client.get(LIST)
        asked.append(len(queries))

    assert asked[0] == asked[1] <= 15


# --- Giving, ending, handing over -------------------------------------------


def test_chosen_partners_are_shown_before_they_are_given(client):
    head, officer, other = sign_in(client, Role.HEAD), make_user(), make_user()
    free, kept = make_partner(), make_partner()
    charge(kept, other)
    address = f"{LIST}giao/?partner={free.key}&partner={kept.key}"

    shown = client.get(address)
    wrong = client.post(address, {"person": head.pk, "since": "31/9/2026"})
    stood = told()
    given = client.post(
        address, {"person": officer.pk, "since": f"{local_today():%d/%m/%Y}", "replaces": "on", "note": ""}
    )

    assert [partner.name_vi for partner in shown.context["partners"]] == [free.name_vi, kept.name_vi]
    assert (list(wrong.context["form"].errors), stood) == (["since"], [(kept, other, None)])
    assert (given.status_code, given.url) == (302, LIST)
    assert told() == [
        (free, officer, None),
        (kept, other, local_today() - timedelta(days=1)),
        (kept, officer, None),
    ]


def test_what_the_service_refuses_is_said_at_its_field(client):
    sign_in(client, Role.HEAD)
    partner, officer = make_partner(), make_user()
    charge(partner, make_user(), days=-1)
    yesterday = local_today() - timedelta(days=1)

    page = client.post(
        f"{LIST}giao/?partner={partner.key}",
        {"person": officer.pk, "since": f"{yesterday:%d/%m/%Y}", "replaces": "on"},
    )

    assert page.context["form"].errors == {
        "since": ["Ngày bắt đầu phải sau ngày người đang phụ trách đã nhận việc."]
    }
    assert PartnerCharge.objects.count() == 1


def test_all_of_one_person_goes_to_another(client):
    sign_in(client, Role.HEAD)
    leaving, staying, partner = make_user(), make_user(), make_partner()
    charge(partner, leaving)
    address = f"{LIST}ban-giao/{leaving.username}/"

    offered = client.get(address).context["form"].fields["to"].queryset
    done = client.post(address, {"to": staying.pk, "since": f"{local_today():%d/%m/%Y}"})

    assert leaving not in offered
    assert done.url == f"{LIST}?charge={staying.username}"
    assert told() == [(partner, leaving, local_today() - timedelta(days=1)), (partner, staying, None)]


def test_a_charge_ends_with_a_day(client):
    sign_in(client, Role.ADMINISTRATOR)
    held = charge(make_partner(), make_user())
    address = f"{LIST}{held.pk}/ket-thuc/"

    refused = client.post(address, {"until": "1/1/2020"})
    stood = told()
    done = client.post(address, {"until": f"{local_today():%d/%m/%Y}"})

    assert refused.context["form"].errors == {"until": ["Ngày cuối không thể trước ngày bắt đầu phụ trách."]}
    assert stood == [(held.partner, held.person, None)]
    assert (done.url, told()) == (
        held.partner.get_absolute_url(),
        [(held.partner, held.person, local_today())],
    )


# --- The partner's page -----------------------------------------------------


@pytest.mark.parametrize(
    ("role", "is_kept", "buttons"),
    [
        (Role.OFFICER, False, ["Nhận phụ trách"]),
        (Role.OFFICER, True, []),
        (Role.HEAD, False, ["Nhận phụ trách", "Giao phụ trách"]),
        (Role.HEAD, True, ["Giao phụ trách"]),
        (Role.ADMINISTRATOR, False, ["Giao phụ trách"]),
        (Role.LEADER, False, []),
    ],
)
def test_the_partner_s_page_says_who_is_in_charge_and_offers_what_one_may_do(client, role, is_kept, buttons):
    sign_in(client, role)
    partner, officer = make_partner(), make_user(full_name="Lê Thị Phụ Trách")
    if is_kept:
        charge(partner, officer)

    content = client.get(partner.get_absolute_url()).content.decode()

    offered = [label for label in ("Nhận phụ trách", "Giao phụ trách") if label in content]
    assert offered == buttons
    assert ("Lê Thị Phụ Trách" in content, "Chưa có ai phụ trách đối tác này." in content) == (
        is_kept,
        not is_kept,
    )


def test_an_officer_takes_a_free_partner_and_nobody_else_s(client):
    officer, other = sign_in(client), make_user()
    free, kept = make_partner(), make_partner()
    charge(kept, other)

    answers = [client.post(f"{partner.get_absolute_url()}nhan-phu-trach/") for partner in (free, kept)]

    assert [answer.status_code for answer in answers] == [302, 403]
    assert told() == [(free, officer, None), (kept, other, None)]
