from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from delegations.enums import Direction, Initiative, InvitationAnswer, InvitationSide
from delegations.models import Engagement, Invitation
from dnfa.accounts.enums import Role
from dnfa.core.clock import local_today
from tests.delegations.engagements.factories import make_invitation
from tests.factories import make_agency, make_country, make_partner, make_user
from tests.followup.factories import make_delegation, signed_in
from tests.partners.factories import make_engagement

pytestmark = pytest.mark.django_db


def titles(response, name="title_vi") -> list[str]:
    return [getattr(line.row, name) for line in response.context["lines"]]


def carried(response) -> dict[str, str]:
    return dict(response.context["carried"])


# --- contacts --------------------------------------------------------------------
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, ["Hội chợ tới", "Điện đàm", "Thư"]),
        ({"as_of": "2026"}, ["Điện đàm", "Thư"]),
        ({"initiative": "theirs"}, ["Thư"]),
        ({"agency": "so-du-lich"}, ["Điện đàm"]),
        ({"country": "LA"}, ["Điện đàm"]),
        ({"partner": "jp-sakai"}, ["Thư"]),
        ({"kind": ["call", "event"]}, ["Hội chợ tới", "Điện đàm"]),
        ({"year": "2013"}, ["Thư"]),
    ],
)
def test_filters_of_contacts(query, expected):
    make_engagement(
        title_vi="Thư",
        kind="letter",
        starts_on="2013",
        initiative=Initiative.THEIRS,
        partners=[make_partner(key="jp-sakai")],
    )
    make_engagement(
        title_vi="Điện đàm",
        kind="call",
        starts_on="2020-02-29",
        partners=[make_partner(country=make_country("LA"))],
        agencies=[make_agency(key="so-du-lich")],
    )
    make_engagement(title_vi="Hội chợ tới", kind="event", starts_on="2090-08-05")

    assert titles(signed_in().get(reverse("delegations:engagements"), query)) == expected


def test_a_focal_point_sees_and_changes_its_own_contacts_only():
    focal = make_user(Role.FOCAL_POINT)
    written = {"agencies": [focal.agency], "recorded_by": focal}
    own = make_engagement(title_vi="Của mình", partners=[make_partner()], **written)
    told = make_engagement(title_vi="Sở ghi hộ", agencies=[focal.agency])
    other = make_engagement(title_vi="Của người", agencies=[make_agency()])
    browser = signed_in(focal)

    listed = browser.get(reverse("delegations:engagements"))
    codes = [
        browser.get(reverse(f"delegations:{name}", args=[record.key])).status_code
        for record in (own, told, other)
        for name in ("engagement", "engagement-edit", "engagement-update")
    ]

    assert sorted(titles(listed)) == ["Của mình", "Sở ghi hộ"]
    assert codes == [200, 200, 302, 200, 403, 302, 404, 404, 404]


def test_who_reads_only_finds_no_button_and_no_form():
    record = make_engagement()
    leader = signed_in(make_user(Role.LEADER))

    page = leader.get(record.get_absolute_url())
    listed = leader.get(reverse("delegations:engagements"))

    assert (page.context["buttons"], listed.context["can_record"]) == ([], False)
    assert leader.get(reverse("delegations:engagement-add")).status_code == 403
    assert leader.get(reverse("delegations:engagement-edit", args=[record.key])).status_code == 403


