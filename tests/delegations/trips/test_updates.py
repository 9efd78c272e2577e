"""A delegation that an agency proposes, from its draft to the register."""

from __future__ import annotations

import pytest

from delegations.models import Delegation
from dnfa.accounts.enums import Role
from tests.factories import make_user
from tests.updates.telling import accept, begin, proposed, send

pytestmark = pytest.mark.django_db


def test_the_agency_that_proposes_leads_unless_it_says_otherwise():
    speaker = make_user(Role.FOCAL_POINT)
    values = {"direction": "in", "title_vi": "Đoàn Gwangju", "planned_starts_on": "10/3/2027"}
    request = send(speaker, begin(speaker, "delegation", "new"), values)

    done = accept(make_user(), request)

    made = Delegation.objects.get()
    assert "lead_agencies" not in proposed(request)
    assert (done.record, list(made.lead_agencies.all())) == (made, [speaker.agency])
