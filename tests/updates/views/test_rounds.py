from __future__ import annotations

import io
from datetime import date, timedelta

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from dnfa.accounts.enums import Role
from dnfa.core.clock import local_today
from dnfa.updates.models import RoundAgency, UpdateRound
from tests.factories import make_agency, make_user
from tests.updates.factories import make_cast

pytestmark = pytest.mark.django_db

SOON = timedelta(days=20)


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def cast():
    return make_cast(starts_on="2020")


@pytest.fixture
def officer(cast):
    return client_of(cast.officer)


@pytest.fixture
def focal(cast):
    return client_of(cast.focal)


def typed(day: date) -> str:
    return f"{day:%d/%m/%Y}"


@pytest.fixture
def held(cast, officer):
    """A round that was opened for two agencies: one question with a figure, one record to confirm."""
    officer.post(
        reverse("updates:round_add"),
        {
            "title": "Quý IV/2026",
            "due_on": typed(local_today() + SOON),
            "asks": ["confirm", "other"],
            "more": "Số đoàn đã đón [đoàn]",
            "agencies": [cast.agency.key, make_agency().key],
        },
    )
    row = UpdateRound.objects.get()
    officer.post(reverse("updates:round_open", args=[row.pk]), {"version": row.version})
    row.refresh_from_db()
    return row


def page_of(held, agency):
    return reverse("updates:answer", args=[held.pk, agency.key])


def test_a_round_is_prepared_and_opened_from_its_pages(held):
    assert [(one.kind, one.unit) for one in held.questions.all()] == [("confirm", ""), ("other", "đoàn")]
    assert held.opened_at is not None
    assert held.agencies.count() == 2


def test_who_has_answered_is_counted_and_every_count_opens_its_list(held, officer):
    page = officer.get(reverse("updates:round", args=[held.pk]))
    counts = {state.value: count for state, count in page.context["counts"]}

    assert counts == {"waiting": 2}
    for state, count in counts.items():
        listed = officer.get(reverse("updates:round", args=[held.pk]), {"state": state})
        assert len(listed.context["rows"]) == count


def test_an_agency_sees_itself_alone(held, cast, focal):
    page = focal.get(reverse("updates:round", args=[held.pk]))

    assert [row.agency for row in page.context["rows"]] == [cast.agency]
    other = RoundAgency.objects.exclude(agency=cast.agency).get().agency
    assert focal.get(page_of(held, other)).status_code == 404
    assert client_of(make_cast().focal).get(reverse("updates:round", args=[held.pk])).status_code == 404


def answer_form(held, cast, **facts):
    asked = RoundAgency.objects.get(round=held, agency=cast.agency)
    question = held.questions.get(kind="other")
    told = {f"{name}-{question.pk}": value for name, value in facts.items()}
    return {"version": asked.version, **told}


def test_an_answer_is_kept_confirmed_sent_returned_and_taken(held, cast, focal, officer):
    address = page_of(held, cast.agency)
    focal.post(address, {**answer_form(held, cast, figure="1.234,5", text="Ba đoàn"), "save": "1"})
    early = focal.post(address, {**answer_form(held, cast, figure="1.234,5", text="Ba đoàn"), "send": "1"})
    value = f"project:{cast.project.pk}:{cast.project.version}"
    focal.post(reverse("updates:confirm"), {"record": [value], "next": address})
    focal.post(address, {**answer_form(held, cast, figure="1.234,5", text="Ba đoàn"), "send": "1"})
    officer.post(
        address, {**answer_form(held, cast), "return": "1", "reason": "wrong", "text": "Kiểm tra lại số"}
    )
    back = focal.get(address)
    focal.post(address, {**answer_form(held, cast, figure="3", text="Ba đoàn"), "send": "1"})
    officer.post(address, {**answer_form(held, cast), "accept": "1", "reason": "", "text": ""})

    asked = RoundAgency.objects.get(round=held, agency=cast.agency)
    assert early.context["form"].non_field_errors() == ["Còn 1 bản ghi chưa xác nhận hoặc chưa gửi sửa."]
    assert (back.context["returned"].text, back.context["may_answer"]) == ("Kiểm tra lại số", True)
    assert [(one.figure, one.text) for one in asked.answers.all()] == [(3, "Ba đoàn")]
    assert [step.kind for step in asked.steps.all()] == ["submitted", "returned", "resubmitted", "accepted"]


