"""The workshop of clocks: rules and calendar move due days at once; clocks themselves are only looked at."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from dnfa.accounts.enums import Role
from dnfa.core.models import CalendarException, PolicyParameter
from dnfa.followup.clocks import RUN_FROM, SOON_WORKING_DAYS, sync_clocks
from dnfa.followup.models import Clock, ClockRule
from tests.factories import make_user
from tests.followup.clocks.makers import make_clock, make_paper

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    client = Client()
    client.force_login(make_user(Role.ADMINISTRATOR, is_staff=True, is_superuser=True))
    return client


def due_days() -> list[date]:
    return list(Clock.objects.order_by("due_on").values_list("due_on", flat=True))


def rule_form(rule: ClockRule, **changes: str) -> dict[str, str]:
    return {
        "key": rule.key,
        "label": rule.label,
        "duty": rule.duty,
        "trigger": rule.trigger,
        "conditions": '{"capacity": ["city"], "legal_regime": ["law_70_2020"]}',
        "offset": str(rule.offset),
        "unit": rule.unit,
        "direction": rule.direction,
        "rolls": "on",
        "basis": str(rule.basis_id),
        "clause": rule.clause,
        "valid_from": "01/07/2021",
        "is_verified": "on",
        "audit_reason": "Sửa theo văn bản mới",
        **changes,
    }


def test_a_change_of_rule_moves_the_clocks_at_once(client):
    paper = make_paper()
    sync_clocks(record=paper)
    rule = ClockRule.objects.get(key="report-after-signing")

    answer = client.post(f"/quan-tri/followup/clockrule/{rule.pk}/change/", rule_form(rule, offset="10"))

    assert answer.status_code == 302, answer.context["adminform"].form.errors
    assert due_days() == [date(2026, 3, 12)]
    (row,) = Clock.objects.get().audit_rows.filter(due_on="2026-03-12")
    assert row.pgh_context.metadata["reason"] == "Sửa theo văn bản mới"


def test_a_new_version_of_a_rule_applies_from_its_day(client):
    sync_clocks(record=make_paper())
    rule = ClockRule.objects.get(key="report-after-signing")

    client.post("/quan-tri/followup/clockrule/add/", rule_form(rule, valid_from="02/03/2026", offset="20"))

    assert due_days() == [date(2026, 3, 23)]  # 22/3 is a Sunday


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"conditions": '{"purpose": ["signing"]}'}, "conditions", "Không có điều kiện “purpose”."),
        ({"conditions": "["}, "conditions", "JSON"),
        ({"trigger": "no_such"}, "trigger", "no_such"),
        ({"trigger": ""}, "trigger", ""),
        ({"valid_from": "31/02/2026"}, "valid_from", ""),
    ],
)
def test_a_rule_that_could_never_apply_is_refused(client, changes, field, message):
    rule = ClockRule.objects.get(key="report-after-signing")

    answer = client.post(f"/quan-tri/followup/clockrule/{rule.pk}/change/", rule_form(rule, **changes))

    assert answer.status_code == 200
    errors = answer.context["adminform"].form.errors
    assert list(errors) == [field]
    assert message in errors[field][0]


def test_a_day_off_moves_due_days_at_once_and_back_when_it_is_taken_away(client):
    sync_clocks(record=make_paper())

    client.post(
        "/quan-tri/core/calendarexception/add/", {"day": "17/03/2026", "name": "Nghỉ bù", "audit_reason": "x"}
    )
    assert due_days() == [date(2026, 3, 18)]

    day_off = CalendarException.objects.get()
    client.post(f"/quan-tri/core/calendarexception/{day_off.pk}/delete/", {"post": "yes"})
    assert due_days() == [date(2026, 3, 17)]


def test_the_day_from_which_clocks_are_kept_opens_and_removes_them(client):
    make_paper()
    sync_clocks()
    row = PolicyParameter.objects.get(key=RUN_FROM)

    answer = client.post(
        f"/quan-tri/core/policyparameter/{row.pk}/change/",
        {"key": row.key, "label": row.label, "value": "1", "unit": "count", "valid_from": "03/03/2026"},
    )

    assert answer.status_code == 302
    assert due_days() == []


def test_other_thresholds_leave_the_clocks_alone(client):
    row = PolicyParameter.objects.get(key=SOON_WORKING_DAYS)
    make_paper()

    client.post(
        f"/quan-tri/core/policyparameter/{row.pk}/change/",
        {
            "key": row.key,
            "label": row.label,
            "value": "5",
            "unit": "working_days",
            "valid_from": "01/01/1993",
        },
    )

    row.refresh_from_db()
    assert (row.value, due_days()) == (5, [])


def test_a_rule_that_has_clocks_is_not_deleted_and_one_without_is(client):
    sync_clocks(record=make_paper())
    used = ClockRule.objects.get(key="report-after-signing")
    unused = ClockRule.objects.get(key="notice-of-ending")

    client.post(f"/quan-tri/followup/clockrule/{used.pk}/delete/", {"post": "yes"})
    client.post(f"/quan-tri/followup/clockrule/{unused.pk}/delete/", {"post": "yes"})

    assert set(ClockRule.objects.filter(pk__in=[used.pk, unused.pk])) == {used}


def test_clocks_are_looked_at_and_not_changed(client):
    clock = make_clock()
    address = f"/quan-tri/followup/clock/{clock.pk}"

    assert client.get("/quan-tri/followup/clock/").status_code == 200
    assert client.get("/quan-tri/followup/clockrule/").status_code == 200
    assert client.get(f"{address}/change/").status_code == 200
    assert client.post(f"{address}/change/", {}).status_code == 403
    assert client.get("/quan-tri/followup/clock/add/").status_code == 403
    assert client.post(f"{address}/delete/", {"post": "yes"}).status_code == 403
