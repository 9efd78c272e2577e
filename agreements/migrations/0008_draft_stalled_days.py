"""The threshold of stalled drafts comes with the installation, as those of core 0003 do: no rule guesses one."""

from __future__ import annotations

from datetime import date

import pghistory
from django.db import migrations


def make(apps, schema_editor):
    parameter = apps.get_model("core", "PolicyParameter")
    # As the loader does, so that a later load may still bring the row up to date.
    with pghistory.context(actor="migrate", reason="agreements 0008", loading=True):
        parameter.objects.get_or_create(
            key="draft-stalled-days",
            valid_from=date(1993, 1, 1),
            defaults={
                "label": "Báo văn bản chuẩn bị ký không có bước mới quá",
                "value": 60,
                "unit": "days",
                "note": "Chưa có văn bản quy định mức này; Sở Ngoại vụ xác nhận",
            },
        )


class Migration(migrations.Migration):
    dependencies = [("agreements", "0007_lifecycle"), ("core", "0003_parameters")]

    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
