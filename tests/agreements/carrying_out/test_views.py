from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from agreements.models import Commitment
from agreements.selectors_commitments import reached_words, target_words
from dnfa.accounts.enums import Role
from dnfa.core.clock import local_today
from dnfa.followup.models import Action
from tests.agreements.carrying_out.factories import make_commitment
from tests.factories import make_agency, make_agreement, make_partner, make_user, sign_in
from tests.followup.actions.factories import make_note

pytestmark = pytest.mark.django_db

TODAY = local_today()
LIST = "agreements:commitments"


def listed(client, **query) -> list[str]:
    response = client.get(reverse(LIST), query)
    assert response.status_code == 200
    return [line.row.text for line in response.context["lines"]]


def in_days(days: int) -> date:
    return TODAY + timedelta(days=days)


def address(name: str, made: Commitment) -> str:
    return reverse(f"agreements:commitment-{name}", args=[made.pk])


@pytest.mark.parametrize(
    ("values", "target", "reached"),
    [
        ({}, "", ""),
        ({"target": "Học bổng"}, "Học bổng", ""),
        (
            {"target": "Học bổng", "target_value": Decimal("20.00"), "target_unit": "suất"},
            "Học bổng: 20 suất",
            "",
        ),
        (
            {
                "target_value": Decimal("1234.50"),
                "target_unit": "triệu đồng",
                "reached_value": Decimal("0.00"),
            },
            "1.234,5 triệu đồng",
            "0 triệu đồng",
        ),
    ],
)
def test_targets_in_words(values, target, reached):
    made = make_commitment(**values)

    assert (target_words(made), reached_words(made)) == (target, reached)


def test_the_list_shows_what_signed_papers_owe_the_latest_late_first(client):
    sign_in(client)
    make_commitment(text="không hạn")
    make_commitment(text="mai", due_on=in_days(1))
    make_commitment(text="quá hạn", due_on=in_days(-3))
    make_commitment(text="xong", done_on=TODAY, evidence="Có")
    make_commitment(make_agreement(stage="drafting"), text="dự kiến")

    assert listed(client) == ["quá hạn", "mai", "không hạn"]
    assert listed(client, papers="expected") == ["dự kiến"]
    assert listed(client, papers="all", state="all") == [
        "quá hạn",
        "mai",
        "không hạn",
        "dự kiến",
        "xong",
    ]


def test_the_list_can_be_asked(client):
    sign_in(client)
    lead = make_agency()
    paper = make_agreement(partners=[make_partner(name_vi="Thành phố Sakai")])
    make_commitment(paper, text="Mở lớp tiếng Nhật", lead_agency=lead, due_on=in_days(-1))
    make_commitment(text="Gửi đoàn", side="theirs", target="Tập huấn", due_on=in_days(60))
    make_commitment(text="Đã làm", done_on=TODAY, evidence="Có")

    answers = {
        "text": listed(client, q="tieng nhat"),
        "target": listed(client, q="tập huấn"),
        "partner": listed(client, paper="sakai"),
        "state": listed(client, state="overdue"),
        "done": listed(client, state="done"),
        "side": listed(client, side="theirs"),
        "lead": listed(client, lead=lead.key),
        "due": listed(client, due_from=f"{TODAY:%d/%m/%Y}"),
        "due_to": listed(client, due_to=TODAY.isoformat()),
    }

    assert answers == {
        "text": ["Mở lớp tiếng Nhật"],
        "target": ["Gửi đoàn"],
        "partner": ["Mở lớp tiếng Nhật"],
        "state": ["Mở lớp tiếng Nhật"],
        "done": ["Đã làm"],
        "side": ["Gửi đoàn"],
        "lead": ["Mở lớp tiếng Nhật"],
        "due": ["Gửi đoàn"],
        "due_to": ["Mở lớp tiếng Nhật"],
    }


@pytest.mark.parametrize("role", list(Role))
def test_each_role_sees_its_own(client, role):
    mine = make_agency()
    sign_in(client, role, agency=mine)
    make_commitment(text="của tôi", lead_agency=mine)
    make_commitment(text="của người khác", lead_agency=make_agency())

    expected = ["của tôi"] if role == Role.FOCAL_POINT else ["của người khác", "của tôi"]
    assert sorted(listed(client)) == expected


