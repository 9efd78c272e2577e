"""Loading the rules of legal clocks, and opening the clocks of what the other steps loaded."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from dnfa.core.loading import Fact, Load, Row, register
from dnfa.followup.clocks import check_rule, sync_clocks
from dnfa.followup.enums import ClockDirection, ClockUnit
from dnfa.followup.models import ClockRule

CLOCK_RULES = "key label duty trigger conditions offset unit direction rolls basis clause valid_from valid_to is_verified note"


def load_clock_rules(load: Load) -> None:
    """Deadlines of the law; needs the legal bases."""
    facts = [
        Fact(
            row,
            {
                "key": row.required("key"),
                "label": row.required("label"),
                "duty": row.required("duty"),
                **_applies_to(row),
                "offset": _offset(row),
                "unit": row.choice("unit", ClockUnit),
                "direction": row.choice("direction", ClockDirection),
                "rolls": row.yes("rolls"),
                "basis": load.find(row, "basis", "legal_basis"),
                "clause": row.text("clause"),
                "valid_from": row.required_day("valid_from"),
                "valid_to": row.day("valid_to"),
                "is_verified": row.yes("is_verified"),
                "note": row.text("note"),
            },
        )
        for row in load.rows("clock_rules.csv", CLOCK_RULES)
    ]
    load.sync("clock_rules", ClockRule, ("key", "valid_from"), facts)


def _applies_to(row: Row) -> dict[str, Any]:
    """What starts the clock, and for which records: "capacity=city|council; legal_regime=law_70_2020"."""
    conditions: dict[str, list[str]] = {}
    for part in row.many("conditions"):
        name, found, values = part.partition("=")
        if not found:
            raise row.error(_("mỗi điều kiện viết tên=giá trị|giá trị."), column="conditions")
        conditions[name.strip()] = [value.strip() for value in values.split("|") if value.strip()]
    trigger = row.required("trigger")
    try:
        check_rule(trigger, conditions)
    except ValidationError as error:
        column, messages = next(iter(error.message_dict.items()))
        raise row.error(messages[0], column=column) from error
    return {"trigger": trigger, "conditions": conditions}


def _offset(row: Row) -> int:
    row.required("offset")
    return int(row.integer("offset") or 0)


def open_clocks(_load: Load) -> None:
    """Compare the clocks with everything loaded; nothing is counted, for clocks are no facts of the files."""
    sync_clocks()


def register_loaders() -> None:
    """Announce the steps of follow-up (from `AppConfig.ready`)."""
    register(40, "clock_rules", load_clock_rules)
    register(890, "clocks", open_clocks)
