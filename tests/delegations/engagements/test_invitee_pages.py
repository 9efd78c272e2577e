from __future__ import annotations

import re
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from lxml import html
from openpyxl import load_workbook

from delegations.enums import DeclineReason, EngagementKind, InvitationAnswer
from delegations.models import Conference, Invitation
from dnfa.accounts.enums import Role
from dnfa.core.clock import local_today
from partners.enums import Continent, PartnerKind, RelationshipClass
from partners.models import CooperationField
from tests.delegations.engagements.factories import make_invitation
from tests.factories import (
    make_agency,
    make_agreement,
    make_country,
    make_partner,
    make_relationship,
    make_user,
)
from tests.followup.factories import make_delegation, make_parameters, signed_in
from tests.partners.factories import make_engagement

pytestmark = pytest.mark.django_db


@pytest.fixture
def fair():
    return make_engagement(
        key="ewec-2024", title_vi="Hội chợ EWEC", starts_on="2024-08-05", ends_on="2024-08-09"
    )


def offered(response) -> list[str]:
    return sorted(row.name_vi for row in response.context["rows"])


# --- whom to invite --------------------------------------------------------------
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, []),
        ({"q": "sakai"}, ["Sakai"]),
        ({"country": ["JP"]}, ["Mạng lưới", "Sakai"]),
        ({"country": ["JP", "LA"]}, ["Mạng lưới", "Sakai", "Savannakhet"]),
        ({"continent": ["europe"]}, ["Salo"]),
        ({"tie": ["formal"]}, ["Sakai", "Salo"]),
        ({"tie": ["formal", "friendship"]}, ["Sakai", "Salo", "Savannakhet"]),
        ({"kind": ["network"]}, ["Mạng lưới"]),
        ({"network": "mang"}, ["Mạng lưới", "Savannakhet"]),
        ({"field": "logistics"}, ["Sakai"]),
        ({"field": "kinh-te"}, ["Sakai"]),
        ({"active_since": "1/1/2023"}, ["Savannakhet"]),
        ({"active_since": "1/1/2010"}, ["Salo", "Savannakhet"]),
        ({"dormant": "true"}, ["Salo"]),
        ({"dormant": "true", "tie": ["friendship"]}, []),
        ({"came_before": "true"}, ["Savannakhet"]),
        ({"came_before": "false", "tie": ["formal"]}, ["Sakai", "Salo"]),
    ],
)
def test_partners_are_chosen_by_what_is_known_of_them(fair, query, expected):
    make_parameters(months=24)
    network = make_partner(key="mang", name_vi="Mạng lưới", kind=PartnerKind.NETWORK)
    sakai = make_partner(name_vi="Sakai")
    salo = make_partner(name_vi="Salo", country=make_country("FI", continent=Continent.EUROPE))
    savannakhet = make_partner(name_vi="Savannakhet", country=make_country("LA"), parent=network)
    for partner, tie in ((sakai, "formal"), (salo, "formal"), (savannakhet, "friendship")):
        make_relationship(partner, relationship_class=RelationshipClass(tie), since="2010")
    economy = CooperationField.objects.create(code="kinh-te", level=1, name_vi="Kinh tế")
    logistics = CooperationField.objects.create(
        code="logistics", level=2, name_vi="Logistics", parent=economy
    )
    make_agreement(partners=[sakai]).fields.add(logistics)
    make_delegation(salo, starts_on="2012-05-01")
    earlier = make_engagement(starts_on="2023-08-05")
    make_invitation(partner=savannakhet, event=earlier, attended=True, sent_on=date(2023, 6, 1))
    make_invitation(partner=salo, event=earlier, attended=False, sent_on=date(2023, 6, 1))

    response = signed_in().get(reverse("delegations:event-invite", args=[fair.key]), query)

    assert offered(response) == expected
    assert Invitation.objects.filter(event=fair).count() == 0


@pytest.mark.parametrize(
    ("starts_on", "told"),
    [("2012", "2012"), ("2012-05", "5/2012"), ("2012-05-01", "01/05/2012"), (None, "–")],
)
def test_the_last_deed_is_told_as_exactly_as_it_is_known(fair, starts_on, told):
    salo = make_partner(name_vi="Salo")
    if starts_on:
        make_delegation(salo, starts_on=starts_on)

    response = signed_in().get(reverse("delegations:event-invite", args=[fair.key]), {"q": "salo"})

    assert re.findall(r'data-label="Hoạt động gần nhất">([^<]*)<', response.content.decode()) == [told]


