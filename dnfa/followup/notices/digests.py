"""The mail of notices: at most one to a person and working day, with what is new since the last one.

Who gets one follows from the notices and the person's choices; whether it was made stands in `Digest`, in one
transaction with the mail in the outbox and the mark on each notice. A run that dies leaves nothing of that person's mail,
and the next one makes it.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from dnfa.accounts.models import User
from dnfa.accounts.rules import may_sign_in
from dnfa.core.calendar import is_working_day, next_working_day
from dnfa.core.display import display_value
from dnfa.core.mail.services import queue_mail
from dnfa.followup.enums import MailRhythm
from dnfa.followup.models import Digest, MailChoice, Notice, SourceChoice
from dnfa.followup.notices.selectors import hang_on, is_quiet
from dnfa.followup.notices.sources import Moment, source_label, source_named

logger = logging.getLogger(__name__)

PURPOSE = "digest"
# Longer than the outbox tries (about four days, decision 0016). What expires, fails or is cancelled was told to nobody: the
# person's next mail says what of it still stands.
STAYS_NEWS = timedelta(days=5)
MOST_OF_A_KIND = 10  # lines of one kind; the rest is a number and a link to the list


@dataclass(frozen=True)
class Kind:
    """The lines of one kind of notice in a mail, and how many more there are."""

    label: str
    lines: list[Any]
    more: int


def make_digests(*, moment: Moment, now: datetime) -> int:
    """Write today's mail to everybody who has something new and wants to read it today; how many were written.

    Side effects: see `make_digest`. Nothing on a day off. A person whose mail cannot be written is logged, the others
    get theirs.
    """
    if not is_working_day(moment.today, moment.calendar):
        return 0
    written = 0
    for user in _people_with_news(moment.today):
        try:
            written += make_digest(user=user, moment=moment, now=now) is not None
        except (
            Exception
        ):  # the others get theirs whatever it was; nothing of this one stands, the next run tries again
            logger.exception("the digest of user %s could not be written", user.pk)
    return written


def _people_with_news(today: date) -> QuerySet[User]:
    news = Notice.objects.untold_by_mail().filter(recipient=OuterRef("pk"))
    today_s = Digest.objects.filter(recipient=OuterRef("pk"), day=today)
    quiet = MailChoice.objects.filter(
        Q(quiet_until__gte=today) | Q(rhythm=MailRhythm.NEVER), user=OuterRef("pk")
    )
    people = User.objects.filter(Exists(news), ~Exists(today_s), ~Exists(quiet), is_active=True)
    return people.exclude(email="").order_by("pk")


@transaction.atomic
def make_digest(*, user: User, moment: Moment, now: datetime) -> Digest | None:
    """Write the person's mail of the day, unless there is one, nothing new, or the person does not want it today.

    Side effects: a mail in the outbox, the digest, and the mark on each notice it tells, all or nothing.
    """
    fresh = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    choice = MailChoice.objects.filter(user=fresh).first() or MailChoice(user=fresh)
    if (
        not _wants_mail(fresh, choice, moment)
        or Digest.objects.filter(recipient=fresh, day=moment.today).exists()
    ):
        return None
    rows = _news(fresh, choice, moment)
    if not rows:
        return None
    with override(fresh.language):
        mail = queue_mail(
            key=f"digest:{fresh.pk}:{moment.today.isoformat()}",
            purpose=PURPOSE,
            to=fresh.email,
            subject=subject_of(rows, moment.today),
            body=_body(fresh, rows),
            now=now,
            recipient=fresh,
            expires_at=now + STAYS_NEWS,
        )
    digest = Digest.objects.create(recipient=fresh, day=moment.today, mail=mail, created_at=now)
    Notice.objects.filter(pk__in=[row.pk for row in rows]).update(digest=digest)
    return digest


def _wants_mail(user: User, choice: MailChoice, moment: Moment) -> bool:
    if (
        not may_sign_in(user)
        or not user.email
        or choice.rhythm == MailRhythm.NEVER
        or is_quiet(choice, moment.today)
    ):
        return False
    return choice.rhythm == MailRhythm.DAILY or not _had_mail_of_the_week(user, moment)


def _had_mail_of_the_week(user: User, moment: Moment) -> bool:
    return Digest.objects.filter(recipient=user, day__gte=_week_of(moment)).exists()


def _week_of(moment: Moment) -> date:
    """The first working day of the week; on a day off before it, that day to come."""
    monday = moment.today - timedelta(days=moment.today.weekday())
    return next_working_day(monday, moment.calendar)


def _news(user: User, choice: MailChoice, moment: Moment) -> list[Any]:
    """What the person was not told by mail, has not read, may see and wants in the mail; what it has to do first.

    The mail of a week says what stood on its first working day, on whichever day the house gets to write it.
    """
    not_by_mail = SourceChoice.objects.filter(user=user, by_mail=False).values("source")
    rows: Any = Notice.objects.visible_to(user).untold_by_mail().exclude(source__in=not_by_mail)
    if choice.only_expected:
        rows = rows.filter(expects=True)
    if choice.rhythm == MailRhythm.WEEKLY and not rows.filter(made_on__lte=_week_of(moment)).exists():
        return []
    told = hang_on(rows.order_by("reference_date", "pk"), user)
    return [row for row in told if row.title]


def subject_of(rows: Iterable[Any], today: date) -> str:
    """Says at once whether something is expected, how much, and how much of it is late or by when the first is due."""
    listed = list(rows)
    expected = [row for row in listed if row.expects]
    if not expected:
        words = ngettext("%(n)s điều để biết", "%(n)s điều để biết", len(listed)) % {"n": len(listed)}
        return _("Sổ đối ngoại: %(words)s") % {"words": words}
    words = ngettext("%(n)s việc cần làm", "%(n)s việc cần làm", len(expected)) % {"n": len(expected)}
    dated = [row.reference_date for row in expected if _has_day(row)]
    late = sum(day < today for day in dated)
    if late:
        return _("Sổ đối ngoại: %(words)s, %(late)s đã quá hạn") % {"words": words, "late": late}
    if not dated:
        return _("Sổ đối ngoại: %(words)s") % {"words": words}
    return _("Sổ đối ngoại: %(words)s, sớm nhất ngày %(day)s") % {
        "words": words,
        "day": display_value(min(dated)),
    }


def _has_day(row: Any) -> bool:
    source = source_named(row.source)
    return source is not None and source.has_steps


def _body(user: User, rows: list[Any]) -> str:
    house = settings.DNFA_PUBLIC_URL
    for row in rows:
        row.link = urljoin(house, reverse("notices:open", args=[row.pk]))
    context = {
        "person": user,
        "expected": _kinds([row for row in rows if row.expects]),
        "others": _kinds([row for row in rows if not row.expects]),
        "inbox": urljoin(house, reverse("notices:list")),
        "choices": urljoin(house, reverse("notices:choices")),
    }
    return render_to_string("followup/notices/digest.txt", context)


def _kinds(rows: list[Any]) -> list[Kind]:
    """The rows by kind, in the order of the screens."""
    by_source: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        by_source[row.source].append(row)
    ordered = sorted(by_source, key=lambda code: (getattr(source_named(code), "order", 0), code))
    return [
        Kind(
            source_label(code),
            by_source[code][:MOST_OF_A_KIND],
            max(0, len(by_source[code]) - MOST_OF_A_KIND),
        )
        for code in ordered
    ]
