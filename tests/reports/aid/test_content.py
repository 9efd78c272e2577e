from __future__ import annotations

import io
from datetime import UTC, date, datetime
from decimal import Decimal

import docx
import pytest
from openpyxl import load_workbook

from agreements.models import AidRegime
from dnfa.accounts.enums import Role
from dnfa.core.clock import local_today
from dnfa.core.errors import InvalidInput
from dnfa.core.models import LegalBasis
from partners.models import CooperationField
from reports.aid import AidPeriod, build
from reports.aid_views import AidPeriodForm
from reports.annual.aid import COLUMNS
from reports.annual.docx import to_docx
from reports.annual.xlsx import to_xlsx
from tests.factories import make_agency, make_country, make_partner, make_project, make_user, sign_in

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 26)
MADE_AT = datetime(2026, 11, 26, 3, 0, tzinfo=UTC)


def made(period=AidPeriod(2026, "h1"), user=None):  # noqa: B008  (it never changes)
    return build(user=user or make_user(Role.OFFICER), period=period, today=TODAY, prepared_at=MADE_AT)


def texts(report):
    return [block.text for section in report.sections for block in section.blocks]


def rows(report, key):
    return [row.cells for _number, table in report.tables() if table.key == key for row in table.rows]


@pytest.fixture
def clinic():
    donor = make_partner(name_vi="JICA", country=make_country("JP", name_vi="Nhật Bản"))
    project = make_project(
        title_vi="Trạm xá Hòa Bắc",
        donors=[donor],
        agencies=[make_agency(name_vi="Sở Y tế")],
        source_type="ngo",
        starts_on="2025",
        ends_on="2027",
        place="Xã Hòa Bắc",
        result_vi="Xong phần móng",
    )
    project.fields.add(CooperationField.objects.create(code="health", level=1, name_vi="Y tế"))
    project.events.create(kind="approval", occurred_on="2025-01-15", document_number="12/QĐ-UBND")
    rate = {"rate": Decimal(25000), "rate_on": date(2025, 1, 15), "rate_source": "NHNN"}
    project.lines.create(
        kind="committed", amount=Decimal("1000.50"), currency="USD", booked_on="2025-01-15", **rate
    )
    project.lines.create(kind="disbursed", amount=300, currency="USD", booked_on="2025-06-30", **rate)
    project.lines.create(kind="disbursed", amount=200, currency="USD", booked_on="2026-03", **rate)
    project.lines.create(kind="disbursed", amount=100, currency="USD", booked_on="2026-07-01", **rate)
    return project


def test_the_columns_are_those_of_the_official_annex_and_the_row_tells_the_project(clinic):
    report = made()

    assert [column.title for column in COLUMNS][1:] == [
        "Tên dự án, khoản viện trợ",
        "Nhà tài trợ, bên nhận; quốc gia và vùng lãnh thổ",
        "Chủ khoản viện trợ, chủ đầu tư",
        "Lĩnh vực",
        "Địa bàn",
        "Quyết định phê duyệt",
        "Thời gian",
        "Cam kết",
        "Giải ngân trong kỳ",
        "Giải ngân lũy kế",
        "Kết quả",
    ]
    assert rows(report, "aid_received") == [
        (
            "1",
            "Trạm xá Hòa Bắc",
            "JICA (Nhật Bản)",
            "Sở Y tế",
            "Y tế",
            "Xã Hòa Bắc",
            "12/QĐ-UBND ngày 15/01/2025",
            "2025 - 2027",
            "1.000,50 USD\n(quy ra 25.012.500 đồng)",
            "200 USD\n(quy ra 5.000.000 đồng)",
            "500 USD\n(quy ra 12.500.000 đồng)",
            "Xong phần móng",
        ),
        (
            *("", "Cộng", "", "", "", "", "", ""),
            "1.000,50 USD\n(quy ra 25.012.500 đồng)",
            "200 USD\n(quy ra 5.000.000 đồng)",
            "500 USD\n(quy ra 12.500.000 đồng)",
            "",
        ),
    ]


def test_the_text_says_how_many_and_how_much_in_the_period(clinic):
    sentences = texts(made())

    assert sentences[:2] == [
        "Trong kỳ có 01 chương trình, dự án, khoản viện trợ thành phố tiếp nhận (Phụ lục I).",
        "Giải ngân trong kỳ: 200 USD (quy ra 5.000.000 đồng).",
    ]
    assert "Trong kỳ, sổ không ghi chương trình, dự án thành phố hỗ trợ bạn (Phụ lục II)." in sentences
    assert sentences[-1] == "Hiện không có dự án quá thời hạn mà chưa ghi kết thúc (Phụ lục III)."


