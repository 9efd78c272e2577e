from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages

from dnfa.accounts.enums import RUNS_THE_HOUSE, Role
from dnfa.core.clock import local_now
from dnfa.core.mail.models import MailAttempt, OutgoingMail
from tests.core.mail.makers import NOW, make_mail
from tests.factories import make_user, sign_in

pytestmark = pytest.mark.django_db
STATES = ("queued", "sending", "sent", "failed", "cancelled", "expired")


@pytest.fixture
def head(client):
    return sign_in(client, Role.HEAD, full_name="Lê Châu")


def listed(client, query=""):
    return [line.row.key for line in client.get(f"/thu-gui-di/{query}").context["lines"]]


def words(client, address):
    return " ".join(client.get(address).content.decode().split())


@pytest.mark.parametrize("role", list(Role))
def test_who_opens_the_outbox(client, role):
    mail = make_mail()
    sign_in(client, role)
    addresses = ("/thu-gui-di/", mail.get_absolute_url(), f"/thu-gui-di/{mail.pk}/thoi-gui/")

    answers = [client.get(address).status_code for address in addresses]

    assert answers == [200 if role in RUNS_THE_HOUSE else 403] * 3
    assert ("/thu-gui-di/" in client.get("/toi/").content.decode()) is (role in RUNS_THE_HOUSE)


def test_the_newest_mail_stands_first(client, head):
    for minutes in (1, 3, 2):
        make_mail(f"viec:{minutes}", now=NOW + timedelta(minutes=minutes))

    assert listed(client) == ["viec:3", "viec:2", "viec:1"]
    assert listed(client, "?sort=created_at") == ["viec:1", "viec:2", "viec:3"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=tran hanh", ["a"]),
        ("?q=VIEC cho", ["b", "a"]),
        ("?q=khac@danang", ["b"]),
        ("?state=failed", ["b"]),
        ("?state=queued", ["a"]),
        ("?purpose=password_link", ["b"]),
        ("?purpose=khong-co", []),
        ("?created_from=27/11/2026", ["b"]),
        ("?created_to=26/11/2026", ["a"]),
        ("?created_from=26/11/2026&created_to=27/11/2026", ["b", "a"]),
    ],
)
def test_what_can_be_asked(client, head, query, found):
    make_mail("a", recipient=make_user(full_name="Trần Hạnh"), subject="Có việc chờ bạn")
    make_mail(
        "b", to="khac@danang.gov.vn", state="failed", purpose="password_link", now=NOW + timedelta(hours=15),
    )  # fmt: skip

    assert listed(client, query) == found


def test_the_states_are_counted_and_each_opens_its_list(client, head):
    for state, count in (("queued", 2), ("failed", 1), ("sent", 3)):
        for number in range(count):
            make_mail(f"{state}:{number}", state=state)

    tiles = client.get("/thu-gui-di/?q=khong-co").context["tiles"]

    assert [(tile["label"], tile["n"]) for tile in tiles] == [
        ("Chờ gửi", 2), ("Đang gửi", 0), ("Không gửi được", 1), ("Đã gửi", 3),
    ]  # fmt: skip
    assert [len(listed(client, tile["href"])) for tile in tiles] == [2, 0, 1, 3]


@pytest.mark.parametrize(("host", "said"), [("", True), ("smtp.danang.gov.vn", False)])
def test_a_house_without_a_mail_server_says_so(client, head, settings, host, said):
    settings.EMAIL_HOST = host

    assert ("Chưa đặt máy chủ thư" in words(client, "/thu-gui-di/")) is said


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_a_fixed_number_of_queries(client, head, rows, django_assert_num_queries):
    for number in range(rows):
        make_mail(f"viec:{number}", recipient=make_user())

    with django_assert_num_queries(5):
        client.get("/thu-gui-di/")


def test_the_list_is_exported_without_texts(client, head):
    make_mail("viec:1", recipient=make_user(full_name="Trần Hạnh"), state="failed", last_error="550 no")

    exported = b"".join(client.get("/thu-gui-di/?format=csv").streaming_content).decode()

    assert "Có việc chờ bạn,Thư thử,hanh@danang.gov.vn,Trần Hạnh,Không gửi được,1,550 no," in exported
    assert "Nội dung thư" not in exported


