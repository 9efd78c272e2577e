"""Composed reads of opinions asked and of reports by law, with the clocks that run on them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, DateField, OuterRef, Prefetch, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext_lazy as _

from agreements.enums import SIGNING_EVENTS, LegalReportKind, OpinionAnswer, Stage
from agreements.models import Agreement, AgreementEvent, Consultation, LegalReport, Opinion
from agreements.querysets import OpinionQuerySet
from agreements.rules.consultation import TOLD_AS_ENDING, is_first_signing
from dnfa.core.calendar import WorkCalendar, load_calendar
from dnfa.followup.clocks import OPEN_STATES, ClockFacts, clock_state, soon_until, time_left, with_state
from dnfa.followup.clocks.words import time_left_in_words
from dnfa.followup.models import Clock
from dnfa.followup.querysets import ClockQuerySet

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# Triggers of agreements/clock_triggers.py whose duty is a written report.
OPINION_TRIGGER = "opinion_asked"
REPORT_TRIGGERS = ("paper_signed", "text_signed_later", "force_ended")
ANSWER_TONES = {
    OpinionAnswer.AGREE: "ok",
    OpinionAnswer.AGREE_WITH_COMMENTS: "info",
    OpinionAnswer.DISAGREE: "danger",
}


@dataclass(frozen=True)
class Look:
    """A state as the page says it: colour and word."""

    code: str
    label: StrOrPromise
    tone: str = ""


NOT_ANSWERED = Look("not_answered", _("Chưa trả lời"), "muted")
MOOT = Look("moot", _("Không còn hỏi"), "muted")


def with_clock(opinions: OpinionQuerySet) -> OpinionQuerySet:
    """Annotate `due_on` and `waived_on` of the body's clock; both empty where no clock runs."""
    clocks = Clock.objects.filter(
        content_type=ContentType.objects.get_for_model(Agreement),
        object_id=OuterRef("consultation__agreement"),
        part=Concat(Value("opinion:"), Cast(OuterRef("pk"), CharField()), output_field=CharField()),
        rule__trigger=OPINION_TRIGGER,
    ).order_by("due_on", "pk")
    return opinions.annotate(
        due_on=Subquery(clocks.values("due_on")[:1], output_field=DateField()),
        waived_on=Subquery(clocks.values("waived_on")[:1], output_field=DateField()),
    )


@dataclass(frozen=True)
class Day:
    """What the states of a day are read from: the day, the office's calendar and threshold. Two queries."""

    today: date
    calendar: WorkCalendar
    soon_until: date

    @classmethod
    def load(cls, today: date) -> Day:
        calendar = load_calendar()
        return cls(today, calendar, soon_until(today, calendar))


def look_of(opinion: Any, day: Day) -> Look:
    """The state of an opinion on a day; the row comes from `with_clock`, its paper's stage is read."""
    if opinion.answered_on is not None and opinion.answered_on <= day.today:
        return Look(opinion.answer, opinion.get_answer_display(), ANSWER_TONES[opinion.answer])
    if opinion.due_on is None:
        return MOOT if opinion.consultation.agreement.stage == Stage.BROKEN_OFF else NOT_ANSWERED
    state = clock_state(ClockFacts(opinion.due_on, None, opinion.waived_on), day.today, day.soon_until)
    return Look(state, "")


def tell(opinions: Iterable[Any], day: Day) -> list[Any]:
    """Hang `look`, `is_answered`, `time_left` and `left_words` onto rows of `with_clock`; no query."""
    rows = list(opinions)
    for opinion in rows:
        opinion.is_answered = opinion.answered_on is not None and opinion.answered_on <= day.today
        opinion.look = look_of(opinion, day)
        hang_time_left(opinion, day, owed=opinion.look.code in OPEN_STATES)
    return rows


def hang_time_left(row: Any, day: Day, *, owed: bool) -> None:
    """Say of a row with `due_on` how far the last day is while something is owed: `time_left`, `left_words`."""
    row.time_left = time_left(row.due_on, day.today, day.calendar) if owed else None
    row.left_words = time_left_in_words(row.time_left) if row.time_left else ""


