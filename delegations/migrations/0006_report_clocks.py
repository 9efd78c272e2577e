"""The deadlines of delegations and conferences, which a house needs before any register is loaded.

Literal rows: a migration reads no files. `data/clock_rules.csv` says the same (a test holds them equal); later changes
are edited in the workshop or loaded from there.
"""

from datetime import date

import pghistory
from django.db import migrations

OTHER_LEVELS = ["minister", "city_committee", "head_of_unit", "unknown"]

# key, label, duty, trigger, conditions, days, direction, basis, clause, valid from, verified, note
RULES = [
    (
        "result-report", "Báo cáo kết quả sau chuyến đi", "Cơ quan chủ trì đoàn báo cáo kết quả bằng văn bản",
        "delegation_returned", {}, 15, "after", "tt-03-2023-bnv", "Điều 12", date(2020, 1, 1), False,
        "Chưa tìm thấy số ngày của thành phố; hai văn bản của bộ (03/2023/TT-BNV, Bộ Giáo dục và Đào tạo) ghi 15 ngày "
        "sau khi về. Sở Ngoại vụ xác nhận và sửa ở trang quản trị",
    ),
    (
        "conference-file", "Nộp hồ sơ xin phép hội nghị", "Nộp hồ sơ xin phép tổ chức hội nghị, hội thảo quốc tế",
        "conference_filed", {"role": ["hosted"], "permit": OTHER_LEVELS}, 30, "before", "qd-06-2020-ttg", "",
        date(2020, 4, 15), True,
        "Ít nhất 30 ngày trước ngày khai mạc; số điều khoản cần đối chiếu bản gốc",
    ),
    (
        "conference-file-prime-minister", "Nộp hồ sơ xin phép hội nghị do Thủ tướng cho phép",
        "Nộp hồ sơ xin phép tổ chức hội nghị, hội thảo quốc tế thuộc thẩm quyền của Thủ tướng Chính phủ",
        "conference_filed", {"role": ["hosted"], "permit": ["prime_minister"]}, 40, "before", "qd-06-2020-ttg", "",
        date(2020, 4, 15), True,
        "Ít nhất 40 ngày trước ngày khai mạc; số điều khoản cần đối chiếu bản gốc",
    ),
    (
        "conference-report", "Báo cáo kết quả hội nghị", "Báo cáo kết quả tổ chức hội nghị, hội thảo quốc tế",
        "conference_ended", {"role": ["hosted"]}, 15, "after", "qd-06-2020-ttg", "", date(2020, 4, 15), False,
        "15 ngày sau khi kết thúc: theo hiểu biết chung, cần đối chiếu bản gốc",
    ),
]  # fmt: skip


def make(apps, schema_editor):
    basis = apps.get_model("core", "LegalBasis")
    rule = apps.get_model("followup", "ClockRule")
    # As the loader does, so that a later load may still bring these rows up to date.
    with pghistory.context(actor="migrate", reason="delegations 0006", loading=True):
        for key, label, duty, trigger, conditions, days, direction, base, clause, start, verified, note in RULES:
            rule.objects.get_or_create(
                key=key,
                valid_from=start,
                defaults={
                    "label": label,
                    "duty": duty,
                    "trigger": trigger,
                    "conditions": conditions,
                    "offset": days,
                    "unit": "calendar_day",
                    "direction": direction,
                    "rolls": True,
                    "basis": basis.objects.filter(key=base).first(),
                    "clause": clause,
                    "is_verified": verified,
                    "note": note,
                },
            )


class Migration(migrations.Migration):
    dependencies = [
        ("delegations", "0005_trip_limits"),
        ("core", "0003_parameters"),
        ("followup", "0003_clock_rules"),
    ]

    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
