"""Real mail servers on a loopback port: one that takes everything, and the ways in which servers fail."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class Mailbox:
    """A handler that keeps what it takes; `replies` says otherwise by recipient, `at_data` for everybody."""

    def __init__(self, replies: dict[str, str] | None = None, at_data: str = "250 OK") -> None:
        self.replies, self.at_data = replies or {}, at_data
        self.taken: list[EmailMessage] = []
        self.conversations: set[tuple[str, int]] = set()
        self.on_data: Callable[[SMTP], None] = lambda _server: None

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        reply = self.replies.get(address, "250 OK")
        if reply.startswith("250"):
            envelope.rcpt_tos.append(address)
        return reply

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.conversations.add(session.peer)
        if self.at_data.startswith("250"):
            self.taken.append(message_from_bytes(envelope.content, policy=policy.default))
        self.on_data(server)
        return self.at_data

    @property
    def subjects(self) -> list[str]:
        return [str(message["subject"]).strip() for message in self.taken]

    @property
    def ids(self) -> list[str]:
        return [str(message["message-id"]) for message in self.taken]


def hang_up(server: SMTP) -> None:
    """End the conversation without the answer that is due."""
    server.transport.abort()


@contextmanager
def mail_server(settings: Any, mailbox: Mailbox, **options: Any) -> Iterator[Mailbox]:
    """Run a server for the block and let the house send to it."""
    controller = Controller(mailbox, hostname="127.0.0.1", port=free_port(), **options)
    controller.start()
    point_at(settings, controller.port)
    try:
        yield mailbox
    finally:
        controller.stop()


def point_at(settings: Any, port: int) -> None:
    """Let the house send to a port of this machine, in the clear."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_USE_TLS = False


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
