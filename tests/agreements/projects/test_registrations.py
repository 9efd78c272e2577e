from __future__ import annotations

import json
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.models import NgoRegistration
from agreements.services.registrations import registration_record, registration_update
from dnfa.accounts.enums import Role
from dnfa.core.errors import Conflict, InvalidInput, NotAllowed
from dnfa.core.partial_dates import PartialDate
from tests.factories import JSON, make_agency, make_agreement, make_partner, make_user, sign_in

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 26)
LIST = "/thoa-thuan/giay-dang-ky/"


@pytest.fixture
def officer():
    return make_user(Role.OFFICER)


def record(officer, partner=None, **facts):
    told = {"kind": "activity", "number": "12/GĐK", "partner": partner or make_partner(), **facts}
    return registration_record(user=officer, today=TODAY, **told)


def test_a_registration_is_written_down_and_withdrawn(officer):
    made = record(officer, valid_until=PartialDate(2028), number="  12/GĐK ")

    changed = registration_update(
        registration=made,
        changes={"withdrawn_on": TODAY, "withdrawn_reason": "Xin rút"},
        base_version=made.version,
        user=officer,
        today=TODAY,
    )

    assert (made.number, changed.withdrawn_reason, changed.version) == ("12/GĐK", "Xin rút", made.version + 1)
    again = registration_update(
        registration=made, changes={"note": ""}, base_version=changed.version, user=officer, today=TODAY
    )
    assert again.version == changed.version


@pytest.mark.parametrize(
    ("facts", "code", "fields"),
    [
        ({"number": " "}, "number_needed", ["number"]),
        ({"kind": "gift"}, "invalid", ["kind"]),
        (
            {"valid_from": PartialDate(2027), "valid_until": PartialDate(2026)},
            "ends_before_start",
            ["valid_until"],
        ),
        (
            {"issued_on": PartialDate(2027), "valid_until": PartialDate(2026)},
            "ends_before_start",
            ["valid_until"],
        ),
        ({"withdrawn_on": TODAY}, "withdrawn_wrong", ["withdrawn_reason"]),
        ({"withdrawn_reason": "Xin rút"}, "withdrawn_wrong", ["withdrawn_on"]),
        (
            {"withdrawn_on": date(2026, 11, 27), "withdrawn_reason": "Xin rút"},
            "withdrawn_in_future",
            ["withdrawn_on"],
        ),
    ],
)
def test_what_may_not_be_written(officer, facts, code, fields):
    with pytest.raises(InvalidInput) as error:
        record(officer, **facts)

    assert (error.value.code, list(error.value.fields)) == (code, fields)
    assert not NgoRegistration.objects.exists()


def test_one_number_once_for_an_organisation_and_two_writers_are_told_apart(officer):
    partner = make_partner()
    made = record(officer, partner)

    with pytest.raises(Conflict) as twice:
        record(officer, partner)
    with pytest.raises(Conflict) as stale:
        registration_update(
            registration=made, changes={"note": "x"}, base_version=99, user=officer, today=TODAY
        )
    with pytest.raises(NotAllowed):
        record(make_user(Role.LEADER), partner, number="13")

    assert (twice.value.code, stale.value.code) == ("registered_already", "stale_version")
    assert NgoRegistration.objects.count() == 1


def test_the_pages_list_show_add_and_edit(client):
    officer = sign_in(client, Role.OFFICER)
    partner = make_partner(name_vi="Tổ chức Tầm nhìn", kind="ngo")

    added = client.post(
        f"{LIST}them/",
        {"partner": str(partner.pk), "kind": "activity", "number": "12/GĐK", "valid_until": "31/12/2028"},
    )
    made = NgoRegistration.objects.get()
    page = client.get(made.get_absolute_url())
    listed = client.get(LIST, {"as_of": "2026-11-26"})
    found = {
        state: client.get(LIST, {"as_of": "2026-11-26", "state": state}).context["total"]
        for state in ("valid", "expired")
    }

    assert (added.status_code, added.headers["Location"]) == (302, made.get_absolute_url())
    assert ("Có hiệu lực đến", "2028-12-31") in [
        (fact["label"], str(fact["value"])) for fact in page.context["summary"]
    ]
    assert [line.cells[2].value for line in listed.context["lines"]] == ["Còn hiệu lực"]
    assert found == {"valid": 1, "expired": 0}
    assert (
        client.get(LIST, {"q": "tam nhin"}).context["total"]
        == client.get(LIST, {"q": "12/gđk"}).context["total"]
        == 1
    )
    assert client.get(f"{made.get_absolute_url()}sua/").status_code == 200
    assert officer.is_active


