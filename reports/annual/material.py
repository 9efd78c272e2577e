"""Everything a yearly report is told from, read once in a fixed number of queries for one scope."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.contenttypes.prefetch import GenericPrefetch
from django.db.models import Count, F, Prefetch, Q, QuerySet

from agreements.enums import ProjectDirection, Status
from agreements.models import Agreement, AgreementEvent, Project
from agreements.selectors_projects import project_rows
from delegations.models import Delegation
from delegations.selectors_limits import OverLimit, over_limits_of_year
from dnfa.core.models import LegalBasis, Provenance
from dnfa.core.text import sort_key
from dnfa.followup.activity import timeline
from dnfa.followup.rules import FlagRule, rules
from partners.enums import OFFICIAL_TIES, Continent
from partners.models import Assessment, CooperationField, Partner, Relationship
from reports.annual.aid import Side, Span
from reports.annual.aid import gather as gather_aid
from reports.annual.document import FigureLine
from reports.annual.rounds import RoundFacts
from reports.annual.rounds import gather as gather_rounds
from reports.annual.scheme import SchemeFacts
from reports.annual.scheme import gather as gather_scheme
from reports.figures import FIGURES, Scope, figure, sets, values
from reports.models import PublishedCount

# The papers the report rests on, in the order they are named; their words, numbers and validity are data (LegalBasis).
BASIS_KEYS = ("luat-70-2020", "nd-64-2021", "qd-2887-2023")
_CONTINENTS = {code: position for position, code in enumerate(Continent.values)}


@dataclass(frozen=True)
class Contradiction:
    """One fact for which sources say different things: the value in use and the others, with their sources."""

    record: Any
    field: str
    used: tuple[Provenance, ...]
    others: tuple[Provenance, ...]


@dataclass(frozen=True)
class Material:
    """The rows behind text and annexes. Lists are in printing order."""

    scope: Scope
    year: int
    figures: dict[str, FigureLine]
    bases: list[LegalBasis]
    localities: list[Partner]
    table_papers: list[Agreement]
    papers: dict[str, list[Agreement]]
    signings: list[AgreementEvent]
    ended: list[Relationship]
    sleeping: dict[str, list[Any]]
    activities: dict[int, list[dict[str, Any]]]
    assessments: dict[int, Assessment]
    fields: dict[int, list[str]]
    delegations: list[Delegation]
    undated_delegations: int
    over_limits: list[OverLimit]
    projects: list[Project]
    aid: dict[ProjectDirection, Side]
    scheme: SchemeFacts
    rounds: RoundFacts
    published: list[PublishedCount]
    contradictions: list[Contradiction]

    @property
    def cutoff(self) -> date:
        return self.scope.as_of

    def value(self, key: str) -> int:
        """A figure's value at the cut-off."""
        return self.figures[key].value


def gather(scope: Scope, year: int) -> Material:
    """Read everything for a report of `year` with the scope's day as cut-off."""
    localities = _localities(scope)
    ids = [partner.pk for partner in localities]
    return Material(
        scope=scope,
        year=year,
        figures=_figures(scope),
        bases=_bases(scope.as_of),
        localities=localities,
        table_papers=_table_papers(scope),
        papers=_papers(scope),
        signings=_signings(scope),
        ended=_ended(scope, year),
        sleeping={code: _sleeping(scope, code) for code in ("tie_dormant", "tie_never_active")},
        activities=_activities(ids, scope.as_of),
        assessments=_assessments(ids, scope.as_of),
        fields=_fields(ids, scope.as_of),
        delegations=list(
            (sets.delegations_in(scope) | sets.delegations_out(scope))
            .prefetch_related("partners__country", "lead_agencies")
            .order_by("direction", "starts_on", "pk")
        ),
        undated_delegations=Delegation.objects.visible_to(scope.user).filter(starts_on__isnull=True).count(),
        over_limits=[
            case
            for case in over_limits_of_year(scope.user, year)
            if case.delegation.begins <= scope.as_of  # type: ignore[attr-defined]  # an annotation of `abroad`
        ],
        projects=list(
            project_rows(sets.projects_running(scope), scope.user, scope.as_of).order_by(
                "direction", F("starts_on").asc(nulls_last=True), "pk"
            )
        ),
        aid=gather_aid(scope.user, _year_of_aid(scope, year)),
        scheme=gather_scheme(scope, year),
        rounds=gather_rounds(scope, year),
        published=_published(scope.as_of),
        contradictions=_contradictions(scope.as_of),
    )


def _year_of_aid(scope: Scope, year: int) -> Span:
    """The calendar year, as known at the cut-off; a cut-off in the January after it adds nothing of that January."""
    last = date(year, 12, 31)
    return Span(date(year, 1, 1), last, min(last, scope.as_of))


def _figures(scope: Scope) -> dict[str, FigureLine]:
    counted = values(scope)
    return {
        item.key: FigureLine(
            item.key, str(item.label), counted[item.key], str(item.unit), item.definition_vi(scope)
        )
        for item in FIGURES
    }


