from __future__ import annotations

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.management import CommandError, call_command
from django.urls import get_resolver
from rest_framework.test import APIClient

from dnfa.accounts import access_table
from dnfa.accounts.access import (
    Access,
    DeclaredAccessPermission,
    Door,
    declared_access,
    doors,
    dotted_path,
    public,
    roles,
    signed_in,
)
from dnfa.accounts.enums import Role
from dnfa.accounts.views import PasswordView, SignInView
from dnfa.health import healthz
from tests.core.api_urls import Failing, Undeclared, undeclared_page
from tests.factories import make_user

PAGE = settings.BASE_DIR / "docs" / "roles.md"


def test_every_address_declares_who_may_open_it():
    undeclared = [f"{door.route} {door.view}" for door in doors() if door.access is None]

    assert undeclared == []
    assert len(list(doors())) > 100


def test_the_written_table_equals_the_addresses(settings):
    page = (settings.BASE_DIR / "docs" / "roles.md").read_text(encoding="utf-8")
    written = page.partition(access_table.START)[2].partition(access_table.END)[0]

    call_command("access_table", "--check")  # raises on any difference, see the next test
    ours = [door.name for door in doors() if not door.name.startswith("admin:")]
    assert [name for name in ours if f"`{name}`" not in written] == []


def test_a_stale_table_is_noticed_and_renewed(tmp_path, settings):
    settings.BASE_DIR = tmp_path
    page = tmp_path / "docs" / "roles.md"
    page.parent.mkdir()
    page.write_text(f"Trước\n{access_table.START}\ncũ\n{access_table.END}\nSau\n", encoding="utf-8")

    with pytest.raises(CommandError, match="out of date"):
        call_command("access_table", "--check")
    call_command("access_table", "--write")
    call_command("access_table", "--check")

    text = page.read_text(encoding="utf-8")
    assert text.startswith(f"Trước\n{access_table.START}\n| Địa chỉ | Tên | Ai mở được |\n")
    assert text.endswith(f"|\n{access_table.END}\nSau\n")


def test_a_page_without_markers_is_refused():
    with pytest.raises(ValueError, match="lacks"):
        access_table.with_table("không có dấu")


def test_the_table_is_printed_without_options(capsys):
    call_command("access_table")

    lines = capsys.readouterr().out.splitlines()
    assert "| `/viec/<pk>/` | `accounts:job_detail` | người đã đăng nhập |" in lines
    assert "| `/dang-nhap/` | `accounts:login` | mọi người |" in lines
    admin = [line for line in lines if "admin:" in line]
    assert admin == [
        "| `/quan-tri/…` | `admin:*` | Chuyên viên Sở Ngoại vụ, Trưởng phòng Sở Ngoại vụ, Quản trị hệ thống |"
    ]


def test_an_undeclared_address_stands_out_in_the_table(monkeypatch):
    monkeypatch.setattr(access_table, "doors", lambda: [Door("/x/", "x", "x.y", None)])

    assert access_table.lines()[2:] == ["| `/x/` | `x` | KHÔNG AI |"]


def everybody():
    return {role: make_user(role) for role in Role}


@pytest.mark.parametrize(
    ("access", "allowed"),
    [
        (public, set(Role)),
        (signed_in, set(Role)),
        (roles(Role.AUDITOR), {Role.AUDITOR}),
        (roles(Role.OFFICER, Role.HEAD), {Role.OFFICER, Role.HEAD}),
    ],
)
def test_who_passes(db, access, allowed):
    assert {role for role, user in everybody().items() if access.allows(user)} == allowed


def test_nobody_and_the_inactive_pass_public_doors_only(db):
    inactive = make_user(Role.ADMINISTRATOR, is_active=False)

    for user in (AnonymousUser(), inactive):
        passed = [access.allows(user) for access in (public, signed_in, roles(Role.ADMINISTRATOR))]
        assert passed == [True, False, False]


def test_roles_without_a_role_is_a_mistake():
    with pytest.raises(ValueError, match="without a role"):
        roles()


def test_access_in_words_keeps_the_order_of_the_roles():
    assert [access.describe() for access in (public, signed_in, roles(Role.AUDITOR, Role.OFFICER))] == [
        "mọi người",
        "người đã đăng nhập",
        "Chuyên viên Sở Ngoại vụ, Kiểm tra, giám sát",
    ]


def test_where_a_declaration_is_found():
    @roles(Role.HEAD)
    def function(request):
        return None

    overridden = PasswordView.as_view()
    overridden.view_initkwargs = {"access": roles(Role.LEADER)}

    assert declared_access(function) == roles(Role.HEAD)
    assert declared_access(SignInView.as_view()) == public
    assert declared_access(PasswordView.as_view()) == signed_in
    assert declared_access(overridden) == roles(Role.LEADER)
    assert declared_access(Failing.as_view()) == public
    assert declared_access(healthz) == public
    assert declared_access(undeclared_page, ["admin"]) == roles(Role.OFFICER, Role.HEAD, Role.ADMINISTRATOR)
    assert declared_access(undeclared_page, ["other"]) is None
    assert declared_access(Undeclared.as_view()) is None


def test_dotted_paths():
    assert dotted_path(PasswordView.as_view()) == "dnfa.accounts.views.PasswordView"
    assert dotted_path(undeclared_page) == "tests.core.api_urls.undeclared_page"


def test_doors_of_a_given_resolver():
    resolver = get_resolver("tests.accounts.two_doors")

    assert list(doors(resolver)) == [
        Door("/mo/", "mo", "tests.core.api_urls.declared_page", signed_in),
        Door("/dong/", "", "tests.core.api_urls.undeclared_page", None),
    ]


@pytest.mark.parametrize("declared", [None, "signed_in", True])
def test_the_api_refuses_what_is_not_an_access(db, declared):
    class View:
        access = declared

    request = type("Request", (), {"user": make_user()})()

    assert DeclaredAccessPermission().has_permission(request, View()) is False
    View.access = Access()
    assert DeclaredAccessPermission().has_permission(request, View()) is True


@pytest.mark.urls("tests.core.api_urls")
def test_an_undeclared_api_view_answers_nobody(db):
    api = APIClient()
    api.force_authenticate(make_user(Role.ADMINISTRATOR))

    response = api.get("/api/v1/thu/undeclared/")

    assert response.status_code == 403
    assert response.json()["error"]["code"] == "permission_denied"
