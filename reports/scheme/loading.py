"""The tasks of Annex II with the agencies it names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dnfa.core.loading import Fact, Load, Row, register
from reports.models import SchemeTask, SchemeTaskAgency
from reports.scheme.enums import TaskRole

TASKS = (
    "code group_code group_name_vi title_vi title_en lead_agency_keys coordinating_agency_keys"
    " coordinates_with_all_relevant start end note source"
)
COLUMNS = {TaskRole.LEAD: "lead_agency_keys", TaskRole.COORDINATING: "coordinating_agency_keys"}


def load_tasks(load: Load) -> None:
    """The 86 tasks in the order of the annex; a task deleted by the office stays deleted, and so do its agencies."""
    rows = load.rows("scheme_tasks.csv", TASKS)
    tasks = load.sync("scheme_tasks", SchemeTask, "code", _facts(rows))
    for row, task in zip(rows, tasks, strict=True):
        load.remember("scheme_task", row.text("code"), task)
        load.cite(row, "source", task)
    named = [
        Fact(row, {"task": task, "agency": agency, "role": role})
        for row, task in zip(rows, tasks, strict=True)
        if task is not None
        for role, column in COLUMNS.items()
        for agency in load.find_many(row, column, "agency")
    ]
    load.sync("scheme_task_agencies", SchemeTaskAgency, ("task", "agency", "role"), named)


def _facts(rows: Sequence[Row]) -> list[Fact]:
    return [Fact(row, _values(row, order)) for order, row in enumerate(rows, start=1)]


def _values(row: Row, order: int) -> dict[str, Any]:
    return {
        "code": row.required("code"),
        "order": order,
        "group_code": row.required("group_code"),
        "group_name_vi": row.required("group_name_vi"),
        "title_vi": row.required("title_vi"),
        "title_en": row.text("title_en"),
        "with_all_relevant_units": row.yes("coordinates_with_all_relevant"),
        "starts_on": row.partial("start"),
        "ends_on": row.partial("end"),
        "note": row.text("note"),
    }


def register_loaders() -> None:
    """Announce the step (through the area)."""
    register(180, "scheme_tasks", load_tasks)
