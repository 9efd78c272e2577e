from __future__ import annotations

import logging

import pghistory
import pytest

from dnfa import logs
from dnfa.accounts.enums import Role
from dnfa.accounts.models import User
from dnfa.core.identity import audit_identity, tell_audit_who
from tests.factories import make_user

pytestmark = [pytest.mark.urls("tests.core.api_urls"), pytest.mark.django_db]


@pytest.mark.parametrize("given", ["abcd1234", "7f3a-11_x.9", "x" * 64])
def test_a_sound_request_number_is_kept(client, given):
    assert client.get("/healthz", headers={"X-Request-ID": given})["X-Request-ID"] == given


@pytest.mark.parametrize("given", ["", "short", "x" * 65, "1234567 8", "1234567\u00e9", "abcd1234;rm"])
def test_any_other_request_number_is_replaced(client, given):
    answered = client.get("/healthz", headers={"X-Request-ID": given})["X-Request-ID"]

    assert answered != given
    assert len(answered) == 32


def test_the_number_is_on_the_log_lines_of_the_request_and_gone_afterwards(client, caplog):
    caplog.handler.addFilter(logs.RequestIdFilter())

    with caplog.at_level(logging.WARNING):
        client.get("/khong-co-trang-nay/", headers={"X-Request-ID": "so-hieu-001"})

    assert [record.request_id for record in caplog.records] == ["so-hieu-001"]
    assert logs.request_id.get() == "-"


def test_a_change_carries_who_role_address_method_and_number(client):
    user = make_user(Role.HEAD, full_name="Trần Bảo")
    client.force_login(user)

    client.post("/toi/ngon-ngu/", {"language": "en"}, headers={"X-Request-ID": "so-hieu-002"})

    row = user.audit_rows.order_by("pgh_id").last()
    assert (row.pgh_label, row.language) == ("update", "en")
    assert row.pgh_context.metadata == {
        "user": user.pk,
        "actor": "Trần Bảo",
        "role": "head",
        "url": "/toi/ngon-ngu/",
        "method": "POST",
        "request_id": "so-hieu-002",
    }


def test_identity_of_nobody():
    nobody = {"user": None, "actor": "", "role": ""}

    assert audit_identity(None) == nobody


def test_telling_who_outside_a_context_does_nothing_and_inside_it_is_kept():
    user = make_user(Role.OFFICER, full_name="Lê Hà")

    tell_audit_who(user)
    User.objects.filter(pk=user.pk).update(position="Chuyên viên")
    with pghistory.context(url="/x"):
        tell_audit_who(user)
        User.objects.filter(pk=user.pk).update(position="Chuyên viên chính")

    first, second = user.audit_rows.order_by("pgh_id")[1:]
    assert first.pgh_context is None
    assert second.pgh_context.metadata == {"url": "/x", "user": user.pk, "actor": "Lê Hà", "role": "officer"}


def test_a_refusal_of_the_domain_is_a_page(client):
    response = client.get("/thu/refusing/")

    assert response.status_code == 400
    assert next(template.name for template in response.templates) == "core/refusal.html"
    assert "Ngày không có trong lịch." in response.content.decode()
    assert "31/2 không có thật." in response.content.decode()


def test_a_refusal_of_the_domain_below_api_is_the_envelope(client):
    response = client.get("/api/v1/thu/refusing-page/")

    assert response.status_code == 400
    assert response.json() == {
        "error": {
            "code": "bad_day",
            "message": "Ngày không có trong lịch.",
            "fields": {"as_of": ["31/2 không có thật."]},
        }
    }


def test_any_other_failure_of_a_page_is_left_to_django(client):
    with pytest.raises(RuntimeError):
        client.get("/thu/breaking/")


@pytest.mark.parametrize(
    ("path", "header", "cookie", "expected"),
    [
        ("/dang-nhap/", "en-US,en;q=0.9", None, "vi"),
        ("/dang-nhap/", "", None, "vi"),
        ("/dang-nhap/", "vi", "en", "en"),
        ("/dang-nhap/", "en", "vi", "vi"),
        ("/dang-nhap/", "en", "xx", "vi"),
        ("/api/v1/partners/", "en", None, "en"),
        ("/api/v1/partners/", "", None, "vi"),
    ],
)
def test_pages_speak_vietnamese_until_the_person_chooses(client, path, header, cookie, expected):
    if cookie:
        client.cookies["django_language"] = cookie

    response = client.get(path, headers={"accept-language": header})

    assert response["Content-Language"] == expected
