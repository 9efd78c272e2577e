from __future__ import annotations

import pytest

from dnfa.accounts.enums import AgencyKind, Role
from dnfa.accounts.models import Agency
from dnfa.accounts.services import agency_create, agency_update, free_agency_key
from dnfa.core.errors import InvalidInput, NotAllowed
from dnfa.core.partial_dates import PartialDate
from tests.factories import make_agency, make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", [Role.OFFICER, Role.HEAD, Role.ADMINISTRATOR, None])
def test_those_who_keep_the_register_and_the_command_line_write(role):
    user = make_user(role) if role else None

    agency = agency_create(user=user, name_vi="Sở Ngoại vụ", kind=AgencyKind.DEPARTMENT)
    agency_update(agency=agency, user=user, note="mới", valid_from=PartialDate(1997))

    agency.refresh_from_db()
    assert (agency.key, agency.note, agency.valid_from) == ("so-ngoai-vu", "mới", PartialDate(1997))


@pytest.mark.parametrize("role", [Role.FOCAL_POINT, Role.LEADER, Role.AUDITOR])
def test_others_write_nothing(role):
    user, agency = make_user(role), make_agency(key="so-a", note="cũ")

    with pytest.raises(NotAllowed):
        agency_create(user=user, name_vi="Sở B", kind=AgencyKind.OFFICE)
    with pytest.raises(NotAllowed):
        agency_update(agency=agency, user=user, note="mới")

    assert Agency.objects.get(key="so-a").note == "cũ"
    assert not Agency.objects.filter(name_vi="Sở B").exists()


@pytest.mark.parametrize(
    ("values", "code", "fields"),
    [
        ({"name_vi": ""}, "invalid_agency", {"name_vi"}),
        ({"kind": "khong-co"}, "invalid_agency", {"kind"}),
        ({"key": "so-a"}, "invalid_agency", {"key"}),
        ({"valid_from": "2005", "valid_to": "2004"}, "agency_ends_before_start", {"valid_to"}),
        ({"valid_from": "2024-02-29", "valid_to": "2024-02-28"}, "agency_ends_before_start", {"valid_to"}),
    ],
)
def test_what_breaks_a_rule_is_refused_by_field(values, code, fields):
    make_agency(key="so-a")

    with pytest.raises(InvalidInput) as refused:
        agency_create(user=None, **{"name_vi": "Sở B", "kind": "office", **values})

    assert (refused.value.code, set(refused.value.fields)) == (code, fields)
    assert Agency.objects.count() == 1


@pytest.mark.parametrize(
    ("start", "end"), [("2004", "2004"), ("2024-02-29", "2024-02-29"), ("2005-12-31", "2006"), ("2004", None)]
)
def test_days_in_order_are_kept(start, end):
    agency = agency_create(user=None, name_vi="Sở B", kind="office", valid_from=start, valid_to=end)

    assert (str(agency.valid_from), agency.valid_to and str(agency.valid_to)) == (start, end)


def test_a_key_never_changes():
    agency = make_agency(key="so-a")

    with pytest.raises(InvalidInput) as refused:
        agency_update(agency=agency, user=None, key="so-b")

    assert (refused.value.code, set(refused.value.fields)) == ("key_fixed", {"key"})
    assert agency_update(agency=agency, user=None, key="so-a").key == "so-a"


def test_a_field_that_is_none_of_an_agency_is_a_mistake_of_the_caller():
    with pytest.raises(TypeError, match="an agency has no"):
        agency_create(user=None, name_vi="Sở B", kind="office", colour="red")


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Sở Đất đai & Môi trường", "so-dat-dai-moi-truong"),
        ("Sở A", "so-a-3"),
        ("***", "co-quan"),
        ("x" * 100, "x" * 75),
    ],
)
def test_a_free_key_is_made_from_the_name(name, key):
    make_agency(key="so-a")
    make_agency(key="so-a-2")

    assert free_agency_key(name) == key
