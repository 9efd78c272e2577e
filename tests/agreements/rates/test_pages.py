from __future__ import annotations

import csv
import io
import re
from datetime import date

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agreements.models import ExchangeRate
from dnfa.accounts.enums import Role
from dnfa.core.clock import local_today
from tests.agreements.rates.factories import book_at, make_rate
from tests.factories import make_project, make_user, sign_in

pytestmark = pytest.mark.django_db
LIST = "/thoa-thuan/ty-gia/"
ADD = f"{LIST}them/"
TYPED = {
    "currency": "usd",
    "day": "5/1/2026",
    "rate": "25.450",
    "source": "NHNN",
    "url": "https://sbv.gov.vn/",
}
KEEPERS = {Role.OFFICER, Role.HEAD, Role.ADMINISTRATOR}


def replacing(rate):
    return f"{rate.get_absolute_url()}thay/"


def shown(client, **asked):
    return [line.row for line in client.get(LIST, asked).context["lines"]]


def queries(client, address):
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return len(asked)


# --- the list ----------------------------------------------------------------------------
@pytest.fixture
def rates():
    """Four rates; the first was replaced by the second."""
    wrong = make_rate(2545, replaced_on=date(2026, 1, 8))
    return [
        wrong,
        make_rate(25450, replaces=wrong, reason="Thiếu một số 0"),
        make_rate(26000, day=date(2026, 6, 30), source="Vietcombank"),
        make_rate("1.175", "LAK", day=date(2025, 12, 31), source="Vietcombank"),
    ]


@pytest.mark.parametrize(
    ("asked", "places"),
    [
        ({}, [2, 0, 1, 3]),
        ({"sort": "day"}, [3, 0, 1, 2]),
        ({"currency": "lak"}, [3]),
        ({"currency": "kíp Lào"}, [3]),
        ({"day_from": "5/1/2026"}, [2, 0, 1]),
        ({"day_from": "6/1/2026"}, [2]),
        ({"day_to": "5/1/2026"}, [0, 1, 3]),
        ({"day_from": "1/1/2026", "day_to": "29/6/2026"}, [0, 1]),
        ({"source": "vietCOM"}, [2, 3]),
        ({"standing": "true"}, [2, 1, 3]),
        ({"standing": "false"}, [0]),
        ({"currency": "bạc"}, []),
        ({"day_from": "mai"}, []),
    ],
)
def test_the_list_and_its_questions(client, rates, asked, places):
    sign_in(client, Role.AUDITOR)

    assert shown(client, **asked) == [rates[place] for place in places]


@pytest.mark.parametrize("sort", ["currency", "day", "rate", "source", "state", "line_count"])
def test_every_column_sorts_both_ways(client, rates, sort):
    sign_in(client)

    assert sorted(one.pk for one in shown(client, sort=sort)) == sorted(one.pk for one in rates)
    assert len(shown(client, sort=f"-{sort}")) == len(rates)


def test_the_list_tells_state_number_and_where_it_is_published(client, rates):
    sign_in(client)
    ExchangeRate.objects.filter(pk=rates[2].pk).update(url="https://vcb.vn/a?b=1&c=2")

    page = client.get(LIST).content.decode()

    assert "1,1750" in page
    assert "Đã thay" in page
    assert 'href="https://vcb.vn/a?b=1&amp;c=2" rel="noopener noreferrer external"' in page


def test_the_export_is_the_list(client, rates):
    sign_in(client)
    book_at(rates[1], make_project())

    table = client.get(LIST, {"format": "csv", "standing": "true", "sort": "day"})
    rows = list(csv.reader(io.StringIO(table.getvalue().decode("utf-8-sig"))))
    book = client.get(LIST, {"format": "xlsx", "standing": "true", "sort": "day"})
    cells = list(openpyxl.load_workbook(io.BytesIO(book.content)).active.iter_rows(values_only=True))

    assert [row[:5] for row in rows[-3:]] == [
        ["1", "LAK", "31/12/2025", "1.175000", "Vietcombank"],
        ["2", "USD", "05/01/2026", "25450.000000", "NHNN"],
        ["3", "USD", "30/06/2026", "26000.000000", "Vietcombank"],
    ]
    assert [row[3] for row in cells[-3:]] == [1.175, 25450, 26000]