def test_a_mail_tells_its_whole_story(client, head):
    mail = make_mail("viec:1", state="failed", last_error="550 5.1.1 no such user")
    for number, outcome, error in ((1, "deferred", "450 busy"), (2, "refused", "550 5.1.1 no such user")):
        MailAttempt.objects.create(mail=mail, number=number, at=NOW, outcome=outcome, error=error)

    page = words(client, mail.get_absolute_url())

    for said in (
        "450 busy",
        "Chưa được, thử lại sau",
        "Bị từ chối",
        mail.message_id[1:-1],
        "Nội dung thư.",
    ):
        assert said in page
    assert "Lịch sử" in page


def test_the_text_of_a_secret_mail_is_shown_to_nobody(client, head):
    mail = make_mail(sensitive=True, expires_at=NOW + timedelta(days=3), body="https://so/dat-mat-khau/x/y/")

    page = words(client, mail.get_absolute_url())

    assert "dat-mat-khau" not in page
    assert "không ai xem được nội dung" in page


@pytest.mark.parametrize("state", STATES)
def test_what_may_be_done_is_offered(client, head, state):
    mail = make_mail(state=state)

    page = client.get(mail.get_absolute_url()).context

    assert (page["may_retry"], page["may_cancel"]) == (state == "failed", state == "queued")


def test_what_is_past_is_not_offered_again(client, head):
    now = local_now()
    mail = make_mail(state="failed", now=now - timedelta(days=2), expires_at=now - timedelta(days=1))

    assert client.get(mail.get_absolute_url()).context["may_retry"] is False


def test_a_failed_mail_is_sent_again(client, head):
    mail = make_mail(state="failed")
    page = client.get(f"/thu-gui-di/{mail.pk}/gui-lai/")

    sent = client.post(
        f"/thu-gui-di/{mail.pk}/gui-lai/", {"reason": "Hộp thư đã mở", "version": mail.version}
    )

    mail.refresh_from_db()
    assert (page.status_code, sent["Location"]) == (200, mail.get_absolute_url())
    assert (mail.state, [str(told) for told in get_messages(sent.wsgi_request)]) == (
        "queued", ["Thư đang chờ gửi lại."],
    )  # fmt: skip
    context = mail.audit_rows.order_by("pgh_id").last().pgh_context.metadata
    assert (context["reason"], context["user"]) == ("Hộp thư đã mở", head.pk)


def test_a_waiting_mail_is_stopped(client, head):
    mail = make_mail()

    client.post(f"/thu-gui-di/{mail.pk}/thoi-gui/", {"reason": "Đã gọi điện", "version": mail.version})

    mail.refresh_from_db()
    assert (mail.state, mail.last_error) == ("cancelled", "Đã gọi điện")


@pytest.mark.parametrize(
    ("state", "sent", "error"),
    [
        ("queued", {"reason": ""}, "Hãy ghi lý do."),
        ("queued", {"reason": "x", "version": "99"}, "Bản ghi đã được người khác sửa"),
        ("queued", {"reason": "x", "version": "chín"}, "Bản ghi đã được người khác sửa"),
        ("sending", {"reason": "x"}, "Chỉ thôi gửi được thư đang chờ gửi."),
    ],
)
def test_a_refusal_is_told_on_the_page_and_changes_nothing(client, head, state, sent, error):
    mail = make_mail(state=state)
    before = OutgoingMail.objects.values().get()

    page = client.post(f"/thu-gui-di/{mail.pk}/thoi-gui/", {"version": mail.version, **sent})

    assert (page.status_code, error in page.content.decode()) == (200, True)
    assert OutgoingMail.objects.values().get() == before


@pytest.mark.parametrize("part", ["", "gui-lai/", "thoi-gui/"])
def test_a_mail_that_is_not_there(client, head, part):
    assert client.get(f"/thu-gui-di/999/{part}").status_code == 404
