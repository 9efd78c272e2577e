"""Verbs on partners and ties."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import CharField, Exists, F, Func, OuterRef, Q, Value
from django.db.models.functions import Concat

from dnfa.accounts import visibility
from dnfa.core.functions import ViFold, vi_order
from dnfa.core.text import fold
from dnfa.followup.activity import last_day_expression
from partners.enums import OFFICIAL_TIES, PartnerKind

if TYPE_CHECKING:
    from partners.models import (  # noqa: F401  (names for the type checker only)
        Country,
        Partner,
        PartnerCharge,
        Relationship,
    )


class ReferenceQuerySet(models.QuerySet[Any]):
    """Reference data that every signed-in person may read (networks, fields, priorities of the Scheme)."""

    def visible_to(self, user: Any) -> ReferenceQuerySet:
        return self if user.is_authenticated and user.is_active else self.none()


class CountryQuerySet(models.QuerySet["Country"]):
    """Countries and territories."""

    def with_official_ties(self, as_of: date, user: Any) -> CountryQuerySet:
        """Countries and territories of the localities with an official tie on `as_of` that `user` may see."""
        from partners.models import Partner  # noqa: PLC0415 - circular

        localities = Partner.objects.visible_to(user).with_official_tie(as_of).filter(country=OuterRef("pk"))
        return self.filter(Exists(localities))

    def matching(self, text: str) -> CountryQuerySet:
        """Countries and territories one of whose spellings holds every word of `text`, marks and letter case aside."""
        spellings = Func(F("aliases"), Value(" "), function="array_to_string", output_field=CharField())
        queryset = self.alias(
            names=ViFold(Concat(F("name_vi"), Value(" "), F("name_en"), Value(" "), spellings))
        )
        for word in fold(text).split():
            queryset = queryset.filter(names__contains=word)
        return queryset

    def visible_to(self, user: Any) -> CountryQuerySet:
        """Names of countries and territories are open to every signed-in person."""
        return self if user.is_authenticated and user.is_active else self.none()


class PartnerQuerySet(models.QuerySet["Partner"]):
    """Partners as of a day; start from `visible_to`."""

    def visible_to(self, user: Any) -> PartnerQuerySet:
        """All partners for the Department and leadership; for a focal point those of its agency's matters."""
        return visibility.restricted_to_matters(self, user, "partner")

    def with_tie(self, as_of: date, classes: frozenset[str]) -> PartnerQuerySet:
        """Partners whose tie on `as_of` is of one of `classes`."""
        from partners.models import Relationship  # noqa: PLC0415 - circular

        ties = Relationship.objects.standing_on(as_of).filter(
            partner=OuterRef("pk"), relationship_class__in=classes
        )
        return self.filter(Exists(ties))

    def with_official_tie(self, as_of: date) -> PartnerQuerySet:
        """Localities counted by the Decision: a text signed at city level, the tie standing on `as_of`."""
        return self.filter(kind=PartnerKind.LOCALITY).with_tie(as_of, OFFICIAL_TIES)

    def kept_by(self, person_id: int, as_of: date) -> PartnerQuerySet:
        """Partners that this person of the Department is in charge of on `as_of`."""
        return self.filter(Exists(self._charges_on(as_of).filter(person=person_id)))

    def kept_by_nobody(self, as_of: date) -> PartnerQuerySet:
        """Partners that nobody is in charge of on `as_of`."""
        return self.filter(~Exists(self._charges_on(as_of)))

    @staticmethod
    def _charges_on(as_of: date) -> PartnerChargeQuerySet:
        from partners.models import PartnerCharge  # noqa: PLC0415 - circular

        return PartnerCharge.objects.standing_on(as_of).filter(partner=OuterRef("pk"))

    def with_last_activity(self, as_of: date) -> PartnerQuerySet:
        """Annotate `last_activity` (any) and `last_contact` (more than a signing), both dates or None."""
        return self.annotate(
            last_activity=last_day_expression(as_of),
            last_contact=last_day_expression(as_of, contacts_only=True),
        )

    def matching(self, text: str) -> PartnerQuerySet:
        """Partners one of whose names holds every word of `text`, marks and letter case aside."""
        from partners.models import PartnerName  # noqa: PLC0415 - circular

        queryset = self
        for word in fold(text).split():
            other_names = PartnerName.objects.filter(partner=OuterRef("pk"), name_fold__contains=word)
            queryset = queryset.filter(Q(name_fold__contains=word) | Exists(other_names))
        return queryset

    def in_vietnamese_order(self) -> PartnerQuerySet:
        return self.order_by(vi_order("name_vi"), "pk")


class RelationshipQuerySet(models.QuerySet["Relationship"]):
    """Ties as of a day; start from `visible_to`."""

    def standing_on(self, as_of: date) -> RelationshipQuerySet:
        """Ties that had begun by `as_of` and not ended before it.

        An imprecise start counts from its first possible day, an imprecise end to its last: the
        same benefit of the doubt as for terms (design.md section 4).
        """
        return self.filter(
            Q(since__isnull=True) | Q(since__first__lte=as_of),
            Q(until__isnull=True) | Q(until__last__gte=as_of),
        )

    def visible_to(self, user: Any) -> RelationshipQuerySet:
        from partners.models import Partner  # noqa: PLC0415 - circular

        return self.filter(partner__in=Partner.objects.visible_to(user))


class PartnerChargeQuerySet(models.QuerySet["PartnerCharge"]):
    """Who of the Department follows which partner up; start from `visible_to`."""

    def visible_to(self, user: Any) -> PartnerChargeQuerySet:
        """Whoever sees a partner may know whom to ask in the Department."""
        from partners.models import Partner  # noqa: PLC0415 - circular

        return self.filter(partner__in=Partner.objects.visible_to(user))

    def standing_on(self, as_of: date) -> PartnerChargeQuerySet:
        """Begun by `as_of` and not ended before it."""
        return self.filter(since__lte=as_of).filter(Q(until__isnull=True) | Q(until__gte=as_of))

    def reaching(self, first: date) -> PartnerChargeQuerySet:
        """Standing on `first` or beginning later."""
        return self.filter(Q(until__isnull=True) | Q(until__gte=first))
