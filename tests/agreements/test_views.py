from __future__ import annotations

import csv
import io
from collections import defaultdict
from datetime import date

import pytest
from django.urls import reverse

from agreements.models import Agreement
from dnfa.core.models import PolicyParameter
from dnfa.followup.sync import sync_flags
from tests.agreements.test_querysets import record
from tests.agreements.validity_cases import CASES, EXPIRING_DAYS
from tests.factories import make_agreement, make_country, make_event, make_partner, make_project

pytestmark = pytest.mark.django_db


def titles(response) -> list[str]:
    return [line.row.title_vi for line in response.context["lines"]]


@pytest.fixture
def all_cases():
    """Every case of the table as a record; the same days before "expiring" as the table."""
    PolicyParameter.objects.filter(key="expiring-days").update(value=EXPIRING_DAYS)
    successor = make_agreement(partners=[])
    made = {name: record(facts, successor).pk for name, facts, *_ in CASES}
    days = defaultdict(dict)
    for name, _facts, today, status, ends_on in CASES:
        days[today][made[name]] = (str(status), ends_on)
    return days


def test_every_case_of_validity_through_the_list_page(client, officer, all_cases):
    answers = {}
    for day in all_cases:
        answers[day] = {}
        for page in (1, 2):
            response = client.get(
                reverse("agreements:list"),
                {"as_of": day.isoformat(), "page_size": "100", "page": page, "sort": "title"},
            )
            for line in response.context["lines"]:
                answers[day][line.row.pk] = (line.row.status, line.row.ends_on)

    assert {
        day: {pk: answers[day][pk] for pk in expected} for day, expected in all_cases.items()
    } == all_cases


def test_every_case_of_validity_through_the_api(client, officer, all_cases):
    answers = {}
    for day in all_cases:
        rows = client.get("/api/v1/agreements/", {"as_of": day.isoformat(), "page_size": "200"}).json()[
            "results"
        ]
        answers[day] = {row["id"]: (row["status"], row["ends_on"]) for row in rows}

    assert {day: {pk: answers[day][pk] for pk in expected} for day, expected in all_cases.items()} == {
        day: {pk: (status, ends and ends.isoformat()) for pk, (status, ends) in expected.items()}
        for day, expected in all_cases.items()
    }


@pytest.fixture
def papers():
    """One paper for each question of the panel."""
    partner = make_partner(key="jp-sakai", name_vi="Thành phố Sakai")
    laos = make_partner(key="la-x", country=make_country("LA"))
    make_agreement(
        title_vi="Vô hạn", partners=[partner], signed_on="2009", term_kind="indefinite", table_row=1
    )
    make_agreement(
        title_vi="Hết hạn",
        partners=[laos],
        signed_on="2012-04",
        term_kind="until",
        term_ends_on="2020",
        capacity="department",
    )
    make_agreement(
        title_vi="Sắp hết",
        partners=[partner],
        signed_on="2021-11-22",
        term_kind="until",
        term_ends_on="2024-03-01",
        legal_regime="law_70_2020",
        document_number="12/BGN",
    )
    letter = make_agreement(title_vi="Ý định", partners=[laos], signed_on="2015", type="letter_of_intent")
    make_event(letter, "letter_of_intent", occurred_on="2015")
    make_agreement(
        title_vi="Kế hoạch",
        partners=[],
        signed_on="2021",
        type="plan",
        term_kind="until",
        term_ends_on="2025",
    )


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"status": "in_force"}, ["Kế hoạch", "Vô hạn"]),
        ({"status": ["in_force", "expiring"]}, ["Sắp hết", "Kế hoạch", "Vô hạn"]),
        ({"status": "expired"}, ["Hết hạn"]),
        ({"capacity": "department"}, ["Hết hạn"]),
        ({"capacity": ["department", "city"], "status": "expired"}, ["Hết hạn"]),
        ({"type": "letter_of_intent"}, ["Ý định"]),
        ({"legal_regime": "law_70_2020"}, ["Sắp hết"]),
        ({"partner": "jp-sakai"}, ["Sắp hết", "Vô hạn"]),
        ({"country": "LA"}, ["Ý định", "Hết hạn"]),
        ({"continent": "asia"}, ["Sắp hết", "Ý định", "Hết hạn", "Vô hạn"]),
        ({"signed_on_from": "2012", "signed_on_to": "2015"}, ["Ý định", "Hết hạn"]),
        ({"signed_on_from": "5/2012"}, ["Sắp hết", "Kế hoạch", "Ý định"]),
        ({"ending_within_months": "3"}, ["Sắp hết"]),
        ({"ending_within_months": "2"}, []),
        ({"signed_with_partner": "true"}, ["Sắp hết", "Ý định", "Hết hạn", "Vô hạn"]),
        ({"signed_with_partner": "false"}, ["Kế hoạch"]),
        ({"letter_of_intent_open": "true"}, ["Ý định"]),
        ({"letter_of_intent_open": "false", "status": "expired"}, ["Hết hạn"]),
        ({"in_table": "true"}, ["Vô hạn"]),
        ({"in_table": "false", "status": "in_force"}, ["Kế hoạch"]),
        ({"q": "sakai"}, ["Sắp hết", "Vô hạn"]),
        ({"q": "12/bgn"}, ["Sắp hết"]),
    ],
)
def test_filters_of_agreements_on_the_page_and_in_the_api(client, officer, papers, query, expected):
    page = client.get(reverse("agreements:list"), {**query, "as_of": "26/12/2023"})
    typed = {name: value for name, value in query.items() if not name.startswith("signed_on")}
    typed |= {
        name: {"5/2012": "2012-05"}.get(value, value)
        for name, value in query.items()
        if name.startswith("signed_on")
    }
    api = client.get("/api/v1/agreements/", {**typed, "as_of": "2023-12-26"})

    assert titles(page) == expected
    assert [row["title_vi"] for row in api.json()["results"]] == expected
    assert api.json()["count"] == page.context["total"] == len(expected)


