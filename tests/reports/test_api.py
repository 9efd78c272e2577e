from __future__ import annotations

import pytest
from rest_framework.test import APIClient

from dnfa.accounts.enums import Role
from tests.factories import make_user


@pytest.fixture
def api(db):
    client = APIClient()
    client.force_authenticate(make_user(Role.OFFICER))
    return client


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
