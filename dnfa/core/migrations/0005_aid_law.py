"""The law of foreign non-governmental aid before 2020, and since when the decrees on aid and ODA hold.

Literal rows, as in 0003: `data/legal_bases.csv` says the same (the test of 0003 holds them equal).
"""

from datetime import date

import pghistory
from django.db import migrations

NGO_AID = "Quy chế quản lý và sử dụng viện trợ phi chính phủ nước ngoài"
# Each before the one it was replaced by: key, number, kind, issuer, title, signed on, in force from, in force to, replaced by, verified, note
OLDER = [
    (
        "nd-93-2009", "93/2009/NĐ-CP", "Nghị định", "Chính phủ", NGO_AID,
        date(2009, 10, 22), date(2010, 1, 1), date(2020, 9, 16), "nd-80-2020", False,
        "Ngày ký theo Thông tư 07/2010/TT-BKH. Ngày có hiệu lực và việc thay thế theo hiểu biết chung; cần kiểm tra",
    ),
    (
        "qd-64-2001-ttg", "64/2001/QĐ-TTg", "Quyết định", "Thủ tướng Chính phủ", NGO_AID,
        date(2001, 4, 26), date(2001, 5, 11), date(2009, 12, 31), "nd-93-2009", False,
        "Hiệu lực sau 15 ngày kể từ ngày ký (điều 2; vbpl.vn 9200). Ngày hết hiệu lực theo hiểu biết chung về Nghị định 93/2009/NĐ-CP; cần kiểm tra",
    ),
    (
        "qd-28-1999-ttg", "28/1999/QĐ-TTg", "Quyết định", "Thủ tướng Chính phủ",
        "Quy chế quản lý và sử dụng viện trợ của các tổ chức phi chính phủ nước ngoài",
        date(1999, 2, 23), date(1999, 3, 10), date(2001, 5, 10), "qd-64-2001-ttg", True,
        "Hiệu lực sau 15 ngày kể từ ngày ký (điều 2; luatvietnam.vn 9197)",
    ),
]  # fmt: skip
# What 0003 did not know yet.
LEARNT = [
    (
        "nd-80-2020",
        {
            "signed_on": date(2020, 7, 8),
            "in_force_from": date(2020, 9, 17),
            "note": "Ngày có hiệu lực: lawnet.vn 147521",
        },
    ),
    (
        "nd-114-2021",
        {
            "signed_on": date(2021, 12, 16),
            "in_force_from": date(2021, 12, 16),
            "in_force_to": date(2025, 9, 9),
            "is_verified": True,
            "note": "Ngày có hiệu lực: Thông tấn xã Việt Nam; Nghị định 242/2025/NĐ-CP thay thế: Bộ Tài chính, vietnam.vn 26/9/2025",
        },
    ),
    ("nd-242-2025", {"in_force_from": date(2025, 9, 10)}),
]


def make(apps, schema_editor):
    legal_basis = apps.get_model("core", "LegalBasis")
    # As the loader does, so that a later load may still bring these rows up to date.
    with pghistory.context(actor="migrate", reason="core 0005", loading=True):
        for key, number, kind, issuer, title, signed, start, end, heir, verified, note in OLDER:
            legal_basis.objects.get_or_create(
                key=key,
                defaults={
                    "number": number,
                    "kind": kind,
                    "issuer": issuer,
                    "title": title,
                    "signed_on": signed,
                    "in_force_from": start,
                    "in_force_to": end,
                    "replaced_by": legal_basis.objects.filter(key=heir).first(),
                    "is_verified": verified,
                    "note": note,
                },
            )
        for key, known in LEARNT:
            # What the office has written down itself stays.
            legal_basis.objects.filter(key=key, in_force_from=None).update(**known)


class Migration(migrations.Migration):
    dependencies = [("core", "0004_attachments")]

    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
