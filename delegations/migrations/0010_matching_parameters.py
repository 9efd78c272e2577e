"""How far "near a route" reaches, and how long without an invitation is long: with the installation, as those of core 0003."""

from __future__ import annotations

from datetime import date

import pghistory
from django.db import migrations

ROWS = [
    (
        "trip-matching-km", "Gợi ý đối tác gần hành trình trong vòng (km)", 800, "count",
        "Tính theo đường chim bay từ đối tác trên hành trình; chưa có văn bản quy định mức này; Sở Ngoại vụ xác nhận",
    ),
    (
        "invite-again-months", "Gợi ý mời lại đối tác không được mời quá", 36, "months",
        "Chưa có văn bản quy định mức này; Sở Ngoại vụ xác nhận",
    ),
]  # fmt: skip


def make(apps, schema_editor):
    parameter = apps.get_model("core", "PolicyParameter")
    # As the loader does, so that a later load may still bring the rows up to date.
    with pghistory.context(actor="migrate", reason="delegations 0010", loading=True):
        for key, label, value, unit, note in ROWS:
            parameter.objects.get_or_create(
                key=key,
                valid_from=date(1993, 1, 1),
                defaults={"label": label, "value": value, "unit": unit, "note": note},
            )


class Migration(migrations.Migration):
    dependencies = [("delegations", "0009_delegation_begins"), ("core", "0003_parameters")]

    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
