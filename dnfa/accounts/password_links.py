"""The one-time link by mail with which a person sets a password: the first one of a new account, or a forgotten one.

The link goes only to the address the account has, is good for `PASSWORD_RESET_TIMEOUT`, and ends with the first
use: it depends on the password, the last sign-in and the mail address.
"""

from __future__ import annotations

import logging
from datetime import datetime
from urllib.parse import urljoin

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.cache import cache
from django.core.mail import send_mail
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
from dnfa.core.policy import parameter

logger = logging.getLogger(__name__)


def link_path(user: User) -> str:
    """The address of the page on which this person sets a password, once."""
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    return reverse("accounts:password_set", args=[uid, default_token_generator.make_token(user)])


def reserve_link(*, user: User, now: datetime) -> bool:
    """Whether a mail may go to this person now: one in the policy's minutes, however often somebody asks.

    Side effects: an entry in the cache.
    """
    minutes = parameter(LINK_PAUSE_MINUTES, now.date())
    return cache.add(_pause(user), now.timestamp(), timeout=minutes * 60)


def _pause(user: User) -> str:
    return f"password-link:{user.pk}"


def queue_link(*, email: str, base: str) -> None:
    """Have a worker look for the account and write: the page answers equally fast whether there is one or not.

    Side effects: a task once the transaction is committed. `base` is the house's own address.
    """
    from dnfa.accounts.tasks import send_password_link  # noqa: PLC0415  (the task calls this module)

    transaction.on_commit(lambda: send_password_link.delay(email, base), robust=True)


def send_link(*, email: str, base: str, now: datetime) -> bool:
    """Write to the one active account of this mail address, in its language; gives whether a mail went out.

    Side effects: one mail. Nobody is told when there is no such account or it was written to just now. Raises `OSError`
    when the mail server does not take it; the pause then begins with the next attempt.
    """
    user = (
        User.objects.filter(email__iexact=email.strip()).select_related("agency").first() if email else None
    )
    if user is None or not may_sign_in(user) or not reserve_link(user=user, now=now):
        logger.info("no password link sent")
        return False
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
        text = render_to_string("accounts/mail/password_link.txt", context)
    try:
        send_mail(subject, text, None, [user.email])
    except OSError:  # smtplib's errors are of that kind
        cache.delete(_pause(user))
        raise
    return True


def password_was_set(*, user: User, now: datetime, keep_session: str | None = None) -> None:
    """What follows a new password.

    Side effects: when it was set, in the audit trail; all sessions of the person end but `keep_session`; failures of
    the name are forgotten. The person's API tokens stay.
    """
    user.password_set_at = now
    user.save(update_fields=["password_set_at"])
    end_sessions(user=user, keep=keep_session)
    forget_failures(user=user)
