from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook

from agreements.aid_totals import DIMENSIONS
from dnfa.accounts.enums import Role
from partners.models import CooperationField, Partner
from tests.agreements.projects.money import book, give
from tests.factories import make_agency, make_country, make_partner, make_project, sign_in

pytestmark = pytest.mark.django_db
PAGE = "/thoa-thuan/vien-tro/"


@pytest.fixture
def gifts():
    donor = make_partner(key="jica", name_vi="JICA", country=make_country("JP"))
    school = make_project(
        title_vi="Trường", agencies=[make_agency(key="so-gd", name_vi="Sở Giáo dục")], source_type="ngo"
    )
    give(school, (donor, None))
    book(school, "committed", "1234567.89", booked_on="2025")
    book(school, "disbursed", "1000", booked_on="2025-06-30", dong_stated=25_450_000)
    clinic = make_project(title_vi="Trạm xá", direction="given")
    book(clinic, "committed", 57_234_000_000, "VND")
    make_project(title_vi="Không tiền")
    return school, clinic


def test_sums_stand_by_currency_with_their_list(client, gifts):
    sign_in(client, Role.OFFICER)

    response = client.get(PAGE)

    text = response.content.decode()
    assert {
        side["label"]: [(line["label"], line["projects"]) for line in [*side["lines"], side["whole"]]]
        for side in response.context["sides"]
    } == {
        "Tiếp nhận": [("Phi chính phủ nước ngoài", 1), ("Tổng cộng", 1)],
        "Hỗ trợ bạn": [("Tài liệu không nêu nguồn vốn", 1), ("Tổng cộng", 1)],
    }
    assert "1.234.567,89 USD" in text
    assert "57.234.000.000 đồng" in text
    assert "quy ra 25.450.000 đồng" in text
    assert "USD: 0,1%" in text


def test_what_is_not_told_in_dong_is_counted_beside_it_with_its_list(client, gifts):
    sign_in(client, Role.OFFICER)
    book(gifts[0], "disbursed", 7, "EUR", booked_on="2025-07-01")
    book(gifts[0], "disbursed", 9, "VND", booked_on="2025-07-01")

    whole = client.get(PAGE).context["sides"][0]["whole"]

    told = {cell["kind"]: cell["dong"] for cell in whole["cells"]}
    assert {kind: (dong["words"], dong["untold"]) for kind, dong in told.items()} == {
        "Giá trị theo nguồn": ("", ""),
        "Cam kết": ("", "1 dòng chưa quy đổi"),
        "Phê duyệt": ("", ""),
        "Giải ngân": ("25.450.009 đồng", "1 dòng chưa quy đổi"),
    }
    for kind, sums in (("Cam kết", "1.234.567,89 USD"), ("Giải ngân", "7 EUR")):
        opened = client.get(told[kind]["href"]).context
        assert [(label, str(found)) for label, found in opened["totals"]] == [(kind, sums)]
        assert opened["total"] == 1


@pytest.fixture
def shared(gifts):
    """Besides: a gift of two with shares that leave a tenth open, one of two without, a loan of a bank of no country."""
    jica = Partner.objects.get(key="jica")
    koica = make_partner(key="koica", name_vi="KOICA", country=make_country("KR"))
    bank = make_partner(key="wb", name_vi="Ngân hàng Thế giới", country=None)
    health = CooperationField.objects.create(code="health", level=1, name_vi="Y tế")
    divided, together, loan = (make_project(title_vi=title) for title in ("Chia", "Chung", "Vay"))
    give(divided, (jica, "60"), (koica, "30"))
    give(together, (jica, None), (koica, None))
    give(loan, (bank, None))
    divided.fields.add(health)
    book(divided, "committed", "100.01", booked_on="2026-01-05")
    book(together, "value", 7, "EUR")
    committed = book(loan, "committed", 1000, booked_on="2025")
    book(loan, "committed", -50, booked_on="2026-02", corrects=committed, reason="Ghi thừa")
    laos, romania = make_country("LA", name_vi="Lào"), make_country("RO", name_vi="Rumani")
    provinces = [make_partner(name_vi=name, country=laos) for name in ("Sekong", "Salavan")]
    city = make_partner(name_vi="Timisoara", country=romania)
    for number, recipients in enumerate([provinces, provinces[:1], [*provinces, city]], 1):
        helped = make_project(direction="given", recipients=recipients)
        book(helped, "disbursed", number, "VND", booked_on="2025-03")
    hoped = make_project(title_vi="Xin tài trợ", stated_status="proposed")
    book(hoped, "committed", 77, booked_on="2025-03")
    book(make_project(stated_status="cancelled", direction="given"), "committed", 78, booked_on="2025-03")
    part = make_project(title_vi="Hợp phần", parent=loan, is_component=True)
    give(part, (bank, None))
    book(part, "committed", 11, booked_on="2025")


