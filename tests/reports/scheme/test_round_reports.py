"""The tasks of the Scheme in a round: each with its report, answered when all were sent."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from dnfa.accounts.enums import Role
from dnfa.core.clock import local_now, local_today
from dnfa.core.errors import InvalidInput
from dnfa.updates.models import ChangeRequest, RoundAgency, RoundAnswer
from dnfa.updates.round_reports import asked_reports
from dnfa.updates.services import rounds
from tests.factories import make_user
from tests.reports.scheme.factories import make_task
from tests.updates.telling import SENT, begin, send

pytestmark = pytest.mark.django_db
DOING = {"state": "in_progress", "result": "Đã làm việc với hai hãng"}


@pytest.fixture
def speaker(tourism):
    return make_user(Role.FOCAL_POINT, agency=tourism)


@pytest.fixture
def asked(tourism):
    officer = make_user()
    held = rounds.round_create(
        title="Quý IV",
        due_on=local_today() + timedelta(days=9),
        questions=[{"kind": "scheme"}],
        agencies=[tourism],
        user=officer,
        today=local_today(),
    )
    opened_at = SENT - timedelta(hours=1)
    rounds.round_open(held=held, base_version=None, user=officer, today=local_today(), now=opened_at)
    return RoundAgency.objects.get()


def standing(asked) -> dict[str, str]:
    [reports] = asked_reports(asked, ["scheme"], local_today()).values()
    return {report.record.code: report.request.state if report.request else "" for report in reports}


def test_the_tasks_an_agency_leads_are_asked_one_by_one(asked, speaker, tourism, planning):
    begun, sent = make_task("I.1", leads=[tourism]), make_task("I.2", leads=[tourism])
    make_task("I.3", leads=[tourism])
    make_task("I.4", leads=[planning], coordinating=[tourism])
    begin(speaker, "scheme-task", "note", begun)
    send(speaker, begin(speaker, "scheme-task", "note", sent), DOING)

    assert standing(asked) == {"I.1": "draft", "I.2": "submitted", "I.3": ""}


def submit(asked, speaker):
    return rounds.answer_submit(asked=asked, base_version=None, user=speaker, now=local_now())


def test_when_every_task_is_reported_nothing_else_has_to_be_written(asked, speaker, tourism):
    first, second = make_task("I.1", leads=[tourism]), make_task("I.2", leads=[tourism])
    send(speaker, begin(speaker, "scheme-task", "note", first), DOING)
    with pytest.raises(InvalidInput) as refusal:
        submit(asked, speaker)
    send(speaker, begin(speaker, "scheme-task", "note", second), DOING)

    assert list(refusal.value.fields) == [f"text-{asked.round.questions.get().pk}"]
    assert submit(asked, speaker).submitted_at is not None


def test_an_agency_without_tasks_answers_in_words(asked, speaker):
    with pytest.raises(InvalidInput) as refusal:
        submit(asked, speaker)

    assert refusal.value.code == "unanswered"


def test_the_button_keeps_what_is_typed_and_opens_the_report(asked, speaker, tourism):
    task = make_task("I.1", leads=[tourism])
    client = Client()
    client.force_login(speaker)
    address = reverse("updates:answer", args=[asked.round_id, tourism.key])
    context = client.get(address).context
    data = {
        "version": context["asked"].version,
        "base": context["carried"],
        "report": f"scheme-task:{task.pk}",
    }

    answers = [
        client.post(address, {**data, f"text-{asked.round.questions.get().pk}": "Hai nhiệm vụ"})
        for _press in range(2)
    ]

    report = ChangeRequest.objects.get()
    assert (report.kind, report.record, report.agency) == ("note", task, tourism)
    assert [answer.url for answer in answers] == [reverse("updates:write", args=[report.pk])] * 2
    assert [one.text for one in RoundAnswer.objects.all()] == ["Hai nhiệm vụ"]


def test_a_foreign_task_is_not_reported(asked, speaker, tourism, planning):
    task = make_task("I.1", leads=[planning])
    client = Client()
    client.force_login(speaker)

    answer = client.post(
        reverse("updates:answer", args=[asked.round_id, tourism.key]), {"report": f"scheme-task:{task.pk}"}
    )

    assert (answer.status_code, ChangeRequest.objects.count()) == (404, 0)
