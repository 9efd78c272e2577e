from __future__ import annotations

from datetime import date

import pytest
from django.apps import apps

from agreements.models import Agreement, Consultation, Opinion
from agreements.services.consultation import (
    add_bodies,
    ask_opinions,
    cancel_consultation,
    correct_consultation,
)
from dnfa.core.errors import Conflict, InvalidInput, NotAllowed
from tests.agreements.consultation.factories import (
    make_consultation,
    make_draft,
    make_opinion,
    mofa,
    prime_minister,
)
from tests.factories import make_agency, make_agreement, make_user

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 10)


def ask(agreement=None, **values):
    return ask_opinions(
        **{
            "agreement": agreement or make_draft(),
            "purpose": "signing",
            "sent_on": date(2026, 3, 2),
            "agencies": [mofa()],
            "document_number": "15/UBND-SNgV",
            "content": "Dự thảo bản ghi nhớ",
            "user": make_user(),
            "today": TODAY,
            **values,
        }
    )


def written() -> tuple[int, int]:
    return Consultation.objects.count(), Opinion.objects.count()


def reasons(model: str) -> list[str]:
    """Reasons in the audit trail of a model, the newest last."""
    audit = apps.get_model("agreements", f"{model}Audit")
    rows = audit.objects.order_by("pgh_id").select_related("pgh_context")
    return [row.pgh_context.metadata.get("reason", "") if row.pgh_context else "" for row in rows]


def test_a_round_asks_each_body_once_and_moves_the_paper_on():
    draft, security = make_draft(), make_agency(key="cong-an-thanh-pho")
    version = draft.version

    consultation = ask(
        draft, agencies=[mofa(), security], document_number=" 15/UBND-SNgV ", content=" Dự thảo \n"
    )

    draft.refresh_from_db()
    told = (consultation.purpose, consultation.sent_on, consultation.document_number, consultation.content)
    assert told == ("signing", date(2026, 3, 2), "15/UBND-SNgV", "Dự thảo")
    assert [opinion.agency.key for opinion in consultation.opinions.all()] == [
        "bo-ngoai-giao",
        "cong-an-thanh-pho",
    ]
    assert draft.version == version + 1


@pytest.mark.parametrize(
    ("sent_on", "refused"),
    [(date(2026, 3, 9), False), (date(2026, 3, 10), False), (date(2026, 3, 11), True)],
)
def test_a_round_is_not_sent_in_the_future(sent_on, refused):
    if refused:
        with pytest.raises(InvalidInput) as told:
            ask(sent_on=sent_on)
        assert (told.value.code, list(told.value.fields)) == ("invalid_consultation", ["sent_on"])
        assert written() == (0, 0)
    else:
        assert ask(sent_on=sent_on).sent_on == sent_on


def gone_in_2025():
    return make_agency(name_vi="UBND huyện Hòa Vang", kind="district", valid_to="2025-06-30")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        (lambda: {"agencies": []}, "agencies"),
        (lambda: {"agencies": [mofa(), mofa()]}, "agencies"),
        (lambda: {"agencies": [gone_in_2025()]}, "agencies"),
        (lambda: {"agencies": [make_agency(kind="placeholder")]}, "agencies"),
        (lambda: {"agencies": [prime_minister()]}, "agencies"),
        (lambda: {"agencies": [mofa(), prime_minister()]}, "agencies"),
        (lambda: {"purpose": "gossip"}, "purpose"),
        (lambda: {"purpose": "renewal"}, "purpose"),
        (lambda: {"purpose": "ending"}, "purpose"),
        (lambda: {"purpose": "prime_minister", "agencies": [prime_minister()]}, "purpose"),
        (lambda: {"document_number": "1" * 121}, "document_number"),
        (lambda: {"document_number": "15/UBND (MẬT)"}, "document_number"),
        (lambda: {"content": "TUYỆT MẬT\nDự thảo"}, "content"),
    ],
)
def test_a_round_that_cannot_be_is_refused_and_writes_nothing(values, field):
    draft = make_draft()

    with pytest.raises(InvalidInput) as told:
        ask(draft, **values())

    version = draft.version
    draft.refresh_from_db()
    assert (list(told.value.fields), written(), draft.version) == ([field], (0, 0), version)


