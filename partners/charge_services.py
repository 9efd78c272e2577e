"""Every write on who is in charge of partners: give, end, hand over what one person holds.

A charge counts whole days: `since` and `until` belong to it. Who takes over begins on the day after the other's last.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dnfa.accounts.models import User
from dnfa.core.errors import Conflict, InvalidInput, NotAllowed
from dnfa.core.secrecy import refuse_secret
from dnfa.core.text import clean_line
from dnfa.core.versions import locked
from partners.models import Partner, PartnerCharge
from partners.rules import can_follow, can_take, gives_charge

LONGEST_NOTE = 300
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Given:
    """What one deed changed: charges begun, charges of others ended by it, partners the person had already."""

    begun: list[PartnerCharge]
    ended: int
    already: int


@transaction.atomic
def charge_give(
    *, partner: Partner, person: User, since: date, note: str = "", user: Any, today: date
) -> PartnerCharge:
    """Put a partner into somebody's charge, beside whoever has it.

    Side effects: one charge. Raises `NotAllowed` ("charge_not_given"; an officer takes what nobody has, for oneself, from
    today); `InvalidInput` by field ("person_cannot", "note_too_long", "secret_mark"); `Conflict` ("charged_already").
    """
    given = _give([partner], person, since=since, note=note, replaces=False, user=user, today=today)
    if given.already:
        raise Conflict(
            "charged_already",
            _("Người này đã phụ trách đối tác trong khoảng ngày đó."),
        )
    return given.begun[0]


@transaction.atomic
def charges_give(
    *,
    partners: Iterable[Partner],
    person: User,
    since: date,
    replaces: bool = False,
    note: str = "",
    user: Any,
    today: date,
) -> Given:
    """Put many partners into somebody's charge in one deed; those the person has from that day on stay as they are.

    Side effects: a charge for each partner; with `replaces` the charges of others that still stand end on the day
    before (one yet to begin is taken away). Raises as `charge_give` does, without the conflict, and `InvalidInput`
    ("before_predecessor": somebody who was in charge before today began on that day or later).
    """
    return _give(list(partners), person, since=since, note=note, replaces=replaces, user=user, today=today)


@transaction.atomic
def charge_end(
    *, charge: PartnerCharge, until: date, base_version: int | None = None, user: Any, today: date
) -> PartnerCharge:
    """End a charge with a day, the last that counts.

    Side effects: the charge and its version. Raises `NotAllowed` ("charge_not_given"), `Conflict` ("stale_version",
    "charge_over": it ended before today), `InvalidInput` ("ends_before_start").
    """
    if not gives_charge(user):
        raise _not_given()
    held = locked(charge, base_version=base_version)
    if held.until is not None and held.until < today:
        raise Conflict("charge_over", _("Việc phụ trách này đã kết thúc."))
    if until < held.since:
        sentence = _("Ngày cuối không thể trước ngày bắt đầu phụ trách.")
        raise InvalidInput("ends_before_start", sentence, {"until": [sentence]})
    held.until = until
    held.save(update_fields=["until", "updated_at"])
    held.refresh_from_db()
    return held


@transaction.atomic
def charges_hand_over(
    *, person: User, to: User, since: date, note: str = "", user: Any, today: date
) -> Given:
    """Give everything one person has from a day on to another, as when somebody leaves.

    Side effects: the person's charges end on the day before (one yet to begin is taken away), the other's begin; one
    with a last day keeps it. Raises as `charges_give` does, and `Conflict` ("nothing_to_hand_over"), `InvalidInput`
    ("same_person").
    """
    if person.pk == to.pk:
        sentence = _("Hãy chọn một người khác.")
        raise InvalidInput("same_person", sentence, {"to": [sentence]})
    note = _checked(to, note, user, field="to")
    if not gives_charge(user):
        raise _not_given()
    theirs = PartnerCharge.objects.reaching(since).filter(person=person)
    _lock_partners(theirs.values("partner"))
    held = list(_held_from(max(since, today)).filter(person=person))
    if not held:
        raise Conflict("nothing_to_hand_over", _("Người này không phụ trách đối tác nào từ ngày đó."))
    kept = set(_held_from(since).filter(person=to).values_list("partner_id", flat=True))
    ended = _ended(held, since, today)
    begun = [
        PartnerCharge(
            partner_id=one.partner_id, person=to, since=max(one.since, since), until=one.until, note=note
        )
        for one in held
        if one.partner_id not in kept
    ]
    return Given(PartnerCharge.objects.bulk_create(begun), ended, len(held) - len(begun))


def _give(
    partners: list[Partner],
    person: User,
    *,
    since: date,
    note: str,
    replaces: bool,
    user: Any,
    today: date,
) -> Given:
    note = _checked(person, note, user, field="person")
    keys = _lock_partners([partner.pk for partner in partners])
    held = list(_held_from(since).filter(partner__in=keys))
    if not gives_charge(user) and not _takes(person, since, user, today, is_kept=bool(held)):
        raise _not_given()
    mine = {one.partner_id for one in held if one.person_id == person.pk}
    others = [one for one in held if one.person_id != person.pk and (one.until or today) >= today]
    ended = _ended(others, since, today) if replaces else 0
    begun = [
        PartnerCharge(partner_id=key, person=person, since=since, note=note)
        for key in keys
        if key not in mine
    ]
    return Given(PartnerCharge.objects.bulk_create(begun), ended, len(mine))


def _takes(person: User, since: date, user: Any, today: date, *, is_kept: bool) -> bool:
    return person.pk == user.pk and since == today and can_take(user, is_kept=is_kept)


def _lock_partners(keys: Any) -> list[int]:
    """Hold the partners until the transaction ends, in one order: two deeds about one wait and do not deadlock."""
    wanted = Partner.objects.select_for_update().filter(pk__in=keys)
    return list(wanted.order_by("pk").values_list("pk", flat=True))


def _held_from(since: date) -> Any:
    """Charges that stand on the day or begin later."""
    return PartnerCharge.objects.reaching(since).order_by("partner_id", "pk")


def _ended(charges: list[PartnerCharge], since: date, today: date) -> int:
    if any(since <= one.since < today for one in charges):
        sentence = _("Ngày bắt đầu phải sau ngày người đang phụ trách đã nhận việc.")
        raise InvalidInput("before_predecessor", sentence, {"since": [sentence]})
    before = [one.pk for one in charges if one.since < since]
    later = [one.pk for one in charges if one.since >= since]
    PartnerCharge.objects.filter(pk__in=before).update(until=since - _DAY)
    PartnerCharge.objects.filter(pk__in=later).delete()
    return len(charges)


def _checked(person: User, note: str, user: Any, *, field: str) -> str:
    """The note fit to store. Raises `NotAllowed` for who has no part in it, `InvalidInput` for the person or the note."""
    if not gives_charge(user) and not can_follow(user):
        raise _not_given()
    if not can_follow(person):
        sentence = _("Chỉ chuyên viên và trưởng phòng đang làm việc mới phụ trách đối tác.")
        raise InvalidInput("person_cannot", sentence, {field: [sentence]})
    note = clean_line(note)
    if len(note) > LONGEST_NOTE:
        sentence = _("Ghi chú dài quá 300 ký tự.")
        raise InvalidInput("note_too_long", sentence, {"note": [sentence]})
    if note:
        refuse_secret(note=note)
    return note


def _not_given() -> NotAllowed:
    return NotAllowed(
        "charge_not_given",
        _(
            "Trưởng phòng và quản trị giao việc phụ trách; chuyên viên tự nhận đối tác chưa có ai phụ trách, từ hôm nay."
        ),
    )
