"""Killed anywhere on its way, a mail is neither lost nor changed; sent twice, it bears the same Message-ID.

A child process sends what is due and dies at its n-th statement: by `kill -9` of itself before the statement reaches the
database or after it has answered, or because the database ends its connection. The statement after the last before
SMTP and the first after it are among them, so one of the deaths lies between the server's "250" and our knowing of it.
"""

from __future__ import annotations

import os
import signal
import time
from collections import Counter
from datetime import timedelta
from itertools import count

import pytest
from django.db import connection, transaction

from dnfa.accounts.models import Agency
from dnfa.core.mail.caught import caught_mails
from dnfa.core.mail.delivery import TAKE_BACK_AFTER, deliver_due
from dnfa.core.mail.models import OutgoingMail
from dnfa.embedded.mail_catcher import Catcher
from tests.core.mail.makers import NOW, make_mail
from tests.core.mail.servers import Mailbox, mail_server
from tests.factories import make_agency
from tests.faults import DONE, LOST, in_a_child

pytestmark = pytest.mark.django_db(transaction=True)
LATER = NOW + TAKE_BACK_AFTER + timedelta(minutes=2)


def send(now=NOW):
    return deliver_due(clock=lambda: now)


def send_until_sent(mail):
    """Run after run, as beat does: PostgreSQL may need a moment to notice that a sender is dead, and holds its row until then."""
    for _run in range(100):
        send(LATER)
        mail.refresh_from_db()
        if mail.state == "sent":
            return
        time.sleep(0.05)


@pytest.mark.parametrize("how", ["before", "after", "database"])
def test_a_sender_that_dies_anywhere_loses_nothing(settings, how):
    places, twice = 0, 0
    with mail_server(settings, Mailbox()) as box:
        for at in count(1):
            mail = make_mail(f"{how}:{at}")

            ended = in_a_child(send, at, how)
            send_until_sent(mail)

            arrived = Counter(box.ids)[mail.message_id]
            assert (mail.state, mail.body, arrived in {1, 2}) == ("sent", "Nội dung thư.\n", True)
            assert mail.tries.count() == mail.attempts
            twice += arrived == 2
            if ended == DONE:
                break
            assert ended == (LOST if how == "database" else -signal.SIGKILL)
            places += 1

    assert places >= 9
    assert twice >= 1  # some of the deaths fell between the server's yes and our writing it down


def test_a_mail_sent_twice_is_filed_once_by_the_catcher(settings, tmp_path):
    mail = make_mail()
    child = []

    class KillsItsSender(Catcher):
        """Takes the mail, and the sender is dead before it can write that down."""

        async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd's name
            told = await super().handle_DATA(server, session, envelope)
            if child:
                os.kill(child.pop(), signal.SIGKILL)
            return told

    with mail_server(settings, KillsItsSender(tmp_path)):
        reading, writing = os.pipe()
        pid = os.fork()
        if pid == 0:
            connection.connection = None
            os.read(reading, 1)  # until the parent has named us
            send()
            os._exit(DONE)
        child.append(pid)
        os.write(writing, b"!")
        _pid, status = os.waitpid(pid, 0)
        for end in (reading, writing):
            os.close(end)
        held = OutgoingMail.objects.get().state
        send_until_sent(mail)

    assert (os.WTERMSIG(status), held) == (signal.SIGKILL, "sending")
    found = caught_mails(tmp_path)
    assert [(one.message_id, one.arrivals) for one in found] == [(mail.message_id, 2)]
    assert list(mail.tries.values_list("outcome", flat=True)) == ["lost", "sent"]


def test_a_mail_stands_in_the_outbox_exactly_when_its_reason_happened():
    def deed():
        with transaction.atomic():
            make_agency(key="ly-do")
            make_mail("viec:1")

    places = 0
    for at in count(1):
        ended = in_a_child(deed, at, "before")
        assert Agency.objects.filter(key="ly-do").count() == OutgoingMail.objects.count()
        if ended == DONE:
            break
        places += 1

    assert places >= 3
    assert OutgoingMail.objects.count() == 1
