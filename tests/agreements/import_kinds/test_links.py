"""Lists offer the import tables that hold what they list to those who may bring such tables in, and to nobody else."""

from __future__ import annotations

import pytest
from django.urls import reverse

from dnfa.accounts.enums import Role
from tests.factories import make_user

pytestmark = pytest.mark.django_db

LISTS = {
    "agreements:list": ["su-kien", "thoa-thuan"],
    "agreements:drafts": ["buoc-chuan-bi", "du-thao"],
    "agreements:broken-off": ["buoc-chuan-bi"],
    "agreements:opinions": ["y-kien"],
    "agreements:report_duties": ["bao-cao-theo-luat"],
    "agreements:legal_reports": ["bao-cao-theo-luat"],
    "agreements:reviews": ["ket-qua-ra-soat"],
    "agreements:expiry": ["ho-so-gia-han", "viec-gia-han"],
    "agreements:commitments": ["cam-ket"],
    "agreements:rates": ["ty-gia"],
    "agreements:registrations": ["giay-dang-ky"],
}
KEEPERS = {Role.OFFICER, Role.HEAD, Role.ADMINISTRATOR}
KEEPERS_OF_CRITERIA = {Role.HEAD, Role.ADMINISTRATOR}


def offered(client, role: Role, name: str) -> tuple[list[str], set[str]]:
    """Codes of the tables the page speaks of, and those whose address stands in it."""
    client.force_login(make_user(role))
    response = client.get(reverse(name))
    codes = sorted(importer.code for importer in response.context["import_links"])
    page = response.content.decode()
    known = {code for codes in LISTS.values() for code in codes} | {"tieu-chi-truoc-ky"}
    return codes, {code for code in known if f'href="/nhap-bang/{code}/xuat/"' in page}


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("name", LISTS)
def test_a_list_offers_its_tables_to_those_who_keep_the_register(client, role, name):
    expected = LISTS[name] if role in KEEPERS else []

    assert offered(client, role, name) == (expected, set(expected))


@pytest.mark.parametrize("role", list(Role))
def test_sets_of_criteria_offer_theirs_to_those_who_keep_them(client, role):
    expected = ["tieu-chi-truoc-ky"] if role in KEEPERS_OF_CRITERIA else []

    assert offered(client, role, "agreements:criteria-sets") == (expected, set(expected))


def test_a_link_brings_the_table_itself(client):
    client.force_login(make_user(Role.OFFICER))

    response = client.get("/nhap-bang/su-kien/xuat/")

    assert response.status_code == 200
    assert response["Content-Type"].endswith("spreadsheetml.sheet")