def test_one_action_makes_all_invitations_and_leaves_those_already_invited(fair):
    old, new, other = (make_partner(name_vi=name) for name in ("Cũ", "Mới", "Không chọn"))
    make_invitation(event=fair, partner=old)
    browser, address = signed_in(), reverse("delegations:event-invite", args=[fair.key]) + "?country=JP"
    preview = browser.get(address)
    letter = {"sent_on": "1/6/2024", "answer_by": "1/7/2024", "document_number": "15/TM-UBND"}

    wrong = browser.post(address, {"partners": [new.pk], "sent_on": ""})
    nobody = browser.post(address, letter)
    done = browser.post(address, {**letter, "partners": [new.pk, old.pk]}, follow=True)

    context = preview.context
    assert (context["new_count"], context["invited_count"]) == (2, 1)
    assert (list(wrong.context["form"].errors), list(nobody.context["form"].errors)) == (
        ["sent_on"],
        ["__all__"],
    )
    assert {row.name_vi: row.is_ticked for row in wrong.context["rows"]} == {
        "Cũ": False,
        "Mới": True,
        "Không chọn": False,
    }
    assert [str(message) for message in done.context["messages"]] == [
        "Đã lập 1 lời mời. Đã mời từ trước, giữ nguyên: Cũ."
    ]
    made = Invitation.objects.get(event=fair, partner=new)
    assert (made.sent_on, made.answer_by, made.document_number) == (
        date(2024, 6, 1),
        date(2024, 7, 1),
        "15/TM-UBND",
    )
    assert not Invitation.objects.filter(partner=other).exists()


def test_conferences_have_lists_too():
    held = Conference.objects.create(key="hn", title_vi="Hội nghị", part="hosted")
    partner, browser = make_partner(name_vi="Sakai"), signed_in()
    address = reverse("delegations:conference-invite", args=["hn"])

    browser.post(f"{address}?country=JP", {"partners": [partner.pk], "sent_on": "1/6/2024"})
    listed = browser.get(reverse("delegations:conference-invitees", args=["hn"]))

    assert [(row.partner, row.conference) for row, _form in listed.context["lines"]] == [(partner, held)]


def test_lists_are_the_departments_and_an_agency_sees_its_own_rows(fair):
    focal = make_user(Role.FOCAL_POINT)
    fair.lead_agencies.add(focal.agency)
    own = make_invitation(event=fair, agency=focal.agency)
    make_invitation(event=fair, agency=make_agency())
    hidden = make_engagement(key="khac")
    browser = signed_in(focal)

    listed = browser.get(reverse("delegations:event-invitees", args=[fair.key]))

    assert [row.pk for row, _form in listed.context["lines"]] == [own.pk]
    assert (listed.context["may_write"], listed.context["may_invite"]) == (True, False)
    assert browser.get(reverse("delegations:event-invite", args=[fair.key])).status_code == 403
    assert browser.get(reverse("delegations:event-invitees", args=[hidden.key])).status_code == 404


# --- the list of invitees --------------------------------------------------------
def row_of(invitation, **given) -> dict[str, str]:
    values = {
        "version": str(invitation.version),
        "answer": invitation.answer,
        "answered_on": "",
        "reason": "",
        "reason_note": "",
        "attended": "",
        "attended_persons": "",
        **given,
    }
    return {f"i{invitation.pk}-{name}": value for name, value in values.items()}


def test_answers_and_attendance_are_noted_in_the_table(fair):
    one, two, three = (make_invitation(event=fair, sent_on=date(2024, 6, 1)) for _ in range(3))
    browser, address = signed_in(), reverse("delegations:event-invitees", args=[fair.key])

    done = browser.post(
        address,
        {
            **row_of(one, answer="accepted", answered_on="10/6/2024", attended="true", attended_persons="4"),
            **row_of(two, answer="declined", reason="budget"),
            **row_of(three),
        },
    )
    counted = browser.get(address).context

    for record in (one, two, three):
        record.refresh_from_db()
    assert done.status_code == 302
    assert (one.answer, one.answered_on, one.attended, one.attended_persons) == (
        "accepted",
        date(2024, 6, 10),
        True,
        4,
    )
    assert (two.answer, two.answered_on, two.reason) == ("declined", local_today(), DeclineReason.BUDGET)
    assert (three.answer, three.version) == ("", 1)
    assert [(part["state"], part["count"]) for part in counted["counts"]] == [
        ("waiting", 1),
        ("accepted", 1),
        ("declined", 1),
    ]
    assert (counted["attended"], counted["persons"]) == (1, 4)


