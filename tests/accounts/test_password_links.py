from __future__ import annotations

import re
from datetime import timedelta
from threading import Thread

import pytest
from django.contrib.auth import get_user
from django.db import connection

from dnfa.accounts.enums import Role
from dnfa.accounts.locks import Attempt, locked_until, note_failure
from dnfa.accounts.password_links import link_path, send_link
from dnfa.accounts.tasks import send_password_link
from dnfa.core.clock import local_now
from dnfa.core.mail.delivery import deliver_due
from dnfa.core.mail.models import OutgoingMail
from dnfa.core.mail.services import mail_cancel
from tests.core.mail.servers import Mailbox, free_port, mail_server, point_at
from tests.factories import make_agency, make_user

pytestmark = pytest.mark.django_db
BASE = "https://so.example.vn/"
MAIL = "hanh@danang.gov.vn"
NEW = "cau rong song han"


@pytest.fixture
def person():
    user = make_user(username="hanh", email=MAIL, full_name="Trần Hạnh")
    user.set_password("mat-khau-dai-2026")
    user.save()
    return user


def send(email=MAIL, now=None):
    return send_link(email=email, base=BASE, now=now or local_now())


def written():
    """The newest mail in the outbox."""
    return OutgoingMail.objects.first()


def link_in_mail():
    return re.search(rf"{BASE}(dat-mat-khau/\S+)", written().body)[1]


def set_password(client, path, password=NEW):
    page = client.get(f"/{path}", follow=True)
    where = page.redirect_chain[-1][0] if page.redirect_chain else f"/{path}"
    return client.post(where, {"new_password1": password, "new_password2": password})


def test_a_forgotten_password_is_set_anew_by_the_link(client, person):
    other = type(client)()
    other.post("/dang-nhap/", {"username": "hanh", "password": "mat-khau-dai-2026"})
    send()

    response = set_password(client, link_in_mail())

    person.refresh_from_db()
    assert response["Location"] == "/dang-nhap/"
    assert person.check_password(NEW)
    assert get_user(client).is_anonymous  # the second factor is asked for at the sign-in
    assert other.get("/toi/").status_code == 302
    last = person.audit_rows.order_by("pgh_id").last()
    assert last.pgh_context.metadata["reason"] == "Đặt mật khẩu qua liên kết gửi bằng thư"
    assert last.password_set_at == person.password_set_at


def test_the_mail_says_who_what_and_how_long(person):
    assert send() is True

    message = written()
    assert (message.to, message.subject) == (MAIL, "Sổ đối ngoại Đà Nẵng: đặt lại mật khẩu")
    assert (message.recipient, message.purpose, message.sensitive) == (person, "password_link", True)
    assert message.expires_at - message.created_at == timedelta(days=3)
    assert message.body.startswith("Kính gửi Trần Hạnh,\n")
    assert "Tên đăng nhập của bạn: hanh\n" in message.body
    assert "dùng được một lần, trong 3 ngày. Nếu không phải bạn xin" in message.body


def test_somebody_invited_gets_an_invitation():
    agency = make_agency(name_vi="Sở Du lịch")
    make_user(Role.FOCAL_POINT, agency=agency, email=MAIL)

    send()

    assert written().subject == "Mời bạn vào Sổ đối ngoại Đà Nẵng: đặt mật khẩu"
    assert "làm đầu mối của Sở Du lịch" in written().body


@pytest.mark.parametrize(
    ("values", "email", "sent"),
    [
        ({}, MAIL, True),
        ({}, "HANH@danang.gov.vn ", True),
        ({}, "ai-do@danang.gov.vn", False),
        ({}, "", False),
        ({"is_active": False}, MAIL, False),
        ({"is_demonstration": True}, MAIL, False),
    ],
)
def test_who_gets_a_mail(settings, values, email, sent):
    settings.DNFA_DEMO = False
    make_user(email=MAIL, **values)
    make_user(email="")

    assert (send(email), OutgoingMail.objects.count()) == (sent, int(sent))


def test_one_mail_in_five_minutes_however_often_somebody_asks(person):
    now = local_now()

    sent = [send(now=now + timedelta(minutes=minutes)) for minutes in (0, 0, 4, 5)]

    assert sent == [True, False, False, True]
    assert OutgoingMail.objects.count() == 2


def test_a_task_that_runs_twice_writes_once(person):
    assert [send_password_link(MAIL, BASE), send_password_link(MAIL, BASE)] == [True, False]
    assert OutgoingMail.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_ask_at_once_get_one_mail(as_installed, person):
    sent, now = [], local_now()

    def ask():
        try:
            sent.append(send(now=now))
        finally:
            connection.close()

    others = [Thread(target=ask) for _ in range(2)]
    for other in others:
        other.start()
    for other in others:
        other.join()

    assert sorted(sent) == [False, True]
    assert OutgoingMail.objects.count() == 1