def opinion_rows(user: Any) -> OpinionQuerySet:
    """Opinions that `user` may see, with body, round, paper and clock."""
    visible = Opinion.objects.visible_to(user).select_related("agency", "consultation__agreement")
    return with_clock(visible)


def rounds_of(agreement: Agreement, user: Any, today: date) -> list[Consultation]:
    """The rounds about a paper sent by `today`, the newest first, each with `told_opinions` (see `tell`).

    At most four queries, two when there is no round.
    """
    mine = opinion_rows(user).order_by("pk")
    rounds = (
        Consultation.objects.visible_to(user)
        .filter(agreement=agreement, sent_on__lte=today)
        .order_by("-sent_on", "-pk")
        .prefetch_related(Prefetch("opinions", mine, to_attr="seen_opinions"))
    )
    found: list[Any] = list(rounds)
    if found:
        day = Day.load(today)
        for consultation in found:
            consultation.told_opinions = tell(consultation.seen_opinions, day)
            consultation.is_answered = any(row.answered_on for row in consultation.seen_opinions)
    return found


def reports_of(agreement: Agreement, today: date) -> list[LegalReport]:
    """The reports by law about a paper sent by `today`, the newest first: one query."""
    reports = LegalReport.objects.filter(agreement=agreement, sent_on__lte=today)
    return list(reports.select_related("event").order_by("-sent_on", "-pk"))


@dataclass(frozen=True)
class Act:
    """Something about a paper that is reported: its first signing (`event` None) or one of its events."""

    event: AgreementEvent | None
    kind: str
    words: StrOrPromise

    @property
    def code(self) -> str:
        """What a form sends: "signing:0", "ending:12"."""
        return f"{self.kind}:{self.event.pk if self.event else 0}"

    @property
    def label(self) -> str:
        """What the form says: which report, about what."""
        return f"{LegalReportKind(self.kind).label}: {self.words}"


def acts_without_report(agreement: Agreement) -> list[Act]:
    """What of a signed paper can still be reported, the latest first and the first signing last: two queries."""
    if agreement.stage != Stage.SIGNED:
        return []
    told = set(agreement.legal_reports.values_list("kind", "event"))
    kinds = [*SIGNING_EVENTS, *TOLD_AS_ENDING]
    acts = []
    for event in agreement.events.filter(kind__in=kinds).order_by("-occurred_on", "-order", "-pk"):
        if is_first_signing(agreement, event):
            continue
        kind = LegalReportKind.ENDING if event.kind in TOLD_AS_ENDING else LegalReportKind.SIGNING
        acts.append(Act(event, kind, str(event)))
    signed_on = f" {agreement.signed_on.display()}" if agreement.signed_on else ""
    first = Act(None, LegalReportKind.SIGNING, f"{_('Ký lần đầu')}{signed_on}")
    return [act for act in [*acts, first] if (act.kind, act.event.pk if act.event else None) not in told]


def report_duties(user: Any, today: date) -> ClockQuerySet:
    """Clocks of reports by law on the papers `user` may see, known by `today`, with `state`, paper's title and report.

    `sent_to` is whom the report that closed the clock went to.
    """
    papers = Agreement.objects.filter(pk=OuterRef("object_id"))
    reports = LegalReport.objects.filter(
        agreement=OuterRef("object_id"), document_number=OuterRef("done_note")
    )
    duties = Clock.objects.visible_to(user).filter(
        content_type=ContentType.objects.get_for_model(Agreement), rule__trigger__in=REPORT_TRIGGERS
    )
    return (
        with_state(duties, today)
        .select_related("rule")
        .annotate(
            paper_title=Subquery(papers.values("title_vi")[:1]),
            paper_key=Subquery(papers.values("key")[:1]),
            capacity=Subquery(papers.values("capacity")[:1]),
            sent_to=Subquery(reports.order_by("-sent_on").values("recipients")[:1]),
        )
    )


def report_rows(user: Any) -> QuerySet[LegalReport]:
    """Reports by law about the papers `user` may see, with paper and event."""
    return LegalReport.objects.visible_to(user).select_related("agreement", "event")
