"""The city's limits on delegations abroad, so that an upgraded register warns at once.

The same rows as data/trip_limits.csv; written as the loader writes, so that a later load may still bring them up to date.
"""

from datetime import date

import pghistory
from django.db import migrations

FROM = date(2025, 7, 9)
LIMITS = [
    ("persons", "locality_head", 10, "Trưởng đoàn là người đứng đầu Thành ủy, HĐND, UBND thành phố; theo TTXVN và SGGP đưa tin công văn"),
    ("persons", "locality_deputy", 7, "Trưởng đoàn là cấp phó của người đứng đầu Thành ủy, HĐND, UBND thành phố; theo TTXVN và SGGP đưa tin công văn"),
    ("persons", "department", 5, "Trưởng đoàn là lãnh đạo sở, ban, ngành, UBND xã, phường, đặc khu; theo TTXVN và SGGP đưa tin công văn"),
    ("days_per_country", "", 3, "Sổ tính cả ngày đến và ngày rời; nguồn không nói cách tính, Sở Ngoại vụ xác nhận"),
    ("days_at_event", "", 5, "Khi dự sự kiện quan trọng; sổ tính cả ngày đến và ngày rời, Sở Ngoại vụ xác nhận cách tính"),
    ("countries", "", 3, "Số quốc gia và vùng lãnh thổ đến trong một chuyến; theo TTXVN và SGGP đưa tin công văn"),
    ("trips_per_person", "", 2, "Sổ tính theo năm dương lịch; công văn có trường hợp ngoại lệ, chưa tìm thấy nội dung, ghi ở giải trình"),
    ("leaders_per_agency", "", 1, "Không quá một lãnh đạo chủ chốt của một cơ quan trong cùng một đoàn; theo TTXVN và SGGP đưa tin công văn"),
    ("enterprise_pays", "", 0, "Không đi theo chuyến do doanh nghiệp tổ chức, đài thọ; theo TTXVN và SGGP đưa tin công văn"),
]


def make(apps, schema_editor):
    basis = apps.get_model("core", "LegalBasis").objects.filter(key="cv-101-2025-ubnd").first()
    limit = apps.get_model("delegations", "TripLimit")
    with pghistory.context(actor="migrate", reason="delegations 0005", loading=True):
        for kind, rank, most, note in LIMITS:
            limit.objects.get_or_create(
                kind=kind,
                rank=rank,
                valid_from=FROM,
                defaults={"most": most, "basis": basis, "is_verified": True, "note": note},
            )


class Migration(migrations.Migration):
    dependencies = [("delegations", "0003_who_met"), ("core", "0003_parameters")]

    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
