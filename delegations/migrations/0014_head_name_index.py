"""Find whose trips a head by name alone led, without reading the year."""

from __future__ import annotations

from django.db import migrations, models

from dnfa.core.functions import ViFold


class Migration(migrations.Migration):
    """One index."""

    dependencies = [("delegations", "0013_named_partners")]

    operations = [
        migrations.AddIndex(
            model_name="delegation",
            index=models.Index(ViFold("head_name"), name="delegation_head_name"),
        ),
    ]
