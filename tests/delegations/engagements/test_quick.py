from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from delegations.models import Engagement
from dnfa.accounts.enums import Role
from dnfa.core.attachments.models import Attachment
from dnfa.core.clock import local_today
from dnfa.core.navigation import links_for
from partners.models import Partner
from tests.factories import make_agency, make_partner, make_user
from tests.followup.factories import signed_in
from tests.partners.factories import make_engagement

pytestmark = pytest.mark.django_db


@pytest.fixture
def focal():
    return make_user(Role.FOCAL_POINT)


@pytest.fixture
def sakai(focal):
    partner = make_partner(key="jp-sakai", name_vi="Thành phố Sakai")
    make_engagement(partners=[partner], agencies=[focal.agency], title_vi="Trước")
    return partner


def address(partner: Partner) -> str:
    return reverse("delegations:quick-entry", args=[partner.key])


def typed(browser, partner: Partner, **given):
    page = browser.get(address(partner))
    day = page.context["form"]["starts_on"].value()
    carried = page.context["carried"]
    return {**carried, "kind": "call", "title_vi": "Gọi về lễ hội", "starts_on": day, **given}


def test_partners_are_found_without_marks_and_only_those_seen(focal, sakai):
    make_partner(name_vi="Thành phố Sakaide")
    browser = signed_in(focal)

    first = browser.get(reverse("delegations:quick"))
    found = browser.get(reverse("delegations:quick"), {"q": "thanh pho saka"})
    none = browser.get(reverse("delegations:quick"), {"q": "daegu"})
    while_typing = browser.get(reverse("delegations:quick"), {"q": "sakai"}, headers={"HX-Request": "true"})

    assert (first.context["recent"], first.context["found"]) == ([sakai], [])
    assert (found.context["found"], found.context["recent"]) == ([sakai], [])
    assert "báo Sở Ngoại vụ" in none.content.decode()
    assert while_typing.content.decode().strip().startswith("<ul")


def test_a_contact_is_two_fields_and_the_day_is_there(focal, sakai):
    browser = signed_in(focal)

    answer = browser.post(address(sakai), typed(browser, sakai))
    record = Engagement.objects.get(title_vi="Gọi về lễ hội")
    done = browser.get(answer["Location"])

    assert (answer.status_code, answer["Location"]) == (
        302,
        reverse("delegations:quick-done", args=["jp-sakai", record.key]),
    )
    assert (str(record.starts_on), record.kind, record.recorded_by) == (
        local_today().isoformat(),
        "call",
        focal,
    )
    assert (list(record.partners.all()), list(record.lead_agencies.all())) == ([sakai], [focal.agency])
    assert f'href="{address(sakai)}"' in done.content.decode()


def test_what_is_missing_is_said_and_what_was_typed_stays(focal, sakai):
    browser = signed_in(focal)

    form = browser.post(address(sakai), typed(browser, sakai, kind="", persons="hai")).context["form"]

    assert sorted(form.errors) == ["kind", "persons"]
    assert form["title_vi"].value() == "Gọi về lễ hội"
    assert Engagement.objects.count() == 1


def test_a_photo_goes_along_and_a_wrong_file_writes_nothing(focal, sakai):
    browser = signed_in(focal)
    note = SimpleUploadedFile("ghi-chep.txt", b"Da goi dien")
    program = SimpleUploadedFile("a.exe", b"MZ")

    wrong = browser.post(address(sakai), typed(browser, sakai, file=program))
    made = browser.post(address(sakai), typed(browser, sakai, title_vi="Có tệp", persons="2", file=note))

    assert (wrong.status_code, list(wrong.context["form"].errors)) == (200, ["file"])
    record = Engagement.objects.get(title_vi="Có tệp")
    assert (made.status_code, record.persons) == (302, 2)
    assert [file.title for file in Attachment.objects.of_record(record)] == ["Có tệp"]
    assert not Engagement.objects.filter(title_vi="Gọi về lễ hội").exists()


def test_an_officer_without_an_agency_says_who_led(sakai):
    officer, agency = make_user(), make_agency()
    browser = signed_in(officer)

    silent = browser.post(address(sakai), typed(browser, sakai))
    made = browser.post(address(sakai), typed(browser, sakai, lead_agency=str(agency.pk)))
    recent = browser.get(reverse("delegations:quick")).context["recent"]

    assert (list(silent.context["form"].errors), made.status_code) == (["lead_agency"], 302)
    assert list(Engagement.objects.get(title_vi="Gọi về lễ hội").lead_agencies.all()) == [agency]
    assert recent == [sakai]


def test_hidden_partners_and_readers_stay_outside(focal, sakai):
    stranger = signed_in(make_user(Role.FOCAL_POINT))
    leader = signed_in(make_user(Role.LEADER))

    assert stranger.get(address(sakai)).status_code == 404
    assert leader.get(address(sakai)).status_code == 403
    assert stranger.get(reverse("delegations:quick")).context["recent"] == []


@pytest.mark.parametrize(
    ("role", "first_row", "second_row"),
    [
        (Role.FOCAL_POINT, True, False),
        (Role.OFFICER, False, True),
        (Role.LEADER, False, False),
    ],
)
def test_where_it_stands_in_the_menu(role, first_row, second_row):
    links = links_for(make_user(role), "/")
    below = next(link.children for link in links if link.key == "delegations")

    assert ("quick" in {link.key for link in links}) is first_row
    assert ("quick_second" in {link.key for link in below}) is second_row
