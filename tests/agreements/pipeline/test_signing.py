"""From "ready to sign" to a paper that holds."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from agreements.enums import AgencyRole, EventKind, Stage
from agreements.models import Agreement, AgreementAgency
from agreements.selectors_pipeline import steps_out_of_line
from agreements.services.pipeline import TermFacts, sign_paper
from agreements.services.records.facts import Signer
from dnfa.accounts.enums import Role
from dnfa.core.errors import Conflict, InvalidInput, NotAllowed
from dnfa.core.partial_dates import PartialDate
from dnfa.followup.models import Clock
from tests.agreements.pipeline.factories import (
    NOTHING,
    TODAY,
    make_draft,
    make_step,
    make_stepped,
    officer,
    refusal,
)
from tests.factories import make_agency, make_event, make_partner, make_user

pytestmark = pytest.mark.django_db
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


def make_ready(**values) -> Agreement:
    values = {"agencies": [make_agency()], **values}
    return make_stepped(Stage.READY_TO_SIGN, date(2026, 3, 5), **values)


def sign(draft: Agreement, **values):
    return sign_paper(
        **{"agreement": draft, "signed_on": YESTERDAY, "user": officer(), "today": TODAY, **values}
    )


def test_signing_sets_everything_and_makes_the_event_and_the_step():
    partner, agency, user = make_partner(), make_agency(), officer()
    draft = make_ready(partners=[partner], agencies=[agency], key="jp-x-2026", legal_regime="unknown")

    step = sign(
        draft,
        effective_on=PartialDate(2026, 4, 1),
        term=TermFacts(
            "auto_renew", months=36, renew_months=36, notice_months=3, as_printed="03 năm, tự gia hạn"
        ),
        signatories=[
            Signer("Nguyễn Văn A", "Chủ tịch", agency=agency),
            Signer("Sato", "Mayor", partner=partner),
        ],
        place="Đà Nẵng",
        mode="in_person",
        document_number="01/BGN",
        languages=["vi", "ja"],
        authentic_text="hai bản có giá trị như nhau",
        originals_count=2,
        originals_kept_at="Sở Ngoại vụ",
        note="ký nhân dịp thăm",
        user=user,
    )

    paper = Agreement.objects.get(pk=draft.pk)
    assert (paper.stage, paper.signed_on, paper.effective_on) == (
        "signed",
        PartialDate.of(YESTERDAY),
        PartialDate(2026, 4, 1),
    )
    assert (paper.term_kind, paper.term_months, paper.term_renew_months, paper.term_notice_months) == (
        "auto_renew",
        36,
        36,
        3,
    )
    assert (paper.term_as_printed, paper.place, paper.signing_mode, paper.document_number) == (
        "03 năm, tự gia hạn",
        "Đà Nẵng",
        "in_person",
        "01/BGN",
    )
    assert (paper.languages, paper.authentic_text, paper.originals_count, paper.originals_kept_at) == (
        ["vi", "ja"],
        "hai bản có giá trị như nhau",
        2,
        "Sở Ngoại vụ",
    )
    assert paper.legal_regime == "law_70_2020"
    event = paper.events.get()
    assert (event.key, event.kind, event.occurred_on, event.effective_on, event.document_number) == (
        "jp-x-2026-signing",
        EventKind.SIGNING,
        PartialDate.of(YESTERDAY),
        PartialDate(2026, 4, 1),
        "01/BGN",
    )
    assert [(s.name, s.title, s.agency, s.partner, s.event) for s in paper.signatories.all()] == [
        ("Nguyễn Văn A", "Chủ tịch", agency, None, None),
        ("Sato", "Mayor", None, partner, None),
    ]
    assert (step.stage, step.entered_on, step.recorded_by, step.note) == (
        "signed",
        YESTERDAY,
        user,
        "ký nhân dịp thăm",
    )
    assert draft.version == paper.version
    assert list(steps_out_of_line()) == []


def test_the_report_of_the_law_falls_due_from_the_day_of_signing():
    draft = make_ready()
    assert Clock.objects.count() == 0

    sign(draft)

    clock = Clock.objects.get(code="report-after-signing")
    assert (clock.object_id, clock.started_on, clock.due_on) == (draft.pk, YESTERDAY, date(2026, 3, 24))


def test_a_letter_of_intent_is_signed_as_one_and_a_taken_key_is_left_alone():
    draft = make_ready(type="letter_of_intent", key="thu")
    make_event(make_draft(), key="thu-signing")

    sign(draft)

    event = draft.events.get()
    assert (event.kind, event.key) == (EventKind.LETTER_OF_INTENT, None)


def test_without_a_term_the_one_of_the_draft_stays():
    draft = make_ready(term_kind="for", term_months=24)

    sign(draft)

    draft.refresh_from_db()
    assert (draft.term_kind, draft.term_months) == ("for", 24)


@pytest.mark.parametrize("signed_on", [date(2026, 3, 5), TODAY])
def test_the_day_of_the_last_step_and_today_may_be_the_day(signed_on):
    draft = make_ready()

    sign(draft, signed_on=signed_on)

    assert draft.steps.last().entered_on == signed_on


def test_who_signs_for_us_is_what_the_draft_says_or_what_is_said_now():
    one, two = make_agency(), make_agency()
    bare = make_ready(agencies=[])
    named = make_ready(agencies=[])
    AgreementAgency.objects.create(agreement=named, agency=one, role=AgencyRole.LEAD)

    sign(bare, signatories=[Signer("A", agency=one)])
    sign(named, signing_agencies=[two])

    def signing(paper):
        return [role.agency for role in paper.agency_roles.filter(role=AgencyRole.SIGNATORY)]

    assert (signing(bare), signing(named)) == ([one], [two])
    assert named.agency_roles.filter(role=AgencyRole.LEAD).exists()


@pytest.mark.parametrize(
    ("values", "code", "field"),
    [
        ({"signed_on": TOMORROW}, "day_in_future", "signed_on"),
        ({"signed_on": date(2026, 3, 4)}, "day_before_last_step", "signed_on"),
        ({"term": TermFacts("until")}, "term_not_whole", "term_ends_on"),
        ({"term": TermFacts("for", months=12, renew_months=12)}, "term_not_whole", "term_renew_months"),
        ({"place": "MẬT"}, "secret_mark", "place"),
        ({"mode": "by_pigeon"}, "invalid", "signing_mode"),
        ({"place": "x" * 201}, "invalid", "place"),
        ({"signatories": [Signer("")]}, "signer_without_name", "signatories"),
        ({"signatories": [Signer("A")]}, "signer_one_side", "signatories"),
    ],
)
def test_a_refused_signature_names_the_field_and_writes_nothing(values, code, field):
    assert refusal(sign, make_ready(), **values) == (InvalidInput, code, [field], NOTHING)


def test_no_vietnamese_side_no_signature():
    told = refusal(sign, make_ready(agencies=[]))

    assert told == (InvalidInput, "signer_agency_needed", ["signing_agencies"], NOTHING)


def test_a_signer_of_another_side_is_refused():
    told = refusal(sign, make_ready(), signatories=[Signer("Ai đó", partner=make_partner())])

    assert told == (InvalidInput, "signer_of_no_side", ["signatories"], NOTHING)


@pytest.mark.parametrize(
    ("stage", "code"),
    [
        ("exploring", "not_ready_to_sign"),
        ("approval", "not_ready_to_sign"),
        ("broken_off", "not_ready_to_sign"),
        ("signed", "already_signed"),
    ],
)
def test_only_what_is_ready_is_signed(stage, code):
    draft = make_draft(agencies=[make_agency()])
    make_step(draft, stage, date(2026, 3, 5))

    assert refusal(sign, draft) == (Conflict, code, [], NOTHING)


def test_readers_sign_nothing_and_nobody_an_old_page():
    draft = make_ready()

    reader = refusal(sign, draft, user=make_user(Role.LEADER))
    late = refusal(sign, draft, base_version=draft.version - 1)

    assert reader == (NotAllowed, "may_not_write_papers", [], NOTHING)
    assert late == (Conflict, "stale_version", [], NOTHING)
