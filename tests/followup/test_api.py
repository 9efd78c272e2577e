from __future__ import annotations

from datetime import date

import pytest
from rest_framework.test import APIClient

from agreements.models import Agreement
from dnfa.accounts.enums import Role
from dnfa.followup.sync import sync_flags
from tests.factories import (
    make_agency,
    make_agreement,
    make_event,
    make_partner,
    make_relationship,
    make_user,
)
from tests.followup.factories import api_of, make_flag, make_parameters

pytestmark = pytest.mark.django_db

URL = "/api/v1/flags/"
CLOSED = {"closed_on": "2024-01-01", "closed_at": "2100-01-01T00:00:00+07:00"}


def ids(answer) -> list[int]:
    assert answer.status_code == 200, answer.json()
    return [row["id"] for row in answer.json()["results"]]


def test_a_row_tells_the_whole_flag():
    make_parameters()
    agreement = make_agreement(
        key="mou-1", title_vi="Bản ghi nhớ 2010", signed_on="2010", term_kind="until", term_ends_on="2021"
    )
    sync_flags(as_of=date(2023, 12, 26))

    answer = api_of().get(URL)

    flag_id = ids(answer)[0]
    assert answer.json() == {
        "count": 1,
        "next": None,
        "previous": None,
        "results": [
            {
                "id": flag_id,
                "rule": "agreement_expired",
                "rule_label": "Thỏa thuận hết hạn, chưa gia hạn",
                "severity": "high",
                "kind": "agreement",
                "key": "mou-1",
                "title": "Bản ghi nhớ 2010",
                "reference_date": "2021-12-31",
                "evidence": {"capacity": "city", "ends_on": "2021-12-31"},
                "explanation": "Hết hạn ngày 31/12/2021, chưa ghi nhận gia hạn hoặc văn bản thay thế.",
                "opened_on": "2023-12-26",
                "last_seen_on": "2023-12-26",
                "closed_on": None,
                "snoozed_until": None,
            }
        ],
    }
    assert api_of().get(f"{URL}{flag_id}/").json() == answer.json()["results"][0]
    assert Agreement.objects.get() == agreement


def test_filters_answer_their_question():
    dormant = make_flag(make_partner(), severity="medium").pk
    expired = make_flag(make_agreement(), rule="agreement_expired", severity="high").pk
    put_off = make_flag(make_partner(), snoozed_until="2999-01-01", snooze_reason="x").pk
    closed = make_flag(make_partner(), **CLOSED).pk
    api = api_of()

    found = {
        query: sorted(ids(api.get(f"{URL}?{query}")))
        for query in (
            "",
            "rule=tie_dormant",
            "severity=high",
            "kind=partner",
            "kind=agreement",
            "state=open",
            "state=snoozed",
            "state=closed",
            "state=all",
            "kind=partner&state=all",
        )
    }

    assert found == {
        "": [dormant, expired, put_off],
        "rule=tie_dormant": [dormant, put_off],
        "severity=high": [expired],
        "kind=partner": [dormant, put_off],
        "kind=agreement": [expired],
        "state=open": [dormant, expired],
        "state=snoozed": [put_off],
        "state=closed": [closed],
        "state=all": [dormant, expired, put_off, closed],
        "kind=partner&state=all": [dormant, put_off, closed],
    }


@pytest.mark.parametrize(
    "query", ["rule=nonsense", "severity=huge", "state=asleep", "kind=agency", "since=2020"]
)
def test_wrong_questions_are_refused(query):
    answer = api_of().get(f"{URL}?{query}")

    assert answer.status_code == 400
    assert list(answer.json()["error"]["fields"]) == [query.partition("=")[0]]


def test_a_focal_point_gets_its_own_and_404_for_others():
    agency = make_agency()
    mine = make_flag(make_agreement(agencies=[agency]), rule="agreement_expired")
    theirs = make_flag(make_agreement(), rule="agreement_expired")
    api = api_of(make_user(Role.FOCAL_POINT, agency=agency))

    assert ids(api.get(URL)) == [mine.pk]
    assert api.get(f"{URL}{mine.pk}/").status_code == 200
    assert api.get(f"{URL}{theirs.pk}/").status_code == 404


def test_a_closed_flag_can_still_be_read_by_its_number():
    closed = make_flag(make_partner(), **CLOSED)

    assert api_of().get(f"{URL}{closed.pk}/").json()["closed_on"] == "2024-01-01"


def test_nobody_writes_through_the_api():
    flag = make_flag(make_partner())
    api = api_of()

    assert [api.post(URL, {}).status_code, api.delete(f"{URL}{flag.pk}/").status_code] == [405, 405]
    assert APIClient().get(URL).status_code == 401


@pytest.mark.parametrize("number", [1, 5])
def test_the_list_takes_a_fixed_number_of_queries(number, django_assert_num_queries):
    for _ in range(number):
        make_flag(make_partner())
        make_flag(make_agreement(), rule="agreement_expired")
    api = api_of()
    api.get(URL)  # content types are read once for the whole process

    with django_assert_num_queries(4):
        assert len(ids(api.get(URL))) == 2 * number


def test_partner_rows_carry_the_codes_of_their_open_flags():
    make_parameters()
    tie = make_relationship(since="2004", partner=make_partner(key="kr-daegu"))
    make_event(make_agreement(partners=[tie.partner]), occurred_on="2004")
    sync_flags(as_of=date(2023, 12, 26))

    row = api_of().get("/api/v1/partners/kr-daegu/").json()

    assert row["flags"] == ["tie_never_active"]
