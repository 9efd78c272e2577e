"""An answer that came back is reminded of as its day comes nearer; the office changes the steps in the workshop."""

from __future__ import annotations

import pghistory
from django.db import migrations

# Working days before the day of the agency; None: as soon as it comes back.
SOURCE, DAYS = "round_answer_returned", (None, 3, 1, 0, -1, -3)


def make(apps, schema_editor):
    step = apps.get_model("followup", "ReminderStep")
    with pghistory.context(actor="migrate", reason="followup 0007", loading=True):
        for each in DAYS:
            step.objects.get_or_create(source=SOURCE, days_before=each)


class Migration(migrations.Migration):
    dependencies = [("followup", "0006_reminder_steps")]

    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
