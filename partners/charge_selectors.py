"""Who is in charge of what, as lists and pages read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from dnfa.accounts.models import User
from dnfa.core.functions import vi_order
from partners.models import Partner, PartnerCharge
from partners.rules import CAN_FOLLOW, can_follow, can_take, gives_charge

ME, NOBODY = "me", "nobody"  # answers of the filter besides a person's user name


def with_charges(partners: QuerySet[Any], as_of: date) -> QuerySet[Any]:
    """Partners with `standing_charges`: who is in charge on the day, who has been longest first."""
    standing = PartnerCharge.objects.standing_on(as_of).select_related("person").order_by("since", "pk")
    return partners.prefetch_related(Prefetch("charges", standing, to_attr="standing_charges"))


def people_who_follow() -> QuerySet[User]:
    """Those a partner can be given to."""
    return User.objects.filter(CAN_FOLLOW).order_by(vi_order("full_name"), "pk")


def people_who_followed() -> QuerySet[User]:
    """The same, and everybody who was ever in charge of a partner: what a filter may ask for."""
    ever = Exists(PartnerCharge.objects.filter(person=OuterRef("pk")))
    return User.objects.filter(CAN_FOLLOW | Q(ever)).order_by(vi_order("full_name"), "pk")


@dataclass(frozen=True)
class Holder:
    """A person and how many of the partners one sees are in this person's charge."""

    person: User
    kept: int

    @property
    def has_left(self) -> bool:
        """No longer an officer or head at work: what is still held should be handed over."""
        return not can_follow(self.person)


@dataclass(frozen=True)
class Division:
    """How the partners one sees are divided on a day; every number opens the list of exactly those."""

    holders: list[Holder]
    unkept: int


def division(user: Any, as_of: date) -> Division:
    """Who follows how many partners, and how many have nobody: two queries."""
    visible = Partner.objects.visible_to(user)
    standing = PartnerCharge.objects.standing_on(as_of).filter(person=OuterRef("pk"), partner__in=visible)
    counted = standing.order_by().values("person").annotate(number=Count("partner", distinct=True))
    people = User.objects.annotate(kept=Coalesce(Subquery(counted.values("number")), 0))
    rows = people.filter(CAN_FOLLOW | Q(kept__gt=0)).order_by(vi_order("full_name"), "pk")
    return Division(
        holders=[Holder(person, person.kept) for person in rows],
        unkept=visible.kept_by_nobody(as_of).count(),
    )


@dataclass(frozen=True)
class ChargePart:
    """What a partner's page says of who is in charge today and who was, and what this person may do about it."""

    standing: list[PartnerCharge]
    past: list[PartnerCharge]
    may_give: bool
    may_take: bool


def charge_part(partner: Partner, user: Any, today: date) -> ChargePart:
    """Read it in one query; what begins later stands with what stands."""
    charges = list(PartnerCharge.objects.filter(partner=partner).select_related("person"))
    standing = [charge for charge in charges if charge.until is None or charge.until >= today]
    return ChargePart(
        standing=standing,
        past=[charge for charge in charges if charge not in standing],
        may_give=gives_charge(user),
        may_take=can_take(user, is_kept=bool(standing)),
    )
