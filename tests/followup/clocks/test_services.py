from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from agreements.models import Agreement
from dnfa.accounts.enums import Role
from dnfa.core.errors import Conflict, InvalidInput, NotAllowed
from dnfa.followup.clocks import can_waive, sync_clocks, unwaive_clock, waive_clock
from dnfa.followup.models import Clock
from tests.factories import make_partner, make_user
from tests.followup.clocks.makers import audit_rows, make_clock, make_paper

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 10)


@pytest.mark.parametrize("role", [Role.OFFICER, Role.HEAD])
def test_a_clock_is_waived_with_a_reason_and_taken_up_again(role):
    paper, user = make_paper(), make_user(role)
    sync_clocks()
    clock = Clock.objects.get()

    waived = waive_clock(clock=clock, reason="  Đã báo cáo   chung ", user=user, today=TODAY)

    assert (waived.waived_on, waived.waived_by, waived.waive_reason) == (TODAY, user, "Đã báo cáo chung")
    paper.refresh_from_db()
    assert paper.version == 2

    again = unwaive_clock(clock=clock, user=user)

    assert (again.waived_on, again.waived_by, again.waive_reason) == (None, None, "")
    paper.refresh_from_db()
    assert paper.version == 3
    assert Clock.objects.get() == clock


def test_a_clock_that_only_its_waiver_kept_goes_when_taken_up_again():
    paper, user = make_paper(), make_user()
    sync_clocks()
    clock = waive_clock(clock=Clock.objects.get(), reason="x", user=user, today=TODAY)
    Agreement.objects.filter(pk=paper.pk).update(signed_on=None)
    sync_clocks()

    unwaive_clock(clock=clock, user=user)

    assert Clock.objects.count() == 0


def test_a_clock_of_a_record_without_versions_or_gone_is_waived_too():
    partner, user = make_partner(), make_user()
    clock = make_clock(partner)

    assert waive_clock(clock=clock, reason="x", user=user, today=TODAY).waive_reason == "x"
    partner.delete()
    assert unwaive_clock(clock=Clock.objects.get(), user=user).waived_on is None


@pytest.mark.parametrize(
    ("reason", "code", "field"),
    [
        ("", "invalid_waiver", "reason"),
        ("   ", "invalid_waiver", "reason"),
        ("x" * 501, "invalid_waiver", "reason"),
        ("Theo công văn số 12 (MẬT)", "secret_mark", "reason"),
    ],
)
def test_a_wrong_reason_is_refused_and_writes_nothing(reason, code, field):
    clock = make_clock()
    written = audit_rows()

    with pytest.raises(InvalidInput) as refusal:
        waive_clock(clock=clock, reason=reason, user=make_user(), today=TODAY)

    assert (refusal.value.code, list(refusal.value.fields)) == (code, [field])
    assert audit_rows() == written


@pytest.mark.parametrize("role", [Role.LEADER, Role.AUDITOR, Role.ADMINISTRATOR, Role.FOCAL_POINT])
def test_others_may_not_waive(role):
    clock, user = make_clock(), make_user(role)

    for refused in (
        lambda: waive_clock(clock=clock, reason="x", user=user, today=TODAY),
        lambda: unwaive_clock(clock=clock, user=user),
        lambda: waive_clock(clock=clock, reason="x", user=AnonymousUser(), today=TODAY),
    ):
        with pytest.raises(NotAllowed) as refusal:
            refused()
        assert refusal.value.code == "may_not_waive"
    assert can_waive(user) is False
    assert can_waive(make_user(is_active=False)) is False


def test_what_is_done_waived_or_not_waived_is_refused():
    user = make_user()
    done = make_clock(done_on="2026-03-09")
    open_one = make_clock()
    waived = make_clock(waived_on="2026-03-09", waived_by=user, waive_reason="x")

    codes = []
    for deed in (
        lambda: waive_clock(clock=done, reason="x", user=user, today=TODAY),
        lambda: waive_clock(clock=waived, reason="y", user=user, today=TODAY),
        lambda: unwaive_clock(clock=open_one, user=user),
    ):
        with pytest.raises(Conflict) as refusal:
            deed()
        codes.append(refusal.value.code)

    assert codes == ["clock_done", "clock_waived", "clock_not_waived"]
    waived.refresh_from_db()
    assert waived.waive_reason == "x"
