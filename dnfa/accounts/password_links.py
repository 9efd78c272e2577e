"""The one-time link by mail with which a person sets a password: the first one of a new account, or a forgotten one.

The link goes only to the address the account has, is good for `PASSWORD_RESET_TIMEOUT`, and ends with the first
use: it depends on the password, the last sign-in and the mail address.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from urllib.parse import urljoin

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _
from django.utils.translation import override

from dnfa.accounts.locks import forget_failures
from dnfa.accounts.models import User
from dnfa.accounts.rules import may_sign_in
from dnfa.accounts.sessions import end_sessions
from dnfa.accounts.sign_in_policy import LINK_PAUSE_MINUTES
from dnfa.core.mail.enums import MailState
from dnfa.core.mail.models import OutgoingMail
from dnfa.core.mail.services import queue_mail
from dnfa.core.policy import parameter

logger = logging.getLogger(__name__)
PURPOSE = "password_link"


def link_path(user: User) -> str:
    """The address of the page on which this person sets a password, once."""
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    return reverse("accounts:password_set", args=[uid, default_token_generator.make_token(user)])


def queue_link(*, email: str, base: str) -> None:
    """Have a worker look for the account and write: the page answers equally fast whether there is one or not.

    Side effects: a task once the transaction is committed. `base` is the house's own address.
    """
    from dnfa.accounts.tasks import send_password_link  # noqa: PLC0415  (the task calls this module)

    transaction.on_commit(lambda: send_password_link.delay(email, base), robust=True)


def send_link(*, email: str, base: str, now: datetime) -> bool:
    """Write to the one active account of this mail address; gives whether a mail was put into the outbox.

    Side effects: as `send_link_to`. Nobody is told when there is no such account.
    """
    user = User.objects.filter(email__iexact=email.strip()).first() if email else None
    if user is None:
        logger.info("no password link sent")
        return False
    return send_link_to(user=user, base=base, now=now)


@transaction.atomic
def send_link_to(*, user: User, base: str, now: datetime) -> bool:
    """Put the link into the outbox, in the person's language; gives whether it was.

    None for an account that may not sign in or has no address, and none while the policy's pause since the last one lasts,
    however often somebody asks; a link that could not be sent or was stopped begins no pause.
    Side effects: one mail, whose text nobody sees and which is worthless once the link is.
    """
    fresh = User.objects.select_for_update(no_key=True, of=("self",)).select_related("agency").get(pk=user.pk)
    if not fresh.email or not may_sign_in(fresh) or _was_written_to(fresh, now):
        logger.info("no password link sent")
        return False
    subject, text = _letter(fresh, base)
    queue_mail(
        key=f"{PURPOSE}:{fresh.pk}:{now.isoformat()}",
        purpose=PURPOSE,
        recipient=fresh,
        to=fresh.email,
        subject=subject,
        body=text,
        now=now,
        expires_at=now + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT),
        sensitive=True,
    )
    return True


def _was_written_to(user: User, now: datetime) -> bool:
    pause = timedelta(minutes=parameter(LINK_PAUSE_MINUTES, now.date()))
    written = OutgoingMail.objects.filter(purpose=PURPOSE, recipient=user, created_at__gt=now - pause)
    return written.exclude(state__in=[MailState.FAILED, MailState.CANCELLED]).exists()


def _letter(user: User, base: str) -> tuple[str, str]:
    """Subject and text in the person's language."""
    context = {
        "person": user,
        "is_new": user.last_login is None and not user.has_usable_password(),
        "link": urljoin(base, link_path(user)),
        "house": base,
        "days": settings.PASSWORD_RESET_TIMEOUT // (24 * 60 * 60),
    }
    with override(user.language):
        subject = (
            _("Mời bạn vào Sổ đối ngoại Đà Nẵng: đặt mật khẩu")
            if context["is_new"]
            else _("Sổ đối ngoại Đà Nẵng: đặt lại mật khẩu")
        )
        return subject, render_to_string("accounts/mail/password_link.txt", context)


def password_was_set(*, user: User, now: datetime, keep_session: str | None = None) -> None:
    """What follows a new password.

    Side effects: when it was set, in the audit trail; all sessions of the person end but `keep_session`; failures of
    the name are forgotten. The person's API tokens stay.
    """
    user.password_set_at = now
    user.save(update_fields=["password_set_at"])
    end_sessions(user=user, keep=keep_session)
    forget_failures(user=user)