def test_a_wrong_row_stops_all_and_says_why(fair):
    one, two = (make_invitation(event=fair, sent_on=date(2024, 6, 1)) for _ in range(2))
    browser, address = signed_in(), reverse("delegations:event-invitees", args=[fair.key])

    unread = browser.post(address, {**row_of(one, answer="accepted"), **row_of(two, attended_persons="hai")})
    refused = browser.post(address, {**row_of(one, answer="accepted"), **row_of(two, answer="declined")})
    nothing = browser.post(address, row_of(one), follow=True)

    assert {
        row.pk: form.messages for row, form in unread.context["lines"] if form.is_bound and form.errors
    } == {two.pk: ["Số người là một số nguyên, ví dụ 12."]}
    assert {
        row.pk: form.messages for row, form in refused.context["lines"] if form.is_bound and form.errors
    } == {two.pk: ["Hãy chọn lý do không nhận."]}
    assert [str(message) for message in nothing.context["messages"]] == ["Không có gì thay đổi."]
    assert set(Invitation.objects.values_list("answer", flat=True)) == {""}


def carried(form) -> dict[str, str]:
    """What a browser sends of a row as the page shows it: boxes, and what they showed."""
    return dict(html.fromstring(f"<form>{''.join(str(box) for box in form)}</form>").form_values())


def test_a_row_another_changed_meanwhile_keeps_what_was_typed_and_tells_what_stands(fair):
    invitation = make_invitation(event=fair, sent_on=date(2024, 6, 1))
    browser, address = signed_in(), reverse("delegations:event-invitees", args=[fair.key])
    [(_row, shown)] = browser.get(address).context["lines"]
    typed = carried(shown) | {
        shown["answer"].html_name: "declined",
        shown["reason"].html_name: "other",
        shown["reason_note"].html_name: "Bận bầu cử",
    }
    invitation.answer, invitation.answered_on = InvitationAnswer.ACCEPTED, date(2024, 6, 10)
    invitation.attended, invitation.attended_persons = True, 4
    invitation.save()

    refused = browser.post(address, typed)
    [(_row, form)] = refused.context["lines"]
    again = browser.post(address, carried(form))

    invitation.refresh_from_db()
    assert (refused.status_code, again.status_code) == (200, 302)
    assert form.messages == [
        (
            "Người khác vừa sửa dòng này, đang lưu: Nhận lời, 10/06/2024, Có dự, 4 người. "
            "Dòng vẫn giữ điều bạn nhập; lưu lại nếu vẫn muốn ghi như vậy."
        )
    ]
    told = (invitation.answer, invitation.reason_note, invitation.answered_on, invitation.attended_persons)
    assert told == ("declined", "Bận bầu cử", date(2024, 6, 10), 4)


def test_a_row_this_person_left_alone_is_not_written_whatever_stands_by_now(fair):
    mine, theirs = (make_invitation(event=fair, sent_on=date(2024, 6, 1)) for _ in range(2))
    browser, address = signed_in(), reverse("delegations:event-invitees", args=[fair.key])
    forms = {row.pk: form for row, form in browser.get(address).context["lines"]}
    typed = carried(forms[theirs.pk]) | carried(forms[mine.pk])
    typed |= {forms[mine.pk]["answer"].html_name: "no_answer"}
    theirs.answer, theirs.answered_on = InvitationAnswer.ACCEPTED, date(2024, 6, 10)
    theirs.save()

    saved = browser.post(address, typed, follow=True)

    told = list(Invitation.objects.order_by("pk").values_list("answer", "answered_on"))
    assert told == [("no_answer", None), ("accepted", date(2024, 6, 10))]
    assert [str(message) for message in saved.context["messages"]] == ["Đã lưu 1 dòng."]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ({"answer": "declined", "reason": "budget"}, date(2024, 6, 10)),
        ({"answer": "declined", "reason": "budget", "answered_on": "12/6/2024"}, date(2024, 6, 12)),
        ({"answer": "declined", "reason": "budget", "answered_on": ""}, local_today()),
        ({"answer": "no_answer"}, None),
        ({"attended": "true"}, date(2024, 6, 10)),
    ],
)
def test_another_answer_keeps_the_day_its_box_says(fair, typed, expected):
    given = {"answer": "accepted", "answered_on": date(2024, 6, 10), "sent_on": date(2024, 6, 1)}
    invitation = make_invitation(event=fair, **given)
    browser, address = signed_in(), reverse("delegations:event-invitees", args=[fair.key])
    [(_row, shown)] = browser.get(address).context["lines"]

    browser.post(address, carried(shown) | {shown[name].html_name: text for name, text in typed.items()})

    invitation.refresh_from_db()
    assert (invitation.version, invitation.answered_on) == (2, expected)


