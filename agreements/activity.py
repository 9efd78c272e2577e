"""Activity in this room: papers signed, and projects carried out together."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import (
    BooleanField,
    CharField,
    DateField,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
)
from django.db.models.expressions import ExpressionWrapper
from django.db.models.functions import Cast, Coalesce, Least, NullIf
from django.utils.translation import gettext_lazy as _

from agreements.enums import SIGNING_EVENTS, EventKind, ProjectDirection, ProjectState
from agreements.models import Agreement, AgreementEvent, AgreementParty, Project, ProjectReport
from dnfa.core.functions import PartialFirst, PartialLast
from dnfa.updates.models import ChangeRequest
from partners.activity import begun_by, iso_text, register_partner_source

NOTE, REPORT = "agency_note", "progress_report"
# What was only proposed, or did not come about, is no activity; it stays in the timeline.
NEVER_CARRIED_OUT = frozenset({ProjectState.PIPELINE, ProjectState.CANCELLED})


def signings(as_of: date | None) -> QuerySet[Any]:
    """Signing events of papers with a foreign side: activity, but no contact beyond the paper.

    Memberships, loans and plans of the city alone are no signing (`AgreementEventQuerySet.signings`).
    """
    return (
        AgreementEvent.objects.signings()
        .annotate(row_on=Coalesce("occurred_on", "effective_on"))
        .filter(begun_by(as_of, "row_on"))
        .annotate(
            row_first_day=PartialFirst("row_on"),
            row_last_day=PartialLast("row_on"),
            row_date=iso_text("row_on"),
            row_last_date=iso_text("row_on"),
            row_kind=F("kind"),
            row_title=Coalesce(
                NullIf("title_vi", Value("")), "agreement__title_vi", output_field=CharField()
            ),
            row_record=Value("agreement", CharField()),
            row_key=F("agreement__key"),
            row_is_activity=Value(True, BooleanField()),
            row_is_contact=Value(False, BooleanField()),
            row_is_recurring=Value(False, BooleanField()),
        )
        .order_by()
    )


def projects(as_of: date | None) -> QuerySet[Any]:
    """Projects and aid items: activity from their start to their end.

    A project that runs but whose end no source gives proves its start only; it
    is shown as "going on, undated" so that an officer looks.
    """
    carried_out = ExpressionWrapper(~Q(state__in=sorted(NEVER_CARRIED_OUT)), output_field=BooleanField())
    open_ended = Q(state=ProjectState.RUNNING, last_day__isnull=True)
    return (
        Project.objects.filter(begun_by(as_of, "starts_on"))
        .with_state(as_of or date.max)
        .annotate(
            row_first_day=PartialFirst("starts_on"),
            row_last_day=Coalesce("last_day", PartialLast("starts_on")),
            row_date=iso_text("starts_on"),
            row_last_date=iso_text("ends_on", "starts_on"),
            row_kind=F("direction"),
            row_title=F("title_vi"),
            row_record=Value("project", CharField()),
            row_key=F("key"),
            row_is_activity=carried_out,
            row_is_contact=carried_out,
            row_is_recurring=ExpressionWrapper(open_ended, output_field=BooleanField()),
        )
        .order_by()
    )


def notes(as_of: date | None) -> QuerySet[Any]:
    """What agencies last told of a paper, once the Department accepted it: it is being carried out.

    The newest note of a paper stands for all of them. Its words are the agency's and its officers'; the row names the paper.
    A call that a paper is still true is no deed, and an accepted correction of its facts is none.
    """
    told: Any = ChangeRequest.objects.accepted_notes(Agreement).filter(record_id=OuterRef("agreement_id"))
    if as_of is not None:
        told = told.filter(told__lte=as_of)
    newest = Subquery(told.order_by("-told", "-pk").values("told")[:1], output_field=DateField())
    day = Cast("told", TextField())
    return (
        AgreementParty.objects.annotate(told=newest)
        .filter(told__isnull=False)
        .annotate(
            row_first_day=F("told"),
            row_last_day=F("told"),
            row_date=day,
            row_last_date=day,
            row_kind=Value(NOTE, CharField()),
            row_title=F("agreement__title_vi"),
            row_record=Value("agreement", CharField()),
            row_key=F("agreement__key"),
            row_is_activity=Value(True, BooleanField()),
            row_is_contact=Value(True, BooleanField()),
            row_is_recurring=Value(False, BooleanField()),
        )
        .order_by()
    )


def reports(as_of: date | None) -> QuerySet[Any]:
    """Progress reports of projects, which accepted notes of agencies become: the project went on in the period."""
    known = Q() if as_of is None else Q(period_from__lte=as_of)
    return (
        ProjectReport.objects.filter(known)
        .annotate(
            row_first_day=F("period_from"),
            row_last_day=Least("period_to", "received_on"),
            row_date=Cast("period_from", TextField()),
            row_last_date=Cast(Least("period_to", "received_on"), TextField()),
            row_kind=Value(REPORT, CharField()),
            row_title=F("project__title_vi"),
            row_record=Value("project", CharField()),
            row_key=F("project__key"),
            row_is_activity=Value(True, BooleanField()),
            row_is_contact=Value(True, BooleanField()),
            row_is_recurring=Value(False, BooleanField()),
        )
        .order_by()
    )


def register() -> None:
    """Called from `AppConfig.ready()`."""
    register_partner_source(
        code="paper_note",
        label=_("Cơ quan báo việc thực hiện thỏa thuận"),
        record="agreement",
        kinds={NOTE: _("Cơ quan báo việc thực hiện thỏa thuận")},
        deeds=notes,
        partner="partner",
    )
    register_partner_source(
        code="project_report",
        label=_("Báo cáo tiến độ dự án"),
        record="project",
        kinds={REPORT: _("Báo cáo tiến độ dự án")},
        deeds=reports,
        partner="project__parties__partner",
    )
    register_partner_source(
        code="signing",
        label=_("Ký kết"),
        record="agreement",
        kinds={kind.value: kind.label for kind in EventKind if kind in SIGNING_EVENTS},
        deeds=signings,
        partner="agreement__parties__partner",
    )
    register_partner_source(
        code="project",
        label=_("Dự án, viện trợ"),
        record="project",
        kinds={
            ProjectDirection.RECEIVED.value: _("Dự án tiếp nhận"),
            ProjectDirection.GIVEN.value: _("Dự án hỗ trợ bạn"),
        },
        deeds=projects,
        partner="parties__partner",
    )
