from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from dnfa.accounts.enums import Role
from dnfa.accounts.models import Agency, ApiToken, User
from dnfa.accounts.services import digest
from tests.factories import make_agency, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(settings):
    settings.DNFA_DEMO = True
    settings.DNFA_DEMO_PASSWORD = "mat-khau-mau-1"
    return settings


def test_the_six_are_made_once(demo, capsys):
    call_command("ensure_demo_users")
    first = capsys.readouterr().out
    passwords = dict(User.objects.values_list("username", "password"))
    call_command("ensure_demo_users")
    second = capsys.readouterr().out

    rows = User.objects.order_by("pk").values_list(
        "username", "role", "agency__key", "is_staff", "is_superuser", "is_demonstration"
    )
    assert list(rows) == [
        ("officer", "officer", "so-ngoai-vu", True, False, True),
        ("head", "head", "so-ngoai-vu", True, False, True),
        ("focal", "focal_point", "dai-hoc-da-nang", False, False, True),
        ("leader", "leader", None, False, False, True),
        ("admin", "administrator", "so-ngoai-vu", True, True, True),
        ("auditor", "auditor", None, False, False, True),
    ]
    assert "mat-khau-mau-1" in first
    assert "mat-khau-mau-1" not in second
    assert dict(User.objects.values_list("username", "password")) == passwords
    assert all(user.check_password("mat-khau-mau-1") for user in User.objects.all())


def test_the_loaded_agency_is_used(demo):
    agency = make_agency(key="dai-hoc-da-nang", name_vi="Đại học Đà Nẵng")

    call_command("ensure_demo_users")

    assert User.objects.get(username="focal").agency == agency
    assert Agency.objects.count() == 2


def test_keepers_correct_the_register_in_the_admin_but_delete_nothing(demo):
    call_command("ensure_demo_users")

    officer = User.objects.get(username="officer")
    allowed = ["partners.change_partner", "agreements.add_agreement", "core.view_job"]
    refused = ["partners.delete_partner", "accounts.change_user", "accounts.view_apitoken"]
    assert [officer.has_perm(name) for name in allowed + refused] == [True] * 3 + [False] * 3


def test_those_who_are_missing_are_added(demo, capsys):
    call_command("ensure_demo_users")
    User.objects.filter(username="auditor").delete()
    capsys.readouterr()

    call_command("ensure_demo_users")

    assert "Những người khác giữ mật khẩu cũ" in capsys.readouterr().out
    assert User.objects.count() == 6


def test_a_real_home_gets_no_demonstration_users(settings):
    settings.DNFA_DEMO = False

    with pytest.raises(CommandError, match="DNFA_DEMO=1"):
        call_command("ensure_demo_users")

    assert (User.objects.count(), Agency.objects.count()) == (0, 0)


def test_no_password_no_users(settings):
    settings.DNFA_DEMO = True
    settings.DNFA_DEMO_PASSWORD = ""

    with pytest.raises(CommandError, match="DNFA_DEMO_PASSWORD"):
        call_command("ensure_demo_users")

    assert User.objects.count() == 0


def test_a_real_persons_name_is_never_taken_over(demo):
    real = make_user(Role.LEADER, username="head")

    with pytest.raises(CommandError, match="head"):
        call_command("ensure_demo_users")

    assert list(User.objects.all()) == [real]


def test_issue_token_prints_the_token_and_nothing_else(capsys):
    user = make_user(username="officer")

    call_command("issue_token", "officer", name="kiểm thử", days=30)

    printed = capsys.readouterr()
    token = ApiToken.objects.get()
    assert (digest(printed.out.removesuffix("\n")), printed.err) == (token.digest, "")
    assert (token.user, token.name) == (user, "kiểm thử")
    assert timedelta(days=29) < token.expires_at - token.created_at <= timedelta(days=30)
    assert token.audit_rows.get().pgh_context.metadata["actor"] == "issue_token"


def test_issue_token_without_days_lasts_until_revoked(capsys):
    make_user(username="officer")

    call_command("issue_token", "officer")

    assert ApiToken.objects.get().expires_at is None


@pytest.mark.parametrize(
    ("username", "options", "message"),
    [
        ("ai-do", {}, "Không có người dùng"),
        ("officer", {"days": 0}, "--days"),
        ("officer", {"days": 99999999}, "--days"),
        ("closed", {}, "không đăng nhập được"),
        ("officer", {"name": " "}, "Cần tên"),
    ],
)
def test_issue_token_refuses_and_prints_nothing(capsys, username, options, message):
    make_user(username="officer")
    make_user(username="closed", is_active=False)

    with pytest.raises(CommandError, match=message):
        call_command("issue_token", username, **options)

    assert (capsys.readouterr().out, ApiToken.objects.count()) == ("", 0)
