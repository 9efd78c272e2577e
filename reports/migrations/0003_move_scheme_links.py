"""Agencies of tasks become rows with their role; until when progress of a year is told comes with the installation."""

from __future__ import annotations

from datetime import date

import pghistory
from django.db import migrations

ROLES = {"lead_agencies": "lead", "coordinating_agencies": "coordinating"}
# The same rows as data/parameters.csv.
PARAMETERS = [
    (
        "scheme-progress-due-days", "Báo tiến độ nhiệm vụ Đề án của năm: hạn trước ngày 31/12", 46, "days",
        "46 ngày là hết ngày 15/11, kịp báo cáo năm; chưa có văn bản quy định mức này; Sở Ngoại vụ xác nhận",
    ),
    (
        "scheme-progress-first-year", "Năm đầu hỏi tiến độ nhiệm vụ Đề án qua sổ", 2026, "count",
        "Sổ dùng từ năm 2026; tiến độ các năm trước vẫn ghi được; Sở Ngoại vụ xác nhận",
    ),
]  # fmt: skip


def move(apps, schema_editor):
    task_model = apps.get_model("reports", "SchemeTask")
    link_model = apps.get_model("reports", "SchemeTaskAgency")
    parameter = apps.get_model("core", "PolicyParameter")
    # As the loader does, so that a later load may still bring the rows up to date.
    with pghistory.context(actor="migrate", reason="reports 0003", loading=True):
        for field, role in ROLES.items():
            through = task_model._meta.get_field(field).remote_field.through
            for link in through.objects.order_by("pk"):
                link_model.objects.create(task_id=link.schemetask_id, agency_id=link.agency_id, role=role)
        for key, label, value, unit, note in PARAMETERS:
            parameter.objects.get_or_create(
                key=key,
                valid_from=date(1993, 1, 1),
                defaults={"label": label, "value": value, "unit": unit, "note": note},
            )


def move_back(apps, schema_editor):
    task_model = apps.get_model("reports", "SchemeTask")
    for task in task_model.objects.all():
        for field, role in ROLES.items():
            getattr(task, field).set(task.agency_links.filter(role=role).values_list("agency", flat=True))


class Migration(migrations.Migration):
    dependencies = [("reports", "0002_scheme_progress"), ("core", "0003_parameters")]

    operations = [migrations.RunPython(move, move_back)]
