from __future__ import annotations

from datetime import timedelta

import pytest
from rest_framework.test import APIClient

from dnfa.accounts.authentication import RegisterBackend
from dnfa.accounts.enums import Role
from dnfa.accounts.models import ApiToken
from dnfa.accounts.services import digest, issue_token, revoke_token
from dnfa.core.clock import local_now, local_today
from tests.factories import make_agency, make_user

pytestmark = [pytest.mark.urls("tests.core.api_urls"), pytest.mark.django_db]
URL = "/api/v1/lists/agencies/"
REFUSED = {
    "error": {
        "code": "authentication_failed",
        "message": "Mã truy cập không đúng, đã hết hạn hoặc đã thu hồi.",
        "fields": {},
    }
}


def ask(header, url=URL):
    return APIClient().get(url, HTTP_AUTHORIZATION=header)


@pytest.mark.parametrize("keyword", ["Token", "token", "TOKEN"])
def test_a_token_opens_the_api_with_the_rights_of_its_owner(keyword):
    make_agency(name_vi="Sở Du lịch")
    token = issue_token(
        user=make_user(Role.FOCAL_POINT, agency=make_agency(name_vi="Sở Y tế")), name="cổng dữ liệu"
    )

    response = ask(f"{keyword} {token}")

    assert response.status_code == 200
    assert [row["name_vi"] for row in response.json()["results"]] == ["Sở Du lịch", "Sở Y tế"]


def test_the_day_of_use_is_noted_once_a_day():
    token = issue_token(user=make_user(), name="x")

    ask(f"Token {token}")
    ask(f"Token {token}")

    row = ApiToken.objects.get()
    assert row.last_used_on == local_today()
    assert [audit.pgh_label for audit in row.audit_rows.order_by("pgh_id")] == ["insert", "update"]


def test_what_the_token_does_carries_its_owner_in_the_audit_trail():
    user = make_user(Role.AUDITOR, full_name="Đặng Linh")
    token = issue_token(user=user, name="x")

    ask(f"Token {token}")

    metadata = ApiToken.objects.get().audit_rows.order_by("pgh_id").last().pgh_context.metadata
    assert {key: metadata[key] for key in ("user", "actor", "role", "url", "method")} == {
        "user": user.pk, "actor": "Đặng Linh", "role": "auditor", "url": URL, "method": "GET",
    }  # fmt: skip


def test_every_token_that_does_not_open_gets_the_same_answer(settings):
    now = local_now()
    expired = issue_token(user=make_user(), name="x", expires_at=now - timedelta(seconds=1))
    revoked = issue_token(user=make_user(), name="x")
    revoke_token(token=ApiToken.objects.get(digest=digest(revoked)), now=now)
    orphaned_owner = make_user()
    orphaned = issue_token(user=orphaned_owner, name="x")
    orphaned_owner.is_active = False
    orphaned_owner.save()
    settings.DNFA_DEMO = True
    demonstration = issue_token(user=make_user(is_demonstration=True), name="x")
    settings.DNFA_DEMO = False
    wrong = [
        "Token khong-dung",
        "Token",
        "Token  ",
        f"Token {'x' * 201}",
        f"Token {expired} {expired}",
        "Token \u00e9",
    ]

    answers = [ask(header) for header in wrong]
    answers += [ask(f"Token {token}") for token in (expired, revoked, orphaned, demonstration)]

    assert [(answer.status_code, answer.json()) for answer in answers] == [(401, REFUSED)] * 10
    assert [answer["WWW-Authenticate"] for answer in answers] == ["Token"] * 10
    assert ApiToken.objects.filter(last_used_on__isnull=False).count() == 0


@pytest.mark.parametrize("header", ["Bearer abc", "Basic YTpi", ""])
def test_a_header_for_somebody_else_is_no_attempt(header):
    assert ask(header).json()["error"]["code"] == "not_authenticated"


@pytest.mark.parametrize(("seconds", "opens"), [(-1, False), (0, False), (1, True)])
def test_a_token_ends_at_its_moment(seconds, opens):
    now = local_now()
    token = ApiToken(expires_at=now + timedelta(seconds=seconds))

    assert token.is_usable(now) is opens


def test_a_session_opens_the_api_too(client):
    client.force_login(make_user())

    assert client.get(URL).status_code == 200


@pytest.mark.parametrize(
    ("values", "demo", "may"),
    [
        ({}, False, True),
        ({"is_active": False}, True, False),
        ({"is_demonstration": True}, True, True),
        ({"is_demonstration": True}, False, False),
    ],
)
def test_who_may_sign_in(settings, values, demo, may):
    settings.DNFA_DEMO = demo

    assert RegisterBackend().user_can_authenticate(make_user(**values)) is may


def test_nobody_cannot_authenticate():
    assert RegisterBackend().user_can_authenticate(None) is False


def test_an_open_session_ends_when_the_account_is_closed(client):
    user = make_user()
    client.force_login(user)
    before = client.get("/toi/").status_code
    user.is_active = False
    user.save()

    after = client.get("/toi/")

    assert (before, after.status_code, after["Location"]) == (200, 302, "/dang-nhap/?next=/toi/")
