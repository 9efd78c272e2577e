from __future__ import annotations

from datetime import timedelta
from threading import Thread

import pytest
from django.db import connection, transaction
from kombu.exceptions import OperationalError

from dnfa.core.errors import Conflict, InvalidInput
from dnfa.core.mail import services
from dnfa.core.mail.enums import MailState
from dnfa.core.mail.models import OutgoingMail
from dnfa.core.mail.services import mail_cancel, mail_retry, queue_mail
from tests.core.mail.makers import NOW, make_mail
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def broker_is_away(*_arguments, **_options):
    raise OperationalError("away")


def told(mail):
    return (mail.key, mail.to, mail.subject, mail.body, mail.state)


def test_a_mail_is_written_into_the_outbox():
    person = make_user(email="hanh@danang.gov.vn")

    mail = make_mail("viec:1", recipient=person, subject="Có việc\nchờ bạn")

    assert told(mail) == ("viec:1", "hanh@danang.gov.vn", "Có việc chờ bạn", "Nội dung thư.\n", "queued")
    assert (mail.next_try_at, mail.created_at, mail.attempts) == (NOW, NOW, 0)
    assert mail.recipient == person


def test_a_second_call_with_the_same_key_changes_nothing():
    first = make_mail("viec:1", subject="Lần đầu")

    second = make_mail("viec:1", to="khac@danang.gov.vn", subject="Lần sau")

    assert second == first
    assert told(second) == told(first)
    assert OutgoingMail.objects.count() == 1


def test_two_calls_at_once_make_one_mail(transactional_db):
    made = []

    def call():
        try:
            made.append(make_mail("viec:1").pk)
        finally:
            connection.close()

    others = [Thread(target=call) for _ in range(2)]
    with transaction.atomic():
        mine = make_mail("viec:1")
        for other in others:
            other.start()  # each waits for our transaction
    for other in others:
        other.join()

    assert made == [mine.pk] * 2
    assert list(OutgoingMail.objects.values_list("pk", flat=True)) == [mine.pk]


def test_the_message_id_depends_on_the_key_and_our_domain(settings):
    settings.DEFAULT_FROM_EMAIL = "Sổ đối ngoại <so@danang.gov.vn>"

    ids = [services.message_id_of(key) for key in ("viec:1", "viec:1", "viec:2")]

    assert ids[0] == ids[1]
    assert len(set(ids)) == 2
    assert ids[0].endswith("@danang.gov.vn>")


@pytest.mark.parametrize("address", ["", "hanh", "hanh@", "a@b.vn\nBcc: c@d.vn", "a@b.vn, c@d.vn"])
def test_what_is_no_address_is_refused(address):
    with pytest.raises(InvalidInput) as refusal:
        make_mail("viec:1", to=address)

    assert refusal.value.code == "mail_address_invalid"
    assert OutgoingMail.objects.count() == 0


def test_a_secret_needs_an_end():
    with pytest.raises(ValueError, match="expires_at"):
        make_mail("viec:1", sensitive=True)

    assert OutgoingMail.objects.count() == 0


@pytest.mark.parametrize(
    ("later", "told_to"), [(None, 1), (timedelta(0), 1), (timedelta(minutes=-5), 1), (timedelta(hours=8), 0)]
)
def test_a_worker_is_told_on_commit_of_what_may_go_now(
    later, told_to, monkeypatch, django_capture_on_commit_callbacks
):
    sent = []
    monkeypatch.setattr(services.current_app, "send_task", lambda *given, **_how: sent.append(given[0]))

    with django_capture_on_commit_callbacks(execute=True):
        mail = make_mail("viec:1", not_before=None if later is None else NOW + later)

    assert sent == [services.TASK] * told_to
    assert mail.next_try_at == NOW + max(timedelta(0), later or timedelta(0))


