from __future__ import annotations

from datetime import date
from decimal import Decimal

import hypothesis
import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from agreements.aid_parts import WHOLE
from agreements.aid_rows import Scope, Uncertain
from agreements.aid_totals import DIMENSIONS, projects_of, projects_set_aside, totals
from agreements.enums import ProjectDirection
from agreements.filters.aid_lines import AidLineFilter
from agreements.models import FundingLine
from dnfa.accounts.enums import Role
from dnfa.core.money import Money, Sums
from partners.models import CooperationField
from tests.agreements.projects.money import book, give
from tests.factories import make_agency, make_country, make_partner, make_project, make_user

pytestmark = pytest.mark.django_db
RECEIVED, GIVEN = ProjectDirection.RECEIVED, ProjectDirection.GIVEN
TODAY = date(2026, 11, 26)


@pytest.fixture
def officer():
    return make_user(Role.OFFICER)


def whole(user, **asked):
    return Scope(user, TODAY, **asked)


def words(row):
    return {kind: str(sums) for kind, sums in row.sums.items()}


def rows(found):
    return {row.label: (row.projects, words(row)) for row in [*found.rows, found.whole]}


@pytest.fixture
def gifts(officer):
    """Received: of one donor; of two with shares that leave a tenth open; of two without shares. Given: to two of one country; to nobody named."""
    japan, korea = make_country("JP"), make_country("KR")
    laos = make_country("LA", name_vi="Lào")
    jica = make_partner(key="jica", name_vi="JICA", country=japan)
    koica = make_partner(key="koica", name_vi="KOICA", country=korea)
    health = CooperationField.objects.create(code="health", level=1, name_vi="Y tế")
    water = CooperationField.objects.create(code="water", level=1, name_vi="Nước")
    body = make_agency(key="so-y-te", name_vi="Sở Y tế")
    alone = make_project(agencies=[body], source_type="oda_grant")
    alone.fields.set([health, water])
    give(alone, (jica, None))
    shared = make_project(source_type="oda_grant")
    give(shared, (jica, Decimal(60)), (koica, Decimal(30)))
    together = make_project()
    give(together, (jica, None), (koica, None))
    sekong, salavan = (
        make_partner(key=name.lower(), name_vi=name, country=laos) for name in ("Sekong", "Salavan")
    )
    provinces = make_project(direction="given", recipients=[sekong, salavan])
    nobody = make_project(direction="given")
    book(alone, "committed", 100, booked_on="2025")
    book(alone, "disbursed", "40.01", booked_on="2025-03-05", dong_stated=1_000_000)
    book(shared, "committed", "100.01", booked_on="2026-01-01")
    book(together, "committed", 7, booked_on="2026-02")
    book(provinces, "committed", 11, "VND", booked_on="2026-02")
    book(nobody, "committed", 5, "VND")
    book(nobody, "value", 999, "VND")
    return {"alone": alone, "shared": shared, "together": together, "provinces": provinces, "nobody": nobody}


def test_what_was_received_stands_under_who_gave_it(officer, gifts):
    assert rows(totals(whole(officer), "donor")[RECEIVED]) == {
        "JICA": (2, {"committed": "160,006 USD", "disbursed": "40,01 USD"}),
        "KOICA": (1, {"committed": "30,003 USD"}),
        "Nhiều nhà tài trợ không ghi tỷ lệ, hoặc không nêu": (2, {"committed": "17,001 USD"}),
        "Tổng cộng": (3, {"committed": "207,01 USD", "disbursed": "40,01 USD"}),
    }


def test_what_was_given_stands_under_who_received_it_and_is_never_added_to_what_was_received(officer, gifts):
    by_side, by_country = (totals(whole(officer), by)[GIVEN] for by in ("donor", "country"))

    assert rows(by_side) == {
        "Nhiều bên nhận, tài liệu không chia, hoặc không nêu": (
            2,
            {"committed": "16 đồng", "value": "999 đồng"},
        ),
        "Tổng cộng": (2, {"committed": "16 đồng", "value": "999 đồng"}),
    }
    assert rows(by_country) == {
        "Lào": (1, {"committed": "11 đồng"}),
        "Bên nhận thuộc nhiều quốc gia và vùng lãnh thổ, tài liệu không chia, hoặc không nêu": (
            1,
            {"committed": "5 đồng", "value": "999 đồng"},
        ),
        "Tổng cộng": (2, {"committed": "16 đồng", "value": "999 đồng"}),
    }
    assert [row.query for row in by_country.rows] == [{"given_into": "LA"}, {"unplaced": "recipient_country"}]