@pytest.mark.parametrize("role", list(Role))
def test_who_is_offered_to_add_and_to_import(client, rates, role):
    sign_in(client, role)

    page = client.get(LIST)

    offers = [f'href="{ADD}"' in page.content.decode(), bool(page.context["import_links"])]
    assert offers == [role in KEEPERS] * 2


def test_the_list_asks_as_often_for_one_as_for_many(client):
    sign_in(client)
    rate = make_rate()
    one = queries(client, LIST)
    make_rate(2545, day=date(2026, 1, 4), replaced_on=date(2026, 1, 8))
    make_rate(26000, day=date(2026, 6, 30))
    book_at(rate, make_project())

    assert queries(client, LIST) == one


# --- one rate ----------------------------------------------------------------------------
def test_a_count_opens_as_many_lines_and_hides_those_of_hidden_projects(client, rates):
    user = sign_in(client, Role.FOCAL_POINT)
    own = book_at(rates[1], make_project(agencies=[user.agency]))
    book_at(rates[1], make_project())

    (row,) = shown(client, standing="true", currency="USD", day_to="5/1/2026")
    page = client.get(row.get_absolute_url())

    assert (row.line_count, page.context["total"]) == (1, 1)
    assert [line.row for line in page.context["lines"]] == [own]
    sign_in(client)
    assert client.get(row.get_absolute_url()).context["total"] == 2


def test_the_page_names_what_it_replaces_and_what_replaced_it(client, rates):
    sign_in(client)
    wrong, right = rates[:2]

    told = {
        rate: [(fact["label"], fact.get("href", "")) for fact in client.get(rate.get_absolute_url()).context["summary"]]
        for rate in (wrong, right)
    }  # fmt: skip

    assert ("Tỷ giá thay", right.get_absolute_url()) in told[wrong]
    assert ("Thay cho tỷ giá", wrong.get_absolute_url()) in told[right]
    assert "Tỷ giá thay" not in dict(told[right])


def test_lines_of_a_rate_are_exported(client, rates):
    sign_in(client)
    book_at(rates[1], make_project(title_vi="Cấp nước"), "12.5")

    table = client.get(rates[1].get_absolute_url(), {"format": "csv"})
    rows = list(csv.reader(io.StringIO(table.getvalue().decode("utf-8-sig"))))

    assert rows[-1][:5] == ["1", "Cấp nước", "Cam kết", "12.50", "USD"]


def test_the_page_asks_as_often_for_one_line_as_for_many(client, rates):
    sign_in(client)
    address = rates[1].get_absolute_url()
    book_at(rates[1], make_project())
    one = queries(client, address)
    for _more in range(3):
        book_at(rates[1], make_project())

    assert queries(client, address) == one


def test_a_rate_that_is_not_there(client):
    sign_in(client)

    assert client.get(f"{LIST}5/").status_code == 404


# --- writing -----------------------------------------------------------------------------
def test_a_rate_is_added_once_however_often_the_form_is_sent(client):
    user = sign_in(client)
    once = client.get(ADD).context["carried"]

    answers = [client.post(ADD, {**TYPED, **once}) for _time in range(2)]
    made = ExchangeRate.objects.get()

    assert {answer.url for answer in answers} == {made.get_absolute_url()}
    assert (made.currency, made.day, made.rate, made.source, made.url, made.recorded_by) == (
        "USD",
        date(2026, 1, 5),
        25450,
        "NHNN",
        "https://sbv.gov.vn/",
        user,
    )


