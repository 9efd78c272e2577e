from __future__ import annotations

import pytest
from django.db.models import FloatField, Value

from delegations.matching.distance import great_circle_km, placed
from partners.enums import PartnerKind
from partners.models import Partner
from tests.delegations.matching.factories import BUSAN, SEOUL, SYDNEY, TOKYO, make_place

pytestmark = pytest.mark.django_db


def asked(one, two):
    """The distance as the database computes it."""
    values = [None if value is None else Value(value, FloatField()) for value in (*one, *two)]
    values = [Value(None, FloatField()) if value is None else value for value in values]
    make_place("một")
    return Partner.objects.annotate(km=great_circle_km(*values)).values_list("km", flat=True).get()


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        (SEOUL, SEOUL, 0),
        (SEOUL, BUSAN, 326),
        (BUSAN, SEOUL, 326),
        (SEOUL, TOKYO, 1153),
        (TOKYO, SYDNEY, 7826),  # over the equator
        ((0.0, 179.0), (0.0, -179.0), 222),  # over the antimeridian: 2 degrees, not 358
        ((60.0, 179.5), (60.0, -179.5), 56),  # a degree is half as long there
        ((90.0, 0.0), (90.0, 120.0), 0),  # the pole is one place
        ((0.0, 0.0), (0.0, 180.0), 20015),  # half around: the farthest there is
        ((12.3, 45.6), (-12.3, -134.4), 20015),  # the same, where rounding may pass the end
    ],
)
def test_the_distance_is_that_along_the_surface(one, two, expected):
    assert round(asked(one, two)) == expected


@pytest.mark.parametrize(("one", "two"), [((None, 1.0), SEOUL), (SEOUL, (1.0, None))])
def test_a_place_that_is_unknown_is_no_distance(one, two):
    assert asked(one, two) is None


def test_a_body_is_where_it_belongs_unless_it_says_otherwise():
    city = make_place("Daegu", (35.87, 128.60))
    make_place("Trường ở Daegu", parent=city, kind=PartnerKind.UNIVERSITY)
    make_place("Cơ sở ở Seoul", SEOUL, parent=city, kind=PartnerKind.UNIVERSITY)
    make_place("Không rõ")

    rows = placed(Partner.objects.order_by("pk")).values_list("name_vi", "lat", "lon")

    assert list(rows) == [
        ("Daegu", 35.87, 128.60),
        ("Trường ở Daegu", 35.87, 128.60),
        ("Cơ sở ở Seoul", *SEOUL),
        ("Không rõ", None, None),
    ]
