from __future__ import annotations

import pytest

from dnfa.accounts.enums import Role
from dnfa.accounts.models import User
from tests.accounts.focal_points import make_focal, make_manager
from tests.factories import make_agency, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(client):
    """Somebody in charge of an agency, signed in."""
    person = make_manager(make_agency(name_vi="Sở Du lịch"), name="quanly")
    client.force_login(person)
    return person


def listed(client, query=""):
    page = client.get(f"/dau-moi/{query}")
    return [line.row.full_name for line in page.context["lines"]]


def test_the_list_shows_the_own_agency_only(client, manager):
    make_focal(manager.agency, name="an")
    make_focal(name="nguoi-khac")

    page = client.get("/dau-moi/")

    assert [line.row.full_name for line in page.context["lines"]] == ["an", "quanly"]
    assert (page.context["total"], "nguoi-khac" in page.content.decode()) == (2, False)
    assert "nguoi-khac" not in client.get("/dau-moi/?format=csv").getvalue().decode()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?q=quan", ["quanly"]),
        ("?q=AN%40danang", ["an"]),
        ("?q=0236", ["an"]),
        ("?state=account_closed", ["an"]),
        ("?state=account_invited", ["quanly"]),
        ("?manages_focal_points=true", ["quanly"]),
        ("?agency=so-du-lich", ["an", "quanly"]),
    ],
)
def test_filters(client, query, expected):
    agency = make_agency(key="so-du-lich", name_vi="Sở Du lịch")
    manager = make_manager(agency, name="quanly")
    make_focal(agency, name="an", phone="0236 1022", is_active=False)
    client.force_login(manager)
    User.objects.update(last_login=None)

    assert listed(client, query) == expected


@pytest.mark.parametrize(
    ("role", "list_status", "may_invite"),
    [
        (Role.OFFICER, 200, False),
        (Role.HEAD, 200, True),
        (Role.ADMINISTRATOR, 200, True),
        (Role.AUDITOR, 200, False),
        (Role.LEADER, 403, None),
        (Role.FOCAL_POINT, 403, None),
    ],
)
def test_who_opens_the_list(client, role, list_status, may_invite):
    sign_in(client, role)

    page = client.get("/dau-moi/")

    assert page.status_code == list_status
    assert may_invite is None or page.context["may_invite"] is may_invite
    assert client.get("/dau-moi/moi/").status_code == (200 if may_invite else 403)


def test_the_same_number_of_queries_for_one_and_three(client, manager, django_assert_num_queries):
    with django_assert_num_queries(7):
        first = listed(client)
    make_focal(manager.agency, name="an")
    make_focal(manager.agency, name="binh")
    with django_assert_num_queries(7):
        second = listed(client)

    assert (len(first), len(second)) == (1, 3)


def test_inviting_leads_to_the_new_page_and_a_second_click_to_the_same(client, manager):
    token = client.get("/dau-moi/moi/").context["carried"]["once"]
    sent = {
        "agency": manager.agency.pk, "full_name": "Trần Hạnh", "email": "hanh@danang.gov.vn", "once": token,
    }  # fmt: skip

    answers = [client.post("/dau-moi/moi/", sent) for _time in range(2)]

    person = User.objects.get(username="hanh@danang.gov.vn")
    assert [answer["Location"] for answer in answers] == [f"/dau-moi/{person.pk}/"] * 2
    assert person.agency == manager.agency


def test_another_agency_is_not_even_offered(client, manager):
    other = make_agency()

    form = client.get("/dau-moi/moi/").context["form"]
    refused = client.post("/dau-moi/moi/", {"agency": other.pk, "full_name": "x", "email": "x@danang.gov.vn"})

    assert list(form.fields["agency"].queryset) == [manager.agency]
    assert list(refused.context["form"].errors) == ["agency"]


def test_a_hidden_focal_point_is_not_there(client, manager):
    person = make_focal()
    pages = ["", "sua/", "dong/", "mo-lai/", "giao-quan-ly/", "thoi-quan-ly/", "gui-lien-ket/"]

    got = [client.get(f"/dau-moi/{person.pk}/{page}").status_code for page in pages]
    posted = [client.post(f"/dau-moi/{person.pk}/{page}", {"reason": "x"}).status_code for page in pages[1:]]

    assert (got, posted) == ([404] * 7, [404] * 6)


