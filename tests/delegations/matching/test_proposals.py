from __future__ import annotations

from datetime import date

import pytest

from delegations.enums import DeclineReason, InvitationAnswer
from delegations.matching.proposals import fields_named_in, proposals
from dnfa.core.models import PolicyParameter
from partners.models import CooperationField, CountryPriority, Partner
from tests.delegations.engagements.factories import make_invitation
from tests.delegations.matching.factories import TODAY
from tests.delegations.matching.test_nearby import flag
from tests.factories import make_agreement, make_country, make_partner, make_relationship, make_user

pytestmark = pytest.mark.django_db
MONTHS = 36


@pytest.fixture
def tourism():
    group = CooperationField.objects.create(code="II.A", level=1, name_vi="Về du lịch")
    return CooperationField.objects.create(code="tourism", level=2, name_vi="Du lịch", parent=group)


def field(name):
    return CooperationField(code=name, level=2, name_vi=name)


def proposed(about=(), *, user=None, months=MONTHS, today=TODAY):
    """Name, the words of the reasons, and the warning of each proposal."""
    found = proposals(
        Partner.objects.all(), about=about, again_months=months, user=user or make_user(), today=today
    )
    return [(one.partner.name_vi, [reason.words for reason in one.reasons], one.caution) for one in found]


# --- what a title speaks of ------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Hội thảo quốc tế về du lịch biển", ["Du lịch"]),
        ("DIỄN ĐÀN BÁN DẪN 2027", ["Vi mạch, bán dẫn"]),
        ("Diễn đàn vi mạch và bán dẫn", ["Vi mạch, bán dẫn"]),
        ("Y tế, du lịch", ["Du lịch", "Y tế"]),
        ("Hội nghị quốc tế", []),  # "tế" is no "y tế"
        ("Khu du lịchh", []),
        ("", []),
    ],
)
def test_the_fields_a_title_names_are_found_by_whole_words(title, expected):
    fields = [field("Du lịch"), field("Vi mạch, bán dẫn"), field("Y tế")]

    assert [one.name_vi for one in fields_named_in(title, fields)] == expected


# --- reasons ---------------------------------------------------------------------------------------
def test_a_signed_paper_in_the_field_or_its_group_speaks(tourism):
    for number, stage in enumerate(({"signed_on": "2020"}, {"stage": "drafting"})):
        partner = make_partner(name_vi=f"Đối tác {number}")
        make_agreement(partners=[partner], **stage).fields.set([tourism])
    late = make_agreement(partners=[make_partner()], signed_on="2026-11-26")
    late.fields.set([tourism])

    expected = [("Đối tác 0", ["Có văn bản về du lịch"], "")]
    assert proposed([tourism]) == expected
    assert proposed([tourism.parent]) == expected
    assert proposed() == []


def test_a_wish_of_the_scheme_for_the_country_speaks(tourism):
    wish = CountryPriority.objects.create(
        key="jp-1",
        entry_no=1,
        heading="Nhật Bản",
        continent_heading="Châu Á",
        kind="priority",
        summary_vi="…",
    )
    wish.countries.set([make_country("JP")])
    wish.fields.set([tourism])
    make_partner(name_vi="Sakai")
    make_partner(name_vi="Trường ở Sakai", kind="university")
    make_partner(name_vi="Viêng Chăn", country=make_country("LA"))
    make_partner(name_vi="Tổ chức", country=None)

    assert proposed([tourism]) == [("Sakai", ["Đề án nêu du lịch với Nhật Bản"], "")]


def test_who_came_to_events_of_the_city_speaks_and_who_declined_is_said():
    partner = make_partner(name_vi="Sakai")
    for year in (2022, 2023):
        make_invitation(partner=partner, attended=True, event_from=date(year, 6, 1), sent_on=date(year, 5, 1))
    make_invitation(partner=partner, side="received", attended=True)
    make_invitation(
        partner=partner,
        answer=InvitationAnswer.DECLINED,
        answered_on=TODAY,
        reason=DeclineReason.BUDGET,
    )
    make_invitation(partner=make_partner(name_vi="Chưa từng đến"), attended=False)

    assert proposed() == [("Sakai", ["Đã dự 2 sự kiện của thành phố"], "Đã từ chối 1 lần")]


def test_a_tie_that_sleeps_speaks():
    flag(make_partner(name_vi="Salo"))
    flag(make_partner(name_vi="Masan"), "tie_never_active")

    assert proposed() == [
        ("Masan", ["Ký xong chưa có hoạt động"], ""),
        ("Salo", ["Quan hệ ngủ đông"], ""),
    ]


@pytest.mark.parametrize(
    ("sent_on", "expected"),
    [
        (None, ["Chưa ghi nhận lần mời nào"]),
        (date(2023, 11, 24), ["Mời lần gần nhất ngày 24/11/2023"]),
        (date(2023, 11, 25), []),
        (date(2026, 11, 25), []),
        (date(2026, 11, 26), ["Chưa ghi nhận lần mời nào"]),  # not known on the day
    ],
)
def test_an_official_tie_long_not_invited_speaks(sent_on, expected):
    partner = make_partner(name_vi="Sakai")
    make_relationship(partner, since="2010")
    if sent_on:
        make_invitation(partner=partner, sent_on=sent_on)

    assert proposed() == ([("Sakai", expected, "")] if expected else [])


@pytest.mark.parametrize(
    "tie",
    [
        {"relationship_class": "friendship"},
        {"since": "2026-11-26"},
        {"since": "2010", "until": "2020", "end_reason": "thôi"},
    ],
)
def test_without_an_official_tie_of_the_day_not_being_invited_says_nothing(tie):
    make_relationship(make_partner(), **tie)

    assert proposed() == []


def test_how_long_is_long_is_the_offices_to_set():
    row = PolicyParameter.objects.get(key="invite-again-months")

    assert (row.value, row.unit, row.is_verified) == (36, "months", False)


# --- order and cost --------------------------------------------------------------------------------
def test_more_reasons_stand_first_then_their_order_then_the_name(tourism):
    def partner(name, *, paper=False, came=False, sleeps=False):
        made = make_partner(name_vi=name)
        if paper:
            make_agreement(partners=[made], signed_on="2020").fields.set([tourism])
        if came:
            make_invitation(partner=made, attended=True)
        if sleeps:
            flag(made)

    partner("Ngủ đông", sleeps=True)
    partner("Đã dự", came=True)
    partner("Cùng lĩnh vực", paper=True)
    partner("An Giang", paper=True)
    partner("Dự và ngủ", came=True, sleeps=True)
    partner("Cả ba", paper=True, came=True, sleeps=True)

    assert [row[0] for row in proposed([tourism])] == [
        "Cả ba",
        "Dự và ngủ",
        "An Giang",
        "Cùng lĩnh vực",
        "Đã dự",
        "Ngủ đông",
    ]


@pytest.mark.parametrize("number", [1, 4])
def test_as_many_queries_for_many_as_for_one(tourism, django_assert_num_queries, number):
    user = make_user()
    for _turn in range(number):
        partner = make_partner()
        make_relationship(partner)
        make_agreement(partners=[partner], signed_on="2020").fields.set([tourism])

    with django_assert_num_queries(2):
        found = proposals(Partner.objects.all(), about=[tourism], again_months=MONTHS, user=user, today=TODAY)

    assert len(found) == number