def _bases(cutoff: date) -> list[LegalBasis]:
    in_force = LegalBasis.objects.filter(
        Q(signed_on__isnull=True) | Q(signed_on__lte=cutoff),
        Q(in_force_from__isnull=True) | Q(in_force_from__lte=cutoff),
        Q(in_force_to__isnull=True) | Q(in_force_to__gte=cutoff),
        key__in=BASIS_KEYS,
    )
    return sorted(in_force, key=lambda basis: BASIS_KEYS.index(basis.key))


def place(partner: Partner) -> tuple[Any, ...]:
    """Printing order: continent, country and name in Vietnamese order; the country's own name apart, never mixed."""
    country = partner.country
    if country is None:
        return (len(_CONTINENTS), "", "", sort_key(partner.name_vi), partner.pk)
    return (
        _CONTINENTS[country.continent],
        sort_key(country.name_vi),
        country.pk,
        sort_key(partner.name_vi),
        partner.pk,
    )


def _localities(scope: Scope) -> list[Partner]:
    ties = Relationship.objects.standing_on(scope.as_of).filter(relationship_class__in=sorted(OFFICIAL_TIES))
    rows = (
        sets.localities(scope)
        .select_related("country")
        .prefetch_related(
            Prefetch(
                "relationships", ties.order_by(F("since").asc(nulls_last=True), "pk"), to_attr="official_ties"
            )
        )
    )
    return sorted(rows, key=place)


def _with_partners(scope: Scope, papers: Any) -> QuerySet[Agreement]:
    partners = (
        Partner.objects.visible_to(scope.user).select_related("country").order_by("parties__order", "pk")
    )
    return papers.prefetch_related(
        Prefetch("partners", partners),
        Prefetch("events", AgreementEvent.objects.happened_by(scope.as_of), to_attr="events_so_far"),
    )


def _table_papers(scope: Scope) -> list[Agreement]:
    """The rows of the official table, by their number in it, then papers of localities that the table does not have."""
    known = Agreement.objects.visible_to(scope.user).known_by(scope.as_of)
    rows = list(_with_partners(scope, known.filter(table_row__isnull=False).order_by("table_row")))
    listed = [partner.pk for row in rows for partner in row.partners.all()]
    later = sets.city_agreements(scope).filter(
        table_row__isnull=True, partners__in=sets.localities(scope).values("pk")
    )
    later = later.exclude(partners__in=listed).order_by(F("signed_on").asc(nulls_last=True), "pk").distinct()
    return [*rows, *_with_partners(scope, later)]


def _papers(scope: Scope) -> dict[str, list[Agreement]]:
    """City-level papers by the figure that counts them, the soonest or earliest end first."""
    by_end = (F("ends_on").asc(nulls_last=True), F("signed_on").asc(nulls_last=True), "pk")
    counted = {
        item.key: item.rows(scope)
        for item in map(
            figure,
            (
                "agreements_in_force",
                "agreements_expiring",
                "agreements_expired_unrenewed",
                "agreements_unknown_term",
                "letters_of_intent_open",
            ),
        )
    }
    counted["replaced"] = sets.city_agreements(scope).filter(status=Status.REPLACED)
    return {key: list(_with_partners(scope, rows.order_by(*by_end))) for key, rows in counted.items()}


def _signings(scope: Scope) -> list[AgreementEvent]:
    partners = (
        Partner.objects.visible_to(scope.user).select_related("country").order_by("parties__order", "pk")
    )
    rows = (
        sets.agreements_signed(scope)
        .select_related("agreement")
        .prefetch_related(Prefetch("agreement__partners", partners))
    )
    return list(rows.order_by(F("occurred_on").asc(nulls_first=True), "agreement_id", "order", "pk"))


def _ended(scope: Scope, year: int) -> list[Relationship]:
    ties = Relationship.objects.visible_to(scope.user).filter(
        relationship_class__in=sorted(OFFICIAL_TIES), until__last__year=year, until__last__lt=scope.as_of
    )
    return list(ties.select_related("partner__country").order_by("until", "pk"))


def _rule(code: str) -> FlagRule:
    return next(rule for rule in rules() if rule.code == code)


def _sleeping(scope: Scope, code: str) -> list[Any]:
    """Partners of a flag rule with its sentence of evidence, the longest silence first; those never active last."""
    rule = _rule(code)
    visible = Partner.objects.visible_to(scope.user).values("pk")
    rows = list(rule.rows(scope.as_of).filter(pk__in=visible).select_related("country"))
    for partner in rows:
        partner.explanation = rule.explain(partner.evidence)
    return sorted(
        rows, key=lambda partner: (partner.reference_date or date.min, sort_key(partner.name_vi), partner.pk)
    )


def _activities(ids: list[int], cutoff: date) -> dict[int, list[dict[str, Any]]]:
    """Contacts and projects of each partner that are more than the signing of a paper, newest first."""
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in timeline(ids, cutoff):
        if row["row_is_contact"]:
            found[row["row_partner_id"]].append(row)
    return found


