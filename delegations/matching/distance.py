"""How far partners are from each other, in SQL."""

from __future__ import annotations

from typing import Any

from django.db.models import FloatField, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Abs, ATan2, Cast, Coalesce, Cos, Power, Radians, Sin, Sqrt

from partners.querysets import PartnerQuerySet

EARTH_DIAMETER_KM = 2 * 6371.0  # mean radius; a sphere is wrong by less than 0.6 %


def great_circle_km(lat: Any, lon: Any, other_lat: Any, other_lon: Any) -> Combinable:
    """Kilometres along the surface between two points in degrees (haversine); NULL where one is unknown.

    Takes names or expressions of floats. Longitudes 179 and -179 are 2 degrees apart, as on the globe.
    """

    def half_sine_squared(one: Any, two: Any) -> Combinable:
        return Power(Sin((Radians(two) - Radians(one)) / Value(2.0)), Value(2.0))

    across = Cos(Radians(lat)) * Cos(Radians(other_lat)) * half_sine_squared(lon, other_lon)
    chord = half_sine_squared(lat, other_lat) + across
    # At the other end of the globe rounding may take the chord past 1, and the root of less than 0 is an error.
    return Value(EARTH_DIAMETER_KM) * ATan2(Sqrt(chord), Sqrt(Abs(Value(1.0) - chord)))


def placed(queryset: PartnerQuerySet) -> QuerySet[Any]:
    """Annotate `lat` and `lon` in degrees: where the partner is, else where the body it belongs to is; else NULL."""
    return queryset.annotate(
        lat=Cast(Coalesce("latitude", "parent__latitude"), FloatField()),
        lon=Cast(Coalesce("longitude", "parent__longitude"), FloatField()),
    )