@pytest.mark.parametrize(
    ("purpose", "sent_on", "refused"),
    [
        ("signing", date(2023, 5, 31), False),
        ("signing", date(2023, 6, 1), True),
        ("renewal", date(2023, 4, 30), True),
        ("renewal", date(2023, 5, 1), False),
        ("ending", date(2023, 4, 30), True),
        ("ending", date(2026, 3, 10), False),
    ],
)
def test_what_is_asked_fits_the_day_of_signing(purpose, sent_on, refused):
    """A paper signed some day in May 2023."""
    paper = make_agreement(signed_on="2023-05")

    try:
        ask(paper, purpose=purpose, sent_on=sent_on)
        fields = []
    except InvalidInput as error:
        fields = list(error.fields)

    assert (fields, written()) == ((["sent_on"], (0, 0)) if refused else ([], (1, 1)))


def test_the_prime_minister_is_asked_once_somebody_has_disagreed():
    draft = make_draft()
    make_opinion(make_consultation(draft), mofa(), answer="disagree")

    asked = ask(draft, purpose="prime_minister", agencies=[prime_minister()], sent_on=TODAY)

    assert [opinion.agency.key for opinion in asked.opinions.all()] == ["thu-tuong-chinh-phu"]


def test_only_the_prime_minister_is_asked_in_such_a_round():
    draft = make_draft()
    make_opinion(make_consultation(draft), mofa(), answer="disagree")

    with pytest.raises(InvalidInput) as told:
        ask(draft, purpose="prime_minister", agencies=[mofa()], sent_on=TODAY)

    assert list(told.value.fields) == ["agencies"]


def test_the_disagreement_of_the_prime_minister_asks_nobody_above_him():
    draft = make_draft()
    asked = make_consultation(draft, purpose="prime_minister")
    make_opinion(asked, prime_minister(), answer="disagree")

    with pytest.raises(InvalidInput) as told:
        ask(draft, purpose="prime_minister", agencies=[prime_minister()])

    assert list(told.value.fields) == ["purpose"]


@pytest.mark.parametrize("role", ["leader", "auditor", "focal_point"])
def test_who_does_not_keep_the_papers_writes_no_round(role):
    consultation = make_consultation()
    reader = make_user(role)
    attempts = [
        lambda: ask(user=reader),
        lambda: add_bodies(consultation=consultation, agencies=[mofa()], user=reader),
        lambda: correct_consultation(
            consultation=consultation,
            sent_on=TODAY,
            document_number="",
            content="",
            reason="x",
            user=reader,
            today=TODAY,
        ),
        lambda: cancel_consultation(consultation=consultation, reason="x", user=reader),
    ]

    for attempt in attempts:
        with pytest.raises(NotAllowed) as told:
            attempt()
        assert told.value.code == "may_not_write_papers"
    assert written() == (1, 0)


@pytest.mark.parametrize("role", ["officer", "head", "administrator"])
def test_who_keeps_the_papers_writes_rounds(role):
    assert ask(user=make_user(role)).opinions.count() == 1


def test_a_version_read_long_ago_is_refused():
    draft = make_draft()
    Agreement.objects.filter(pk=draft.pk).update(note="đã sửa")

    with pytest.raises(Conflict) as told:
        ask(draft, base_version=draft.version)

    assert (told.value.code, written()) == ("stale_version", (0, 0))


def test_bodies_are_added_to_a_round_later_and_none_twice():
    consultation = make_consultation()
    make_opinion(consultation, mofa())
    other = make_agency(key="so-tai-chinh")
    user = make_user()

    add_bodies(consultation=consultation, agencies=[other], user=user)
    with pytest.raises(InvalidInput) as told:
        add_bodies(consultation=consultation, agencies=[mofa()], user=user)

    assert [opinion.agency.key for opinion in consultation.opinions.all()] == [
        "bo-ngoai-giao",
        "so-tai-chinh",
    ]
    assert told.value.fields == {"agencies": ["Bộ Ngoại giao đã được hỏi trong đợt này."]}