def _assessments(ids: list[int], cutoff: date) -> dict[int, Assessment]:
    """The youngest judgement of each partner by the cut-off."""
    rows = Assessment.objects.filter(partner__in=ids, as_of__lte=cutoff).order_by(
        "partner_id", "-as_of", "pk"
    )
    return {row.partner_id: row for row in rows.distinct("partner_id")}


def _fields(ids: list[int], cutoff: date) -> dict[int, list[str]]:
    """Fields of cooperation of each partner's papers and projects, in the order of the Scheme."""
    papers = Agreement.objects.known_by(cutoff).filter(partners__in=ids, fields__isnull=False)
    projects = Project.objects.filter(
        Q(starts_on__isnull=True) | Q(starts_on__first__lte=cutoff), partners__in=ids, fields__isnull=False
    )
    names = dict(CooperationField.objects.order_by("order", "code").values_list("pk", "name_vi"))
    order = {pk: position for position, pk in enumerate(names)}
    found: dict[int, set[int]] = defaultdict(set)
    for rows in (papers, projects):
        for partner_id, field_id in rows.order_by().values_list("partners", "fields").distinct():
            found[partner_id].add(field_id)
    return {
        partner_id: [names[pk] for pk in sorted(pks, key=order.__getitem__)]
        for partner_id, pks in found.items()
    }


def _published(cutoff: date) -> list[PublishedCount]:
    """Totals published by the cut-off, oldest first; an undated page is left out, it cannot be placed in time."""
    return list(
        PublishedCount.objects.filter(as_of__first__lte=cutoff)
        .filter(Q(published_on__isnull=True) | Q(published_on__lte=cutoff))
        .order_by("as_of", "pk")
    )


def _contradictions(cutoff: date) -> list[Contradiction]:
    """Facts of which sources published by the cut-off say different things."""
    known = (
        Provenance.objects.exclude(field="")
        .exclude(value_as_printed="")
        .filter(Q(source__published_on__isnull=True) | Q(source__published_on__lte=cutoff))
    )
    several = (
        known.values("content_type", "object_id", "field")
        .order_by()
        .annotate(said=Count("value_as_printed", distinct=True))
        .filter(said__gt=1)
    )
    keys = {(row["content_type"], row["object_id"], row["field"]) for row in several}
    # Records that are called by their partner's name bring it along, so that naming them asks nothing more.
    named_by_partner = [model.objects.select_related("partner") for model in (Assessment, Relationship)]
    grouped: dict[tuple[int, int, str], list[Provenance]] = defaultdict(list)
    candidates = known.filter(object_id__in={key[1] for key in keys}).select_related("source", "content_type")
    for row in candidates.prefetch_related(GenericPrefetch("record", named_by_partner)).order_by(
        "source__rank", "pk"
    ):
        key = (row.content_type_id, row.object_id, row.field)
        if key in keys:
            grouped[key].append(row)
    # Several records of one name may carry the same contradiction (each item of a country's entry): it is one fact.
    once = {_contradiction_key(item): item for item in map(_contradiction, grouped.values())}
    return sorted(once.values(), key=_contradiction_order)


def _contradiction_key(item: Contradiction) -> tuple[Any, ...]:
    said = frozenset((row.value_as_printed, row.source_id, row.locator) for row in (*item.used, *item.others))
    return (type(item.record), str(item.record), item.field, said)


def _contradiction(rows: list[Provenance]) -> Contradiction:
    first = rows[0]
    return Contradiction(
        record=first.record,
        field=field_name(first),
        used=tuple(row for row in rows if row.is_used),
        others=tuple(row for row in rows if not row.is_used),
    )


def field_name(row: Provenance) -> str:
    """The field as people call it."""
    model = row.content_type.model_class()
    known = {field.name: field for field in model._meta.get_fields()} if model else {}
    return str(getattr(known.get(row.field), "verbose_name", row.field))


def _contradiction_order(item: Contradiction) -> tuple[Any, ...]:
    return (type(item.record).__name__, sort_key(str(item.record)), item.field)


def ends_on(paper: Any) -> date | None:
    """The last day of a paper's term on the cut-off, as `with_status` found it; None when it has none."""
    last_day: date | None = paper.ends_on
    return last_day


def days_to_end(paper: Any, cutoff: date) -> int:
    """Days from the cut-off to the end of a paper that has one; below zero when it is over."""
    days: int = (paper.ends_on - cutoff).days
    return days


def names(partners: Iterable[Partner]) -> str:
    """Names of partners in the order of the paper."""
    return "; ".join(partner.name_vi for partner in partners)


def countries_of(partners: Iterable[Partner]) -> list[str]:
    """Names of countries and territories of some partners, each once, in the order met."""
    return list(dict.fromkeys(partner.country.name_vi for partner in partners if partner.country))
