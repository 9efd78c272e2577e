"""The annex on aid: the official columns, sums that equal their lists, and rows that equal the list of the screen."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.aid_rows import Scope, Uncertain
from agreements.aid_totals import totals
from agreements.enums import FundingKind, ProjectDirection
from dnfa.accounts.enums import Role
from dnfa.accounts.system import SYSTEM_VIEWER
from reports.annual import aid, aid_text, content
from reports.annual.aid import Span
from reports.annual.checks import problems
from tests.factories import make_agency, make_country, make_partner, make_project, make_user
from tests.reports.conftest import PREPARED

pytestmark = pytest.mark.django_db
RECEIVED, GIVEN = ProjectDirection.RECEIVED, ProjectDirection.GIVEN
SPAN = Span(date(2023, 1, 1), date(2023, 12, 31), date(2023, 12, 26))
MONEY = slice(8, 11)


def book(project, kind, amount, currency="USD", **more):
    return project.lines.create(kind=kind, amount=Decimal(str(amount)), currency=currency, **more)


def received(user=SYSTEM_VIEWER, span=SPAN):
    return aid.gather(user, span)[RECEIVED]


def cells(side):
    return [row.cells[MONEY] for row in aid.table(side).rows]


def test_each_currency_is_summed_apart_and_parts_of_a_programme_once():
    programme = make_project(title_vi="Chương trình", starts_on="2022")
    part = make_project(title_vi="Hợp phần", starts_on="2023", parent=programme, is_component=True)
    other = make_project(title_vi="Dự án khác", starts_on="2023")
    book(programme, "committed", 1000, booked_on="2022-05-01")
    book(programme, "committed", "200.50", booked_on="2023-05-01")
    book(programme, "disbursed", 300, booked_on="2023-02")
    book(part, "disbursed", 300, booked_on="2023-02")
    book(other, "committed", 5_000_000, "VND", booked_on="2023")
    book(other, "disbursed", 7, "EUR", booked_on="2022-12-31")

    side = received()

    assert [row.cells[1] for row in aid.table(side).rows] == [
        "Chương trình",
        "Hợp phần\n(hợp phần, tiền tính ở chương trình)",
        "Dự án khác",
        "Cộng",
    ]
    assert cells(side) == [
        ("1.200,50 USD\nTrong kỳ: 200,50 USD", "300 USD", "300 USD"),
        ("", "300 USD", "300 USD"),
        ("5.000.000 đồng\nTrong kỳ: 5.000.000 đồng", "", "7 EUR"),
        (
            "5.000.000 đồng\n1.200,50 USD\nTrong kỳ: 5.000.000 đồng\n200,50 USD",
            "300 USD",
            "7 EUR\n300 USD",
        ),
    ]
    assert [(line.key, line.value) for line in aid_text.sum_lines([side])] == [
        ("aid_received_committed_vnd", Decimal(5_000_000)),
        ("aid_received_committed_usd", Decimal("200.50")),
        ("aid_received_disbursed_usd", Decimal(300)),
    ]


def test_what_a_source_gives_as_about_is_marked_and_what_has_no_rate_is_counted():
    project = make_project(starts_on="2023", amount=153, currency="USD", qualifier="at_least")
    book(project, "disbursed", 10, booked_on="2023", qualifier="approx", dong_stated=250_000)
    book(project, "disbursed", 5, booked_on="2023")

    side = received()
    [line] = aid_text.sum_lines([side])

    assert cells(side) == [
        (
            "Giá trị theo nguồn:\nước 153 USD",
            *["ước 15 USD\n(quy ra 250.000 đồng, 01 dòng tiền chưa có tỷ giá)"] * 2,
        ),
        ("", *["ước 15 USD\n(quy ra 250.000 đồng, 01 dòng tiền chưa có tỷ giá)"] * 2),
    ]
    assert (line.value, line.is_estimate) == (Decimal(15), True)
    assert "“ước”: có số tiền nguồn ghi là khoảng, ít nhất hoặc tối đa." in aid.table(side).note


@pytest.mark.parametrize(
    ("owner_name", "roles", "told"),
    [
        ("", [("managing", "Sở Y tế")], "Sở Y tế"),
        ("", [("managing", "Sở Y tế"), ("owner", "Bệnh viện")], "Bệnh viện\n(cơ quan chủ quản: Sở Y tế)"),
        ("Hội Từ thiện", [("managing", "Sở Y tế")], "Hội Từ thiện\n(cơ quan chủ quản: Sở Y tế)"),
        ("", [("coordinating", "Sở Y tế")], ""),
    ],
)
def test_the_owner_stands_with_who_manages_it(owner_name, roles, told):
    project = make_project(starts_on="2023", owner_name=owner_name)
    for order, (role, name) in enumerate(roles):
        project.agency_roles.create(role=role, agency=make_agency(name_vi=name), order=order)

    [row] = aid.table(received()).rows

    assert row.cells[3] == told


@pytest.mark.parametrize(
    ("booked_on", "now", "so_far"),
    [
        ("2022-12-31", "", "5 USD"),
        ("2023-01-01", "5 USD", "5 USD"),
        ("2023-12-26", "5 USD", "5 USD"),
        ("2023-12-27", "", ""),  # after the cut-off
        ("2023-12", "5 USD", "5 USD"),
        ("2023", "5 USD", "5 USD"),  # the year is the period
        ("2024", "", ""),
        (None, "", "5 USD"),
    ],
)
def test_a_sum_is_told_in_the_period_its_whole_date_lies_in(booked_on, now, so_far):
    book(make_project(starts_on="2020"), "disbursed", 5, booked_on=booked_on)

    assert cells(received())[0] == ("", now, so_far)


def test_the_cut_off_in_the_january_after_adds_nothing_of_that_january():
    old = make_project(title_vi="Cũ", starts_on="2023")
    book(old, "disbursed", 5, booked_on="2024-01-10")
    make_project(title_vi="Mới", starts_on="2024-01-02")

    report = content.build(user=SYSTEM_VIEWER, year=2023, cutoff=date(2024, 1, 15), prepared_at=PREPARED)

    [table] = [table for _number, table in report.tables() if table.key == "aid_received"]
    assert [row.cells[1] for row in table.rows] == ["Cũ"]
    assert (report.sums, problems(report)) == ((), [])


def test_text_names_the_sums_by_source_and_what_has_no_day():
    ngo = make_project(source_type="ngo", starts_on="2023")
    city = make_project(source_type="city_to_city", starts_on="2023")
    book(ngo, "committed", 10, booked_on="2023")
    book(ngo, "committed", 5, "EUR", booked_on="2023")
    book(city, "disbursed", 3, "VND", booked_on="2023")
    book(city, "disbursed", 7, "EUR", booked_on="2023", dong_stated=190_000)
    book(city, "disbursed", 3, "VND")
    make_project(stated_status="unknown")
    make_project(stated_status="proposed")
    side = received()

    assert aid_text.claim(side, "trong năm 2023", "Phụ lục X").sentence == (
        "Trong năm 2023 có 02 chương trình, dự án, khoản viện trợ thành phố tiếp nhận (Phụ lục X)."
    )
    assert [(block.kind, block.text) for block in aid_text.paragraphs(side, "trong năm 2023", "bảng Đ")] == [
        (
            "text",
            "Cam kết trong năm 2023: 5 EUR và 10 USD; giải ngân trong năm 2023: 3 đồng và 7 EUR (ngoại tệ quy ra 190.000 đồng).",
        ),
        (
            "item",
            "Phi chính phủ nước ngoài: cam kết 5 EUR và 10 USD.",
        ),
        (
            "item",
            "Giữa hai địa phương: giải ngân 3 đồng và 7 EUR (ngoại tệ quy ra 190.000 đồng).",
        ),
        ("text", "Ngoài ra sổ có 01 chương trình, dự án không rõ thời gian nên không được tính vào kỳ nào."),
        (
            "text",
            "Ngoài ra có 01 dòng tiền có thể thuộc kỳ nhưng chưa cộng: 01 dòng không ghi ngày (bảng Đ).",
        ),
    ]


def test_without_sums_the_text_says_so():
    make_project(starts_on="2023")

    assert [block.text for block in aid_text.paragraphs(received(), "trong kỳ", "bảng Đ")] == [
        "Sổ không ghi số tiền cam kết, phê duyệt, giải ngân nào trong kỳ."
    ]


def test_what_was_approved_is_told_beside_what_was_promised_and_paid():
    project = make_project(starts_on="2023")
    for kind, amount in (("committed", 30), ("approved", 20), ("disbursed", 10)):
        book(project, kind, amount, booked_on="2023-03")
    side = received()

    assert [block.text for block in aid_text.paragraphs(side, "trong kỳ", "bảng Đ")] == [
        "Cam kết trong kỳ: 30 USD; phê duyệt trong kỳ: 20 USD; giải ngân trong kỳ: 10 USD."
    ]
    assert [(line.key, line.value) for line in aid_text.sum_lines([side])] == [
        ("aid_received_committed_usd", Decimal(30)),
        ("aid_received_approved_usd", Decimal(20)),
        ("aid_received_disbursed_usd", Decimal(10)),
    ]


@pytest.mark.parametrize(
    ("deed", "mark", "total"),
    [
        ("completion", "", "5 USD"),
        ("cancellation", "\n(không thực hiện, tiền không cộng)", ""),
        ("proposal", "\n(đang vận động, tiền không cộng)", ""),
    ],
)
def test_what_was_dropped_or_only_talked_about_is_listed_and_in_no_sum(deed, mark, total):
    project = make_project(title_vi="Cầu", starts_on="2023")
    project.events.create(kind=deed, occurred_on="2023-06-01", reason="Bên tài trợ rút")
    book(project, "disbursed", 5, booked_on="2023-02")

    side = received()

    rows = aid.table(side).rows
    assert rows[0].cells[1] == f"Cầu{mark}"
    assert [row.cells[9] for row in rows] == ["5 USD", *([total] if total else [])]
    assert [line.words for line in aid_text.sum_lines([side])] == ([total] if total else [])


@pytest.mark.parametrize(
    ("booked_on", "first_half", "second_half"),
    [
        ("2023", Uncertain(imprecise=1), Uncertain(imprecise=1)),
        ("2023-06", Uncertain(), Uncertain()),
        (None, Uncertain(undated=1), Uncertain(undated=1)),
        ("2022", Uncertain(), Uncertain()),
    ],
)
def test_a_sum_known_to_the_year_is_named_in_each_half_it_may_belong_to(booked_on, first_half, second_half):
    book(make_project(starts_on="2022"), "disbursed", 5, booked_on=booked_on)
    halves = [Span(date(2023, 1, 1), date(2023, 6, 30), date(2023, 12, 31))]
    halves.append(Span(date(2023, 7, 1), date(2023, 12, 31), date(2023, 12, 31)))

    assert [received(span=half).uncertain for half in halves] == [first_half, second_half]


def test_the_yearly_report_carries_the_annex_and_its_sums_in_figures_json(client):
    client.force_login(make_user(Role.OFFICER))
    project = make_project(title_vi="Trạm xá", starts_on="2023")
    book(project, "disbursed", "57.25", booked_on="2023-05")

    report = content.build(user=SYSTEM_VIEWER, year=2023, cutoff=SPAN.cutoff, prepared_at=PREPARED)
    told = json.loads(json.dumps(report.as_json()))

    [annex] = [annex for annex in report.annexes if annex.number == "X"]
    assert [table.title for table in annex.tables] == [
        "A. Thành phố tiếp nhận trong năm",
        "B. Thành phố hỗ trợ bạn trong năm",
        "C. Đang thực hiện vào ngày 26/12/2023",
        "D. Viện trợ, dự án do các cơ quan báo, theo quý",
    ]
    listed = [table for table in told["tables"] if table["annex"] == "X" and table["list"]]
    rows = {table["key"]: table["rows"] for table in listed}
    lists = {table["key"]: table["list"] for table in listed}
    assert rows == {"aid_received": 1, "aid_given": 0, "projects": 1}
    assert {key: client.get(address).json()["count"] for key, address in lists.items()} == rows
    assert [(line["key"], line["value"], line["currency"]) for line in told["sums"]] == [
        ("aid_received_disbursed_usd", "57.25", "USD")
    ]


def test_the_yearly_report_lists_the_sums_that_may_belong_to_the_year():
    helped = make_project(title_vi="Trường học", direction="given", starts_on="2022")
    book(helped, "disbursed", 5)

    report = content.build(user=SYSTEM_VIEWER, year=2023, cutoff=SPAN.cutoff, prepared_at=PREPARED)

    [annex] = [annex for annex in report.annexes if annex.number == "X"]
    assert [(table.title, [row.cells for row in table.rows]) for table in annex.tables[4:]] == [
        (
            "E. Hỗ trợ bạn: dòng tiền có thể thuộc năm, chưa cộng vì không đủ ngày",
            [("1", "Trường học", "Giải ngân", "không ghi", "5 USD")],
        )
    ]
    told = "Ngoài ra có 01 dòng tiền có thể thuộc kỳ nhưng chưa cộng: 01 dòng không ghi ngày (Phụ lục X, bảng E)."
    assert [claim.value for claim in report.claims if claim.sentence == told] == [1]
    assert problems(report) == []


# --- whatever the register holds ---------------------------------------------------------------
def scatter(random, agency):
    """A project of any kind with lines of any kind, known to the day, month or year or not at all."""

    def any_day(chance):
        day = (date(2022, 6, 1) + timedelta(random.randrange(800))).isoformat()
        return day[: random.choice([4, 7, 10])] if random.random() < chance else None

    project = make_project(
        direction=random.choice(ProjectDirection.values),
        stated_status=random.choice(["ongoing", "completed", "approved", "proposed", "cancelled", "unknown"]),
        source_type=random.choice(["ngo", "oda_loan", ""]),
        starts_on=any_day(0.7),
        ends_on=any_day(0.4),
        agencies=[agency] if random.random() < 0.5 else [],
        donors=[make_partner(country=None)] if random.random() < 0.3 else [],
    )
    if random.random() < 0.2:
        project.parent = make_project(starts_on="2020")
        project.is_component = True
        project.save()
    if random.random() < 0.3:
        project.events.create(
            kind=random.choice(["completion", "suspension"]), occurred_on=any_day(1), reason="x"
        )
    for _number in range(random.randrange(4)):
        book(
            project,
            random.choice(["committed", "disbursed", "approved"]),
            random.randrange(1, 10**6) / Decimal(100),
            random.choice(["USD", "VND", "EUR"]),
            booked_on=any_day(0.8),
        )


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("role", [Role.OFFICER, Role.FOCAL_POINT])
def test_rows_and_sums_are_those_of_the_lists_whoever_looks(client, seed, role):
    random = Random(seed)
    agency = make_agency()
    user = make_user(role, agency=agency) if role == Role.FOCAL_POINT else make_user(role)
    client.force_login(user)
    for _number in range(25):
        scatter(random, agency)

    sides = aid.gather(user, SPAN)

    for side in sides.values():
        table = aid.table(side)
        page = client.get(f"{table.listing.page}&page_size=100")
        answer = client.get(f"{table.listing.api}&page_size=100").json()
        assert {project.key for project in side.projects} == {row["key"] for row in answer["results"]}
        assert page.context["total"] == table.row_count == answer["count"]
    for line in aid_text.sum_lines(sides.values()):
        page = client.get(line.listing.page)
        answer = client.get(f"{line.listing.api}&page_size=100").json()
        assert page.context["total"] == answer["count"]
        assert sum(Decimal(row["amount"]) for row in answer["results"]) == line.value


@pytest.mark.parametrize("seed", range(3))
def test_sums_of_a_period_that_is_over_are_those_of_the_totals(seed):
    random = Random(seed)
    for _number in range(25):
        scatter(random, make_agency())
    span = Span(date(2023, 1, 1), date(2023, 6, 30), date(2023, 6, 30))

    for direction, side in aid.gather(SYSTEM_VIEWER, span).items():
        whole = totals(Scope(SYSTEM_VIEWER, span.cutoff, span.first, span.last), "source")[direction].whole
        told = defaultdict(dict)
        for line in aid_text.sum_lines([side]):
            told[line.key.split("_")[2]][line.currency] = line.value
        assert told == {
            kind: {money.currency: money.value for money in whole.sums[kind]}
            for kind in (FundingKind.COMMITTED, FundingKind.APPROVED, FundingKind.DISBURSED)
            if kind in whole.sums
        }


def test_reading_costs_the_same_for_one_and_for_many():
    def one():
        project = make_project(
            starts_on="2023", donors=[make_partner(country=make_country("JP"))], agencies=[make_agency()]
        )
        project.events.create(kind="approval", occurred_on="2023", document_number="1/QĐ")
        book(project, "committed", 5, booked_on="2023")

    def queries():
        with CaptureQueriesContext(connection) as asked:
            for side in aid.gather(SYSTEM_VIEWER, SPAN).values():
                aid.table(side)
                aid_text.paragraphs(side, "trong kỳ", "bảng Đ")
        return len(asked)

    one()
    once = queries()
    for _number in range(4):
        one()

    assert queries() == once
