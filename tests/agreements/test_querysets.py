from __future__ import annotations

from datetime import date

import pytest

from agreements.enums import ENDING_EVENTS, EventKind
from agreements.models import Agreement
from agreements.validity import AgreementFacts, Term
from tests.agreements.validity_cases import CASES, EXPIRING_DAYS
from tests.factories import make_agreement, make_event, make_partner

pytestmark = pytest.mark.django_db


def term_values(term: Term | None) -> dict[str, object]:
    if term is None:
        return {}
    return {
        "term_kind": term.kind,
        "term_ends_on": term.ends_on,
        "term_months": term.months,
        "term_renew_months": term.renew_months,
        "term_notice_months": term.notice_months,
    }


def record(facts: AgreementFacts, successor: Agreement) -> Agreement:
    agreement = make_agreement(
        partners=[],
        stage=facts.stage,
        signed_on=facts.signed_on,
        effective_on=facts.effective_on,
        **term_values(facts.term),
    )
    for event in facts.events:
        make_event(
            agreement,
            event.kind,
            occurred_on=event.occurred_on,
            effective_on=event.effective_on,
            order=event.order,
            reason="hết nhu cầu" if event.kind == EventKind.TERMINATION else "",
            successor=successor if event.kind == EventKind.REPLACEMENT else None,
            **term_values(event.term if event.kind not in ENDING_EVENTS else None),
        )
    return agreement


def test_with_status_says_what_the_pure_function_says():
    successor = make_agreement(partners=[])
    made = {name: record(facts, successor) for name, facts, *_ in CASES}

    answers = {}
    for name, _facts, today, _status, _ends in CASES:
        row = Agreement.objects.with_status(today, expiring_days=EXPIRING_DAYS).get(pk=made[name].pk)
        answers[name] = (row.status, row.ends_on)

    assert answers == {name: (status, ends) for name, _facts, _today, status, ends in CASES}


def test_with_status_asks_the_database_once(django_assert_num_queries):
    successor = make_agreement(partners=[])
    for _name, facts, *_ in CASES:
        record(facts, successor)

    with django_assert_num_queries(1):
        rows = list(Agreement.objects.with_status(date(2020, 1, 1), expiring_days=EXPIRING_DAYS))

    assert len(rows) == len(CASES) + 1


def test_ending_within_counts_whole_months_and_leaves_tacit_renewal_out():
    today = date(2023, 12, 26)
    made = {
        "today": make_agreement(term_kind="until", term_ends_on="2023-12-26"),
        "last day": make_agreement(term_kind="until", term_ends_on="2024-12-26"),
        "day after": make_agreement(term_kind="until", term_ends_on="2024-12-27"),
        "yesterday": make_agreement(term_kind="until", term_ends_on="2023-12-25"),
        "tacit": make_agreement(
            signed_on="2023-03-01", term_kind="auto_renew", term_months=12, term_renew_months=12
        ),
        "indefinite": make_agreement(term_kind="indefinite"),
    }

    ending = Agreement.objects.with_status(today, expiring_days=EXPIRING_DAYS).ending_within(today, months=12)

    assert set(ending) == {made["today"], made["last day"]}


def test_matching_reads_titles_numbers_and_partners_without_marks():
    sakai = make_partner(name_vi="Thành phố Sakai", name_native="堺市")
    agreement = make_agreement(
        partners=[sakai], title_vi="Bản ghi nhớ về môi trường", document_number="12/BGN-UBND"
    )
    make_agreement(title_vi="Thỏa thuận về cảng")

    for text in ("ghi nhớ", "GHI NHO", "moi truong sakai", "12/BGN", "堺市"):
        assert list(Agreement.objects.matching(text)) == [agreement], text
