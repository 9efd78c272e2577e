"""Ties that sleep: official ties in force without activity for longer than the threshold of their class.

Two states, told apart by whether any contact beyond the signing of texts is known at all (thesis
p.119 and p.151): "dormant" has had contact, "never active" has not, so no tie is counted twice. Contact
without a date proves no day, but it is contact: such a tie is dormant, and the flag says why.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import Case, CharField, DateField, F, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.fields.json import KT
from django.db.models.functions import JSONObject, Least
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from dnfa.core.display import display_value
from dnfa.core.functions import PartialLast
from dnfa.core.partial_dates import add_months
from dnfa.core.policy import DORMANCY_MONTHS, parameters
from dnfa.followup.activity import count_expression, kind_label, last_deed_expression
from dnfa.followup.enums import Severity
from dnfa.followup.rules import FlagKind, FlagRule, register_kind, register_rule
from partners.enums import OFFICIAL_TIES, RelationshipClass
from partners.models import Partner, Relationship
from partners.querysets import PartnerQuerySet


def threshold_key(relationship_class: str) -> str:
    """Key of the policy parameter that says after how many months a tie of this class counts as dormant."""
    return f"{DORMANCY_MONTHS}-{relationship_class}"


def first_fresh_day(as_of: date, months: int) -> date:
    """The earliest day whose activity is not yet older than so many months on `as_of`.

    "Older" counts as terms do (`add_months`): activity of 28/2/2022 lasts 24 months until 28/2/2024 and is
    too old on 29/2/2024.
    """
    day = add_months(as_of, -months)
    while add_months(day, months) < as_of:
        day += timedelta(days=1)
    return day


def sleeping_ties(as_of: date) -> PartnerQuerySet:
    """Localities whose official tie stands on `as_of` and whose last dated activity is too old, or unknown.

    Annotated with `tie_class`, `threshold_months`, `last_activity`, `last_contact`, `undated_contacts`.
    Raises `MissingParameterError` when a class has no threshold.
    """
    keys = {code: threshold_key(code) for code in sorted(OFFICIAL_TIES)}
    values = parameters(list(keys.values()), as_of)
    months = {code: values[key] for code, key in keys.items()}
    tie = (
        Relationship.objects.standing_on(as_of)
        .filter(partner=OuterRef("pk"), relationship_class__in=sorted(OFFICIAL_TIES))
        .order_by(F("since").desc(nulls_last=True), "pk")
    )
    fresh_from = Case(
        *(
            When(tie_class=code, then=Value(first_fresh_day(as_of, months[code]), DateField()))
            for code in months
        ),
        output_field=DateField(),
    )
    threshold = Case(
        *(When(tie_class=code, then=Value(months[code], IntegerField())) for code in months),
        output_field=IntegerField(),
    )
    return (
        Partner.objects.with_official_tie(as_of)
        .with_last_activity(as_of)
        .annotate(
            tie_class=Subquery(tie.values("relationship_class")[:1], output_field=CharField()),
            threshold_months=threshold,
            undated_contacts=count_expression(as_of, row_last_day__isnull=True, row_is_contact=True),
        )
        .alias(fresh_from=fresh_from)
        .filter(Q(last_activity__isnull=True) | Q(last_activity__lt=F("fresh_from")))
    )


def dormant_ties(as_of: date) -> PartnerQuerySet:
    """Sleeping ties that have known contact, dated or not."""
    return sleeping_ties(as_of).filter(Q(last_contact__isnull=False) | Q(undated_contacts__gt=0))


def never_active_ties(as_of: date) -> PartnerQuerySet:
    """Sleeping ties with nothing but the signing of texts, if that: no contact of any kind is on record.

    A tie that began within the threshold is too young to be called so, even when its signing is not recorded.
    """
    since = (
        Relationship.objects.standing_on(as_of)
        .filter(partner=OuterRef("pk"), relationship_class__in=sorted(OFFICIAL_TIES), since__isnull=False)
        .annotate(day=Least(PartialLast("since"), Value(as_of, DateField())))
        .order_by("-day")
    )
    return (
        sleeping_ties(as_of)
        .filter(last_contact__isnull=True, undated_contacts=0)
        .alias(tie_began=Subquery(since.values("day")[:1], output_field=DateField()))
        .filter(Q(tie_began__isnull=True) | Q(tie_began__lt=F("fresh_from")))
    )


def _with_evidence(ties: PartnerQuerySet, as_of: date, *, reference: str) -> PartnerQuerySet:
    recurring = count_expression(as_of, row_is_recurring=True, row_is_contact=True)
    return ties.annotate(last_deed=last_deed_expression(as_of)).annotate(
        object_id=F("pk"),
        reference_date=F(reference),
        evidence=JSONObject(
            relationship_class=F("tie_class"),
            threshold_months=F("threshold_months"),
            last_activity=F("last_activity"),
            last_activity_record=KT("last_deed__1"),
            last_activity_kind=KT("last_deed__2"),
            last_activity_key=KT("last_deed__3"),
            last_contact=F("last_contact"),
            undated_contacts=F("undated_contacts"),
            recurring=recurring,
        ),
    )


def _day(evidence: Mapping[str, Any], name: str) -> str:
    text = evidence.get(name)
    return display_value(date.fromisoformat(text)) if text else ""


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
    if other := evidence["undated_contacts"] - min(recurring, evidence["undated_contacts"]):
        sentences.append(
            ngettext("Có %(count)s tiếp xúc không ghi ngày.", "Có %(count)s tiếp xúc không ghi ngày.", other)
            % {"count": other}
        )
    return sentences


def explain_dormant(evidence: Mapping[str, Any]) -> str:
    """The last activity, its kind and the threshold; what is undated is named."""
    if evidence["last_activity"]:
        first = _("Hoạt động gần nhất: %(kind)s, %(day)s.") % {
            "kind": kind_label(evidence["last_activity_record"], evidence["last_activity_kind"]),
            "day": _day(evidence, "last_activity"),
        }
    else:
        first = _("Chỉ biết các tiếp xúc không ghi ngày.")
    return " ".join([first, _threshold(evidence), *_undated(evidence)])


def explain_never_active(evidence: Mapping[str, Any]) -> str:
    """That nothing but signings is on record, and since when."""
    if evidence["last_activity"]:
        first = _("Chưa ghi nhận tiếp xúc nào; hoạt động gần nhất chỉ là %(kind)s, %(day)s.") % {
            "kind": kind_label(evidence["last_activity_record"], evidence["last_activity_kind"]),
            "day": _day(evidence, "last_activity"),
        }
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
            rows=lambda as_of: _with_evidence(dormant_ties(as_of), as_of, reference="last_activity"),
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
            rows=lambda as_of: _with_evidence(never_active_ties(as_of), as_of, reference="last_activity"),
            explain=explain_never_active,
            order=60,
        )
    )
