from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from lxml import etree

from agreements.iati import InvalidActivities, LeftOut, check, export
from agreements.models import Project
from agreements.selectors_projects import project_rows
from dnfa.accounts.enums import Role
from partners.models import CooperationField
from tests.factories import make_agency, make_country, make_partner, make_project, make_user

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 26)
MADE_AT = datetime(2026, 11, 26, 3, 0, tzinfo=UTC)


def exported(user=None):
    user = user or make_user(Role.OFFICER)
    rows = project_rows(Project.objects.visible_to(user), user, TODAY).order_by("key")
    return export(rows.prefetch_related("events", "results", "fields"), today=TODAY, made_at=MADE_AT)


def activities(found):
    return etree.fromstring(found.document).findall("iati-activity")


def test_a_whole_project_stands_in_the_document_and_the_schema_takes_it():
    donor = make_partner(
        name_vi="JICA", name_en="JICA", kind="development_agency", country=make_country("JP")
    )
    programme = make_project(key="chuong-trinh", starts_on="2020")
    project = make_project(
        key="cap-nuoc",
        title_vi="Cấp nước & vệ sinh",
        title_en="Water <supply>",
        donors=[donor],
        agencies=[make_agency(name_vi="Sở Xây dựng")],
        parent=programme,
        source_type="oda_loan",
        form="project",
        starts_on="2021",
        ends_on="2026-12",
        purpose_vi="Nước sạch",
        place="Phường Hải Châu",
        amount="1500000",
        currency="USD",
    )
    project.fields.add(CooperationField.objects.create(code="water", level=1, name_vi="Nước"))
    line = project.lines.create(
        kind="committed", amount=1_000_000, currency="USD", booked_on="2021-05-04", note="Đợt 1"
    )
    project.lines.create(
        kind="committed", amount=-5, currency="USD", booked_on="2021-05-04", corrects=line, reason="Thừa"
    )
    project.lines.create(kind="disbursed", amount=Decimal("200000.50"), currency="USD", booked_on="2022")
    project.lines.create(
        kind="planned", amount=5, currency="USD", period_from=date(2027, 1, 1), period_to=date(2027, 6, 30)
    )
    project.results.create(indicator="Trạm bơm", unit="trạm", target=3, reached=2, as_of=date(2026, 6, 30))

    found = exported()

    check(found.document)
    first = activities(found)[0]
    text = lambda path: [node.text for node in first.findall(path)]  # noqa: E731
    assert (found.activities, found.left_out) == (2, ())
    assert text("iati-identifier") == ["VN-DANANG-SNGV-cap-nuoc"]
    assert text("title/narrative") == ["Cấp nước & vệ sinh", "Water <supply>"]
    assert text("participating-org/narrative") == ["JICA", "JICA", "Sở Xây dựng"]
    assert [node.get("code") for node in first.findall("activity-status")] == ["2"]
    assert [(node.get("type"), node.get("iso-date")) for node in first.findall("activity-date")] == [
        ("2", "2021-01-01"),
        ("3", "2026-12-31"),
    ]
    assert text("activity-date/narrative") == ["Nguồn chỉ ghi 2021", "Nguồn chỉ ghi 2026-12"]
    assert [node.get("code") for node in first.findall("recipient-country")] == ["VN"]
    assert [node.get("code") for node in first.findall("default-finance-type")] == ["410"]
    assert [
        (
            node.find("transaction-type").get("code"),
            node.find("value").text,
            node.find("transaction-date").get("iso-date"),
        )
        for node in first.findall("transaction")
    ] == [("11", "999995.00", "2021-05-04"), ("1", "200000.50", "2022-12-31")]
    assert text("transaction/description/narrative") == ["Đợt 1; Thừa", "Nguồn chỉ ghi 2022"]
    assert budgets(first) == [("1", "1500000.00", "USD")]
    assert first.find("planned-disbursement/period-end").get("iso-date") == "2027-06-30"
    assert first.find("related-activity").get("ref") == "VN-DANANG-SNGV-chuong-trinh"
    assert first.find("result/indicator/period/actual").get("value") == "2.00"


def budgets(activity):
    """(status, amount, currency) of each budget; status 1 is an indication, 2 was approved."""
    return [
        (node.get("status"), node.find("value").text, node.find("value").get("currency"))
        for node in activity.findall("budget")
    ]


@pytest.mark.parametrize(
    ("booked_on", "day"),
    [
        ("2026-11-26", "2026-11-26"),
        ("2026-11", "2026-11-26"),  # the month is not over
        ("2026", "2026-11-26"),
        ("2026-10", "2026-10-31"),
        ("2025", "2025-12-31"),
    ],
)
def test_nothing_was_paid_in_days_to_come(booked_on, day):
    project = make_project(starts_on="2020")
    project.lines.create(kind="disbursed", amount=5, currency="USD", booked_on=booked_on)

    paid = activities(exported())[0].findall("transaction")

    assert [node.find("transaction-date").get("iso-date") for node in paid] == [day]