@pytest.mark.parametrize("by", sorted(set(DIMENSIONS) - {"field"}))
def test_every_table_adds_up_to_its_whole(officer, gifts, by):
    for found in totals(whole(officer), by).values():
        for kind, sums in found.whole.sums.items():
            for money in sums:
                parts = [row.sums[kind].of(money.currency) for row in found.rows if kind in row.sums]
                assert sum(parts) == money.value
        assert not found.overlaps

    received = totals(whole(officer), by)[RECEIVED]
    assert (
        sum(row.dong("disbursed") or 0 for row in received.rows)
        == received.whole.dong("disbursed")
        == 1_000_000
    )


def test_lines_without_a_value_in_dong_are_counted_for_each_kind_and_currency(officer, gifts):
    book(gifts["alone"], "disbursed", 3, "EUR")
    book(gifts["alone"], "disbursed", 250, "VND")

    row = totals(whole(officer), "source")[RECEIVED].whole

    assert (row.dong("committed"), row.untold("committed")) == (None, 3)
    assert (row.dong("disbursed"), row.untold("disbursed")) == (1_000_250, 1)
    assert {place: (told.dong, told.untold) for place, told in row.told.items()} == {
        ("committed", "USD"): (None, 3),
        ("disbursed", "USD"): (1_000_000, 0),
        ("disbursed", "EUR"): (None, 1),
        ("disbursed", "VND"): (250, 0),
    }


def test_a_line_of_two_donors_of_one_country_is_counted_once_where_it_is_not_told_in_dong(officer):
    japan, korea = make_country("JP", name_vi="Nhật Bản"), make_country("KR", name_vi="Hàn Quốc")
    project = make_project()
    give(project, *((make_partner(country=country), 30) for country in (japan, japan, korea)))
    book(project, "committed", 100)

    found = totals(whole(officer), "country")[RECEIVED]

    assert [(row.label, row.projects, words(row), row.untold("committed")) for row in found.rows] == [
        ("Hàn Quốc", 1, {"committed": "30 USD"}, 1),
        ("Nhật Bản", 1, {"committed": "60 USD"}, 1),
        (
            "Nhà tài trợ thuộc nhiều quốc gia và vùng lãnh thổ, không ghi tỷ lệ, hoặc không nêu",
            1,
            {"committed": "10 USD"},
            1,
        ),
    ]


def test_by_field_a_project_counts_in_each_and_the_table_says_so(officer, gifts):
    found = totals(whole(officer), "field")[RECEIVED]

    assert found.overlaps
    assert (
        rows(found)["Y tế"] == rows(found)["Nước"] == (1, {"committed": "100 USD", "disbursed": "40,01 USD"})
    )
    assert rows(found)["Tổng cộng"][0] == 3


def test_by_country_agency_source_and_year(officer, gifts):
    names = {
        by: [(row.label, row.query) for row in totals(whole(officer), by)[RECEIVED].rows] for by in DIMENSIONS
    }

    assert names["agency"] == [
        ("Sở Y tế", {"managing": "so-y-te"}),
        ("Chưa ghi cơ quan chủ quản", {"unplaced": "agency"}),
    ]
    assert names["source"] == [
        ("ODA không hoàn lại", {"source_type": "oda_grant"}),
        ("Tài liệu không nêu nguồn vốn", {"unplaced": "source"}),
    ]
    assert names["year"] == [
        (year, {"booked_from": f"01/01/{year}", "booked_to": f"31/12/{year}"}) for year in ("2025", "2026")
    ]
    assert {query["given_from"] for _label, query in names["country"][:-1]} == {"JP", "KR"}
    assert names["country"][-1][1] == {"unplaced": "donor_country"}


