"""Records that agencies keep and nobody looked at for long: one rule for each kind that agencies call still true.

It follows the registry of kinds (subjects.py): a room that registers one need do nothing more. Only records that an agency is
asked about count (`confirmable`: running ones, not what is past), whichever agency that is. Looking at one is calling it
still true, or an update about it that was accepted; one that nobody ever looked at counts from the day it came here.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, DateField, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Cast, Greatest, JSONObject, TruncDate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dnfa.accounts.system import SYSTEM_VIEWER
from dnfa.core.display import display_value
from dnfa.core.partial_dates import first_fresh_day
from dnfa.core.policy import parameters
from dnfa.followup.enums import Severity
from dnfa.followup.rules import FlagKind, FlagRule, kinds, register_kind, register_rule
from dnfa.updates.enums import RequestState
from dnfa.updates.models import ChangeRequest, Confirmation
from dnfa.updates.subjects import Subject, on_every_subject, subjects

UNCONFIRMED_MONTHS = "unconfirmed-months"
PREFIX = "unconfirmed_"


def unconfirmed_codes() -> list[str]:
    """The codes of the rules, one for each kind that agencies call still true."""
    return [_code(subject) for subject in subjects() if subject.confirmable is not None]


def unconfirmed(subject: Subject, as_of: date) -> QuerySet[Any]:
    """Records of a kind that an agency is asked about and that were not looked at for the months of the parameter."""
    if subject.confirmable is None:
        return subject.model._default_manager.none()
    months = parameters([UNCONFIRMED_MONTHS], as_of)[UNCONFIRMED_MONTHS]
    kind = ContentType.objects.get_for_model(subject.model)
    confirmed = Confirmation.objects.filter(
        content_type=kind, object_id=OuterRef("pk"), confirmed_on__lte=as_of
    )
    accepted = ChangeRequest.objects.filter(
        record_type=kind,
        record_id=OuterRef("pk"),
        state=RequestState.ACCEPTED,
        closed_at__date__lte=as_of,
    ).annotate(day=TruncDate("closed_at", output_field=DateField()))
    asked = subject.confirmable(subject.visible_to(SYSTEM_VIEWER), as_of)
    rows = asked.order_by().prefetch_related(None)
    looked_at = rows.annotate(
        came_on=TruncDate("created_at", output_field=DateField()),
        confirmed_on=Subquery(confirmed.order_by("-confirmed_on").values("confirmed_on")[:1]),
        accepted_on=Subquery(accepted.order_by("-closed_at").values("day")[:1]),
    ).annotate(
        # GREATEST of PostgreSQL passes over what is not there.
        looked_on=Greatest("confirmed_on", "accepted_on"),
        last_on=Greatest("confirmed_on", "accepted_on", "came_on"),
    )
    return looked_at.filter(last_on__lt=first_fresh_day(as_of, months)).annotate(
        object_id=F("pk"),
        reference_date=F("last_on"),
        evidence=JSONObject(looked_on=Cast("looked_on", CharField()), came_on=Cast("came_on", CharField())),
    )


def explain(evidence: Mapping[str, Any]) -> str:
    """When somebody last looked at it, else since when it stands here unseen."""
    if evidence["looked_on"]:
        day = display_value(date.fromisoformat(evidence["looked_on"]))
        return _("Cơ quan xác nhận hoặc cập nhật gần nhất ngày %(day)s.") % {"day": day}
    day = display_value(date.fromisoformat(evidence["came_on"]))
    return _("Vào sổ ngày %(day)s, chưa cơ quan nào xác nhận hay cập nhật.") % {"day": day}


def _code(subject: Subject) -> str:
    return f"{PREFIX}{subject.code.replace('-', '_')}"


def _register(subject: Subject) -> None:
    if subject.confirmable is None:
        return
    if subject.model not in {kind.model for kind in kinds()}:
        register_kind(FlagKind(subject.model, subject.visible_to))
    register_rule(
        FlagRule(
            _code(subject),
            gettext_lazy("Lâu chưa cơ quan nào xác nhận"),
            Severity.LOW,
            subject.model,
            partial(unconfirmed, subject),
            explain,
            order=95,
        )
    )


def register() -> None:
    """Called from `AppConfig.ready()`."""
    on_every_subject(_register)
