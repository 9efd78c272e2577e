from __future__ import annotations

from datetime import date

import pytest

from dnfa.accounts.enums import Role
from dnfa.core.errors import Conflict, InvalidInput, NotAllowed
from dnfa.followup.models import Flag
from dnfa.followup.services import snooze_flag, unsnooze_flag
from tests.factories import make_partner, make_user
from tests.followup.factories import make_flag

pytestmark = pytest.mark.django_db

TODAY = date(2024, 2, 29)


def snooze(flag: Flag, **values) -> Flag:
    return snooze_flag(
        **{
            "flag": flag,
            "until": date(2024, 12, 31),
            "reason": "đã hẹn  ký lại\n",
            "user": make_user(),
            "today": TODAY,
            **values,
        }
    )


@pytest.mark.parametrize("role", [Role.OFFICER, Role.HEAD])
def test_snooze_keeps_until_when_why_and_who(role):
    user = make_user(role)
    flag = snooze(make_flag(make_partner()), user=user)

    flag.refresh_from_db()
    assert (flag.snoozed_until, flag.snooze_reason, flag.snoozed_by) == (
        date(2024, 12, 31),
        "đã hẹn ký lại",
        user,
    )


@pytest.mark.parametrize("role", [Role.LEADER, Role.ADMINISTRATOR, Role.AUDITOR, Role.FOCAL_POINT])
def test_others_may_not_snooze_nor_take_back(role):
    flag = make_flag(make_partner())
    user = make_user(role)

    with pytest.raises(NotAllowed):
        snooze(flag, user=user)
    with pytest.raises(NotAllowed):
        unsnooze_flag(flag=flag, user=user)

    flag.refresh_from_db()
    assert (flag.snoozed_until, flag.audit_rows.count()) == (None, 1)


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({"until": date(2024, 2, 28)}, ["until"]),
        ({"reason": "  \n"}, ["reason"]),
        ({"reason": "á" * 501}, ["reason"]),
        ({"until": date(2023, 1, 1), "reason": ""}, ["until", "reason"]),
    ],
)
def test_snooze_refuses_a_past_day_and_an_empty_or_endless_reason(values, fields):
    flag = make_flag(make_partner())

    with pytest.raises(InvalidInput) as refusal:
        snooze(flag, **values)

    assert list(refusal.value.fields) == fields
    flag.refresh_from_db()
    assert flag.snoozed_until is None


def test_snooze_until_today_is_the_shortest():
    assert snooze(make_flag(make_partner()), until=TODAY, reason="á" * 500).snoozed_until == TODAY


def test_snoozing_alike_again_writes_nothing():
    flag = snooze(make_flag(make_partner()))
    first = flag.snoozed_by

    again = snooze(flag)

    assert (again.snoozed_by, again.audit_rows.count()) == (first, 2)


def test_a_closed_flag_is_not_put_off():
    flag = make_flag(make_partner(), closed_on="2024-01-01", closed_at="2100-01-01T00:00:00+07:00")

    with pytest.raises(Conflict):
        snooze(flag)
    with pytest.raises(Conflict):
        unsnooze_flag(flag=flag, user=make_user())


def test_unsnooze_empties_what_snooze_wrote_once():
    flag = snooze(make_flag(make_partner()))

    unsnooze_flag(flag=flag, user=make_user())
    unsnooze_flag(flag=flag, user=make_user())

    flag.refresh_from_db()
    assert (flag.snoozed_until, flag.snooze_reason, flag.snoozed_by) == (None, "", None)
    assert flag.audit_rows.count() == 3
