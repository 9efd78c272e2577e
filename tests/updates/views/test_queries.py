"""What pages of updates ask the database, whatever the agency keeps and proposes."""

from __future__ import annotations

import time

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agreements.models import Project, ProjectAgency
from dnfa.updates.models import ChangeRequest
from tests.factories import make_agreement, make_project
from tests.updates.factories import begin, make_cast, save, values_of

pytestmark = pytest.mark.django_db

ALL = {
    "place": "Sơn Trà",
    "title_en": "Japanese lessons",
    "purpose_vi": "Cho người đi làm",
    "starts_on": "2021",
}


@pytest.fixture
def cast():
    return make_cast(starts_on="2020", stated_status="ongoing")


@pytest.fixture
def focal(cast):
    client = Client()
    client.force_login(cast.focal)
    return client


def asked_for(ask) -> int:
    """How many queries the answer takes, the first person's and content types' aside."""
    ask()
    with CaptureQueriesContext(connection) as asked:
        ask()
    return len(asked)


def more_of_the_agency(cast, number: int) -> None:
    for _one in range(number):
        project = make_project(stated_status="ongoing", starts_on="2020")
        ProjectAgency.objects.create(project=project, agency=cast.agency, role="managing")
    cast.project.agreements.add(make_agreement(), make_agreement())


@pytest.mark.parametrize("name", ["work", "records"])
def test_what_an_agency_keeps_is_read_at_once(cast, focal, name):
    page = reverse(f"updates:{name}")
    of_one = asked_for(lambda: focal.get(page))
    more_of_the_agency(cast, 3)

    assert asked_for(lambda: focal.get(page)) == of_one
    # A button for each of the four, and one for all four together.
    assert focal.get(page).content.decode().count('name="record" value="project:') == 8


def test_a_draft_is_read_at_once(cast, focal):
    request = save(cast, begin(cast), {"place": "Sơn Trà"})
    page = reverse("updates:write", args=[request.pk])
    of_one = asked_for(lambda: focal.get(page))
    more_of_the_agency(cast, 1)
    save(cast, request, ALL)

    assert asked_for(lambda: focal.get(page)) == of_one
    assert focal.get(page).context["record_form"]["title_en"].value() == "Japanese lessons"


def keep(focal, request: ChangeRequest, words: str) -> None:
    """Send what the page of a draft with one field sends while one types."""
    request.refresh_from_db()
    told = {"version": request.version, "record_version": Project.objects.get(pk=request.record_id).version}
    told |= {"text": "", "has-place": "1", "place": words}
    assert focal.post(reverse("updates:autosave", args=[request.pk]), told).status_code == 200


def test_typing_costs_the_same_however_much_is_proposed(cast, focal):
    request = save(cast, begin(cast), {"place": "Sơn Trà"})
    of_one = asked_for(lambda: keep(focal, request, f"Cẩm Lệ {time.monotonic()}"))
    more_of_the_agency(cast, 1)
    save(cast, ChangeRequest.objects.get(), ALL)

    assert asked_for(lambda: keep(focal, request, f"Hòa Vang {time.monotonic()}")) == of_one
    assert values_of(request)["place"][1].startswith("Hòa Vang")
