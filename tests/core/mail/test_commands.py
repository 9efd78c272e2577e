from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from dnfa.core.mail.models import OutgoingMail
from tests.core.mail.makers import MAIL
from tests.core.mail.servers import Mailbox, free_port, mail_server, point_at

pytestmark = pytest.mark.django_db


def run(address=MAIL):
    call_command("send_test_mail", address)
    return OutgoingMail.objects.get()


def test_a_test_mail_is_sent_at_once_and_the_answer_told(settings, capsys):
    with mail_server(settings, Mailbox()) as box:
        mail = run()

    assert box.subjects == ["Sổ đối ngoại Đà Nẵng: thư thử"]
    assert (mail.state, mail.to, mail.purpose) == ("sent", MAIL, "test")
    assert capsys.readouterr().out == f"Máy chủ thư đã nhận: /thu-gui-di/{mail.pk}/\n"


def test_a_refusal_is_told_in_the_servers_words(settings):
    with (
        mail_server(settings, Mailbox({MAIL: "550 5.1.1 no such user"})),
        pytest.raises(CommandError) as told,
    ):
        run()

    mail = OutgoingMail.objects.get()
    assert str(told.value) == f"Không gửi được: 550 5.1.1 no such user (/thu-gui-di/{mail.pk}/)"


def test_a_server_that_is_away_is_told(settings):
    point_at(settings, free_port())

    with pytest.raises(CommandError, match="Chờ gửi: Không nối được với máy chủ thư"):
        run()

    assert OutgoingMail.objects.get().state == "queued"


def test_without_a_server_the_mail_waits(settings, capsys):
    settings.EMAIL_HOST = ""

    mail = run()

    assert mail.state == "queued"
    assert capsys.readouterr().out.endswith(f"thư đợi trong hộp thư gửi đi: /thu-gui-di/{mail.pk}/\n")


def test_what_is_no_address_is_told():
    with pytest.raises(CommandError, match="không phải là địa chỉ thư điện tử"):
        run("hanh")

    assert OutgoingMail.objects.count() == 0
