"""A focal point meets nothing of another agency's, whatever address it tries.

Two agencies have the same things with the same partner. The titles of the other one's hold a word that stands nowhere else. Every
address of the house without a number in it is asked as a page, as an export and with a search for the word; then every record's
own address, the calendar and its feed, the notices and the mail. Whoever sees the register sees both.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import reverse

from dnfa.accounts.access import doors
from dnfa.accounts.enums import SEES_EVERYTHING, Role
from dnfa.accounts.models import Agency, User
from dnfa.core.calendar import load_calendar
from dnfa.core.clock import local_now, local_today
from dnfa.core.mail.models import OutgoingMail
from dnfa.followup.calendar.feeds import feed_create
from dnfa.followup.models import Action
from dnfa.followup.notices.digests import make_digest
from dnfa.followup.notices.sources import Moment
from dnfa.followup.notices.sync import sync_notices
from tests.delegations.conferences.factories import make_conference
from tests.delegations.engagements.factories import make_invitation
from tests.factories import make_agency, make_agreement, make_partner, make_project, make_user
from tests.followup.factories import make_delegation, make_engagement, make_flag
from tests.reports.scheme.factories import make_task

pytestmark = pytest.mark.django_db

OWN, OTHER = "Thuận Phước", "Xóm Vắng"
# Addresses that change something when they are opened, or answer with the words that were asked for.
NOT_ASKED = {"accounts:logout", "accounts:city_start", "accounts:city_back"}


@dataclass
class Two:
    """Two agencies and what each has with the partner they share."""

    agency: Agency
    focal: User
    records: dict[str, list[Any]] = field(default_factory=dict)


@pytest.fixture
def two() -> Two:
    agency = make_agency(name_vi="Sở Văn hóa")
    two = Two(agency, make_user(Role.FOCAL_POINT, agency=agency, email="dau.moi@danang.gov.vn"))
    shared = make_partner(name_vi="Thành phố Chung")
    for word, owner in ((OWN, agency), (OTHER, make_agency(name_vi="Sở Du lịch"))):
        two.records[word] = everything(word, owner, shared)
    return two


def everything(word: str, agency: Agency, shared: Any) -> list[Any]:
    """One of each kind that an agency can have a part in, named with its word."""
    today = local_today()
    partner = make_partner(name_vi=f"Thành phố {word}")
    agreement = make_agreement(
        partners=[shared, partner],
        agencies=[agency],
        title_vi=f"Bản ghi nhớ {word}",
        signed_on=f"{today:%Y-%m-%d}",
    )
    project = make_project(
        title_vi=f"Dự án {word}",
        agencies=[agency],
        donors=[shared],
        agreements=[agreement],
        amount=10,
        starts_on="2020",
    )
    delegation = make_delegation(
        shared,
        agencies=(agency,),
        title_vi=f"Đoàn {word}",
        starts_on=today.isoformat(),
        ends_on=today.isoformat(),
    )
    engagement = make_engagement(
        shared, agencies=(agency,), title_vi=f"Tiếp xúc {word}", starts_on=today.isoformat()
    )
    conference = make_conference(
        title_vi=f"Hội nghị {word}", lead_agencies=[agency], partners=[shared], planned_starts_on=today,
        planned_ends_on=today,
    )  # fmt: skip
    invitation = make_invitation(occasion=f"Lễ hội {word}", partner=shared, agency=agency)
    action = Action.objects.create(
        title=f"Gửi thư {word}", origin="other", due_on=today + timedelta(days=1), lead_agency=agency,
        content_type=ContentType.objects.get_for_model(agreement), object_id=agreement.pk,
    )  # fmt: skip
    task = make_task(leads=[agency], title_vi=f"Nhiệm vụ {word}")
    make_flag(agreement, rule="missing_file"), make_flag(project, rule="project_past_end"), make_flag(partner)
    return [partner, agreement, project, delegation, engagement, conference, invitation, action, task]


def browser_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text_of(answered: Any) -> str:
    """What was sent, headers too; a page that only says no counts as nothing."""
    if answered.status_code >= 400:
        return ""
    body = b"".join(answered.streaming_content) if answered.streaming else answered.content
    return body.decode("utf-8", "ignore") + str(answered.headers)


def plain_addresses() -> list[str]:
    """Every address that needs no number or key, once."""
    return sorted(
        {
            door.route.replace("^", "").replace("$", "")
            for door in doors()
            if "<" not in door.route and "(" not in door.route and door.name not in NOT_ASKED
        }
    )


def test_no_address_of_the_house_names_what_is_another_agencys(two):
    """Each as it opens; what names something of one's own also with everything it can list, and as a table to take away."""
    browser = browser_of(two.focal)
    leaks, met = [], []
    for address in plain_addresses():
        text = text_of(browser.get(address))
        if OWN in text:
            met.append(address)
            text += text_of(browser.get(address, {"state": "all"})) + text_of(
                browser.get(address, {"format": "csv"})
            )
        if OTHER in text:
            leaks.append(address)

    assert leaks == []
    assert len(met) >= 20, met


