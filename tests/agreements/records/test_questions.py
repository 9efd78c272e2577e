from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agreements.questions import QUESTIONS, asked
from dnfa.accounts.enums import Role
from tests.core.attachments.factories import make_attachment
from tests.factories import make_agency, make_agreement, make_country, make_event, make_partner, make_user

pytestmark = pytest.mark.django_db
DAY = date(2023, 12, 26)


@pytest.fixture
def officer(client):
    user = make_user(full_name="Lê Thị An", username="an")
    client.force_login(user)
    return user


@pytest.fixture
def papers(officer):
    """One paper for each answer."""
    other = make_user(username="binh", full_name="Trần Văn Bình")
    lead, helper = make_agency(key="so-du-lich"), make_agency(key="so-y-te")
    held = make_agreement(title_vi="Vô hạn", signed_on="2009", term_kind="indefinite", officer=officer)
    held.agency_roles.create(agency=lead, role="lead")
    soon = make_agreement(
        title_vi="Sắp hết", signed_on="2021", term_kind="until", term_ends_on="2024-03-01", officer=other
    )
    soon.agency_roles.create(agency=helper, role="coordinating")
    soon.agency_roles.create(agency=lead, role="signatory")
    make_agreement(
        title_vi="Tự động",
        signed_on="2023-02-01",
        term_kind="auto_renew",
        term_months=12,
        term_renew_months=12,
    )
    make_agreement(title_vi="Hết hạn", signed_on="2012", term_kind="until", term_ends_on="2020")
    make_agreement(title_vi="Chưa rõ", signed_on="2015")
    paused = make_agreement(title_vi="Tạm ngưng", signed_on="2015")
    make_event(paused, "suspension", occurred_on="2020")
    ended = make_agreement(title_vi="Chấm dứt", signed_on="2015")
    make_event(ended, "termination", occurred_on="2020", reason="x")
    make_agreement(title_vi="Về sau", signed_on="2023-06", effective_on="2024-01-01", term_kind="indefinite")
    make_agreement(title_vi="Soạn thảo", stage="drafting")
    make_agreement(title_vi="Bỏ dở", stage="broken_off")
    make_attachment(held)


SIGNED = {"Vô hạn", "Sắp hết", "Tự động", "Hết hạn", "Chưa rõ", "Tạm ngưng", "Chấm dứt", "Về sau"}
DRAFTS = {"Soạn thảo", "Bỏ dở"}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"in_force_at": "2023-12-26"}, {"Vô hạn", "Sắp hết", "Tự động"}),
        ({"in_force_at": "2024-03-01"}, {"Vô hạn", "Sắp hết", "Tự động", "Về sau"}),
        ({"in_force_at": "2024-03-02"}, {"Vô hạn", "Tự động", "Về sau"}),
        ({"in_force_at": "2020-12-31"}, {"Vô hạn", "Hết hạn"}),
        ({"not_in_force_at": "2023-12-26"}, {"Hết hạn", "Tạm ngưng", "Chấm dứt", "Về sau"}),
        ({"not_in_force_at": "2019-12-31"}, {"Sắp hết", "Tự động", "Về sau"}),
        ({"ending_within_days": "65"}, set()),
        ({"ending_within_days": "66"}, {"Sắp hết"}),
        ({"ending_within_days": "0", "as_of": "2024-03-01"}, {"Sắp hết"}),
        ({"without_end": "true"}, {"Chưa rõ", "Tạm ngưng"}),
        ({"without_end": "false"}, (SIGNED | DRAFTS) - {"Chưa rõ", "Tạm ngưng"}),
        ({"without_file": "true"}, SIGNED - {"Vô hạn"}),
        ({"without_file": "false"}, {"Vô hạn"}),
        ({"stage": ["drafting", "broken_off"]}, DRAFTS),
        ({"officer": "me"}, {"Vô hạn"}),
        ({"officer": "binh"}, {"Sắp hết"}),
        ({"officer": "none"}, (SIGNED | DRAFTS) - {"Vô hạn", "Sắp hết"}),
        ({"lead_agency": "so-du-lich"}, {"Vô hạn"}),
        ({"coordinating": "so-y-te"}, {"Sắp hết"}),
        ({"in_force_at": "2023-12-26", "officer": "me"}, {"Vô hạn"}),
    ],
)
def test_a_question_is_answered_alike_on_the_page_and_in_the_api(client, papers, query, expected):
    query = {"as_of": "2023-12-26", **query}

    page = client.get(reverse("agreements:list"), query)
    api = client.get("/api/v1/agreements/", query)

    assert {line.row.title_vi for line in page.context["lines"]} == expected
    assert {row["title_vi"] for row in api.json()["results"]} == expected
    assert api.json()["count"] == page.context["total"] == len(expected)


