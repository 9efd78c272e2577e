from __future__ import annotations

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from dnfa.accounts.enums import Role
from dnfa.accounts.models import Agency
from dnfa.core.audit import as_actor
from dnfa.core.models import Job, LegalBasis
from tests.factories import make_agency, make_partner, make_user

pytestmark = pytest.mark.django_db


def url_of(record):
    return f"/lich-su/{record._meta.app_label}/{record._meta.model_name}/{record.pk}/"


def test_the_page_tells_who_when_what_and_why(client):
    agency = make_agency(name_vi="Sở Du lịch")
    with as_actor("Trần Bảo", reason="Hợp nhất từ 01/7/2025", role="head"):
        Agency.objects.filter(pk=agency.pk).update(name_vi="Sở Văn hóa <b>")
    client.force_login(make_user(Role.AUDITOR))

    text = client.get(url_of(agency)).content.decode()

    for part in (
        "Trần Bảo (Trưởng phòng Sở Ngoại vụ)",
        "Hợp nhất từ 01/7/2025",
        "Tên cơ quan",
        "Sở Du lịch",
        "2 lần",
    ):
        assert part in text
    assert "Sở Văn hóa &lt;b&gt;" in text
    assert "<b>" not in text


@pytest.mark.parametrize("role", list(Role))
def test_who_may_read_history(client, role):
    agency = make_agency()
    client.force_login(make_user(role))

    expected = 200 if role in {Role.OFFICER, Role.HEAD, Role.ADMINISTRATOR, Role.AUDITOR} else 403
    assert client.get(url_of(agency)).status_code == expected


def test_a_record_with_a_page_is_linked_back(client):
    partner = make_partner(name_vi="Thành phố Sakai")
    client.force_login(make_user())

    assert f'href="{partner.get_absolute_url()}"' in client.get(url_of(partner)).content.decode()


def test_a_record_without_visibility_rule_is_shown(client):
    basis = LegalBasis.objects.create(
        key="thu-30", number="30/2020/NĐ-CP", kind="Nghị định", title="Công tác văn thư"
    )
    client.force_login(make_user())

    assert "30/2020/NĐ-CP" in client.get(url_of(basis)).content.decode()


def test_a_deleted_record_is_shown(client):
    agency = make_agency(name_vi="Sở Tạm")
    url = url_of(agency)
    agency.delete()
    client.force_login(make_user())

    text = client.get(url).content.decode()

    assert "bản ghi đã xóa" in text
    assert "Sở Tạm" in text


def test_what_is_not_there_is_not_found(client):
    job = Job.objects.create(kind="x", title="y")
    client.force_login(make_user())

    for url in (
        url_of(job),
        "/lich-su/accounts/agency/987654/",
        "/lich-su/accounts/khong/1/",
        "/lich-su/x/y/1/",
    ):
        assert client.get(url).status_code == 404


def test_a_record_this_person_may_not_see_is_not_found(client, monkeypatch):
    agency = make_agency()
    monkeypatch.setattr(type(Agency.objects.all()), "visible_to", lambda queryset, _user: queryset.none())
    client.force_login(make_user())

    assert client.get(url_of(agency)).status_code == 404


def test_the_link_is_drawn_for_those_who_may_read():
    agency = make_agency()
    template = Template("{% load history %}{% history_link record %}")

    def drawn(role):
        request = RequestFactory().get("/")
        request.user = make_user(role)
        return template.render(Context({"request": request, "record": agency}))

    assert url_of(agency) in drawn(Role.OFFICER)
    assert drawn(Role.LEADER).strip() == ""
