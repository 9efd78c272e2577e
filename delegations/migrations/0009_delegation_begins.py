"""The order of the list of delegations as an index: a page of 400,000 is then read from its end, not sorted."""

from __future__ import annotations

from django.db import migrations, models
from django.db.models.functions import Coalesce

from dnfa.core.functions import PartialFirst


class Migration(migrations.Migration):
    """One index."""

    dependencies = [("delegations", "0006_report_clocks")]

    operations = [
        migrations.AddIndex(
            model_name="delegation",
            index=models.Index(
                models.OrderBy(
                    Coalesce(
                        PartialFirst("starts_on"),
                        models.F("planned_starts_on"),
                        output_field=models.DateField(),
                    ),
                    descending=True,
                    nulls_last=True,
                ),
                models.F("id"),
                name="delegation_begins",
            ),
        ),
    ]
