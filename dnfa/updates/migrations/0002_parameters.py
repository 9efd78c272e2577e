"""How long a review and an answer may take comes with the installation: no rule guesses one."""

from __future__ import annotations

from datetime import date

import pghistory
from django.db import migrations

NOTE = "Chưa có văn bản quy định mức này; Sở Ngoại vụ xác nhận"
ROWS = (
    ("update-review-working-days", "Duyệt cập nhật của cơ quan trong", 5),
    ("update-escalate-working-days", "Báo trưởng phòng khi quá hạn trả lời, quá hạn duyệt thêm", 3),
)


def make(apps, schema_editor):
    parameter = apps.get_model("core", "PolicyParameter")
    # As the loader does, so that a later load may still bring the row up to date.
    with pghistory.context(actor="migrate", reason="updates 0002", loading=True):
        for key, label, value in ROWS:
            parameter.objects.get_or_create(
                key=key,
                valid_from=date(1993, 1, 1),
                defaults={"label": label, "value": value, "unit": "working_days", "note": NOTE},
            )


class Migration(migrations.Migration):
    dependencies = [("updates", "0001_initial"), ("core", "0003_parameters")]

    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
