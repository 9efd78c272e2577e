"""What began and has not told its end lasts as long as planned: the last day that the database keeps.

Before, an empty end meant "that one day" as well as "not back yet". Where a report or the end of the file says that it
was over before its planned end, the day is written down; of all others the plan is the better answer.
"""

from __future__ import annotations

from typing import Any

import pghistory
from django.db import migrations, models
from django.db.models import F
from django.db.models.functions import Cast, Coalesce, Greatest, Least

from dnfa.core.functions import PartialLast
from dnfa.core.migration_steps import Together

PLANNED = ("delegation", "conference")
OVER_EARLY = """
UPDATE delegations_{model} AS record SET ends_on = record.starts_on
 WHERE record.starts_on IS NOT NULL AND length(record.starts_on) = 10 AND record.ends_on IS NULL
   AND (record.closed_on < record.planned_ends_on
        OR EXISTS (SELECT FROM delegations_outcomereport AS report
                    WHERE report.{model}_id = record.id AND report.reported_on < record.planned_ends_on))
   AND public.partial_last_day(record.starts_on) < record.planned_ends_on
"""


def write_down(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001 - as migrations call it
    """Tell the end of what was over before its planned one."""
    with (
        pghistory.context(actor="migrate", reason="delegations 0012"),
        schema_editor.connection.cursor() as cursor,
    ):
        for model in PLANNED:
            cursor.execute(OVER_EARLY.format(model=model))


def kept() -> models.GeneratedField:
    """The last day as told; of what only began the planned one, no longer than planned; else the planned beginning."""
    return models.GeneratedField(
        expression=Coalesce(
            PartialLast("ends_on"),
            Greatest(
                PartialLast("starts_on"),
                Least(
                    F("planned_ends_on"),
                    Cast(
                        PartialLast("starts_on") + (F("planned_ends_on") - F("planned_starts_on")),
                        models.DateField(),
                    ),
                ),
            ),
            F("planned_starts_on"),
            output_field=models.DateField(),
        ),
        output_field=models.DateField(null=True),
        db_persist=True,
    )


class Migration(migrations.Migration):
    """The days that are known, then the column."""

    dependencies = [("delegations", "0011_kept_days")]

    operations = [
        migrations.RunPython(write_down, migrations.RunPython.noop),
        Together(
            [
                step
                for model in PLANNED
                for step in (
                    migrations.RemoveField(model_name=model, name="last_day"),
                    migrations.AddField(model_name=model, name="last_day", field=kept()),
                )
            ]
        ),
    ]
