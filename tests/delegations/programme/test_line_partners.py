"""Partners of a line: named only to who sees them, on the page, in the export, on the form and in the API."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from delegations.models import ProgrammeItem
from delegations.services import programme as services
from dnfa.accounts.enums import Role
from tests.delegations.programme.factories import make_item
from tests.factories import make_partner, make_user
from tests.partners.factories import make_engagement

pytestmark = pytest.mark.django_db
SEEN, HIDDEN = "Thành phố Sakai", "Thành phố Kín"


@pytest.fixture
def focal():
    return make_user(Role.FOCAL_POINT)


@pytest.fixture
def item(focal):
    """A line the Department wrote for the agency, with a partner of the agency and one of others."""
    line = make_item(agency=focal.agency)
    own = make_partner(key="jp-sakai", name_vi=SEEN)
    make_engagement(partners=[own], agencies=[focal.agency])
    line.partners.set([own, make_partner(key="kin", name_vi=HIDDEN)])
    return line


def told(client: Any, user: Any, item: ProgrammeItem) -> dict[str, tuple[bool, bool]]:
    """Whether each door names the one partner and the other."""
    client.force_login(user)
    year = f"/doan/chuong-trinh/{item.programme.year}/"
    address = reverse("delegations:programme-item", args=[item.pk])
    texts = {
        "page": client.get(address).content.decode(),
        "form": client.get(reverse("delegations:programme-item-edit", args=[item.pk])).content.decode(),
        "export": b"".join(client.get(f"{year}?format=csv").streaming_content).decode(),
    }
    keys = {
        "api": client.get(f"/api/v1/programme-items/{item.pk}/").json()["partners"],
        "api list": client.get("/api/v1/programme-items/").json()["results"][0]["partners"],
    }
    return {
        **{door: (SEEN in text, HIDDEN in text) for door, text in texts.items()},
        **{door: ("jp-sakai" in found, "kin" in found) for door, found in keys.items()},
    }


DOORS = ("page", "form", "export", "api", "api list")


def test_a_line_names_only_partners_its_reader_sees(client, item, focal):
    assert told(client, make_user(Role.OFFICER), item) == dict.fromkeys(DOORS, (True, True))
    assert told(client, focal, item) == dict.fromkeys(DOORS, (True, False))


def test_partners_an_agency_does_not_see_stay_when_it_changes_the_others(item, focal):
    new = make_partner(key="moi")
    make_engagement(partners=[new], agencies=[focal.agency])
    given = {"item": item, "base_version": None, "user": focal}

    services.update_item(changes={"partners": [new]}, **given)
    after_focal = set(item.partners.values_list("key", flat=True))
    services.update_item(changes={"partners": [new]}, **{**given, "user": make_user(Role.OFFICER)})

    assert after_focal == {"moi", "kin"}
    assert set(item.partners.values_list("key", flat=True)) == {"moi"}
