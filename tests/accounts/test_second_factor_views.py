from __future__ import annotations

import pyotp
import pytest
from django.contrib.auth import get_user

from dnfa.accounts.enums import Role
from dnfa.accounts.models import RecoveryCode, SecondFactor, SignInLock
from dnfa.accounts.second_factor import is_enrolled, second_factor_enrol, unseal
from dnfa.accounts.services import issue_token
from dnfa.core.clock import local_now
from tests.factories import make_user, sign_in

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PASSWORD = "mat-khau-dai-2026"
SET_UP = "/toi/xac-thuc-hai-lop/"


@pytest.fixture
def person():
    user = make_user(username="hanh", language="en")
    user.set_password(PASSWORD)
    user.save()
    return user


def enrol(user):
    now = local_now()
    return second_factor_enrol(user=user, secret=SECRET, code=pyotp.TOTP(SECRET).at(now), now=now)


def show_password(client, **values):
    return client.post("/dang-nhap/", {"username": "hanh", "password": PASSWORD, **values})


def shown_secret(page):
    return page.context["secret"].replace(" ", "")


def test_setting_it_up_shows_the_codes_once_and_ends_other_sessions(client, person):
    other = type(client)()
    for browser in (client, other):
        show_password(browser)
    secret = shown_secret(client.get(SET_UP))

    response = client.post(SET_UP, {"code": pyotp.TOTP(secret).now()})

    codes = response.context["codes"]
    assert unseal(SecondFactor.objects.get(user=person).secret) == secret
    assert [code in response.content.decode() for code in codes] == [True] * 10
    assert codes[0] not in client.get(SET_UP).content.decode()
    assert "no-store" in response["Cache-Control"]
    assert [browser.get("/toi/").status_code for browser in (client, other)] == [200, 302]


def test_the_secret_stays_the_same_until_it_is_used(client):
    sign_in(client)

    first, second = (shown_secret(client.get(SET_UP)) for _time in range(2))

    assert first == second
    assert first not in str(dict(client.session))


def test_a_wrong_first_code_sets_nothing_up(client):
    user = sign_in(client)
    client.get(SET_UP)

    response = client.post(SET_UP, {"code": "12345"})

    assert (response.status_code, list(response.context["form"].errors)) == (200, ["code"])
    assert is_enrolled(user) is False


def test_setting_up_a_second_time_leads_to_what_there_is(client):
    user = sign_in(client)
    enrol(user)

    response = client.post(SET_UP, {"code": "123456"})

    assert response["Location"] == SET_UP
    assert client.get(SET_UP).context["factor"].user == user


def test_the_password_alone_opens_nothing(client, person):
    enrol(person)

    response = show_password(client, next="/toi/?a=1")

    assert response["Location"] == "/dang-nhap/ma-xac-thuc/"
    assert get_user(client).is_anonymous
    assert client.get("/toi/").status_code == 302


def test_the_code_leads_where_the_person_wanted_to_go(client, person):
    code = enrol(person)[0]
    show_password(client, next="/toi/?a=1")

    response = client.post("/dang-nhap/ma-xac-thuc/", {"code": code})

    assert response["Location"] == "/toi/?a=1"
    assert get_user(client) == person
    assert response.cookies["django_language"].value == "en"
    assert RecoveryCode.objects.filter(used_at__isnull=False).count() == 1


def test_a_wrong_code_is_asked_again_and_counted(client, person):
    enrol(person)
    show_password(client)

    response = client.post("/dang-nhap/ma-xac-thuc/", {"code": "12345"})

    assert response.context["form"].errors == {"code": ["Mã chưa đúng, đã dùng rồi hoặc đã hết hạn."]}
    assert SignInLock.objects.get(kind="account").failures == 1
    assert get_user(client).is_anonymous


def test_guessing_codes_locks_the_name_though_the_password_is_right(client, person):
    codes = enrol(person)
    show_password(client)
    for _time in range(10):
        last = client.post("/dang-nhap/ma-xac-thuc/", {"code": "12345"})

    refused = client.post("/dang-nhap/ma-xac-thuc/", {"code": codes[0]})

    assert "tạm khóa đến" in last.context["form"].errors["code"][0]
    assert "tạm khóa đến" in refused.context["form"].errors["code"][0]
    assert "tạm khóa đến" in show_password(client).context["form"].non_field_errors()[0]
    assert get_user(client).is_anonymous


def test_showing_the_password_again_forgets_no_failure(client, person):
    enrol(person)
    show_password(client)
    client.post("/dang-nhap/ma-xac-thuc/", {"code": "12345"})

    show_password(client)

    assert SignInLock.objects.get(kind="account").failures == 1


