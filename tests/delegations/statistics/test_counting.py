from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest

from delegations.models import Delegation, DelegationStop
from delegations.statistics import Breakdown, Number, Pair, Period, statistics, table
from dnfa.accounts.enums import Role
from dnfa.core.errors import InvalidInput
from tests.factories import make_agency, make_country, make_partner, make_user
from tests.partners.factories import make_delegation

TODAY = date(2026, 3, 31)


@pytest.mark.parametrize(
    ("period", "before"),
    [
        (Period.of_year(2025, TODAY), (date(2024, 1, 1), date(2024, 12, 31), date(2024, 12, 31))),
        (Period.of_year(2026, TODAY), (date(2025, 1, 1), date(2025, 12, 31), date(2025, 3, 31))),
        (Period.of_year(2025, TODAY, "q2"), (date(2024, 4, 1), date(2024, 6, 30), date(2024, 6, 30))),
        (Period.of_year(2025, TODAY, "h2"), (date(2024, 7, 1), date(2024, 12, 31), date(2024, 12, 31))),
        (
            Period.of(date(2025, 2, 1), date(2025, 2, 28), TODAY),
            (date(2024, 2, 1), date(2024, 2, 29), date(2024, 2, 29)),
        ),
        (
            Period.of(date(2024, 2, 1), date(2024, 2, 29), TODAY),
            (date(2023, 2, 1), date(2023, 2, 28), date(2023, 2, 28)),
        ),
        (
            Period.of(date(2024, 2, 28), date(2024, 3, 1), TODAY),
            (date(2023, 2, 28), date(2023, 3, 1), date(2023, 3, 1)),
        ),
    ],
)
def test_the_same_period_of_the_year_before(period, before):
    found = period.before()

    assert (found.first, found.last, found.up_to) == before


def refusal(work) -> tuple[str, list[str]]:
    with pytest.raises(InvalidInput) as caught:
        work()
    return caught.value.code, list(caught.value.fields)


def test_a_period_that_cannot_be_is_refused():
    refused = [
        refusal(lambda: Period.of(date(2025, 2, 1), date(2025, 1, 31), TODAY)),
        refusal(lambda: Period.of(date(2015, 1, 1), date(2025, 1, 1), TODAY)),
        refusal(lambda: Period.of_year(1900, TODAY)),
        refusal(lambda: Period.of_year(99999, TODAY)),
    ]

    assert refused == [
        ("period_reversed", ["starts_on_to"]),
        ("period_too_long", ["starts_on_to"]),
        ("year_out_of_range", ["year"]),
        ("year_out_of_range", ["year"]),
    ]


def totals(user, period) -> tuple[Number, Number]:
    total = table(statistics(user, period), Breakdown.TOTAL).total.together
    return total.now, total.before


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("values", "in_2025", "in_first_quarter"),
    [
        ({"starts_on": "2024-12-31", "ends_on": "2025-01-03"}, 0, 0),
        ({"starts_on": "2025-01-01"}, 1, 1),
        ({"starts_on": "2025-03-31"}, 1, 1),
        ({"starts_on": "2025-04-01"}, 1, 0),
        ({"starts_on": "2025-12-31", "ends_on": "2026-01-02"}, 1, 0),
        ({"starts_on": "2026-01-01"}, 0, 0),
        ({"starts_on": "2025"}, 1, 0),
        ({"starts_on": "2025-02"}, 1, 1),
        ({"starts_on": None, "planned_starts_on": date(2025, 2, 1)}, 0, 0),
        ({"starts_on": None}, 0, 0),
        (
            {"starts_on": "2025-02-01", "cancelled_on": date(2025, 1, 1), "cancel_reason": "visa"},
            0,
            0,
        ),
    ],
)
def test_a_delegation_counts_in_the_period_of_its_first_day(values, in_2025, in_first_quarter):
    make_delegation(persons=7, **values)
    officer = make_user()

    found = [
        totals(officer, Period.of_year(2025, TODAY)),
        totals(officer, Period.of_year(2025, TODAY, "q1")),
    ]

    assert found == [
        (Number(in_2025, 7 * in_2025, 0), found[0][1]),
        (Number(in_first_quarter, 7 * in_first_quarter, 0), found[1][1]),
    ]


