"""Writes to the reports the law asks for: filed, corrected, removed."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from agreements.enums import SIGNING_EVENTS, LegalReportKind, Stage
from agreements.models import Agreement, AgreementEvent, LegalReport
from agreements.rules.consultation import TOLD_AS_ENDING, default_recipients, is_first_signing
from agreements.services.consultation import common
from dnfa.core.audit import because
from dnfa.core.errors import Conflict
from dnfa.core.partial_dates import PartialDate
from dnfa.core.versions import locked

INVALID = "invalid_legal_report"
NOT_RECORDED = _("Chưa ghi được báo cáo.")


def file_legal_report(
    *,
    agreement: Agreement,
    event: AgreementEvent | None = None,
    kind: str,
    sent_on: date,
    document_number: str,
    recipients: str = "",
    note: str = "",
    user: Any,
    today: date,
    base_version: int | None = None,
) -> LegalReport:
    """Record that the report the law asks for after an act was sent.

    Law 70/2020/QH14 art. 19: within 15 days of signing to the Prime Minister, copy to the Ministry of Foreign
    Affairs; art. 34: within 15 days of the end, withdrawal or suspension to the ministry. `event` None: about the
    first signing; so is an event of signing on the paper's own day. Empty `recipients`: those of the law.

    Side effects: writes the report; the paper's version moves on and the clock of the act stops. Raises `NotAllowed`;
    `InvalidInput` ("invalid_legal_report": the day is before the act or not yet come, the act does not fit the kind,
    no number; "secret_mark"); `Conflict` ("already_reported": one report for each act and kind; "stale_version").
    """
    common.refuse_strangers(user)
    with transaction.atomic():
        paper = locked(agreement, base_version=base_version)
        act = None if is_first_signing(paper, event) else event
        values = _checked(
            paper, act, kind, today,
            sent_on=sent_on, document_number=document_number, recipients=recipients, note=note,
        )  # fmt: skip
        if LegalReport.objects.filter(agreement=paper, event=act, kind=kind).exists():
            raise Conflict("already_reported", _("Việc này đã có báo cáo trong sổ; hãy sửa báo cáo đó."))
        report = LegalReport.objects.create(agreement=paper, event=act, kind=kind, **values)
        common.settle(paper)
    return report


def correct_legal_report(
    *,
    report: LegalReport,
    sent_on: date,
    document_number: str,
    recipients: str,
    note: str = "",
    reason: str,
    user: Any,
    today: date,
    base_version: int | None = None,
) -> LegalReport:
    """Correct what was recorded of a report; the reason goes into the audit trail.

    Side effects as `file_legal_report`; nothing changed: nothing happens. Raises what it raises, `InvalidInput`
    ("reason_required"), `Conflict` ("report_gone").
    """
    common.refuse_strangers(user)
    reason = common.given_reason(reason)
    with transaction.atomic():
        paper, fresh = _open_report(report, base_version)
        values = _checked(
            paper, fresh.event, fresh.kind, today,
            sent_on=sent_on, document_number=document_number, recipients=recipients, note=note,
        )  # fmt: skip
        changes = {name: value for name, value in values.items() if getattr(fresh, name) != value}
        if not changes:
            return fresh
        for name, value in changes.items():
            setattr(fresh, name, value)
        with because(reason):
            fresh.save()
        common.settle(paper)
    return fresh


def remove_legal_report(
    *, report: LegalReport, reason: str, user: Any, base_version: int | None = None
) -> None:
    """Remove a report that was recorded by mistake.

    Side effects: deletes it (the audit trail keeps it, with the reason); the paper's version moves on and the clock
    runs again. Raises `NotAllowed`, `InvalidInput` ("reason_required"), `Conflict` ("report_gone", "stale_version").
    """
    common.refuse_strangers(user)
    reason = common.given_reason(reason)
    with transaction.atomic():
        paper, fresh = _open_report(report, base_version)
        with because(reason):
            fresh.delete()
        common.settle(paper)


def day_of_act(paper: Agreement, event: AgreementEvent | None) -> PartialDate | None:
    """The day from which the act can be told: when it happened, else when it took effect."""
    if event is None:
        return paper.signed_on
    return event.occurred_on or event.effective_on


def _open_report(report: LegalReport, base_version: int | None) -> tuple[Agreement, LegalReport]:
    """The report as it stands, its paper locked until the transaction ends."""
    paper = locked(report.agreement, base_version=base_version)
    fresh = LegalReport.objects.select_related("event").filter(pk=report.pk).first()
    if fresh is None:
        raise Conflict("report_gone", _("Báo cáo này đã được xóa."))
    return paper, fresh


def _checked(
    paper: Agreement, event: AgreementEvent | None, kind: str, today: date, *, sent_on: date, **texts: str
) -> dict[str, Any]:
    """The values as they are kept. Raises `InvalidInput`."""
    number = common.line(texts["document_number"])
    recipients = common.line(texts["recipients"]) or default_recipients(kind)
    note = texts["note"].strip()
    common.refuse_secrets({"document_number": number, "recipients": recipients, "note": note})
    problems = common.Problems()
    _act_fits(problems, paper, event, kind)
    problems.not_in_future("sent_on", sent_on, today)
    act = day_of_act(paper, event)
    if act is not None and sent_on < act.first_day():
        problems.add("sent_on", _("Ngày gửi không thể trước ngày của việc được báo cáo."))
    if not number:
        problems.add("document_number", _("Hãy ghi số, ký hiệu của báo cáo."))
    problems.not_longer("document_number", number, common.LONGEST_NUMBER)
    problems.not_longer("recipients", recipients, common.LONGEST_RECIPIENTS)
    problems.raise_any(INVALID, NOT_RECORDED)
    return {"sent_on": sent_on, "document_number": number, "recipients": recipients, "note": note}


def _act_fits(problems: common.Problems, paper: Agreement, event: AgreementEvent | None, kind: str) -> None:
    if paper.stage != Stage.SIGNED:
        problems.add("kind", _("Văn bản chưa ký nên chưa có việc phải báo cáo."))
    if event is not None and event.agreement_id != paper.pk:
        problems.add("event", _("Sự kiện này thuộc văn bản khác."))
    if kind == LegalReportKind.SIGNING:
        if event is not None and event.kind not in SIGNING_EVENTS:
            problems.add("event", _("Báo cáo sau khi ký phải gắn với một lần ký."))
    elif kind == LegalReportKind.ENDING:
        if event is None or event.kind not in TOLD_AS_ENDING:
            problems.add("event", _("Hãy chọn sự kiện chấm dứt hoặc tạm ngưng được thông báo."))
    else:
        problems.add("kind", _("Không có loại báo cáo này."))
