"""Ties that sleep: official ties in force without activity for longer than the threshold of their class.

Two states, told apart by whether any contact beyond the signing of texts is known at all (thesis
p.119 and p.151): "dormant" has had contact, "never active" has not, so no tie is counted twice. Contact
without a date proves no day, but it is contact: such a tie is dormant, and the flag says why.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import (
    Case,
    DateField,
    F,
    Field,
    Func,
    IntegerField,
    JSONField,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import JSONObject, Least
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from dnfa.core.display import display_value
from dnfa.core.functions import PartialLast
from dnfa.core.partial_dates import PartialDate, first_fresh_day
from dnfa.core.policy import DORMANCY_MONTHS, parameters
from dnfa.followup.activity import (
    active_since,
    contact_known,
    kind_label,
    last_day_expression,
    summary_expression,
)
from dnfa.followup.enums import Severity
from dnfa.followup.rules import FlagKind, FlagRule, register_kind, register_rule
from partners.enums import OFFICIAL_TIES, PartnerKind, RelationshipClass
from partners.models import Partner, Relationship
from partners.querysets import PartnerQuerySet, RelationshipQuerySet


def threshold_key(relationship_class: str) -> str:
    """Key of the policy parameter that says after how many months a tie of this class counts as dormant."""
    return f"{DORMANCY_MONTHS}-{relationship_class}"


def sleeping_ties(as_of: date) -> PartnerQuerySet:
    """Localities whose official tie stands on `as_of` and whose last dated activity is too old, or unknown.

    Annotated with `tie_class` and `threshold_months`.
    Raises `MissingParameterError` when a class has no threshold.
    """
    keys = {str(code): threshold_key(code) for code in sorted(OFFICIAL_TIES)}
    values = parameters(list(keys.values()), as_of)
    months = {code: values[key] for code, key in keys.items()}
    latest = _official_ties(as_of).order_by(F("since").desc(nulls_last=True), "pk").values("pk")
    return (
        Partner.objects.filter(kind=PartnerKind.LOCALITY, relationships=Subquery(latest[:1]))
        .annotate(
            tie_class=F("relationships__relationship_class"),
            threshold_months=_by_class(months, IntegerField()),
        )
        .alias(
            fresh_from=_by_class({code: first_fresh_day(as_of, months[code]) for code in months}, DateField())
        )
        .filter(~active_since("fresh_from", as_of))
    )


def _official_ties(as_of: date) -> RelationshipQuerySet:
    """Standing official ties of the outer query's partner."""
    standing = Relationship.objects.standing_on(as_of)
    return standing.filter(partner=OuterRef("pk"), relationship_class__in=sorted(OFFICIAL_TIES))


def _by_class(values: Mapping[str, Any], output_field: Field[Any, Any]) -> Case:
    cases = (When(tie_class=code, then=Value(value, output_field)) for code, value in values.items())
    return Case(*cases, output_field=output_field)


def dormant_ties(as_of: date) -> PartnerQuerySet:
    """Sleeping ties that have known contact, dated or not."""
    return sleeping_ties(as_of).filter(contact_known(as_of))


def never_active_ties(as_of: date) -> PartnerQuerySet:
    """Sleeping ties with nothing but the signing of texts, if that: no contact of any kind is on record.

    A tie that began within the threshold is too young to be called so, even when its signing is not recorded.
    """
    since = (
        _official_ties(as_of)
        .filter(since__isnull=False)
        .annotate(day=Least(PartialLast("since"), Value(as_of, DateField())))
        .order_by("-day")
    )
    return (
        sleeping_ties(as_of)
        .filter(~contact_known(as_of))
        .alias(tie_began=Subquery(since.values("day")[:1], output_field=DateField()))
        .filter(Q(tie_began__isnull=True) | Q(tie_began__lt=F("fresh_from")))
    )


class _Joined(Func):
    """One JSON object of the keys of both."""

    template = "(%(expressions)s)"
    arg_joiner = " || "
    arity = 2
    output_field = JSONField()


def _with_evidence(ties: PartnerQuerySet, as_of: date) -> PartnerQuerySet:
    """The columns of a rule: the evidence is gathered for sleeping ties alone, and for the rows that are shown."""
    tie = JSONObject(relationship_class=F("tie_class"), threshold_months=F("threshold_months"))
    return ties.annotate(
        object_id=F("pk"),
        reference_date=last_day_expression(as_of),
        evidence=_Joined(summary_expression(as_of), tie),
    )


def _last_activity(evidence: Mapping[str, Any]) -> dict[str, str]:
    """What the last activity was, and when, as exactly as the source knows."""
    return {
        "kind": kind_label(evidence["last_activity_record"], evidence["last_activity_kind"]),
        "day": display_value(PartialDate.from_iso(evidence["last_activity_date"])),
    }


def _threshold(evidence: Mapping[str, Any]) -> str:
    months = evidence["threshold_months"]
    return ngettext(
        "Ngưỡng của quan hệ “%(class)s” là %(months)s tháng.",
        "Ngưỡng của quan hệ “%(class)s” là %(months)s tháng.",
        months,
    ) % {"months": months, "class": RelationshipClass(evidence["relationship_class"]).label}


def _undated(evidence: Mapping[str, Any]) -> list[str]:
    """What is on record but proves no day, so that the officer looks instead of wondering."""
    sentences = []
    if recurring := evidence["recurring"]:
        sentences.append(
            ngettext(
                "Có %(count)s hoạt động định kỳ hoặc đang tiếp diễn không ghi ngày.",
                "Có %(count)s hoạt động định kỳ hoặc đang tiếp diễn không ghi ngày.",
                recurring,
            )
            % {"count": recurring}
        )
    if other := evidence["undated_contacts"]:
        sentences.append(
            ngettext("Có %(count)s tiếp xúc không ghi ngày.", "Có %(count)s tiếp xúc không ghi ngày.", other)
            % {"count": other}
        )
    return sentences


def explain_dormant(evidence: Mapping[str, Any]) -> str:
    """The last activity, its kind and the threshold; what is undated is named."""
    if evidence["last_activity"]:
        first = _("Hoạt động gần nhất: %(kind)s, %(day)s.") % _last_activity(evidence)
    else:
        first = _("Chỉ biết các tiếp xúc không ghi ngày.")
    return " ".join([first, _threshold(evidence), *_undated(evidence)])


def explain_never_active(evidence: Mapping[str, Any]) -> str:
    """That nothing but signings is on record, and since when."""
    if evidence["last_activity"]:
        first = _("Ngoài “%(kind)s” (%(day)s), chưa ghi nhận tiếp xúc nào.") % _last_activity(evidence)
    else:
        first = _("Chưa ghi nhận tiếp xúc nào và không có lần ký nào có ngày.")
    return f"{first} {_threshold(evidence)}"


def register() -> None:
    """Called from `AppConfig.ready()`."""
    register_kind(FlagKind(Partner, Partner.objects.visible_to))
    register_rule(
        FlagRule(
            code="tie_dormant",
            label=gettext_lazy("Quan hệ ngủ đông"),
            severity=Severity.MEDIUM,
            model=Partner,
            rows=lambda as_of: _with_evidence(dormant_ties(as_of), as_of),
            explain=explain_dormant,
            order=50,
        )
    )
    register_rule(
        FlagRule(
            code="tie_never_active",
            label=gettext_lazy("Ký xong chưa có hoạt động"),
            severity=Severity.MEDIUM,
            model=Partner,
            rows=lambda as_of: _with_evidence(never_active_ties(as_of), as_of),
            explain=explain_never_active,
            order=60,
        )
    )
