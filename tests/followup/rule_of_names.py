"""A rule to try the sync on: partners whose note says "cảnh báo", with what the note says as evidence."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import F, Value
from django.db.models.functions import JSONObject

from dnfa.followup.enums import Severity
from dnfa.followup.rules import FlagRule, register_rule
from partners.models import Partner

DAY = date(2023, 12, 26)


def noted(_as_of: date) -> Any:
    return Partner.objects.filter(note__startswith="cảnh báo").annotate(
        object_id=F("pk"),
        reference_date=Value(DAY),
        evidence=JSONObject(note=F("note"), share=Value("100 %")),
    )


def register_noted(code: str = "noted", rows: Any = noted, **values: Any) -> FlagRule:
    rule = FlagRule(
        **{
            "code": code,
            "label": f"Quy tắc {code}",
            "severity": Severity.LOW,
            "model": Partner,
            "rows": rows,
            "explain": lambda evidence: f"Ghi chú: {evidence['note']}.",
            **values,
        }
    )
    register_rule(rule)
    return rule
