"""Whom to invite to an event or conference: partners for whom something speaks, ranked by how much does."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, IntegerField, Max, OuterRef, Prefetch, Q, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agreements.enums import Stage
from agreements.models import Agreement
from delegations.enums import InvitationAnswer, InvitationSide
from delegations.models import Invitation
from delegations.selectors_invitations import attended_before
from dnfa.core.display import display_value
from dnfa.core.partial_dates import add_months
from dnfa.core.text import fold, sort_key
from dnfa.followup.rules import rule_label
from dnfa.followup.selectors import annotate_open_flags
from partners.enums import OFFICIAL_TIES, PartnerKind
from partners.models import CooperationField, Partner, Relationship
from partners.querysets import PartnerQuerySet

INVITE_AGAIN_MONTHS = "invite-again-months"


# What may speak for a partner, in the order in which it counts.
REASONS = ("common_field", "wished_field", "came_before", "flagged", "long_not_invited")


@dataclass(frozen=True)
class Reason:
    """One thing that speaks for inviting a partner: a code of `REASONS`, and the sentence."""

    code: str
    words: str


@dataclass(frozen=True)
class Proposal:
    """A partner with what speaks for inviting it, and one sentence of warning, or none."""

    partner: Any
    reasons: list[Reason]
    caution: str

    @property
    def rank(self) -> tuple[int, list[int], str, int]:
        """More reasons first; of as many, those whose kinds stand first; then by name."""
        orders = [REASONS.index(reason.code) for reason in self.reasons]
        return (-len(orders), orders, sort_key(self.partner.name_vi), self.partner.pk)


def fields_named_in(text: str, fields: Iterable[CooperationField]) -> list[CooperationField]:
    """The fields one of whose names stands in a text as whole words: "Vi mạch, bán dẫn" in "Diễn đàn bán dẫn 2027"."""
    folded = f" {re.sub(r'[^0-9a-z]+', ' ', fold(text))} "
    return [
        one
        for one in fields
        if any(
            f" {re.sub(r'[^0-9a-z]+', ' ', fold(name)).strip()} " in folded for name in one.name_vi.split(",")
        )
    ]


def proposals(
    partners: PartnerQuerySet,
    *,
    about: Collection[CooperationField],
    again_months: int,
    user: Any,
    today: date,
) -> list[Proposal]:
    """Those of `partners` for whom at least one reason speaks on `today`, ranked; two queries.

    Reasons, in their order: a paper `user` may see in one of the fields `about` (or a part of it); the Scheme wants
    such a field with the country or territory of a locality; present at the city's events before; a flag stands on its
    tie; an official tie, but not invited for `again_months`.
    """
    return sorted(
        (
            proposal
            for partner in _known(partners, about, user, today)
            if (proposal := _weigh(partner, again_months, today)).reasons
        ),
        key=lambda proposal: proposal.rank,
    )


def _known(
    partners: PartnerQuerySet, about: Collection[CooperationField], user: Any, today: date
) -> Iterable[Any]:
    keys = [one.pk for one in about]
    asked = CooperationField.objects.filter(Q(pk__in=keys) | Q(parent__in=keys))
    signed = Agreement.objects.visible_to(user).filter(stage=Stage.SIGNED).known_by(today)
    papers = signed.filter(partners=OuterRef(OuterRef("pk")))
    wished = {"priorities__countries": OuterRef("country")}
    sent = Invitation.objects.filter(
        partner=OuterRef("pk"), side=InvitationSide.SENT, sent_on__lte=today
    ).order_by()
    declined = sent.filter(answer=InvitationAnswer.DECLINED).values("partner")
    official = Relationship.objects.standing_on(today).filter(relationship_class__in=sorted(OFFICIAL_TIES))
    rows = partners.annotate(
        common_fields=_names(asked.filter(agreements__in=papers.values("pk"))),
        wished_fields=_names(asked.filter(**wished)),
        times_came=attended_before(),
        last_sent=Subquery(sent.values("partner").annotate(last=Max("sent_on")).values("last")),
        times_declined=Subquery(
            declined.annotate(times=Count("pk")).values("times"), output_field=IntegerField()
        ),
    ).prefetch_related(Prefetch("relationships", official, to_attr="official_ties"))
    return annotate_open_flags(rows.select_related("country"), Partner)


def _names(fields: Any) -> ArraySubquery:
    return ArraySubquery(fields.order_by("name_vi").values("name_vi").distinct())


def _weigh(partner: Any, again_months: int, today: date) -> Proposal:
    is_locality = partner.kind == PartnerKind.LOCALITY
    said = {
        "common_field": _fields_words(partner.common_fields) if partner.common_fields else "",
        "wished_field": _wished_words(partner) if is_locality and partner.wished_fields else "",
        "came_before": _came_words(partner.times_came) if partner.times_came else "",
        "flagged": "; ".join(map(rule_label, partner.open_flags)),
        "long_not_invited": _sent_words(partner.last_sent) if _is_due(partner, again_months, today) else "",
    }
    reasons = [Reason(code, words) for code in REASONS if (words := said[code])]
    times = partner.times_declined or 0
    caution = ngettext("Đã từ chối %(n)s lần", "Đã từ chối %(n)s lần", times) % {"n": times} if times else ""
    return Proposal(partner, reasons, caution)


def _is_due(partner: Any, again_months: int, today: date) -> bool:
    if not partner.official_ties:
        return False
    return partner.last_sent is None or partner.last_sent < add_months(today, -again_months)


def _fields_words(names: list[str]) -> str:
    return _("Có văn bản về %(fields)s") % {"fields": _list(names)}


def _wished_words(partner: Any) -> str:
    return _("Đề án nêu %(fields)s với %(country)s") % {
        "fields": _list(partner.wished_fields),
        "country": partner.country,
    }


def _list(names: list[str]) -> str:
    return "; ".join(name.lower() if name[1:2].islower() else name for name in names)


def _came_words(times: int) -> str:
    return ngettext("Đã dự %(n)s sự kiện của thành phố", "Đã dự %(n)s sự kiện của thành phố", times) % {
        "n": times
    }


def _sent_words(last_sent: date | None) -> str:
    if last_sent is None:
        return _("Chưa ghi nhận lần mời nào")
    return _("Mời lần gần nhất ngày %(day)s") % {"day": display_value(last_sent)}