PERIOD = {"booked_from": "01/02/2025", "booked_to": "31/01/2026"}


DAY = {"as_of": "01/01/2026"}
QUESTIONS = [*((by, {}) for by in sorted(DIMENSIONS)), ("country", PERIOD), ("year", PERIOD), ("donor", DAY)]


def drawn(side):
    """Every row of a side: by name, in all, beside."""
    return [*side["lines"], side["whole"], *side["set_aside"]]


@pytest.mark.parametrize(("by", "asked"), QUESTIONS)
def test_every_number_opens_a_list_of_as_many(client, shared, by, asked):
    sign_in(client, Role.OFFICER)

    page = client.get(PAGE, {"by": by, **asked}).context

    for side in page["sides"]:
        for line in drawn(side):
            assert client.get(line["href"]).context["total"] == line["projects"], line


@pytest.mark.parametrize(("by", "asked"), QUESTIONS)
def test_every_sum_opens_the_lines_that_come_to_it(client, shared, by, asked):
    sign_in(client, Role.OFFICER)

    page = client.get(PAGE, {"by": by, **asked}).context

    told = [
        (cell["kind"], sums)
        for side in page["sides"]
        for line in drawn(side)
        for cell in line["cells"]
        for sums in cell["sums"]
    ]
    opened = [
        [(kind, str(found)) for kind, found in client.get(sums["href"]).context["totals"]]
        for _kind, sums in told
    ]
    assert opened == [[(kind, sums["words"])] for kind, sums in told]


def test_a_chart_a_currency_says_what_the_table_says(client, shared):
    sign_in(client, Role.OFFICER)

    received, given = (side["charts"] for side in client.get(PAGE, {"by": "donor"}).context["sides"])

    assert [(chart["currency"], chart["unit"], chart["left_out"]) for chart in received] == [
        ("EUR", "EUR", 0),
        ("USD", "triệu USD", 0),
    ]
    assert [(chart["currency"], chart["unit"], chart["left_out"]) for chart in given] == [
        ("VND", "tỷ đồng", 0)
    ]
    bars = {
        group["label"]: [(bar["kind"], bar["words"], bar["percent"]) for bar in group["bars"]]
        for group in received[1]["groups"]
    }
    assert bars == {
        "JICA": [("committed", "1,235", "100%"), ("disbursed", "0,001", "0.08%")],
        "Ngân hàng Thế giới": [("committed", "0,001", "0.08%")],
        "KOICA": [("committed", "< 0,001", "0%")],
        "Nhiều nhà tài trợ không ghi tỷ lệ, hoặc không nêu": [("committed", "< 0,001", "0%")],
    }


def test_one_direction_may_be_asked_for_alone(client, gifts):
    sign_in(client, Role.OFFICER)

    asked = client.get(PAGE, {"direction": "given", "by": "donor"}).context

    assert [(side["label"], side["head"], side["whole"]["projects"]) for side in asked["sides"]] == [
        ("Hỗ trợ bạn", "Bên nhận", 1)
    ]


def test_a_period_is_asked_for_and_a_wrong_one_is_named(client, gifts):
    sign_in(client, Role.OFFICER)
    book(gifts[0], "disbursed", 3, booked_on="2025-06")

    asked = client.get(PAGE, {"booked_from": "01/01/2025", "booked_to": "31/12/2025"})
    half = client.get(PAGE, {"booked_from": "01/01/2025"})
    turned = client.get(PAGE, {"booked_from": "31/12/2025", "booked_to": "01/01/2025"})

    received, given = asked.context["sides"]
    assert ([line["label"] for line in received["lines"]], received["uncertain"]) == (
        ["Phi chính phủ nước ngoài"],
        "",
    )
    assert (given["lines"], given["uncertain"]) == (
        [],
        "1 dòng không ghi ngày có thể thuộc kỳ này, chưa cộng vào bảng.",
    )
    assert half.context["form"].errors == {"booked_to": ["Nhập cả ngày đầu và ngày cuối kỳ."]}
    assert turned.context["form"].errors == {"booked_to": ["Ngày cuối kỳ trước ngày đầu kỳ."]}


