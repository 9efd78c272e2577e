from __future__ import annotations

from datetime import date

import pytest

from agreements.models import Opinion
from agreements.services.consultation import (
    drop_body,
    record_answer,
    record_handling,
    record_receipt,
    withdraw_answer,
)
from dnfa.core.errors import Conflict, InvalidInput, NotAllowed
from tests.agreements.consultation.factories import make_consultation, make_opinion
from tests.agreements.consultation.test_rounds import reasons
from tests.factories import make_user

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 10)


def answer(opinion, **values):
    return record_answer(
        **{
            "opinion": opinion,
            "answer": "agree",
            "answered_on": date(2026, 3, 6),
            "document_number": "88/BNG-CNV",
            "summary": "",
            "user": make_user(),
            "today": TODAY,
            **values,
        }
    )


def outcome(act) -> list[str]:
    """The fields a service refuses, none when it does not."""
    try:
        act()
    except InvalidInput as error:
        return sorted(error.fields)
    return []


def version_of(opinion) -> int:
    agreement = opinion.consultation.agreement
    agreement.refresh_from_db()
    return agreement.version


DAYS = [  # sent on 2/3/2026, recorded on 10/3/2026
    (date(2026, 3, 1), True),
    (date(2026, 3, 2), False),
    (date(2026, 3, 3), False),
    (date(2026, 3, 9), False),
    (date(2026, 3, 10), False),
    (date(2026, 3, 11), True),
]


@pytest.mark.parametrize(("day", "refused"), DAYS)
def test_days_of_an_answer(day, refused):
    opinion = make_opinion()

    fields = outcome(lambda: answer(opinion, answered_on=day))

    opinion.refresh_from_db()
    assert (fields, opinion.answered_on) == ((["answered_on"], None) if refused else ([], day))


@pytest.mark.parametrize(("day", "refused"), DAYS)
def test_days_of_a_receipt(day, refused):
    opinion = make_opinion()

    fields = outcome(lambda: record_receipt(opinion=opinion, received_on=day, user=make_user(), today=TODAY))

    opinion.refresh_from_db()
    assert (fields, opinion.received_on) == ((["received_on"], None) if refused else ([], day))


@pytest.mark.parametrize(
    ("day", "refused"), [(date(2026, 3, 4), True), (date(2026, 3, 5), False), (date(2026, 3, 6), False)]
)
def test_nobody_answers_before_the_file_has_come(day, refused):
    opinion = make_opinion(received_on=date(2026, 3, 5))

    assert outcome(lambda: answer(opinion, answered_on=day)) == (["answered_on"] if refused else [])


@pytest.mark.parametrize(
    ("day", "refused"), [(date(2026, 3, 5), False), (date(2026, 3, 6), False), (date(2026, 3, 7), True)]
)
def test_no_file_comes_after_its_answer(day, refused):
    opinion = make_opinion(answer="agree")

    fields = outcome(lambda: record_receipt(opinion=opinion, received_on=day, user=make_user(), today=TODAY))

    assert fields == (["received_on"] if refused else [])


def test_a_receipt_is_taken_back_and_said_twice_leaves_one_trace():
    opinion, user = make_opinion(), make_user()
    before = version_of(opinion)

    for _time in range(2):
        record_receipt(opinion=opinion, received_on=TODAY, user=user, today=TODAY)
    after_receipt = version_of(opinion)
    record_receipt(opinion=opinion, received_on=None, user=user, today=TODAY)

    opinion.refresh_from_db()
    assert (after_receipt, version_of(opinion), opinion.received_on) == (before + 1, before + 2, None)


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({}, []),
        ({"answer": "agree_with_comments"}, []),
        ({"answer": "disagree", "summary": "Trái điều 3"}, []),
        ({"answer": "disagree", "summary": "  "}, ["summary"]),
        ({"answer": ""}, ["answer"]),
        ({"answer": "maybe"}, ["answer"]),
        ({"document_number": "8" * 121}, ["document_number"]),
        ({"document_number": "8/BNG (TỐI MẬT)"}, ["document_number"]),
        ({"summary": "Độ mật: MẬT"}, ["summary"]),
        ({"answer": "disagree", "answered_on": date(2026, 3, 1)}, ["answered_on", "summary"]),
    ],
)
def test_answers_that_are_taken_and_refused(values, fields):
    opinion = make_opinion()
    before = version_of(opinion)

    told = outcome(lambda: answer(opinion, **values))

    opinion.refresh_from_db()
    assert told == fields
    assert (opinion.answer, version_of(opinion)) == (
        ("", before) if fields else (values.get("answer", "agree"), before + 1)
    )


def test_the_same_answer_again_leaves_no_trace():
    opinion = make_opinion()
    answer(opinion)
    before = version_of(opinion)

    answer(opinion)

    assert version_of(opinion) == before


