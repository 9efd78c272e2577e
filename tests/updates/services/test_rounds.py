from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from dnfa.accounts.enums import Role
from dnfa.core.errors import Conflict, InvalidInput, NotAllowed
from dnfa.updates import services
from dnfa.updates.models import RoundAgency, UpdateRound
from dnfa.updates.services import rounds
from tests.factories import make_agency, make_user
from tests.updates.factories import NOW, TODAY, begin, make_cast, save, submit

pytestmark = pytest.mark.django_db

DUE = date(2026, 12, 15)
QUESTIONS = [
    {"kind": "confirm"},
    {"kind": "delegations", "title": "Số đoàn đã đón", "unit": "đoàn"},
    {"kind": "section", "title": "Kết quả nổi bật", "is_required": False},
]


def prepare(cast, *, agencies=None, questions=QUESTIONS, **facts):
    given = {"title": "Quý IV/2026", "due_on": DUE, "user": cast.officer, "today": TODAY, **facts}
    return rounds.round_create(questions=questions, agencies=agencies or [cast.agency], **given)


def opened(cast, **facts):
    held = prepare(cast, **facts)
    return rounds.round_open(held=held, base_version=held.version, user=cast.officer, today=TODAY, now=NOW)


def asked_of(held, agency) -> RoundAgency:
    return RoundAgency.objects.get(round=held, agency=agency)


def answer(cast, asked, **by_title):
    questions = {question.title: question.pk for question in asked.round.questions.all()}
    answers = {questions[title]: given for title, given in by_title.items()}
    return rounds.answer_save(
        asked=asked, answers=answers, base_version=asked.version, user=cast.focal, now=NOW
    )


def send(cast, asked):
    return rounds.answer_submit(asked=asked, base_version=asked.version, user=cast.focal, now=NOW)


def confirm(cast):
    return services.confirm_record(
        subject=cast.subject,
        record=cast.project,
        agency=cast.agency,
        seen_version=cast.project.version,
        user=cast.focal,
        today=TODAY,
    )


@pytest.fixture
def cast():
    return make_cast(starts_on="2020")


def test_a_round_says_whom_it_asks_for_what_and_by_when(cast):
    other = make_agency()

    held = prepare(cast, agencies=[cast.agency, other, other])

    assert (held.title, held.due_on, held.officer, held.opened_at) == ("Quý IV/2026", DUE, cast.officer, None)
    assert [(one.kind, one.title, one.unit, one.is_required) for one in held.questions.all()] == [
        ("confirm", "Xác nhận các bản ghi của cơ quan", "", True),
        ("delegations", "Số đoàn đã đón", "đoàn", True),
        ("section", "Kết quả nổi bật", "", False),
    ]
    assert {row.agency: row.due_on for row in held.agencies.all()} == {cast.agency: DUE, other: DUE}


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"title": " "}, "title"),
        ({"due_on": date(2026, 11, 25)}, "due_on"),
        ({"questions": []}, "questions"),
        ({"questions": [{"kind": "weather"}]}, "questions"),
        ({"period_from": date(2026, 12, 31), "period_to": date(2026, 10, 1)}, "period_to"),
    ],
)
def test_a_round_that_could_not_be_answered_is_refused(cast, facts, field):
    with pytest.raises(InvalidInput) as refusal:
        prepare(cast, **facts)

    assert (list(refusal.value.fields), UpdateRound.objects.count()) == ([field], 0)


@pytest.mark.parametrize(
    ("valid_to", "is_asked"),
    [("2026-11-25", False), ("2026-11-26", True), ("2026-11", True), ("2025", False), (None, True)],
)
def test_an_agency_that_is_no_more_is_not_asked(cast, valid_to, is_asked):
    gone = make_agency(name_vi="Sở Tài nguyên và Môi trường", valid_to=valid_to)
    fields = {}
    try:
        asked = [one.agency for one in prepare(cast, agencies=[cast.agency, gone]).agencies.order_by("pk")]
    except InvalidInput as refusal:
        asked, fields = [], refusal.fields

    told = {"agencies": ["Đã thôi hoạt động, không hỏi được: Sở Tài nguyên và Môi trường."]}
    assert (asked, fields) == (([cast.agency, gone], {}) if is_asked else ([], told))


