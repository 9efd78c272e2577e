"""Answering criteria, and keeping the sets."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from agreements.enums import Stage
from agreements.models import Agreement, CriteriaAssessment, CriteriaSet, Criterion
from agreements.selectors_criteria import criteria_page, criteria_set_on
from agreements.services.criteria import (
    CriterionFacts,
    SetFacts,
    assessment_save,
    criteria_set_correct,
    criteria_set_new_version,
)
from dnfa.accounts.enums import Role
from dnfa.core.errors import Conflict, InvalidInput, NotAllowed
from tests.agreements.pipeline.factories import (
    NOTHING,
    TODAY,
    make_assessment,
    make_draft,
    make_set,
    make_stepped,
    officer,
    refusal,
)
from tests.factories import make_user
from tests.loaded import load_everything

pytestmark = pytest.mark.django_db
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
ALL = {"loi-ich": ("partly", "một phần"), "hien-phap": ("yes", "")}


def save(draft: Agreement, criteria_set: CriteriaSet, answers=ALL, **values) -> CriteriaAssessment:
    return assessment_save(
        **{
            "agreement": draft,
            "criteria_set": criteria_set,
            "answers": answers,
            "assessed_on": TODAY,
            "complete": True,
            "user": officer(),
            "today": TODAY,
            **values,
        }
    )


def said(assessment: CriteriaAssessment) -> list[tuple[str, str, str]]:
    return list(assessment.answers.values_list("criterion__code", "value", "note"))


def test_a_complete_assessment_keeps_questions_weights_and_score():
    draft, criteria_set, user = make_stepped(), make_set(), officer()
    version = draft.version

    made = save(draft, criteria_set, conclusion="đủ", user=user)

    made.refresh_from_db()
    assert (made.is_complete, made.score_percent, made.conclusion, made.assessed_by, made.assessed_on) == (
        True,
        Decimal("80.00"),
        "đủ",
        user,
        TODAY,
    )
    assert said(made) == [("loi-ich", "partly", "một phần"), ("hien-phap", "yes", "")]
    assert list(made.answers.values_list("text", "weight", "is_required")) == [
        ("Câu loi-ich", 2, False),
        ("Câu hien-phap", 3, True),
    ]
    assert draft.version == version + 1


def test_answers_are_kept_over_several_sittings():
    draft, criteria_set = make_stepped(), make_set()

    first = save(draft, criteria_set, {"loi-ich": ("no", "chưa")}, complete=False)
    second = save(draft, criteria_set, {"hien-phap": ("yes", "")}, complete=False)

    assert first.pk == second.pk
    assert said(second) == [("loi-ich", "no", "chưa"), ("hien-phap", "yes", "")]
    assert (second.is_complete, second.score_percent) == (False, Decimal("60.00"))
    assert save(draft, criteria_set, {}).pk == first.pk


def test_nothing_answered_is_a_draft_without_a_score():
    assert save(make_stepped(), make_set(), {}, complete=False).score_percent is None


def test_a_complete_assessment_never_changes_a_new_one_follows():
    draft, criteria_set = make_stepped(), make_set()
    first = save(draft, criteria_set)

    second = save(draft, criteria_set, {"loi-ich": ("yes", ""), "hien-phap": ("yes", "")})

    first.refresh_from_db()
    assert first.pk != second.pk
    assert (first.score_percent, second.score_percent) == (Decimal("80.00"), Decimal("100.00"))
    page = criteria_page(draft, TODAY)
    assert (page.done, page.draft, page.criteria_set) == ([second, first], None, criteria_set)


@pytest.mark.parametrize(
    ("answers", "values", "code", "fields"),
    [
        ({"loi-ich": ("yes", "")}, {}, "criteria_unanswered", ["value_hien-phap"]),
        ({}, {}, "criteria_unanswered", ["value_loi-ich", "value_hien-phap"]),
        ({"loi-ich": ("yes", ""), "hien-phap": ("no", "")}, {}, "explanation_needed", ["note_hien-phap"]),
        (
            {"loi-ich": ("yes", ""), "hien-phap": ("not_applicable", " ")},
            {},
            "explanation_needed",
            ["note_hien-phap"],
        ),
        (
            {"loi-ich": ("not_applicable", ""), "hien-phap": ("not_applicable", "vì")},
            {},
            "nothing_applies",
            [],
        ),
        ({"la": ("yes", "")}, {}, "no_such_criterion", ["value_la"]),
        ({"loi-ich": ("maybe", "")}, {}, "no_such_answer", ["value_loi-ich"]),
        ({"loi-ich": ("yes", "MẬT")}, {}, "secret_mark", ["note_loi-ich"]),
        ({"loi-ich": ("yes", "x" * 1001), "hien-phap": ("yes", "")}, {}, "invalid_assessment", ["note"]),
        (ALL, {"conclusion": "TỐI MẬT"}, "secret_mark", ["conclusion"]),
        (ALL, {"assessed_on": TOMORROW}, "day_in_future", ["assessed_on"]),
        (ALL, {"assessed_on": date(2023, 12, 31)}, "wrong_criteria_set", ["criteria_set"]),
    ],
)
def test_wrong_answers_are_refused_at_their_criterion(answers, values, code, fields):
    told = refusal(save, make_stepped(), make_set(), answers, **values)

    assert told == (InvalidInput, code, fields, NOTHING)


@pytest.mark.parametrize(
    "values",
    [{"paper_class": "unit"}, {"valid_to": YESTERDAY}, {"valid_from": TOMORROW}],
)
def test_the_set_must_be_that_of_the_class_and_day(values):
    told = refusal(save, make_stepped(), make_set(**values))

    assert told == (InvalidInput, "wrong_criteria_set", ["criteria_set"], NOTHING)


@pytest.mark.parametrize("day", [date(2024, 1, 1), date(2024, 12, 31)])
def test_the_first_and_last_day_of_a_set_count(day):
    criteria_set = make_set(valid_to=date(2024, 12, 31))

    assert save(make_stepped(), criteria_set, assessed_on=day).is_complete is True
    assert criteria_set_on("city", day) == criteria_set


def test_of_overlapping_sets_the_later_one_counts():
    make_set()
    later = make_set(valid_from=date(2025, 1, 1))

    assert criteria_set_on("city", TODAY) == later


@pytest.mark.parametrize(
    ("stage", "code"), [(Stage.SIGNED, "already_signed"), (Stage.BROKEN_OFF, "broken_off")]
)
def test_after_the_end_nothing_is_answered(stage, code):
    assert refusal(save, make_draft(stage), make_set()) == (Conflict, code, [], NOTHING)


def test_readers_answer_nothing_and_nobody_an_old_page():
    draft, criteria_set = make_stepped(), make_set()

    reader = refusal(save, draft, criteria_set, user=make_user(Role.AUDITOR))
    late = refusal(save, draft, criteria_set, base_version=draft.version - 1)

    assert reader == (NotAllowed, "may_not_write_papers", [], NOTHING)
    assert late == (Conflict, "stale_version", [], NOTHING)


# --- Sets ----------------------------------------------------------------------
def facts(**values) -> SetFacts:
    return SetFacts(
        **{
            "name": "Bộ mới",
            "valid_from": TOMORROW,
            "criteria": (
                CriterionFacts("Hai bên cùng có lợi", 4, is_required=True, hint="so sánh", code="loi-ich"),
                CriterionFacts("Câu mới", 1),
            ),
            "pass_percent": 70,
            "is_verified": True,
            "note": "ban hành",
            **values,
        }
    )


def follow(criteria_set: CriteriaSet, given: SetFacts, **values) -> CriteriaSet:
    return criteria_set_new_version(
        **{
            "criteria_set": criteria_set,
            "facts": given,
            "user": make_user(Role.HEAD),
            "today": TODAY,
            **values,
        }
    )


def rows(criteria_set: CriteriaSet) -> list[tuple]:
    return list(criteria_set.criteria.values_list("code", "text", "hint", "weight", "is_required", "order"))


def test_a_new_version_follows_and_what_was_answered_stays():
    earlier = make_set()
    assessment = make_assessment(make_stepped(), earlier)

    made = follow(earlier, facts())

    earlier.refresh_from_db()
    assert earlier.valid_to == TODAY
    assert (
        made.paper_class,
        made.valid_from,
        made.valid_to,
        made.name,
        made.pass_percent,
        made.is_verified,
    ) == (
        "city",
        TOMORROW,
        None,
        "Bộ mới",
        70,
        True,
    )
    assert rows(made) == [
        ("loi-ich", "Hai bên cùng có lợi", "so sánh", 4, True, 1),
        ("tieu-chi-2", "Câu mới", "", 1, False, 2),
    ]
    assert rows(earlier)[0][:2] == ("loi-ich", "Câu loi-ich")
    assert assessment.answers.count() == 2
    assert (criteria_set_on("city", TODAY), criteria_set_on("city", TOMORROW)) == (earlier, made)


def test_the_end_of_a_set_that_ended_earlier_is_left_alone():
    earlier = make_set(valid_to=date(2025, 12, 31))

    follow(earlier, facts())

    earlier.refresh_from_db()
    assert earlier.valid_to == date(2025, 12, 31)


def test_a_new_question_takes_no_code_that_is_taken():
    made = follow(
        make_set(),
        facts(
            criteria=(
                CriterionFacts("Câu A"),
                CriterionFacts("Câu B", code="tieu-chi-1"),
                CriterionFacts("Câu C"),
            )
        ),
    )

    assert [row[0] for row in rows(made)] == ["tieu-chi-2", "tieu-chi-1", "tieu-chi-3"]


@pytest.mark.parametrize(
    ("values", "code", "fields"),
    [
        ({"valid_from": YESTERDAY}, "valid_from_too_early", ["valid_from"]),
        ({"criteria": ()}, "no_criteria", []),
        ({"criteria": (CriterionFacts("a", code="x"), CriterionFacts("b", code="x"))}, "code_twice", []),
        ({"criteria": (CriterionFacts("a", weight=0),)}, "invalid_set", []),
        ({"criteria": (CriterionFacts("x" * 501),)}, "invalid_set", ["text"]),
        ({"criteria": (CriterionFacts("TỐI MẬT"),)}, "secret_mark", ["criteria"]),
        ({"name": ""}, "invalid_set", ["name"]),
        ({"pass_percent": 101}, "invalid_set", []),
        ({"note": "MẬT"}, "secret_mark", ["note"]),
    ],
)
def test_a_bad_version_is_refused(values, code, fields):
    told = refusal(follow, make_set(), facts(**values))

    assert told == (InvalidInput, code, fields, NOTHING)


def test_today_may_be_the_first_day_but_not_the_day_the_earlier_set_began():
    told = refusal(follow, make_set(valid_from=TODAY), facts(valid_from=TODAY))

    assert told == (InvalidInput, "valid_from_too_early", ["valid_from"], NOTHING)
    assert follow(make_set(paper_class="unit"), facts(valid_from=TODAY)).valid_from == TODAY


def test_only_the_newest_set_has_a_follower():
    earlier = make_set()
    make_set(valid_from=date(2025, 1, 1))

    assert refusal(follow, earlier, facts()) == (Conflict, "set_has_follower", [], NOTHING)


@pytest.mark.parametrize("role", [Role.OFFICER, Role.LEADER, Role.AUDITOR, Role.FOCAL_POINT])
def test_only_the_head_and_the_administrator_keep_sets(role):
    criteria_set, user = make_set(), make_user(role)

    made = refusal(follow, criteria_set, facts(), user=user)
    corrected = refusal(criteria_set_correct, criteria_set=criteria_set, facts=facts(), user=user)

    assert made == corrected == (NotAllowed, "may_not_keep_criteria", [], NOTHING)


def test_a_set_nobody_answered_is_corrected_in_place():
    criteria_set = make_set()

    corrected = criteria_set_correct(
        criteria_set=criteria_set, facts=facts(), user=make_user(Role.ADMINISTRATOR)
    )

    assert corrected.pk == criteria_set.pk
    assert [row[:2] for row in rows(criteria_set)] == [
        ("loi-ich", "Hai bên cùng có lợi"),
        ("tieu-chi-2", "Câu mới"),
    ]


def test_an_answered_set_is_not_corrected():
    criteria_set = make_set()
    make_assessment(make_stepped(), criteria_set, is_complete=False)

    told = refusal(criteria_set_correct, criteria_set=criteria_set, facts=facts(), user=make_user(Role.HEAD))

    assert told == (Conflict, "set_is_answered", [], NOTHING)


# --- The sets that come with the register ------------------------------------------------
def test_the_proposed_sets_are_loaded_once_and_marked_as_not_issued():
    load_everything()

    assert [
        (s.paper_class, s.criteria.count(), s.is_verified, s.basis.key)
        for s in CriteriaSet.objects.order_by("paper_class")
    ] == [
        ("city", 18, False, "qd-2887-2023"),
        ("letter", 13, False, "qd-2887-2023"),
        ("unit", 17, False, "qd-2887-2023"),
    ]
    assert Criterion.objects.filter(weight__lt=1).count() == 0
    summary = {table.table: table for table in load_everything().tables}
    assert (summary["criteria"].unchanged, summary["criteria"].changed, summary["criteria"].made) == (
        48,
        0,
        0,
    )


def test_a_load_leaves_an_answered_set_alone(monkeypatch, tmp_path):
    load_everything()
    letter = CriteriaSet.objects.get(paper_class="letter")
    make_assessment(make_stepped(type="letter_of_intent"), letter)

    summary = {table.table: table for table in load_everything().tables}

    assert (summary["criteria"].unchanged, summary["criteria"].left_alone) == (35, 13)
