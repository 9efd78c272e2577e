from __future__ import annotations

import pytest
from rest_framework.test import APIClient

from dnfa.accounts.enums import Role
from reports.models import SchemeTask
from tests.factories import make_agency, make_user


@pytest.fixture
def api(db):
    client = APIClient()
    client.force_authenticate(make_user(Role.OFFICER))
    return client


def _task(number: int, **values) -> SchemeTask:
    return SchemeTask.objects.create(
        **{
            "code": f"II.B.{number}",
            "order": number,
            "group_code": "II.B",
            "group_name_vi": "Nhóm B",
            "title_vi": f"Nhiệm vụ {number}",
            **values,
        }
    )


def test_figures_answer_the_list_envelope(api):
    body = api.get("/api/v1/figures/", {"as_of": "2023-12-26"}).json()

    assert (body["count"], body["next"], body["previous"]) == (13, None, None)
    first = body["results"][0]
    assert set(first) == {"key", "label", "value", "unit", "as_of", "definition_vi", "list"}
    assert (first["key"], first["value"], first["as_of"]) == ("localities", 0, "2023-12-26")
    assert first["list"] == "http://testserver/api/v1/partners/?tie=official&as_of=2023-12-26"


@pytest.mark.parametrize(
    ("query", "code"),
    [({"as_of": "2023-02-30"}, "invalid_date"), ({"asof": "2023-12-26"}, "unknown_parameter")],
)
def test_figures_refuse_what_they_cannot_read(query, code, api):
    answer = api.get("/api/v1/figures/", query)

    assert (answer.status_code, answer.json()["error"]["code"]) == (400, code)


def test_figures_need_a_person(db):
    assert APIClient().get("/api/v1/figures/").status_code in {401, 403}


def test_scheme_tasks_in_the_order_of_the_decision(api, django_assert_num_queries):
    second, first = _task(2), _task(1)
    first.lead_agencies.add(make_agency(key="so-ngoai-vu"))

    with django_assert_num_queries(4):
        rows = api.get("/api/v1/scheme-tasks/").json()["results"]

    assert [row["code"] for row in rows] == [first.code, second.code]
    assert rows[0]["lead_agencies"] == ["so-ngoai-vu"]


def test_scheme_task_by_its_code_with_dots(api):
    _task(21)

    assert api.get("/api/v1/scheme-tasks/II.B.21/").json()["title_vi"] == "Nhiệm vụ 21"


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ({"without_lead": "true"}, ["II.B.2"]),
        ({"without_lead": "false"}, ["II.B.1"]),
        ({"lead": "so-ngoai-vu"}, ["II.B.1"]),
        ({"coordinator": "so-ngoai-vu"}, ["II.B.2"]),
        ({"group": "II.B"}, ["II.B.1", "II.B.2"]),
        ({"group": "I"}, []),
    ],
)
def test_scheme_tasks_are_filtered(query, codes, api):
    agency = make_agency(key="so-ngoai-vu")
    _task(1).lead_agencies.add(agency)
    _task(2).coordinating_agencies.add(agency)

    rows = api.get("/api/v1/scheme-tasks/", query).json()["results"]

    assert [row["code"] for row in rows] == codes