@pytest.mark.parametrize("role", [Role.LEADER, Role.AUDITOR, Role.FOCAL_POINT])
def test_only_the_department_asks(cast, role):
    values = {"agency": cast.agency} if role == Role.FOCAL_POINT else {}

    with pytest.raises(NotAllowed) as refusal:
        prepare(cast, user=make_user(role, **values))

    assert refusal.value.code == "may_not_ask"


def test_before_it_is_opened_no_agency_sees_it(cast):
    held = prepare(cast)

    assert list(UpdateRound.objects.visible_to(cast.focal)) == []
    assert list(RoundAgency.objects.visible_to(cast.focal)) == []
    assert list(UpdateRound.objects.visible_to(cast.officer)) == [held]


def test_opened_it_shows_an_agency_its_own_page_only(cast):
    other = make_agency()
    held = opened(cast, agencies=[cast.agency, other])

    assert list(UpdateRound.objects.visible_to(cast.focal)) == [held]
    assert [row.agency for row in RoundAgency.objects.visible_to(cast.focal)] == [cast.agency]
    assert UpdateRound.objects.visible_to(make_user(Role.FOCAL_POINT, agency=make_agency())).count() == 0


def test_opening_writes_down_which_records_are_to_be_confirmed(cast):
    make_cast(starts_on="2020")  # another agency's

    held = opened(cast)

    assert [row.record for row in asked_of(held, cast.agency).records.all()] == [cast.project]


def test_a_round_is_opened_once(cast):
    held = opened(cast)

    with pytest.raises(Conflict) as refusal:
        rounds.round_open(held=held, base_version=None, user=cast.officer, today=TODAY, now=NOW)

    assert refusal.value.code == "round_opened"


def test_answers_are_kept_as_they_are_written(cast):
    asked = asked_of(opened(cast), cast.agency)

    asked = answer(cast, asked, **{"Số đoàn đã đón": {"figure": Decimal("3.00"), "text": "Ba đoàn Nhật Bản"}})
    asked = answer(cast, asked, **{"Kết quả nổi bật": {"is_nothing": True}})

    assert [(one.question.title, one.text, one.figure, one.is_nothing) for one in asked.answers.all()] == [
        ("Số đoàn đã đón", "Ba đoàn Nhật Bản", Decimal("3.00"), False),
        ("Kết quả nổi bật", "", None, True),
    ]
    assert asked.started_at == NOW


def test_the_same_again_counts_no_version(cast):
    asked = asked_of(opened(cast), cast.agency)
    asked = answer(cast, asked, **{"Kết quả nổi bật": {"text": "Một lễ hội"}})

    again = answer(cast, asked, **{"Kết quả nổi bật": {"text": "Một lễ hội"}})

    assert again.version == asked.version


def test_what_is_missing_is_named_before_it_is_sent(cast):
    asked = asked_of(opened(cast), cast.agency)
    question = asked.round.questions.get(kind="delegations")

    with pytest.raises(InvalidInput) as refusal:
        send(cast, asked)

    assert set(refusal.value.fields) == {f"text-{question.pk}", "records"}


def test_confirmed_and_answered_it_is_sent(cast):
    asked = asked_of(opened(cast), cast.agency)
    asked = answer(cast, asked, **{"Số đoàn đã đón": {"is_nothing": True}})
    confirm(cast)

    asked = send(cast, asked)

    assert (asked.submitted_at, [step.kind for step in asked.steps.all()]) == (NOW, ["submitted"])


def test_a_change_that_was_sent_is_as_good_as_a_confirmation(cast):
    asked = asked_of(opened(cast), cast.agency)
    asked = answer(cast, asked, **{"Số đoàn đã đón": {"is_nothing": True}})
    submit(cast, save(cast, begin(cast), {"place": "Sơn Trà"}))

    assert send(cast, asked).submitted_at == NOW


