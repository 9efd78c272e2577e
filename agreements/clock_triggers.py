"""What in the life of a paper starts a legal clock, for the rules of data/clock_rules.csv; and its part of the page.

A day known only to the month or year starts no clock: a deadline counted from a guessed day would be a guess called
law. Which regimes and capacities a duty binds stands in the rules, not here.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import (
    Case,
    CharField,
    DateField,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat, Left, NullIf
from django.utils.translation import gettext_lazy as _

from agreements.enums import (
    PIPELINE,
    SIGNING_EVENTS,
    Capacity,
    ConsultationPurpose,
    EventKind,
    LegalRegime,
    LegalReportKind,
    Stage,
)
from agreements.models import Agreement, AgreementAgency, AgreementEvent, LegalReport, Opinion
from agreements.sections import Section, register_section
from dnfa.core.functions import PartialFirst, PartialLast
from dnfa.followup.clock_flags import clock_overdue_rule
from dnfa.followup.clocks import ClockTrigger, Condition, can_waive, clocks_of, register_trigger
from dnfa.followup.rules import register_rule

# Suspension and termination take force away; a replacement is the signing of another paper, with its own report.
FORCE_ENDING = (EventKind.TERMINATION, EventKind.SUSPENSION)
FIRST_SIGNINGS = (EventKind.SIGNING, EventKind.LETTER_OF_INTENT)
LONGEST_LABEL = 300

CAPACITY = Condition(_("Danh nghĩa ký"), tuple(Capacity.choices))
REGIME = Condition(_("Chế độ pháp lý"), tuple(LegalRegime.choices))
PURPOSE = Condition(_("Nội dung hỏi"), tuple(ConsultationPurpose.choices))


def opinions_asked() -> QuerySet[Any]:
    """Opinions that bodies owe, from the day they had the full file, or else from the day it was sent.

    What is still unanswered when the talk was broken off is owed no more.
    """
    moot = Q(consultation__agreement__stage=Stage.BROKEN_OFF, answered_on__isnull=True)
    return Opinion.objects.exclude(moot).annotate(
        object_id=F("consultation__agreement"),
        part=_part("opinion"),
        part_label=F("agency__name_vi"),
        started_on=Coalesce("received_on", "consultation__sent_on"),
        done_on=F("answered_on"),
        done_note=F("document_number"),
        purpose=F("consultation__purpose"),
        capacity=F("consultation__agreement__capacity"),
        legal_regime=F("consultation__agreement__legal_regime"),
    )


def papers_signed() -> QuerySet[Any]:
    """Signed papers whose day of signing is known exactly."""
    signed = Agreement.objects.filter(stage=Stage.SIGNED, signed_on__first=F("signed_on__last"))
    return signed.annotate(
        object_id=F("pk"),
        part=Value("", CharField()),
        part_label=Value("", CharField()),
        agency_id=Value(None, IntegerField()),
        started_on=PartialFirst("signed_on"),
        **_reported(
            LegalReport.objects.filter(agreement=OuterRef("pk"), event__isnull=True), LegalReportKind.SIGNING
        ),
    )


def texts_signed_later() -> QuerySet[Any]:
    """Texts signed after a paper's first: renewals, amendments, extensions, strengthening, with an exact day.

    An event on or before the paper's own day of signing is that signing, not a later text; where that day is
    unknown, only kinds that presuppose a signed paper count as later.
    """
    undated_paper = Q(agreement__signed_on__isnull=True) & ~Q(kind__in=FIRST_SIGNINGS)
    events = AgreementEvent.objects.filter(
        undated_paper | Q(agreement__signed_on__last__lt=PartialFirst("occurred_on")),
        kind__in=sorted(SIGNING_EVENTS),
        agreement__stage=Stage.SIGNED,
        occurred_on__first=F("occurred_on__last"),
    )
    return _events(events, PartialFirst("occurred_on"), LegalReportKind.SIGNING)


def forces_ended() -> QuerySet[Any]:
    """Terminations, withdrawals and suspensions, from the day they take effect (or else happened), known exactly."""
    day = Coalesce("effective_on", "occurred_on")
    events = AgreementEvent.objects.alias(first_day=PartialFirst(day), last_day=PartialLast(day)).filter(
        kind__in=FORCE_ENDING, first_day=F("last_day")
    )
    return _events(events, PartialFirst(day), LegalReportKind.ENDING)


def _events(events: QuerySet[Any], started_on: Any, report: LegalReportKind) -> QuerySet[Any]:
    kind = Case(
        *(When(kind=code, then=Value(str(label))) for code, label in EventKind.choices),
        output_field=CharField(),
    )
    return events.annotate(
        object_id=F("agreement"),
        part=_part("event"),
        part_label=Left(Coalesce(NullIf("title_vi", Value("")), kind), LONGEST_LABEL),
        agency_id=Value(None, IntegerField()),
        started_on=started_on,
        capacity=F("agreement__capacity"),
        legal_regime=F("agreement__legal_regime"),
        **_reported(LegalReport.objects.filter(event=OuterRef("pk")), report),
    )


def _part(name: str) -> Concat:
    """Name of a part that stays the same as long as its row does: "opinion:12"."""
    return Concat(Value(f"{name}:"), Cast("pk", CharField()), output_field=CharField())


def _reported(reports: QuerySet[Any], kind: LegalReportKind) -> dict[str, Any]:
    """The day the report went out and its number; at most one report of a kind exists (constraint)."""
    sent = reports.filter(kind=kind)
    return {
        "done_on": Subquery(sent.values("sent_on")[:1], output_field=DateField()),
        "done_note": Coalesce(Subquery(sent.values("document_number")[:1]), Value("")),
    }


def papers_with_role(agency_id: int) -> QuerySet[Any]:
    """Papers in which an agency may see what every asked body owes: those it signed, leads or coordinates."""
    return AgreementAgency.objects.filter(agency=agency_id).values("agreement")


def build_section(agreement: Agreement, user: Any, as_of: date) -> dict[str, Any] | None:
    """The paper's clocks on the day the page speaks of; None when there are none and none is missing."""
    clocks = clocks_of(agreement, user, as_of)
    regime_missing = agreement.stage in PIPELINE and agreement.legal_regime == LegalRegime.UNKNOWN
    if not clocks and not regime_missing:
        return None
    return {"clocks": clocks, "may_waive": can_waive(user), "regime_missing": regime_missing, "as_of": as_of}


def register() -> None:
    """Called from `AppConfig.ready()`, after the flags of this room have vouched for agreements."""
    register_rule(clock_overdue_rule(Agreement))
    paper = {"capacity": CAPACITY, "legal_regime": REGIME}
    register_trigger(
        ClockTrigger(
            "opinion_asked",
            _("Hỏi ý kiến về thỏa thuận: ngày nhận đủ hồ sơ (hoặc ngày gửi)"),
            Agreement,
            opinions_asked,
            {"purpose": PURPOSE, **paper},
            shared_with=papers_with_role,
        )
    )
    for code, label, rows in (
        ("paper_signed", _("Ký thỏa thuận: ngày ký"), papers_signed),
        (
            "text_signed_later",
            _("Ký văn bản sau lần đầu (gia hạn, sửa đổi, tăng cường): ngày ký"),
            texts_signed_later,
        ),
        ("force_ended", _("Chấm dứt, tạm ngưng thỏa thuận: ngày có hiệu lực"), forces_ended),
    ):
        register_trigger(ClockTrigger(code, label, Agreement, rows, paper))
    register_section(
        Section(
            "clocks",
            _("Thời hạn luật định"),
            35,
            "followup/clocks/section.html",
            build_section,
        )
    )
