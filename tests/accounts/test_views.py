from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth import get_user

from dnfa.accounts.enums import Role
from dnfa.accounts.models import ApiToken, User
from dnfa.accounts.services import digest, issue_token
from dnfa.core.clock import local_now
from tests.factories import make_agency, make_user

pytestmark = pytest.mark.django_db
PASSWORD = "mat-khau-dai-2026"
WRONG = "Tên đăng nhập hoặc mật khẩu chưa đúng. Mật khẩu phân biệt chữ hoa, chữ thường."


@pytest.fixture
def person():
    user = make_user(Role.OFFICER, username="hanh", full_name="Trần Hạnh", language="en")
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(client, username="hanh", password=PASSWORD, **extra):
    return client.post("/dang-nhap/", {"username": username, "password": password, **extra})


def test_signing_in_leads_back_to_where_the_person_was_in_their_language(client, person):
    response = sign_in(client, next="/toi/?a=1")

    assert response.headers["Location"] == "/toi/?a=1"
    assert get_user(client) == person
    assert response.cookies["django_language"].value == "en"
    assert (
        "My account" in client.get("/toi/").content.decode()
        or client.get("/toi/")["Content-Language"] == "en"
    )


def test_signing_in_leaves_the_history_of_the_person_alone(client, person):
    before = person.audit_rows.count()

    sign_in(client)

    person.refresh_from_db()
    assert person.last_login is not None
    assert person.audit_rows.count() == before


def test_signing_in_never_leads_to_another_house(client, person):
    assert sign_in(client, next="https://evil.example/").headers["Location"] == "/"


@pytest.mark.parametrize(
    ("username", "password"), [("hanh", "sai-mat-khau-2026"), ("ai-do", PASSWORD), ("hanh", PASSWORD.upper())]
)
def test_a_wrong_name_and_a_wrong_password_get_one_answer(client, person, username, password):
    response = sign_in(client, username, password)
    text = response.content.decode()

    assert response.status_code == 200
    assert response.context["form"].non_field_errors() == [WRONG]
    assert "Có lỗi cần sửa" in text
    assert get_user(client).is_anonymous


def test_a_closed_account_gets_the_same_answer(client, person):
    User.objects.filter(pk=person.pk).update(is_active=False)

    assert sign_in(client).context["form"].non_field_errors() == [WRONG]


def test_empty_fields_are_named(client):
    assert dict(sign_in(client, "", "").context["form"].errors) == {
        "username": ["Hãy nhập tên đăng nhập."],
        "password": ["Hãy nhập mật khẩu."],
    }


def test_who_is_signed_in_does_not_sign_in_again(client, person):
    client.force_login(person)

    assert client.get("/dang-nhap/").headers["Location"] == "/"


def test_the_sign_in_page_names_demonstration_users_in_a_demonstration_home_only(client, settings):
    settings.DNFA_DEMO_PASSWORD = "mat-khau-mau-1"
    make_user(username="officer", is_demonstration=True)
    make_user(username="nguoi-that")
    settings.DNFA_DEMO = False
    real = client.get("/dang-nhap/?nguoi=officer")
    settings.DNFA_DEMO = True
    demo = client.get("/dang-nhap/?nguoi=officer")
    other = client.get("/dang-nhap/?nguoi=nguoi-that")

    assert "mat-khau-mau-1" not in real.content.decode()
    assert "officer" not in real.content.decode().replace("?nguoi=officer", "")
    assert [user.username for user in demo.context["demonstration_users"]] == ["officer"]
    assert "mat-khau-mau-1" in demo.content.decode()
    assert [page.context["form"].initial for page in (real, demo, other)] == [{}, {"username": "officer"}, {}]


def test_signing_out_is_a_post_and_ends_the_session(client, person):
    client.force_login(person)

    assert client.get("/dang-xuat/").status_code == 405
    assert client.post("/dang-xuat/").headers["Location"] == "/dang-nhap/"
    assert get_user(client).is_anonymous


def change_password(client, old=PASSWORD, new="mot-mat-khau-khac-27", again=None):
    return client.post(
        "/toi/mat-khau/", {"old_password": old, "new_password1": new, "new_password2": again or new}
    )


def test_changing_the_password_keeps_this_session_and_ends_the_others(client, person):
    other = type(client)()
    other.force_login(person)
    client.force_login(person)

    response = change_password(client)

    person.refresh_from_db()
    assert response.headers["Location"] == "/toi/"
    assert person.check_password("mot-mat-khau-khac-27")
    assert (client.get("/toi/").status_code, other.get("/toi/").status_code) == (200, 302)


