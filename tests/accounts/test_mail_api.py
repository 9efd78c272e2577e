from __future__ import annotations

from datetime import timedelta

import pytest

from dnfa.accounts.enums import RUNS_THE_HOUSE, Role
from dnfa.core.mail.models import MailAttempt, OutgoingMail
from tests.core.mail.makers import NOW, make_mail
from tests.factories import make_user, post, sign_in

pytestmark = pytest.mark.django_db
URL = "/api/v1/mails/"


@pytest.fixture
def head(client):
    return sign_in(client, Role.HEAD)


def found(client, query=""):
    answer = client.get(f"{URL}{query}").json()
    assert answer["count"] == len(answer["results"])
    return [row["subject"] for row in answer["results"]]


def act(client, mail, deed, body):
    tag = client.get(f"{URL}{mail.pk}/")["ETag"]
    return post(client, f"{URL}{mail.pk}/{deed}/", body, **{"If-Match": tag})


@pytest.mark.parametrize("role", list(Role))
def test_who_reads_and_who_acts(client, role):
    mail = make_mail()
    sign_in(client, role)

    answers = [client.get(URL), client.get(f"{URL}{mail.pk}/"), post(client, f"{URL}{mail.pk}/cancel/", {})]

    # 428: the deed wants to know which version was read
    assert [answer.status_code for answer in answers] == (
        [200, 200, 428] if role in RUNS_THE_HOUSE else [403] * 3
    )


def test_a_list_without_texts(client, head):
    make_mail("a", subject="Một")
    make_mail("b", subject="Hai", state="failed", now=NOW + timedelta(hours=1))

    assert found(client) == ["Hai", "Một"]
    assert found(client, "?state=failed") == ["Hai"]
    assert found(client, "?q=mot") == ["Một"]
    assert client.get(f"{URL}?stat=failed").status_code == 400
    assert {"text", "tries"} & set(client.get(URL).json()["results"][0]) == set()


def test_one_mail_in_full(client, head):
    mail = make_mail(recipient=make_user(username="hanh"), state="failed", last_error="550 no")
    MailAttempt.objects.create(mail=mail, number=1, at=NOW, outcome="refused", error="550 no")

    assert client.get(f"{URL}{mail.pk}/").json() == {
        "id": mail.pk,
        "purpose": "test",
        "recipient": "hanh",
        "to": "hanh@danang.gov.vn",
        "subject": "Có việc chờ bạn",
        "state": "failed",
        "attempts": 1,
        "created_at": "2026-11-26T09:00:00+07:00",
        "due_at": "2026-11-26T09:00:00+07:00",
        "next_try_at": None,
        "sent_at": None,
        "expires_at": None,
        "last_error": "550 no",
        "message_id": mail.message_id,
        "sensitive": False,
        "version": mail.version,
        "text": "Nội dung thư.\n",
        "tries": [{"number": 1, "at": "2026-11-26T09:00:00+07:00", "outcome": "refused", "error": "550 no"}],
    }


def test_the_text_of_a_secret_mail_is_told_to_nobody(client, head):
    mail = make_mail(sensitive=True, expires_at=NOW + timedelta(days=3))

    assert client.get(f"{URL}{mail.pk}/").json()["text"] == ""


def test_a_failed_mail_is_sent_again(client, head):
    mail = make_mail(state="failed")

    answer = act(client, mail, "retry", {"reason": "Hộp thư đã mở"})

    assert (answer.status_code, answer.json()["state"]) == (200, "queued")


def test_a_waiting_mail_is_stopped(client, head):
    mail = make_mail()

    answer = act(client, mail, "cancel", {"reason": "Đã gọi điện"})

    assert (answer.status_code, answer.json()["state"], answer.json()["last_error"]) == (
        200, "cancelled", "Đã gọi điện",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("deed", "body", "refusal"),
    [
        ("cancel", {}, (400, "invalid")),
        ("cancel", {"reason": "x", "why": "y"}, (400, "invalid")),
        ("retry", {"reason": "x"}, (409, "mail_did_not_fail")),
    ],
)
def test_a_deed_that_is_refused_changes_nothing(client, head, deed, body, refusal):
    mail = make_mail()
    before = OutgoingMail.objects.values().get()

    answer = act(client, mail, deed, body)

    assert (answer.status_code, answer.json()["error"]["code"]) == refusal
    assert OutgoingMail.objects.values().get() == before


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_a_fixed_number_of_queries(client, head, rows, django_assert_num_queries):
    for number in range(rows):
        make_mail(f"viec:{number}", recipient=make_user())

    with django_assert_num_queries(4):
        client.get(URL)