def test_what_may_belong_to_a_period_is_named_with_its_list(client, shared):
    sign_in(client, Role.OFFICER)

    sides = client.get(PAGE, {"booked_from": "05/03/2025", "booked_to": "30/06/2025"}).context["sides"]

    assert [side["uncertain"] for side in sides] == [
        "2 dòng chỉ ghi tháng hoặc năm có thể thuộc kỳ này, chưa cộng vào bảng.",
        "3 dòng chỉ ghi tháng hoặc năm và 1 dòng không ghi ngày có thể thuộc kỳ này, chưa cộng vào bảng.",
    ]
    assert [client.get(side["uncertain_href"]).context["total"] for side in sides] == [2, 4]


def test_the_day_asked_about_decides_what_is_known_and_in_which_state_a_project_is(client, shared):
    sign_in(client, Role.OFFICER)

    before, now = (
        {line["label"]: [str(sums["words"]) for sums in line["cells"][1]["sums"]] for line in drawn(received)}
        for asked in ({"as_of": "31/01/2026"}, {})
        for received in [client.get(PAGE, {"by": "country", **asked}).context["sides"][0]]
    )

    bank = "Tổ chức quốc tế, mạng lưới không thuộc một nước"
    assert (before[bank], now[bank]) == (["1.000 USD"], ["950 USD"])
    assert before["Ngoài tổng: Đang vận động"] == now["Ngoài tổng: Đang vận động"] == ["77 USD"]


def test_the_workbook_says_the_same(client, gifts):
    sign_in(client, Role.OFFICER)
    book(make_project(stated_status="cancelled"), "committed", 5, "EUR")

    content = client.get(PAGE, {"format": "xlsx", "by": "field"}).content

    rows = [[cell.value for cell in row] for row in load_workbook(io.BytesIO(content)).active.iter_rows()]
    assert [row[0] for row in rows if row[0] and row[0].startswith("Một dự án")] == [
        "Một dự án có thể đứng ở nhiều dòng; dòng tổng cộng tính mỗi dự án một lần."
    ]
    heads = next(row for row in rows if row[0] == "Chiều")
    assert heads[3:7] == ["Giá trị theo nguồn", "Cam kết", "Phê duyệt", "Giải ngân"]
    assert heads[7:11] == [f"{kind}, quy ra đồng" for kind in heads[3:7]]
    assert heads[11:15] == [f"{kind}, số dòng chưa quy đổi" for kind in heads[3:7]]
    totals = [row for row in rows if row[1] == "Tổng cộng" or str(row[1]).startswith("Ngoài tổng")]
    # Four sums, what they are in đồng, how many lines are not told in đồng, the rate.
    assert totals == [
        [
            *("Tiếp nhận", "Tổng cộng", "USD"),
            *(None, 1234567.89, None, 1000),
            *(None, None, None, 25_450_000),
            *(None, 1, None, None, 0.08),
        ],
        [
            *("Tiếp nhận", "Ngoài tổng: Không thực hiện", "EUR"),
            *(None, 5, None, None),
            *(None, None, None, None),
            *(None, 1, None, None, 0),
        ],
        [
            *("Hỗ trợ bạn", "Tổng cộng", "VND"),
            *(None, 57234000000, None, None),
            *(None, 57234000000, None, None),
            *(None, None, None, None, 0),
        ],
    ]


def test_the_table_as_csv(client, gifts):
    sign_in(client, Role.OFFICER)

    lines = b"".join(client.get(PAGE, {"format": "csv"})).decode().splitlines()

    assert lines[1] == "Tiếp nhận,Phi chính phủ nước ngoài,USD,,1234567.89,,1000.00,,,,25450000.00,,1,,,0.08"


def test_a_focal_point_reads_its_own_projects(client, gifts):
    school, _clinic = gifts
    sign_in(client, Role.FOCAL_POINT, agency=school.agencies.get())

    text = client.get(PAGE, {"by": "donor"}).content.decode()
    lines = client.get("/thoa-thuan/vien-tro/dong-tien/").context

    assert "JICA" in text
    assert "57.234.000.000" not in text
    assert [(kind, str(sums)) for kind, sums in lines["totals"]] == [
        ("Cam kết", "1.234.567,89 USD"),
        ("Giải ngân", "1.000 USD"),
    ]


def test_the_iati_page_names_what_is_left_out_and_gives_the_file(client, gifts):
    sign_in(client, Role.OFFICER)
    make_project(title_vi="Đủ dữ kiện", key="du", starts_on="2020")

    page = client.get("/thoa-thuan/vien-tro/iati/")
    file = client.get("/thoa-thuan/vien-tro/iati/", {"format": "xml"})

    assert (page.context["found"].activities, [one["title"] for one in page.context["left"]]) == (
        1,
        ["Trường", "Trạm xá", "Không tiền"],
    )
    assert file.headers["Content-Type"] == "application/xml"
    assert file.content.count(b"<iati-activity ") == 1
