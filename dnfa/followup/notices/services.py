"""What a person does with notices: read them, choose what it is told and how."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dnfa.accounts.models import User
from dnfa.core.errors import InvalidInput
from dnfa.followup.enums import MailRhythm
from dnfa.followup.models import MailChoice, Notice, SourceChoice
from dnfa.followup.notices.sources import NoticeSource, source_named
from dnfa.followup.notices.steps import steps_to_begin_at


def notice_read(*, notice: Notice, user: Any, now: datetime) -> bool:
    """Note that the person opened its notice; whether it was the first time.

    Side effects: `read_at`; the mail of the day leaves it out. Raises `LookupError` for somebody else's.
    """
    if notice.recipient_id != user.pk:
        message = f"notice {notice.pk} belongs to somebody else"
        raise LookupError(message)
    return bool(Notice.objects.filter(pk=notice.pk, read_at__isnull=True).update(read_at=now))


def notices_read(*, user: Any, now: datetime) -> int:
    """Note that the person has seen all its standing notices; how many it was. What has to be done stays to be done.

    Side effects: `read_at` on each.
    """
    return Notice.objects.visible_to(user).unread().update(read_at=now)


@dataclass(frozen=True)
class Wish:
    """What a person wants of one kind of notice."""

    source: str
    is_off: bool = False
    by_mail: bool = True
    first_days: int | None = None

    @property
    def is_default(self) -> bool:
        return not self.is_off and self.by_mail and self.first_days is None


@transaction.atomic
def choose(
    *,
    user: User,
    wishes: Iterable[Wish],
    rhythm: str,
    only_expected: bool,
    quiet_until: date | None,
    today: date,
) -> None:
    """Keep what the person wants to hear, and how; kinds without a wish stay as they were chosen.

    Side effects: the choices, audited; a kind that is off ends with the next run. Raises `InvalidInput`
    ("notice_choice_invalid") by the code of the kind for one that may not be off, one that nobody knows and a first step that
    is none of it; by name for a rhythm that there is not and a quiet time that is over before it begins.
    """
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    before = MailChoice.objects.filter(user=user).first() or MailChoice(user=user)
    listed = list(wishes)
    _refuse(listed, _mail_objections(before, rhythm, quiet_until, today))
    MailChoice.objects.update_or_create(
        user=user,
        defaults={"rhythm": rhythm, "only_expected": only_expected, "quiet_until": quiet_until},
    )
    for wish in listed:
        _keep(user, wish)


def _keep(user: User, wish: Wish) -> None:
    row = {"is_off": wish.is_off, "by_mail": wish.by_mail and not wish.is_off, "first_days": wish.first_days}
    if wish.is_default:
        SourceChoice.objects.filter(user=user, source=wish.source).delete()
    else:
        SourceChoice.objects.update_or_create(user=user, source=wish.source, defaults=row)


def _refuse(wishes: Iterable[Wish], errors: dict[str, list[str]]) -> None:
    for wish in wishes:
        sentences = _objections(source_named(wish.source), wish)
        if sentences:
            errors[wish.source] = sentences
    if errors:
        raise InvalidInput("notice_choice_invalid", _("Có lựa chọn chưa dùng được."), errors)


def _mail_objections(
    before: MailChoice, rhythm: str, quiet_until: date | None, today: date
) -> dict[str, list[str]]:
    errors = {}
    if rhythm not in MailRhythm.values:
        errors["rhythm"] = [_("Không có nhịp gửi thư này.")]
    if quiet_until is not None and quiet_until < today and quiet_until != before.quiet_until:
        errors["quiet_until"] = [_("Ngày này đã qua; hãy chọn từ hôm nay trở đi, hoặc để trống.")]
    return errors


def _objections(source: NoticeSource | None, wish: Wish) -> list[str]:
    if source is None:
        return [_("Không có loại thông báo này.")]
    sentences = []
    if wish.is_off and source.is_fixed:
        sentences.append(_("Loại thông báo này luôn có trong hộp; bạn có thể bỏ phần thư."))
    if wish.first_days is not None and wish.first_days not in steps_to_begin_at(source):
        sentences.append(_("Loại thông báo này không có mốc nhắc đó."))
    return sentences
