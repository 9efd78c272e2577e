from __future__ import annotations

from datetime import date

import pytest
from django.utils.translation import override

from agreements.enums import EventKind
from delegations.enums import EngagementKind
from dnfa.core.models import PolicyParameter
from dnfa.core.partial_dates import add_months
from dnfa.core.policy import MissingParameterError
from dnfa.followup.rules import rules
from partners.enums import PartnerKind, RelationshipClass
from partners.flags import dormant_ties, first_fresh_day, never_active_ties
from partners.models import Partner
from tests.factories import make_agreement, make_event, make_partner, make_project, make_relationship
from tests.followup.factories import make_delegation, make_engagement, make_parameters

pytestmark = pytest.mark.django_db

AS_OF = date(2023, 12, 26)


def make_tie(**values) -> Partner:
    return make_relationship(**{"since": "2004", **values}).partner


def sign(partner: Partner, day: str | None, kind: str = EventKind.SIGNING) -> None:
    make_event(make_agreement(partners=[partner]), kind, occurred_on=day)


def found(code: str, as_of: date = AS_OF) -> list[dict]:
    rule = next(rule for rule in rules() if rule.code == code)
    return list(rule.rows(as_of).order_by("object_id").values("object_id", "reference_date", "evidence"))


def explained(code: str) -> str:
    rule = next(rule for rule in rules() if rule.code == code)
    (row,) = found(code)
    return rule.explain(row["evidence"])


@pytest.mark.parametrize("months", [1, 6, 12, 24])
@pytest.mark.parametrize(
    "as_of",
    [
        date(2023, 12, 26),
        date(2024, 2, 28),
        date(2024, 2, 29),
        date(2024, 3, 1),
        date(2023, 12, 31),
        date(2025, 3, 31),
    ],
)
def test_first_fresh_day_is_the_first_whose_months_are_not_over(as_of, months):
    day = first_fresh_day(as_of, months)

    assert add_months(day, months) >= as_of
    assert add_months(date.fromordinal(day.toordinal() - 1), months) < as_of


@pytest.mark.parametrize(
    ("last_contact", "as_of", "is_dormant"),
    [
        ("2021-12-25", AS_OF, True),
        ("2021-12-26", AS_OF, False),
        ("2021-12-27", AS_OF, False),
        ("2021-12", AS_OF, False),
        ("2021-11", AS_OF, True),
        ("2021", AS_OF, False),
        ("2020", AS_OF, True),
        ("2021-12-31", date(2023, 12, 31), False),
        ("2021-12-31", date(2024, 1, 1), True),
        ("2022-02-28", date(2024, 2, 28), False),
        ("2022-02-28", date(2024, 2, 29), True),
        ("2020-02-29", date(2022, 2, 28), False),
        ("2020-02-29", date(2022, 3, 1), True),
    ],
)
def test_a_tie_is_dormant_when_its_last_activity_is_older_than_the_threshold(last_contact, as_of, is_dormant):
    make_parameters()
    partner = make_tie()
    make_delegation(partner, starts_on=last_contact)

    assert list(dormant_ties(as_of)) == ([partner] if is_dormant else [])
    assert list(never_active_ties(as_of)) == []


def test_every_sleeping_tie_is_either_dormant_or_never_active():
    make_parameters()
    dormant = make_tie()
    make_delegation(dormant, starts_on="2015-08")
    only_signed = make_tie()
    sign(only_signed, "1999")
    nothing_at_all = make_tie(since=None)
    declined = make_tie()
    sign(declined, "2005")
    make_engagement(declined, kind=EngagementKind.INVITATION_DECLINED, starts_on="2023-05")
    undated = make_tie()
    sign(undated, "2014")
    make_engagement(undated, kind=EngagementKind.LETTER)
    awake = make_tie()
    sign(awake, "2004")
    make_delegation(awake, starts_on="2023-05")

    assert set(dormant_ties(AS_OF)) == {dormant, undated}
    assert set(never_active_ties(AS_OF)) == {only_signed, nothing_at_all, declined}


@pytest.mark.parametrize("signed_on", ["2021-12-26", "2023", "2023-12-26"])
def test_a_recent_signing_wakes_a_tie_whatever_contact_it_had(signed_on):
    make_parameters()
    with_contact, without = make_tie(), make_tie()
    make_delegation(with_contact, starts_on="2010")
    for partner in (with_contact, without):
        sign(partner, signed_on, EventKind.STRENGTHENING)

    assert list(dormant_ties(AS_OF)) == []
    assert list(never_active_ties(AS_OF)) == []


@pytest.mark.parametrize(
    ("since", "is_old"),
    [
        ("2021-12-25", True),
        ("2021-12-26", False),
        ("2021-12", False),
        ("2020", True),
        ("2023", False),
        (None, True),
    ],
)
def test_a_young_tie_without_a_recorded_signing_is_not_yet_called_never_active(since, is_old):
    make_parameters()
    partner = make_tie(since=since)

    assert list(never_active_ties(AS_OF)) == ([partner] if is_old else [])