@pytest.mark.parametrize(
    ("values", "at"),
    [
        ({"currency": ""}, ["currency"]),
        ({"currency": "$"}, ["currency"]),
        ({"currency": "đồng"}, ["currency"]),
        ({"day": "1/2026"}, ["day"]),
        ({"day": "1/1/2999"}, ["day"]),
        ({"rate": "25,450"}, ["rate"]),
        ({"rate": "0"}, ["rate"]),
        ({"source": " "}, ["source"]),
        ({"source": "TỐI MẬT"}, ["source"]),
        ({"url": "javascript:alert(1)"}, ["url"]),
        ({"rate": "25.500", "day": "6/1/2026"}, ["rate"]),
    ],
)
def test_what_is_wrong_stands_at_its_box_and_nothing_is_written(client, values, at):
    sign_in(client)
    make_rate(day=date(2026, 1, 6))
    sent = {**TYPED, **values}

    answer = client.post(ADD, sent)
    form = answer.context["form"]

    assert (list(form.errors), ExchangeRate.objects.count()) == (at, 1)
    assert [form[name].value() for name in sent] == list(sent.values())


def test_a_wrong_rate_is_replaced_on_its_page(client):
    sign_in(client)
    wrong = make_rate(2545, url="https://sbv.gov.vn/")
    book_at(wrong, make_project())

    page = client.get(replacing(wrong))
    boxes = {name: page.context["form"][name].value() for name in page.context["form"].fields}
    unreasoned = client.post(replacing(wrong), {**boxes, "rate": "25.450", "reason": ""})
    answer = client.post(replacing(wrong), {**boxes, "rate": "25.450", "reason": "Thiếu một số 0"})
    wrong.refresh_from_db()

    assert "1 dòng tiền đã ghi theo tỷ giá này giữ nguyên" in page.content.decode()
    assert list(unreasoned.context["form"].errors) == ["reason"]
    assert answer.url == wrong.replacement.get_absolute_url()
    assert (wrong.replaced_on, wrong.replacement.rate, wrong.replacement.url) == (
        local_today(),
        25450,
        "https://sbv.gov.vn/",
    )


def test_a_replaced_rate_is_not_replaced_again(client, rates):
    sign_in(client)
    sent = {"currency": "USD", "day": "5/1/2026", "rate": "1", "source": "NHNN", "reason": "Sai"}

    shown_page = client.get(replacing(rates[0]))
    sent_page = client.post(replacing(rates[0]), sent)

    assert shown_page.url == rates[0].get_absolute_url()
    assert list(sent_page.context["form"].errors) == ["__all__"]
    assert f'href="{replacing(rates[0])}"' not in client.get(rates[0].get_absolute_url()).content.decode()
    assert ExchangeRate.objects.count() == len(rates)


@pytest.mark.parametrize("role", [Role.FOCAL_POINT, Role.LEADER, Role.AUDITOR])
def test_who_only_reads_writes_nothing(client, role):
    rate = make_rate(2545)
    sign_in(client, role)

    answers = [
        client.post(address, {**TYPED, "reason": "x"}).status_code for address in (ADD, replacing(rate))
    ]

    assert answers == [403, 403]
    assert f'href="{replacing(rate)}"' not in client.get(rate.get_absolute_url()).content.decode()
    assert list(ExchangeRate.objects.values_list("rate", "replaced_on")) == [(2545, None)]


# --- the workshop and the history --------------------------------------------------------
def test_the_workshop_shows_what_stands_and_changes_only_what_may(client):
    user = make_user("administrator", is_staff=True, is_superuser=True)
    client.force_login(user)
    rate = make_rate()
    address = reverse("admin:agreements_exchangerate_change", args=[rate.pk])

    form = client.get(address).context["adminform"].form
    sent = {
        "rate": "5",
        "source": "Khác",
        "url": "https://sbv.gov.vn/",
        "reason": "",
        "audit_reason": "Bổ sung",
    }
    answer = client.post(address, sent)
    rate.refresh_from_db()

    assert set(form.fields) == {"url", "replaces", "reason", "replaced_on", "recorded_by", "audit_reason"}
    assert (answer.status_code, rate.rate, rate.source, rate.url) == (
        302,
        25450,
        "NHNN",
        "https://sbv.gov.vn/",
    )


def test_the_history_of_a_rate_is_open_to_who_reads_histories(client):
    sign_in(client, Role.AUDITOR)
    page = client.get(make_rate().get_absolute_url())

    address = re.search(r'href="(/lich-su/[^"]+)"', page.content.decode())

    assert address is not None
    assert client.get(address[1]).status_code == 200