@pytest.mark.django_db
def test_what_has_not_begun_is_not_counted_and_the_year_before_ends_on_the_same_day():
    for day in ("2026-03-31", "2026-04-01", "2025-03-31", "2025-04-01"):
        make_delegation(starts_on=day, persons=None)

    assert totals(make_user(), Period.of_year(2026, TODAY)) == (Number(1, 0, 1), Number(1, 0, 1))


@pytest.mark.django_db
def test_what_is_known_to_the_year_only_is_of_no_quarter_and_told():
    make_delegation(starts_on="2025")
    officer = make_user()

    by_quarter = [statistics(officer, Period.of_year(2025, TODAY, part)).unplaced for part in ("q1", "")]
    months = table(statistics(officer, Period.of_year(2025, TODAY)), Breakdown.MONTH).lines

    assert by_quarter == [1, 0]
    assert (len(months), months[-1].key, months[-1].together.now) == (13, "", Number(1, 0, 1))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("starts_on", "before", "left_out"),
    [
        ("2025-03-15", 1, 0),
        ("2025-03-16", 0, 0),
        ("2025-02", 1, 0),
        ("2025-03", 0, 1),  # of 15 March or of the 16th
        ("2025-04", 0, 0),
        ("2025", 0, 1),
        ("2024", 0, 0),
    ],
)
def test_a_running_period_is_compared_with_what_had_surely_begun(starts_on, before, left_out):
    make_delegation(starts_on=starts_on, persons=2)
    make_delegation(starts_on="2026", persons=3)
    found = statistics(make_user(), Period.of_year(2026, date(2026, 3, 15)))

    total = table(found, Breakdown.TOTAL).total.together
    months = sum((line.together for line in table(found, Breakdown.MONTH).lines), Pair())

    assert (total.now, total.before) == (Number(1, 3, 0), Number(before, 2 * before, 0))
    assert months == total
    assert (found.unplaced, found.unplaced_before) == (0, left_out)


@pytest.mark.django_db
def test_a_delegation_to_three_countries_is_one_and_three_lines():
    france = make_country("FR", name_vi="Pháp", name_en="France")
    italy = make_country("IT", name_vi="I-ta-li-a", name_en="Italy")
    spain = make_country("ES", name_vi="Tây Ban Nha", name_en="Spain")
    trip = make_delegation(
        direction="out", starts_on="2025-05-01", persons=6, partners=[make_partner(country=france)]
    )
    for order, country in enumerate((france, italy, spain)):
        DelegationStop.objects.create(delegation=trip, country=country, order=order)

    found = table(statistics(make_user(), Period.of_year(2025, TODAY)), Breakdown.COUNTRY)

    assert [(line.key, line.outbound.now) for line in found.lines] == [
        ("IT", Number(1, 6, 0)),
        ("FR", Number(1, 6, 0)),
        ("ES", Number(1, 6, 0)),
    ]
    assert (found.total.together, found.counts_again) == (Pair(Number(1, 6, 0), Number()), True)


@pytest.mark.django_db
def test_a_focal_point_counts_its_own_and_no_partner_it_may_not_see():
    own, other = make_agency(name_vi="Sở Du lịch"), make_agency(name_vi="Sở Y tế")
    seen, hidden = make_partner(key="seen"), make_partner(key="hidden")
    make_delegation(starts_on="2025-05-01", persons=1, agencies=[own], partners=[seen])
    joined = make_delegation(starts_on="2025-06-01", persons=2, agencies=[other], partners=[hidden])
    joined.coordinating.add(own)
    make_delegation(starts_on="2025-07-01", persons=4, agencies=[other], partners=[hidden])
    focal = make_user(Role.FOCAL_POINT, agency=own)
    period = Period.of_year(2025, TODAY)

    def lines(user):
        found = table(statistics(user, period), Breakdown.PARTNER).lines
        return [(line.key, line.together.now) for line in found]

    assert lines(focal) == [("seen", Number(1, 1, 0)), ("", Number(1, 2, 0))]
    assert lines(make_user()) == [("hidden", Number(2, 6, 0)), ("seen", Number(1, 1, 0))]
    assert lines(make_user(Role.FOCAL_POINT, agency=own, is_active=False)) == []


