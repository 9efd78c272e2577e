from __future__ import annotations

from datetime import date

import pytest
from django.utils.translation import override

from dnfa.updates.forms import RoundForm
from dnfa.updates.standard_questions import heading_choices, questions_of
from reports.annual.outline import ASKED_FOR


def told(*asks: str, more: str = "", sections: tuple[str, ...] = ()) -> list[tuple[str, str, str]]:
    return [(one["kind"], one["title"], one.get("unit", "")) for one in questions_of(asks, more, sections)]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_matter_asks_for_words_and_for_its_figures_in_vietnamese(language):
    with override(language):
        assert told("delegations", "scheme") == [
            ("delegations", "Trao đổi đoàn trong kỳ", ""),
            ("delegations", "Số đoàn nước ngoài đã đón", "đoàn"),
            ("delegations", "Số đoàn đã cử đi nước ngoài", "đoàn"),
            ("delegations", "Số lượt người đi nước ngoài", "lượt người"),
            ("scheme", "Tiến độ nhiệm vụ Đề án", ""),
        ]


def test_lines_become_questions_with_their_units():
    assert told("other", more="Số tàu khách [tàu]\n\n Khó khăn gì? ") == [
        ("other", "Số tàu khách", "tàu"),
        ("other", "Khó khăn gì?", ""),
    ]
    assert told("other") == [("other", "Nội dung khác", "")]


def test_chosen_headings_stand_in_place_of_the_general_question():
    assert told("section") == [("section", "Nội dung cho báo cáo năm", "")]
    assert told("section", sections=("Đối ngoại nhân dân",)) == [("section", "Đối ngoại nhân dân", "")]


def test_the_headings_are_those_of_the_report():
    assert [value for value, _label in heading_choices()] == list(ASKED_FOR)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("facts", "errors"),
    [
        ({}, ["asks"]),
        ({"asks": ["confirm"]}, []),
        ({"sections": ["Đối ngoại nhân dân"]}, []),
        ({"sections": ["Thời tiết"]}, ["sections"]),
        ({"more": "Số tàu khách [tàu]"}, []),
    ],
)
def test_a_round_asks_for_something(facts, errors):
    form = RoundForm({"title": "Quý IV", "due_on": "15/12/2026", **facts}, today=date(2026, 11, 23))
    form.fields["agencies"].required = False

    assert list(form.errors) == errors