@pytest.mark.parametrize(
    ("values", "field", "part"),
    [
        ({"old": "sai-mat-khau-2026"}, "old_password", "Mật khẩu đang dùng chưa đúng."),
        ({"again": "khac-han-2026-xyz"}, "new_password2", "Hai lần nhập mật khẩu mới không giống nhau."),
        ({"new": "ngan-2026"}, "new_password1", "12"),
        ({"new": "123456789012345"}, "new_password1", "số"),
    ],
)
def test_a_password_that_will_not_do_changes_nothing(client, person, values, field, part):
    client.force_login(person)

    response = change_password(client, **values)

    person.refresh_from_db()
    assert response.status_code == 200
    assert part in " ".join(response.context["form"].errors[field])
    assert person.check_password(PASSWORD)


def test_the_own_page_shows_own_things_only(client):
    person = make_user(Role.FOCAL_POINT, agency=make_agency(name_vi="Sở Du lịch"), full_name="Lê Châu")
    issue_token(user=person, name="Mã của tôi")
    issue_token(user=make_user(), name="Mã của người khác")
    issue_token(user=person, name="Mã đã hết hạn", expires_at=local_now() - timedelta(days=1))
    client.force_login(person)

    response = client.get("/toi/")
    text = response.content.decode()

    assert [token.name for token in response.context["tokens"]] == ["Mã của tôi"]
    assert "Sở Du lịch" in text
    assert "Mã của người khác" not in text


def test_choosing_the_language(client):
    person = make_user()
    client.force_login(person)

    response = client.post("/toi/ngon-ngu/", {"language": "en"})

    person.refresh_from_db()
    assert (response.headers["Location"], person.language) == ("/toi/", "en")
    assert response.cookies["django_language"].value == "en"


def test_a_language_nobody_speaks_changes_nothing(client):
    person = make_user()
    client.force_login(person)

    response = client.post("/toi/ngon-ngu/", {"language": "fr"})

    person.refresh_from_db()
    assert (response.status_code, list(response.context["language_form"].errors)) == (400, ["language"])
    assert person.language == "vi"


@pytest.mark.parametrize(("days", "lasts"), [("90", 90), ("365", 365), ("", None)])
def test_a_new_token_is_shown_once(client, days, lasts):
    person = make_user()
    client.force_login(person)

    response = client.post("/toi/ma-truy-cap/", {"name": "Cổng dữ liệu", "days": days})

    token = ApiToken.objects.get()
    shown = response.context["new_token"]
    assert (token.user, token.name, token.digest) == (person, "Cổng dữ liệu", digest(shown))
    assert (token.expires_at and (token.expires_at - token.created_at).days + 1) in {
        lasts,
        lasts and lasts + 1,
    }
    assert f'value="{shown}"' in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    assert shown not in client.get("/toi/").content.decode()


@pytest.mark.parametrize(("values", "field"), [({"name": " "}, "name"), ({"name": "x", "days": "7"}, "days")])
def test_a_token_asked_for_wrongly_is_not_made(client, values, field):
    client.force_login(make_user())

    response = client.post("/toi/ma-truy-cap/", values)

    assert (response.status_code, list(response.context["token_form"].errors)) == (400, [field])
    assert ApiToken.objects.count() == 0


def test_revoking_ones_own_token(client):
    person = make_user()
    issue_token(user=person, name="x")
    token = ApiToken.objects.get()
    client.force_login(person)

    response = client.post(f"/toi/ma-truy-cap/{token.pk}/thu-hoi/")

    token.refresh_from_db()
    assert response.headers["Location"] == "/toi/"
    assert token.revoked_at is not None
    assert (
        token.audit_rows.order_by("pgh_id").last().pgh_context.metadata["reason"]
        == "Thu hồi trên trang cá nhân"
    )


def test_somebody_elses_token_is_not_there(client):
    issue_token(user=make_user(), name="x")
    token = ApiToken.objects.get()
    client.force_login(make_user(Role.ADMINISTRATOR))

    response = client.post(f"/toi/ma-truy-cap/{token.pk}/thu-hoi/")

    token.refresh_from_db()
    assert (response.status_code, token.revoked_at) == (404, None)


@pytest.mark.parametrize("url", ["/toi/ngon-ngu/", "/toi/ma-truy-cap/", "/toi/ma-truy-cap/1/thu-hoi/"])
def test_writing_addresses_take_posts_only(client, url):
    client.force_login(make_user())

    assert client.get(url).status_code == 405
