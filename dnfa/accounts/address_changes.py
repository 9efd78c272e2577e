"""When the mail address of an account is changed, the former address learns of it: whoever did it, it is how a theft is noticed."""

from __future__ import annotations

from datetime import datetime

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from dnfa.accounts.models import User
from dnfa.core.mail.services import queue_mail

PURPOSE = "address_changed"


def tell_former_address(*, person: User, former: str, now: datetime) -> bool:
    """Tell the former address that it is the account's no more; gives whether there was something to tell.

    The new address is not named: the former one may be somebody else's by now. The mail names no recipient for the same
    reason, so it also goes out when the account is closed meanwhile.
    Side effects: one mail in the caller's transaction.
    """
    if not former or former.lower() == person.email.lower():
        return False
    with override(person.language):
        subject = _("Sổ đối ngoại Đà Nẵng: thư điện tử của tài khoản đã đổi")
        text = render_to_string("accounts/mail/address_changed.txt", {"person": person, "now": now})
    queue_mail(
        key=f"{PURPOSE}:{person.pk}:{now.isoformat()}",
        purpose=PURPOSE,
        to=former,
        subject=subject,
        body=text,
        now=now,
    )
    return True
