"""The report as a Word file: what it says, what it never says."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import docx
import pytest
from django.urls import reverse
from django.utils import translation

from delegations.models import DelegationMember
from delegations.result_paper import result_docx
from dnfa.accounts.enums import Role
from tests.delegations.conferences.factories import make_conference
from tests.delegations.outcomes.factories import focal_of, make_report, make_trip
from tests.factories import make_agency, make_partner, make_user

pytestmark = pytest.mark.django_db


def lines(paper: bytes) -> list[str]:
    """Every paragraph of the file, those of tables too, in order."""
    document = docx.Document(io.BytesIO(paper))
    told = []
    for block in document.iter_inner_content():
        if hasattr(block, "rows"):
            told += [
                paragraph.text for row in block.rows for cell in row.cells for paragraph in cell.paragraphs
            ]
        else:
            told.append(block.text)
    return [line for line in told if line]


def paper_of(report: Any, user: Any = None) -> list[str]:
    return lines(result_docx(report.record, report, user or make_user()))


def full_report() -> Any:
    partner = make_partner(name_vi="Thành phố Sakai")
    trip = make_trip(
        partners=[partner],
        head_name="Trần Chí Cường",
        head_title="Phó Chủ tịch",
        persons=7,
        purpose_vi="Trao đổi hợp tác.",
        decision_number="12/QĐ-UBND",
        decision_on=date(2026, 1, 5),
        decision_by="Chủ tịch UBND thành phố",
    )
    DelegationMember.objects.create(delegation=trip, name="Người Kín Đáo")
    report = make_report(
        trip,
        reported_on=date(2026, 11, 20),
        document_number="125/BC-SNgV",
        done="Dòng một\n\nDòng hai",
        negotiating="Kinh phí",
        assessment="Tốt",
    )
    report.meetings.create(
        counterpart="Ông Nagafuji",
        our_side="Ông Trung",
        partner=partner,
        met_on=date(2026, 2, 3),
        content="Nội dung",
    )
    report.meetings.create(counterpart="Bà Tanaka", order=1)
    agency = make_agency(name_vi="Sở Du lịch")
    report.obligations.create(
        side="ours", text="Gửi danh sách", lead_agency=agency, due_on=date(2026, 12, 31)
    )
    report.obligations.create(side="proposal", text="Cấp kinh phí", lead_agency=agency)
    return report


def test_a_submitted_report_bears_number_day_and_all_its_parts():
    told = paper_of(full_report())

    assert told == [
        "UBND THÀNH PHỐ ĐÀ NẴNG",
        "SỞ NGOẠI VỤ",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Số: 125/BC-SNgV",
        "Đà Nẵng, ngày 20 tháng 11 năm 2026",
        "BÁO CÁO",
        "Kết quả đoàn đi công tác nước ngoài: Thăm Sakai",
        "I. THÔNG TIN CHUNG",
        "1. Thời gian: từ ngày 03 tháng 11 năm 2026 đến ngày 06 tháng 11 năm 2026.",
        "2. Đối tác: Thành phố Sakai.",
        "3. Trưởng đoàn: Trần Chí Cường, Phó Chủ tịch.",
        "4. Số người: 7.",
        "5. Mục đích: Trao đổi hợp tác.",
        "6. Văn bản cho phép: số 12/QĐ-UBND ngày 05 tháng 01 năm 2026 của Chủ tịch UBND thành phố.",
        "II. KẾT QUẢ",
        "1. Kết quả chính",
        "Hai bên thống nhất mở đường bay.",
        "2. Đã làm được",
        "Dòng một",
        "Dòng hai",
        "3. Còn đang trao đổi",
        "Kinh phí",
        "4. Các cuộc gặp, làm việc",
        "- Ngày 03 tháng 02 năm 2026: Ông Nagafuji (Thành phố Sakai); phía thành phố: Ông Trung.",
        "Nội dung",
        "- Bà Tanaka.",
        "III. ĐÁNH GIÁ",
        "Tốt",
        "IV. VIỆC TIẾP THEO, KIẾN NGHỊ",
        "Việc phía thành phố phải làm",
        *("STT", "Nội dung", "Cơ quan chủ trì", "Hạn"),
        *("1", "Gửi danh sách", "Sở Du lịch", "31/12/2026"),
        "Kiến nghị",
        *("STT", "Nội dung", "Cơ quan chủ trì", "Hạn"),
        *("1", "Cấp kinh phí", "Sở Du lịch"),
        *("Nơi nhận:", "- UBND thành phố (để báo cáo);", "- Lưu: VT."),
        "GIÁM ĐỐC",
    ]


@pytest.mark.parametrize(
    ("side", "head"),
    [("ours", "Cơ quan chủ trì"), ("theirs", "Cơ quan theo dõi"), ("proposal", "Cơ quan chủ trì")],
)
def test_an_agency_only_watches_what_the_other_side_owes(client, side, head):
    report = make_report()
    report.obligations.create(side=side, text="Gửi dự thảo", lead_agency=make_agency(name_vi="Sở Du lịch"))
    client.force_login(make_user(Role.OFFICER))

    told = paper_of(report)
    page = client.get(f"/doan/bao-cao/doan/{report.record.key}/").content.decode()
    heads = {one for one in ("Cơ quan chủ trì", "Cơ quan theo dõi") if f">{one}</th>" in page}

    place = told.index("STT")
    assert told[place : place + 7] == ["STT", "Nội dung", head, "Hạn", "1", "Gửi dự thảo", "Sở Du lịch"]
    assert heads == {head}


def test_a_draft_has_no_number_and_says_so():
    report = make_report(summary="")

    told = paper_of(report)

    assert "Số:         /BC-SNgV" in told
    assert "Đà Nẵng, ngày       tháng       năm 2026" in told
    assert "(Dự thảo)" in told
    assert "Chưa ghi." in told


def test_members_are_never_named_and_partners_only_to_who_sees_them():
    report = full_report()
    focal = focal_of(report.record)
    report.meetings.update(partner=make_partner(name_vi="Thành phố Kín"))

    by_officer, by_focal = "\n".join(paper_of(report)), "\n".join(paper_of(report, focal))

    assert ("Người Kín Đáo" in by_officer, "Người Kín Đáo" in by_focal) == (False, False)
    assert ("Thành phố Kín" in by_officer, "Thành phố Kín" in by_focal) == (True, False)


def test_the_agency_that_leads_reports():
    report = make_report(make_trip(agencies=[make_agency(name_vi="Sở Du lịch")], direction="in"))

    told = paper_of(report)

    assert [
        line in told for line in ("SỞ DU LỊCH", "THỦ TRƯỞNG CƠ QUAN", "- Sở Ngoại vụ;", "Số:         /BC-")
    ] == [True] * 4
    assert "Kết quả đón tiếp đoàn khách quốc tế: Thăm Sakai" in told


@pytest.mark.parametrize(
    "agencies", [[], ["so-ngoai-vu"], ["so-ngoai-vu", "so-du-lich"]], ids=["none", "department", "several"]
)
def test_the_department_reports_where_none_or_several_lead(agencies):
    report = make_report(make_trip(agencies=[make_agency(key=key) for key in agencies]))

    assert paper_of(report)[1] == "SỞ NGOẠI VỤ"


def test_a_conference_without_facts_is_told_too():
    conference = make_conference(title_vi="Hội thảo", planned_starts_on=None, planned_ends_on=None)

    told = paper_of(make_report(conference))

    assert "Kết quả hội nghị, hội thảo: Hội thảo" in told
    assert told[told.index("I. THÔNG TIN CHUNG") + 1] == "Chưa ghi."


def test_one_day_is_told_as_one():
    report = make_report(make_trip(starts_on="2026-11-03", ends_on=None))

    assert "1. Thời gian: ngày 03 tháng 11 năm 2026." in paper_of(report)


def test_the_file_is_vietnamese_whoever_asks_and_is_fetched(client):
    report = full_report()
    client.force_login(make_user())
    with translation.override("en"):
        answer = client.get(reverse("delegations:report-word", args=[report.record.key]))

    assert answer["Content-Disposition"] == f'attachment; filename="bao-cao-ket-qua_{report.record.key}.docx"'
    assert "BÁO CÁO" in lines(answer.content)