@pytest.mark.parametrize(
    ("values", "listed"),
    [
        ({"starts_on": "2026-06-30"}, True),
        ({"starts_on": "2026-07-01"}, False),
        ({"starts_on": "2020", "ends_on": "2026-01-01"}, True),
        ({"starts_on": "2020", "ends_on": "2025"}, False),
        ({"starts_on": "2020"}, True),
        ({"starts_on": "2020", "stated_status": "completed"}, False),
        ({"starts_on": "2020", "stated_status": "proposed"}, False),
        ({"starts_on": "2020", "stated_status": "cancelled"}, False),
        ({"starts_on": "2020", "direction": "given"}, False),
    ],
)
def test_what_touches_the_period_is_listed(values, listed):
    make_project(title_vi="Dự án", **values)

    assert bool(rows(made(), "aid_received")) == listed


def test_a_sum_booked_in_the_period_is_enough_and_one_without_a_day_is_named():
    old = make_project(title_vi="Cũ", stated_status="unknown")
    old.lines.create(kind="disbursed", amount=5, currency="VND", booked_on="2026-02-02")
    silent = make_project(title_vi="Im", stated_status="unknown")
    silent.lines.create(kind="disbursed", amount=5, currency="VND")

    report = made()

    assert [cells[1] for cells in rows(report, "aid_received")] == ["Cũ", "Cộng"]
    assert (
        "Ngoài ra có 01 dòng tiền có thể thuộc kỳ nhưng chưa cộng: 01 dòng không ghi ngày (Phụ lục V, bảng A)."
        in texts(report)
    )
    assert rows(report, "aid_perhaps_received") == [("1", "Im", "Giải ngân", "không ghi", "5 đồng")]


def test_a_sum_known_to_the_year_is_listed_as_perhaps_of_each_half():
    helped = make_project(title_vi="Trường", direction="given", starts_on="2026")
    helped.lines.create(kind="disbursed", amount=5, currency="USD", booked_on="2026")

    for part in ("h1", "h2"):
        report = made(AidPeriod(2026, part))
        assert rows(report, "aid_perhaps_given") == [("1", "Trường", "Giải ngân", "2026", "5 USD")]
        assert [line.key for line in report.sums] == []
    annexes = [[annex.number for annex in made(AidPeriod(2026, part)).annexes] for part in ("h1", "year")]
    assert annexes == [["I", "II", "III", "IV", "V"], ["I", "II", "III", "IV"]]


def test_without_money_there_is_no_annex_of_sums_and_the_next_takes_its_number():
    make_project(title_vi="Im", starts_on="2027").lines.create(kind="committed", amount=5, currency="USD")
    silent = make_project(title_vi="Chưa rõ", stated_status="unknown")
    silent.lines.create(kind="disbursed", amount=5, currency="VND")

    report = made()

    assert [annex.number for annex in report.annexes] == ["I", "II", "III", "IV"]
    assert rows(report, "aid_perhaps_received") == [("1", "Chưa rõ", "Giải ngân", "không ghi", "5 đồng")]
    assert (
        "Ngoài ra có 01 dòng tiền có thể thuộc kỳ nhưng chưa cộng: 01 dòng không ghi ngày (Phụ lục IV, bảng A)."
        in texts(report)
    )


@pytest.fixture
def shared(clinic):
    """Besides: a gift of two countries with shares, one of no field; help to two provinces of one country."""
    japan = make_country("JP", name_vi="Nhật Bản")
    korea, laos = make_country("KR", name_vi="Hàn Quốc"), make_country("LA", name_vi="Lào")
    divided = make_project(title_vi="Chia", starts_on="2026")
    for order, (country, share) in enumerate(((japan, 60), (korea, 40))):
        divided.parties.create(
            partner=make_partner(country=country), role="donor", share=Decimal(share), order=order
        )
    divided.lines.create(
        kind="approved", amount=1000, currency="EUR", booked_on="2026-02", qualifier="approx"
    )
    helped = make_project(
        title_vi="Lào",
        direction="given",
        starts_on="2026",
        recipients=[make_partner(country=laos) for _one in range(2)],
    )
    helped.lines.create(kind="disbursed", amount=5_000_000, currency="VND", booked_on="2026-02")
    make_project(
        title_vi="Chỉ có giá trị",
        starts_on="2026",
        donors=[make_partner(country=laos)],
        amount=8,
        currency="USD",
    )
    make_project(title_vi="Đã xong", starts_on="2010", ends_on="2011").lines.create(
        kind="committed", amount=9, currency="USD", booked_on="2010"
    )


