"""When dates are reminded of comes with the installation; the office changes it in the workshop."""

from __future__ import annotations

import pghistory
from django.db import migrations

# Working days before the date; None: as soon as the matter begins.
STEPS = {
    "clock_due": (10, 5, 3, 1, 0, -1, -5),
    "action_due": (10, 3, 1, 0, -1, -5, -10),
    "round_to_answer": (None, 5, 3, 1, 0, -1, -3),
}


def make(apps, schema_editor):
    step = apps.get_model("followup", "ReminderStep")
    with pghistory.context(actor="migrate", reason="followup 0006", loading=True):
        for source, days in STEPS.items():
            for each in days:
                step.objects.get_or_create(source=source, days_before=each)


class Migration(migrations.Migration):
    dependencies = [("followup", "0005_notices")]

    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
