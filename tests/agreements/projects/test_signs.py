"""Which way sums in đồng and quantities may point, at every door: the database, the API, the workshop."""

from __future__ import annotations

from decimal import Decimal
from importlib import import_module

import pytest
from django.contrib import admin
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from agreements.models import FundingLine, Project
from dnfa.accounts.enums import Role
from tests.agreements.projects.test_api import ROOT, send
from tests.factories import make_project, make_user, sign_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("amount", "dong", "is_correction", "stands"),
    [
        (1000, 25_000_000, False, True),
        (1000, 0, False, False),
        (1000, -5000, False, False),
        (-100, -2_500_000, True, True),
        (-1, 0, True, True),
        (-100, 2_500_000, True, False),
        (100, -2_500_000, True, False),
    ],
)
def test_the_database_keeps_dong_on_the_side_of_the_amount(amount, dong, is_correction, stands):
    project = make_project()
    wrong = project.lines.create(kind="committed", amount=5000, currency="USD")
    more = {"corrects": wrong, "reason": "Ghi sai"} if is_correction else {}

    def book():
        with transaction.atomic():
            project.lines.create(kind="committed", amount=amount, currency="USD", dong_stated=dong, **more)

    if stands:
        book()
    else:
        with pytest.raises(IntegrityError, match="line_dong_goes_with_amount"):
            book()
    assert project.lines.count() == 1 + stands


def test_a_quantity_below_nought_does_not_stand():
    with pytest.raises(IntegrityError, match="project_quantity_not_negative"), transaction.atomic():
        make_project(quantity=Decimal(-1), quantity_unit="trạm")
    assert not Project.objects.exists()


@pytest.mark.parametrize("dong", ["-5000", "0"])
def test_the_api_takes_no_dong_that_would_lower_the_totals(client, dong):
    sign_in(client, Role.OFFICER)
    project = make_project()
    line = {"kind": "committed", "amount": "5", "currency": "USD", "dong_stated": dong}

    response = send(client, f"{ROOT}{project.key}/lines/", line, project)

    assert (response.status_code, list(response.json()["error"]["fields"])) == (400, ["dong_stated"])
    assert not project.lines.exists()


def test_the_api_takes_no_quantity_below_nought(client):
    sign_in(client, Role.OFFICER)
    sent = {"title_vi": "Trạm xá", "direction": "received", "quantity": "-3", "quantity_unit": "trạm"}

    response = send(client, ROOT, sent)

    assert (response.status_code, list(response.json()["error"]["fields"])) == (400, ["quantity"])
    assert not Project.objects.exists()


def test_sums_are_read_in_the_workshop_and_neither_booked_nor_rewritten_there(client):
    client.force_login(make_user("administrator", is_staff=True, is_superuser=True))
    line = make_project().lines.create(kind="committed", amount=5, currency="USD")
    change = reverse("admin:agreements_fundingline_change", args=[line.pk])
    add = reverse("admin:agreements_fundingline_add")
    facts = {"project": line.project_id, "kind": "disbursed", "amount": "9", "currency": "usx"}

    answers = [client.get(change), client.post(change, facts), client.get(add), client.post(add, facts)]

    assert [answer.status_code for answer in answers] == [200, 403, 403, 403]
    assert list(FundingLine.objects.values_list("kind", "amount", "currency")) == [
        ("committed", Decimal(5), "USD")
    ]
    assert admin.site._registry[FundingLine].search_fields[0] == "project__title_fold"


def test_what_stood_on_the_wrong_side_is_kept_in_words_and_counts_no_more():
    step = import_module("agreements.migrations.0015_wrong_sums_in_dong")
    with connection.cursor() as cursor:
        cursor.execute(
            "ALTER TABLE agreements_fundingline DROP CONSTRAINT line_dong_goes_with_amount;"
            "ALTER TABLE agreements_project DROP CONSTRAINT project_quantity_not_negative"
        )
    project = make_project(note="Cũ", quantity=Decimal(-3))
    right = _line(project, 1000, 25_000_000, note="Đúng")
    wrong = _line(project, 2000, -5000, note="Theo báo cáo")
    _line(project, -500, 1250, corrects=wrong, reason="Ghi thừa")
    nought = _line(project, 3000, 0)
    _line(project, -1, 0, corrects=nought, reason="Ghi thừa")
    _line(project, -100, -2_500_000, corrects=right, reason="Ghi thừa")

    with connection.cursor() as cursor:
        cursor.execute(step.LINES)
        cursor.execute(step.PROJECTS)

    words = "Tiền đồng ghi trước đây không dùng được: %s."
    assert list(project.lines.order_by("pk").values_list("amount", "dong_stated", "note")) == [
        (Decimal(1000), Decimal(25_000_000), "Đúng"),
        (Decimal(2000), None, f"Theo báo cáo {words % -5000}"),
        (Decimal(-500), None, words % 1250),
        (Decimal(3000), None, words % 0),
        (Decimal(-1), None, words % 0),
        (Decimal(-100), Decimal(-2_500_000), ""),
    ]
    project.refresh_from_db()
    assert (project.quantity, project.note) == (
        None,
        "Cũ\nSố lượng ghi trước đây không dùng được: -3.00.",
    )


def _line(project, amount, dong, **more) -> FundingLine:
    return project.lines.create(kind="committed", amount=amount, currency="USD", dong_stated=dong, **more)
