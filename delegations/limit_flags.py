"""The flag on delegations abroad that go over a limit of the city without a word why."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import CharField, F, Func, JSONField, QuerySet, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy, ngettext

from delegations.enums import LimitKind
from delegations.models import Delegation
from delegations.selectors_limits import abroad, unjustified
from dnfa.followup.enums import Severity
from dnfa.followup.rules import FlagKind, FlagRule, register_kind, register_rule


def _unjustified(_as_of: date) -> QuerySet[Any]:
    """Not cancelled delegations, closed ones too, that go over a limit nobody has justified.

    A plan for next year is warned of today, so the day plays no part. The limits are judged in Python by the one function
    there is; what it found travels back as one JSON value.
    """
    found = unjustified()
    evidence = {
        str(pk): {"count": len(missing), "kinds": sorted({str(one.kind) for one in missing})}
        for pk, missing in found.items()
    }
    return abroad(Delegation.objects.filter(pk__in=list(found))).annotate(
        object_id=F("pk"),
        reference_date=F("begins"),
        evidence=Func(
            Cast(Value(json.dumps(evidence)), JSONField()),
            Cast("pk", CharField()),
            function="jsonb_extract_path",
            output_field=JSONField(),
        ),
    )


def explain_unjustified(evidence: Mapping[str, Any]) -> str:
    """How many limits, and which; no names, as flags are read by many."""
    labels = [str(LimitKind(kind).label) for kind in evidence["kinds"]]
    return ngettext(
        "%(count)s hạn mức vượt chưa giải trình: %(kinds)s.",
        "%(count)s hạn mức vượt chưa giải trình: %(kinds)s.",
        evidence["count"],
    ) % {"count": evidence["count"], "kinds": "; ".join(labels)}


def register() -> None:
    """Called from `AppConfig.ready()` through the area."""
    register_kind(FlagKind(Delegation, Delegation.objects.visible_to))
    register_rule(
        FlagRule(
            "limit_unjustified",
            gettext_lazy("Vượt hạn mức chưa giải trình"),
            Severity.MEDIUM,
            Delegation,
            _unjustified,
            explain_unjustified,
            order=70,
        )
    )