def test_sums_are_told_by_country_and_by_field_for_the_projects_of_the_period(shared):
    report = made()

    assert rows(report, "aid_received_by_country") == [
        ("1", "Hàn Quốc", "1", "", "ước 400 EUR\nTrong kỳ: ước 400 EUR", "", ""),
        (
            *("2", "Nhật Bản", "2", "1.000,50 USD\n(quy ra 25.012.500 đồng)"),
            "ước 600 EUR\nTrong kỳ: ước 600 EUR",
            "200 USD\n(quy ra 5.000.000 đồng)",
            "500 USD\n(quy ra 12.500.000 đồng)",
        ),
        (
            *("", "Cộng", "2", "1.000,50 USD\n(quy ra 25.012.500 đồng)"),
            "ước 1.000 EUR\nTrong kỳ: ước 1.000 EUR",
            "200 USD\n(quy ra 5.000.000 đồng)",
            "500 USD\n(quy ra 12.500.000 đồng)",
        ),
    ]
    assert [cells[:3] for cells in rows(report, "aid_received_by_field")] == [
        ("1", "Y tế", "1"),
        ("2", "Chưa ghi lĩnh vực", "1"),
        ("", "Cộng", "2"),
    ]
    assert rows(report, "aid_given_by_country") == [
        (number, name, "1", "", "", "5.000.000 đồng", "5.000.000 đồng")
        for number, name in (("1", "Lào"), ("", "Cộng"))
    ]


@pytest.mark.parametrize("side", ["received", "given"])
@pytest.mark.parametrize("by", ["country", "field"])
def test_the_last_row_of_each_breakdown_is_that_of_the_annex(shared, side, by):
    report = made()
    committed, now, so_far = rows(report, f"aid_{side}")[-1][8:11]

    told = rows(report, f"aid_{side}_by_{by}")[-1]

    assert (told[3], told[5], told[6]) == (committed, now, so_far)


def test_what_is_past_its_end_stands_in_the_third_annex():
    make_project(
        title_vi="Chậm", starts_on="2020", ends_on="2026-03", agencies=[make_agency(name_vi="Sở Xây dựng")]
    )

    assert rows(made(), "late") == [("1", "Chậm", "Sở Xây dựng", "31/03/2026", "91")]


def test_word_and_workbook_hold_the_same_rows(clinic):
    report = made()

    paper = docx.Document(io.BytesIO(to_docx(report)))
    book = load_workbook(io.BytesIO(to_xlsx(report)))

    annex = next(table for table in paper.tables if table.rows[0].cells[-1].text == "Kết quả")
    assert [cell.text for cell in annex.rows[1].cells] == list(rows(report, "aid_received")[0])
    assert [cell.value or "" for cell in book["Phụ lục I"][5]][1:] == list(rows(report, "aid_received")[0])[
        1:
    ]
    assert any(paragraph.text == report.subject for paragraph in paper.paragraphs)


def test_an_amount_of_thirteen_figures_stands_on_one_line_of_the_workbook(clinic):
    sheet = load_workbook(io.BytesIO(to_xlsx(made())))["Phụ lục I"]
    money = sheet.column_dimensions["I"]  # the three columns of one width are kept as one

    assert [cell.value for cell in sheet[4]][8:11] == ["Cam kết", "Giải ngân trong kỳ", "Giải ngân lũy kế"]
    assert (money.min, money.max, money.width >= len("1.029.000.000.000")) == (9, 11, True)


def test_sums_stand_as_numbers_with_the_list_of_their_lines(client, clinic):
    sign_in(client, Role.OFFICER)
    report = made()

    told = [(line.key, line.value, line.currency, line.is_estimate) for line in report.sums]
    [listed] = [client.get(line.listing.api).json() for line in report.sums]
    sheet = load_workbook(io.BytesIO(to_xlsx(report)))["Số liệu"]

    assert told == [("aid_received_disbursed_usd", Decimal(200), "USD", False)]
    assert [(row["amount"], row["booked_on"]) for row in listed["results"]] == [("200.00", "2026-03")]
    assert [cell.value for cell in sheet[4]] == ["STT", "Số tiền", "Trị giá", "Loại tiền", "Cách tính"]
    assert [cell.value for cell in sheet[5]][:4] == [
        1,
        "Tiếp nhận: giải ngân trong kỳ",
        200,
        "USD",
    ]


