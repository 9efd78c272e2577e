from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session

from dnfa.accounts.models import SignedInSession
from dnfa.accounts.sessions import end_sessions, sessions_of
from dnfa.core.clock import local_now
from tests.factories import make_user

pytestmark = pytest.mark.django_db
PASSWORD = "mat-khau-dai-2026"


@pytest.fixture
def person():
    user = make_user(username="hanh")
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(client, agent="Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36", address="192.0.2.1"):
    client.post(
        "/dang-nhap/",
        {"username": "hanh", "password": PASSWORD},
        headers={"User-Agent": agent},
        REMOTE_ADDR=address,
    )
    return client


def another(client):
    return type(client)()


def test_a_sign_in_is_listed_with_device_and_address(client, person):
    sign_in(client)

    row = SignedInSession.objects.get()
    assert (row.user, row.address, row.session_id) == (person, "192.0.2.1", client.session.session_key)
    page = client.get("/toi/phien/")
    assert [(line["device"], line["is_this"]) for line in page.context["rows"]] == [("Chrome, Windows", True)]
    assert client.session.session_key not in page.content.decode()


def test_signing_out_takes_the_row_along(client, person):
    sign_in(client)
    client.post("/dang-xuat/")

    assert SignedInSession.objects.count() == 0


def test_ending_one_session_ends_that_one_only(client, person):
    here, there, third = sign_in(client), sign_in(another(client)), sign_in(another(client))
    row = SignedInSession.objects.get(session_id=there.session.session_key)

    response = here.post(f"/toi/phien/{row.pk}/dong/")

    assert response["Location"] == "/toi/phien/"
    assert [one.get("/toi/").status_code for one in (here, there, third)] == [200, 302, 200]


def test_the_session_in_use_ends_by_signing_out(client, person):
    sign_in(client)
    row = SignedInSession.objects.get()

    client.post(f"/toi/phien/{row.pk}/dong/")

    assert client.get("/toi/").status_code == 200


def test_somebody_elses_session_is_not_there(client, person):
    sign_in(client)
    stranger = another(client)
    stranger.force_login(make_user())

    response = stranger.post(f"/toi/phien/{SignedInSession.objects.get().pk}/dong/")

    assert (response.status_code, client.get("/toi/").status_code) == (404, 200)


def test_ending_all_others(client, person):
    here, there = sign_in(client), sign_in(another(client))

    here.post("/toi/phien/dong-het/")

    assert [one.get("/toi/").status_code for one in (here, there)] == [200, 302]
    assert list(SignedInSession.objects.values_list("session_id", flat=True)) == [here.session.session_key]


def test_changing_the_password_keeps_this_session_in_the_list_and_ends_the_others(client, person):
    here, there = sign_in(client), sign_in(another(client))

    here.post(
        "/toi/mat-khau/",
        {
            "old_password": PASSWORD,
            "new_password1": "cau rong song han",
            "new_password2": "cau rong song han",
        },
    )

    person.refresh_from_db()
    assert [one.get("/toi/").status_code for one in (here, there)] == [200, 302]
    assert list(SignedInSession.objects.values_list("session_id", flat=True)) == [here.session.session_key]
    assert person.password_set_at is not None


def test_use_is_noted_once_in_five_minutes(client, person, django_assert_num_queries):
    sign_in(client)
    first = SignedInSession.objects.get().last_seen_at
    ends = Session.objects.get().expire_date
    session = client.session
    session["last_seen"] -= 301
    session.save()

    client.get("/toi/phien/")
    second = SignedInSession.objects.get().last_seen_at
    client.get("/toi/phien/")

    assert second > first
    assert SignedInSession.objects.get().last_seen_at == second
    assert Session.objects.get().expire_date == ends  # use does not prolong it


def test_a_session_ends_twelve_hours_after_the_sign_in(client, person):
    before = local_now()
    sign_in(client)
    ends = Session.objects.get().expire_date

    assert before + timedelta(hours=12) <= ends <= local_now() + timedelta(hours=12)


def test_expired_sessions_are_not_listed(client, person):
    sign_in(client)
    Session.objects.update(expire_date=local_now() - timedelta(seconds=1))

    assert list(sessions_of(person, now=local_now())) == []


def test_all_sessions_of_a_person_end(client, person):
    sign_in(client)
    sign_in(another(client))
    other = make_user()

    assert (end_sessions(user=other), end_sessions(user=person)) == (0, 2)
    assert client.get("/toi/")["Location"] == "/dang-nhap/?next=/toi/"


def test_the_list_asks_the_same_number_of_queries_for_one_and_three(
    client, person, django_assert_num_queries
):
    sign_in(client)
    counted = []
    for _round in range(2):
        with django_assert_num_queries(3):
            counted.append(len(client.get("/toi/phien/").context["rows"]))
        sign_in(another(client))
        sign_in(another(client))

    assert counted == [1, 3]


@pytest.mark.parametrize("url", ["/toi/phien/dong-het/", "/toi/phien/1/dong/"])
def test_ending_takes_posts_only(client, url):
    client.force_login(make_user())

    assert client.get(url).status_code == 405
