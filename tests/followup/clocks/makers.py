"""Makers of rules, clocks and the facts that start them."""

from __future__ import annotations

from itertools import count
from typing import Any

from django.contrib.contenttypes.models import ContentType

from agreements.enums import ConsultationPurpose, LegalRegime, LegalReportKind
from agreements.models import Agreement, Consultation, LegalReport, Opinion
from dnfa.core.models import PolicyParameter
from dnfa.followup.clocks import RUN_FROM
from dnfa.followup.models import Clock, ClockRule
from tests.factories import make_agency, make_agreement

_number = count(1)


def make_rule(**values: Any) -> ClockRule:
    number = next(_number)
    return ClockRule.objects.create(
        **{
            "key": f"quy-tac-{number}",
            "label": f"Thời hạn số {number}",
            "duty": "Báo cáo bằng văn bản",
            "trigger": "paper_signed",
            "conditions": {},
            "offset": 15,
            "unit": "calendar_day",
            "direction": "after",
            "valid_from": "2021-07-01",
            **values,
        }
    )


def make_clock(record: Any | None = None, **values: Any) -> Clock:
    """A clock as the sync would have opened it; of the rule "report-after-signing" unless `rule` says otherwise."""
    record = record or make_agreement()
    rule = values.pop("rule", None) or ClockRule.objects.get(key="report-after-signing")
    return Clock.objects.create(
        **{
            "rule": rule,
            "code": rule.key,
            "content_type": ContentType.objects.get_for_model(record),
            "object_id": record.pk,
            "started_on": "2026-03-02",
            "due_on": "2026-03-17",
            **values,
        }
    )


def make_paper(**values: Any) -> Agreement:
    """A paper of the city under Law 70/2020, signed on Monday 2/3/2026: its report is due on 17/3/2026."""
    return make_agreement(
        **{"legal_regime": LegalRegime.LAW_2020, "signed_on": "2026-03-02", **values},
    )


def make_draft(**values: Any) -> Agreement:
    return make_paper(**{"stage": "consulting", "signed_on": None, **values})


def ask(agreement: Agreement, *agencies: Any, sent_on: str = "2026-03-02", **values: Any) -> list[Opinion]:
    """A round of opinions asked of agencies (a new one unless some are given); `values` go to the opinions."""
    purpose = values.pop("purpose", ConsultationPurpose.SIGNING)
    asked = Consultation.objects.create(agreement=agreement, purpose=purpose, sent_on=sent_on)
    return [
        Opinion.objects.create(consultation=asked, agency=agency, **values)
        for agency in agencies or (make_agency(),)
    ]


def report(agreement: Agreement, *, event: Any = None, **values: Any) -> LegalReport:
    return LegalReport.objects.create(
        agreement=agreement,
        event=event,
        **{
            "kind": LegalReportKind.SIGNING,
            "sent_on": "2026-03-10",
            "document_number": "12/BC-UBND",
            "recipients": "Thủ tướng Chính phủ; Bộ Ngoại giao",
            **values,
        },
    )


def run_from(*rows: tuple[Any, ...]) -> None:
    """Replace the times in which acts open clocks: rows of (first day, last day or None[, value])."""
    PolicyParameter.objects.filter(key=RUN_FROM).delete()
    for first, last, *value in rows:
        PolicyParameter.objects.create(
            key=RUN_FROM,
            label="từ",
            value=value[0] if value else 1,
            unit="count",
            valid_from=first,
            valid_to=last,
        )


def standing() -> list[tuple[Any, ...]]:
    """Every clock as (code, record, part, due day), in that order."""
    rows = Clock.objects.order_by("code", "object_id", "part")
    return [(clock.code, clock.object_id, clock.part, clock.due_on.isoformat()) for clock in rows]


def audit_rows() -> int:
    """How often a clock was written."""
    return Clock.audit_rows.rel.related_model.objects.count()
