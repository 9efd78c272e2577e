from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from delegations.enums import EngagementKind, Initiative
from delegations.models import Engagement
from delegations.services.engagements import record_engagement, update_engagement, withdraw_engagement
from dnfa.accounts.enums import Role
from dnfa.core.clock import local_today
from dnfa.core.history import audit_model
from dnfa.core.partial_dates import PartialDate
from tests.delegations.engagements.factories import TODAY, make_invitation, refusal
from tests.factories import make_agency, make_partner, make_user
from tests.partners.factories import make_engagement

pytestmark = pytest.mark.django_db


def facts(**values):
    return {
        "title_vi": "Thư chúc mừng năm mới",
        "kind": EngagementKind.CONGRATULATION,
        "starts_on": date(2026, 11, 20),
        "partners": [make_partner()],
        "lead_agencies": [make_agency()],
        "user": make_user(),
        "today": TODAY,
        **values,
    }


def test_an_officer_records_a_contact_with_all_it_has():
    given = facts(
        initiative=Initiative.OURS, persons=3, outcome_vi=" Đã gửi. ", document_number="12/SNgV-HTQT"
    )

    made = record_engagement(**given)

    assert (made.key, made.starts_on, made.initiative, made.persons, made.outcome_vi) == (
        "thu-chuc-mung-nam-moi-2026",
        PartialDate(2026, 11, 20),
        "ours",
        3,
        "Đã gửi.",
    )
    assert (list(made.partners.all()), list(made.lead_agencies.all())) == (
        given["partners"],
        given["lead_agencies"],
    )
    assert (made.recorded_by, made.document_number) == (given["user"], "12/SNgV-HTQT")
    assert record_engagement(**given).key == "thu-chuc-mung-nam-moi-2026-2"


def test_a_focal_point_records_for_its_own_agency_whatever_was_given():
    focal = make_user(Role.FOCAL_POINT)
    partner = make_partner()
    make_engagement(partners=[partner], agencies=[focal.agency])

    made = record_engagement(**facts(user=focal, partners=[partner]))

    assert list(made.lead_agencies.all()) == [focal.agency]
    assert set(Engagement.objects.visible_to(make_user(Role.FOCAL_POINT))) == set()
    assert made in set(Engagement.objects.visible_to(focal))


def test_a_focal_point_cannot_name_a_partner_it_does_not_see():
    error = refusal(record_engagement, **facts(user=make_user(Role.FOCAL_POINT)))

    assert (error.code, list(error.fields)) == ("invalid_engagement", ["partners"])
    assert Engagement.objects.count() == 0


@pytest.mark.parametrize("role", [Role.LEADER, Role.AUDITOR])
def test_who_only_reads_records_nothing(role):
    assert refusal(record_engagement, **facts(user=make_user(role))).code == "may_not_record"


@pytest.mark.parametrize(
    ("given", "code", "fields"),
    [
        ({"title_vi": " "}, "invalid_engagement", ["title_vi"]),
        ({"title_vi": "d" * 501}, "invalid_engagement", ["title_vi"]),
        ({"kind": "letters"}, "invalid_engagement", ["kind"]),
        ({"kind": ""}, "invalid_engagement", ["kind"]),
        ({"initiative": "nobody"}, "invalid_engagement", ["initiative"]),
        ({"persons": -1}, "invalid_engagement", ["persons"]),
        ({"starts_on": None}, "invalid_engagement", ["starts_on"]),
        ({"is_recurring": True}, "invalid_engagement", ["starts_on"]),
        ({"starts_on": TODAY + timedelta(1)}, "invalid_engagement", ["starts_on"]),
        ({"ends_on": date(2026, 11, 19)}, "invalid_engagement", ["ends_on"]),
        ({"partners": []}, "invalid_engagement", ["partners"]),
        ({"lead_agencies": []}, "invalid_engagement", ["lead_agencies"]),
        ({"outcome_vi": "Độ mật: Tuyệt mật"}, "secret_mark", ["outcome_vi"]),
        ({"budget": 5}, "unknown_field", ["budget"]),
    ],
)
def test_what_cannot_be_recorded(given, code, fields):
    error = refusal(record_engagement, **facts(**given))

    assert (error.code, list(error.fields)) == (code, fields)
    assert Engagement.objects.count() == 0


