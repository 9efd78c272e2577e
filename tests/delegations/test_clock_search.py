from __future__ import annotations

import pytest

from dnfa.accounts.enums import Role
from dnfa.followup.clocks import sync_clocks
from tests.delegations.conferences.factories import make_conference
from tests.factories import make_agency, make_partner, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]
ADDRESS = "/api/v1/clocks/"


def titles(client, text):
    found = client.get(ADDRESS, {"q": text}).json()["results"]
    return {row["title"] for row in found}


def test_nobody_learns_by_searching_deadlines_whom_a_record_is_with(client):
    ours, theirs = make_agency(), make_agency()
    make_conference(
        key="hoi-nghi-bien",
        title_vi="Hội nghị biển",
        permit_level="prime_minister",
        partners=[make_partner(name_vi="Thành phố Quỳnh Hoa")],
        lead_agencies=[theirs],
        coordinating=[ours],
    )
    sync_clocks()

    sign_in(client, Role.OFFICER)
    assert titles(client, "quynh hoa") == titles(client, "hội nghị biển") == {"Hội nghị biển"}
    sign_in(client, Role.FOCAL_POINT, agency=ours)
    assert (titles(client, "quynh hoa"), titles(client, "hội nghị biển")) == (set(), {"Hội nghị biển"})
