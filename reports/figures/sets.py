"""The set behind each figure, as a queryset for a scope: what its reader may see, as of its day."""

from __future__ import annotations

from agreements import flags as agreement_flags
from agreements.enums import Status
from agreements.models import Agreement, AgreementEvent, Project
from agreements.querysets import AgreementEventQuerySet, AgreementQuerySet, ProjectQuerySet
from delegations.enums import Direction
from delegations.models import Delegation
from delegations.querysets import ContactQuerySet
from partners import flags as partner_flags
from partners.models import Country, Partner
from partners.querysets import CountryQuerySet, PartnerQuerySet
from reports.figures.scope import Scope


def localities(scope: Scope) -> PartnerQuerySet:
    """Localities whose official tie stands."""
    return Partner.objects.visible_to(scope.user).with_official_tie(scope.as_of)


def countries_and_territories(scope: Scope) -> CountryQuerySet:
    """Countries and territories of these localities."""
    return Country.objects.visible_to(scope.user).with_official_ties(scope.as_of, scope.user)


def agreements_signed(scope: Scope) -> AgreementEventQuerySet:
    """Each signature of a paper with a foreign partner at city level."""
    events = AgreementEvent.objects.visible_to(scope.user)
    return events.signings().at_city_level().happened_by(scope.as_of)


def city_agreements(scope: Scope) -> AgreementQuerySet:
    """Papers signed with a partner at city level, with `status`, `ends_on`, `effective_term` on the scope's day."""
    signed = Agreement.objects.signed_with_a_partner().known_by(scope.as_of).values("pk")
    papers = Agreement.objects.visible_to(scope.user).at_city_level().filter(pk__in=signed)
    return papers.with_status(scope.as_of, expiring_days=scope.expiring_days)


def agreements_in_force(scope: Scope) -> AgreementQuerySet:
    """City-level papers that hold."""
    return city_agreements(scope).in_force()


def agreements_expiring(scope: Scope) -> AgreementQuerySet:
    """Of these, the ones that end within the horizon."""
    return city_agreements(scope).ending_within(scope.as_of, months=scope.horizon_months)


def agreements_expired_unrenewed(scope: Scope) -> AgreementQuerySet:
    """City-level papers past their last day; a replaced one is not expired."""
    return city_agreements(scope).filter(status=Status.EXPIRED)


def agreements_unknown_term(scope: Scope) -> AgreementQuerySet:
    """City-level papers whose end cannot be told."""
    return city_agreements(scope).filter(status=Status.UNKNOWN_TERM)


def letters_of_intent_open(scope: Scope) -> AgreementQuerySet:
    """The rows of the flag rule of the same name."""
    open_letters = agreement_flags.open_letters_of_intent(scope.as_of).values("pk")
    return city_agreements(scope).filter(pk__in=open_letters)


def ties_dormant(scope: Scope) -> PartnerQuerySet:
    """The rows of the flag rule "dormant"."""
    return Partner.objects.visible_to(scope.user).filter(
        pk__in=partner_flags.dormant_ties(scope.as_of).values("pk")
    )


def ties_never_active(scope: Scope) -> PartnerQuerySet:
    """The rows of the flag rule "never active"."""
    never = partner_flags.never_active_ties(scope.as_of).values("pk")
    return Partner.objects.visible_to(scope.user).filter(pk__in=never)


def delegations_in(scope: Scope) -> ContactQuerySet:
    """Delegations received in the year, up to the day."""
    return _delegations_of_the_year(scope, Direction.IN)


def delegations_out(scope: Scope) -> ContactQuerySet:
    """Delegations sent in the year, up to the day."""
    return _delegations_of_the_year(scope, Direction.OUT)


def _delegations_of_the_year(scope: Scope, direction: Direction) -> ContactQuerySet:
    """A delegation counts in the year its first day falls in; one without a date counts in none."""
    delegations = Delegation.objects.visible_to(scope.user).filter(direction=direction)
    return delegations.in_year(scope.as_of.year, up_to=scope.as_of)


def projects_running(scope: Scope) -> ProjectQuerySet:
    """Projects and aid going on."""
    return Project.objects.visible_to(scope.user).running_on(scope.as_of)
