"""What agencies say of the Scheme through the queue, and what becomes of it when the Department accepts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from dnfa.accounts.enums import Role
from dnfa.accounts.system import AgencyViewer
from dnfa.core.attachments.models import Attachment
from dnfa.core.attachments.services import attach_file
from dnfa.core.errors import InvalidInput, NotAllowed
from dnfa.followup.models import Action
from dnfa.updates import services
from dnfa.updates.models import ChangeRequest, Confirmation
from dnfa.updates.round_records import records_to_confirm
from dnfa.updates.selectors import kept_records
from dnfa.updates.subjects import subject_by_code
from reports.models import SchemeDifficulty, SchemeProposal, SchemeTask, SchemeTaskProgress
from tests.factories import make_agency, make_user, sign_in
from tests.reports.scheme.factories import TODAY, make_proposal, make_task, say, succeed
from tests.updates.telling import NOW, SENT, accept, begin, kept_codes, proposed, sees_and_may, send

pytestmark = pytest.mark.django_db
DOING = {"state": "in_progress", "result": "Đã làm việc với hai hãng"}


@pytest.fixture
def speaker(tourism):
    return make_user(Role.FOCAL_POINT, agency=tourism)


@pytest.fixture
def officer():
    return make_user()


def task_subject():
    return subject_by_code("scheme-task")


# --- progress of the year -----------------------------------------------------------------
def test_a_draft_begins_with_the_year_and_what_was_said_last(speaker, tourism):
    task = make_task("I.1", leads=[tourism])
    say(task, agency=tourism, result="Đã họp", figure=Decimal("2.5"), unit="cuộc")

    request = begin(speaker, "scheme-task", "note", task)
    again = begin(speaker, "scheme-task", "note", task)

    assert proposed(request) == {
        "year": "2026",
        "state": "in_progress",
        "result": "Đã họp",
        "figure": "2,5",
        "unit": "cuộc",
    }
    assert (again, ChangeRequest.objects.count()) == (request, 1)


def test_accepted_it_is_the_agencys_report_of_the_day_it_was_sent(speaker, officer, tourism):
    task = make_task("I.1", leads=[tourism])
    request = send(
        speaker, begin(speaker, "scheme-task", "note", task), {**DOING, "figure": "2", "unit": "hãng"}
    )

    done = accept(officer, request)

    row = SchemeTaskProgress.objects.get()
    assert (row.task, row.year, row.part, row.agency, row.author) == (task, 2026, "lead", tourism, officer)
    assert (row.state, row.result, row.figure, row.unit) == (*DOING.values(), Decimal(2), "hãng")
    assert (row.reported_on, done.state) == (date(2026, 11, 20), "accepted")


def test_a_report_goes_on_from_what_stands_and_nothing_is_lost(speaker, officer, tourism):
    task = make_task("I.1", leads=[tourism])
    first = say(task, agency=tourism, reported_on=date(2026, 5, 1))
    request = send(speaker, begin(speaker, "scheme-task", "note", task), {"result": "Đã xong đợt hai"})

    accept(officer, request)

    rows = SchemeTaskProgress.objects.order_by("pk")
    assert [(row.pk == first.pk, row.result, row.corrects) for row in rows] == [
        (True, "Đã làm", None),
        (False, "Đã xong đợt hai", None),
    ]


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({}, ["state"]),
        ({"state": "done"}, ["evidence", "result"]),
        ({**DOING, "figure": "2"}, ["unit"]),
        ({**DOING, "figure": "hai", "unit": "hãng"}, ["figure"]),
        ({**DOING, "year": "2023"}, ["year"]),
    ],
)
def test_what_the_service_would_refuse_is_told_before_it_is_sent(values, fields, speaker, tourism):
    request = begin(speaker, "scheme-task", "note", make_task("I.1", leads=[tourism]))

    with pytest.raises(InvalidInput) as refused:
        send(speaker, request, values)

    request.refresh_from_db()
    assert (sorted(refused.value.fields), request.state) == (fields, "draft")


def test_an_agencys_word_is_not_taken_in_part(speaker, officer, tourism):
    request = send(speaker, begin(speaker, "scheme-task", "note", make_task("I.1", leads=[tourism])), DOING)

    with pytest.raises(InvalidInput) as refused:
        services.request_accept(
            request=request,
            accepted=["year", "state"],
            base_version=request.version,
            user=officer,
            today=TODAY,
            now=NOW,
        )

    assert (refused.value.code, SchemeTaskProgress.objects.count()) == ("whole_only", 0)


def test_returned_it_is_sent_again_and_accepted(speaker, officer, tourism):
    request = send(speaker, begin(speaker, "scheme-task", "note", make_task("I.1", leads=[tourism])), DOING)
    returned = services.request_return(
        request=request,
        reason="incomplete",
        text="Nêu con số",
        base_version=request.version,
        user=officer,
        now=NOW,
    )

    accept(officer, send(speaker, returned, {"figure": "2", "unit": "hãng"}))

    assert SchemeTaskProgress.objects.get().figure == Decimal(2)


def test_the_part_is_that_of_the_day_it_is_accepted(speaker, officer, tourism, planning):
    task = make_task("I.1", leads=[planning], coordinating=[tourism])
    request = send(speaker, begin(speaker, "scheme-task", "note", task), DOING)

    accept(officer, request)

    assert SchemeTaskProgress.objects.get().part == "coordinating"


# --- evidence, difficulties, still true -----------------------------------------------------
def attached(record, user, words="Kết quả năm"):
    upload = SimpleUploadedFile("bao-cao.txt", words.encode(), content_type="text/plain")
    return attach_file(
        record=record,
        upload=upload,
        kind="evidence",
        title="Báo cáo",
        language="vi",
        is_original=False,
        user=user,
        today=TODAY,
    )


@pytest.mark.usefixtures("files_dir")
def test_files_go_with_the_report_and_alone_with_the_task(speaker, officer, tourism):
    task = make_task("I.1", leads=[tourism])
    report = begin(speaker, "scheme-task", "note", task)
    attached(report, speaker)
    accept(officer, send(speaker, report, DOING))
    alone = begin(speaker, "scheme-task", "file", task)
    attached(alone, speaker, "Công văn")
    accept(officer, send(speaker, alone, text="Công văn chỉ đạo"))

    row = SchemeTaskProgress.objects.get()
    assert [file.title for file in Attachment.objects.of_record(row)] == ["Báo cáo"]
    assert Attachment.objects.of_record(task).count() == 1


def test_a_difficulty_stands_on_the_task_and_is_owed_by_its_solver(speaker, officer, tourism, planning):
    task = make_task("I.1", leads=[tourism])
    request = send(
        speaker, begin(speaker, "scheme-task", "difficulty", task), text="Thiếu vốn\nĐề nghị bố trí"
    )

    accept(officer, request, lead_agency=planning, due_on=date(2026, 12, 31))

    one, action = SchemeDifficulty.objects.get(), Action.objects.get()
    assert (one.task, one.text, one.raised_by, one.solver, one.action) == (
        task,
        "Thiếu vốn\nĐề nghị bố trí",
        tourism,
        planning,
        action,
    )
    assert (action.lead_agency, action.due_on, action.title) == (
        planning,
        date(2026, 12, 31),
        "Giải quyết vướng mắc: Thiếu vốn",
    )


def test_an_agency_is_asked_to_confirm_what_it_leads_until_it_is_over(speaker, tourism, planning):
    led = make_task("I.1", leads=[tourism])
    make_task("I.2", leads=[planning], coordinating=[tourism])
    make_task("I.3", leads=[planning], with_all_relevant_units=True)
    make_task("I.4", leads=[tourism], replaced_by=led, replaced_on=TODAY)
    say(make_task("I.5", leads=[tourism]), "done", agency=tourism, evidence="QĐ 1")

    asked = records_to_confirm(tourism, TODAY)

    assert [one.record for one in kept_records(speaker, tourism, TODAY)] == [led]
    assert asked == [(task_subject(), [led.pk])]
    assert {task.code for task in task_subject().visible_to(AgencyViewer(tourism.pk))} == {
        "I.1",
        "I.2",
        "I.3",
        "I.4",
        "I.5",
    }


def test_what_is_to_confirm_asks_the_same_of_many(speaker, tourism):
    make_task(leads=[tourism])
    kept_codes(speaker)
    one, questions = kept_codes(speaker)
    make_task(leads=[tourism])
    make_task(leads=[tourism])

    assert one == ["scheme-task"]
    assert kept_codes(speaker) == (["scheme-task"] * 3, questions)


def test_still_true_is_said_of_a_task(speaker, tourism):
    task = make_task("I.1", leads=[tourism])

    services.confirm_record(
        subject=task_subject(), record=task, agency=tourism, seen_version=1, user=speaker, today=TODAY
    )

    assert [(one.record, one.agency) for one in Confirmation.objects.all()] == [(task, tourism)]


# --- what is to be changed of the Scheme ----------------------------------------------------
def test_an_accepted_amendment_waits_for_the_document_that_decides(speaker, officer, tourism, planning):
    task = make_task("II.A.1", leads=[tourism], title_vi="Lời cũ")
    request = begin(speaker, "scheme-task", "amendment", task)
    values = {"title_vi": "Lời mới", "reason": "Rõ hơn", "coordinating": [str(planning.pk)]}
    sent = send(speaker, request, values)

    done = accept(officer, sent)

    made = SchemeProposal.objects.get()
    assert dict(done.values.values_list("name", "base")) == {
        "title_vi": "Lời cũ",
        "reason": "",
        "coordinating": [],
    }
    assert (made.kind, made.task, made.agency, made.state) == ("amendment", task, tourism, "waiting")
    assert (made.title_vi, made.reason, made.lead_agency) == ("Lời mới", "Rõ hơn", tourism)
    assert (list(made.coordinating.all()), SchemeTask.objects.get().title_vi) == ([planning], "Lời cũ")


def test_an_accepted_new_task_is_a_proposal_that_waits(speaker, officer, tourism):
    make_task()
    request = begin(speaker, "scheme-proposal", "new")
    sent = send(speaker, request, {"group_code": "II.A", "title_vi": "Tuyến mới", "reason": "Nhu cầu"})

    done = accept(officer, sent)

    made = SchemeProposal.objects.get()
    assert (made.kind, made.title_vi, made.lead_agency, made.agency) == (
        "addition",
        "Tuyến mới",
        tourism,
        tourism,
    )
    assert (done.record, done.state, SchemeTask.objects.count()) == (made, "accepted", 1)


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({}, ["reason"]),
        ({"reason": "Cần", "starts_on": "2028", "ends_on": "2027"}, ["ends_on"]),
        ({"reason": "Cần", "lead_agency": ""}, ["lead_agency"]),
    ],
)
def test_a_proposal_says_what_is_needed_before_it_is_sent(values, fields, speaker, tourism):
    request = begin(speaker, "scheme-task", "amendment", make_task("II.A.1", leads=[tourism]))
    kept = services.draft_save(
        request=request, values={"title_vi": "Lời mới", **values}, base_version=1, user=speaker
    )

    with pytest.raises(InvalidInput) as refused:
        services.request_submit(request=kept, base_version=kept.version, user=speaker, now=SENT)

    assert list(refused.value.fields) == fields


def test_what_was_returned_is_sent_again_from_its_page(client, officer, tourism):
    make_task()
    returned = make_proposal(tourism, state="returned", decision_note="Trùng", title_vi="Tuyến cũ")
    user = sign_in(client, Role.FOCAL_POINT, agency=tourism)

    answer = client.post(reverse("scheme:proposal-again", args=[returned.pk]))
    request = ChangeRequest.objects.get()
    accept(officer, send(user, request, {"title_vi": "Tuyến khác"}))

    again = SchemeProposal.objects.exclude(pk=returned.pk).get()
    assert answer.url == reverse("updates:write", args=[request.pk])
    assert (again.follows, again.title_vi, again.reason) == (returned, "Tuyến khác", "Cần thiết")
    assert client.post(reverse("scheme:proposal-again", args=[returned.pk])).status_code == 403


def amending(task):
    return {"kind": "amendment", "task": task, "group_code": ""}


@pytest.mark.parametrize("kind", ["addition", "amendment"])
def test_pressed_again_it_goes_on_with_what_was_typed(client, tourism, kind):
    task = make_task("II.A.1", leads=[tourism])
    about = amending(task) if kind == "amendment" else {}
    returned = make_proposal(tourism, state="returned", decision_note="Trùng", title_vi="Tuyến cũ", **about)
    user = sign_in(client, Role.FOCAL_POINT, agency=tourism)
    again = reverse("scheme:proposal-again", args=[returned.pk])
    client.post(again)
    first = ChangeRequest.objects.get()
    services.draft_save(
        request=first, values={"title_vi": "Tuyến khác"}, base_version=first.version, user=user
    )

    answer = client.post(again)

    assert (answer.url, ChangeRequest.objects.get()) == (reverse("updates:write", args=[first.pk]), first)
    assert (proposed(first)["title_vi"], proposed(first)["follows"]) == ("Tuyến khác", str(returned.pk))


def test_a_change_of_the_task_begun_before_keeps_its_words_and_follows_from_now_on(client, tourism):
    task = make_task("II.A.1", leads=[tourism])
    user = sign_in(client, Role.FOCAL_POINT, agency=tourism)
    begun = begin(user, "scheme-task", "amendment", task)
    services.draft_save(request=begun, values={"reason": "Lý do mới"}, base_version=begun.version, user=user)
    returned = make_proposal(
        tourism, state="returned", decision_note="Trùng", reason="Lý do cũ", **amending(task)
    )

    client.post(reverse("scheme:proposal-again", args=[returned.pk]))

    assert ChangeRequest.objects.get() == begun
    assert (proposed(begun)["reason"], proposed(begun)["follows"]) == ("Lý do mới", str(returned.pk))


# --- rights -----------------------------------------------------------------------------------
def test_who_sends_updates_of_a_task(tourism, planning):
    heir, stranger = make_agency(), make_agency()
    succeed(planning, heir)
    task = make_task("I.1", leads=[planning], coordinating=[tourism])
    replaced = make_task("I.2", leads=[tourism], replaced_by=task, replaced_on=TODAY)
    people = {
        "lead's heir": make_user(Role.FOCAL_POINT, agency=heir),
        "coordinating": make_user(Role.FOCAL_POINT, agency=tourism),
        "stranger": make_user(Role.FOCAL_POINT, agency=stranger),
        "officer": make_user(),
        "leader": make_user(Role.LEADER),
        "auditor": make_user(Role.AUDITOR),
    }

    assert {name: sees_and_may(user, "scheme-task", task) for name, user in people.items()} == {
        "lead's heir": (True, True),
        "coordinating": (True, True),
        "stranger": (False, False),
        "officer": (True, True),
        "leader": (True, False),
        "auditor": (True, False),
    }
    closed = [sees_and_may(people[name], "scheme-task", replaced) for name in ("coordinating", "officer")]
    assert closed == [(True, False), (True, False)]


def test_no_agency_corrects_the_words_of_the_decision(speaker, tourism):
    with pytest.raises(NotAllowed) as refused:
        begin(speaker, "scheme-task", "edit", make_task("I.1", leads=[tourism]))

    assert (refused.value.code, ChangeRequest.objects.count()) == ("may_not_propose", 0)


def test_the_page_on_which_an_update_begins_offers_what_a_task_takes(client, tourism):
    sign_in(client, Role.FOCAL_POINT, agency=tourism)
    task = make_task("I.1", leads=[tourism])

    page = client.get(reverse("updates:begin", args=["scheme-task", task.pk]))

    assert [kind.value for kind, _advice in page.context["kinds"]] == [
        "note",
        "file",
        "difficulty",
        "amendment",
    ]
    assert page.context["confirmable"]


def test_a_program_sends_progress_by_the_code_of_the_task(client, tourism):
    sign_in(client, Role.FOCAL_POINT, agency=tourism)
    make_task("I.1", leads=[tourism])
    said = {"kind": "note", "subject": "scheme-task", "record": "I.1", "values": DOING}

    made = client.post("/api/v1/change-requests/", said, content_type="application/json")
    lost = client.post(
        "/api/v1/change-requests/",
        {"kind": "note", "subject": "scheme-proposal", "record": "mot"},
        content_type="application/json",
    )

    assert (made.status_code, made.json()["record"]["key"], lost.status_code) == (201, "I.1", 404)
    assert {value["name"]: value["proposed"] for value in made.json()["values"]} == {"year": "2026", **DOING}


def test_the_task_tells_what_was_sent_to_those_who_may_read_it(client, speaker, tourism, planning):
    task = make_task("I.1", leads=[tourism], coordinating=[planning])
    request = send(speaker, begin(speaker, "scheme-task", "note", task), DOING)

    def shown(user) -> list:
        client.force_login(user)
        part = client.get(task.get_absolute_url()).context["updates"]
        return [] if part is None else part["rows"]

    assert shown(speaker) == [request]
    assert shown(make_user(Role.FOCAL_POINT, agency=planning)) == []
    assert shown(make_user()) == [request]