def test_accepted_figures_are_added_up(held, cast, focal, officer):
    address = page_of(held, cast.agency)
    focal.post(reverse("updates:confirm"), {"record": [f"project:{cast.project.pk}:{cast.project.version}"]})
    focal.post(address, {**answer_form(held, cast, figure="3"), "send": "1"})
    officer.post(address, {**answer_form(held, cast), "accept": "1"})

    page = officer.get(reverse("updates:round", args=[held.pk]))

    assert [(one["question__title"], one["agencies"], one["total"]) for one in page.context["figures"]] == [
        ("Số đoàn đã đón", 1, 3)
    ]


def test_more_time_is_asked_and_given_on_the_page(held, cast, focal, officer):
    address = page_of(held, cast.agency)
    until = local_today() + SOON + timedelta(days=5)

    focal.post(
        address, {**answer_form(held, cast), "ask": "1", "until": typed(until), "because": "Chờ phường"}
    )
    officer.post(address, {**answer_form(held, cast), "extend": "1", "until": typed(until), "text": ""})

    assert RoundAgency.objects.get(agency=cast.agency).due_on == until


def test_what_is_asked_stands_in_the_agencys_work(held, focal):
    work = focal.get(reverse("updates:work")).context["work"]

    assert [asked.round for asked in work.asked] == [held]


@pytest.mark.parametrize("role", [Role.LEADER, Role.AUDITOR, Role.FOCAL_POINT])
def test_only_the_department_prepares_rounds(cast, role):
    values = {"agency": cast.agency} if role == Role.FOCAL_POINT else {}

    assert client_of(make_user(role, **values)).get(reverse("updates:round_add")).status_code == 403


def test_a_closed_round_can_only_be_read(held, cast, focal, officer):
    officer.post(reverse("updates:round_close", args=[held.pk]), {"version": held.version})

    page = focal.get(page_of(held, cast.agency))

    assert page.context["may_answer"] is False


def sheet_of(client, held, **query):
    page = client.get(reverse("updates:round", args=[held.pk]), {"format": "xlsx", **query})
    rows = openpyxl.load_workbook(io.BytesIO(page.content)).active.iter_rows(values_only=True)
    return [row for row in rows if any(row)]


def test_a_round_is_taken_away_as_a_workbook(held, cast, focal, officer):
    address = page_of(held, cast.agency)
    focal.post(reverse("updates:confirm"), {"record": [f"project:{cast.project.pk}:{cast.project.version}"]})
    focal.post(address, {**answer_form(held, cast, figure="3", text="=Ba đoàn"), "send": "1"})
    officer.post(address, {**answer_form(held, cast), "accept": "1"})

    rows = sheet_of(officer, held)

    other = RoundAgency.objects.exclude(agency=cast.agency).get().agency
    assert rows[0][0] == "Quý IV/2026"
    heads = next(row for row in rows if row[0] == "STT")
    assert heads[8:] == ("Số đoàn đã đón (đoàn)", "Số đoàn đã đón: ghi chú")
    told = [(row[1], row[2], row[6], row[7], *row[8:]) for row in rows[rows.index(heads) + 1 :]]
    assert told == [
        (other.name_vi, "Chưa trả lời", 0, 0, None, None),
        (cast.agency.name_vi, "Đã nhận", 1, 1, 3, "'=Ba đoàn"),
        ("Cộng", None, None, None, 3, None),
    ]
    assert [row[1] for row in sheet_of(officer, held, state="accepted")[-2:]] == [cast.agency.name_vi, "Cộng"]


def test_the_workbook_of_an_agency_holds_itself_alone(held, cast, focal):
    assert [row[1] for row in sheet_of(focal, held)[-2:]] == [cast.agency.name_vi, "Cộng"]
    stranger = client_of(make_cast().focal)
    assert stranger.get(reverse("updates:round", args=[held.pk]), {"format": "xlsx"}).status_code == 404


def test_what_is_still_being_written_is_not_in_the_workbook(held, cast, focal, officer):
    focal.post(page_of(held, cast.agency), {**answer_form(held, cast, figure="3"), "save": "1"})

    rows = sheet_of(officer, held)

    assert [(row[1], row[8]) for row in rows if row[1] == cast.agency.name_vi] == [
        (cast.agency.name_vi, None)
    ]
