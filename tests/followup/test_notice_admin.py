"""The workshop: the log is read there, steps are data that the office changes, choices are helped with."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from dnfa.accounts.enums import Role
from dnfa.followup.enums import MailRhythm
from dnfa.followup.models import Digest, MailChoice, Notice, ReminderStep, SourceChoice
from dnfa.followup.notices.digests import make_digests
from tests.factories import make_user, sign_in
from tests.followup.actions.factories import make_action
from tests.followup.notices.telling import NOW, moment, tell

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client) -> Any:
    return sign_in(client, Role.ADMINISTRATOR, is_staff=True, is_superuser=True)


def told() -> Notice:
    """One notice of a thing to do, and the mail that brought it."""
    person = make_user(email="nguoi@danang.gov.vn", full_name="Trần Thị Đọc")
    make_action(assignee=person, due_on=date(2026, 12, 1))
    tell()
    make_digests(moment=moment(), now=NOW)
    return Notice.objects.get()


@pytest.mark.parametrize(
    ("model", "name"), [(Notice, "notice"), (Digest, "digest")], ids=["notices", "digests"]
)
def test_the_log_is_read_and_searched_and_never_written(client, admin, model, name):
    told()
    row = model.objects.get()
    address = f"/quan-tri/followup/{name}/"

    found = client.get(address, {"q": "Trần Thị Đọc"}).context["cl"].result_count
    missed = client.get(address, {"q": "không có ai"}).context["cl"].result_count
    statuses = [
        client.get(f"{address}{row.pk}/change/").status_code,
        client.get(f"{address}add/").status_code,
        client.post(f"{address}{row.pk}/delete/", {"post": "yes"}).status_code,
    ]

    assert ((found, missed), statuses) == ((1, 0), [200, 403, 403])
    assert list(model.objects.all()) == [row]


def test_a_step_is_added_and_reminds_from_the_next_run(client, admin):
    person = make_user()
    make_action(assignee=person, due_on=date(2026, 12, 17))  # fifteen working days after 26/11/2026
    assert tell().told == 0

    answer = client.post(
        "/quan-tri/followup/reminderstep/add/", {"source": "action_due", "days_before": "15"}
    )

    assert answer.status_code == 302
    assert ReminderStep.objects.filter(source="action_due", days_before=15).count() == 1
    tell()
    assert [(row.recipient, row.threshold) for row in Notice.objects.all()] == [(person, "15")]


@pytest.mark.parametrize(
    "data",
    [
        {"source": "action_due", "days_before": "10"},
        {"source": "flag_raised", "days_before": "4"},
        {"source": "khong-co", "days_before": "4"},
    ],
    ids=["twice", "a kind without steps", "no such kind"],
)
def test_a_step_that_cannot_be_is_refused(client, admin, data):
    before = ReminderStep.objects.count()

    answer = client.post("/quan-tri/followup/reminderstep/add/", data)

    assert (answer.status_code, ReminderStep.objects.count()) == (200, before)


def test_a_step_that_is_taken_away_reminds_no_more(client, admin):
    make_action(assignee=make_user(), due_on=date(2026, 12, 10))  # ten working days
    step = ReminderStep.objects.get(source="action_due", days_before=10)

    client.post(f"/quan-tri/followup/reminderstep/{step.pk}/delete/", {"post": "yes"})

    assert (ReminderStep.objects.filter(pk=step.pk).count(), tell().told) == (0, 0)


def test_choices_are_helped_with_and_not_made_for_others(client, admin):
    person = make_user()
    mail = MailChoice.objects.create(user=person, rhythm=MailRhythm.NEVER)
    kind = SourceChoice.objects.create(user=person, source="update_accepted", by_mail=False)

    answer = client.post(
        f"/quan-tri/followup/mailchoice/{mail.pk}/change/", {"user": person.pk, "rhythm": "daily", "quiet_until": ""}
    )  # fmt: skip

    mail.refresh_from_db()
    assert (answer.status_code, mail.rhythm) == (302, "daily")
    assert client.get(f"/quan-tri/followup/sourcechoice/{kind.pk}/change/").status_code == 200
    assert [
        client.get(f"/quan-tri/followup/{name}/add/").status_code for name in ("mailchoice", "sourcechoice")
    ] == [403, 403]
