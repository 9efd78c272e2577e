"""Thresholds of projects come with the installation, as that of stalled drafts does: no rule guesses one."""

from __future__ import annotations

from datetime import date

import pghistory
from django.db import migrations

ROWS = (
    (
        "project-report-due-days",
        "Báo cáo tiến độ dự án sáu tháng: hạn sau khi hết kỳ",
        15,
        "days",
        "Chu kỳ và mẫu theo Nghị định 313/2025/NĐ-CP chưa tìm thấy; cần kiểm tra",
    ),
    (
        "disbursement-lag-percent",
        "Báo giải ngân chậm khi thấp hơn kế hoạch quá (%)",
        10,
        "count",
        "Chưa có văn bản quy định mức này; Sở Ngoại vụ xác nhận",
    ),
    (
        "ngo-registration-expiring-days",
        "Báo giấy đăng ký của tổ chức phi chính phủ nước ngoài sắp hết hiệu lực trước",
        90,
        "days",
        "Chưa có văn bản quy định mức này; Sở Ngoại vụ xác nhận",
    ),
)


def make(apps, schema_editor):
    parameter = apps.get_model("core", "PolicyParameter")
    # As the loader does, so that a later load may still bring the row up to date.
    with pghistory.context(actor="migrate", reason="agreements 0013", loading=True):
        for key, label, value, unit, note in ROWS:
            parameter.objects.get_or_create(
                key=key,
                valid_from=date(1993, 1, 1),
                defaults={"label": label, "value": value, "unit": unit, "note": note},
            )


class Migration(migrations.Migration):
    dependencies = [("agreements", "0012_project_money_moved"), ("core", "0003_parameters")]

    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
