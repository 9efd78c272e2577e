from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from dnfa.followup.clocks import (
    check_rule,
    conditions_in_words,
    registered_triggers,
    trigger_choices,
    trigger_label,
)

KNOWN = "Các điều kiện dùng được: capacity, legal_regime."


def test_the_rooms_triggers_are_known_in_the_order_of_their_codes():
    codes = [trigger.code for trigger in registered_triggers()]

    assert codes == [
        "conference_ended",
        "conference_filed",
        "delegation_returned",
        "force_ended",
        "opinion_asked",
        "paper_signed",
        "text_signed_later",
    ]
    assert [code for code, _label in trigger_choices()] == codes
    assert trigger_label("paper_signed") == "Ký thỏa thuận: ngày ký"
    assert trigger_label("gone") == "gone"


@pytest.mark.parametrize(
    ("conditions", "words"),
    [
        ({}, []),
        ({"capacity": ["city"]}, ["Danh nghĩa ký: UBND thành phố"]),
        ({"capacity": ["city", "council"]}, ["Danh nghĩa ký: UBND thành phố, HĐND thành phố"]),
    ],
)
def test_a_rule_that_can_apply_passes_and_is_read_in_words(conditions, words):
    check_rule("paper_signed", conditions)

    assert conditions_in_words("paper_signed", conditions) == words


@pytest.mark.parametrize(
    ("trigger", "conditions", "field", "message"),
    [
        ("no_such", {}, "trigger", "Không có sự việc “no_such”."),
        ("paper_signed", ["city"], "conditions", "Phải có dạng tên và danh sách giá trị"),
        ("paper_signed", {"capacity": "city"}, "conditions", "Phải có dạng tên và danh sách giá trị"),
        ("paper_signed", {"capacity": []}, "conditions", "Phải có dạng tên và danh sách giá trị"),
        ("paper_signed", {"purpose": ["signing"]}, "conditions", f"Không có điều kiện “purpose”. {KNOWN}"),
        (
            "paper_signed",
            {"legal_regime": ["luat"]},
            "conditions",
            "“luat” không phải là giá trị của “legal_regime”.",
        ),
    ],
)
def test_a_rule_that_could_never_apply_is_refused(trigger, conditions, field, message):
    with pytest.raises(ValidationError) as refusal:
        check_rule(trigger, conditions)

    ((name, messages),) = refusal.value.message_dict.items()
    assert name == field
    assert messages[0].startswith(message)


def test_conditions_in_words():
    given = {"capacity": ["city", "council"], "purpose": ["signing"]}

    assert conditions_in_words("opinion_asked", given) == [
        "Danh nghĩa ký: UBND thành phố, HĐND thành phố",
        "Nội dung hỏi: Ký văn bản",
    ]
    assert conditions_in_words("gone", given) == ["capacity: city, council", "purpose: signing"]
