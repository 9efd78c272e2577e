from __future__ import annotations

from datetime import date, timedelta

import pytest

from agreements.enums import AgreementType, Capacity, EventKind, Stage, TermKind
from agreements.flags import expired_papers, open_letters_of_intent
from dnfa.followup.rules import rules
from tests.factories import make_agreement, make_event, make_partner
from tests.followup.factories import make_parameters

pytestmark = pytest.mark.django_db

AS_OF = date(2023, 12, 26)


def found(code: str, as_of: date = AS_OF) -> list[dict]:
    rule = next(rule for rule in rules() if rule.code == code)
    columns = ["object_id", "reference_date", "evidence"]
    rows = rule.rows(as_of).order_by("object_id")
    return list(rows.values(*columns, *(["severity"] if "severity" in rows.query.annotations else [])))


def found_ids(code: str, as_of: date = AS_OF) -> list[int]:
    return [row["object_id"] for row in found(code, as_of)]


def explained(code: str, as_of: date = AS_OF) -> list[str]:
    rule = next(rule for rule in rules() if rule.code == code)
    return [rule.explain(row["evidence"]) for row in found(code, as_of)]


def ending(day: date | str, **values):
    return make_agreement(signed_on="2010", term_kind=TermKind.UNTIL, term_ends_on=day, **values)


@pytest.mark.parametrize(
    ("days_left", "band", "severity"),
    [
        (0, 0, "high"),
        (1, 7, "high"),
        (7, 7, "high"),
        (8, 14, "high"),
        (14, 14, "high"),
        (15, 30, "high"),
        (30, 30, "high"),
        (31, 60, "medium"),
        (60, 60, "medium"),
        (61, 90, "medium"),
        (90, 90, "medium"),
        (91, 180, "low"),
        (180, 180, "low"),
    ],
)
def test_expiring_names_days_left_and_the_band_above_them(days_left, band, severity):
    make_parameters(expiring_days=180)
    last_day = AS_OF + timedelta(days=days_left)
    agreement = ending(last_day)

    assert found("agreement_expiring") == [
        {
            "object_id": agreement.pk,
            "reference_date": last_day,
            "evidence": {
                "capacity": "city",
                "ends_on": last_day.isoformat(),
                "days_left": days_left,
                "band": band,
            },
            "severity": severity,
        }
    ]


@pytest.mark.parametrize(
    ("ends_on", "as_of", "rule"),
    [
        ("2023-12-25", AS_OF, "agreement_expired"),
        ("2023-12-26", AS_OF, "agreement_expiring"),
        ("2024-03-25", AS_OF, "agreement_expiring"),
        ("2024-03-26", AS_OF, None),
        ("2024-02-29", date(2024, 2, 29), "agreement_expiring"),
        ("2024-02-29", date(2024, 3, 1), "agreement_expired"),
        ("2023", date(2023, 12, 31), "agreement_expiring"),
        ("2023", date(2024, 1, 1), "agreement_expired"),
    ],
)
def test_a_paper_moves_from_expiring_to_expired_the_day_after_its_last(ends_on, as_of, rule):
    make_parameters(expiring_days=90)
    agreement = ending(ends_on)

    shown = {code: found_ids(code, as_of) for code in ("agreement_expiring", "agreement_expired")}

    assert shown == {code: [agreement.pk] if code == rule else [] for code in shown}


def test_beyond_the_last_band_there_is_no_band():
    make_parameters(expiring_days=365)
    ending(AS_OF + timedelta(days=200))

    assert [(row["evidence"]["band"], row["severity"]) for row in found("agreement_expiring")] == [
        (None, "low")
    ]


def test_a_renewed_or_replaced_paper_is_not_expired():
    make_parameters()
    renewed, replaced, expired = ending("2021"), ending("2021"), ending("2021")
    make_event(renewed, EventKind.RENEWAL, occurred_on="2023", term_kind=TermKind.UNTIL, term_ends_on="2027")
    make_event(replaced, EventKind.REPLACEMENT, occurred_on="2023", successor=renewed)

    assert list(expired_papers(AS_OF)) == [expired]
    assert found_ids("agreement_expired") == [expired.pk]


def test_papers_of_units_are_watched_papers_of_one_side_and_drafts_are_not():
    make_parameters()
    unit = ending("2021", capacity=Capacity.UNIT)
    of_two = ending("2021", partners=[make_partner(), make_partner()])
    ending("2021", type=AgreementType.PLAN)
    ending("2021", type=AgreementType.MEMBERSHIP)
    ending("2021", partners=[])
    make_agreement(stage=Stage.DRAFTING)

    assert found_ids("agreement_expired") == [unit.pk, of_two.pk]
    assert found_ids("agreement_unknown_term") == []


def test_a_paper_signed_after_the_day_is_not_known_yet():
    make_parameters()
    make_agreement(signed_on="2024-01-01")
    known = make_agreement(signed_on="2023-12-26")

    assert found_ids("agreement_unknown_term") == [known.pk]


