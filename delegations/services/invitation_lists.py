"""Invitations of one event or conference, many at once: making them from a choice, noting answers and attendance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from delegations.enums import InvitationSide
from delegations.models import Conference, Engagement, Invitation
from delegations.rules.engagements import can_invite_many
from delegations.services.invitations import (
    answer_invitation,
    correct_answer,
    record_attendance,
)
from dnfa.accounts.models import Agency
from dnfa.core.errors import Conflict, DomainError, InvalidInput, NotAllowed
from dnfa.core.secrecy import refuse_secret
from dnfa.core.text import clean_line
from dnfa.core.versions import locked
from partners.models import Partner

LONGEST_NUMBER = 120
ANSWERING = ("answer", "answered_on", "reason", "reason_note")
ATTENDING = ("attended", "attended_persons")


@dataclass(frozen=True)
class Invited:
    """What one action made, and whom it left because they were invited before."""

    made: list[Invitation]
    already: list[Partner]


@transaction.atomic
def invite_partners(
    *,
    occasion: Engagement | Conference,
    partners: Iterable[Partner],
    sent_on: date | None,
    answer_by: date | None = None,
    document_number: str = "",
    agency: Agency | None = None,
    user: Any,
) -> Invited:
    """Invite partners to an event or conference of the city in one go; who was invited before is left as they are.

    Side effects: one invitation for each partner not yet invited. Sent twice it makes nothing new. Raises `NotAllowed`;
    `Conflict` ("record_cancelled"); `InvalidInput` ("invalid_list": nobody chosen, hidden partners, wrong days; "secret_mark").
    """
    if not can_invite_many(user):
        raise NotAllowed("may_not_invite", _("Chỉ Sở Ngoại vụ được lập danh sách mời."))
    if occasion.cancelled_on is not None:
        raise Conflict("record_cancelled", _("Việc này đã hủy; hãy khôi phục trước khi mời."))
    chosen = {partner.pk: partner for partner in partners}
    number = clean_line(document_number)
    refuse_secret(document_number=number)
    sent_on = _check(chosen, sent_on, answer_by, number, user=user)
    locked(occasion, base_version=None)  # two people making the same list at once wait for each other
    where = {"event" if isinstance(occasion, Engagement) else "conference": occasion}
    before = set(Invitation.objects.filter(**where, partner__in=chosen).values_list("partner", flat=True))
    made = Invitation.objects.bulk_create(
        Invitation(
            side=InvitationSide.SENT,
            partner=partner,
            occasion=occasion.title_vi,
            agency=agency,
            document_number=number,
            sent_on=sent_on,
            answer_by=answer_by,
            recorded_by=user,
            **where,
        )
        for pk, partner in chosen.items()
        if pk not in before
    )
    return Invited(made, [partner for pk, partner in chosen.items() if pk in before])


@transaction.atomic
def note_invitee(
    *,
    invitation: Invitation,
    changes: Mapping[str, Any],
    base_version: int | None,
    user: Any,
    today: date,
) -> Invitation:
    """One row of the list of invitees: its answer (`ANSWERING`) and who came (`ATTENDING`), only what changed.

    Side effects and errors: those of `answer_invitation` (or `correct_answer`, "sửa trong danh sách mời", when there was
    an answer) and of `record_attendance`.
    """
    record = invitation
    if set(changes) & set(ANSWERING):
        given = {name: changes.get(name, getattr(record, name)) for name in ANSWERING}
        facts = {**given, "answer_document": record.answer_document, "base_version": base_version}
        if record.answer:
            why = str(_("Sửa trong danh sách mời"))
            record = correct_answer(invitation=record, why=why, user=user, today=today, **facts)
        else:
            record = answer_invitation(invitation=record, user=user, today=today, **facts)
        base_version = record.version
    if set(changes) & set(ATTENDING):
        attended = changes.get("attended", record.attended)
        record = record_attendance(
            invitation=record,
            attended=attended,
            persons=changes.get("attended_persons", record.attended_persons if attended else None),
            base_version=base_version,
            user=user,
            today=today,
        )
    return record


def note_invitees(
    *, rows: Iterable[tuple[Invitation, Mapping[str, Any], int | None]], user: Any, today: date
) -> dict[int, DomainError]:
    """Many rows at once, all or nothing: the refusals by invitation, empty when everything was written.

    Side effects: those of `note_invitee` for each row, none when one is refused. Raises `NotAllowed`.
    """
    refused: dict[int, DomainError] = {}
    with transaction.atomic():
        for invitation, changes, base_version in rows:
            try:
                with transaction.atomic():
                    note_invitee(
                        invitation=invitation,
                        changes=changes,
                        base_version=base_version,
                        user=user,
                        today=today,
                    )
            except NotAllowed:
                raise
            except DomainError as error:
                refused[invitation.pk] = error
        if refused:
            transaction.set_rollback(True)
    return refused


def _check(
    chosen: Mapping[int, Partner], sent_on: date | None, answer_by: date | None, number: str, *, user: Any
) -> date:
    problems: dict[str, list[Any]] = {}
    if not chosen:
        problems["partners"] = [_("Hãy chọn ít nhất một đối tác.")]
    elif Partner.objects.visible_to(user).filter(pk__in=chosen).count() != len(chosen):
        problems["partners"] = [_("Có đối tác không có trong danh sách của bạn.")]
    if sent_on is None:
        problems["sent_on"] = [_("Cần đủ ngày, tháng và năm.")]
    elif answer_by and answer_by < sent_on:
        problems["answer_by"] = [_("Hạn trả lời không thể trước ngày gửi, ngày nhận.")]
    if len(number) > LONGEST_NUMBER:
        problems["document_number"] = [_("Dài quá %(most)s ký tự.") % {"most": LONGEST_NUMBER}]
    if problems or sent_on is None:
        raise InvalidInput("invalid_list", _("Chưa lập được danh sách mời."), problems)
    return sent_on