def test_a_broker_that_is_away_loses_nothing(monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr(services.current_app, "send_task", broker_is_away)

    with django_capture_on_commit_callbacks(execute=True):
        make_mail("viec:1")

    assert OutgoingMail.objects.get().state == MailState.QUEUED


def test_a_failed_mail_is_sent_again_with_its_reason_in_the_history():
    mail = make_mail("viec:1", state="failed", last_error="550 no such user")

    again = mail_retry(mail=mail, reason=" Hộp thư đã mở lại ", now=NOW + timedelta(hours=1))

    assert (again.state, again.next_try_at) == ("queued", NOW + timedelta(hours=1))
    assert again.message_id == mail.message_id
    last = again.audit_rows.order_by("pgh_id").last()
    assert last.pgh_context.metadata["reason"] == "Hộp thư đã mở lại"


def test_a_waiting_mail_is_kept_from_going_out():
    mail = make_mail("viec:1")

    stopped = mail_cancel(mail=mail, reason="Đã báo qua điện thoại")

    stopped.refresh_from_db()
    assert (stopped.state, stopped.last_error, stopped.body) == (
        "cancelled",
        "Đã báo qua điện thoại",
        "Nội dung thư.\n",
    )


def test_the_text_of_a_secret_mail_that_is_not_sent_is_erased():
    mail = make_mail("viec:1", sensitive=True, expires_at=NOW + timedelta(days=3))

    mail_cancel(mail=mail, reason="Nhầm người")

    assert OutgoingMail.objects.get().body == ""


@pytest.mark.parametrize("state", ["sending", "sent", "failed", "cancelled", "expired"])
def test_only_what_waits_can_be_stopped(state):
    mail = make_mail("viec:1", state=state)

    with pytest.raises(Conflict) as refusal:
        mail_cancel(mail=mail, reason="Thôi")

    assert refusal.value.code == "mail_does_not_wait"
    assert OutgoingMail.objects.get().state == state


@pytest.mark.parametrize("state", ["queued", "sending", "sent", "cancelled", "expired"])
def test_only_what_failed_can_be_sent_again(state):
    mail = make_mail("viec:1", state=state)

    with pytest.raises(Conflict) as refusal:
        mail_retry(mail=mail, reason="Thử lại", now=NOW)

    assert refusal.value.code == "mail_did_not_fail"
    assert OutgoingMail.objects.get().state == state


def test_what_is_past_is_not_sent_again():
    mail = make_mail("viec:1", state="failed", expires_at=NOW + timedelta(hours=1))

    with pytest.raises(Conflict) as refusal:
        mail_retry(mail=mail, reason="Thử lại", now=NOW + timedelta(hours=1))

    assert (refusal.value.code, OutgoingMail.objects.get().state) == ("mail_is_past", "failed")


@pytest.mark.parametrize(
    "deed", [lambda mail: mail_cancel(mail=mail, reason=" "), lambda mail: mail_retry(mail=mail, reason="", now=NOW)]
)  # fmt: skip
def test_a_deed_needs_a_reason(deed):
    mail = make_mail("viec:1", state="failed")

    with pytest.raises(InvalidInput) as refusal:
        deed(mail)

    assert (refusal.value.code, OutgoingMail.objects.get().state) == ("reason_required", "failed")


@pytest.mark.parametrize("deed", ["cancel", "retry"])
def test_a_page_opened_before_something_changed_changes_nothing(deed):
    mail = make_mail("viec:1", state="queued" if deed == "cancel" else "failed")
    stale = {"mail": mail, "reason": "Thôi", "base_version": mail.version + 1}

    with pytest.raises(Conflict) as refusal:
        mail_cancel(**stale) if deed == "cancel" else mail_retry(**stale, now=NOW)

    assert refusal.value.code == "stale_version"
    assert OutgoingMail.objects.get().version == mail.version


def test_queue_mail_takes_the_words_it_is_given():
    mail = queue_mail(
        key="k", purpose="digest", to="a@danang.gov.vn", subject="Đầu đề", body="Dòng 1\nDòng 2\n", now=NOW
    )

    assert (mail.purpose, mail.subject, mail.body) == ("digest", "Đầu đề", "Dòng 1\nDòng 2\n")
