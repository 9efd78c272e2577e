"""The rules of legal clocks and the office's settings of them, which a house needs before any register is loaded.

Literal rows: a migration reads no files. `data/clock_rules.csv` and `data/parameters.csv` say the same (tests hold
them equal); later changes of law are edited in the workshop or loaded from there.
"""

from datetime import date

import pghistory
from django.db import migrations

CITY = {"capacity": ["city", "council"]}
LAW = {"legal_regime": ["law_70_2020"]}
LAW_FROM = date(2021, 7, 1)

# key, label, duty, trigger, conditions, offset, unit, clause, verified, note
RULES = [
    (
        "opinion-on-signing", "Trả lời ý kiến về việc ký",
        "Cơ quan được hỏi trả lời bằng văn bản về hồ sơ đề xuất ký thỏa thuận quốc tế",
        "opinion_asked", {"purpose": ["signing"], **CITY, **LAW}, 7, "working_day", "Điều 19", True,
        "Tính từ ngày cơ quan được hỏi nhận đủ hồ sơ; chưa ghi ngày nhận thì tính từ ngày gửi",
    ),
    (
        "opinion-on-renewal", "Trả lời ý kiến về việc sửa đổi, gia hạn",
        "Cơ quan được hỏi trả lời bằng văn bản về hồ sơ sửa đổi, bổ sung, gia hạn thỏa thuận quốc tế",
        "opinion_asked", {"purpose": ["renewal"], **CITY, **LAW}, 7, "working_day", "Điều 33, điều 19", False,
        "Điều 33: trình tự sửa đổi, gia hạn tương tự trình tự ký; số ngày suy từ điều 19, cần đối chiếu bản gốc",
    ),
    (
        "prime-minister-opinion", "Ý kiến của Thủ tướng Chính phủ",
        "Thủ tướng Chính phủ cho ý kiến khi có cơ quan được hỏi không đồng ý",
        "opinion_asked", {"purpose": ["prime_minister"], **CITY, **LAW}, 7, "working_day", "Điều 28", True,
        "Tính từ ngày nhận đủ hồ sơ; chưa ghi ngày nhận thì tính từ ngày gửi",
    ),
    (
        "report-after-signing", "Báo cáo sau khi ký",
        "Báo cáo Thủ tướng Chính phủ bằng văn bản, gửi bản sao thỏa thuận cho Bộ Ngoại giao",
        "paper_signed", {**CITY, **LAW}, 15, "calendar_day", "Điều 19", True,
        "Tính từ ngày ký",
    ),
    (
        "report-after-later-text", "Báo cáo sau khi ký gia hạn, sửa đổi",
        "Báo cáo Thủ tướng Chính phủ bằng văn bản, gửi bản sao văn bản mới cho Bộ Ngoại giao",
        "text_signed_later", {**CITY, **LAW}, 15, "calendar_day", "Điều 33, điều 19", False,
        "Điều 33: trình tự sửa đổi, gia hạn tương tự trình tự ký; nghĩa vụ báo cáo suy từ điều 19, cần đối chiếu bản gốc",
    ),
    (
        "notice-of-ending", "Thông báo chấm dứt, rút khỏi, tạm đình chỉ",
        "Thông báo bằng văn bản cho Bộ Ngoại giao về việc chấm dứt hiệu lực, rút khỏi, tạm đình chỉ thực hiện",
        "force_ended", LAW, 15, "calendar_day", "Điều 34", True,
        "Tính từ ngày việc chấm dứt, rút khỏi, tạm đình chỉ có hiệu lực",
    ),
]  # fmt: skip

# key, label, value, unit, valid from, key of the basis, note
PARAMETERS = [
    (
        "clock-soon-working-days", "Báo thời hạn sắp đến trước", 7, "working_days", date(1993, 1, 1), "",
        "Khoảng nhìn trước của màn hình buổi sáng, không tính ngày nghỉ, ngày lễ; Sở Ngoại vụ xác nhận",
    ),
    (
        "clocks-run-from", "Tính thời hạn cho việc xảy ra từ ngày ghi ở cột Áp dụng từ (1: có tính, 0: không)",
        1, "count", date(2025, 12, 15), "nd-09-2019",
        "Ngày đầu của kỳ báo cáo năm 2026 (điều 12.4), kỳ đầu tiên sổ theo dõi. Việc trước ngày này đã theo dõi trên "
        "giấy nên không mở thời hạn; đổi ngày ở trang quản trị",
    ),
]  # fmt: skip


def make(apps, schema_editor):
    basis = apps.get_model("core", "LegalBasis")
    law = basis.objects.filter(key="luat-70-2020").first()
    # As the loader does, so that a later load may still bring these rows up to date.
    with pghistory.context(actor="migrate", reason="followup 0003", loading=True):
        for key, label, duty, trigger, conditions, offset, unit, clause, verified, note in RULES:
            apps.get_model("followup", "ClockRule").objects.get_or_create(
                key=key,
                valid_from=LAW_FROM,
                defaults={
                    "label": label,
                    "duty": duty,
                    "trigger": trigger,
                    "conditions": conditions,
                    "offset": offset,
                    "unit": unit,
                    "direction": "after",
                    "rolls": True,
                    "basis": law,
                    "clause": clause,
                    "is_verified": verified,
                    "note": note,
                },
            )
        for key, label, value, unit, start, basis_key, note in PARAMETERS:
            apps.get_model("core", "PolicyParameter").objects.get_or_create(
                key=key,
                valid_from=start,
                defaults={
                    "label": label,
                    "value": value,
                    "unit": unit,
                    "basis": basis.objects.filter(key=basis_key).first(),
                    "note": note,
                },
            )


class Migration(migrations.Migration):
    dependencies = [("followup", "0002_clocks_and_actions"), ("core", "0003_parameters")]

    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
