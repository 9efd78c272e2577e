from __future__ import annotations

import pytest

from dnfa.accounts.enums import Role
from dnfa.accounts.models import User
from tests.accounts.focal_points import make_focal, make_manager
from tests.factories import JSON, make_agency, make_user, post, sign_in

pytestmark = pytest.mark.django_db
URL = "/api/v1/focal-points/"


@pytest.fixture
def manager(client):
    person = make_manager(make_agency(key="so-du-lich", name_vi="Sở Du lịch"), name="quanly")
    client.force_login(person)
    return person


def names(client, query=""):
    answer = client.get(f"{URL}{query}").json()
    assert answer["count"] == len(answer["results"])
    return [row["full_name"] for row in answer["results"]]


def tag(client, person):
    return client.get(f"{URL}{person.pk}/")["ETag"]


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        (Role.OFFICER, ["an", "binh"]),
        (Role.HEAD, ["an", "binh"]),
        (Role.ADMINISTRATOR, ["an", "binh"]),
        (Role.AUDITOR, ["an", "binh"]),
        (Role.LEADER, []),
        (Role.FOCAL_POINT, []),
    ],
)
def test_who_reads_whom(client, role, seen):
    people = [
        make_focal(make_agency(name_vi=name), name=person) for name, person in (("A", "an"), ("B", "binh"))
    ]
    user = make_user(role)
    client.force_login(user)

    details = [client.get(f"{URL}{person.pk}/").status_code for person in people]

    assert names(client) == seen
    assert details == [200 if seen else 404] * 2


def test_one_in_charge_reads_the_own_agency(client, manager):
    make_focal(manager.agency, name="an")
    hidden = make_focal(name="nguoi-khac")

    assert names(client) == ["an", "quanly"]
    assert names(client, "?state=account_invited") == ["an"]
    assert client.get(f"{URL}{hidden.pk}/").status_code == 404


def test_one_of_them_in_full(client, manager):
    person = make_focal(manager.agency, name="an", position="Chuyên viên", phone="0236 1022")

    assert client.get(f"{URL}{person.pk}/").json() == {
        "id": person.pk,
        "username": "an@danang.gov.vn",
        "full_name": "an",
        "position": "Chuyên viên",
        "email": "an@danang.gov.vn",
        "phone": "0236 1022",
        "agency": "so-du-lich",
        "manages_focal_points": False,
        "state": "account_invited",
        "last_login": None,
        "version": 1,
    }


INVITED = {"full_name": "Trần Hạnh", "email": "hanh@danang.gov.vn", "agency": "so-du-lich"}


def test_inviting(client, manager):
    answer = post(client, URL, INVITED)

    person = User.objects.get(username="hanh@danang.gov.vn")
    assert (answer.status_code, answer["Location"].endswith(f"{URL}{person.pk}/")) == (201, True)
    assert (person.agency, person.role, person.manages_focal_points) == (
        manager.agency,
        Role.FOCAL_POINT,
        False,
    )


@pytest.mark.parametrize(
    ("changes", "status", "fields"),
    [
        ({"agency": "co-quan-khac"}, 403, []),
        ({"agency": "khong-co"}, 400, ["agency"]),
        ({"email": "quanly@danang.gov.vn"}, 400, ["email"]),
        ({"role": "administrator"}, 400, ["role"]),
        ({"is_staff": True}, 400, ["is_staff"]),
    ],
)
def test_an_invitation_that_will_not_do(client, manager, changes, status, fields):
    make_agency(key="co-quan-khac")

    answer = post(client, URL, {**INVITED, **changes})

    assert (answer.status_code, list(answer.json()["error"]["fields"])) == (status, fields)
    assert User.objects.count() == 1


@pytest.mark.parametrize("role", [Role.OFFICER, Role.LEADER, Role.AUDITOR, Role.FOCAL_POINT])
def test_who_is_not_in_charge_writes_nothing(client, role):
    person = make_focal(make_agency(key="so-du-lich"))
    sign_in(client, role)

    answers = [post(client, URL, INVITED), post(client, f"{URL}{person.pk}/close/", {"reason": "x"})]

    assert [answer.status_code for answer in answers] == [403, 404 if role == Role.FOCAL_POINT else 403]
    assert User.objects.filter(is_active=True).count() == 2


def change(client, person, changes, **headers):
    return client.patch(f"{URL}{person.pk}/", changes, content_type=JSON, headers=headers)


def test_changing_the_contact_with_the_version_read(client, manager):
    person = make_focal(manager.agency)
    read = tag(client, person)

    answers = [
        change(client, person, {"phone": "0236 1022"}),
        change(client, person, {"phone": "0236 1022"}, **{"If-Match": read}),
        change(client, person, {"phone": "1"}, **{"If-Match": read}),
    ]

    person.refresh_from_db()
    assert [answer.status_code for answer in answers] == [428, 200, 412]
    assert person.phone == "0236 1022"


@pytest.mark.parametrize("name", ["agency", "manages_focal_points", "username", "role"])
def test_what_is_no_contact_is_not_changed(client, manager, name):
    person = make_focal(manager.agency)

    answer = change(client, person, {name: "so-du-lich"}, **{"If-Match": tag(client, person)})

    assert (answer.status_code, list(answer.json()["error"]["fields"])) == (400, [name])


def test_the_deeds(client, manager):
    person = make_focal(manager.agency)
    address = f"{URL}{person.pk}/"

    def act(deed, sent):
        return post(client, f"{address}{deed}/", sent, **{"If-Match": tag(client, person)}).json()

    charged = act("charge", {"manages_focal_points": True, "reason": "Cùng làm"})
    closed = act("close", {"reason": "Chuyển công tác"})
    opened = act("reopen", {"reason": "Về lại"})
    sent = post(client, f"{address}send-link/", {})

    assert [charged["manages_focal_points"], closed["state"], opened["state"], sent.status_code] == [
        True, "account_closed", "account_invited", 200,
    ]  # fmt: skip


def test_the_last_in_charge_is_warned(client, manager):
    address = f"{URL}{manager.pk}/charge/"
    sent = {"manages_focal_points": False, "reason": "Thôi"}

    warned = post(client, address, sent, **{"If-Match": tag(client, manager)})
    done = post(client, address, {**sent, "confirm_last": True}, **{"If-Match": tag(client, manager)})

    assert (warned.status_code, warned.json()["error"]["code"]) == (409, "last_manager")
    assert (done.status_code, client.get(f"{URL}{manager.pk}/").status_code) == (200, 404)


def test_the_same_number_of_queries_for_one_and_three(client, manager, django_assert_num_queries):
    with django_assert_num_queries(6):
        first = names(client)
    make_focal(manager.agency, name="an")
    make_focal(manager.agency, name="binh")
    with django_assert_num_queries(6):
        second = names(client)

    assert (len(first), len(second)) == (1, 3)
