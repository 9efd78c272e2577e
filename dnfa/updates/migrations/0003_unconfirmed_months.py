"""After how many months without a look a record is called unconfirmed comes with the installation."""

from __future__ import annotations

from datetime import date

import pghistory
from django.db import migrations

NOTE = "Chưa có văn bản quy định mức này; Sở Ngoại vụ xác nhận"


def make(apps, schema_editor):
    parameter = apps.get_model("core", "PolicyParameter")
    # As the loader does, so that a later load may still bring the row up to date.
    with pghistory.context(actor="migrate", reason="updates 0003", loading=True):
        parameter.objects.get_or_create(
            key="unconfirmed-months",
            valid_from=date(1993, 1, 1),
            defaults={
                "label": "Báo bản ghi chưa cơ quan nào xác nhận quá",
                "value": 12,
                "unit": "months",
                "note": NOTE,
            },
        )


class Migration(migrations.Migration):
    dependencies = [("updates", "0002_parameters"), ("core", "0003_parameters")]

    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
