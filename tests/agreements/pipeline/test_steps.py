"""Moving a draft: every move and every refusal through the services."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from agreements.enums import BallHolder, BreakReason, BrokenOffBy, Stage
from agreements.models import Agreement, AgreementEvent, StageStep
from agreements.selectors_pipeline import steps_out_of_line
from agreements.services.pipeline import (
    break_off,
    correct_step,
    move_stage,
    pass_ball,
    remove_last_step,
    reopen,
    start_pipeline,
)
from agreements.services.pipeline.common import STARTING_NOTE
from dnfa.accounts.enums import Role
from dnfa.core.errors import Conflict, InvalidInput, NotAllowed
from tests.agreements.pipeline.factories import (
    NOTHING,
    TODAY,
    make_assessment,
    make_draft,
    make_opinion,
    make_set,
    make_step,
    make_stepped,
    officer,
    refusal,
)
from tests.agreements.pipeline.test_rules_of_the_way import MOVES, STAGES
from tests.factories import make_agency, make_user

pytestmark = pytest.mark.django_db
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


def move(agreement: Agreement, stage: str = Stage.DRAFTING, **values):
    return move_stage(
        **{
            "agreement": agreement,
            "stage": stage,
            "entered_on": TODAY,
            "ball": BallHolder.DEPARTMENT,
            "user": officer(),
            "today": TODAY,
            **values,
        }
    )


def start(agreement: Agreement, **values):
    return start_pipeline(
        **{
            "agreement": agreement,
            "entered_on": TODAY,
            "ball": BallHolder.MOFA,
            "user": officer(),
            "today": TODAY,
            **values,
        }
    )


def hand_on(agreement: Agreement, **values):
    return pass_ball(
        **{
            "agreement": agreement,
            "entered_on": TODAY,
            "ball": BallHolder.MOFA,
            "user": officer(),
            "today": TODAY,
            **values,
        }
    )


def take_back(agreement: Agreement, reason: str = "nhầm"):
    return remove_last_step(agreement=agreement, reason=reason, user=officer())


def stages(agreement: Agreement) -> list[str]:
    """The stages of the steps in their order; and at the end that of the paper, where it is another."""
    agreement.refresh_from_db()
    told = list(agreement.steps.order_by("entered_on", "pk").values_list("stage", flat=True))
    return told if told[-1:] == [agreement.stage] else [*told, f"paper: {agreement.stage}"]


# --- Beginning -----------------------------------------------------------------
def test_the_first_step_stands_in_the_stage_of_the_draft():
    draft = make_draft(Stage.DRAFTING)
    agency = make_agency()
    version = draft.version

    step = start_pipeline(
        agreement=draft,
        entered_on=TODAY,
        ball=BallHolder.LEAD_AGENCY,
        ball_agency=agency,
        document_number="12/SNgV",
        note="mở hồ sơ",
        user=officer(),
        today=TODAY,
    )

    assert stages(draft) == ["drafting"]
    assert (step.ball, step.ball_agency, step.document_number, step.note) == (
        "lead_agency",
        agency,
        "12/SNgV",
        "mở hồ sơ",
    )
    assert draft.version == version + 1


@pytest.mark.parametrize(
    ("values", "code", "field"),
    [
        ({"entered_on": TOMORROW}, "day_in_future", "entered_on"),
        ({"ball": ""}, "ball_needed", "ball"),
        ({"ball": "neighbour"}, "ball_needed", "ball"),
        ({"note": "Độ mật: Tối mật"}, "secret_mark", "note"),
        ({"document_number": "x" * 121}, "invalid_step", "document_number"),
    ],
)
def test_a_bad_beginning_is_refused(values, code, field):
    assert refusal(start, make_draft(), **values) == (InvalidInput, code, [field], NOTHING)


@pytest.mark.parametrize("role", [Role.LEADER, Role.AUDITOR, Role.FOCAL_POINT])
def test_who_only_reads_begins_nothing(role):
    told = refusal(start, make_draft(), user=make_user(role))

    assert told == (NotAllowed, "may_not_write_papers", [], NOTHING)


@pytest.mark.parametrize(
    ("stage", "code"), [(Stage.SIGNED, "already_signed"), (Stage.BROKEN_OFF, "broken_off")]
)
def test_no_beginning_after_the_end(stage, code):
    assert refusal(start, make_draft(stage)) == (Conflict, code, [], NOTHING)


def test_a_way_begins_once():
    assert refusal(start, make_stepped()) == (Conflict, "pipeline_started", [], NOTHING)


# --- Moving ----------------------------------------------------------------------
@pytest.mark.parametrize("origin", STAGES)
@pytest.mark.parametrize("target", STAGES)
def test_move_stage_does_forward_and_back_and_nothing_else(origin, target):
    draft = make_draft()
    make_step(draft, origin, YESTERDAY)
    make_assessment(draft, make_set())
    wanted = MOVES[origin][STAGES.index(target)].value
    if wanted in {"forward", "back"}:
        move(draft, target, note="vì sao")
        assert stages(draft) == [origin, target]
        return
    ended = {
        "signed": (Conflict, "already_signed", [], NOTHING),
        "broken_off": (Conflict, "broken_off", [], NOTHING),
    }
    told = refusal(move, draft, target, note="vì sao")
    assert told == ended.get(origin, (InvalidInput, "no_such_move", ["stage"], NOTHING))


def test_a_move_keeps_everything_that_was_said():
    draft, agency, user = make_stepped(), make_agency(), officer()

    step = move(
        draft,
        Stage.CONSULTING,
        ball=BallHolder.CONSULTED,
        ball_agency=agency,
        document_number="45/UBND-SNgV",
        expected_by=TOMORROW,
        note="gửi lấy ý kiến",
        user=user,
    )

    step.refresh_from_db()
    assert (step.stage, step.entered_on, step.ball, step.ball_agency, step.expected_by, step.recorded_by) == (
        "consulting",
        TODAY,
        "consulted",
        agency,
        TOMORROW,
        user,
    )
    assert (step.document_number, step.note) == ("45/UBND-SNgV", "gửi lấy ý kiến")
    assert draft.version == Agreement.objects.get(pk=draft.pk).version > 1


@pytest.mark.parametrize(
    ("values", "code", "field"),
    [
        ({"entered_on": TOMORROW}, "day_in_future", "entered_on"),
        ({"entered_on": date(2026, 3, 1)}, "day_before_last_step", "entered_on"),
        ({"expected_by": YESTERDAY}, "expected_before_entered", "expected_by"),
        ({"ball": ""}, "ball_needed", "ball"),
        ({"stage": "archived"}, "no_such_move", "stage"),
        ({"stage": "exploring"}, "note_needed_to_go_back", "note"),
        ({"stage": "exploring", "note": "  "}, "note_needed_to_go_back", "note"),
        ({"note": "MẬT"}, "secret_mark", "note"),
        ({"document_number": "12/BC (MẬT)"}, "secret_mark", "document_number"),
        ({"justification": "TUYỆT MẬT"}, "secret_mark", "justification"),
        ({"document_number": "x" * 121}, "invalid_step", "document_number"),
        ({"justification": "x" * 501}, "invalid_step", "justification"),
    ],
)
def test_a_refused_move_names_the_field_and_writes_nothing(values, code, field):
    draft = make_stepped(Stage.DRAFTING)

    told = refusal(move, draft, **{"stage": "approval", **values})

    assert told == (InvalidInput, code, [field], NOTHING)


@pytest.mark.parametrize("day", [date(2026, 3, 2), TODAY])
def test_the_day_of_the_last_step_and_today_are_allowed(day):
    draft = make_stepped(Stage.DRAFTING, date(2026, 3, 2))

    move(draft, Stage.CONSULTING, entered_on=day)

    assert stages(draft) == ["drafting", "consulting"]


def test_who_only_reads_moves_nothing():
    told = refusal(move, make_stepped(), user=make_user(Role.AUDITOR))

    assert told == (NotAllowed, "may_not_write_papers", [], NOTHING)


def test_a_paper_that_moved_on_is_not_moved_from_an_old_page():
    draft = make_stepped()

    late = refusal(move, draft, base_version=draft.version - 1)
    move(draft, base_version=draft.version)

    assert late == (Conflict, "stale_version", [], NOTHING)
    assert stages(draft) == ["exploring", "drafting"]


@pytest.mark.parametrize(("entered_on", "since"), [(TODAY, TODAY), (date(2026, 3, 1), date(2026, 3, 1))])
def test_a_draft_that_came_without_steps_gets_the_one_it_stands_on(entered_on, since):
    draft = make_draft(Stage.DRAFTING)
    Agreement.objects.filter(pk=draft.pk).update(created_at="2026-03-10T01:00:00+07:00")

    move(draft, Stage.CONSULTING, entered_on=entered_on)

    first = draft.steps.order_by("pk").first()
    assert stages(draft) == ["drafting", "consulting"]
    assert (first.entered_on, first.note, first.ball) == (since, STARTING_NOTE, "")


def test_the_ball_passes_in_the_same_stage():
    draft = make_stepped(Stage.APPROVAL)
    step = hand_on(
        draft,
        ball=BallHolder.CITY_LEADERS,
        document_number="99/TTr-SNgV",
        expected_by=TODAY,
        note="trình",
    )

    assert stages(draft) == ["approval", "approval"]
    assert (step.ball, step.expected_by) == ("city_leaders", TODAY)


@pytest.mark.parametrize(
    ("stage", "code"), [(Stage.SIGNED, "already_signed"), (Stage.BROKEN_OFF, "broken_off")]
)
def test_nobody_has_the_ball_of_an_ended_way(stage, code):
    draft = make_draft()
    make_step(draft, stage, YESTERDAY)

    assert refusal(hand_on, draft) == (Conflict, code, [], NOTHING)


def test_ready_to_sign_keeps_its_ball_without_asking_the_gate_again():
    draft = make_stepped(Stage.READY_TO_SIGN)

    hand_on(draft, ball="partner")

    assert stages(draft) == ["ready_to_sign", "ready_to_sign"]


# --- The gate ---------------------------------------------------------------------
def ready(draft: Agreement, **values):
    return move(draft, Stage.READY_TO_SIGN, **values)


def test_no_set_of_criteria_no_way_through():
    draft = make_stepped(Stage.APPROVAL)
    make_set(paper_class="unit")
    make_set(valid_from=date(2020, 1, 1), valid_to=YESTERDAY)
    make_set(valid_from=TOMORROW)

    told = refusal(ready, draft, justification="gấp")

    assert told == (Conflict, "criteria_set_missing", [], NOTHING)


def test_criteria_must_be_answered_in_full_under_the_set_of_the_day():
    draft, other = make_stepped(Stage.APPROVAL), make_stepped(Stage.APPROVAL)
    earlier = make_set(valid_from=date(2023, 1, 1), valid_to=date(2026, 3, 5))
    valid = make_set(valid_from=date(2026, 3, 6))
    make_assessment(draft, earlier)
    make_assessment(draft, valid, is_complete=False)
    make_assessment(draft, valid, assessed_on=TOMORROW)
    make_assessment(other, valid)

    told = refusal(ready, draft, justification="gấp")
    ready(draft, entered_on=date(2026, 3, 5))  # on that day the earlier set was valid

    assert told == (Conflict, "criteria_not_answered", [], NOTHING)
    assert stages(draft) == ["approval", "ready_to_sign"]


def test_a_plan_of_the_city_needs_no_criteria():
    draft = make_stepped(Stage.APPROVAL, type="plan", legal_regime="own_paper")

    ready(draft)

    assert stages(draft) == ["approval", "ready_to_sign"]


def warned(draft: Agreement) -> list[str]:
    """What the gate asks to be justified."""
    with pytest.raises(InvalidInput) as caught:
        ready(draft, justification=" ")
    return caught.value.fields["justification"]


def test_what_the_gate_warns_of_passes_with_a_justification_that_is_kept():
    draft = make_stepped(Stage.APPROVAL)
    make_assessment(draft, make_set(), value="no", score_percent="59.99")

    silent = refusal(ready, draft, justification=" ")
    ready(draft, justification="lãnh đạo đã cho ý kiến")

    assert silent == (InvalidInput, "justification_needed", ["justification"], NOTHING)
    assert stages(draft) == ["approval", "ready_to_sign"]
    assert draft.steps.last().justification == "lãnh đạo đã cho ý kiến"


def test_a_required_criterion_that_is_not_met_and_a_low_score_need_a_justification():
    draft = make_stepped(Stage.APPROVAL)
    make_assessment(draft, make_set(), value="no", score_percent="59.99")

    assert warned(draft) == [
        "Tiêu chí bắt buộc không đạt: Câu hien-phap",
        "Điểm 59,99% thấp hơn mức nên đạt 60%.",
    ]


def test_the_mark_itself_passes_and_the_newest_assessment_counts():
    draft = make_stepped(Stage.APPROVAL)
    criteria_set = make_set()
    make_assessment(draft, criteria_set, value="no", score_percent="0", assessed_on=date(2026, 2, 1))
    make_assessment(draft, criteria_set, value="partly", score_percent="60.00")

    ready(draft)

    assert stages(draft) == ["approval", "ready_to_sign"]


OPEN = {}
AGREED = {"answered_on": YESTERDAY, "answer": "agree"}
AGAINST = {"answered_on": YESTERDAY, "answer": "disagree", "summary": "trùng"}


@pytest.mark.parametrize(
    ("opinions", "warnings"),
    [
        ([("signing", AGREED)], []),
        ([("renewal", OPEN), ("ending", AGAINST)], []),
        ([("signing", OPEN)], ["Chưa có ý kiến của: {0}."]),
        ([("signing", AGAINST)], ["Không đồng ý, chưa có ý kiến Thủ tướng Chính phủ: {0}."]),
        ([("signing", AGAINST), ("prime_minister", AGREED)], []),
        (
            [("signing", AGAINST), ("prime_minister", OPEN)],
            ["Chưa có ý kiến của: {1}.", "Không đồng ý, chưa có ý kiến Thủ tướng Chính phủ: {0}."],
        ),
        ([("signing", AGAINST), ("prime_minister", AGAINST)], ["Thủ tướng Chính phủ không đồng ý."]),
    ],
)
def test_opinions_at_the_gate(opinions, warnings):
    draft = make_stepped(Stage.APPROVAL)
    make_assessment(draft, make_set())
    names = [
        make_opinion(draft, purpose, agency=make_agency(name_vi=f"Cơ quan hỏi {n}"), **values).agency.name_vi
        for n, (purpose, values) in enumerate(opinions)
    ]
    make_opinion(make_stepped(), **OPEN)  # another paper's

    if not warnings:
        ready(draft)
        assert stages(draft)[-1] == "ready_to_sign"
        return
    assert warned(draft) == [text.format(*names) for text in warnings]


# --- Breaking off and taking up again -------------------------------------------------
def stop(draft: Agreement, **values):
    return break_off(
        **{
            "agreement": draft,
            "on": TODAY,
            "reason": BreakReason.PARTNER_BUDGET,
            "by": BrokenOffBy.PARTNER,
            "today": TODAY,
            "user": officer(),
            **values,
        }
    )


@pytest.mark.parametrize("stage", STAGES[:5])
def test_a_talk_may_break_off_anywhere_before_signature(stage):
    draft = make_stepped(stage)

    step = stop(draft, note="hết ngân sách", document_number="5/CV")

    assert stages(draft) == [stage, "broken_off"]
    assert (step.break_reason, step.broken_off_by, step.note, step.document_number, step.ball) == (
        "partner_budget",
        "partner",
        "hết ngân sách",
        "5/CV",
        "",
    )


def test_a_draft_without_steps_breaks_off_too():
    draft = make_draft(Stage.CONSULTING)

    stop(draft)

    assert stages(draft) == ["consulting", "broken_off"]


@pytest.mark.parametrize(
    ("values", "code", "fields"),
    [
        ({"reason": ""}, "reason_needed", ["break_reason"]),
        ({"reason": "", "by": ""}, "reason_needed", ["break_reason", "broken_off_by"]),
        ({"reason": "boredom"}, "invalid_step", ["break_reason"]),
        ({"by": "nobody"}, "invalid_step", ["broken_off_by"]),
        ({"reason": BreakReason.OTHER}, "other_reason_needs_note", ["note"]),
        ({"on": TOMORROW}, "day_in_future", ["on"]),
        ({"on": date(2026, 3, 1)}, "day_before_last_step", ["on"]),
        ({"note": "TỐI MẬT"}, "secret_mark", ["note"]),
    ],
)
def test_breaking_off_says_why(values, code, fields):
    assert refusal(stop, make_stepped(), **values) == (InvalidInput, code, fields, NOTHING)


def test_another_reason_is_told():
    draft = make_stepped()

    stop(draft, reason=BreakReason.OTHER, note="đối tác sáp nhập")

    assert stages(draft)[-1] == "broken_off"


@pytest.mark.parametrize(("stage", "code"), [("signed", "already_signed"), ("broken_off", "broken_off")])
def test_an_ended_way_does_not_break_off(stage, code):
    draft = make_draft()
    make_step(draft, stage, YESTERDAY)

    assert refusal(stop, draft) == (Conflict, code, [], NOTHING)


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"stage": "broken_off"}, "step_broken_off_says_why"),
        ({"stage": "broken_off", "break_reason": "distance"}, "step_broken_off_says_why"),
        (
            {"stage": "drafting", "break_reason": "distance", "broken_off_by": "city"},
            "step_broken_off_says_why",
        ),
        ({"stage": "broken_off", "break_reason": "other", "broken_off_by": "city"}, "step_other_reason_told"),
    ],
)
def test_the_database_keeps_reasons_with_broken_off_steps(values, constraint):
    draft = make_draft()

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        StageStep.objects.create(agreement=draft, entered_on=TODAY, **values)

    assert draft.steps.count() == 0


def again(draft: Agreement, **values):
    return reopen(
        **{
            "agreement": draft,
            "stage": Stage.DRAFTING,
            "on": TODAY,
            "ball": "department",
            "note": "đối tác quay lại",
            "user": officer(),
            "today": TODAY,
            **values,
        }
    )


def make_broken_off() -> Agreement:
    draft = make_stepped(Stage.APPROVAL)
    make_step(draft, Stage.BROKEN_OFF, YESTERDAY)
    return draft


def test_a_talk_is_taken_up_again_with_its_history():
    draft = make_broken_off()

    again(draft)

    assert stages(draft) == ["approval", "broken_off", "drafting"]


@pytest.mark.parametrize(
    ("values", "error", "code", "fields"),
    [
        ({"note": ""}, InvalidInput, "note_needed", ["note"]),
        ({"stage": "signed"}, InvalidInput, "no_such_move", ["stage"]),
        ({"stage": "broken_off"}, InvalidInput, "no_such_move", ["stage"]),
        ({"stage": "ready_to_sign"}, Conflict, "criteria_set_missing", []),
        ({"on": date(2026, 3, 3)}, InvalidInput, "day_before_last_step", ["entered_on"]),
        ({"ball": ""}, InvalidInput, "ball_needed", ["ball"]),
    ],
)
def test_taking_up_again_is_refused(values, error, code, fields):
    assert refusal(again, make_broken_off(), **values) == (error, code, fields, NOTHING)


def test_only_a_broken_off_talk_is_taken_up_again():
    assert refusal(again, make_stepped()) == (Conflict, "not_broken_off", [], NOTHING)


# --- Putting right -------------------------------------------------------------------
def make_three_steps() -> Agreement:
    draft = make_draft()
    for stage, day in (("exploring", 2), ("drafting", 4), ("consulting", 6)):
        make_step(draft, stage, date(2026, 3, day))
    return draft


def correct(step: StageStep, **values):
    changes = values.pop("changes")
    return correct_step(**{"step": step, "changes": changes, "user": officer(), "today": TODAY, **values})


@pytest.mark.parametrize("day", [date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 6)])
def test_a_step_is_corrected_between_its_neighbours(day):
    draft = make_three_steps()
    middle = draft.steps.get(stage="drafting")

    corrected = correct(middle, changes={"entered_on": day, "note": "sửa ngày", "ball": "mofa"})

    assert (corrected.entered_on, corrected.note, corrected.ball) == (day, "sửa ngày", "mofa")
    assert stages(draft) == ["exploring", "drafting", "consulting"]


@pytest.mark.parametrize(
    ("position", "changes", "code"),
    [
        (1, {"entered_on": date(2026, 3, 1)}, "day_out_of_order"),
        (1, {"entered_on": date(2026, 3, 7)}, "day_out_of_order"),
        (0, {"entered_on": date(2026, 3, 5)}, "day_out_of_order"),
        (2, {"entered_on": TOMORROW}, "day_in_future"),
        (2, {"ball": ""}, "ball_needed"),
        (2, {"expected_by": date(2026, 3, 5)}, "expected_before_entered"),
        (2, {"stage": "signed"}, "no_such_field"),
        (2, {"note": "MẬT"}, "secret_mark"),
        (2, {"document_number": "x" * 121}, "invalid_step"),
    ],
)
def test_a_wrong_correction_is_refused_at_its_field(position, changes, code):
    step = make_three_steps().steps.order_by("entered_on")[position]

    told = refusal(correct, step, changes=changes)

    assert told == (InvalidInput, code, list(changes), NOTHING)


def test_the_last_step_of_one_day_stays_the_last():
    draft = make_draft()
    first = make_step(draft, "exploring", YESTERDAY)
    make_step(draft, "drafting", YESTERDAY)

    told = refusal(correct, first, changes={"entered_on": TODAY})
    correct(first, changes={"entered_on": YESTERDAY, "note": "cùng ngày"})

    assert told == (InvalidInput, "day_out_of_order", ["entered_on"], NOTHING)
    assert stages(draft) == ["exploring", "drafting"]


def test_the_reason_of_a_broken_off_step_is_corrected_but_not_emptied():
    draft = make_broken_off()
    step = draft.steps.get(stage="broken_off")

    told = refusal(correct, step, changes={"break_reason": ""})
    correct(step, changes={"break_reason": "language"})

    assert told == (InvalidInput, "reason_needed", ["break_reason"], NOTHING)
    assert draft.steps.get(stage="broken_off").break_reason == "language"


def test_the_steps_of_a_signed_paper_are_history():
    draft = make_three_steps()
    make_step(draft, Stage.SIGNED, YESTERDAY)
    step = draft.steps.first()

    corrected = refusal(correct, step, changes={"note": "x"})
    removed = refusal(take_back, draft)

    assert corrected == removed == (Conflict, "already_signed", [], NOTHING)


def test_readers_correct_nothing_and_nobody_an_old_page():
    draft = make_three_steps()
    step = draft.steps.first()

    reader = refusal(correct, step, changes={"note": "x"}, user=make_user(Role.LEADER))
    late = refusal(correct, step, changes={"note": "x"}, base_version=draft.version + 1)

    assert reader == (NotAllowed, "may_not_write_papers", [], NOTHING)
    assert late == (Conflict, "stale_version", [], NOTHING)


def test_the_last_step_is_taken_back_with_a_reason_in_the_history():
    draft = make_three_steps()
    gone = draft.steps.get(stage="consulting")

    now_last = remove_last_step(agreement=draft, reason="ghi nhầm văn bản", user=officer())

    assert stages(draft) == ["exploring", "drafting"]
    assert now_last.stage == "drafting"
    trail = (
        StageStep.audit_rows.rel.related_model.objects.filter(pgh_obj_id=gone.pk).order_by("-pgh_id").first()
    )
    assert (trail.pgh_label, trail.pgh_context.metadata["reason"]) == ("delete", "ghi nhầm văn bản")


@pytest.mark.parametrize(
    ("reason", "code"), [("", "reason_needed"), (" ", "reason_needed"), ("MẬT", "secret_mark")]
)
def test_taking_back_says_why(reason, code):
    told = refusal(take_back, make_three_steps(), reason)

    assert told == (InvalidInput, code, ["reason"], NOTHING)


def test_the_only_step_is_not_taken_back():
    assert refusal(take_back, make_stepped()) == (Conflict, "only_step", [], NOTHING)


def test_out_of_line_papers_are_found():
    right, wrong, without = make_stepped(), make_stepped(), make_draft()
    Agreement.objects.filter(pk=wrong.pk).update(stage=Stage.APPROVAL)

    assert list(steps_out_of_line()) == [wrong]
    assert right.stage == without.stage == "exploring"
    assert AgreementEvent.objects.count() == 0
