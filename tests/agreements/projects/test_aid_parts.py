from __future__ import annotations

from decimal import Decimal

import pytest

from agreements.aid_parts import COUNTRY, PARTNER, Whose, open_part, part_of
from agreements.models import FundingLine, Project
from tests.agreements.projects.money import book, give
from tests.factories import make_country, make_partner, make_project

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("shares", "given", "open_"),
    [
        ({}, {"A": 0, "B": 0}, 1),
        ({"A": None}, {"A": 1, "B": 0}, 0),
        ({"A": 60}, {"A": 1, "B": 0}, 0),  # the only donor gave all, whatever its share says
        ({"A": None, "B": None}, {"A": 0, "B": 0}, 1),
        ({"A": 60, "B": None}, {"A": "0.6", "B": 0}, "0.4"),
        ({"A": 60, "B": 40}, {"A": "0.6", "B": "0.4"}, 0),
        ({"A": "33.33", "B": "33.33"}, {"A": "0.3333", "B": "0.3333"}, "0.3334"),
    ],
)
def test_which_part_stands_under_whom(shares, given, open_):
    donors = {name: make_partner(name_vi=name) for name in ("A", "B")}
    project = make_project()
    give(project, *((donors[name], share) for name, share in shares.items()))
    book(project, "committed", 100)

    for found, path in ((Project.objects.all(), "pk"), (FundingLine.objects.all(), "project")):
        told = found.values_list(
            part_of(path, PARTNER, partner=donors["A"]),
            part_of(path, PARTNER, partner=donors["B"]),
            open_part(path, PARTNER),
        )
        assert list(told) == [(Decimal(given["A"]), Decimal(given["B"]), Decimal(open_))]


def test_donors_of_one_country_stand_together():
    japan, korea = make_country("JP"), make_country("KR")
    project = make_project()
    give(project, *((make_partner(country=country), 25) for country in (japan, japan, korea)))

    parts = Project.objects.values_list(
        part_of("pk", COUNTRY, partner__country=japan),
        part_of("pk", COUNTRY, partner__country=korea),
        open_part("pk", COUNTRY),
    )

    assert list(parts) == [(Decimal("0.5"), Decimal("0.25"), Decimal("0.25"))]


@pytest.mark.parametrize(
    ("of", "laos", "cambodia", "nowhere", "open_"),
    [
        (["LA"], 1, 0, 0, 0),
        (["LA", "LA", "LA"], 1, 0, 0, 0),  # nothing says who has what of it, all of it is in Laos
        (["LA", "KH"], 0, 0, 0, 1),
        (["LA", None], 0, 0, 0, 1),
        ([None, None], 0, 0, 1, 0),
        ([], 0, 0, 0, 1),
    ],
)
def test_what_was_given_stands_under_the_country_of_those_who_received_it(of, laos, cambodia, nowhere, open_):
    countries = {code: make_country(code) for code in ("LA", "KH")}
    partners = [make_partner(country=countries.get(code)) for code in of]
    make_project(direction="given", recipients=partners, donors=[make_partner(country=countries["KH"])])

    [found] = Project.objects.values_list(
        part_of("pk", COUNTRY, partner__country=countries["LA"]),
        part_of("pk", COUNTRY, partner__country=countries["KH"]),
        part_of("pk", COUNTRY, partner__country__isnull=True),
        open_part("pk", COUNTRY),
    )

    assert found == (laos, cambodia, nowhere, open_)


def test_whose_projects():
    japan = make_country("JP")
    sakai, osaka = make_partner(country=japan), make_partner(country=japan)
    own, other = make_project(donors=[sakai]), make_project(recipients=[osaka, sakai])
    make_project(partners=[make_partner(country=make_country("KR"))])
    found = Project.objects.order_by("pk")

    assert list(found.filter(Whose(partner=sakai).takes_part())) == [own, other]
    assert list(found.filter(Whose(partner=osaka).takes_part())) == [other]
    assert list(found.filter(Whose(country=japan).takes_part())) == [own, other]
    assert (Whose(partner=sakai).query, Whose(country=japan).query) == (
        {"partner": sakai.key},
        {"country": "JP"},
    )