@pytest.mark.parametrize(
    ("kind", "starts_on", "ends_on", "recorded"),
    [
        (EngagementKind.LETTER, TODAY, None, True),
        (EngagementKind.LETTER, PartialDate(2026, 11), None, True),
        (EngagementKind.LETTER, PartialDate(2026), None, True),
        (EngagementKind.LETTER, PartialDate(2026, 12), None, False),
        (EngagementKind.CALL, date(2027, 1, 1), None, False),
        (EngagementKind.EVENT, date(2027, 1, 1), date(2027, 1, 1), True),
        (EngagementKind.RECEPTION, date(2028, 2, 29), PartialDate(2028, 2), True),
        (EngagementKind.RECEPTION, date(2026, 12, 31), date(2026, 12, 30), False),
    ],
)
def test_days_of_a_contact(kind, starts_on, ends_on, recorded):
    given = facts(kind=kind, starts_on=starts_on, ends_on=ends_on)
    if recorded:
        assert record_engagement(**given).starts_on is not None
    else:
        assert refusal(record_engagement, **given).code == "invalid_engagement"
    assert Engagement.objects.count() == (1 if recorded else 0)


def test_an_event_may_be_with_nobody_in_particular_and_a_recurring_one_has_no_day():
    fair = record_engagement(**facts(kind=EngagementKind.EVENT, partners=[]))
    yearly = record_engagement(**facts(kind=EngagementKind.EXCHANGE, starts_on=None, is_recurring=True))

    assert (fair.partners.count(), yearly.starts_on) == (0, None)


def test_a_change_counts_a_version_and_a_stale_one_is_refused():
    record = record_engagement(**facts())
    other = make_partner()
    before = record.version

    changed = update_engagement(
        engagement=record,
        changes={"partners": [other], "persons": 4, "title_vi": "Thư mới"},
        base_version=before,
        user=make_user(),
        today=TODAY,
    )

    assert (changed.persons, changed.title_vi, list(changed.partners.all())) == (4, "Thư mới", [other])
    assert changed.version > before
    late = refusal(
        update_engagement,
        engagement=record,
        changes={"persons": 9},
        base_version=before,
        user=make_user(),
        today=TODAY,
    )
    assert (late.code, Engagement.objects.get().persons) == ("stale_version", 4)


def test_a_focal_point_changes_what_it_wrote_today_and_keeps_it_there():
    focal = make_user(Role.FOCAL_POINT)
    written = {"agencies": [focal.agency], "recorded_by": focal}
    record = make_engagement(partners=[make_partner()], **written)
    hidden = make_engagement(partners=[make_partner()], agencies=[make_agency()])
    given = {"base_version": None, "user": focal, "today": local_today()}

    changed = update_engagement(
        engagement=record, changes={"persons": 2, "lead_agencies": [make_agency()]}, **given
    )
    strange = refusal(update_engagement, engagement=record, changes={"partners": [make_partner()]}, **given)
    refused = refusal(update_engagement, engagement=hidden, changes={"persons": 2}, **given)

    assert (changed.persons, list(changed.lead_agencies.all())) == (2, [focal.agency])
    assert (list(strange.fields), refused.code) == (["partners"], "may_not_record")


@pytest.mark.parametrize(
    ("role", "is_author", "days_later", "allowed"),
    [
        (Role.OFFICER, False, 400, True),
        (Role.FOCAL_POINT, True, 0, True),
        (Role.FOCAL_POINT, True, 1, False),
        (Role.FOCAL_POINT, False, 0, False),
        (Role.LEADER, False, 0, False),
    ],
)
def test_who_may_change_and_withdraw_and_until_when(role, is_author, days_later, allowed):
    user = make_user(role)
    agencies = [user.agency] if user.agency else [make_agency()]
    record = make_engagement(agencies=agencies, recorded_by=user if is_author else make_user())
    today = local_today() + timedelta(days_later)
    given = {
        "engagement": record,
        "reason": "Ghi nhầm",
        "base_version": record.version,
        "user": user,
        "today": today,
    }
    if allowed:
        withdraw_engagement(**given)
        last = (
            audit_model(Engagement)._default_manager.order_by("-pgh_id").select_related("pgh_context").first()
        )
        assert (last.pgh_obj_id, last.pgh_context.metadata["reason"]) == (record.pk, "Ghi nhầm")
    else:
        assert refusal(withdraw_engagement, **given).code == "may_not_withdraw"
    assert Engagement.objects.exists() is not allowed


@pytest.mark.parametrize(
    ("reason", "is_invited", "code"),
    [
        (" ", False, "reason_missing"),
        ("Độ mật: Mật", False, "secret_mark"),
        ("Nhầm", True, "engagement_in_use"),
    ],
)
def test_what_cannot_be_withdrawn(reason, is_invited, code):
    record = make_engagement(created_at=timezone.now())
    if is_invited:
        make_invitation(event=record)

    error = refusal(
        withdraw_engagement,
        engagement=record,
        reason=reason,
        base_version=None,
        user=make_user(),
        today=TODAY,
    )

    assert (error.code, Engagement.objects.count()) == (code, 1)