def test_looking_for_the_word_finds_nothing(two):
    browser = browser_of(two.focal)
    for address in ("/api/v1/search/", "/doi-tac/", "/thoa-thuan/", "/viec-phai-lam/"):
        found = text_of(browser.get(address, {"q": OTHER}))
        assert f"Bản ghi nhớ {OTHER}" not in found
        assert f"Thành phố {OTHER}" not in found
    assert [hit["title"] for hit in browser.get("/api/v1/search/", {"q": OTHER}).json()["results"]] == []
    assert browser.get("/api/v1/search/", {"q": OWN}).json()["results"] != []


def test_their_own_addresses_are_not_there_and_own_pages_do_not_name_them(two):
    browser = browser_of(two.focal)
    answers = {
        word: {
            str(record): browser.get(record.get_absolute_url())
            for record in records
            if hasattr(record, "get_absolute_url")
        }
        for word, records in two.records.items()
    }

    assert {answered.status_code for answered in answers[OWN].values()} == {200}
    assert {answered.status_code for answered in answers[OTHER].values()} == {404}
    assert [name for name, answered in answers[OWN].items() if OTHER in text_of(answered)] == []


def test_the_partner_both_have_shows_each_its_own(two):
    partner = two.records[OWN][1].parties.get(order=0).partner
    page = text_of(browser_of(two.focal).get(partner.get_absolute_url()))
    detail = text_of(browser_of(two.focal).get(f"/api/v1/partners/{partner.key}/"))

    assert (OWN in page, OTHER in page, OTHER in detail) == (True, False, False)


def test_calendar_and_feed(two):
    today = local_today()
    secret = feed_create(user=two.focal, name="Điện thoại", feed="all")
    page = text_of(browser_of(two.focal).get(reverse("calendar:month"), {"thang": f"{today:%Y-%m}"}))
    fed = text_of(Client().get(reverse("calendar:feed", args=[secret]))).replace("\r\n ", "")

    assert [(OWN in text, OTHER in text) for text in (page, fed)] == [(True, False)] * 2


def test_notices_and_mail(two):
    moment = Moment(local_today(), load_calendar())
    assert sync_notices(moment=moment, now=local_now()).failures == {}
    working = Moment(date(2026, 11, 26), load_calendar())
    make_digest(user=two.focal, moment=working, now=local_now())
    inbox = text_of(browser_of(two.focal).get(reverse("notices:list"), {"state": "all"}))
    mail = OutgoingMail.objects.get(recipient=two.focal).body

    assert [(OWN in text, OTHER in text) for text in (inbox, mail)] == [(True, False)] * 2


@pytest.mark.parametrize("role", sorted(SEES_EVERYTHING))
def test_whoever_sees_the_register_sees_both(two, role):
    browser = browser_of(make_user(Role(role)))
    for address in ("partners:list", "agreements:list", "actions:list"):
        text = text_of(browser.get(reverse(address)))
        assert (OWN in text, OTHER in text) == (True, True), address
    for records in two.records.values():
        for record in records:
            if hasattr(record, "get_absolute_url"):
                assert browser.get(record.get_absolute_url()).status_code == 200, record
