"""Partners named on the way of a delegation, or met as a submitted report tells, are among those of the record.

Only those of the record are counted, seen and kept awake by it; until now the other lists were not read for that.
"""

from __future__ import annotations

from typing import Any

import pghistory
from django.db import migrations

MET = """
INSERT INTO delegations_{kind}_partners ({kind}_id, partner_id)
SELECT DISTINCT report.{kind}_id, meeting.partner_id
  FROM delegations_outcomemeeting AS meeting
  JOIN delegations_outcomereport AS report ON report.id = meeting.report_id
 WHERE meeting.partner_id IS NOT NULL AND report.{kind}_id IS NOT NULL AND report.reported_on IS NOT NULL
    ON CONFLICT DO NOTHING
"""
ON_THE_WAY = """
INSERT INTO delegations_delegation_partners (delegation_id, partner_id)
SELECT DISTINCT delegation_id, partner_id FROM delegations_delegationstop WHERE partner_id IS NOT NULL
    ON CONFLICT DO NOTHING
"""


def take_in(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001 - as migrations call it
    """Name them among the partners of their records."""
    statements = (ON_THE_WAY, *(MET.format(kind=kind) for kind in ("delegation", "conference")))
    with (
        pghistory.context(actor="migrate", reason="delegations 0013"),
        schema_editor.connection.cursor() as cursor,
    ):
        for statement in statements:
            cursor.execute(statement)


class Migration(migrations.Migration):
    """Links only; what was named stays named when this is taken back."""

    dependencies = [("delegations", "0012_days_under_way")]

    operations = [migrations.RunPython(take_in, migrations.RunPython.noop)]
