from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.models import ExchangeRate
from dnfa.accounts.enums import Role
from tests.agreements.rates.factories import book_at, make_rate
from tests.factories import make_project, post, sign_in

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/exchange-rates/"
SENT = {"currency": "USD", "day": "2026-01-05", "rate": "25450", "source": "NHNN"}


def test_rates_are_read_with_what_stands_on_them(client):
    user = sign_in(client, Role.FOCAL_POINT)
    wrong = make_rate(2545, replaced_on=date(2026, 1, 8))
    right = make_rate(replaces=wrong, reason="Thiếu một số 0", url="https://sbv.gov.vn/")
    own = book_at(right, make_project(agencies=[user.agency]))
    book_at(right, make_project())

    told = client.get(ROOT).json()
    lines = client.get("/api/v1/disbursements/", {"rate": right.pk}).json()

    assert told["results"] == [
        {
            "id": wrong.pk, "currency": "USD", "day": "2026-01-05", "rate": "2545.000000", "source": "NHNN", "url": "",
            "replaces": None, "reason": "", "replaced_by": right.pk, "replaced_on": "2026-01-08", "lines": 0,
        },
        {
            "id": right.pk, "currency": "USD", "day": "2026-01-05", "rate": "25450.000000", "source": "NHNN",
            "url": "https://sbv.gov.vn/", "replaces": wrong.pk, "reason": "Thiếu một số 0", "replaced_by": None,
            "replaced_on": None, "lines": 1,
        },
    ]  # fmt: skip
    assert [line["id"] for line in lines["results"]] == [own.pk]


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        ({}, [26000, 29000, 25450]),
        ({"currency": "EUR"}, [29000]),
        ({"day_from": "2026-01-06"}, [26000, 29000]),
        ({"day_to": "2026-01-05"}, [25450]),
        ({"source": "vcb"}, [26000]),
        ({"standing": "false"}, [29000]),
    ],
)
def test_the_questions(client, asked, numbers):
    sign_in(client, Role.LEADER)
    make_rate(26000, day=date(2026, 6, 30), source="VCB")
    make_rate(29000, "EUR", day=date(2026, 1, 6), replaced_on=date(2026, 1, 8))
    make_rate()

    assert [int(float(row["rate"])) for row in client.get(ROOT, asked).json()["results"]] == numbers


def test_unknown_questions_are_refused(client):
    sign_in(client)

    assert client.get(ROOT, {"money": "USD"}).status_code == 400
    assert client.get(ROOT, {"currency": "bạc"}).json()["error"]["fields"].keys() == {"currency"}
    assert client.get("/api/v1/disbursements/", {"rate": "5"}).status_code == 400


def test_a_rate_is_written_and_replaced(client):
    user = sign_in(client)

    made = post(client, ROOT, SENT)
    address = f"{ROOT}{made.json()['id']}/"
    replaced = post(client, f"{address}replace/", {"rate": "25500.5", "reason": "Gõ nhầm"})
    again = post(client, f"{address}replace/", {"rate": "5", "reason": "Gõ nhầm"})

    wrong, right = ExchangeRate.objects.order_by("pk")
    assert [answer.status_code for answer in (made, replaced, again)] == [201, 201, 409]
    assert made.headers["Location"] == f"http://testserver{address}"
    assert replaced.json()["replaced_by"] == right.pk
    assert again.json()["error"]["code"] == "replaced_already"
    assert (right.replaces, right.recorded_by, str(right.rate)) == (wrong, user, "25500.500000")


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"currency": "VND"}, "currency"),
        ({"rate": "0"}, "rate"),
        ({"rate": "nhiều"}, "rate"),
        ({"day": "2999-01-01"}, "day"),
        ({"source": ""}, "source"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"replaced_on": "2026-01-01"}, "replaced_on"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_written(client, sent, field):
    sign_in(client)

    answer = post(client, ROOT, {**SENT, **sent})

    assert (answer.status_code, list(answer.json()["error"]["fields"])) == (400, [field])
    assert not ExchangeRate.objects.exists()


def test_a_rate_is_never_rewritten_nor_deleted(client):
    sign_in(client)
    address = f"{ROOT}{make_rate().pk}/"

    answers = [
        getattr(client, verb)(address, {}, content_type="application/json")
        for verb in ("patch", "put", "delete")
    ]

    assert [answer.status_code for answer in answers] == [405, 405, 405]


@pytest.mark.parametrize("role", [Role.FOCAL_POINT, Role.LEADER, Role.AUDITOR])
def test_who_only_reads_writes_nothing(client, role):
    sign_in(client, role)
    rate = make_rate()

    answers = [
        post(client, ROOT, SENT),
        post(client, f"{ROOT}{rate.pk}/replace/", {"rate": "5", "reason": "x"}),
    ]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert list(ExchangeRate.objects.values_list("pk", "replaced_on")) == [(rate.pk, None)]


def test_one_and_many_are_asked_for_alike(client):
    sign_in(client)
    wrong = make_rate(2545, replaced_on=date(2026, 1, 8))

    def asked():
        with CaptureQueriesContext(connection) as queries:
            client.get(ROOT)
        return len(queries)

    one = asked()
    book_at(make_rate(replaces=wrong, reason="Sai"), make_project())
    make_rate(29000, "EUR")

    assert asked() == one
