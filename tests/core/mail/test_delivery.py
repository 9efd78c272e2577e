from __future__ import annotations

from datetime import datetime, timedelta
from threading import Barrier, Thread

import pytest
from aiosmtpd.smtp import AuthResult
from django.db import connection

from dnfa.core.mail import delivery
from dnfa.core.mail.delivery import MOST_ATTEMPTS, TAKE_BACK_AFTER, claim, deliver_due, take_back
from dnfa.core.mail.models import MailAttempt, OutgoingMail
from dnfa.core.mail.transport import MAILS_A_CONNECTION
from tests.core.mail.makers import MAIL, NOW, make_mail
from tests.core.mail.servers import Mailbox, free_port, hang_up, mail_server, point_at
from tests.factories import make_user

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


class Clock:
    """A clock that stands still until somebody moves it."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


def send(now=NOW):
    return deliver_due(clock=Clock(now))


def state_of(mail):
    mail.refresh_from_db()
    return (mail.state, mail.attempts, mail.last_error)


def tries_of(mail):
    return list(mail.tries.values_list("number", "outcome", "error"))


def test_what_is_due_goes_out_over_one_connection(settings):
    settings.DEFAULT_FROM_EMAIL = "Sổ đối ngoại <so@danang.gov.vn>"
    settings.DNFA_EMAIL_REPLY_TO = "vanthu@danang.gov.vn"
    mails = [make_mail(f"viec:{number}", subject=f"Việc số {number}") for number in range(3)]

    with mail_server(settings, Mailbox()) as box:
        sent = send()

    assert sent == 3
    assert box.subjects == ["Việc số 0", "Việc số 1", "Việc số 2"]
    assert box.ids == [mail.message_id for mail in mails]
    assert len(box.conversations) == 1
    first = box.taken[0]
    assert (first["from"], first["to"], first["reply-to"], first["auto-submitted"]) == (
        "Sổ đối ngoại <so@danang.gov.vn>", MAIL, "vanthu@danang.gov.vn", "auto-generated",
    )  # fmt: skip
    assert first.get_content().splitlines() == ["Nội dung thư."]
    assert [state_of(mail) for mail in mails] == [("sent", 1, "")] * 3
    assert [(mail.sent_at, tries_of(mail)) for mail in mails] == [(NOW, [(1, "sent", "")])] * 3


def test_a_mail_is_not_sent_before_its_time_nor_twice(settings):
    make_mail("viec:1", not_before=NOW + MINUTE)

    with mail_server(settings, Mailbox()) as box:
        counts = [send(), send(NOW + MINUTE), send(NOW + 2 * MINUTE)]

    assert counts == [0, 1, 0]
    assert len(box.taken) == 1


def test_without_a_mail_server_mails_wait_untouched(settings):
    settings.EMAIL_HOST = ""
    mail = make_mail()

    assert send() == 0
    assert state_of(mail) == ("queued", 0, "")


@pytest.mark.parametrize(
    ("state", "error"),
    [
        ("queued", "450 4.2.1 mailbox busy"),
        ("queued", "451 try again later"),
        ("failed", "550 5.1.1 no such user"),
        ("failed", "553 address refused"),
    ],
)
def test_a_refused_recipient_waits_or_fails_by_the_servers_word(settings, state, error):
    refused, taken = make_mail("viec:1"), make_mail("viec:2", to="khac@danang.gov.vn")

    with mail_server(settings, Mailbox({MAIL: error})) as box:
        sent = send()

    assert (sent, box.ids) == (1, [taken.message_id])
    assert state_of(refused) == (state, 1, error)
    assert refused.next_try_at == (NOW + MINUTE if state == "queued" else None)
    assert tries_of(refused) == [(1, "deferred" if state == "queued" else "refused", error)]
    assert len(box.conversations) == 1


@pytest.mark.parametrize(
    ("reply", "states"),
    [
        ("452 4.3.1 no room", [("queued", 1), ("queued", 1)]),
        ("554 5.7.1 looks like spam", [("failed", 1), ("failed", 1)]),
        ("421 4.3.2 closing", [("queued", 1), ("queued", 0)]),  # speaks of the server: the rest waits
    ],
)
def test_a_refused_text_waits_or_fails_by_the_servers_word(settings, reply, states):
    mails = [make_mail("viec:1"), make_mail("viec:2")]

    with mail_server(settings, Mailbox(at_data=reply)) as box:
        assert send() == 0

    assert box.taken == []
    assert [state_of(mail)[:2] for mail in mails] == states
    assert state_of(mails[0])[2] == reply


def test_a_server_that_is_away_costs_one_mail_one_try(settings):
    first, second = make_mail("viec:1"), make_mail("viec:2")
    point_at(settings, free_port())

    assert send() == 0

    state, attempts, error = state_of(first)
    assert (state, attempts, first.next_try_at) == ("queued", 1, NOW + MINUTE)
    assert error.startswith("Không nối được với máy chủ thư: ConnectionRefusedError")
    assert state_of(second) == ("queued", 0, "")


def test_a_server_that_asks_for_tls_we_do_not_speak_fails_no_mail(settings):
    mail = make_mail()

    with mail_server(settings, Mailbox()) as box:
        settings.EMAIL_USE_TLS = True  # the server offers none
        assert send() == 0

    assert box.taken == []
    assert state_of(mail)[:2] == ("queued", 1)


def test_a_wrong_password_of_the_house_fails_no_mail(settings):
    first, second = make_mail("viec:1"), make_mail("viec:2")
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "so", "da-doi"
    nobody = {
        "authenticator": lambda *_told: AuthResult(success=False, handled=False),
        "auth_require_tls": False,
    }

    with mail_server(settings, Mailbox(), **nobody) as box:
        assert send() == 0

    assert box.taken == []
    assert state_of(first)[:2] == ("queued", 1)
    assert first.last_error.startswith("Không nối được với máy chủ thư: 535 ")
    assert state_of(second) == ("queued", 0, "")


def test_a_server_that_takes_the_mail_and_dies_before_it_answers_gets_it_again(settings):
    mail = make_mail()
    box = Mailbox()
    box.on_data = hang_up

    with mail_server(settings, box):
        sent = [send()]
        box.on_data = lambda _server: None
        sent.append(send(NOW + MINUTE))

    assert sent == [0, 1]
    assert box.ids == [mail.message_id] * 2  # the reader's server knows it by its id
    assert state_of(mail) == ("sent", 2, "")
    assert [(number, outcome) for number, outcome, _error in tries_of(mail)] == [(1, "deferred"), (2, "sent")]
    assert tries_of(mail)[0][2].startswith("SMTPServerDisconnected")


def test_a_connection_that_broke_does_not_hold_up_the_next_mail(settings):
    first, second = make_mail("viec:1"), make_mail("viec:2")
    box = Mailbox()

    def once(server):
        box.on_data = lambda _server: None
        hang_up(server)

    box.on_data = once
    with mail_server(settings, box):
        assert send() == 1

    assert [state_of(mail)[0] for mail in (first, second)] == ["queued", "sent"]
    assert len(box.conversations) == 2


def test_a_long_run_changes_its_connection(settings, monkeypatch):
    monkeypatch.setattr("dnfa.core.mail.transport.MAILS_A_CONNECTION", 2)
    for number in range(5):
        make_mail(f"viec:{number}")

    with mail_server(settings, Mailbox()) as box:
        assert send() == 5

    assert len(box.conversations) == 3
    assert MAILS_A_CONNECTION == 50


def test_the_pauses_grow_until_four_days_are_over(settings):
    mail = make_mail()
    now, pauses = NOW, []

    with mail_server(settings, Mailbox({MAIL: "450 busy"})):
        while state_of(mail)[0] == "queued":
            send(mail.next_try_at)
            mail.refresh_from_db()
            if mail.next_try_at:
                pauses.append((mail.next_try_at - now) // MINUTE)
                now = mail.next_try_at

    assert pauses == [1, 5, 15, 60] + [240] * 23
    assert state_of(mail) == ("failed", MOST_ATTEMPTS, "450 busy")
    assert now - NOW == timedelta(days=3, hours=21, minutes=21)


@pytest.mark.parametrize(
    ("seconds", "state", "taken"), [(-1, "expired", 0), (0, "expired", 0), (1, "sent", 1)]
)
def test_what_is_past_is_not_sent(settings, seconds, state, taken):
    mail = make_mail(expires_at=NOW + timedelta(seconds=seconds), sensitive=True)

    with mail_server(settings, Mailbox()) as box:
        send()

    assert len(box.taken) == taken
    assert state_of(mail) == (state, taken, "" if taken else "Đến hạn mà chưa gửi được.")
    assert mail.body == ""


def test_a_secret_that_failed_is_kept_until_its_end_only(settings):
    mail = make_mail(expires_at=NOW + MINUTE, sensitive=True, state="failed", last_error="550 no")
    settings.EMAIL_HOST = ""
    kept = []

    for now in (NOW, NOW + MINUTE):
        send(now)
        mail.refresh_from_db()
        kept.append((mail.state, mail.body))

    assert kept == [("failed", "Nội dung thư.\n"), ("failed", "")]


def test_the_text_of_what_is_no_secret_stays(settings):
    mail = make_mail()

    with mail_server(settings, Mailbox()):
        send()

    mail.refresh_from_db()
    assert mail.body == "Nội dung thư.\n"


@pytest.mark.parametrize(
    ("person", "state"),
    [({}, "sent"), ({"is_active": False}, "cancelled"), ({"is_demonstration": True}, "cancelled")],
)
def test_who_may_not_sign_in_any_more_gets_no_mail(settings, person, state):
    settings.DNFA_DEMO = False
    mail = make_mail(recipient=make_user(**person))
    other = make_mail("viec:2")

    with mail_server(settings, Mailbox()) as box:
        send()

    assert state_of(mail)[0] == state
    assert state_of(other)[0] == "sent"
    assert box.ids == [one.message_id for one in (mail, other) if one.state == "sent"]
    assert mail.last_error == ("" if state == "sent" else "Tài khoản của người nhận không còn hoạt động.")
    assert mail.attempts == (1 if state == "sent" else 0)


@pytest.mark.parametrize(("late", "taken"), [(timedelta(0), 0), (timedelta(seconds=1), 1)])
def test_what_a_dead_sender_holds_is_taken_back_after_a_while(late, taken):
    mail = make_mail()
    claim(now=NOW)

    assert take_back(now=NOW + TAKE_BACK_AFTER + late) == taken

    assert state_of(mail)[0] == ("queued" if taken else "sending")
    assert [outcome for _number, outcome, _error in tries_of(mail)] == ["lost"] * taken


def test_a_mail_that_kills_its_senders_fails_at_last(settings):
    mail = make_mail()
    now = NOW
    for _time in range(MOST_ATTEMPTS):
        claim(now=now)
        now += TAKE_BACK_AFTER + MINUTE
        take_back(now=now)

    assert state_of(mail)[:2] == ("failed", MOST_ATTEMPTS)
    assert mail.tries.count() == MOST_ATTEMPTS


def test_a_slow_sender_whose_mail_was_taken_back_writes_nothing_over_it(settings):
    mail = make_mail()
    mine = claim(now=NOW)
    take_back(now=NOW + TAKE_BACK_AFTER + MINUTE)

    told = delivery.finish(mine, delivery.Answer(delivery.AttemptOutcome.REFUSED, "550 no"), now=NOW)

    assert told is False
    assert state_of(mail)[0] == "queued"
    assert MailAttempt.objects.count() == 1


def test_a_run_ends_before_the_next_begins(settings):
    clock = Clock()
    box = Mailbox()
    for number in range(3):
        make_mail(f"viec:{number}")

    def half_a_minute(_server):
        clock.now += timedelta(seconds=30)

    box.on_data = half_a_minute
    with mail_server(settings, box):
        counts = [deliver_due(clock=clock), deliver_due(clock=clock)]

    assert counts == [2, 1]


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_each_mail_once(settings):
    mails = [make_mail(f"viec:{number}") for number in range(12)]
    start, counts = Barrier(2), []

    def work():
        try:
            start.wait()
            counts.append(send())
        finally:
            connection.close()

    with mail_server(settings, Mailbox()) as box:
        workers = [Thread(target=work) for _ in range(2)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()

    assert sorted(box.ids) == sorted(mail.message_id for mail in mails)
    assert sum(counts) == 12
    assert set(OutgoingMail.objects.values_list("state", "attempts")) == {("sent", 1)}


@pytest.mark.parametrize("mails", [1, 3])
def test_a_mail_costs_a_fixed_number_of_statements(settings, mails, django_assert_num_queries):
    for number in range(mails):
        make_mail(f"viec:{number}")

    with mail_server(settings, Mailbox()), django_assert_num_queries(8 + 9 * mails):
        assert send() == mails