def test_an_officer_writes_changes_and_withdraws_a_contact():
    browser, partner, agency = signed_in(), make_partner(name_vi="Sakai"), make_agency()
    address = reverse("delegations:engagement-add")
    typed = {
        **carried(browser.get(address)),
        "kind": "call",
        "title_vi": "Điện đàm với Sakai",
        "partners": [partner.pk],
        "starts_on": "24/11/2025",
        "lead_agencies": [agency.pk],
        "persons": "4",
    }

    made = browser.post(address, typed)
    record = Engagement.objects.get()
    edit = reverse("delegations:engagement-edit", args=[record.key])
    changed = browser.post(edit, {**typed, **carried(browser.get(edit)), "persons": "5"})
    record.refresh_from_db()
    page = browser.get(record.get_absolute_url())
    gone = reverse("delegations:engagement-withdraw", args=[record.key])
    silent = browser.post(gone, {**carried(browser.get(gone)), "reason": ""})
    done = browser.post(gone, {**carried(browser.get(gone)), "reason": "Ghi nhầm"})

    assert (made.status_code, made["Location"]) == (302, record.get_absolute_url())
    assert (changed.status_code, record.persons, str(record.starts_on)) == (302, 5, "2025-11-24")
    assert [button.label for button in page.context["buttons"]] == [
        "Sửa",
        "Xóa bản ghi nhầm",
        "Ghi thay cơ quan",
    ]
    assert [section.code for section in page.context["sections"]][:1] == ["partners"]
    assert (silent.status_code, silent.context["form"].errors["reason"]) == (200, ["Hãy ghi lý do."])
    assert (done.status_code, Engagement.objects.exists()) == (302, False)


def test_a_refusal_of_the_service_stands_at_its_field():
    browser = signed_in()
    address = reverse("delegations:engagement-add")
    typed = {**carried(browser.get(address)), "kind": "letter", "title_vi": "Thư", "starts_on": "2020"}

    form = browser.post(address, typed).context["form"]

    assert list(form.errors) == ["partners", "lead_agencies"]


# --- invitations -----------------------------------------------------------------
def test_unanswered_invitations_stand_first_and_late_ones_before_them():
    today = local_today()
    make_invitation(occasion="đã trả lời", answer=InvitationAnswer.NO_ANSWER)
    make_invitation(occasion="không hạn")
    make_invitation(occasion="hạn hôm nay", answer_by=today)
    make_invitation(occasion="trễ một ngày", answer_by=today - timedelta(1))
    make_invitation(occasion="trễ lâu", answer_by=today - timedelta(30))

    response = signed_in().get(reverse("delegations:invitations"))

    assert [(line.row.occasion, line.row.state) for line in response.context["lines"]] == [
        ("trễ lâu", "overdue"),
        ("trễ một ngày", "overdue"),
        ("hạn hôm nay", "waiting"),
        ("không hạn", "waiting"),
        ("đã trả lời", "no_answer"),
    ]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"side": "received"}, ["Lễ hội"]),
        ({"state": ["overdue"]}, ["Hội chợ"]),
        ({"state": ["accepted", "overdue"]}, ["Hội chợ", "Lễ hội"]),
        ({"q": "hoi cho"}, ["Hội chợ"]),
        ({"q": "le hoi changwon"}, ["Lễ hội"]),
        ({"q": "12/TM"}, ["Hội chợ"]),
        ({"country": "LA"}, ["Hội chợ"]),
        ({"agency": "so-du-lich"}, ["Hội chợ"]),
        ({"attended": "true"}, ["Lễ hội"]),
        ({"year": "2025"}, ["Lễ hội"]),
        ({"answer_by_to": "31/10/2024"}, []),
        ({"answer_by_from": "1/1/2024", "answer_by_to": "1/11/2024"}, ["Hội chợ"]),
    ],
)
def test_filters_of_invitations(query, expected):
    make_invitation(
        occasion="Lễ hội",
        side=InvitationSide.RECEIVED,
        partner=make_partner(name_vi="Changwon"),
        sent_on=date(2025, 3, 1),
        answer=InvitationAnswer.ACCEPTED,
        answered_on=date(2025, 3, 2),
        attended=True,
    )
    make_invitation(
        occasion="Hội chợ",
        partner=make_partner(name_vi="Salo", country=make_country("LA")),
        document_number="12/TM-UBND",
        sent_on=date(2024, 10, 1),
        answer_by=date(2024, 11, 1),
        agency=make_agency(key="so-du-lich"),
    )

    assert titles(signed_in().get(reverse("delegations:invitations"), query), "occasion") == expected


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_invitations_costs_the_same_for_one_and_three(count, django_assert_max_num_queries):
    for _ in range(count):
        make_invitation(event=make_engagement(), agency=make_agency())
    browser = signed_in()

    with django_assert_max_num_queries(12):
        response = browser.get(reverse("delegations:invitations"))

    assert len(response.context["lines"]) == count