@pytest.mark.parametrize(
    "query",
    [
        {"status": "alive"},
        {"status": ["expired", "alive"]},
        {"capacity": "king"},
        {"partner": "nobody"},
        {"country": "XX"},
        {"signed_on_from": "31/9/2023"},
        {"ending_within_months": "-1"},
        {"ending_within_months": "1.5"},
        {"ending_within_months": "99999"},
        {"signed_with_partner": "maybe"},
        {"letter_of_intent_open": "1"},
        {"flag": "no-such"},
        {"as_of": "31/9/2023"},
    ],
)
def test_a_wrong_answer_lists_nothing_on_the_page_and_is_400_in_the_api(client, officer, papers, query):
    page = client.get(reverse("agreements:list"), query)
    api = client.get("/api/v1/agreements/", query)

    name = next(iter(query))
    assert (page.status_code, titles(page)) == (200, [])
    assert (api.status_code, list(api.json()["error"]["fields"])) == (400, [name])


def test_a_filter_without_a_box_is_carried_along_and_can_be_taken_off(client, officer, papers):
    response = client.get(reverse("agreements:list"), {"signed_with_partner": "true", "q": "x"})

    text = response.content.decode()
    assert '<input type="hidden" name="signed_with_partner" value="true">' in text
    assert "Đã ký với đối tác nước ngoài: <strong>Có</strong>" in " ".join(text.split())


def test_several_states_can_be_picked_without_a_script(client, officer, papers):
    text = client.get(reverse("agreements:list"), {"status": ["expired", "expiring"]}).content.decode()

    assert '<summary class="form-select">Sắp hết hạn, Đã hết hạn</summary>' in text
    assert text.count('<input type="checkbox" name="status"') == 14
    assert '<input type="checkbox" name="status" value="expired" checked>' in text


def test_many_picked_states_are_counted(client, officer):
    text = client.get(
        reverse("agreements:list"), {"status": ["expired", "expiring", "in_force"]}
    ).content.decode()

    assert '<summary class="form-select">3 mục</summary>' in text


def test_an_export_writes_words_and_the_order_of_the_list(client, officer, papers):
    query = {"sort": "signed_on", "signed_with_partner": "true", "as_of": "26/12/2023"}

    response = client.get(reverse("agreements:list"), {**query, "format": "csv"})

    rows = list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))
    head = next(index for index, row in enumerate(rows) if row and row[0] == "STT")
    assert rows[head][1:9] == [
        "Tên văn bản", "Mã", "Đối tác", "Tình trạng", "Loại", "Danh nghĩa ký", "Ngày ký", "Hết hiệu lực"
    ]  # fmt: skip
    assert [(row[1], row[3], row[7], row[4]) for row in rows[head + 1 :] if len(row) > 9] == [
        ("Vô hạn", "Thành phố Sakai", "2009", "Còn hiệu lực"),
        ("Hết hạn", Agreement.objects.get(title_vi="Hết hạn").partners.get().name_vi, "4/2012", "Đã hết hạn"),
        (
            "Ý định",
            Agreement.objects.get(title_vi="Ý định").partners.get().name_vi,
            "2015",
            "Chưa rõ thời hạn",
        ),
        ("Sắp hết", "Thành phố Sakai", "22/11/2021", "Sắp hết hạn"),
    ]