def test_a_correction_is_no_further_budget_and_what_comes_to_nought_is_none():
    project = make_project(starts_on="2020", ends_on="2027", amount=900, currency="EUR")
    for amount, right in ((1000, 100), (70, 0)):
        line = project.lines.create(kind="approved", amount=amount, currency="USD")
        project.lines.create(
            kind="approved", amount=right - amount, currency="USD", corrects=line, reason="Thừa"
        )
    paid = project.lines.create(kind="disbursed", amount=5, currency="USD", booked_on="2021")
    project.lines.create(
        kind="disbursed", amount=-5, currency="USD", booked_on="2021", corrects=paid, reason="Nhầm dự án"
    )

    activity = activities(exported())[0]

    assert (budgets(activity), activity.findall("transaction")) == ([("2", "100.00", "USD")], [])


def test_sums_of_a_part_stand_in_its_programme_only():
    programme = make_project(
        key="a-chuong-trinh", starts_on="2020", ends_on="2027", amount=900, currency="USD"
    )
    part = make_project(
        key="b-hop-phan",
        starts_on="2020",
        ends_on="2027",
        parent=programme,
        is_component=True,
        amount=400,
        currency="USD",
    )
    part.lines.create(kind="disbursed", amount=5, currency="USD", booked_on="2021")

    found = exported()
    whole, piece = activities(found)

    assert [budgets(whole), budgets(piece), piece.findall("transaction")] == [
        [("1", "900.00", "USD")],
        [],
        [],
    ]
    assert piece.find("related-activity").get("ref") == "VN-DANANG-SNGV-a-chuong-trinh"
    assert found.left_out == (LeftOut("b-hop-phan", "số tiền đã nằm trong chương trình"),)


def test_what_the_standard_has_no_place_for_is_named_not_made_up():
    make_project(key="a-khong-ngay")
    make_project(key="b-khong-ro", stated_status="unknown", starts_on="2020")
    undated = make_project(key="c-tien-khong-ngay", starts_on="2020")
    undated.lines.create(kind="committed", amount=5, currency="USD")

    found = exported()

    assert found.left_out == (
        LeftOut("a-khong-ngay", "chưa có ngày bắt đầu"),
        LeftOut("b-khong-ro", "chưa rõ tình trạng"),
        LeftOut("c-tien-khong-ngay", "1 số tiền không ghi ngày"),
    )
    assert [node.find("iati-identifier").text for node in activities(found)] == [
        "VN-DANANG-SNGV-c-tien-khong-ngay"
    ]
    assert activities(found)[0].findall("transaction") == []


@pytest.mark.parametrize(
    ("countries", "told"),
    [
        (["LA"], ("recipient-country", "LA")),
        (["LA", "LA"], ("recipient-country", "LA")),
        (["LA", "KH"], ("recipient-region", "998")),
    ],
)
def test_what_the_city_gives_goes_where_its_recipients_are(countries, told):
    made = {code: make_country(code) for code in sorted(set(countries))}
    recipients = [make_partner(country=made[code]) for code in countries]
    project = make_project(direction="given", recipients=recipients, starts_on="2020")
    project.lines.create(kind="disbursed", amount=5, currency="VND", booked_on="2021")

    activity = activities(exported())[0]

    assert activity.find(told[0]).get("code") == told[1]
    assert activity.find("transaction/transaction-type").get("code") == "3"


def test_a_reader_exports_what_it_sees():
    agency = make_agency()
    make_project(key="cua-minh", starts_on="2020", agencies=[agency])
    make_project(key="cua-nguoi", starts_on="2020")

    found = exported(make_user(Role.FOCAL_POINT, agency=agency))

    assert [node.find("iati-identifier").text for node in activities(found)] == ["VN-DANANG-SNGV-cua-minh"]


def test_no_project_is_an_empty_document():
    found = exported()

    assert (found.activities, activities(found)) == (0, [])


def test_what_breaks_the_schema_is_never_handed_out():
    with pytest.raises(InvalidActivities, match="iati-identifier"):
        check(b'<iati-activities version="2.03"><iati-activity><title/></iati-activity></iati-activities>')


@pytest.mark.usefixtures("loaded")
def test_the_real_register_passes_the_schema():
    found = exported()

    check(found.document)
    keys = {left.key for left in found.left_out if "số tiền" not in left.reason}
    assert found.activities + len(keys) == Project.objects.count() == 73
