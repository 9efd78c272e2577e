"""The lists of agencies that rows of their own have taken over."""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("reports", "0003_move_scheme_links")]

    operations = [
        migrations.RemoveField(
            model_name='schemetask',
            name='coordinating_agencies',
        ),
        migrations.RemoveField(
            model_name='schemetask',
            name='lead_agencies',
        ),
    ]
