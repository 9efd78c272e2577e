"""Rates of the register where money of a project is booked: those nearest the day of the line."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from agreements.models import ExchangeRate, FundingLine
from dnfa.accounts.enums import Role
from tests.agreements.rates.factories import make_rate
from tests.factories import make_project, sign_in

pytestmark = pytest.mark.django_db
NEAR = "/thoa-thuan/ty-gia/gan-ngay/"


@pytest.fixture
def project(client):
    sign_in(client, Role.OFFICER)
    return make_project(amount=100, currency="USD")


def of_line(line, name="rate"):
    return reverse(f"agreements:project-line-{name}", args=[line.pk])


def offered(form):
    """The rates that a form offers, by primary key; the first choice takes none."""
    return [value for value, _label in form.fields["known_rate"].choices][1:]


def send(client, url, **values):
    version = client.get(url).context["carried"]["version"]
    return client.post(url, {"version": version, **values})


def add(client, project, **values):
    url = reverse("agreements:project-line-add", args=[project.key])
    return send(client, url, **{"kind": "committed", "amount": "10 USD", "qualifier": "exact", **values})


def booked(project):
    return project.lines.filter(kind="committed")


# --- a new line --------------------------------------------------------------------------
def test_before_an_amount_is_typed_the_latest_of_each_currency_are_offered(client, project):
    make_rate(25000)
    usd, eur = make_rate(26000, day=date(2026, 1, 6)), make_rate(29000, "EUR")
    make_rate(1, "EUR", day=date(2026, 1, 7), replaced_on=date(2026, 1, 8))

    form = client.get(reverse("agreements:project-line-add", args=[project.key])).context["form"]

    assert offered(form) == [eur.pk, usd.pk]


@pytest.mark.parametrize(
    ("asked", "days"),
    [
        ({"amount": "10 USD", "booked_on": "7/1/2026"}, [6, 9, 2]),
        ({"amount": "10 USD", "booked_on": "2025"}, [2, 6, 9]),
        ({"amount": "10 USD"}, [9, 6, 2]),
        ({"amount": "10 Euro", "booked_on": "7/1/2026"}, [5]),
        ({"amount": "10 JPY"}, []),
        ({"amount": "10 tỷ đồng"}, []),
        ({"amount": "mười", "booked_on": "mai"}, [5, 9]),
    ],
)
def test_amount_and_day_bring_the_rates_nearest_them(client, project, asked, days):
    for day in (2, 6, 9):
        make_rate(25000 + day, day=date(2026, 1, day))
    make_rate(29000, "EUR", day=date(2026, 1, 5))

    page = client.get(NEAR, asked)

    shown = [ExchangeRate.objects.get(pk=key).day.day for key in offered(page.context["form"])]
    assert shown == days
    assert page.content.decode().count('type="radio"') == len(days) + 1
    assert page.content.decode().lstrip().startswith('<div id="id_known_rate"')


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"amount": "10 USD", "booked_on": "7/1/2026"}, "1 USD = 25.450 đồng · 05/01/2026 (trước 2 ngày) · NHNN"),
        ({"amount": "10 USD", "booked_on": "5/1/2026"}, "1 USD = 25.450 đồng · 05/01/2026 (đúng ngày) · NHNN"),
        ({"amount": "10 USD", "booked_on": "1/1/2026"}, "1 USD = 25.450 đồng · 05/01/2026 (sau 4 ngày) · NHNN"),
        ({"amount": "10 JPY"}, "Sổ chưa có tỷ giá JPY."),
        ({"amount": "10 tỷ đồng"}, "Tiền đồng không cần tỷ giá."),
    ],
)  # fmt: skip
def test_a_choice_says_how_far_the_rate_lies(client, project, asked, words):
    make_rate()

    assert words in client.get(NEAR, asked).content.decode()


@pytest.mark.parametrize("role", [Role.FOCAL_POINT, Role.LEADER, Role.AUDITOR])
def test_who_books_nothing_is_offered_nothing(client, role):
    sign_in(client, role)

    assert client.get(NEAR, {"amount": "10 USD"}).status_code == 403


def test_a_line_takes_the_rate_picked(client, project):
    near, far = make_rate(25450), make_rate(26000, day=date(2026, 6, 30))

    answer = add(client, project, booked_on="6/1/2026", known_rate=far.pk)
    add(client, project, booked_on="6/1/2026", known_rate=near.pk, amount="20 USD")

    assert answer.url == f"{project.get_absolute_url()}#part-lines"
    assert [(line.rate, line.rate_on, line.rate_source, line.dong) for line in booked(project)] == [
        (26000, date(2026, 6, 30), "NHNN", 260_000),
        (25450, date(2026, 1, 5), "NHNN", 509_000),
    ]


@pytest.mark.parametrize(
    ("values", "at"),
    [
        ({"rate": "25.000"}, ["known_rate"]),
        ({"rate_source": "VCB"}, ["known_rate"]),
        ({"amount": "10 EUR"}, ["known_rate"]),
        ({"amount": "5 tỷ đồng"}, ["known_rate"]),
        ({"dong_stated": "5"}, ["dong_stated"]),
    ],
)
def test_a_rate_that_does_not_fit_is_refused_and_nothing_booked(client, project, values, at):
    rate = make_rate()

    answer = add(client, project, known_rate=rate.pk, **values)

    assert (list(answer.context["form"].errors), booked(project).count()) == (at, 0)


def test_a_rate_replaced_meanwhile_is_taken_no_more(client, project):
    rate = make_rate(replaced_on=date(2026, 1, 8))

    answer = add(client, project, known_rate=rate.pk)

    assert (list(answer.context["form"].errors), booked(project).count()) == (["known_rate"], 0)


def test_a_typed_rate_is_kept_and_one_that_says_otherwise_is_refused(client, project):
    typed = {"rate": "25.450", "rate_on": "5/1/2026", "rate_source": "NHNN", "keep_rate": "on"}

    add(client, project, **typed)
    again = add(client, project, **typed)
    other = add(client, project, **{**typed, "rate": "25.500"})

    assert again.status_code == 302
    assert list(other.context["form"].errors) == ["rate"]
    assert list(ExchangeRate.objects.values_list("rate", flat=True)) == [25450]
    assert [line.rate for line in booked(project)] == [25450, 25450]


# --- a line booked already ---------------------------------------------------------------
def test_the_rate_of_a_line_is_offered_and_told_to_its_corrections_too(client, project):
    before, after = make_rate(25000, source="VCB"), make_rate(26000, day=date(2026, 3, 2))
    line = project.lines.create(kind="committed", amount=300, currency="USD", booked_on="2026-03-01")
    project.lines.create(kind="committed", amount=-50, currency="USD", corrects=line, reason="Nhầm")

    form = client.get(of_line(line)).context["form"]
    send(client, of_line(line), known_rate=after.pk)

    assert (form.initial, offered(form)) == ({"known_rate": before.pk}, [after.pk, before.pk])
    assert [(one.rate, one.dong) for one in booked(project).order_by("pk")] == [
        (26000, 7_800_000),
        (26000, -1_300_000),
    ]


def test_a_line_with_a_rate_shows_it_and_takes_another_of_the_register(client, project):
    rate = make_rate()
    line = project.lines.create(
        kind="committed",
        amount=10,
        currency="USD",
        rate=Decimal("1.175"),
        rate_on=date(2026, 1, 2),
        rate_source="VCB",
    )
    page = client.get(of_line(line))
    boxes = {name: page.context["form"][name].value() for name in ("rate", "rate_on", "rate_source")}

    typed_too = send(client, of_line(line), **{**boxes, "rate_source": "Kho bạc"}, known_rate=rate.pk)
    send(client, of_line(line), **boxes, known_rate=rate.pk)
    line.refresh_from_db()

    assert boxes == {"rate": "1,1750", "rate_on": "02/01/2026", "rate_source": "VCB"}
    assert list(typed_too.context["form"].errors) == ["known_rate"]
    assert (line.rate, line.rate_on, line.rate_source) == (25450, date(2026, 1, 5), "NHNN")


def test_a_rate_typed_for_a_line_can_be_kept(client, project):
    line = project.lines.create(kind="committed", amount=10, currency="USD")

    send(client, of_line(line), rate="25.400", rate_on="1/3/2026", rate_source="Kho bạc", keep_rate="on")

    kept = ExchangeRate.objects.get()
    assert (kept.currency, kept.rate, kept.day, kept.source) == ("USD", 25400, date(2026, 3, 1), "Kho bạc")
    assert FundingLine.objects.get(pk=line.pk).dong == 254_000


def test_without_a_rate_of_the_register_all_three_boxes_are_asked(client, project):
    line = project.lines.create(kind="committed", amount=10, currency="USD")

    shown = client.get(of_line(line))
    answer = send(client, of_line(line), rate="25.400")
    line.refresh_from_db()

    assert shown.context["form"].initial == {}
    assert (list(answer.context["form"].errors), line.rate) == (["rate_on", "rate_source"], None)


def test_dong_take_no_rate(client, project):
    line = project.lines.create(kind="committed", amount=300, currency="VND")

    answer = send(client, of_line(line), rate="1", rate_on="1/3/2026", rate_source="VCB")

    assert list(answer.context["form"].errors) == ["rate"]