def test_a_draft_is_not(cast):
    asked = asked_of(opened(cast), cast.agency)
    asked = answer(cast, asked, **{"Số đoàn đã đón": {"is_nothing": True}})
    save(cast, begin(cast), {"place": "Sơn Trà"})

    with pytest.raises(InvalidInput) as refusal:
        send(cast, asked)

    assert list(refusal.value.fields) == ["records"]


@pytest.fixture
def waiting(cast):
    asked = asked_of(opened(cast, questions=QUESTIONS[1:]), cast.agency)
    return send(cast, answer(cast, asked, **{"Số đoàn đã đón": {"figure": Decimal(3)}}))


def decide(cast, service, asked, **facts):
    return service(asked=asked, base_version=asked.version, user=cast.officer, now=NOW, **facts)


def test_an_answer_comes_back_is_mended_and_taken(cast, waiting):
    back = decide(cast, rounds.answer_return, waiting, reason="wrong", text="Quý III đã có một đoàn")
    back = answer(cast, back, **{"Số đoàn đã đón": {"figure": Decimal(2)}})
    taken = decide(cast, rounds.answer_accept, send(cast, back))

    assert [(step.kind, step.reason, step.text) for step in taken.steps.all()] == [
        ("submitted", "", ""),
        ("returned", "wrong", "Quý III đã có một đoàn"),
        ("resubmitted", "", ""),
        ("accepted", "", ""),
    ]
    assert (taken.accepted_at, taken.returned_at) == (NOW, None)


def test_while_it_waits_the_agency_writes_nothing(cast, waiting):
    with pytest.raises(Conflict) as refusal:
        answer(cast, waiting, **{"Số đoàn đã đón": {"figure": Decimal(9)}})

    assert refusal.value.code == "not_with_agency"


@pytest.mark.parametrize(
    ("facts", "field"), [({"reason": "", "text": "x"}, "reason"), ({"reason": "wrong", "text": " "}, "text")]
)
def test_nothing_comes_back_without_reason_and_words(cast, waiting, facts, field):
    with pytest.raises(InvalidInput) as refusal:
        decide(cast, rounds.answer_return, waiting, **facts)

    assert list(refusal.value.fields) == [field]


def test_an_answer_is_decided_once(cast, waiting):
    decide(cast, rounds.answer_accept, waiting)

    with pytest.raises(Conflict) as refusal:
        rounds.answer_return(
            asked=waiting, reason="wrong", text="x", base_version=None, user=cast.officer, now=NOW
        )

    assert refusal.value.code == "not_waiting"


def test_more_time_is_asked_for_and_given(cast):
    asked = asked_of(opened(cast), cast.agency)
    asked = rounds.extension_ask(
        asked=asked,
        until=date(2026, 12, 20),
        because="Chờ số liệu của phường",
        base_version=asked.version,
        user=cast.focal,
        now=NOW,
    )

    given = decide(cast, rounds.extension_decide, asked, until=date(2026, 12, 18))

    assert (given.due_on, given.asked_until, given.asked_because) == (date(2026, 12, 18), None, "")
    assert [(step.kind, step.text) for step in given.steps.all()] == [
        ("extension_asked", "20/12/2026: Chờ số liệu của phường"),
        ("extended", "18/12/2026"),
    ]


def test_more_time_is_refused_with_words_only(cast):
    asked = asked_of(opened(cast), cast.agency)
    asked = rounds.extension_ask(
        asked=asked,
        until=date(2026, 12, 20),
        because="Chờ",
        base_version=asked.version,
        user=cast.focal,
        now=NOW,
    )

    with pytest.raises(InvalidInput) as refusal:
        decide(cast, rounds.extension_decide, asked, until=None)
    refused = decide(cast, rounds.extension_decide, asked, until=None, text="Phải báo cáo trước 16/12")

    assert list(refusal.value.fields) == ["text"]
    assert (refused.due_on, refused.asked_until) == (DUE, None)


def test_a_closed_round_is_answered_no_more(cast):
    held = opened(cast)
    rounds.round_close(held=held, base_version=held.version, user=cast.officer, now=NOW)

    with pytest.raises(Conflict) as refusal:
        answer(cast, asked_of(held, cast.agency), **{"Kết quả nổi bật": {"text": "x"}})

    assert refusal.value.code == "not_with_agency"
