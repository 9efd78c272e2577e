"""What is read of the way: board, lists, sections, flags; who sees it; how many queries it takes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.enums import BallHolder, Stage
from agreements.models import Agreement
from agreements.pipeline import NO_DAYS, Days
from agreements.pipeline_flags import explain, stalled_drafts
from agreements.pipeline_sections import of_agreement, of_partner
from agreements.selectors_criteria import criteria_states
from agreements.selectors_pipeline import (
    ball_agencies,
    board,
    broken_off,
    drafts,
    earlier_attempts,
    step_rows,
)
from dnfa.accounts.enums import Role
from dnfa.followup.models import Flag
from dnfa.followup.sync import run_sync
from tests.agreements.pipeline.factories import (
    TODAY,
    make_assessment,
    make_draft,
    make_opinion,
    make_set,
    make_step,
    make_stepped,
    officer,
)
from tests.factories import make_agency, make_agreement, make_partner, make_user

pytestmark = pytest.mark.django_db
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


def on_board(user) -> dict[str, list[Agreement]]:
    columns = board(user=user, today=TODAY)
    return {column.stage.value: [card.agreement for card in column.cards] for column in columns}


def test_the_board_has_every_stage_and_the_longest_waiting_first():
    late = make_stepped(Stage.DRAFTING, date(2026, 3, 5))
    early = make_stepped(Stage.DRAFTING, date(2026, 3, 2))
    ready = make_stepped(Stage.READY_TO_SIGN)
    make_stepped(Stage.BROKEN_OFF)
    make_agreement()

    assert on_board(officer()) == {
        "exploring": [],
        "drafting": [early, late],
        "consulting": [],
        "approval": [],
        "ready_to_sign": [ready],
    }


def test_a_card_says_who_has_the_ball_since_when_and_what_is_missing():
    agency, partner = make_agency(name_vi="Sở Tài chính"), make_partner(name_vi="Thành phố Sakai")
    draft = make_draft(partners=[partner])
    make_step(draft, Stage.CONSULTING, date(2026, 3, 2))
    make_step(draft, Stage.DRAFTING, date(2026, 3, 3))
    make_step(draft, Stage.CONSULTING, date(2026, 3, 6))
    make_step(
        draft,
        Stage.CONSULTING,
        date(2026, 3, 9),
        ball=BallHolder.CONSULTED,
        ball_agency=agency,
        expected_by=YESTERDAY,
    )
    make_opinion(draft)
    make_opinion(draft, answered_on=YESTERDAY, answer="agree")
    make_opinion(draft, purpose="renewal")
    make_assessment(draft, make_set(), score_percent="59.50")

    (card,) = board(user=officer(), today=TODAY)[2].cards

    assert card.agreement.stage_since == date(2026, 3, 6)  # this visit, not the first, not the last step
    assert card.days == Days(4, 2)
    assert card.ball_words == "Cơ quan được lấy ý kiến: Sở Tài chính"
    assert card.is_late is True
    assert card.open_opinions == 1
    assert (card.criteria.code, card.criteria.words) == ("below", "Tiêu chí 59,5%, dưới mức")
    assert list(card.agreement.partners.all()) == [partner]


def test_a_draft_without_steps_stands_there_since_it_came_into_the_register():
    draft = make_draft()
    Agreement.objects.filter(pk=draft.pk).update(created_at="2026-03-08T18:00:00Z")  # already the 9th here

    (card,) = board(user=officer(), today=TODAY)[0].cards

    assert (card.agreement.stage_since, card.days, card.ball_words, card.is_late) == (
        YESTERDAY,
        Days(1, 1),
        "",
        False,
    )


def test_two_steps_of_one_day_are_told_apart_by_their_order():
    draft = make_draft()
    for stage in (Stage.DRAFTING, Stage.EXPLORING, Stage.DRAFTING):
        make_step(draft, stage, YESTERDAY)
    make_step(draft, Stage.DRAFTING, TODAY)

    assert drafts(officer()).get().stage_since == YESTERDAY
    assert [row.days for row in step_rows(draft, today=TODAY)] == [NO_DAYS, NO_DAYS, Days(1, 1), NO_DAYS]


def make_two_halves():
    own, other = make_agency(), make_agency()
    partner, hidden_partner = make_partner(), make_partner()
    seen = make_draft(agencies=[own], partners=[partner, hidden_partner])
    hidden = make_draft(agencies=[other], partners=[hidden_partner])
    make_step(seen, Stage.DRAFTING, YESTERDAY, ball_agency=own)
    make_step(hidden, Stage.DRAFTING, YESTERDAY, ball_agency=other)
    return make_user(Role.FOCAL_POINT, agency=own), seen, hidden


def test_a_focal_point_sees_its_own_drafts_only():
    focal, seen, hidden = make_two_halves()

    assert set(drafts(focal)) == {seen}
    assert on_board(focal)["drafting"] == [seen]
    assert set(drafts(officer())) == {seen, hidden}
    assert set(ball_agencies(focal)) == {seen.steps.get().ball_agency}
    assert set(ball_agencies(officer())) == {seen.steps.get().ball_agency, hidden.steps.get().ball_agency}


@pytest.mark.parametrize("role", [Role.LEADER, Role.AUDITOR, Role.HEAD, Role.ADMINISTRATOR])
def test_those_who_see_everything_see_every_draft(role):
    _focal, seen, hidden = make_two_halves()

    assert set(drafts(make_user(role))) == {seen, hidden}


def test_broken_off_talks_are_seen_like_papers():
    focal, seen, hidden = make_two_halves()
    make_step(seen, Stage.BROKEN_OFF, TODAY)
    make_step(hidden, Stage.BROKEN_OFF, TODAY)

    assert set(broken_off(focal)) == {seen}
    assert set(broken_off(officer())) == {seen, hidden}
    assert drafts(officer()).count() == 0


def queries_of(deed) -> int:
    with CaptureQueriesContext(
        connection,
    ) as caught:
        deed()
    return len(caught)


def test_the_board_takes_the_same_queries_for_1_3_and_50_drafts():
    user, criteria_set = officer(), make_set()
    counted = []
    for wanted in (1, 3, 50):
        while Agreement.objects.count() < wanted:
            draft = make_draft(partners=[make_partner()])
            make_step(draft, Stage.CONSULTING, YESTERDAY, ball_agency=make_agency())
            make_opinion(draft)
            make_assessment(draft, criteria_set)
        counted.append(queries_of(lambda: board(user=user, today=TODAY)))

    assert counted == [counted[0]] * 3
    assert counted[0] <= 9


def test_states_of_the_criteria():
    criteria_set = make_set()
    plan, unit, missing, begun, below, passed, older = (
        make_draft(type="plan", legal_regime="own_paper"),
        make_draft(capacity="department"),
        *(make_draft() for _ in range(5)),
    )
    make_assessment(begun, criteria_set, is_complete=False, score_percent="80")
    make_assessment(below, criteria_set, score_percent="10")
    make_assessment(passed, criteria_set, score_percent="60")
    make_assessment(passed, criteria_set, is_complete=False, score_percent=None)
    make_assessment(older, make_set(valid_from=date(2020, 1, 1), valid_to=date(2023, 12, 31)))
    papers = [plan, unit, missing, begun, below, passed, older]

    states = criteria_states(papers, TODAY)

    assert [states[paper.pk].code for paper in papers] == [
        "not_needed", "no_set", "missing", "begun", "below", "passed", "missing",
    ]  # fmt: skip
    assert [states[paper.pk].words for paper in papers] == [
        "Không cần tiêu chí",
        "Chưa có bộ tiêu chí",
        "Chưa trả lời tiêu chí",
        "Đang trả lời tiêu chí",
        "Tiêu chí 10%, dưới mức",
        "Tiêu chí 60%",
        "Chưa trả lời tiêu chí",
    ]


# --- Earlier attempts ------------------------------------------------------------
def test_earlier_attempts_are_open_and_broken_off_talks_with_the_same_partner():
    sakai, other = make_partner(), make_partner()
    still_open = make_stepped(Stage.DRAFTING, YESTERDAY, partners=[other, sakai])
    stopped = make_stepped(Stage.BROKEN_OFF, TODAY, partners=[sakai])
    unwritten = make_draft(partners=[sakai])
    make_agreement(partners=[sakai])
    make_stepped(partners=[other])

    assert list(earlier_attempts([sakai], officer())) == [stopped, still_open, unwritten]
    assert list(earlier_attempts([sakai], officer(), exclude=still_open)) == [stopped, unwritten]
    assert list(earlier_attempts([], officer())) == []
    assert list(earlier_attempts([sakai], make_user(Role.FOCAL_POINT))) == []


def test_a_partners_page_tells_why_talks_came_to_nothing():
    partner = make_partner()
    first, second, unwritten = (make_draft(partners=[partner]) for _ in range(3))
    make_step(
        first, Stage.BROKEN_OFF, YESTERDAY, break_reason="language", broken_off_by="both", note="thử 2 lần"
    )
    make_step(second, Stage.BROKEN_OFF, TODAY)
    Agreement.objects.filter(pk=unwritten.pk).update(stage=Stage.BROKEN_OFF)
    make_stepped(Stage.BROKEN_OFF)

    told = of_partner(partner, officer(), TODAY)["attempts"]

    assert [(a.agreement, a.day, a.reason, a.by, a.note) for a in told if a.day] == [
        (second, TODAY, "Khoảng cách địa lý", "Phía đối tác", ""),
        (first, YESTERDAY, "Bất đồng ngôn ngữ", "Hai bên cùng thống nhất", "thử 2 lần"),
    ]
    assert [(a.agreement, a.reason, a.by) for a in told if not a.day] == [
        (unwritten, "Sổ chưa ghi lý do", "")
    ]
    assert of_partner(partner, make_user(Role.FOCAL_POINT), TODAY)["attempts"] == []


# --- The section of a paper ---------------------------------------------------------
def tasks_of(agreement: Agreement) -> list[tuple[str, str, int]]:
    section = of_agreement(agreement, officer(), TODAY)
    return [(task.stage.value, task.state, len(task.steps)) for task in section["tasks"]]


def test_the_task_list_of_a_draft():
    draft = make_draft()
    make_step(draft, Stage.EXPLORING, date(2026, 3, 2))
    make_step(draft, Stage.CONSULTING, date(2026, 3, 4))
    make_step(draft, Stage.CONSULTING, date(2026, 3, 6))

    assert tasks_of(draft) == [
        ("exploring", "done", 1),
        ("drafting", "skipped", 0),
        ("consulting", "here", 2),
        ("approval", "ahead", 0),
        ("ready_to_sign", "ahead", 0),
        ("signed", "ahead", 0),
    ]


def test_the_task_list_of_a_talk_taken_up_again_and_of_one_broken_off():
    draft = make_stepped(Stage.APPROVAL)
    make_step(draft, Stage.BROKEN_OFF, date(2026, 3, 6))

    assert tasks_of(draft)[-3:] == [
        ("approval", "done", 1),
        ("ready_to_sign", "skipped", 0),
        ("broken_off", "here", 1),
    ]

    make_step(draft, Stage.DRAFTING, TODAY)

    assert tasks_of(draft)[-3:] == [
        ("ready_to_sign", "ahead", 0),
        ("signed", "ahead", 0),
        ("broken_off", "done", 1),
    ]


def test_a_paper_that_came_signed_has_no_way_to_show_and_one_that_was_led_keeps_it():
    led = make_stepped(Stage.READY_TO_SIGN)
    make_step(led, Stage.SIGNED, TODAY)

    assert of_agreement(make_agreement(), officer(), TODAY) is None
    section = of_agreement(led, officer(), TODAY)
    assert [section[right] for right in ("can_move", "can_sign", "can_reopen", "can_correct")] == [False] * 4
    assert tasks_of(led)[-1] == ("signed", "here", 1)


@pytest.mark.parametrize(
    ("role", "stage", "rights"),
    [
        (Role.OFFICER, Stage.DRAFTING, {"can_move", "can_correct"}),
        (Role.HEAD, Stage.READY_TO_SIGN, {"can_move", "can_sign", "can_correct"}),
        (Role.ADMINISTRATOR, Stage.BROKEN_OFF, {"can_reopen", "can_correct"}),
        (Role.LEADER, Stage.READY_TO_SIGN, set()),
        (Role.AUDITOR, Stage.DRAFTING, set()),
        (Role.FOCAL_POINT, Stage.DRAFTING, set()),
    ],
)
def test_buttons_by_rights(role, stage, rights):
    section = of_agreement(make_stepped(stage), make_user(role), TODAY)

    assert {name for name in ("can_move", "can_sign", "can_reopen", "can_correct") if section[name]} == rights


# --- Flags -------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("last_step", "expected_by", "stalled"),
    [
        (TODAY - timedelta(days=59), None, False),
        (TODAY - timedelta(days=60), None, False),
        (TODAY - timedelta(days=61), None, True),
        (TODAY - timedelta(days=1), TODAY, False),
        (TODAY - timedelta(days=1), TODAY - timedelta(days=1), True),
        (TODAY - timedelta(days=1), TOMORROW, False),
    ],
)
def test_drafts_that_stand_still(last_step, expected_by, stalled):
    draft = make_draft()
    make_step(draft, Stage.EXPLORING, last_step - timedelta(days=100))
    make_step(draft, Stage.DRAFTING, last_step, expected_by=expected_by)

    assert list(stalled_drafts(TODAY)) == ([draft] if stalled else [])


def test_signed_and_broken_off_papers_do_not_stand_still():
    make_stepped(Stage.BROKEN_OFF, date(2020, 1, 1))
    make_stepped(Stage.SIGNED, date(2020, 1, 1))
    without_steps = make_draft()
    Agreement.objects.filter(pk=without_steps.pk).update(created_at="2025-01-01T00:00:00Z")

    assert list(stalled_drafts(TODAY)) == [without_steps]


def test_the_flag_says_stage_since_and_ball():
    old = make_stepped(Stage.APPROVAL, date(2025, 11, 3))
    late = make_draft()
    make_step(late, Stage.DRAFTING, YESTERDAY, ball="", expected_by=YESTERDAY)

    run = run_sync(as_of=TODAY)

    flags = {flag.object_id: flag for flag in Flag.objects.filter(rule="draft_stalled")}
    assert run.by_rule["draft_stalled"].opened == 2
    assert flags.keys() == {old.pk, late.pk}
    assert (flags[old.pk].severity, flags[old.pk].reference_date) == ("low", date(2025, 11, 3))
    assert (flags[late.pk].severity, flags[late.pk].reference_date) == ("medium", YESTERDAY)
    assert (
        explain(flags[old.pk].evidence)
        == "Đang trình phê duyệt, bước gần nhất ngày 03/11/2025; đang chờ: Sở Ngoại vụ."
    )
    assert (
        explain(flags[late.pk].evidence)
        == "Đang soạn thảo, bước gần nhất ngày 09/03/2026; dự kiến xong ngày 09/03/2026, đã quá."
    )
