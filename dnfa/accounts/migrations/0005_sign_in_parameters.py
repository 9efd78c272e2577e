"""How many failed sign-ins lock a door and for how long: with the installation, as those of core 0003."""

from __future__ import annotations

from datetime import date

import pghistory
from django.db import migrations

NOTE = "Chưa có văn bản quy định mức này; Sở Ngoại vụ xác nhận"
ROWS = [
    ("sign-in-account-failures", "Khóa tên đăng nhập sau số lần sai liên tiếp", 10, NOTE),
    (
        "sign-in-address-failures", "Khóa địa chỉ mạng sau số lần sai liên tiếp", 50,
        f"Cao hơn mức của tên đăng nhập vì cả một cơ quan có thể dùng chung một địa chỉ. {NOTE}",
    ),
    ("sign-in-lock-minutes", "Khóa đăng nhập trong (phút)", 15, NOTE),
    ("sign-in-link-pause-minutes", "Không gửi lại liên kết đặt mật khẩu trong vòng (phút)", 5, NOTE),
]  # fmt: skip


def make(apps, schema_editor):
    parameter = apps.get_model("core", "PolicyParameter")
    # As the loader does, so that a later load may still bring the rows up to date.
    with pghistory.context(actor="migrate", reason="accounts 0005", loading=True):
        for key, label, value, note in ROWS:
            parameter.objects.get_or_create(
                key=key,
                valid_from=date(1993, 1, 1),
                defaults={"label": label, "value": value, "unit": "count", "note": note},
            )


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_sign_in"), ("core", "0003_parameters")]

    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
