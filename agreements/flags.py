"""What is wrong with a paper: it ends soon, it ended, nobody knows when it ends, or it stayed a letter of intent.

All rules speak of signed papers with a foreign partner, of the city and of its units alike; their
status is that of `AgreementQuerySet.with_status`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import (
    Case,
    CharField,
    DateField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, JSONObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from agreements.enums import FORMAL_SIGNINGS, IN_FORCE_STATUSES, AgreementType, Capacity, EventKind, Status
from agreements.models import Agreement, AgreementEvent, AgreementParty
from agreements.querysets import AgreementEventQuerySet, AgreementQuerySet, DaysBetween
from dnfa.core.display import display_value
from dnfa.core.functions import PartialFirst, PartialLast
from dnfa.core.partial_dates import PartialDate
from dnfa.followup.enums import Severity
from dnfa.followup.rules import FlagKind, FlagRule, register_kind, register_rule

# Days before the end at which an expiring paper moves up (design.md section 5).
BANDS = (0, 7, 14, 30, 60, 90, 180)
HIGH_UP_TO, MEDIUM_UP_TO = 30, 90


def papers(as_of: date) -> AgreementQuerySet:
    """Signed papers with a partner known by `as_of`, each once, with their status on that day."""
    signed = Agreement.objects.signed_with_a_partner().values("pk")
    return Agreement.objects.filter(pk__in=signed).known_by(as_of).with_status(as_of)


def expired_papers(as_of: date) -> AgreementQuerySet:
    """Papers whose term is over on `as_of` and was not renewed: a renewal or replacement is an event, and no longer "expired"."""
    return papers(as_of).filter(status=Status.EXPIRED)


def open_letters_of_intent(as_of: date) -> AgreementQuerySet:
    """Letters of intent in force (or of unknown term) that no formal paper has followed.

    A letter is a paper all of whose signings by `as_of` are those of a letter of intent. A formal
    signing with any of its partners that may have been on its day or later has followed it: at city
    level, or by the same kind of Vietnamese side. An undated formal signing gets the benefit of the doubt.
    """
    letter_day = _letter_signings(as_of).filter(agreement=OuterRef("pk")).order_by("counts_from")
    return (
        papers(as_of)
        .filter(status__in=sorted({*IN_FORCE_STATUSES, Status.UNKNOWN_TERM}))
        .annotate(
            letter_on=Subquery(letter_day.values("day")[:1], output_field=DateField()),
            letter_signed=Subquery(letter_day.values("stated")[:1], output_field=TextField()),
        )
        .filter(Exists(letter_day))
        .exclude(Exists(_formal_signings(as_of).filter(agreement=OuterRef("pk"))))
        .exclude(Exists(_formal_signings_after(as_of)))
    )


def _letter_signings(as_of: date) -> AgreementEventQuerySet:
    letter = Q(kind=EventKind.LETTER_OF_INTENT) | Q(
        kind=EventKind.SIGNING, agreement__type=AgreementType.LETTER_OF_INTENT
    )
    signed_on = Coalesce("occurred_on", "effective_on")
    letters = AgreementEvent.objects.filter(letter).happened_by(as_of)
    return letters.annotate(day=PartialFirst(signed_on), stated=Cast(signed_on, TextField()))


def _formal_signings(as_of: date) -> AgreementEventQuerySet:
    first_of_a_letter = Q(kind=EventKind.SIGNING, agreement__type=AgreementType.LETTER_OF_INTENT)
    return (
        AgreementEvent.objects.signings()
        .happened_by(as_of)
        .filter(kind__in=sorted(FORMAL_SIGNINGS))
        .exclude(first_of_a_letter)
    )


def _formal_signings_after(as_of: date) -> AgreementEventQuerySet:
    """Formal signings of other papers with a partner of the outer letter, not certainly before it."""
    partners = AgreementParty.objects.filter(agreement=OuterRef(OuterRef("pk"))).values("partner")
    same_side = Q(agreement__capacity=Capacity.CITY) | Q(agreement__capacity=OuterRef("capacity"))
    return (
        _formal_signings(as_of)
        .alias(last_day=PartialLast(Coalesce("occurred_on", "effective_on")))
        .filter(same_side, agreement__parties__partner__in=partners)
        .filter(Q(last_day__isnull=True) | Q(last_day__gte=OuterRef("letter_on")))
    )


def severity_by_days() -> Case:
    """How serious an end is by its column `days_left`: high up to 30 days, medium up to 90 (`HIGH_UP_TO`, `MEDIUM_UP_TO`)."""
    return Case(
        When(days_left__lte=HIGH_UP_TO, then=Value(Severity.HIGH.value)),
        When(days_left__lte=MEDIUM_UP_TO, then=Value(Severity.MEDIUM.value)),
        default=Value(Severity.LOW.value),
        output_field=CharField(),
    )


def _expiring(as_of: date) -> AgreementQuerySet:
    days_left = DaysBetween(F("ends_on"), Value(as_of, DateField()))
    band = Case(*(When(days_left__lte=days, then=Value(days)) for days in BANDS), output_field=IntegerField())
    expiring = papers(as_of).filter(status=Status.EXPIRING).annotate(days_left=days_left)
    return _flagged(
        expiring.annotate(severity=severity_by_days()),
        F("ends_on"),
        ends_on=F("ends_on"),
        days_left=F("days_left"),
        band=band,
    )


def _expired(as_of: date) -> AgreementQuerySet:
    return _flagged(expired_papers(as_of), F("ends_on"), ends_on=F("ends_on"))


def _unknown_term(as_of: date) -> AgreementQuerySet:
    unknown = papers(as_of).filter(status=Status.UNKNOWN_TERM)
    no_day = Value(None, DateField())
    return _flagged(unknown, no_day, signed_on=F("signed_on"), term_as_printed=F("term_as_printed"))


def _letters(as_of: date) -> AgreementQuerySet:
    return _flagged(open_letters_of_intent(as_of), F("letter_on"), signed_on=F("letter_signed"))


def _flagged(papers: AgreementQuerySet, reference: F | Value, **evidence: Any) -> AgreementQuerySet:
    return papers.annotate(
        object_id=F("pk"),
        reference_date=reference,
        evidence=JSONObject(capacity=F("capacity"), **evidence),
    )


def _day(evidence: Mapping[str, Any], name: str) -> str:
    """A date of the evidence as exactly as it is known."""
    return display_value(PartialDate.from_iso(evidence[name]))


def explain_expiring(evidence: Mapping[str, Any]) -> str:
    """The last day and how many days are left."""
    days = evidence["days_left"]
    if days == 0:
        return _("Hôm nay (%(day)s) là ngày cuối còn hiệu lực.") % {"day": _day(evidence, "ends_on")}
    return ngettext(
        "Còn hiệu lực đến hết ngày %(day)s, còn %(days)s ngày.",
        "Còn hiệu lực đến hết ngày %(day)s, còn %(days)s ngày.",
        days,
    ) % {"day": _day(evidence, "ends_on"), "days": days}


def explain_expired(evidence: Mapping[str, Any]) -> str:
    """Since when it is over."""
    return _("Hết hạn ngày %(day)s, chưa ghi nhận gia hạn hoặc văn bản thay thế.") % {
        "day": _day(evidence, "ends_on")
    }


def explain_unknown_term(evidence: Mapping[str, Any]) -> str:
    """What the source prints, which nobody could read as a term."""
    if evidence["term_as_printed"]:
        return _("Văn bản ghi thời hạn: “%(text)s”, chưa xác định được ngày hết hạn.") % {
            "text": evidence["term_as_printed"]
        }
    return _("Nguồn không ghi thời hạn.")


def explain_letter(evidence: Mapping[str, Any]) -> str:
    """Since when the letter waits."""
    if evidence["signed_on"]:
        return _("Ý định thư ký %(day)s, chưa có thỏa thuận chính thức tiếp theo.") % {
            "day": _day(evidence, "signed_on")
        }
    return _("Ý định thư không ghi ngày ký, chưa có thỏa thuận chính thức tiếp theo.")


def register() -> None:
    """Called from `AppConfig.ready()`."""
    register_kind(FlagKind(Agreement, Agreement.objects.visible_to))
    described = (
        (
            "agreement_expiring",
            gettext_lazy("Thỏa thuận sắp hết hạn"),
            Severity.MEDIUM,
            _expiring,
            explain_expiring,
        ),
        (
            "agreement_expired",
            gettext_lazy("Thỏa thuận hết hạn, chưa gia hạn"),
            Severity.HIGH,
            _expired,
            explain_expired,
        ),
        (
            "agreement_unknown_term",
            gettext_lazy("Thỏa thuận chưa rõ thời hạn"),
            Severity.MEDIUM,
            _unknown_term,
            explain_unknown_term,
        ),
        (
            "letter_of_intent_open",
            gettext_lazy("Ý định thư chưa thành thỏa thuận"),
            Severity.LOW,
            _letters,
            explain_letter,
        ),
    )
    for position, (code, label, severity, rows, explain) in enumerate(described, start=1):
        register_rule(FlagRule(code, label, severity, Agreement, rows, explain, order=10 * position))
