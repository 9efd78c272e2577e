"""The one door to what agencies report of a project for a period: taken in, put right, taken back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from agreements.models import Project, ProjectAgency, ProjectReport
from agreements.rules.projects import can_report_progress
from agreements.services.projects.common import (
    line,
    needed_reason,
    opened,
    refuse_reader,
    refuse_wrong_fields,
    refused,
    text,
)
from dnfa.core.audit import because
from dnfa.core.errors import Conflict, NotAllowed
from dnfa.core.secrecy import refuse_secret
from dnfa.core.versions import touch

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from dnfa.accounts.models import Agency

_TEXTS = ("done_vi", "difficulty_vi", "next_vi")
REPORT_FACTS = ("agency", "period_from", "period_to", "received_on", "document_number", *_TEXTS)


@transaction.atomic
def report_add(
    *,
    project: Project,
    agency: Agency,
    period_from: date,
    period_to: date,
    done_vi: str,
    user: Any,
    today: date,
    received_on: date | None = None,
    document_number: str = "",
    difficulty_vi: str = "",
    next_vi: str = "",
    base_version: int | None = None,
) -> ProjectReport:
    """Take in what an agency reports of a project for a period that is over on the day it is received.

    Side effects: the report; the version of the project. Raises `NotAllowed` ("not_its_project") for a person whose agency has no
    part in it, or who reports for another one; `Conflict` ("stale_version", "reported_already"); `InvalidInput` by field
    ("agency_without_part", "done_needed", "period_wrong", "period_not_over", "received_in_future", "invalid", "secret_mark").
    """
    if not can_report_progress(user, project) or (
        user.agency_id not in (None, agency.pk) and not user.sees_everything
    ):
        raise NotAllowed("not_its_project", _("Chỉ Sở Ngoại vụ và cơ quan của dự án được báo cáo tiến độ."))
    record = opened(project, base_version=base_version)
    report = ProjectReport(
        project=record,
        agency=agency,
        period_from=period_from,
        period_to=period_to,
        received_on=received_on or today,
        document_number=line(document_number),
        done_vi=text(done_vi),
        difficulty_vi=text(difficulty_vi),
        next_vi=text(next_vi),
        recorded_by=user,
    )
    _refuse_stranger(report)
    _check(report, today)
    _keep(report)
    touch(record)
    return report


@transaction.atomic
def report_correct(
    *,
    report: ProjectReport,
    changes: Mapping[str, Any],
    reason: str,
    user: Any,
    today: date,
    base_version: int | None = None,
) -> ProjectReport:
    """Put right what stands in a report (`REPORT_FACTS`): a wrong period, a wrong agency, a slip of the pen. Nothing differing, nothing
    happens.

    Side effects: the report; the version of the project; the trail keeps what stood there, with the reason. Raises `NotAllowed`
    for all but the Department: what was received is changed by who received it; `Conflict` and `InvalidInput` as `report_add`
    does, and "reason_needed".
    """
    refuse_reader(user)
    strange = sorted(set(changes) - set(REPORT_FACTS))
    if strange:
        message = f"no such facts of a report: {', '.join(strange)}"
        raise TypeError(message)
    record = opened(report.project, base_version=base_version)
    right = ProjectReport.objects.get(pk=report.pk)
    new = {name: _cleaned(name, value) for name, value in changes.items()}
    differing = [name for name, value in new.items() if getattr(right, name) != value]
    why = needed_reason(reason, _("Hãy nói vì sao sửa báo cáo này."))
    if not differing:
        return right
    for name in differing:
        setattr(right, name, new[name])
    if "agency" in differing:
        _refuse_stranger(right)
    _check(right, today)
    with because(why):
        _keep(right, differing)
        touch(record)
    return right


@transaction.atomic
def report_remove(*, report: ProjectReport, reason: str, user: Any, base_version: int | None = None) -> None:
    """Take back a report that was written down wrongly; its period is open again, the trail keeps it with the reason.

    Side effects: the report is gone; the version of the project. Raises `NotAllowed`; `Conflict` ("stale_version"); `InvalidInput`
    ("reason_needed", "secret_mark").
    """
    refuse_reader(user)
    record = opened(report.project, base_version=base_version)
    with because(needed_reason(reason, _("Hãy nói vì sao bỏ báo cáo này."))):
        report.delete()
        touch(record)


# --- what is stored ----------------------------------------------------------------------
def _cleaned(name: str, value: Any) -> Any:
    if name in _TEXTS:
        return text(value)
    return line(value) if name == "document_number" else value


def _keep(report: ProjectReport, names: list[str] | None = None) -> None:
    try:
        with transaction.atomic():
            report.save(update_fields=None if names is None else [*names, "updated_at"])
    except IntegrityError as error:
        raise Conflict("reported_already", _("Cơ quan đã báo cáo kỳ này của dự án.")) from error


# --- refusals ----------------------------------------------------------------------------
def _refuse_stranger(report: ProjectReport) -> None:
    if not ProjectAgency.objects.filter(project=report.project_id, agency=report.agency_id).exists():
        raise refused("agency_without_part", _("Cơ quan này không có vai trò trong dự án."), "agency")


def _check(report: ProjectReport, today: date) -> None:
    refuse_secret(document_number=report.document_number, **{name: getattr(report, name) for name in _TEXTS})
    if not report.done_vi:
        raise refused("done_needed", _("Hãy ghi đã làm được những gì trong kỳ."), "done_vi")
    refuse_wrong_fields(report)
    for code, sentence, field in wrong_days(report.period_from, report.period_to, report.received_on, today):
        raise refused(code, sentence, field)


def wrong_days(
    first: date | None, last: date | None, received_on: date, today: date
) -> Iterator[tuple[str, StrOrPromise, str]]:
    """What is wrong with the period and the day of receipt, as code, sentence and field; tables are checked with it too."""
    if first and last and last < first:
        yield "period_wrong", _("Ngày cuối kỳ trước ngày đầu kỳ."), "period_to"
    if received_on > today:
        yield "received_in_future", _("Ngày nhận sau hôm nay."), "received_on"
    elif last and last > received_on:
        sentence = _("Kỳ chưa hết vào ngày nhận báo cáo: ngày cuối kỳ nhiều nhất là ngày nhận.")
        yield "period_not_over", sentence, "period_to"
