"""Drafts that stand still: no step for long, or past the day the last one was expected to be done."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import Case, CharField, DateField, F, OuterRef, Q, Subquery, TextField, Value, When
from django.db.models.functions import Cast, Coalesce, JSONObject, TruncDate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.enums import PIPELINE, BallHolder, Stage
from agreements.models import Agreement, StageStep
from agreements.querysets import AgreementQuerySet
from dnfa.core.clock import VIETNAM
from dnfa.core.display import display_value
from dnfa.core.policy import parameter
from dnfa.followup.enums import Severity
from dnfa.followup.rules import FlagRule, register_rule

STALLED_DAYS = "draft-stalled-days"


def stalled_drafts(as_of: date) -> AgreementQuerySet:
    """Drafts under way whose last step by `as_of` is more than `draft-stalled-days` days old, or was expected to be
    done before `as_of`; annotated with `since`, `expected_by`, `ball`.

    A draft without steps stands still since the day it came into the register.
    """
    steps = StageStep.objects.filter(agreement=OuterRef("pk"), entered_on__lte=as_of)
    last = steps.order_by("-entered_on", "-pk")
    came_in = TruncDate("created_at", tzinfo=VIETNAM)
    oldest = as_of - timedelta(days=parameter(STALLED_DAYS, as_of))
    return (
        Agreement.objects.filter(stage__in=sorted(PIPELINE))
        .annotate(
            since=Coalesce(Subquery(last.values("entered_on")[:1]), came_in, output_field=DateField()),
            expected_by=Subquery(last.values("expected_by")[:1]),
            ball=Coalesce(Subquery(last.values("ball")[:1]), Value("")),
        )
        .filter(Q(since__lt=oldest) | Q(expected_by__lt=as_of))
    )


def _rows(as_of: date) -> AgreementQuerySet:
    is_late = Q(expected_by__lt=as_of)
    severity = Case(
        When(is_late, then=Value(Severity.MEDIUM.value)),
        default=Value(Severity.LOW.value),
        output_field=CharField(),
    )
    return stalled_drafts(as_of).annotate(
        object_id=F("pk"),
        severity=severity,
        reference_date=Case(When(is_late, then=F("expected_by")), default=F("since")),
        evidence=JSONObject(
            stage=F("stage"),
            since=Cast("since", TextField()),
            ball=F("ball"),
            expected_by=Case(
                When(is_late, then=Cast("expected_by", TextField())), default=Value("", TextField())
            ),
        ),
    )


def explain(evidence: Mapping[str, Any]) -> str:
    """In which stage since when, whose turn it is, and by when it was expected to be done."""
    said = [
        _("%(stage)s, bước gần nhất ngày %(day)s")
        % {"stage": Stage(evidence["stage"]).label, "day": _day(evidence["since"])}
    ]
    if evidence["ball"]:
        said.append(_("đang chờ: %(ball)s") % {"ball": BallHolder(evidence["ball"]).label})
    if evidence["expected_by"]:
        said.append(_("dự kiến xong ngày %(day)s, đã quá") % {"day": _day(evidence["expected_by"])})
    return "; ".join(said) + "."


def _day(text: str) -> str:
    return display_value(date.fromisoformat(text))


def register() -> None:
    """Called from `AppConfig.ready()`, after `agreements.flags`, which registers the kind."""
    register_rule(
        FlagRule(
            "draft_stalled",
            gettext_lazy("Văn bản chuẩn bị ký không tiến triển"),
            Severity.LOW,
            Agreement,
            _rows,
            explain,
            order=50,
        )
    )
