"""What deserves an officer's eye: progress of the year not told, tasks late, tasks that nobody leads."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import DateField, F, QuerySet, Value
from django.db.models.functions import Coalesce, JSONObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dnfa.core.partial_dates import PartialDate
from dnfa.core.policy import parameters
from dnfa.followup.enums import Severity
from dnfa.followup.rules import FlagKind, FlagRule, register_kind, register_rule
from reports.scheme.enums import TASK_OVER, TaskState
from reports.scheme.models import SchemeTask

DUE_DAYS = "scheme-progress-due-days"
FIRST_ASKED = "scheme-progress-first-year"
MISSING, LATE, WITHOUT_LEAD = "scheme_progress_missing", "scheme_task_late", "scheme_task_without_lead"


def progress_due(year: int, as_of: date) -> date:
    """The last day to tell the progress of a year: so many days before it ends."""
    return date(year, 12, 31) - timedelta(days=parameters([DUE_DAYS], as_of)[DUE_DAYS])


def year_due(as_of: date) -> tuple[int, date] | None:
    """The latest year whose progress is due by the day, and until when it was to be told; None before the first."""
    given = parameters([DUE_DAYS, FIRST_ASKED], as_of)
    for year in (as_of.year, as_of.year - 1):
        due = date(year, 12, 31) - timedelta(days=given[DUE_DAYS])
        if due < as_of:
            return (year, due) if year >= given[FIRST_ASKED] else None
    return None


def _missing(as_of: date) -> QuerySet[Any]:
    """Standing tasks not over of which the lead agency has said nothing for the year that is due."""
    asked = year_due(as_of)
    tasks = SchemeTask.objects.standing_on(as_of)
    if asked is None:
        return _told(tasks.none(), Value(None, output_field=DateField()), year=Value(0))
    year, due = asked
    rows = tasks.known_on(due).unreported_in(year, as_of).with_state(as_of).exclude(state__in=TASK_OVER)
    return _told(rows, Value(due, output_field=DateField()), year=Value(year))


def _late(as_of: date) -> QuerySet[Any]:
    rows = SchemeTask.objects.standing_on(as_of).with_state(as_of).filter(state=TaskState.LATE)
    day = Coalesce(F("ends_on__last"), F("starts_on__last"))
    return _told(rows, day, ends_on=F("ends_on"), starts_on=F("starts_on"))


def _without_lead(as_of: date) -> QuerySet[Any]:
    rows = SchemeTask.objects.standing_on(as_of).without_lead(as_of).with_state(as_of)
    return _told(
        rows.exclude(state__in=TASK_OVER), Value(None, output_field=DateField()), group=F("group_code")
    )


def _told(tasks: Any, reference: Any, **evidence: Any) -> QuerySet[Any]:
    rows: QuerySet[Any] = tasks.annotate(
        object_id=F("pk"), reference_date=reference, evidence=JSONObject(**evidence)
    )
    return rows


def explain_missing(evidence: Mapping[str, Any]) -> str:
    """For which year nothing was told."""
    return _("Cơ quan chủ trì chưa báo tiến độ năm %(year)s.") % {"year": evidence["year"]}


def explain_late(evidence: Mapping[str, Any]) -> str:
    """Which of its days is past."""
    if evidence["ends_on"]:
        day = PartialDate.from_iso(evidence["ends_on"]).display("vi")
        return _("Đã quá hạn kết thúc %(day)s mà chưa báo hoàn thành.") % {"day": day}
    day = PartialDate.from_iso(evidence["starts_on"]).display("vi")
    return _("Đã quá thời điểm bắt đầu %(day)s mà còn báo chưa bắt đầu.") % {"day": day}


def explain_without_lead(_evidence: Mapping[str, Any]) -> str:
    """That nobody answers for it."""
    return _("Không có cơ quan nào đang chủ trì: cột đơn vị thực hiện để trống, hoặc đơn vị đã giải thể.")


def register() -> None:
    """Called through the area, from `AppConfig.ready()`."""
    register_kind(FlagKind(SchemeTask, SchemeTask.objects.visible_to))
    for code, label, severity, rows, explain, order in (
        (LATE, gettext_lazy("Nhiệm vụ Đề án chậm"), Severity.MEDIUM, _late, explain_late, 90),
        (
            MISSING,
            gettext_lazy("Chưa báo tiến độ nhiệm vụ Đề án"),
            Severity.LOW,
            _missing,
            explain_missing,
            91,
        ),
        (
            WITHOUT_LEAD,
            gettext_lazy("Nhiệm vụ Đề án chưa có cơ quan chủ trì"),
            Severity.LOW,
            _without_lead,
            explain_without_lead,
            92,
        ),
    ):
        register_rule(FlagRule(code, label, severity, SchemeTask, rows, explain, order=order))