@pytest.mark.parametrize("role", [Role.OFFICER, Role.AUDITOR])
def test_who_only_reads_gets_no_buttons_and_no_deeds(client, role):
    person = make_focal()
    sign_in(client, role)

    page = client.get(f"/dau-moi/{person.pk}/")
    deed = client.post(f"/dau-moi/{person.pk}/dong/", {"reason": "x", "version": "1"})

    person.refresh_from_db()
    assert (page.status_code, page.context["may_change"], deed.status_code) == (200, False, 403)
    assert person.is_active is True


def test_changing_the_contact(client, manager):
    person = make_focal(manager.agency, name="hanh")
    address = f"/dau-moi/{person.pk}/sua/"
    base = client.get(address).context["carried"]["base"]
    sent = {"full_name": "Trần Hạnh", "email": person.email, "phone": "0236 1022", "base": base}

    response = client.post(address, sent)

    person.refresh_from_db()
    assert response["Location"] == f"/dau-moi/{person.pk}/"
    assert (person.full_name, person.phone) == ("Trần Hạnh", "0236 1022")


def version(person):
    person.refresh_from_db()
    return str(person.version)


def test_closing_and_opening_again(client, manager):
    person = make_focal(manager.agency)
    page = f"/dau-moi/{person.pk}/"

    closed = client.post(f"{page}dong/", {"reason": "Chuyển công tác", "version": version(person)})
    after = version(person), person.is_active
    opened = client.post(f"{page}mo-lai/", {"reason": "Về lại", "version": version(person)})

    person.refresh_from_db()
    assert (closed["Location"], opened["Location"]) == (page, page)
    assert (after, person.is_active) == (("2", False), True)


def test_a_page_opened_before_somebody_elses_deed_does_nothing(client, manager):
    person = make_focal(manager.agency)
    User.objects.filter(pk=person.pk).update(phone="1")

    response = client.post(f"/dau-moi/{person.pk}/dong/", {"reason": "x", "version": "1"})

    person.refresh_from_db()
    assert (response.status_code, person.is_active) == (200, True)
    assert len(response.context["form"].non_field_errors()) == 1
    assert response.context["carried"] == {"version": "2"}


def test_the_last_in_charge_is_warned_before_closing_the_own_account(client, manager):
    page = f"/dau-moi/{manager.pk}/dong/"
    asked = client.get(page).context["form"].fields
    sent = {"reason": "Nghỉ hưu", "version": version(manager)}

    warned = client.post(page, sent)
    still = manager.is_active
    done = client.post(page, {**sent, "confirm_last": "on"})

    manager.refresh_from_db()
    assert list(asked) == ["reason", "confirm_last"]
    assert (list(warned.context["form"].errors), still) == (["confirm_last"], True)
    assert (done["Location"], manager.is_active) == ("/", False)


def test_the_charge_is_given_and_taken(client, manager):
    person = make_focal(manager.agency)
    page = f"/dau-moi/{person.pk}/"

    client.post(f"{page}giao-quan-ly/", {"reason": "Cùng làm", "version": version(person)})
    given = User.objects.get(pk=person.pk).manages_focal_points
    client.post(f"{page}thoi-quan-ly/", {"reason": "Thôi", "version": version(person)})

    assert (given, User.objects.get(pk=person.pk).manages_focal_points) == (True, False)


def test_the_link_is_sent_again(client, manager, django_capture_on_commit_callbacks):
    person = make_focal(manager.agency)

    with django_capture_on_commit_callbacks() as callbacks:
        response = client.post(f"/dau-moi/{person.pk}/gui-lien-ket/", {"version": version(person)})

    assert (response["Location"], len(callbacks)) == (f"/dau-moi/{person.pk}/", 1)


@pytest.mark.parametrize(
    ("role", "values", "shown"),
    [
        (Role.OFFICER, {}, True),
        (Role.LEADER, {}, False),
        (Role.FOCAL_POINT, {}, False),
        (Role.FOCAL_POINT, {"manages_focal_points": True}, True),
    ],
)
def test_the_way_there_stands_in_the_menu_of_those_who_may(client, role, values, shown):
    sign_in(client, role, **values)

    assert ('href="/dau-moi/"' in client.get("/toi/").content.decode()) is shown