def test_a_focal_point_sees_registrations_of_its_own_partners_only(client):
    agency, officer = make_agency(), make_user(Role.OFFICER)
    own, other = make_partner(), make_partner()
    make_agreement(partners=[own], agencies=[agency])
    seen, hidden = record(officer, own), record(officer, other)
    sign_in(client, Role.FOCAL_POINT, agency=agency)

    assert [line.row.pk for line in client.get(LIST).context["lines"]] == [seen.pk]
    assert client.get(hidden.get_absolute_url()).status_code == 404
    assert client.get(f"{LIST}them/").status_code == 403
    rows = client.get("/api/v1/ngo-registrations/").json()["results"]
    assert [row["id"] for row in rows] == [seen.pk]


def test_the_api_writes_by_the_same_rules(client):
    sign_in(client, Role.OFFICER)
    make_partner(key="tam-nhin")
    address = "/api/v1/ngo-registrations/"

    made = client.post(
        address,
        json.dumps({"partner": "tam-nhin", "kind": "activity", "number": "12/GĐK", "valid_until": "2028"}),
        content_type=JSON,
    )
    where, tag = made.headers["Location"], made.headers["ETag"]
    wrong = client.patch(
        where, json.dumps({"withdrawn_on": "2026-01-01"}), content_type=JSON, headers={"If-Match": tag}
    )
    right = client.patch(
        where,
        json.dumps({"withdrawn_on": "2026-01-01", "withdrawn_reason": "Xin rút"}),
        content_type=JSON,
        headers={"If-Match": tag},
    )

    assert (made.status_code, made.json()["valid_until"]) == (201, "2028")
    assert (wrong.status_code, list(wrong.json()["error"]["fields"])) == (400, ["withdrawn_reason"])
    assert (right.status_code, right.json()["state"]) == (200, "withdrawn")


def test_the_list_asks_as_often_for_one_as_for_many(client, officer):
    sign_in(client, Role.OFFICER)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            client.get(LIST)
        return len(queries)

    record(officer)
    client.get(LIST)
    before = asked()
    for number in range(3):
        record(officer, number=f"{number}/X")
    assert asked() == before


@pytest.mark.parametrize(
    ("as_of", "badge", "days"),
    [
        ("2026-01-01", "permit_not_yet", ""),
        ("2026-03-05", "permit_valid", "còn 1.035 ngày"),
        ("2028-12-31", "permit_expiring", "còn 3 ngày"),
        ("2029-01-03", "permit_expiring", "hết hôm nay"),
        ("2029-01-04", "permit_expired", "đã hết 1 ngày"),
    ],
)
def test_the_page_says_where_it_stands_on_the_day_asked_about(client, officer, as_of, badge, days):
    sign_in(client, Role.LEADER)
    made = record(
        officer,
        valid_from=PartialDate.from_iso("2026-03-05"),
        valid_until=PartialDate.from_iso("2029-01-03"),
    )

    page = client.get(made.get_absolute_url(), {"as_of": as_of})
    (line,) = client.get(LIST, {"as_of": as_of}).context["lines"]

    facts = {fact["label"]: fact for fact in page.context["summary"]}
    assert (page.context["badge"], facts["Tình trạng"]["status"]) == (badge, badge)
    assert facts["Có hiệu lực đến"]["note"] == days
    assert f"permit_{line.row.state}" == badge
    assert days in page.content.decode()


def test_the_page_shows_other_registrations_of_the_organisation_and_of_no_other(client, officer):
    sign_in(client, Role.LEADER)
    partner = make_partner()
    old, new = record(officer, partner, number="1/X"), record(officer, partner, number="2/X")
    alone = record(officer, make_partner(), number="3/X")

    others = {
        one.number: [row.number for row in client.get(one.get_absolute_url()).context["others"]]
        for one in (old, new, alone)
    }

    assert others == {"1/X": ["2/X"], "2/X": ["1/X"], "3/X": []}


def test_a_page_asks_as_often_for_one_other_as_for_many(client, officer):
    sign_in(client, Role.OFFICER)
    made = record(officer, make_partner(), number="1/X")

    def asked():
        with CaptureQueriesContext(connection) as queries:
            client.get(made.get_absolute_url())
        return len(queries)

    record(officer, made.partner, number="2/X")
    asked()
    before = asked()
    for number in range(3):
        record(officer, made.partner, number=f"{number}/Y")
    assert asked() == before
