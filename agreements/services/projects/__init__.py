"""The one door to every change of a project, an aid item and its money."""

from __future__ import annotations

from agreements.services.projects.deeds import event_add, event_remove, results_set
from agreements.services.projects.money import (
    line_add,
    line_net,
    line_set_right,
    line_tell_rate,
)
from agreements.services.projects.rates import rate_record, rate_replace
from agreements.services.projects.record import project_create, project_update
from agreements.services.projects.reports import REPORT_FACTS, report_add, report_correct, report_remove

__all__ = [
    "REPORT_FACTS",
    "event_add",
    "event_remove",
    "line_add",
    "line_net",
    "line_set_right",
    "line_tell_rate",
    "project_create",
    "project_update",
    "rate_record",
    "rate_replace",
    "report_add",
    "report_correct",
    "report_remove",
    "results_set",
]
