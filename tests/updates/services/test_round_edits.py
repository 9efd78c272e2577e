"""A round is put right while it is prepared or open, and opened again when it was closed too early."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from dnfa.accounts.enums import Role
from dnfa.core.errors import Conflict, DomainError, InvalidInput, NotAllowed
from dnfa.updates.models import RoundAgency, RoundQuestion, UpdateRound
from dnfa.updates.services import rounds
from dnfa.updates.services.round_edits import round_reopen, round_update
from tests.factories import make_agency, make_user
from tests.updates.factories import NOW, TODAY, Cast, make_cast
from tests.updates.services.test_rounds import DUE, QUESTIONS, answer, asked_of, confirm, opened, prepare

pytestmark = pytest.mark.django_db
LATER = DUE + timedelta(days=10)
FIGURE, WORDS = QUESTIONS[1], QUESTIONS[2]


@pytest.fixture
def cast() -> Cast:
    return make_cast(starts_on="2020")


def change(cast: Cast, held: UpdateRound, **changes: Any) -> UpdateRound:
    held.refresh_from_db()
    return round_update(held=held, changes=changes, base_version=held.version, user=cast.officer, now=NOW)


def refused(cast: Cast, held: UpdateRound, **changes: Any) -> list[str]:
    """The fields that are refused; nothing is written."""
    before = UpdateRound.objects.values().get(pk=held.pk)
    with pytest.raises(InvalidInput) as refusal:
        change(cast, held, **changes)
    assert UpdateRound.objects.values().get(pk=held.pk) == before
    return list(refusal.value.fields)


def asked_titles(held: UpdateRound) -> list[tuple[str, str, bool]]:
    rows = RoundQuestion.objects.filter(round=held).order_by("order")
    return [(one.title, one.unit, one.is_required) for one in rows]


def close(cast: Cast, held: UpdateRound) -> UpdateRound:
    return rounds.round_close(held=held, base_version=None, user=cast.officer, now=NOW)


# Words and the day


def test_words_and_who_looks_after_it_change_and_count_one_version(cast):
    held, other = prepare(cast), make_user()

    changed = change(cast, held, title=" Quý  IV ", message="Trả lời sớm", officer=other)

    assert (changed.title, changed.message, changed.officer) == ("Quý IV", "Trả lời sớm", other)
    assert changed.version == held.version + 1


def test_the_same_again_counts_no_version(cast):
    held = prepare(cast)

    same = {"title": held.title, "due_on": held.due_on, "questions": QUESTIONS, "agencies": [cast.agency]}
    assert change(cast, held, **same).version == held.version


def test_another_question_or_agency_counts_one_version(cast):
    held = prepare(cast)
    before = held.version
    more_questions, more_agencies = [*QUESTIONS, {"kind": "other", "title": "Thêm"}], [make_agency()]

    asked = change(cast, held, questions=more_questions)
    addressed = change(cast, held, agencies=more_agencies)

    assert (asked.version, addressed.version) == (before + 1, before + 2)


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"title": " "}, ["title"]),
        ({"due_on": date(2026, 11, 25)}, ["due_on"]),
        ({"period_from": date(2026, 12, 31), "period_to": date(2026, 10, 1)}, ["period_to"]),
        ({"questions": []}, ["questions"]),
        ({"questions": [WORDS, WORDS]}, ["questions"]),
        ({"agencies": []}, ["agencies"]),
        ({"officer": None}, ["officer"]),
    ],
)
def test_what_could_not_be_answered_is_refused(cast, changes, fields):
    assert refused(cast, prepare(cast), **changes) == fields


def test_nobody_outside_the_department_looks_after_a_round(cast):
    assert refused(cast, prepare(cast), officer=cast.focal) == ["officer"]


@pytest.mark.parametrize("is_open", [False, True])
def test_the_day_moves_for_all_but_those_that_were_given_a_later_one(cast, is_open):
    others = [make_agency() for _one in range(2)]
    held = (opened if is_open else prepare)(cast, agencies=[cast.agency, *others])
    RoundAgency.objects.filter(round=held, agency=others[0]).update(due_on=LATER + timedelta(days=1))
    RoundAgency.objects.filter(round=held, agency=others[1]).update(due_on=DUE + timedelta(days=3))

    change(cast, held, due_on=LATER)

    days = {row.agency: row.due_on for row in RoundAgency.objects.filter(round=held)}
    assert days == {cast.agency: LATER, others[0]: LATER + timedelta(days=1), others[1]: LATER}
    steps = [(step.kind, step.text) for step in asked_of(held, cast.agency).steps.all()]
    assert steps == ([("extended", f"{LATER:%d/%m/%Y}")] if is_open else [])


def test_an_earlier_day_moves_those_that_had_the_old_one(cast):
    other = make_agency()
    held = opened(cast, agencies=[cast.agency, other])
    RoundAgency.objects.filter(round=held, agency=other).update(due_on=LATER)

    change(cast, held, due_on=TODAY)

    days = {row.agency: row.due_on for row in RoundAgency.objects.filter(round=held)}
    assert days == {cast.agency: TODAY, other: LATER}
    assert asked_of(held, cast.agency).steps.count() == 0


@pytest.mark.parametrize(("wanted", "still_asks"), [(LATER, False), (LATER + timedelta(days=1), True)])
def test_a_request_for_time_is_answered_by_a_day_that_satisfies_it(cast, wanted, still_asks):
    held = opened(cast)
    rounds.extension_ask(
        asked=asked_of(held, cast.agency), until=wanted, because="Chờ", base_version=None, user=cast.focal, now=NOW
    )  # fmt: skip

    change(cast, held, due_on=LATER)

    asked = asked_of(held, cast.agency)
    assert (asked.due_on, asked.asked_until is not None) == (LATER, still_asks)


# Questions


def test_questions_are_asked_anew_in_their_order_and_need_not_be_required(cast):
    held = prepare(cast)
    questions = [{**WORDS, "title": "Có gì mới"}, {**FIGURE, "is_required": False}]

    change(cast, held, questions=questions)

    assert asked_titles(held) == [("Có gì mới", "", False), ("Số đoàn đã đón", "đoàn", False)]


def test_a_question_with_answers_keeps_them_and_may_be_helped_along(cast):
    held = opened(cast)
    answer(cast, asked_of(held, cast.agency), **{"Số đoàn đã đón": {"figure": Decimal(3)}})

    change(
        cast,
        held,
        questions=[
            QUESTIONS[0],
            {"kind": "aid", "title": "Viện trợ"},
            {**FIGURE, "help": "Cả đoàn ngành", "is_required": False},
        ],
    )

    question = RoundQuestion.objects.get(round=held, kind="delegations")
    assert (question.help, question.is_required, question.order) == ("Cả đoàn ngành", False, 2)
    assert [one.figure for one in question.answers.all()] == [Decimal(3)]
    assert [title for title, _unit, _needed in asked_titles(held)][1:] == ["Viện trợ", "Số đoàn đã đón"]


@pytest.mark.parametrize(
    "questions",
    [
        [QUESTIONS[0], WORDS],
        [QUESTIONS[0], {**FIGURE, "unit": "lượt"}],
        [QUESTIONS[0], {**FIGURE, "title": "Số đoàn"}],
        [FIGURE, WORDS],
    ],
    ids=["dropped", "another unit", "another name", "no longer to be confirmed"],
)
def test_what_was_answered_is_neither_dropped_nor_asked_otherwise(cast, questions):
    held = opened(cast)
    answer(cast, asked_of(held, cast.agency), **{"Số đoàn đã đón": {"figure": Decimal(3)}})
    before = asked_titles(held)

    assert refused(cast, held, questions=questions) == ["questions"]
    assert asked_titles(held) == before


def test_confirming_can_be_asked_for_later(cast):
    held = opened(cast, questions=[WORDS])

    change(cast, held, questions=[WORDS, QUESTIONS[0]])

    assert [row.record for row in asked_of(held, cast.agency).records.all()] == [cast.project]


def test_the_period_stays_once_anybody_answered(cast):
    held = opened(cast)
    change(cast, held, period_from=date(2026, 10, 1))
    answer(cast, asked_of(held, cast.agency), **{"Số đoàn đã đón": {"figure": Decimal(3)}})

    assert refused(cast, held, period_from=date(2026, 7, 1)) == ["period_from"]


# Agencies


def test_agencies_come_and_go_while_it_is_prepared(cast):
    other, third = make_agency(), make_agency()
    held = prepare(cast, agencies=[cast.agency, other])

    change(cast, held, agencies=[other, third])

    assert {row.agency: row.due_on for row in held.agencies.all()} == {other: DUE, third: DUE}


def test_one_added_to_an_open_round_is_asked_to_confirm_what_it_keeps_this_day(cast):
    held = opened(cast, agencies=[make_agency()])

    change(cast, held, agencies=[*(row.agency for row in held.agencies.all()), cast.agency])

    assert [row.record for row in asked_of(held, cast.agency).records.all()] == [cast.project]


def begin_words(cast: Cast, held: UpdateRound) -> None:
    answer(cast, asked_of(held, cast.agency), **{"Kết quả nổi bật": {"text": "Một lễ hội"}})


def begin_confirming(cast: Cast, _held: UpdateRound) -> None:
    confirm(cast)


def ask_time(cast: Cast, held: UpdateRound) -> None:
    rounds.extension_ask(
        asked=asked_of(held, cast.agency), until=LATER, because="Chờ", base_version=None, user=cast.focal, now=NOW
    )  # fmt: skip


@pytest.mark.parametrize("begin", [begin_words, begin_confirming, ask_time])
def test_one_that_began_is_not_dropped(cast, begin):
    other = make_agency()
    held = opened(cast, agencies=[cast.agency, other])
    begin(cast, held)

    assert refused(cast, held, agencies=[other]) == ["agencies"]
    assert {row.agency for row in held.agencies.all()} == {cast.agency, other}


def test_one_that_did_not_begin_is_dropped_from_an_open_round(cast):
    other = make_agency()
    held = opened(cast, agencies=[cast.agency, other])

    change(cast, held, agencies=[other])

    assert [row.agency for row in held.agencies.all()] == [other]
    assert list(RoundAgency.objects.visible_to(cast.focal)) == []


# Who, when, and again


@pytest.mark.parametrize("role", [Role.LEADER, Role.AUDITOR, Role.FOCAL_POINT])
def test_only_the_department_changes_a_round(cast, role):
    held = opened(cast)
    user = make_user(role, **({"agency": cast.agency} if role == Role.FOCAL_POINT else {}))

    codes = []
    for deed in (
        lambda: round_update(held=held, changes={"title": "x"}, base_version=None, user=user, now=NOW),
        lambda: round_reopen(held=held, due_on=LATER, base_version=None, user=user, now=NOW),
    ):
        with pytest.raises(NotAllowed) as refusal:
            deed()
        codes.append(refusal.value.code)

    held.refresh_from_db()
    assert (codes, held.title) == (["may_not_ask"] * 2, "Quý IV/2026")


def test_a_closed_round_is_opened_again_until_a_new_day(cast):
    held = close(cast, opened(cast))
    with pytest.raises(Conflict) as refusal:
        change(cast, held, title="Khác")

    held = round_reopen(held=held, due_on=LATER, base_version=None, user=cast.officer, now=NOW)

    assert refusal.value.code == "round_closed"
    assert (held.closed_at, held.due_on, asked_of(held, cast.agency).due_on) == (None, LATER, LATER)
    begin_words(cast, held)
    assert asked_of(held, cast.agency).answers.get().text == "Một lễ hội"


@pytest.mark.parametrize(("is_closed", "due_on"), [(True, date(2026, 11, 25)), (False, LATER)])
def test_it_is_not_opened_again_for_a_past_day_nor_when_it_is_open(cast, is_closed, due_on):
    held = opened(cast)
    if is_closed:
        close(cast, held)

    with pytest.raises(DomainError) as refusal:
        round_reopen(held=held, due_on=due_on, base_version=None, user=cast.officer, now=NOW)

    held.refresh_from_db()
    assert refusal.value.code == ("due_on_wrong" if is_closed else "round_not_closed")
    assert (held.closed_at is not None) == is_closed


@pytest.mark.parametrize(("days_later", "is_open"), [(0, True), (1, False)])
def test_the_old_day_will_do_as_long_as_it_has_not_passed(cast, days_later, is_open):
    held = close(cast, opened(cast))
    now = NOW + timedelta(days=(DUE - TODAY).days + days_later)
    by = {"held": held, "due_on": DUE, "base_version": None, "user": cast.officer, "now": now}

    if is_open:
        round_reopen(**by)
    else:
        with pytest.raises(InvalidInput, match="Chưa ghi được"):
            round_reopen(**by)

    held.refresh_from_db()
    assert (held.closed_at is None, held.due_on) == (is_open, DUE)


def test_who_saves_over_another_s_change_is_told(cast):
    held = prepare(cast)
    change(cast, held, title="Của người khác")

    with pytest.raises(Conflict) as refusal:
        round_update(
            held=held, changes={"title": "Của tôi"}, base_version=held.version - 1, user=cast.officer, now=NOW
        )

    assert (refusal.value.code, UpdateRound.objects.get().title) == ("stale_version", "Của người khác")


def test_an_agency_that_is_no_more_stays_where_it_was_asked_and_is_not_added(cast):
    held, gone = prepare(cast), make_agency(valid_to="2026-01")
    cast.agency.valid_to = "2026-10"
    cast.agency.save()

    assert change(cast, held, agencies=[cast.agency], title="Quý IV").title == "Quý IV"
    assert refused(cast, held, agencies=[cast.agency, gone]) == ["agencies"]
