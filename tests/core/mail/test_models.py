"""What the database itself refuses, whoever writes: also SQL and `QuerySet.update()`."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from dnfa.core.mail.enums import TRANSITIONS, MailState
from dnfa.core.mail.models import MailAttempt, OutgoingMail
from tests.core.mail.makers import NOW, make_mail

pytestmark = pytest.mark.django_db
# What goes with each state, so that only the way to it can be wrong.
WHOLE = {
    MailState.QUEUED: {"next_try_at": NOW, "claimed_at": None, "sent_at": None},
    MailState.SENDING: {"next_try_at": None, "claimed_at": NOW, "sent_at": None},
    MailState.SENT: {"next_try_at": None, "claimed_at": None, "sent_at": NOW, "attempts": 1},
    MailState.FAILED: {"next_try_at": None, "claimed_at": None, "sent_at": None, "last_error": "vì"},
    MailState.CANCELLED: {"next_try_at": None, "claimed_at": None, "sent_at": None, "last_error": "vì"},
    MailState.EXPIRED: {"next_try_at": None, "claimed_at": None, "sent_at": None, "last_error": "vì"},
}


def write(mail, **values):
    with transaction.atomic():
        OutgoingMail.objects.filter(pk=mail.pk).update(**values)


@pytest.mark.parametrize("after", list(MailState))
@pytest.mark.parametrize("before", list(MailState))
def test_the_only_ways_from_state_to_state(before, after):
    mail = make_mail(state=before)

    if before == after or (before, after) in TRANSITIONS:
        write(mail, state=after, **WHOLE[after])
        assert OutgoingMail.objects.get().state == after
    else:
        with pytest.raises(DatabaseError, match="Invalid transition"):
            write(mail, state=after, **WHOLE[after])
        assert OutgoingMail.objects.get().state == before


@pytest.mark.parametrize(
    ("state", "values", "constraint"),
    [
        ("queued", {"next_try_at": None}, "mail_queued_has_its_time"),
        ("sending", {"next_try_at": NOW}, "mail_queued_has_its_time"),
        ("sending", {"claimed_at": None}, "mail_sending_is_claimed"),
        ("queued", {"claimed_at": NOW}, "mail_sending_is_claimed"),
        ("sent", {"sent_at": None}, "mail_sent_has_its_time"),
        ("sent", {"attempts": 0}, "mail_sent_has_its_time"),
        ("queued", {"sent_at": NOW}, "mail_sent_has_its_time"),
        ("failed", {"last_error": ""}, "mail_end_says_why"),
        ("cancelled", {"last_error": ""}, "mail_end_says_why"),
    ],
)
def test_a_state_without_what_belongs_to_it_is_refused(state, values, constraint):
    mail = make_mail(state=state)
    before = OutgoingMail.objects.values().get()

    with pytest.raises(IntegrityError, match=constraint):
        write(mail, **values)

    assert OutgoingMail.objects.values().get() == before


@pytest.mark.parametrize("state", ["sent", "cancelled", "expired"])
def test_a_secret_is_never_kept_when_it_is_over(state):
    mail = make_mail(sensitive=True, expires_at=NOW + timedelta(days=3), state=state)

    with pytest.raises(IntegrityError, match="mail_secret_is_erased"):
        write(mail, body="https://so/dat-mat-khau/")

    assert OutgoingMail.objects.get().body == ""


def test_a_secret_has_an_end():
    mail = make_mail(sensitive=True, expires_at=NOW + timedelta(days=3))

    with pytest.raises(IntegrityError, match="mail_secret_has_an_end"):
        write(mail, expires_at=None)

    assert OutgoingMail.objects.get().expires_at == NOW + timedelta(days=3)


@pytest.mark.parametrize(
    "values",
    [
        {"key": "khac"}, {"to": "khac@danang.gov.vn"}, {"subject": "Khác"}, {"message_id": "<khac>"},
        {"purpose": "khac"}, {"due_at": NOW + timedelta(days=1)}, {"sensitive": True},
    ],
)  # fmt: skip
def test_what_a_mail_is_never_changes(values):
    mail = make_mail(expires_at=NOW + timedelta(days=1))
    before = OutgoingMail.objects.values().get()

    with pytest.raises(DatabaseError, match="Cannot update"):
        write(mail, **values)

    assert OutgoingMail.objects.values().get() == before


@pytest.mark.parametrize(
    "values", [{"subject": "Một\nBcc: ai@do.vn"}, {"to": "a@b.vn\r\nBcc: ai@do.vn"}], ids=["subject", "to"]
)
def test_a_header_is_one_line(values):
    row = {
        "key": "k", "purpose": "test", "to": "a@b.vn", "subject": "Một", "message_id": "<k@b.vn>",
        "next_try_at": NOW, "due_at": NOW, "created_at": NOW, **values,
    }  # fmt: skip

    with pytest.raises(IntegrityError, match="mail_headers_are_one_line"), transaction.atomic():
        OutgoingMail.objects.create(**row)

    assert OutgoingMail.objects.count() == 0


@pytest.mark.parametrize(
    ("number", "outcome", "error", "constraint"),
    [(1, "sent", "", "mail_attempt_once"), (2, "refused", "", "mail_attempt_says_why")],
)
def test_a_try_is_told_once_and_says_why(number, outcome, error, constraint):
    mail = make_mail()
    MailAttempt.objects.create(mail=mail, number=1, at=NOW, outcome="deferred", error="450 busy")

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        MailAttempt.objects.create(mail=mail, number=number, at=NOW, outcome=outcome, error=error)

    assert list(MailAttempt.objects.values_list("number", "outcome")) == [(1, "deferred")]


def test_no_text_of_a_mail_is_copied_into_the_audit_trail():
    mail = make_mail()
    write(mail, body="Khác\n")

    rows = list(mail.audit_rows.values())

    assert [row["key"] for row in rows] == ["viec:1", "viec:1"]
    assert ["body" in row for row in rows] == [False, False]