def test_a_refused_list_keeps_letter_and_ticks(fair):
    held = Conference.objects.create(
        key="hn", title_vi="Hội nghị", part="hosted", cancelled_on=date(2024, 5, 1), cancel_reason="visa"
    )
    chosen, left = make_partner(name_vi="Sakai"), make_partner(name_vi="Salo")
    address = reverse("delegations:conference-invite", args=[held.key])
    letter = {"partners": [chosen.pk], "sent_on": "1/6/2024", "document_number": "15/TM"}

    answer = signed_in().post(f"{address}?country=JP", letter)

    assert answer.status_code == 200
    assert {row.pk: row.is_ticked for row in answer.context["rows"]} == {chosen.pk: True, left.pk: False}
    form = answer.context["form"]
    assert (form["document_number"].value(), list(form.errors)) == ("15/TM", ["__all__"])
    assert Invitation.objects.count() == 0


def test_who_only_reads_cannot_write_the_table(fair):
    invitation = make_invitation(event=fair)
    leader = signed_in(make_user(Role.LEADER))
    address = reverse("delegations:event-invitees", args=[fair.key])

    page = leader.get(address)
    refused = leader.post(address, row_of(invitation, answer="no_answer"))

    assert [form for _row, form in page.context["lines"]] == [None]
    assert (page.context["may_write"], refused.status_code) == (False, 403)
    assert Invitation.objects.get().answer == ""


def test_the_sheet_for_the_protocol_desk(fair):
    make_invitation(
        event=fair,
        partner=make_partner(name_vi="=Sakai"),
        document_number="15/TM",
        answer="declined",
        answered_on=date(2026, 10, 5),
        reason="other",
        reason_note="Bận bầu cử",
    )
    make_invitation(
        event=fair, partner=make_partner(name_vi="Salo", country=None), attended=True, attended_persons=3
    )

    answer = signed_in().get(reverse("delegations:event-invitees", args=[fair.key]), {"format": "xlsx"})
    rows = list(load_workbook(BytesIO(answer.content)).active.iter_rows(values_only=True))
    head = next(number for number, row in enumerate(rows) if row[0] == "STT")

    assert [row[1] for row in rows[head:]] == ["Đối tác", "'=Sakai", "Salo"]
    assert [row[8] for row in rows[head + 1 :]] == ["Lý do khác: Bận bầu cử", None]
    assert [(row[9], row[10]) for row in rows[head + 1 :]] == [(None, None), ("Có dự, 3 người", 3)]


@pytest.mark.parametrize("count", [1, 3])
def test_the_table_costs_the_same_for_one_and_three(fair, count, django_assert_max_num_queries):
    for _ in range(count):
        make_invitation(event=fair, agency=make_agency())
    browser = signed_in()

    with django_assert_max_num_queries(10):
        response = browser.get(reverse("delegations:event-invitees", args=[fair.key]))

    assert len(response.context["lines"]) == count


@pytest.mark.parametrize(
    ("kind", "role", "expected"),
    [
        (EngagementKind.EVENT, Role.OFFICER, True),
        (EngagementKind.LETTER, Role.OFFICER, False),
        (EngagementKind.EVENT, Role.LEADER, False),
    ],
)
def test_the_page_of_an_event_leads_to_its_list(kind, role, expected):
    record = make_engagement(kind=kind)
    browser = signed_in(make_user(role))

    empty = [section.code for section in browser.get(record.get_absolute_url()).context["sections"]]
    make_invitation(
        event=record, sent_on=local_today() - timedelta(9), answer_by=local_today() - timedelta(1)
    )
    sections = {one.code: one for one in browser.get(record.get_absolute_url()).context["sections"]}

    assert ("invitees" in empty) is expected
    assert [part["state"] for part in sections["invitees"].context["counts"]] == ["overdue"]
