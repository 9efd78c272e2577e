"""A draft remembers the window that saved it last, so that a lost answer is not taken for a colleague."""

from __future__ import annotations

from django.db import migrations, models

from dnfa.core.migration_steps import Together

MODEL = "changerequest"


class Migration(migrations.Migration):
    dependencies = [("updates", "0003_unconfirmed_months")]

    operations = [
        Together(
            [
                migrations.AddField(
                    MODEL, "typed_in", models.CharField(blank=True, default="", editable=False, max_length=32)
                ),
                migrations.AddField(
                    MODEL, "typed_turn", models.PositiveIntegerField(default=0, editable=False)
                ),
                migrations.AddField(
                    MODEL, "typed_version", models.PositiveIntegerField(default=0, editable=False)
                ),
            ]
        )
    ]