def test_the_export_says_everything(client):
    sign_in(client)
    made = make_commitment(
        make_agreement(title_vi="Ghi nhớ Sakai"),
        text="Cấp học bổng",
        clause="Điều 3",
        target="Học bổng",
        target_value=Decimal(20),
        reached_value=Decimal(12),
        target_unit="suất",
        due_on=in_days(-2),
        lead_agency=make_agency(name_vi="Sở Du lịch"),
    )
    make_note(made.action, text="Đợt một")

    response = client.get(reverse(LIST), {"format": "csv"})
    row = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()[-1]

    for said in (
        "Cấp học bổng",
        "Ghi nhớ Sakai",
        "Điều 3",
        "Phía Đà Nẵng",
        "Quá hạn",
        "Học bổng: 20 suất",
        "12 suất",
        "60",
        "Sở Du lịch",
        "Đợt một",
    ):
        assert said in row, said


@pytest.mark.parametrize("count", [1, 4])
def test_list_and_paper_ask_a_fixed_number_of_queries(client, django_assert_max_num_queries, count):
    sign_in(client)
    paper = make_agreement()
    for _ in range(count):
        made = make_commitment(paper, lead_agency=make_agency(), coordinating=(make_agency(),))
        make_note(made.action, agency=make_agency(), author=make_user())
    client.get(reverse(LIST))

    with django_assert_max_num_queries(16):
        client.get(reverse(LIST))
    section = client.get(paper.get_absolute_url()).context["sections"]
    assert [len(part.context["rows"]) for part in section if part.code == "commitments"] == [count]


def part_of_paper(client, paper):
    sections = client.get(paper.get_absolute_url()).context["sections"]
    return next((part.context for part in sections if part.code == "commitments"), None)


def test_the_paper_lists_its_commitments_with_their_state(client):
    sign_in(client)
    paper = make_agreement()
    made = make_commitment(paper, due_on=in_days(-1), target_value=Decimal(3), target_unit="lớp")
    Commitment.objects.filter(pk=made.pk).update(reached_value=Decimal(1))

    section = part_of_paper(client, paper)

    assert [(row.state, row.percent, row.target_words) for row in section["rows"]] == [
        ("overdue", 33, "3 lớp")
    ]
    assert (section["may_add"], section["is_expected"]) == (True, False)


@pytest.mark.parametrize(
    ("role", "stage", "may_add"),
    [
        (Role.OFFICER, "signed", True),
        (Role.HEAD, "drafting", True),
        (Role.ADMINISTRATOR, "signed", True),
        (Role.OFFICER, "broken_off", None),
        (Role.LEADER, "signed", None),
        (Role.AUDITOR, "signed", None),
    ],
)
def test_a_paper_without_commitments_offers_the_first_to_those_who_may(client, role, stage, may_add):
    sign_in(client, role)

    section = part_of_paper(client, make_agreement(stage=stage))

    assert (section and section["may_add"]) == may_add


def test_the_page_of_the_action_tells_the_promise(client):
    lead = make_agency()
    sign_in(client, Role.FOCAL_POINT, agency=lead)
    made = make_commitment(
        text="Cấp 20 học bổng.\nMỗi năm.",
        clause="Điều 3",
        lead_agency=lead,
        target_value=Decimal(20),
        target_unit="suất",
    )

    response = client.get(made.action.get_absolute_url())

    part = response.context["part"].context
    assert (part["commitment"], part["target"], part["may_report"], part["may_remove"]) == (
        made,
        "20 suất",
        True,
        False,
    )
    assert made.agreement.get_absolute_url() in response.content.decode()


def test_an_action_whose_commitment_is_gone_still_opens(client):
    sign_in(client)
    made = make_commitment()
    action = made.action
    made.delete()

    response = client.get(action.get_absolute_url())

    assert (response.status_code, response.context["part"]) == (200, None)


def test_an_officer_adds_a_commitment(client):
    sign_in(client)
    paper, lead = make_agreement(), make_agency()
    where = reverse("agreements:commitment-add", args=[paper.key])
    form = client.get(where)

    response = client.post(
        where,
        {
            "once": form.context["carried"]["once"],
            "text": "Cấp học bổng. Mỗi năm.",
            "side": "both",
            "target_value": "1.234,5",
            "target_unit": "triệu đồng",
            "lead_agency": lead.pk,
            "due_on": "31/12/2026",
        },
    )

    made = Commitment.objects.get()
    assert (response.status_code, response["Location"]) == (302, paper.get_absolute_url())
    assert (made.text, made.side, made.target_value, made.action.lead_agency, made.action.due_on) == (
        "Cấp học bổng. Mỗi năm.",
        "both",
        Decimal("1234.50"),
        lead,
        date(2026, 12, 31),
    )