@pytest.mark.parametrize(
    "query",
    [
        {"in_force_at": "2023"},
        {"in_force_at": "2023-02-30"},
        {"not_in_force_at": "hôm qua"},
        {"ending_within_days": "-1"},
        {"without_file": "maybe"},
        {"stage": "party"},
        {"officer": "nobody-at-all"},
        {"lead_agency": "so-y-te"},  # it leads nothing
    ],
)
def test_what_cannot_be_asked_lists_nothing_and_is_400_in_the_api(client, papers, query):
    page = client.get(reverse("agreements:list"), query)
    api = client.get("/api/v1/agreements/", query)

    assert (page.status_code, page.context["total"]) == (200, 0)
    assert (api.status_code, list(api.json()["error"]["fields"])) == (400, list(query))


def test_every_ready_made_question_opens_exactly_what_it_counts(client, officer, papers):
    page = client.get(reverse("agreements:list"), {"as_of": "26/12/2023"})
    told = page.context["questions"]

    opened = {question.label: client.get(question.href).context for question in told}

    assert [(question.label, question.count) for question in told] == [
        ("Còn hiệu lực", 3),
        ("Hết hạn trong 6 tháng", 1),
        ("Đã hết hạn, chưa gia hạn", 1),
        ("Chưa rõ thời hạn", 2),
        ("Chưa có tệp văn bản", 7),
        ("Đang chuẩn bị ký", 1),
        ("Tôi phụ trách", 1),
    ]
    assert {label: context["total"] for label, context in opened.items()} == {
        question.label: question.count for question in told
    }
    assert [
        [question.label for question in opened[question.label]["questions"] if question.is_current]
        for question in told
    ] == [[question.label] for question in told]
    assert not any(question.is_current for question in told)


def test_a_reader_counts_what_a_reader_sees(papers):
    office = make_agency()
    make_agreement(title_vi="Của cơ quan", agencies=[office], signed_on="2020", term_kind="indefinite")
    focal = make_user(Role.FOCAL_POINT, agency=office)

    counts = {question.label: question.count for question in asked(user=focal, as_of=DAY)}

    assert (counts["Còn hiệu lực"], counts["Đã hết hạn, chưa gia hạn"], "Tôi phụ trách" in counts) == (
        1,
        0,
        False,
    )


def test_names_of_officers_are_told_to_those_who_see_the_register(client, papers):
    client.force_login(make_user(Role.FOCAL_POINT))

    assert client.get("/api/v1/agreements/", {"officer": "binh"}).status_code == 400
    assert "Trần Văn Bình" not in client.get(reverse("agreements:list")).content.decode()


def test_the_questions_cost_one_query_and_compute_each_status_once(officer, papers):
    with CaptureQueriesContext(connection) as queries:
        told = asked(user=officer, as_of=DAY)

    counting = [query["sql"] for query in queries if "agreement_status" in query["sql"]]
    assert (len(told), len(counting)) == (len(QUESTIONS), 1)
    assert counting[0].count("agreement_status(") == 1
    assert len(queries) == 2  # the threshold of "expiring" before


def test_the_list_asks_a_fixed_number_of_queries(client, officer):
    asked_queries = {}
    for number in (1, 15):
        for _each in range(number):
            make_agreement(partners=[make_partner(country=make_country("LA"))], agencies=[make_agency()])
        client.get(reverse("agreements:list"))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("agreements:list"))
        asked_queries[number] = len(queries)

    assert asked_queries[15] == asked_queries[1] <= 16
