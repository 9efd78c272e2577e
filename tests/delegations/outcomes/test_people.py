"""Who of ours met whom: read by those who may read members' names, on the page, in the API, the Word file and the files."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import docx
import pytest
from django.urls import reverse

from delegations.models import OutcomeReport
from dnfa.accounts.enums import Role
from dnfa.core.attachments.models import Attachment
from tests.core.attachments.factories import make_attachment
from tests.delegations.conferences.factories import make_conference
from tests.delegations.outcomes.factories import make_report, make_trip
from tests.factories import make_agency, make_partner, make_user

pytestmark = pytest.mark.django_db
NAME, PAPER = "Người Kín Đáo", "Bản ký có danh sách"
RECORDS = {
    "trip": lambda agency: make_trip(agencies=[agency]),
    "conference": lambda agency: make_conference(lead_agencies=[agency]),
}


def paper(client: Any, address: str) -> str:
    document = docx.Document(io.BytesIO(client.get(f"{address}word/").content))
    return "\n".join(paragraph.text for paragraph in document.paragraphs)


def told(client: Any, user: Any, report: OutcomeReport) -> dict[str, Any]:
    """What each door tells this person."""
    client.force_login(user)
    page = client.get(report.get_absolute_url()).content.decode()
    body = client.get(f"/api/v1/outcome-reports/{report.pk}/").json()
    file = Attachment.objects.get()
    return {
        "page": (NAME in page, PAPER in page),
        "api": body["meetings"][0]["our_side"],
        "word": NAME in paper(client, report.get_absolute_url()),
        "file": client.get(reverse("files:detail", args=[file.pk])).status_code,
        "records": list(OutcomeReport.objects.all().led_visible_to(user)) == [report],
    }


@pytest.mark.parametrize("kind", RECORDS)
@pytest.mark.parametrize("reported_on", [None, date(2026, 11, 20)], ids=["draft", "submitted"])
def test_an_agency_that_only_joins_reads_the_result_and_no_names(client, kind, reported_on):
    lead, joined = make_agency(), make_agency()
    record = RECORDS[kind](lead)
    record.coordinating.add(joined)
    report = make_report(record, reported_on=reported_on)
    report.meetings.create(counterpart="Ông Nagafuji", our_side=NAME)
    make_attachment(report, title=PAPER)
    everything = {"page": (True, True), "api": NAME, "word": True, "file": 200, "records": True}
    nothing = {"page": (False, False), "api": None, "word": False, "file": 404, "records": False}

    read = {
        "officer": told(client, make_user(Role.OFFICER), report),
        "leader": told(client, make_user(Role.LEADER), report),
        "lead": told(client, make_user(Role.FOCAL_POINT, agency=lead), report),
        "joined": told(client, make_user(Role.FOCAL_POINT, agency=joined), report),
    }

    assert read == {"officer": everything, "leader": everything, "lead": everything, "joined": nothing}


def test_the_word_file_names_no_partner_that_an_agency_which_joins_does_not_see(client):
    joined = make_agency()
    trip = make_trip(partners=[make_partner(name_vi="Thành phố Kín")])
    trip.coordinating.add(joined)
    address = make_report(trip).get_absolute_url()
    seen = {}
    for role, user in (("officer", make_user()), ("joined", make_user(Role.FOCAL_POINT, agency=joined))):
        client.force_login(user)
        seen[role] = "Thành phố Kín" in paper(client, address)

    assert seen == {"officer": True, "joined": False}