def test_an_empty_period_says_so_in_words(db):
    report = made()

    assert texts(report) == [
        "Trong kỳ, sổ không ghi chương trình, dự án, khoản viện trợ thành phố tiếp nhận (Phụ lục I).",
        "Trong kỳ, sổ không ghi chương trình, dự án thành phố hỗ trợ bạn (Phụ lục II).",
        "Hiện không có dự án quá thời hạn mà chưa ghi kết thúc (Phụ lục III).",
    ]
    assert [(table.rows, table.empty) for _number, table in report.tables()] == [
        ((), "Sổ không ghi chương trình, dự án, khoản viện trợ thành phố tiếp nhận trong kỳ."),
        ((), "Sổ không ghi chương trình, dự án thành phố hỗ trợ bạn trong kỳ."),
        ((), "Không có dự án nào quá thời hạn mà chưa ghi kết thúc."),
    ]
    assert (report.sums, report.basis) == ((), ())


def test_the_law_in_force_on_the_last_day_is_cited_as_far_as_it_was_checked(db):
    checked, replaced, doubtful = (
        LegalBasis.objects.create(
            key=f"so-{number}", number=number, kind="Nghị định", title="Quản lý viện trợ", is_verified=True
        )
        for number in ("313", "80", "114")
    )
    AidRegime.objects.all().delete()
    for source, law, first, last, is_verified in (
        ("ngo", replaced, None, date(2026, 6, 29), True),
        ("ngo", checked, date(2026, 6, 30), None, True),
        ("oda_loan", doubtful, None, None, False),
        ("city_to_city", replaced, None, None, True),
    ):
        AidRegime.objects.create(
            source_type=source, legal_basis=law, valid_from=first, valid_to=last, is_verified=is_verified
        )
    make_project(source_type="ngo", starts_on="2026")
    make_project(source_type="oda_loan", starts_on="2026")

    assert made().basis == ("Căn cứ Nghị định số 313 về quản lý viện trợ;",)


def test_a_period_that_has_not_begun_is_refused(db):
    with pytest.raises(InvalidInput) as refused:
        made(AidPeriod(2027, "h1"))

    assert (refused.value.code, refused.value.fields) == (
        "period_not_begun",
        {"part": ["Kỳ này chưa bắt đầu."]},
    )


def test_the_page_offers_the_period_the_lists_and_all_files(client, clinic):
    sign_in(client, Role.LEADER)

    page = client.get("/bao-cao/vien-tro/", {"year": "2026", "part": "h1"})
    files = {
        kind: client.get("/bao-cao/vien-tro/", {"year": "2026", "part": "h1", "format": kind})
        for kind in ("docx", "pdf", "xlsx")
    }

    text = page.content.decode()
    assert page.context["report"].subject.endswith("6 tháng đầu năm 2026")
    assert (
        page.context["totals_page"]
        == "/thoa-thuan/vien-tro/?booked_from=01%2F01%2F2026&booked_to=30%2F06%2F2026&as_of=30%2F06%2F2026"
    )
    assert 'data-label="Giải ngân trong kỳ"' in text
    assert [line.words for line in page.context["report"].sums] == ["200 USD"]
    assert "in_totals=true" in text
    assert "200 USD<br>(quy ra 5.000.000 đồng)" in text
    assert {kind: file.headers["Content-Disposition"] for kind, file in files.items()} == {
        kind: f'attachment; filename="bao-cao-vien-tro-2026-h1.{kind}"' for kind in files
    }
    assert files["pdf"].content[:5] == b"%PDF-"


def test_without_a_question_the_files_are_those_of_the_running_year(client, clinic):
    sign_in(client, Role.OFFICER)
    year = local_today().year

    file = client.get("/bao-cao/vien-tro/", {"format": "xlsx"})

    assert file.headers["Content-Disposition"] == f'attachment; filename="bao-cao-vien-tro-{year}-year.xlsx"'


@pytest.mark.parametrize(
    ("today", "errors"),
    [(date(2026, 6, 30), {"part": ["Kỳ này chưa bắt đầu."]}), (date(2026, 7, 1), {})],
)
def test_the_second_half_can_be_chosen_from_its_first_day(today, errors):
    assert AidPeriodForm({"year": "2026", "part": "h2"}, today=today).errors == errors


@pytest.mark.parametrize("query", [{"year": "1066"}, {"part": "q1"}, {"year": "2999", "format": "docx"}])
def test_a_period_that_is_none_is_named(client, query):
    sign_in(client, Role.OFFICER)

    page = client.get("/bao-cao/vien-tro/", query)

    assert (page.status_code, page.context["report"]) == (200, None)
    assert set(page.context["form"].errors) == set(query) - {"format"}


def test_a_focal_point_has_no_door_here(client):
    sign_in(client, Role.FOCAL_POINT, agency=make_agency())

    assert client.get("/bao-cao/vien-tro/").status_code == 403