def test_only_standing_official_ties_of_localities_are_watched():
    make_parameters()
    make_tie(until="2020", end_reason="hai bên thôi quan hệ")
    make_tie(since="2024")
    make_tie(relationship_class=RelationshipClass.FRIENDSHIP)
    make_tie(relationship_class=RelationshipClass.COOPERATING)
    make_tie(partner=make_partner(kind=PartnerKind.UNIVERSITY))
    make_partner()
    letter = make_tie(relationship_class=RelationshipClass.LETTER_OF_INTENT)

    assert list(dormant_ties(AS_OF)) == []
    assert list(never_active_ties(AS_OF)) == [letter]


def test_each_class_has_its_own_threshold():
    make_parameters(months=24, letter_months=12)
    formal = make_tie()
    letter = make_tie(relationship_class=RelationshipClass.LETTER_OF_INTENT)
    for partner in (formal, letter):
        make_delegation(partner, starts_on="2022-10-01")

    assert list(dormant_ties(AS_OF)) == [letter]


def test_of_two_classes_that_stand_on_one_day_the_later_decides():
    make_parameters(months=24, letter_months=12)
    partner = make_tie(
        relationship_class=RelationshipClass.LETTER_OF_INTENT, until="2023", end_reason="ký chính thức"
    )
    make_tie(partner=partner, since="2023")
    make_delegation(partner, starts_on="2022-10-01")

    assert list(dormant_ties(AS_OF)) == []


def test_a_missing_threshold_is_an_error_not_a_guess():
    PolicyParameter.objects.all().delete()

    with pytest.raises(MissingParameterError, match="dormancy-months-formal"):
        dormant_ties(AS_OF)


def test_dormant_evidence_names_last_activity_contact_threshold_and_what_is_undated():
    make_parameters()
    partner = make_tie()
    sign(partner, "2018")
    contact = make_delegation(partner, starts_on="2015-08")
    make_engagement(partner, kind=EngagementKind.EVENT, is_recurring=True)
    make_engagement(partner, kind=EngagementKind.LETTER)
    make_engagement(partner, kind=EngagementKind.INVITATION_DECLINED, is_recurring=True)
    agreement = partner.agreements.get()

    assert found("tie_dormant") == [
        {
            "object_id": partner.pk,
            "reference_date": date(2018, 12, 31),
            "evidence": {
                "relationship_class": "formal",
                "threshold_months": 24,
                "last_activity": "2018-12-31",
                "last_activity_record": "agreement",
                "last_activity_kind": "signing",
                "last_activity_key": agreement.key,
                "last_activity_date": "2018",
                "last_contact": "2015-08-31",
                "has_contact": True,
                "undated_contacts": 1,
                "recurring": 1,
            },
        }
    ]
    assert contact.key not in str(found("tie_dormant"))


def test_dormant_is_explained_in_one_breath():
    make_parameters()
    partner = make_tie()
    make_delegation(partner, starts_on="2015-08-25")
    make_engagement(partner, kind=EngagementKind.EVENT, is_recurring=True)
    make_engagement(partner, kind=EngagementKind.LETTER)

    assert explained("tie_dormant") == (
        "Hoạt động gần nhất: Đoàn vào, 25/08/2015. Ngưỡng của quan hệ “Chính thức” là 24 tháng. "
        "Có 1 hoạt động định kỳ hoặc đang tiếp diễn không ghi ngày. Có 1 tiếp xúc không ghi ngày."
    )


def test_dormant_with_undated_contact_only_says_so():
    make_parameters()
    make_engagement(make_tie(), kind=EngagementKind.LETTER)

    assert explained("tie_dormant") == (
        "Chỉ biết các tiếp xúc không ghi ngày. Ngưỡng của quan hệ “Chính thức” là 24 tháng. Có 1 tiếp xúc không ghi ngày."
    )


def test_recurring_contact_alone_is_named():
    make_parameters()
    make_engagement(make_tie(), kind=EngagementKind.EVENT, is_recurring=True)

    assert explained("tie_dormant") == (
        "Chỉ biết các tiếp xúc không ghi ngày. Ngưỡng của quan hệ “Chính thức” là 24 tháng. "
        "Có 1 hoạt động định kỳ hoặc đang tiếp diễn không ghi ngày."
    )


def test_a_running_project_without_an_end_is_named_though_it_proves_its_start_only():
    make_parameters()
    partner = make_tie()
    make_project(partners=[partner], starts_on="2002")

    (row,) = found("tie_dormant")

    assert (
        row["evidence"]["last_activity"],
        row["evidence"]["recurring"],
        row["evidence"]["undated_contacts"],
    ) == (
        "2002-12-31",
        1,
        0,
    )


def test_never_active_is_explained():
    make_parameters()
    sign(make_tie(), "1999-05")

    assert explained("tie_never_active") == (
        "Ngoài “Ký” (5/1999), chưa ghi nhận tiếp xúc nào. Ngưỡng của quan hệ “Chính thức” là 24 tháng."
    )


def test_never_active_without_any_dated_signing_is_explained():
    make_parameters()
    sign(make_tie(), None)

    assert explained("tie_never_active") == (
        "Chưa ghi nhận tiếp xúc nào và không có lần ký nào có ngày. Ngưỡng của quan hệ “Chính thức” là 24 tháng."
    )


def test_explanations_can_be_read_in_the_other_language():
    make_parameters()
    sign(make_tie(), "1999")

    with override("en"):
        assert explained("tie_never_active")
