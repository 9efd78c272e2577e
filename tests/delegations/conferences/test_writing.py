from __future__ import annotations

from datetime import date

import pytest

from delegations.models import Conference, PressVisit
from delegations.services.conferences import (
    cancel_conference,
    plan_conference,
    record_actuals,
    record_permit,
    record_press_visit,
    update_conference,
    update_press_visit,
)
from dnfa.accounts.enums import Role
from dnfa.core.partial_dates import PartialDate
from tests.delegations.conferences.factories import TODAY, make_conference, make_press_visit, refusal
from tests.factories import make_agency, make_partner, make_user

pytestmark = pytest.mark.django_db
FACTS = {"title_vi": "Hội thảo biển", "part": "hosted", "planned_starts_on": date(2027, 3, 10)}


def test_a_conference_is_planned_corrected_held_and_keeps_its_plan():
    user, agency, partner = make_user(), make_agency(), make_partner()

    made = plan_conference(facts=FACTS, lists={"lead_agencies": [agency]}, user=user, today=TODAY)
    told = update_conference(
        conference=made,
        changes={"place": "Ariyana", "partners": [partner]},
        base_version=made.version,
        user=user,
    )
    held = record_actuals(
        conference=told,
        facts={
            "starts_on": PartialDate(2027, 3, 11), "vietnamese_persons": 100, "resident_foreigners": 2,
            "visiting_foreigners": 8, "online_persons": 0, "persons": 7,
        },
        base_version=told.version, user=user, today=date(2027, 3, 12),
    )  # fmt: skip

    assert (held.key, held.place, held.persons) == ("hoi-thao-bien-2027", "Ariyana", 110)
    assert (held.planned_starts_on, held.starts_on) == (date(2027, 3, 10), PartialDate(2027, 3, 11))
    assert (list(held.partners.all()), held.recorded_by, held.owes_report) == ([partner], user, True)


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"title_vi": " "}, "title_needed", "title_vi"),
        ({"planned_starts_on": None}, "plan_start_needed", "planned_starts_on"),
        ({"planned_ends_on": date(2027, 3, 9)}, "end_before_start", "planned_ends_on"),
        ({"lead_agencies": []}, "agency_needed", "lead_agencies"),
        ({"cost_amount": 5}, "currency_needed", "cost_currency"),
        ({"part": "x"}, "invalid", "part"),
        ({"purpose_vi": "Độ mật: TỐI MẬT"}, "secret_mark", "purpose_vi"),
    ],
)
def test_a_wrong_plan_is_refused_at_its_field_and_nothing_is_written(changes, code, field):
    conference = make_conference(lead_agencies=[make_agency()])

    error = refusal(
        update_conference, conference=conference, changes=changes, base_version=None, user=make_user()
    )

    assert (error.code, list(error.fields)) == (code, [field])
    assert Conference.objects.get().version == conference.version


@pytest.mark.parametrize(
    ("facts", "code", "field"),
    [
        ({"starts_on": None}, "start_needed", "starts_on"),
        ({"starts_on": PartialDate(2026, 11, 26)}, "in_future", "starts_on"),
        (
            {"starts_on": PartialDate(2026, 11, 25), "ends_on": PartialDate(2026, 11, 24)},
            "end_before_start",
            "ends_on",
        ),
        (
            {"starts_on": PartialDate(2026, 11, 25), "vietnamese_persons": 9, "persons": 8},
            "fewer_than_classes",
            "persons",
        ),
    ],
)
def test_wrong_actuals_are_refused(facts, code, field):
    error = refusal(
        record_actuals, conference=make_conference(), facts=facts, base_version=None, user=make_user(), today=TODAY
    )  # fmt: skip

    assert (error.code, list(error.fields), Conference.objects.get().starts_on) == (code, [field], None)


def test_a_permit_is_no_paper_of_tomorrow():
    user, conference = make_user(), make_conference()
    given = {"conference": conference, "base_version": None, "user": user, "today": TODAY}

    held = record_permit(facts={"filed_on": TODAY, "decision_number": "12/QĐ"}, **given)
    error = refusal(record_permit, facts={"filed_on": date(2026, 11, 26)}, **given)

    assert (held.filed_on, held.decision_number, error.code) == (TODAY, "12/QĐ", "in_future")


def test_giving_up_needs_a_reason_and_ends_the_writing():
    user, conference = make_user(), make_conference()
    given = {"conference": conference, "base_version": None, "user": user, "today": TODAY}

    untold = refusal(cancel_conference, reason="other", note="", **given)
    strange = refusal(cancel_conference, reason="x", note="", **given)
    held = cancel_conference(reason="budget", note="", **given)
    again = refusal(cancel_conference, reason="budget", note="", **given)

    assert (untold.code, strange.code, again.code) == ("note_needed", "reason_needed", "record_cancelled")
    assert (held.cancelled_on, held.cancel_reason) == (TODAY, "budget")


def test_a_press_visit_is_written_and_corrected():
    user = make_user()
    facts = {"title_vi": "NHK làm phim", "outlets": "NHK", "starts_on": PartialDate(2026, 10)}

    made = record_press_visit(facts=facts, lists={}, user=user, today=TODAY)
    told = update_press_visit(
        visit=made, changes={"is_published": True}, base_version=made.version, user=user
    )
    error = refusal(update_press_visit, visit=made, changes={"outlets": ""}, base_version=None, user=user)

    assert (told.key, told.is_published, error.code) == ("nhk-lam-phim-2026", True, "outlets_needed")


def test_a_focal_point_writes_nothing(client):
    agency = make_agency()
    user = make_user(Role.FOCAL_POINT, agency=agency)
    client.force_login(user)
    conference = make_conference(key="a", lead_agencies=[agency])

    error = refusal(update_conference, conference=conference, changes={}, base_version=None, user=user)

    assert error.code == "not_a_writer"
    assert [client.get(f"/doan/hoi-nghi/{page}/").status_code for page in ("them", "a/sua")] == [403, 403]
    assert client.get("/doan/hoi-nghi/a/").context["buttons"] == []


def test_every_form_opens_and_both_records_are_made_by_their_pages(client):
    agency = make_agency()
    client.force_login(make_user())
    make_conference(key="a", lead_agencies=[agency])
    make_press_visit(key="b")
    pages = ("hoi-nghi/them", "hoi-nghi/a/sua", "hoi-nghi/a/thuc-te", "hoi-nghi/a/giay-phep", "hoi-nghi/a/huy",
             "hoi-nghi/a", "hoi-nghi", "phong-vien/them", "phong-vien/b/sua", "phong-vien/b", "phong-vien")  # fmt: skip

    opened = {page: client.get(f"/doan/{page}/").status_code for page in pages}
    client.post(
        "/doan/hoi-nghi/them/",
        {
            "title_vi": "Hội thảo",
            "part": "hosted",
            "lead_agencies": [agency.pk],
            "planned_starts_on": "10/3/2027",
        },
    )
    client.post("/doan/phong-vien/them/", {"title_vi": "NHK", "outlets": "NHK", "starts_on": "10/2026"})

    assert opened == dict.fromkeys(pages, 200)
    assert Conference.objects.filter(key="hoi-thao-2027").count() == 1
    assert PressVisit.objects.filter(key="nhk-2026").count() == 1