def correct(consultation, **values):
    return correct_consultation(
        **{
            "consultation": consultation,
            "sent_on": date(2026, 3, 3),
            "document_number": "16/UBND-SNgV",
            "content": "",
            "reason": "ghi nhầm số",
            "user": make_user(),
            "today": TODAY,
            **values,
        }
    )


def test_a_round_is_corrected_with_its_reason():
    consultation = make_consultation()
    version = consultation.agreement.version

    correct(consultation)

    consultation.refresh_from_db()
    consultation.agreement.refresh_from_db()
    assert (consultation.sent_on, consultation.document_number) == (date(2026, 3, 3), "16/UBND-SNgV")
    assert (consultation.agreement.version, reasons("Consultation")[-1]) == (version + 1, "ghi nhầm số")


def test_a_correction_that_changes_nothing_leaves_no_trace():
    consultation = make_consultation(document_number="16/UBND-SNgV")
    version, trace = consultation.agreement.version, len(reasons("Consultation"))

    correct(consultation, sent_on=consultation.sent_on)

    consultation.agreement.refresh_from_db()
    assert (consultation.agreement.version, len(reasons("Consultation"))) == (version, trace)


@pytest.mark.parametrize(
    ("sent_on", "refused"),
    [
        (date(2026, 3, 4), False),
        (date(2026, 3, 5), False),
        (date(2026, 3, 6), True),
        (date(2026, 3, 11), True),
    ],
)
def test_a_round_is_not_sent_after_somebody_had_it(sent_on, refused):
    consultation = make_consultation()
    make_opinion(consultation, received_on=date(2026, 3, 5))
    make_opinion(consultation)

    try:
        correct(consultation, sent_on=sent_on)
        fields = set()
    except InvalidInput as error:
        fields = set(error.fields)

    consultation.refresh_from_db()
    assert (fields, consultation.sent_on) == (
        ({"sent_on"}, date(2026, 3, 2)) if refused else (set(), sent_on)
    )


@pytest.mark.parametrize("reason", ["", "  ", "x" * 501, "TỐI MẬT"])
def test_a_correction_needs_a_reason(reason):
    consultation = make_consultation()

    for attempt in (
        lambda: correct(consultation, reason=reason),
        lambda: cancel_consultation(consultation=consultation, reason=reason, user=make_user()),
    ):
        with pytest.raises(InvalidInput) as told:
            attempt()
        assert list(told.value.fields) == ["reason"]
    consultation.refresh_from_db()
    assert consultation.document_number == ""


def test_a_round_nobody_answered_is_cancelled_and_its_trace_stays():
    consultation = make_consultation()
    make_opinion(consultation)
    version = consultation.agreement.version

    cancel_consultation(consultation=consultation, reason="gửi nhầm", user=make_user())

    consultation.agreement.refresh_from_db()
    assert (written(), consultation.agreement.version) == ((0, 0), version + 1)
    assert (reasons("Consultation")[-1], reasons("Opinion")[-1]) == ("gửi nhầm", "gửi nhầm")


def test_a_round_somebody_answered_is_not_cancelled():
    consultation = make_consultation()
    make_opinion(consultation)
    make_opinion(consultation, answer="agree")

    with pytest.raises(Conflict) as told:
        cancel_consultation(consultation=consultation, reason="gửi nhầm", user=make_user())

    assert (told.value.code, written()) == ("round_answered", (1, 2))


def test_a_round_cancelled_meanwhile_is_gone():
    consultation = make_consultation()
    Consultation.objects.all().delete()
    user = make_user()

    for attempt in (
        lambda: add_bodies(consultation=consultation, agencies=[mofa()], user=user),
        lambda: correct(consultation),
        lambda: cancel_consultation(consultation=consultation, reason="x", user=user),
    ):
        with pytest.raises(Conflict) as told:
            attempt()
        assert told.value.code == "round_gone"


def test_every_refusal_is_told_at_once():
    with pytest.raises(InvalidInput) as told:
        ask(sent_on=date(2026, 3, 11), agencies=[], purpose="x")

    assert set(told.value.fields) == {"sent_on", "agencies", "purpose"}
    assert written() == (0, 0)