def test_a_correction_needs_its_reason_and_keeps_it():
    opinion = make_opinion()
    answer(opinion)

    refused = outcome(lambda: answer(opinion, answer="agree_with_comments", summary="Sửa điều 5"))
    opinion.refresh_from_db()
    stood = opinion.answer
    answer(opinion, answer="agree_with_comments", summary="Sửa điều 5", reason="đọc lại công văn")

    opinion.refresh_from_db()
    assert (refused, stood) == (["reason"], "agree")
    assert (opinion.answer, opinion.summary, reasons("Opinion")[-1]) == (
        "agree_with_comments",
        "Sửa điều 5",
        "đọc lại công văn",
    )


def test_what_was_made_of_an_answer():
    opinion = make_opinion(answer="agree_with_comments")
    before = version_of(opinion)

    for text in ("  Đã sửa điều 5 ", "Đã sửa điều 5"):
        record_handling(opinion=opinion, handling=text, user=make_user())

    opinion.refresh_from_db()
    assert (opinion.handling, version_of(opinion)) == ("Đã sửa điều 5", before + 1)


def test_nothing_is_made_of_an_answer_that_was_not_given():
    opinion = make_opinion()

    for attempt in (
        lambda: record_handling(opinion=opinion, handling="Đã sửa", user=make_user()),
        lambda: withdraw_answer(opinion=opinion, reason="nhầm", user=make_user()),
    ):
        with pytest.raises(Conflict) as told:
            attempt()
        assert told.value.code == "not_answered"
    opinion.refresh_from_db()
    assert opinion.handling == ""


def test_a_handling_with_a_mark_of_secrecy_is_refused():
    opinion = make_opinion(answer="agree")

    assert outcome(lambda: record_handling(opinion=opinion, handling="MẬT", user=make_user())) == ["handling"]


def test_an_answer_is_withdrawn_with_all_that_followed_from_it():
    opinion = make_opinion(answer="disagree", document_number="8/BNG", handling="Đã giải trình")
    before = version_of(opinion)

    withdraw_answer(opinion=opinion, reason="ghi nhầm cơ quan", user=make_user())

    opinion.refresh_from_db()
    assert (opinion.answer, opinion.answered_on, opinion.document_number, opinion.summary, opinion.handling) == (
        "", None, "", "", ""
    )  # fmt: skip
    assert (reasons("Opinion")[-1], version_of(opinion)) == ("ghi nhầm cơ quan", before + 1)


def test_an_answer_is_not_withdrawn_without_a_reason():
    opinion = make_opinion(answer="agree")

    assert outcome(lambda: withdraw_answer(opinion=opinion, reason=" ", user=make_user())) == ["reason"]
    opinion.refresh_from_db()
    assert opinion.answer == "agree"


def test_a_body_named_by_mistake_is_dropped():
    consultation = make_consultation()
    wrong, right = make_opinion(consultation), make_opinion(consultation)

    drop_body(opinion=wrong, reason="chọn nhầm", user=make_user())

    assert (list(Opinion.objects.all()), reasons("Opinion")[-1]) == ([right], "chọn nhầm")


@pytest.mark.parametrize(
    ("others", "values", "code"),
    [(1, {"answer": "agree"}, "already_answered"), (0, {}, "last_body")],
)
def test_a_body_that_answered_or_stands_alone_is_not_dropped(others, values, code):
    consultation = make_consultation()
    opinion = make_opinion(consultation, **values)
    for _other in range(others):
        make_opinion(consultation)

    with pytest.raises(Conflict) as told:
        drop_body(opinion=opinion, reason="chọn nhầm", user=make_user())

    assert (told.value.code, Opinion.objects.count()) == (code, others + 1)


@pytest.mark.parametrize("role", ["leader", "auditor", "focal_point"])
def test_who_does_not_keep_the_papers_writes_no_opinion(role):
    opinion, reader = make_opinion(answer="agree"), make_user(role)
    attempts = [
        lambda: record_receipt(opinion=opinion, received_on=TODAY, user=reader, today=TODAY),
        lambda: answer(opinion, user=reader),
        lambda: record_handling(opinion=opinion, handling="x", user=reader),
        lambda: withdraw_answer(opinion=opinion, reason="x", user=reader),
        lambda: drop_body(opinion=opinion, reason="x", user=reader),
    ]

    for attempt in attempts:
        with pytest.raises(NotAllowed) as told:
            attempt()
        assert told.value.code == "may_not_write_papers"


def test_a_consulted_body_does_not_write_its_own_answer():
    opinion = make_opinion()

    with pytest.raises(NotAllowed):
        answer(opinion, user=make_user("focal_point", agency=opinion.agency))

    opinion.refresh_from_db()
    assert opinion.answer == ""


def test_an_opinion_gone_meanwhile():
    opinion = make_opinion()
    Opinion.objects.all().delete()

    with pytest.raises(Conflict) as told:
        answer(opinion)

    assert told.value.code == "opinion_gone"


def test_a_version_read_long_ago_is_refused():
    opinion = make_opinion()

    with pytest.raises(Conflict) as told:
        answer(opinion, base_version=opinion.consultation.agreement.version + 1)

    opinion.refresh_from_db()
    assert (told.value.code, opinion.answer) == ("stale_version", "")
