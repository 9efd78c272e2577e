from __future__ import annotations

from datetime import date

import pytest
from rest_framework.test import APIClient

from dnfa.accounts.enums import Role
from dnfa.accounts.system import SYSTEM_VIEWER
from reports.figures import FIGURES, Scope, figure, values
from tests.factories import make_agency, make_agreement, make_partner, make_relationship, make_user
from tests.reports.conftest import CUTOFF

EXPECTED = {
    "localities": 4,
    "countries_and_territories": 4,
    "agreements_signed": 7,
    "agreements_in_force": 3,
    "agreements_expiring": 1,
    "agreements_expired_unrenewed": 1,
    "agreements_unknown_term": 1,
    "letters_of_intent_open": 1,
    "ties_dormant": 1,
    "ties_never_active": 2,
    "delegations_in": 1,
    "delegations_out": 0,
    "projects_running": 1,
}
ALL = [pytest.param(item, id=item.key) for item in FIGURES]


def test_keys_are_those_others_rely_on():
    assert [item.key for item in FIGURES] == list(EXPECTED)


def test_values_of_the_small_register(register):
    scope = Scope.of(SYSTEM_VIEWER, CUTOFF)

    assert values(scope) == EXPECTED
    assert {item.key: item.value(scope) for item in FIGURES} == EXPECTED


def test_values_take_one_statement(register, django_assert_num_queries):
    scope = Scope.of(SYSTEM_VIEWER, CUTOFF)
    figures = [figure("localities"), figure("agreements_in_force"), figure("delegations_in")]

    with django_assert_num_queries(1):
        assert values(scope, figures) == {"localities": 4, "agreements_in_force": 3, "delegations_in": 1}


def test_values_of_someone_without_rights_are_zero(register):
    stranger = make_user(Role.OFFICER)
    stranger.is_active = False

    assert set(values(Scope.of(stranger, CUTOFF)).values()) == {0}


def test_focal_point_counts_its_own_matters_only(register):
    focal = make_user(Role.FOCAL_POINT, agency=make_agency())
    own = make_partner(name_vi="Tỉnh Champasak", country=register.sakai.country)
    make_relationship(own, since="2002")
    make_agreement(partners=[own], agencies=[focal.agency], signed_on="2002", term_kind="indefinite")

    counted = values(Scope.of(focal, CUTOFF))

    assert counted["localities"] == 1
    assert counted["agreements_in_force"] == 1
    assert values(Scope.of(SYSTEM_VIEWER, CUTOFF))["localities"] == 5


@pytest.mark.parametrize("item", ALL)
def test_definition_names_the_day_and_leaves_nothing_open(item, db):
    sentence = item.definition_vi(Scope.of(SYSTEM_VIEWER, CUTOFF))

    assert "26/12/2023" in sentence
    assert "%(" not in sentence
    assert sentence.endswith(".")


def test_definitions_name_the_thresholds(db):
    scope = Scope.of(SYSTEM_VIEWER, CUTOFF)

    assert "12 tháng tới, đến hết ngày 26/12/2024" in figure("agreements_expiring").definition_vi(scope)
    assert "đã quá 24 tháng," in figure("ties_dormant").definition_vi(scope)
    assert "180 ngày" in figure("agreements_in_force").definition_vi(scope)


def test_definition_names_both_thresholds_when_classes_differ():
    scope = Scope(SYSTEM_VIEWER, CUTOFF, 180, 12, 24, 36)

    assert "24 tháng (quan hệ mới ở mức ý định thư: 36 tháng)" in figure("ties_never_active").definition_vi(
        scope
    )


@pytest.mark.parametrize("role", list(Role))
def test_lists_of_the_api_have_as_many_rows_as_the_figures_say(role, register):
    client = APIClient()
    client.force_authenticate(make_user(role))

    rows = client.get("/api/v1/figures/", {"as_of": "2023-12-26"}).json()["results"]

    listed = {row["key"]: client.get(row["list"]).json()["count"] for row in rows}
    assert listed == {row["key"]: row["value"] for row in rows}
    assert listed == (dict.fromkeys(EXPECTED, 0) if role == Role.FOCAL_POINT else EXPECTED)


def test_pages_behind_the_figures_list_as_many_rows(register, client):
    client.force_login(make_user(Role.OFFICER))
    scope = Scope.of(SYSTEM_VIEWER, CUTOFF)

    pages = {item.key: client.get(item.list_url(scope)).context for item in FIGURES}

    assert {key: page["total"] for key, page in pages.items()} == EXPECTED
    assert [page["ignored_parameters"] for page in pages.values()] == [[]] * len(EXPECTED)


@pytest.mark.parametrize(
    ("day", "localities", "expired"),
    [
        pytest.param(date(1998, 12, 31), 0, 0, id="before all"),
        pytest.param(date(2001, 1, 1), 2, 0, id="an imprecise start counts from its first day"),
        pytest.param(date(2022, 12, 31), 4, 0, id="in force on its last day"),
        pytest.param(date(2023, 1, 1), 4, 1, id="the day after"),
    ],
)
def test_figures_follow_the_day(day, localities, expired, register):
    counted = values(Scope.of(SYSTEM_VIEWER, day))

    assert (counted["localities"], counted["agreements_expired_unrenewed"]) == (localities, expired)