def test_what_the_services_refuse_is_told_in_the_form(client):
    sign_in(client)
    where = reverse("agreements:commitment-add", args=[make_agreement().key])

    response = client.post(where, {"text": "Cấp học bổng", "side": "ours", "target_value": "5"})

    assert (response.status_code, list(response.context["form"].errors)) == (200, ["target_unit"])
    assert Commitment.objects.count() == 0


@pytest.mark.parametrize("role", [Role.LEADER, Role.AUDITOR, Role.FOCAL_POINT])
def test_writing_is_closed_to_others(client, role):
    lead = make_agency()
    sign_in(client, role, agency=lead)
    made = make_commitment(lead_agency=lead, target_unit="suất")

    doors = [reverse("agreements:commitment-add", args=[made.agreement.key])]
    doors += [address(name, made) for name in ("edit", "remove")]
    assert [client.get(door).status_code for door in doors] == [403, 403, 403]
    assert client.get(address("reached", made)).status_code == (200 if role == Role.FOCAL_POINT else 403)


def test_hidden_commitments_and_papers_are_404(client):
    sign_in(client, Role.FOCAL_POINT)
    made = make_commitment(lead_agency=make_agency(), target_unit="suất")

    assert client.get(address("reached", made)).status_code == 404
    sign_in(client)
    assert client.get(reverse("agreements:commitment-add", args=["khong-co"])).status_code == 404
    assert client.get(reverse("agreements:commitment-edit", args=[made.pk + 1])).status_code == 404


def test_an_agency_that_only_sees_the_paper_reports_nothing(client):
    mine = make_agency()
    sign_in(client, Role.FOCAL_POINT, agency=mine)
    made = make_commitment(make_agreement(agencies=[mine]), lead_agency=make_agency(), target_unit="suất")

    assert client.get(address("reached", made)).status_code == 403


def test_two_officers_edit_one_commitment_and_the_second_is_told(client):
    sign_in(client)
    lead = make_agency()
    made = make_commitment(text="Mở lớp", clause="Điều 1", lead_agency=lead)
    opened = client.get(address("edit", made))
    typed = {"text": "Mở lớp", "side": "ours", "clause": "Điều 2", "lead_agency": lead.pk}
    Action.objects.update(due_on=in_days(5))

    stale = client.post(address("edit", made), {**opened.context["carried"], **typed})
    again = client.post(
        address("edit", made),
        {**stale.context["carried"], **typed, "due_on": f"{in_days(5):%d/%m/%Y}"},
    )

    made = Commitment.objects.get()
    assert (stale.status_code, again.status_code) == (409, 302)
    assert (made.clause, made.action.due_on, made.action.lead_agency) == ("Điều 2", in_days(5), lead)


def test_what_was_reached_is_reported_from_its_page(client):
    lead = make_agency()
    sign_in(client, Role.FOCAL_POINT, agency=lead)
    made = make_commitment(lead_agency=lead, target_value=Decimal(20), target_unit="suất")

    opened = client.get(address("reached", made)).context["carried"]
    response = client.post(
        address("reached", made), {**opened, "value": "12", "noted_on": f"{TODAY:%d/%m/%Y}"}
    )
    wrong = client.post(address("reached", made), {**opened, "value": "-1", "noted_on": "1/1/2026"})

    assert (response.status_code, response["Location"]) == (302, made.action.get_absolute_url())
    assert Commitment.objects.get().reached_value == 12
    assert list(wrong.context["form"].errors) == ["value"]


def test_a_commitment_written_by_mistake_is_removed(client):
    sign_in(client)
    made = make_commitment()
    opened = client.get(address("remove", made)).context["carried"]

    response = client.post(address("remove", made), {**opened, "reason": "Nhập nhầm"})

    assert (response.status_code, response["Location"]) == (302, made.agreement.get_absolute_url())
    assert (Commitment.objects.count(), Action.objects.count()) == (0, 0)
