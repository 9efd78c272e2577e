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
from agreements.aid_totals import DIMENSIONS, Scope, projects_of, totals
from agreements.filters.aid_lines import AidLineFilter
from agreements.models import FundingLine
from dnfa.accounts.enums import Role
from dnfa.core.money import Money, Sums
from partners.models import CooperationField
from tests.agreements.projects.money import book, give
from tests.factories import make_agency, make_country, make_partner, make_project, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return make_user(Role.OFFICER)


def rows(found):
    return {
        row.label: (row.projects, {kind: str(sums) for kind, sums in row.sums.items()})
        for row in [*found.rows, found.whole]
    }


@pytest.fixture
def gifts(officer):
    """One donor; two with shares that leave a tenth open; two without shares; none."""
    japan, korea = make_country("JP"), make_country("KR")
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
    nobody = make_project(direction="given")
    book(alone, "committed", 100, booked_on="2025")
    book(alone, "disbursed", "40.01", booked_on="2025-03-05", dong_stated=1_000_000)
    book(shared, "committed", "100.01", booked_on="2026-01-01")
    book(together, "committed", 7, booked_on="2026-02")
    book(nobody, "committed", 5, "VND")
    book(nobody, "value", 999, "VND")
    return {"alone": alone, "shared": shared, "together": together, "nobody": nobody}


def test_what_each_donor_gave_adds_up_to_the_whole(officer, gifts):
    found = totals(Scope(officer), "donor")

    assert rows(found) == {
        "JICA": (2, {"committed": "160,006 USD", "disbursed": "40,01 USD"}),
        "KOICA": (1, {"committed": "30,003 USD"}),
        "Nhiều nhà tài trợ không ghi tỷ lệ, hoặc không nêu": (
            3,
            {"committed": "5 đồng; 17,001 USD", "value": "999 đồng"},
        ),
        "Tổng cộng": (4, {"committed": "5 đồng; 207,01 USD", "disbursed": "40,01 USD", "value": "999 đồng"}),
    }


@pytest.mark.parametrize("by", sorted(set(DIMENSIONS) - {"field"}))
def test_every_table_adds_up_to_its_whole(officer, gifts, by):
    found = totals(Scope(officer), by)

    for kind, whole in found.whole.sums.items():
        for money in whole:
            parts = [row.sums[kind].of(money.currency) for row in found.rows if kind in row.sums]
            assert sum(parts) == money.value
    assert (
        sum(row.dong.get("disbursed", Decimal(0)) for row in found.rows)
        == found.whole.dong["disbursed"]
        == 1_000_000
    )
    assert not found.overlaps


def test_by_field_a_project_counts_in_each_and_the_table_says_so(officer, gifts):
    found = totals(Scope(officer), "field")

    assert found.overlaps
    assert (
        rows(found)["Y tế"] == rows(found)["Nước"] == (1, {"committed": "100 USD", "disbursed": "40,01 USD"})
    )
    assert rows(found)["Tổng cộng"][0] == 4


def test_by_country_agency_source_and_year(officer, gifts):
    names = {by: [(row.label, row.query) for row in totals(Scope(officer), by).rows] for by in DIMENSIONS}

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
    ] + [("Tài liệu không ghi ngày", {"unplaced": "year"})]
    assert {query["given_from"] for _label, query in names["country"][:-1]} == {"JP", "KR"}
    assert names["country"][-1] == names["donor"][-1]


def test_a_donor_of_no_country_stands_apart_from_gifts_nobody_can_divide(officer, gifts):
    bank = make_partner(key="wb", name_vi="Ngân hàng Thế giới", country=None)
    loan = make_project()
    give(loan, (bank, None))
    book(loan, "committed", 1000)

    found = totals(Scope(officer), "country")

    assert [(row.label, row.query, row.projects) for row in found.rows[-2:]] == [
        ("Tổ chức quốc tế, mạng lưới không thuộc một nước", {"unplaced": "country"}, 1),
        ("Nhiều nhà tài trợ không ghi tỷ lệ, hoặc không nêu", {"unplaced": "donor"}, 3),
    ]
    assert str(found.rows[-2].sums["committed"]) == "1.000 USD"


def test_a_year_that_a_period_cuts_asks_for_its_part_only(officer, gifts):
    found = totals(Scope(officer, first=date(2025, 3, 1), last=date(2026, 1, 31)), "year")

    assert [row.query for row in found.rows] == [
        {"booked_from": "01/03/2025", "booked_to": "31/12/2025"},
        {"booked_from": "01/01/2026", "booked_to": "31/01/2026"},
    ]


@pytest.mark.parametrize(
    ("period", "committed", "undated"),
    [
        ((date(2025, 1, 1), date(2025, 12, 31)), "100 USD", 1),
        ((date(2025, 1, 1), date(2025, 6, 30)), "", 1),  # "2025" may lie outside the half-year
        ((date(2026, 1, 1), date(2026, 6, 30)), "107,01 USD", 1),
        ((date(2026, 1, 2), date(2026, 6, 30)), "7 USD", 1),
        ((None, None), "5 đồng; 207,01 USD", 0),
    ],
)
def test_a_period_counts_what_certainly_lies_in_it(officer, gifts, period, committed, undated):
    found = totals(Scope(officer, first=period[0], last=period[1]), "source")

    assert (str(found.whole.sums.get("committed", "")), found.undated) == (committed, undated)


def test_one_direction_and_what_was_given_out_of_what_was_promised(officer, gifts):
    received, given = (totals(Scope(officer, direction=one), "source").whole for one in ("received", "given"))

    assert str(given.sums["committed"]) == "5 đồng"
    assert received.rate("USD") == Decimal("40.01") / Decimal("207.01") * 100
    assert (given.rate("VND"), given.rate("USD")) == (0, None)


def test_parts_of_a_programme_are_not_counted_twice(officer, gifts):
    part = make_project(parent=gifts["alone"], is_component=True)
    book(part, "committed", 50)

    assert str(totals(Scope(officer), "source").whole.sums["committed"]) == "5 đồng; 207,01 USD"


def test_a_focal_point_counts_its_own_projects_only(gifts):
    focal = make_user(Role.FOCAL_POINT, agency=gifts["alone"].agencies.get())

    found = totals(Scope(focal), "source")

    assert rows(found)["Tổng cộng"] == (1, {"committed": "100 USD", "disbursed": "40,01 USD"})
    assert list(projects_of(Scope(focal))) == [gifts["alone"]]


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
        told = {by: totals(Scope(officer), by) for by in ("donor", "country")}
        listed = {
            by: [AidLineFilter(row.query, asked, request=request).qs for row in found.rows]
            for by, found in told.items()
        }
        rows = {
            by: [{kind: list(sums) for kind, sums in row.sums.items()} for row in found.rows]
            for by, found in told.items()
        }
        sums = {by: [counted(lines) for lines in of_rows] for by, of_rows in listed.items()}
        whole = {by: dict(found.whole.sums) for by, found in told.items()}
        together = {by: added([row.sums for row in found.rows]) for by, found in told.items()}
        transaction.set_rollback(True)

    assert sums == rows
    assert together == whole


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
            totals(Scope(officer), by)
        return len(queries)

    before = asked()
    for number in range(5):
        project = make_project(agencies=[make_agency()], source_type="ngo")
        give(project, (make_partner(), None))
        book(project, "committed", number + 1, "EUR", booked_on=str(2010 + number))

    assert asked() == before <= 7