def test_a_donor_of_no_country_stands_apart_from_gifts_nobody_can_divide(officer, gifts):
    bank = make_partner(key="wb", name_vi="Ngân hàng Thế giới", country=None)
    loan = make_project()
    give(loan, (bank, None))
    book(loan, "committed", 1000)

    found = totals(whole(officer), "country")[RECEIVED]

    assert [(row.label, row.query, row.projects) for row in found.rows[-2:]] == [
        ("Tổ chức quốc tế, mạng lưới không thuộc một nước", {"unplaced": "country"}, 1),
        (
            "Nhà tài trợ thuộc nhiều quốc gia và vùng lãnh thổ, không ghi tỷ lệ, hoặc không nêu",
            {"unplaced": "donor_country"},
            2,
        ),
    ]
    assert words(found.rows[-2]) == {"committed": "1.000 USD"}


def test_a_year_that_a_period_cuts_asks_for_its_part_only(officer, gifts):
    found = totals(whole(officer, first=date(2025, 3, 1), last=date(2026, 1, 31)), "year")[RECEIVED]

    assert [row.query for row in found.rows] == [
        {"booked_from": "01/03/2025", "booked_to": "31/12/2025"},
        {"booked_from": "01/01/2026", "booked_to": "31/01/2026"},
    ]


@pytest.mark.parametrize(
    ("period", "committed", "uncertain"),
    [
        ((date(2025, 1, 1), date(2025, 12, 31)), "100 USD", Uncertain()),
        ((date(2025, 1, 1), date(2025, 6, 30)), "", Uncertain(imprecise=1)),  # "2025" may lie in either half
        ((date(2025, 7, 1), date(2025, 12, 31)), "", Uncertain(imprecise=1)),
        ((date(2026, 1, 1), date(2026, 6, 30)), "107,01 USD", Uncertain()),
        ((date(2026, 2, 2), date(2026, 6, 30)), "", Uncertain(imprecise=1)),
        ((None, None), "207,01 USD", Uncertain()),
    ],
)
def test_a_period_counts_what_certainly_lies_in_it_and_says_what_may(
    officer, gifts, period, committed, uncertain
):
    found = totals(whole(officer, first=period[0], last=period[1]), "source")[RECEIVED]

    assert (str(found.whole.sums.get("committed", "")), found.uncertain) == (committed, uncertain)


@pytest.mark.parametrize(
    ("values", "may_belong"),
    [
        ({}, True),
        ({"starts_on": "2026-06"}, True),
        ({"starts_on": "2026-07"}, False),
        ({"ends_on": "2026"}, True),
        ({"ends_on": "2025-12"}, False),
        ({"starts_on": "2020", "ends_on": "2030"}, True),
    ],
)
def test_a_line_without_a_date_may_belong_to_a_period_that_the_time_of_its_project_touches(
    officer, values, may_belong
):
    book(make_project(**values), "disbursed", 5)

    found = totals(whole(officer, first=date(2026, 1, 1), last=date(2026, 6, 30)), "source")[RECEIVED]

    assert found.uncertain == Uncertain(undated=int(may_belong))


def test_an_extension_lets_a_line_without_a_date_belong_to_the_time_won(officer):
    project = make_project(ends_on="2025")
    project.events.create(kind="extension", occurred_on="2025-11-01", new_ends_on="2026", reason="Chậm")
    book(project, "disbursed", 5)

    found = totals(whole(officer, first=date(2026, 1, 1), last=date(2026, 6, 30)), "source")[RECEIVED]

    assert found.uncertain == Uncertain(undated=1)


def test_what_was_given_out_of_what_was_promised(officer, gifts):
    found = totals(whole(officer), "source")

    assert found[RECEIVED].whole.rate("USD") == Decimal("40.01") / Decimal("207.01") * 100
    assert (found[GIVEN].whole.rate("VND"), found[GIVEN].whole.rate("USD")) == (0, None)


def test_what_is_only_talked_about_or_dropped_stands_beside_the_totals(officer, gifts):
    hoped, dropped = make_project(stated_status="proposed"), make_project()
    book(hoped, "value", 500, "EUR")
    book(dropped, "committed", 400)
    dropped.events.create(kind="cancellation", occurred_on="2026-03-02", reason="Bên tài trợ rút")

    def told(day):
        found = totals(Scope(officer, day), "source")[RECEIVED]
        beside = [(row.label, row.query, row.projects, words(row)) for row in found.set_aside]
        return words(found.whole)["committed"], found.whole.projects, beside

    hope = ("Đang vận động", {"set_aside": "pipeline"}, 1, {"value": "500 EUR"})
    drop = ("Không thực hiện", {"set_aside": "cancelled"}, 1, {"committed": "400 USD"})
    assert told(date(2026, 3, 1)) == ("607,01 USD", 4, [hope])
    assert told(date(2026, 3, 2)) == ("207,01 USD", 3, [hope, drop])
    scope = whole(officer)
    assert list(projects_set_aside(scope, "cancelled")) == [dropped]
    assert {hoped, dropped} & set(projects_of(scope)) == set()


