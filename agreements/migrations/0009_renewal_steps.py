"""The steps of a renewal and the day from which a missing file is flagged, so that an upgraded register works at once.

The same rows as data/renewal_steps.csv and data/parameters.csv; written as the loader writes, so that a later load may
still bring them up to date.
"""

from datetime import date

import pghistory
from django.db import migrations

STEPS = [
    ("ra-soat", 10, "Rà soát kết quả thực hiện và đề xuất: gia hạn, ký tăng cường, sửa đổi hay để hết hạn", "department", 150, "calendar_day", "luat-70-2020", "Mốc do sổ đề xuất; Sở Ngoại vụ xác nhận. Gia hạn theo trình tự tương tự trình tự ký (Điều 33)."),
    ("trao-doi-doi-tac", 20, "Trao đổi với đối tác về ý định và nội dung gia hạn", "lead_agency", 120, "calendar_day", "", "Mốc do sổ đề xuất; phía đối tác cũng cần thời gian làm thủ tục."),
    ("du-thao", 30, "Hoàn thiện dự thảo văn bản gia hạn hoặc văn bản mới", "lead_agency", 90, "calendar_day", "", "Mốc do sổ đề xuất."),
    ("lay-y-kien", 40, "Gửi hồ sơ lấy ý kiến Bộ Ngoại giao, cơ quan liên quan", "department", 60, "calendar_day", "luat-70-2020", "Cơ quan được hỏi trả lời trong 7 ngày làm việc kể từ khi nhận đủ hồ sơ (Điều 19, Điều 33); mốc 60 ngày do sổ đề xuất."),
    ("trinh-phe-duyet", 50, "Trình cấp có thẩm quyền quyết định", "department", 40, "calendar_day", "luat-70-2020", "Mốc do sổ đề xuất."),
    ("chuan-bi-ky", 60, "Thống nhất bản ký, ngôn ngữ, nghi thức và người ký với đối tác", "lead_agency", 20, "calendar_day", "", "Mốc do sổ đề xuất."),
    ("ky", 70, "Ký văn bản gia hạn trước khi hết hiệu lực", "city_leaders", 5, "working_day", "", "Mốc do sổ đề xuất."),
]


def make(apps, schema_editor):
    legal_basis = apps.get_model("core", "LegalBasis")
    parameter = apps.get_model("core", "PolicyParameter")
    step = apps.get_model("agreements", "RenewalStep")
    with pghistory.context(actor="migrate", reason="agreements 0009", loading=True):
        parameter.objects.get_or_create(
            key="renewal-file-days",
            valid_from=date(1993, 1, 1),
            defaults={
                "label": "Báo chưa mở hồ sơ gia hạn khi còn",
                "value": 120,
                "unit": "days",
                "note": "Gia hạn là thủ tục kéo dài nhiều tuần (Luật 70/2020/QH14 điều 33); Sở Ngoại vụ xác nhận số ngày",
            },
        )
        for key, order, title, holder, offset, unit, basis, note in STEPS:
            step.objects.get_or_create(
                key=key,
                defaults={
                    "order": order,
                    "title": title,
                    "holder": holder,
                    "offset": offset,
                    "unit": unit,
                    "basis": legal_basis.objects.filter(key=basis).first(),
                    "note": note,
                },
            )


class Migration(migrations.Migration):
    dependencies = [("agreements", "0008_draft_stalled_days"), ("core", "0003_parameters")]

    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
