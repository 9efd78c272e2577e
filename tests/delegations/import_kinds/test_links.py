"""Lists offer the tables that hold what they list, to be pasted and to be taken out, to those who may bring them in."""

from __future__ import annotations

import pytest
from django.urls import reverse

from delegations.import_kinds import KINDS
from dnfa.accounts.enums import Role
from dnfa.core.models import ImportBatch
from dnfa.core.table_import.kinds import heading_of
from tests.delegations.programme.factories import make_programme
from tests.factories import make_user, sign_in

pytestmark = pytest.mark.django_db

LISTS = {
    "delegations:list": ["doan", "thanh-vien-doan"],
    "delegations:conferences": ["hoi-nghi"],
    "delegations:press_visits": ["phong-vien"],
    "delegations:engagements": ["tiep-xuc"],
    "delegations:quick": ["tiep-xuc"],
    "delegations:invitations": ["loi-moi"],
}
READERS = {Role.LEADER, Role.AUDITOR}  # the quick entry is not theirs
KEEPERS = {Role.OFFICER, Role.HEAD, Role.ADMINISTRATOR}


def offered(page: str) -> tuple[set[str], set[str]]:
    """Codes of the tables whose page and whose export the page leads to."""
    codes = {kind.code for kind in KINDS}
    return (
        {code for code in codes if f'href="/nhap-bang/{code}/"' in page},
        {code for code in codes if f'href="/nhap-bang/{code}/xuat/"' in page},
    )


@pytest.mark.parametrize(
    ("name", "role"),
    [(name, role) for name in LISTS for role in Role if name != "delegations:quick" or role not in READERS],
)
def test_a_list_offers_its_tables_to_those_who_keep_the_register(client, name, role):
    client.force_login(make_user(role))
    expected = set(LISTS[name]) if role in KEEPERS else set()

    assert offered(client.get(reverse(name)).content.decode()) == (expected, expected)


@pytest.mark.parametrize("role", list(Role))
def test_a_year_of_the_programme_offers_its_lines(client, role):
    make_programme(2027)
    client.force_login(make_user(role))
    expected = {"chuong-trinh-nam"} if role in KEEPERS else set()

    page = client.get(reverse("delegations:programme", args=[2027])).content.decode()

    assert offered(page) == (expected, expected)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_what_is_pasted_from_excel_is_read(client, kind):
    sign_in(client)
    heads = [str(column.label) for column in kind.columns]
    cells = [str(column.example) for column in kind.columns]

    answer = client.post(f"/nhap-bang/{kind.code}/", {"cells": "\t".join(heads) + "\n" + "\t".join(cells)})

    batch = ImportBatch.objects.get()
    assert (answer.status_code, answer["Location"], batch.kind) == (302, f"/nhap-bang/{batch.pk}/", kind.code)
    shown = client.get(answer["Location"])
    row = batch.rows.get()
    assert (shown.status_code, set(row.parsed["values"])) == (
        200,
        {column.key for column in kind.columns if str(column.example)},
    )


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_what_is_pasted_with_a_column_never_kept_leaves_nothing_behind(client, kind):
    sign_in(client)
    heads = "\t".join([*(str(column.label) for column in kind.columns if column.required), "Số hộ chiếu"])

    answer = client.post(f"/nhap-bang/{kind.code}/", {"cells": f"{heads}\n{heads}"})

    assert (answer.status_code, ImportBatch.objects.count()) == (200, 0)
    assert answer.context["form"].errors["cells"] == [
        (
            "Cột “Số hộ chiếu” không được giữ: sổ không lưu ngày sinh, giấy tờ tùy thân, địa chỉ, số điện thoại của cá nhân. "
            "Hãy bỏ cột đó rồi nhập lại; chưa lưu gì của bảng này."
        )
    ]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_every_heading_means_one_column(kind):
    headings = [heading for column in kind.columns for heading in column.headings()]
    headings += [heading_of(words) for period in kind.periods for words in period.headings]

    assert sorted(headings) == sorted(set(headings))
    assert [words for words in headings if words in {heading_of(never) for never in kind.never_kept}] == []