def test_a_sum_counts_from_the_first_day_its_date_can_mean(officer):
    book(make_project(), "committed", 5, booked_on="2026-03")

    told = [
        totals(Scope(officer, day), "source")[RECEIVED].whole.projects
        for day in (date(2026, 2, 28), date(2026, 3, 1))
    ]

    assert told == [0, 1]


def test_parts_of_a_programme_are_not_counted_twice(officer, gifts):
    part = make_project(parent=gifts["alone"], is_component=True)
    book(part, "committed", 50)

    assert words(totals(whole(officer), "source")[RECEIVED].whole)["committed"] == "207,01 USD"


def test_a_focal_point_counts_its_own_projects_only(gifts):
    focal = make_user(Role.FOCAL_POINT, agency=gifts["alone"].agencies.get())

    found = totals(whole(focal), "source")

    assert rows(found[RECEIVED])["Tổng cộng"] == (1, {"committed": "100 USD", "disbursed": "40,01 USD"})
    assert rows(found[GIVEN]) == {"Tổng cộng": (0, {})}
    assert list(projects_of(whole(focal))) == [gifts["alone"]]


CENTS = st.integers(1, 10**11).map(lambda cents: Decimal(cents) / 100)
GIFTS = st.lists(
    st.tuples(
        st.lists(st.sampled_from([None, "12.34", "20", "33.33"]), max_size=3),  # the shares of its donors
        st.lists(st.tuples(st.sampled_from(["committed", "disbursed"]), CENTS, st.sampled_from(["VND", "USD", "EUR"])), max_size=3),
    ),
    max_size=4,
)  # fmt: skip


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@hypothesis.given(gifts=GIFTS)
def test_whoever_gave_rows_add_up_and_each_is_the_sum_of_its_list(officer, gifts):
    with transaction.atomic():
        donors = [make_partner(country=country) for country in (make_country("JP"), make_country("KR"), None)]
        for shares, lines in gifts:
            project = make_project()
            give(project, *zip(donors, shares, strict=False))
            for kind, amount, currency in lines:
                book(project, kind, amount, currency)
        request = type("Request", (), {"user": officer, "GET": {}, "path": "/"})()
        asked = FundingLine.objects.annotate(part=WHOLE)
        told = {by: totals(whole(officer), by)[RECEIVED] for by in ("donor", "country")}
        listed = {
            by: [AidLineFilter(row.query, asked, request=request).qs for row in found.rows]
            for by, found in told.items()
        }
        rows = {
            by: [{kind: list(sums) for kind, sums in row.sums.items()} for row in found.rows]
            for by, found in told.items()
        }
        sums = {by: [counted(lines) for lines in of_rows] for by, of_rows in listed.items()}
        in_all = {by: dict(found.whole.sums) for by, found in told.items()}
        together = {by: added([row.sums for row in found.rows]) for by, found in told.items()}
        transaction.set_rollback(True)

    assert sums == rows
    assert together == in_all


def counted(lines):
    """What lines come to by kind, each as far as it counts; added by Python."""
    found = {}
    for line in lines:
        found.setdefault(line.kind, []).append(Money(line.amount * line.part, line.currency))
    return {kind: list(Sums(amounts)) for kind, amounts in found.items()}


def added(rows):
    """Rows added by kind."""
    found = {}
    for row in rows:
        for kind, sums in row.items():
            found[kind] = found.get(kind, Sums()) + sums
    return found


@pytest.mark.parametrize("by", sorted(DIMENSIONS))
def test_the_number_of_queries_does_not_grow(officer, gifts, by):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            totals(whole(officer), by)
        return len(queries)

    before = asked()
    for number in range(5):
        project = make_project(agencies=[make_agency()], source_type="ngo")
        give(project, (make_partner(), None))
        book(project, "committed", number + 1, "EUR", booked_on=str(2010 + number))

    assert asked() == before <= 10