def test_a_partner_of_two_papers_stands_once_in_each(client, officer):
    partner, other = make_partner(name_vi="Sakai"), make_partner(name_vi="Ấn")
    make_agreement(title_vi="Một", partners=[partner, other])
    make_agreement(title_vi="Hai", partners=[other, partner])

    lines = client.get(reverse("agreements:list"), {"sort": "title"}).context["lines"]

    assert [line.cells[1].value for line in lines] == ["Ấn, Sakai", "Sakai, Ấn"]


def test_signings_are_the_events_that_count(client, officer):
    signed = make_agreement(title_vi="Bản ghi nhớ", signed_on="2010")
    make_event(signed, occurred_on="2010", document_number="5/TT")
    make_event(signed, "strengthening", occurred_on="2018")
    make_event(signed, "suspension", occurred_on="2019")
    plan = make_agreement(title_vi="Kế hoạch", type="plan", partners=[])
    make_event(plan, occurred_on="2015")
    unit = make_agreement(title_vi="Của sở", capacity="department")
    make_event(unit, occurred_on="2011")
    asked = {
        "all": {},
        "signings": {"signing": "true"},
        "no signings": {"signing": "false"},
        "city": {"signing": "true", "capacity": "city"},
        "by 2010": {"signing": "true", "capacity": "city", "happened": "true", "as_of": "2010"},
        "after 2010": {"signing": "true", "capacity": "city", "happened": "false", "as_of": "2010"},
        "kind": {"kind": ["suspension", "strengthening"]},
        "from": {"occurred_on_from": "2018"},
        "number": {"q": "5/tt"},
        "title": {"q": "ghi nho"},
        "agreement": {"agreement": str(unit.pk)},
    }

    answers = {
        name: [
            (str(line.row.occurred_on), line.row.kind)
            for line in client.get(reverse("agreements:signings"), query).context["lines"]
        ]
        for name, query in asked.items()
    }

    first, second, pause = ("2010", "signing"), ("2018", "strengthening"), ("2019", "suspension")
    assert answers == {
        "all": [pause, second, ("2015", "signing"), ("2011", "signing"), first],
        "signings": [second, ("2011", "signing"), first],
        "no signings": [pause, ("2015", "signing")],
        "city": [second, first],
        "by 2010": [first],
        "after 2010": [second],
        "kind": [pause, second],
        "from": [pause, second],
        "number": [pause, second, first],  # the paper's other events too: the number is the paper's as well
        "title": [pause, second, first],
        "agreement": [("2011", "signing")],
    }


def test_projects_and_their_sides(client, officer):
    donor, partner = make_partner(key="nha", name_vi="Nhà tài trợ"), make_partner(key="ban", name_vi="Bạn")
    make_project(
        title_vi="Trường",
        donors=[donor],
        partners=[partner],
        starts_on="2014",
        amount="1500000.5",
        currency="USD",
        qualifier="approx",
    )
    make_project(
        title_vi="Cầu",
        direction="given",
        recipients=[partner],
        starts_on="2020",
        stated_status="completed",
        amount="330000000000",
        currency="VND",
    )
    page = reverse("agreements:projects")

    lines = client.get(page).context["lines"]
    by_partner = {key: titles(client.get(page, {"partner": key})) for key in ("nha", "ban")}
    by_text = {text: titles(client.get(page, {"q": text})) for text in ("truong", "tai tro", "ban")}
    running = {
        value: titles(client.get(page, {"running": value, "as_of": "2021"})) for value in ("true", "false")
    }
    currency = titles(client.get(page, {"currency": "usd"}))

    assert [(line.row.title_vi, line.cells[1].value) for line in lines] == [
        ("Cầu", "Bạn"),
        ("Trường", "Nhà tài trợ, Bạn"),
    ]
    text = client.get(page).content.decode().replace("\N{NO-BREAK SPACE}", " ")
    assert "khoảng 1.500.000,50 USD" in text
    assert "330.000.000.000 đồng" in text
    assert by_partner == {"nha": ["Trường"], "ban": ["Cầu", "Trường"]}
    assert by_text == {"truong": ["Trường"], "tai tro": ["Trường"], "ban": ["Cầu", "Trường"]}
    assert running == {"true": ["Trường"], "false": ["Cầu"]}
    assert currency == ["Trường"]


def test_flags_narrow_the_list(client, officer, papers):
    sync_flags(as_of=date(2023, 12, 26))

    expired = client.get(reverse("agreements:list"), {"flag": "agreement_expired", "as_of": "26/12/2023"})

    assert titles(expired) == ["Hết hạn"]