@pytest.mark.parametrize(("state", "again"), [("failed", True), ("cancelled", True), ("queued", False)])
def test_a_link_that_never_went_out_begins_no_pause(person, state, again):
    now = local_now()
    send(now=now)
    if state == "failed":
        OutgoingMail.objects.update(state="sending", next_try_at=None, claimed_at=now)
        OutgoingMail.objects.update(state="failed", claimed_at=None, last_error="550 no")
    if state == "cancelled":
        mail_cancel(mail=written(), reason="Nhầm người")

    assert send(now=now + timedelta(minutes=1)) is again


def test_a_mail_that_the_server_does_not_take_waits_and_then_goes_out(client, person, settings):
    now = local_now()
    send(now=now)
    path = link_in_mail()
    point_at(settings, free_port())
    deliver_due(clock=lambda: now)
    waiting = written().state

    with mail_server(settings, Mailbox()) as box:
        deliver_due(clock=lambda: now + timedelta(minutes=1))

    assert waiting == "queued"
    assert [f"{BASE}{path}" in message.get_content() for message in box.taken] == [True]
    assert (written().state, written().body) == ("sent", "")  # the way into an account is kept nowhere
    assert set_password(client, path)["Location"] == "/dang-nhap/"


def test_a_link_is_not_sent_once_it_is_worthless(person, settings):
    now = local_now()
    send(now=now)

    with mail_server(settings, Mailbox()) as box:
        deliver_due(clock=lambda: now + timedelta(days=3))

    assert (box.taken, written().state, written().body) == ([], "expired", "")


def test_a_link_is_good_once(client, person):
    send()
    path = link_in_mail()
    set_password(client, path)

    again = type(client)().get(f"/{path}", follow=True)

    assert "Liên kết này đã dùng rồi hoặc đã quá hạn." in again.content.decode()


def test_a_link_ends_with_a_sign_in(client, person):
    path = link_path(person)
    client.post("/dang-nhap/", {"username": "hanh", "password": "mat-khau-dai-2026"})

    assert type(client)().get(path, follow=True).context["validlink"] is False


def test_a_link_runs_out(client, person, settings):
    path = link_path(person)
    settings.PASSWORD_RESET_TIMEOUT = -1

    assert client.get(path, follow=True).context["validlink"] is False


@pytest.mark.parametrize("password", ["ngan", "tranhanh12345"])
def test_a_password_that_will_not_do_sets_nothing(client, person, password):
    response = set_password(client, link_path(person).removeprefix("/"), password)

    person.refresh_from_db()
    assert list(response.context["form"].errors) == ["new_password1"]
    assert person.check_password("mat-khau-dai-2026")


def test_a_password_set_by_the_link_opens_a_locked_name(client, person):
    now = local_now()
    for _time in range(10):
        note_failure(attempt=Attempt("hanh"), now=now)

    set_password(client, link_path(person).removeprefix("/"))

    assert locked_until(Attempt("hanh"), now=now) is None


def test_the_answer_is_the_same_whoever_asks(client, person, monkeypatch, django_capture_on_commit_callbacks):
    queued = []
    monkeypatch.setattr(send_password_link, "delay", lambda *told: queued.append(told))

    answers = []
    for email in (MAIL, "ai-do@danang.gov.vn"):
        with django_capture_on_commit_callbacks(execute=True):
            answers.append(client.post("/quen-mat-khau/", {"email": email}))

    assert [answer["Location"] for answer in answers] == ["/quen-mat-khau/da-gui/"] * 2
    assert queued == [(MAIL, "http://testserver/"), ("ai-do@danang.gov.vn", "http://testserver/")]
    assert client.get("/quen-mat-khau/da-gui/").status_code == 200


@pytest.mark.parametrize("email", ["", "khong-phai-thu"])
def test_what_is_no_mail_address_is_told(client, email):
    response = client.post("/quen-mat-khau/", {"email": email})

    assert list(response.context["form"].errors) == ["email"]


def test_two_accounts_never_share_an_address(person):
    with pytest.raises(Exception, match="one_account_for_a_mail_address"):
        make_user(email=MAIL.upper())


def test_a_pause_is_kept_for_each_account(person):
    other = make_user(email="khac@danang.gov.vn")
    now = local_now()

    assert [send(user.email, now) for user in (person, other, person)] == [True, True, False]
    assert list(OutgoingMail.objects.order_by("pk").values_list("recipient", flat=True)) == [
        person.pk,
        other.pk,
    ]
