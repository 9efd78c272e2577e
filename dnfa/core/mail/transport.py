"""One conversation with the mail server: hands over mails one after another and says how each went.

What concerns one mail (sender, recipient or text refused) is kept apart from what concerns the server (no connection, wrong
password, "try later" at the greeting): the first fails that mail, the second stops the conversation and fails nothing for good.
"""

from __future__ import annotations

import logging
import smtplib
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils.translation import gettext as _

from dnfa.core.mail.enums import AttemptOutcome

if TYPE_CHECKING:
    from dnfa.core.mail.models import OutgoingMail

logger = logging.getLogger(__name__)

MAILS_A_CONNECTION = 50  # mail servers close a conversation after some hundred mails, with an error
LONGEST_ERROR = 2000
PERMANENT = 500  # RFC 5321, 4.2.1: a reply of 5yz is not to be tried again
SERVER_CLOSES = 421  # the only reply to a mail that speaks of the server


@dataclass(frozen=True)
class Answer:
    """How a try ended, in whose words; `server_is_away`: the next mail would fare the same."""

    outcome: AttemptOutcome
    error: str = ""
    server_is_away: bool = False


class Conversation:
    """A connection that is opened with the first mail and closed at the end of the block.

    `send` raises nothing that a mail server or the network can do; it answers.
    """

    def __init__(self) -> None:
        self.connection: Any = None
        self.handed_over = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def send(self, mail: OutgoingMail) -> Answer:
        """Hand one mail over."""
        if self.handed_over >= MAILS_A_CONNECTION:
            self.close()
        try:
            self._open()
        except OSError as error:  # smtplib's errors are of that kind
            self.close()
            told = _("Không nối được với máy chủ thư: %(words)s") % {"words": words(error)}
            return Answer(AttemptOutcome.DEFERRED, told, server_is_away=True)
        try:
            self.connection.send_messages([message_of(mail)])
        except OSError as error:
            return self._answer_to(error)
        except ValueError as error:  # a header or a text that cannot be put into a mail
            logger.exception("mail %s cannot be written", mail.pk)
            return Answer(AttemptOutcome.REFUSED, words(error))
        self.handed_over += 1
        return Answer(AttemptOutcome.SENT)

    def close(self) -> None:
        """End the conversation; what the server answers to a farewell matters to nobody."""
        connection, self.connection, self.handed_over = self.connection, None, 0
        if connection is not None:
            try:
                connection.close()
            except OSError:
                logger.info("the mail server did not answer the farewell")

    def _open(self) -> None:
        if self.connection is None:
            self.connection = get_connection()
            self.connection.open()

    def _answer_to(self, error: OSError) -> Answer:
        code = reply_code(error)
        if code is None or code == SERVER_CLOSES:  # the line is dead
            self.close()
        outcome = AttemptOutcome.REFUSED if (code or 0) >= PERMANENT else AttemptOutcome.DEFERRED
        return Answer(outcome, words(error), server_is_away=code == SERVER_CLOSES)


def message_of(mail: OutgoingMail) -> EmailMessage:
    """The mail as it goes over the line, each time under the same Message-ID."""
    return EmailMessage(
        mail.subject,
        mail.body,
        settings.DEFAULT_FROM_EMAIL,
        [mail.to],
        reply_to=[settings.DNFA_EMAIL_REPLY_TO] if settings.DNFA_EMAIL_REPLY_TO else None,
        headers={
            "Message-ID": mail.message_id,
            "Auto-Submitted": "auto-generated",  # RFC 3834: no machine answers a machine
        },
    )


def reply_code(error: OSError) -> int | None:
    """The code the server answered with; None when it did not answer."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return max(code for code, _said in error.recipients.values())
    if isinstance(error, smtplib.SMTPResponseException):
        return error.smtp_code
    return None


def words(error: Exception) -> str:
    """What the server or the system said, in one line."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        told = "; ".join(f"{code} {_text(said)}" for code, said in error.recipients.values())
    elif isinstance(error, smtplib.SMTPResponseException):
        told = f"{error.smtp_code} {_text(error.smtp_error)}"
    else:
        told = f"{type(error).__name__}: {error}"
    return " ".join(told.replace("\0", "").split())[:LONGEST_ERROR]


def _text(said: bytes | str) -> str:
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else said