def close(person):
    person.is_active = False
    person.save()


def change_password(person):
    person.set_password("mat-khau-khac-2026")
    person.save()


@pytest.mark.parametrize("happens", [close, change_password])
def test_what_happens_between_password_and_code_counts(client, person, happens):
    code = enrol(person)[0]
    show_password(client)
    happens(person)

    response = client.post("/dang-nhap/ma-xac-thuc/", {"code": code})

    assert response["Location"] == "/dang-nhap/"
    assert get_user(client).is_anonymous


def test_too_long_between_password_and_code(client, person):
    code = enrol(person)[0]
    show_password(client)
    session = client.session
    session["sign_in_pending"] = {**session["sign_in_pending"], "until": local_now().timestamp() - 1}
    session.save()

    assert client.post("/dang-nhap/ma-xac-thuc/", {"code": code})["Location"] == "/dang-nhap/"


def test_without_a_password_shown_there_is_no_code_to_ask_for(client):
    assert client.get("/dang-nhap/ma-xac-thuc/")["Location"] == "/dang-nhap/"


def test_a_token_asks_for_no_code(client, person):
    enrol(person)
    token = issue_token(user=person, name="x")

    assert client.get("/api/v1/agencies/", headers={"Authorization": f"Token {token}"}).status_code == 200


@pytest.fixture
def required(settings):
    settings.DNFA_SECOND_FACTOR_ROLES = frozenset({"administrator"})


def test_who_must_have_one_opens_nothing_else_before(client, required):
    sign_in(client, Role.ADMINISTRATOR, is_staff=True)

    answers = [client.get(url) for url in ("/", "/toi/", "/quan-tri/", "/doi-tac/")]

    assert [(answer.status_code, answer["Location"]) for answer in answers] == [(302, SET_UP)] * 4
    assert client.get(SET_UP).status_code == 200
    assert client.get("/api/v1/agencies/").json()["error"]["code"] == "second_factor_required"
    assert client.post("/dang-xuat/")["Location"] == "/dang-nhap/"


def test_after_setting_up_the_house_is_open(client, required):
    sign_in(client, Role.ADMINISTRATOR)
    secret = shown_secret(client.get(SET_UP))
    client.post(SET_UP, {"code": pyotp.TOTP(secret).now()})

    assert client.get("/toi/").status_code == 200
    assert client.get("/api/v1/agencies/").status_code == 200


def test_roles_that_need_none_are_not_asked(client, required):
    sign_in(client, Role.OFFICER)

    assert client.get("/toi/").status_code == 200


def test_a_session_in_which_the_code_was_not_shown_is_led_to_the_set_up(client, required):
    user = sign_in(client, Role.ADMINISTRATOR)
    enrol(user)  # in another browser

    assert client.get("/toi/")["Location"] == SET_UP


def test_new_recovery_codes_are_shown_once(client):
    codes = enrol(sign_in(client))

    response = client.post(f"{SET_UP}ma-du-phong/", {"code": codes[0]})
    again = client.post(f"{SET_UP}ma-du-phong/", {"code": codes[1]})

    assert len(response.context["codes"]) == 10
    assert list(again.context["form"].errors) == ["code"]


def test_leaving(client):
    user = sign_in(client)
    codes = enrol(user)

    wrong = client.post(f"{SET_UP}bo/", {"code": "12345"})
    right = client.post(f"{SET_UP}bo/", {"code": codes[0]})

    assert (list(wrong.context["leave_form"].errors), right["Location"]) == (["code"], "/toi/")
    assert is_enrolled(user) is False


def test_an_administrator_takes_a_lost_one_away_with_a_reason(client):
    user = make_user()
    enrol(user)
    sign_in(client, Role.ADMINISTRATOR, is_staff=True, is_superuser=True)
    url = f"/nguoi-dung/{user.pk}/go-xac-thuc/"

    without_reason = client.post(url, {"reason": ""})
    done = client.post(url, {"reason": "Mất điện thoại"})

    assert list(without_reason.context["form"].errors) == ["reason"]
    assert done["Location"] == "/quan-tri/accounts/secondfactor/"
    assert is_enrolled(user) is False
    assert client.get(url).status_code == 404


def test_the_workshop_has_no_second_way_in(client, person):
    assert client.get("/quan-tri/login/")["Location"] == "/dang-nhap/?next=/quan-tri/login/"
    client.force_login(make_user())
    posted = client.post("/quan-tri/login/", {"username": "hanh", "password": PASSWORD})

    assert posted.status_code == 403
    assert get_user(client) != person
