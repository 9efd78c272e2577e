from __future__ import annotations

from datetime import date

import pytest

from dnfa.core.models import PolicyParameter
from dnfa.core.policy import EXPIRING_DAYS, MissingParameterError, parameter, parameters

pytestmark = pytest.mark.django_db


def make_parameter(
    value: int, valid_from: str, valid_to: str | None = None, key: str = "thu"
) -> PolicyParameter:
    return PolicyParameter.objects.create(
        key=key, label=key, value=value, unit="days", valid_from=valid_from, valid_to=valid_to
    )


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("1990-01-01", 90),  # before the first row: the first row's value
        ("2019-12-31", 90),
        ("2020-01-01", 180),
        ("2024-02-29", 180),
        ("2099-01-01", 180),
    ],
)
def test_parameter_is_the_row_valid_on_the_day(as_of, expected):
    make_parameter(90, "2000-01-01", "2019-12-31")
    make_parameter(180, "2020-01-01")

    assert parameter("thu", date.fromisoformat(as_of)) == expected


def test_parameter_after_the_last_row_has_ended_is_refused():
    make_parameter(90, "2000-01-01", "2019-12-31")

    with pytest.raises(MissingParameterError, match="'thu' has no row valid on 2020-01-01"):
        parameter("thu", date(2020, 1, 1))


def test_parameter_without_any_row_is_refused():
    with pytest.raises(MissingParameterError):
        parameter("khong-co", date(2020, 1, 1))


def test_parameters_are_read_in_one_query(django_assert_num_queries):
    make_parameter(1, "2000-01-01", key="a")
    make_parameter(2, "2000-01-01", key="b")

    with django_assert_num_queries(1):
        values = parameters(["a", "b"], date(2020, 1, 1))

    assert values == {"a": 1, "b": 2}


def test_installation_brings_the_threshold_of_expiring():
    assert parameter(EXPIRING_DAYS, date(2023, 12, 26)) == 180
