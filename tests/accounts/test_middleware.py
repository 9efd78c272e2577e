from __future__ import annotations

import pytest

from dnfa.accounts.enums import Role
from tests.factories import make_user

pytestmark = [pytest.mark.urls("tests.core.api_urls"), pytest.mark.django_db]


def test_an_undeclared_page_is_opened_by_nobody(client, caplog):
    client.force_login(make_user(Role.ADMINISTRATOR, is_superuser=True))

    response = client.get("/thu/undeclared/")

    assert response.status_code == 403
    assert "chưa khai báo ai được mở" in response.content.decode()
    assert "tests.core.api_urls.undeclared_page has not declared its access" in caplog.text


def test_an_anonymous_person_is_sent_to_sign_in_and_back(client):
    assert client.get("/thu/page/?a=1&b=%C4%91").headers["Location"] == (
        "/dang-nhap/?next=/thu/page/%3Fa%3D1%26b%3D%25C4%2591"
    )


@pytest.mark.parametrize(
    ("referer", "back"),
    [
        ("http://testserver/doi-tac/?trang=2", "/doi-tac/%3Ftrang%3D2"),
        ("http://testserver/doi-tac/", "/doi-tac/"),
        ("http://testserver", "/"),
        ("https://evil.example/doi-tac/", "/"),
        (None, "/"),
    ],
)
def test_after_a_sent_form_the_way_back_is_the_page_it_was_on(client, referer, back):
    response = client.post("/thu/page/", headers={"Referer": referer} if referer else {})

    assert response.headers["Location"] == f"/dang-nhap/?next={back}"


@pytest.mark.parametrize(
    ("current", "back"),
    [
        ("http://testserver/doi-tac/?trang=2", "%2Fdoi-tac%2F%3Ftrang%3D2"),
        ("https://evil.example/", "%2Fthu%2Fpage%2F"),
    ],
)
def test_a_part_of_a_page_sends_the_whole_page_to_sign_in(client, current, back):
    response = client.get("/thu/page/", headers={"HX-Request": "true", "HX-Current-URL": current})

    assert (response.status_code, response.content) == (401, b"")
    assert response["HX-Redirect"] == f"/dang-nhap/?next={back}"


def test_a_wrong_role_is_told_who_may_and_who_grants_it(client):
    client.force_login(make_user(Role.LEADER, full_name="Phạm Long"))

    response = client.get("/quan-tri/")
    text = response.content.decode()

    assert response.status_code == 403
    assert "Trang này dành cho: Chuyên viên Sở Ngoại vụ, Trưởng phòng Sở Ngoại vụ, Quản trị hệ thống." in text
    assert "Bạn đang đăng nhập là Phạm Long (Lãnh đạo)." in text
    assert "người quản trị hệ thống của Sở Ngoại vụ cấp quyền" in text


def test_pages_below_api_answer_in_json(client):
    anonymous = client.get("/api/v1/thu/page/")
    client.force_login(make_user())
    undeclared = client.get("/api/v1/thu/undeclared-page/")
    declared = client.get("/api/v1/thu/page/")

    assert (anonymous.status_code, anonymous["WWW-Authenticate"]) == (401, "Token")
    assert anonymous.json()["error"]["code"] == "not_authenticated"
    assert (undeclared.status_code, undeclared.json()["error"]["code"]) == (403, "permission_denied")
    assert (declared.status_code, declared.content) == (200, b"ok")
