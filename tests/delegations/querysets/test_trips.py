from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from delegations.models import Delegation
from delegations.querysets.trips import held_within
from delegations.states import first_day, last_day
from tests.factories import make_agency, make_partner, make_user
from tests.partners.factories import make_delegation

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2025, 1, 1), date(2025, 6, 30)


@pytest.mark.parametrize(
    ("values", "up_to", "is_held"),
    [
        ({"starts_on": "2024-12-31"}, LAST, False),
        ({"starts_on": "2025-01-01"}, LAST, True),
        ({"starts_on": "2025-06-30"}, LAST, True),
        ({"starts_on": "2025-07-01"}, LAST, False),
        ({"starts_on": "2025-07-01"}, date(2026, 1, 1), False),
        ({"starts_on": "2025-03-15"}, date(2025, 3, 14), False),
        ({"starts_on": "2025-06"}, LAST, True),
        ({"starts_on": "2025-07"}, LAST, False),
        ({"starts_on": "2025"}, LAST, False),
        ({"starts_on": None, "planned_starts_on": date(2025, 3, 1)}, LAST, False),
        ({"starts_on": None}, LAST, False),
        ({"starts_on": "2025-03-01", "cancelled_on": FIRST, "cancel_reason": "visa"}, LAST, False),
    ],
)
def test_what_was_held_within_a_span(values, up_to, is_held):
    make_delegation(**values)

    assert Delegation.objects.filter(held_within(FIRST, up_to, LAST)).count() == int(is_held)


@pytest.mark.parametrize(
    "values",
    [
        {"starts_on": "2024-02"},
        {"starts_on": "2025-05-04", "ends_on": "2025-05"},
        {"starts_on": "2025", "planned_starts_on": date(2024, 1, 2), "planned_ends_on": date(2024, 1, 5)},
        {"starts_on": None, "planned_starts_on": date(2024, 1, 2), "planned_ends_on": date(2024, 1, 5)},
        {"starts_on": None, "planned_starts_on": date(2024, 1, 2)},
        {"starts_on": None},
    ],
)
def test_the_days_kept_are_those_of_the_rule_also_after_a_change(values):
    make_delegation(**values)
    changed = make_delegation(starts_on="2020-01-01")
    Delegation.objects.filter(pk=changed.pk).update(**values)

    for kept in Delegation.objects.all():
        assert (kept.first_day, kept.last_day) == (first_day(kept), last_day(kept))


def test_words_are_found_in_titles_and_in_partners_each_where_it_stands():
    sakai, kobe = make_partner(name_vi="Thành phố Sakai"), make_partner(name_vi="Thành phố Kobe")
    both = make_delegation(title_vi="Xúc tiến đầu tư", partners=[sakai, kobe])
    title = make_delegation(title_vi="Đầu tư tại Sakai")
    make_delegation(title_vi="Đầu tư", partners=[kobe])

    def found(text: str) -> list[Delegation]:
        return list(Delegation.objects.matching(text).order_by("pk"))

    assert found("dau tu SAKAI") == [both, title]
    assert found("sakai kobe") == [both]
    assert found("xuc tien osaka") == []


def test_every_page_of_list_and_api_holds_its_rows_in_order(client):
    client.force_login(make_user())
    made = [make_delegation(starts_on=f"2025-01-{day:02}", agencies=[make_agency()]) for day in range(1, 26)]
    newest_first = [trip.key for trip in reversed(made)]

    screens = [
        client.get(reverse("delegations:list"), {"page": number}).context["lines"] for number in (1, 2)
    ]
    answers = [
        client.get("/api/v1/delegations/", {"page": number, "page_size": 20}).json()["results"]
        for number in (1, 2)
    ]

    assert [[line.row.key for line in lines] for lines in screens] == [newest_first[:20], newest_first[20:]]
    assert [[row["key"] for row in rows] for rows in answers] == [newest_first[:20], newest_first[20:]]