def test_a_focal_point_sees_the_invitations_its_agency_handles():
    focal = make_user(Role.FOCAL_POINT)
    own = make_invitation(occasion="Của mình", agency=focal.agency, event=make_engagement())
    other = make_invitation(occasion="Của người")
    browser = signed_in(focal)

    listed = browser.get(reverse("delegations:invitations"))
    page = browser.get(own.get_absolute_url())
    names = ("invitation", "invitation-edit", "invitation-answer", "invitation-attendance")
    hidden = [browser.get(reverse(f"delegations:{name}", args=[other.pk])).status_code for name in names]

    assert titles(listed, "occasion") == ["Của mình"]
    assert "Sự kiện, hội nghị trong sổ" not in [row["label"] for row in page.context["said"]]
    assert [button.label for button in page.context["buttons"]] == [
        "Ghi trả lời",
        "Ghi có dự",
        "Gắn với đoàn",
        "Sửa",
    ]
    assert hidden == [404] * 4
    assert browser.get(reverse("delegations:invitation-withdraw", args=[own.pk])).status_code == 403


def test_an_invitation_from_first_letter_to_the_delegation_that_followed():
    browser, partner = signed_in(), make_partner(name_vi="Changwon")
    trip = make_delegation(partner, direction=Direction.OUT, starts_on="2025-05-10")
    address = reverse("delegations:invitation-add")
    typed = {
        **carried(browser.get(address)),
        "side": "received",
        "partner": partner.pk,
        "occasion": "Lễ hội",
        "sent_on": "1/3/2025",
        "answer_by": "15/3/2025",
    }
    browser.post(address, typed)
    invitation = Invitation.objects.get()

    def send(name: str, **given: str):
        where = reverse(f"delegations:{name}", args=[invitation.pk])
        return browser.post(where, {**carried(browser.get(where)), **given}).status_code

    edited = send(
        "invitation-edit", **{key: typed[key] for key in typed if key != "once"}, document_number="7/TM"
    )
    answered = send("invitation-answer", answer="declined", answered_on="10/3/2025", reason="budget")
    corrected = send("invitation-correct", answer="accepted", answered_on="10/3/2025", why="Đọc nhầm")
    linked = send("invitation-delegation", delegation=str(trip.pk))
    came = send("invitation-attendance", attended="true", persons="3")

    assert (edited, answered, corrected, linked, came) == (302,) * 5
    invitation.refresh_from_db()
    assert (invitation.document_number, invitation.answer, invitation.delegation) == (
        "7/TM",
        "accepted",
        trip,
    )
    assert (invitation.attended, invitation.attended_persons) == (True, 3)
    page = browser.get(invitation.get_absolute_url())
    assert [(row["label"], str(row["value"])) for row in page.context["came"]] == [
        ("Trả lời", "Nhận lời"),
        ("Ngày trả lời", "2025-03-10"),
        ("Có dự", "Có dự, 3 người"),
        ("Đoàn đi theo lời mời", trip.title_vi),
    ]
    again = browser.get(reverse("delegations:invitation-attendance", args=[invitation.pk]))
    assert again.context["form"].initial == {"attended": "true", "persons": 3}


def test_a_mistaken_invitation_is_deleted_and_leaders_only_read():
    invitation, browser = make_invitation(), signed_in()
    where = reverse("delegations:invitation-withdraw", args=[invitation.pk])
    leader = signed_in(make_user(Role.LEADER))

    read = leader.get(invitation.get_absolute_url())
    refused = leader.get(reverse("delegations:invitation-answer", args=[invitation.pk])).status_code
    done = browser.post(where, {**carried(browser.get(where)), "reason": "Nhầm"})

    assert (read.status_code, read.context["buttons"], refused) == (200, [], 403)
    assert (done.status_code, Invitation.objects.exists()) == (302, False)
    assert browser.get(invitation.get_absolute_url()).status_code == 404
