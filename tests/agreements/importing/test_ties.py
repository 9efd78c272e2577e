from __future__ import annotations

import pytest

from agreements.importing import commit_batch, create_batch, undo_batch
from partners.models import Partner, Relationship
from tests.agreements.importing.factories import TODAY, line, workbook
from tests.factories import make_relationship

pytestmark = pytest.mark.django_db
FORMAL_REASON = "Nâng lên quan hệ chính thức khi ký thỏa thuận"
INTENT_REASON = "Nâng lên khi ký ý định thư"


def _commit(*lines: list):
    batch = create_batch(file_name="bang.xlsx", content=workbook(*lines), user=None, today=TODAY)
    return commit_batch(batch=batch, user=None, today=TODAY)


def _ties() -> list[tuple]:
    ties = Relationship.objects.order_by("pk")
    return [
        (tie.relationship_class, str(tie.since or ""), str(tie.until or ""), tie.basis, tie.end_reason)
        for tie in ties
    ]


@pytest.mark.parametrize(
    ("signings", "ties"),
    [
        (["22/11/2016"], [("formal", "2016-11-22", "", "Bảng quan hệ, dòng 1", "")]),
        (["2018, 2004"], [("formal", "2004", "", "Bảng quan hệ, dòng 1", "")]),
        (["2012 (Ý định thư)"], [("letter_of_intent", "2012", "", "Bảng quan hệ, dòng 1", "")]),
        (
            ["4/2012 (Ý định thư) 02/2015 (ký chính thức)"],
            [
                ("letter_of_intent", "2012-04", "2015-02", "Bảng quan hệ, dòng 1", FORMAL_REASON),
                ("formal", "2015-02", "", "Bảng quan hệ, dòng 1", ""),
            ],
        ),
        (
            ["2014 (Ý định thư)", "2022"],
            [
                ("letter_of_intent", "2014", "2022", "Bảng quan hệ, dòng 1", FORMAL_REASON),
                ("formal", "2022", "", "Bảng quan hệ, dòng 1", ""),
            ],
        ),
        (["2010", "2014 (Ý định thư)"], [("formal", "2010", "", "Bảng quan hệ, dòng 1", "")]),
        (["đang bàn"], []),
        (["Ý định thư"], []),
    ],
)
def test_first_signings_open_ties(few, signings, ties):
    _commit(*(line(stt=number, signing=signing) for number, signing in enumerate(signings, start=1)))

    assert _ties() == ties


def test_a_tie_without_stt_says_only_the_table(few):
    _commit(line(stt=None))

    assert [tie[3] for tie in _ties()] == ["Bảng quan hệ"]


@pytest.mark.parametrize("standing", ["letter_of_intent", "cooperating", "friendship", "candidate", "none"])
def test_a_formal_paper_raises_what_stands(few, standing):
    make_relationship(Partner.objects.get(key="kr-daegu"), relationship_class=standing, since="2010")

    batch = _commit(line(signing="2016"))

    assert _ties() == [
        (standing, "2010", "2016", "", FORMAL_REASON),
        ("formal", "2016", "", "Bảng quan hệ, dòng 1", ""),
    ]
    undo_batch(batch=batch, user=None, reason="nhầm")
    assert _ties() == [(standing, "2010", "", "", "")]


def test_a_letter_of_intent_raises_less_than_itself(few):
    make_relationship(Partner.objects.get(key="kr-daegu"), relationship_class="candidate")

    _commit(line(signing="2016 (Ý định thư)"))

    assert _ties() == [
        ("candidate", "", "2016", "", INTENT_REASON),
        ("letter_of_intent", "2016", "", "Bảng quan hệ, dòng 1", ""),
    ]


@pytest.mark.parametrize(
    ("standing", "signing"),
    [("formal", "2016"), ("formal", "2016 (Ý định thư)"), ("letter_of_intent", "2016 (Ý định thư)")],
)
def test_what_stands_as_high_stays(few, standing, signing):
    make_relationship(Partner.objects.get(key="kr-daegu"), relationship_class=standing, since="2010")

    _commit(line(signing=signing))

    assert _ties() == [(standing, "2010", "", "", "")]


def test_a_tie_begun_later_does_not_end_before_it_began(few):
    make_relationship(Partner.objects.get(key="kr-daegu"), relationship_class="cooperating", since="2018")

    _commit(line(signing="2016"))

    assert [tie[:3] for tie in _ties()] == [("cooperating", "2018", "2018"), ("formal", "2016", "")]


@pytest.mark.parametrize(("signing", "opens"), [("2016", False), ("2020", False), ("2021", True)])
def test_a_tie_ended_on_purpose_stays_ended(few, signing, opens):
    make_relationship(
        Partner.objects.get(key="kr-daegu"), since="2010", until="2020", end_reason="Bạn đề nghị dừng"
    )

    _commit(line(signing=signing))

    assert len(_ties()) == (2 if opens else 1)


def test_an_unchanged_row_opens_no_tie_again(few):
    _commit(line())
    Relationship.objects.update(until="2023", end_reason="Bạn đề nghị dừng")

    _commit(line(note="chỉ thêm ghi chú"))

    assert len(_ties()) == 1
