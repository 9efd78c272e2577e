"""The mail server of a development home as the program that bin/up starts."""

from __future__ import annotations

import os
import signal
import smtplib
import socket
from threading import Thread

import pytest

from dnfa.core.mail.caught import caught_mails
from dnfa.embedded import processes
from dnfa.embedded.home import CHECKOUT
from dnfa.embedded.programs import Program, catcher_command, stop_all

LETTER = (
    "From: so@danang.gov.vn\r\nTo: hanh@danang.gov.vn\r\nMessage-ID: <1@danang.gov.vn>\r\n"
    "Subject: {subject}\r\n\r\nXin ch=E0o\r\n"
)


@pytest.fixture
def listening():
    with socket.create_server(("127.0.0.1", 0)) as opened:
        yield opened


@pytest.fixture
def catcher(listening, tmp_path):
    program = Program(
        "mail", catcher_command(listening, tmp_path), tmp_path / "mail.log", keeps=(listening.fileno(),)
    )
    program.start(os.environ, CHECKOUT)
    yield program
    stop_all([program], seconds=5)


def send(listening, subject="Một"):
    with smtplib.SMTP("127.0.0.1", listening.getsockname()[1], timeout=20) as line:
        line.sendmail("so@danang.gov.vn", ["hanh@danang.gov.vn"], LETTER.format(subject=subject).encode())


def test_a_mail_is_filed_once_however_often_it_comes(catcher, listening, tmp_path):
    send(listening)
    send(listening)

    found = caught_mails(tmp_path / "mail")
    assert [(mail.message_id, mail.to, mail.subject, mail.arrivals) for mail in found] == [
        ("<1@danang.gov.vn>", "hanh@danang.gov.vn", "Một", 2)
    ]


def test_a_mail_that_comes_while_the_server_is_dead_waits_for_the_next(catcher, listening, tmp_path):
    send(listening)
    os.kill(catcher.child.pid, signal.SIGKILL)
    assert processes.wait_until(catcher.has_died, seconds=10)

    sender = Thread(target=send, args=[listening])
    sender.start()
    catcher.start(os.environ, CHECKOUT)
    sender.join(20)

    assert [mail.arrivals for mail in caught_mails(tmp_path / "mail")] == [2]


def test_it_ends_in_order_when_asked(catcher, listening):
    send(listening)

    catcher.ask_to_stop()

    assert processes.wait_until(catcher.has_died, seconds=10)
    assert catcher.child.returncode == 0


def test_a_folder_that_cannot_be_written_is_told_to_the_sender(catcher, listening, tmp_path):
    (tmp_path / "mail").write_text("a file where the folder belongs")

    with pytest.raises(smtplib.SMTPDataError) as refusal:
        send(listening)

    assert refusal.value.smtp_code == 451