def test_unknown_term_shows_what_is_printed():
    make_parameters()
    printed = make_agreement(signed_on="2014", term_as_printed="theo chương trình")
    empty = make_agreement()

    assert found("agreement_unknown_term") == [
        {
            "object_id": printed.pk,
            "reference_date": None,
            "evidence": {
                "capacity": "city",
                "signed_on": "2014",
                "term_as_printed": "theo chương trình",
            },
        },
        {
            "object_id": empty.pk,
            "reference_date": None,
            "evidence": {"capacity": "city", "signed_on": None, "term_as_printed": ""},
        },
    ]
    assert explained("agreement_unknown_term") == [
        "Văn bản ghi thời hạn: “theo chương trình”, chưa xác định được ngày hết hạn.",
        "Nguồn không ghi thời hạn.",
    ]


def letter(partner, day: str | None = "2014-05", **values):
    agreement = make_agreement(
        **{
            "partners": [partner],
            "type": AgreementType.LETTER_OF_INTENT,
            "term_kind": TermKind.INDEFINITE,
            **values,
        }
    )
    make_event(agreement, EventKind.LETTER_OF_INTENT, occurred_on=day)
    return agreement


@pytest.mark.parametrize(
    ("signed_on", "is_open"),
    [
        (None, False),
        ("2014-04-30", True),
        ("2014-05-01", False),
        ("2014-05", False),
        ("2014", False),
        ("2013", True),
        ("2022", False),
        ("2023-12-26", False),
        ("2023-12-27", True),
        ("2024", True),
    ],
)
def test_a_letter_is_open_until_a_formal_paper_with_its_partner_follows(signed_on, is_open):
    make_parameters()
    partner = make_partner()
    paper = letter(partner)
    make_event(make_agreement(partners=[partner]), EventKind.SIGNING, occurred_on=signed_on)

    assert list(open_letters_of_intent(AS_OF)) == ([paper] if is_open else [])


def test_a_letter_followed_by_a_formal_signing_of_the_same_paper_is_done():
    make_parameters()
    kunming = letter(make_partner(), "2012-04", type=AgreementType.MOU)
    make_event(kunming, EventKind.SIGNING, occurred_on="2015-02")

    assert list(open_letters_of_intent(AS_OF)) == []
    assert list(open_letters_of_intent(date(2014, 12, 31))) == [kunming]


@pytest.mark.parametrize(
    ("letter_side", "paper_side", "is_open"),
    [
        (Capacity.CITY, Capacity.CITY, False),
        (Capacity.CITY, Capacity.UNIT, True),
        (Capacity.UNIT, Capacity.UNIT, False),
        (Capacity.UNIT, Capacity.CITY, False),
        (Capacity.DEPARTMENT, Capacity.UNIT, True),
    ],
)
def test_a_letter_is_followed_by_a_paper_of_the_city_or_of_its_own_kind_of_side(
    letter_side, paper_side, is_open
):
    make_parameters()
    partner = make_partner()
    paper = letter(partner, capacity=letter_side)
    make_event(make_agreement(partners=[partner], capacity=paper_side), occurred_on="2022")

    assert list(open_letters_of_intent(AS_OF)) == ([paper] if is_open else [])


def test_a_second_letter_or_a_paper_with_somebody_else_does_not_follow_a_letter():
    make_parameters()
    partner = make_partner()
    first, second = letter(partner, "2012"), letter(partner, "2015")
    make_event(make_agreement(type=AgreementType.LETTER_OF_INTENT, partners=[partner]), occurred_on="2016")
    make_event(make_agreement(), occurred_on="2022")

    assert {first, second} <= set(open_letters_of_intent(AS_OF))


def test_the_signing_of_a_paper_typed_as_letter_is_a_letter():
    make_parameters()
    paper = make_agreement(type=AgreementType.LETTER_OF_INTENT)
    make_event(paper, EventKind.SIGNING, occurred_on="2012-07")

    assert list(open_letters_of_intent(AS_OF)) == [paper]


@pytest.mark.parametrize(
    ("values", "is_open"),
    [
        ({"term_kind": TermKind.INDEFINITE}, True),
        ({"term_kind": TermKind.UNKNOWN}, True),
        ({"term_kind": TermKind.UNTIL, "term_ends_on": "2024-01-10"}, True),
        ({"term_kind": TermKind.UNTIL, "term_ends_on": "2016"}, False),
    ],
)
def test_only_a_letter_that_may_still_hold_is_open(values, is_open):
    make_parameters()
    paper = letter(make_partner(), **values)

    assert list(open_letters_of_intent(AS_OF)) == ([paper] if is_open else [])


def test_letter_evidence_and_sentence():
    make_parameters()
    dated, undated = letter(make_partner(), "2012-07"), letter(make_partner(), None)

    assert [(row["object_id"], row["reference_date"]) for row in found("letter_of_intent_open")] == [
        (dated.pk, date(2012, 7, 1)),
        (undated.pk, None),
    ]
    assert explained("letter_of_intent_open") == [
        "Ý định thư ký 7/2012, chưa có thỏa thuận chính thức tiếp theo.",
        "Ý định thư không ghi ngày ký, chưa có thỏa thuận chính thức tiếp theo.",
    ]


def test_expiring_and_expired_sentences():
    make_parameters()
    ending(AS_OF)
    ending(AS_OF + timedelta(days=15))
    ending("2022")

    assert explained("agreement_expiring") == [
        "Hôm nay (26/12/2023) là ngày cuối còn hiệu lực.",
        "Còn hiệu lực đến hết ngày 10/01/2024, còn 15 ngày.",
    ]
    assert explained("agreement_expired") == [
        "Hết hạn ngày 31/12/2022, chưa ghi nhận gia hạn hoặc văn bản thay thế."
    ]