@pytest.mark.django_db
def test_the_same_statements_for_any_number(django_assert_num_queries):
    officer = make_user()
    for _round in range(2):
        make_delegation(starts_on="2025-05-01", partners=[make_partner(), make_partner()])
        found = statistics(officer, Period.of_year(2025, TODAY))
        with django_assert_num_queries(5):
            total, by_partner = found.total, found.partners
            sizes = len(found.countries), len(found.agencies), found.unplaced, found.unplaced_before

    assert (total["in"].now.delegations, len(by_partner), sizes) == (2, 4, (1, 1, 0, 0))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("by", "queries"), [(Breakdown.MONTH, 1), (Breakdown.PARTNER, 3), (Breakdown.AGENCY, 3)]
)
def test_a_table_reads_only_what_it_shows(django_assert_num_queries, by, queries):
    officer = make_user()
    make_delegation(starts_on="2025-05-01", partners=[make_partner()], agencies=[make_agency()])

    with django_assert_num_queries(queries):
        lines = table(statistics(officer, Period.of_year(2025, TODAY)), by).lines

    assert sum(line.together.now.delegations for line in lines) == 1


def recount(period: Period) -> dict[tuple[str, str], int]:
    """Persons by rank and plan, counted one by one."""
    sums: dict[tuple[str, str], int] = {}
    for record in Delegation.objects.all():
        first, last = record.starts_on.first_day(), record.starts_on.last_day()
        if record.cancelled_on or not period.first <= first <= period.up_to or last > period.last:
            continue
        for key in (("rank", record.head_rank), ("plan", record.plan_status)):
            sums[key] = sums.get(key, 0) + (record.persons or 0)
    return {key: number for key, number in sums.items() if number}


@pytest.mark.django_db
@pytest.mark.parametrize("part", ["", "h1", "q3"])
def test_an_independent_recount_gives_the_same(part):
    random = Random(4)
    for _number in range(60):
        day = (date(2024, 1, 1) + timedelta(random.randrange(800))).isoformat()
        make_delegation(
            starts_on=day[: random.choice([4, 7, 10])],
            direction=random.choice(["in", "out"]),
            persons=random.choice([None, 3, 8]),
            head_rank=random.choice(["", "minister", "department"]),
            plan_status=random.choice(["", "out_of_plan"]),
            out_of_plan_reason="Đột xuất",
        )
    period = Period.of_year(2025, TODAY, part)
    found = statistics(make_user(), period)

    counted = {
        (name, line.key): line.together.now.persons
        for name, by in (("rank", Breakdown.RANK), ("plan", Breakdown.PLAN))
        for line in table(found, by).lines
        if line.together.now.persons
    }

    assert counted == recount(period)
    assert len(counted) >= 2


@pytest.mark.django_db
def test_by_agency_and_the_part_of_the_year_before():
    agency = make_agency(name_vi="Sở Du lịch", key="so-du-lich")
    make_delegation(starts_on="2025-05-01", persons=6, agencies=[agency])
    make_delegation(starts_on="2024-05-01", persons=4, agencies=[agency])
    make_delegation(starts_on="2024-06-01", direction="out", persons=4)

    found = statistics(make_user(), Period.of_year(2025, TODAY))
    agencies = table(found, Breakdown.AGENCY).lines
    may = table(found, Breakdown.MONTH).lines[4]

    assert [(line.key, line.together.now, line.together.before) for line in agencies] == [
        ("so-du-lich", Number(1, 6, 0), Number(1, 4, 0)),
        ("", Number(), Number(1, 4, 0)),
    ]
    assert (may.key, may.inbound) == ("2025-05", Pair(Number(1, 6, 0), Number(1, 4, 0)))
    assert (may.inbound.difference, may.inbound.persons_percent, may.inbound.delegations_percent) == (
        Number(0, 2, 0),
        50.0,
        0.0,
    )
    assert Pair(Number(1, 1, 0)).delegations_percent is None
