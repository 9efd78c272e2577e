from __future__ import annotations

import re
from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string

from agreements.models import Agreement
from dnfa.accounts.enums import Role
from dnfa.accounts.system import SYSTEM_VIEWER
from dnfa.followup.enums import FlagState
from dnfa.followup.models import Flag, FlagRun
from dnfa.followup.rules import (
    FlagRule,
    can_snooze,
    explanation,
    kind_choices,
    notice_tone,
    register_rule,
    rule_choices,
    rule_choices_of,
    rule_label,
)
from dnfa.followup.selectors import annotate_open_flags, counts_by_rule, flags_of, last_run, open_flags
from partners.models import Country, Partner
from tests.factories import make_agency, make_agreement, make_partner, make_project, make_user
from tests.followup.factories import make_delegation, make_engagement, make_flag
from tests.followup.rule_of_names import register_noted

pytestmark = pytest.mark.django_db

TODAY = date(2024, 2, 29)
CLOSED = {"closed_on": "2024-01-01", "closed_at": "2100-01-01T00:00:00+07:00"}


@pytest.mark.parametrize("role", [Role.OFFICER, Role.HEAD, Role.LEADER, Role.ADMINISTRATOR, Role.AUDITOR])
def test_the_department_and_leadership_see_every_flag(role):
    flags = {make_flag(make_partner()), make_flag(make_agreement(), rule="agreement_expired")}

    assert set(Flag.objects.visible_to(make_user(role))) == flags
    assert set(Flag.objects.visible_to(SYSTEM_VIEWER)) == flags


def test_a_focal_point_sees_the_flags_of_its_own_matters_and_no_others():
    agency, other = make_agency(), make_agency()
    signed, managed, led, met = (make_partner() for _ in range(4))
    mine = make_agreement(partners=[signed], agencies=[agency])
    make_project(partners=[managed], agencies=[agency])
    make_delegation(led, agencies=(agency,))
    make_engagement(met, agencies=(agency,))
    foreign = make_partner()
    theirs = make_agreement(partners=[foreign], agencies=[other])
    make_delegation(foreign, agencies=(other,))
    visible = {make_flag(partner) for partner in (signed, managed, led, met)}
    visible.add(make_flag(mine, rule="agreement_expired"))
    hidden = {make_flag(foreign), make_flag(theirs, rule="agreement_expired"), make_flag(make_partner())}

    seen = set(Flag.objects.visible_to(make_user(Role.FOCAL_POINT, agency=agency)))

    assert seen == visible
    assert not seen & hidden


def test_donor_recipient_and_agreement_of_a_managed_project_are_own_matters():
    agency = make_agency()
    donor, recipient = make_partner(), make_partner()
    agreement = make_agreement(partners=[])
    make_project(agencies=[agency], donors=[donor], agreements=[agreement])
    make_project(agencies=[agency], direction="given", recipients=[recipient])
    user = make_user(Role.FOCAL_POINT, agency=agency)
    make_project(agencies=[make_agency()], donors=[make_partner()])

    assert set(Partner.objects.visible_to(user)) == {donor, recipient}
    assert list(Agreement.objects.visible_to(user)) == [agreement]


def test_nobody_else_sees_flags_and_unknown_kinds_stay_hidden():
    make_flag(make_partner())
    make_flag(make_agency())

    assert list(Flag.objects.visible_to(AnonymousUser())) == []
    assert list(Flag.objects.visible_to(make_user(is_active=False))) == []
    assert Flag.objects.visible_to(make_user()).count() == 1


@pytest.mark.parametrize(
    ("values", "state"),
    [
        ({}, FlagState.OPEN),
        ({"snoozed_until": "2024-02-28", "snooze_reason": "x"}, FlagState.OPEN),
        ({"snoozed_until": "2024-02-29", "snooze_reason": "x"}, FlagState.SNOOZED),
        ({"snoozed_until": "2024-03-01", "snooze_reason": "x"}, FlagState.SNOOZED),
        (CLOSED, FlagState.CLOSED),
        ({"snoozed_until": "2030-01-01", "snooze_reason": "x", **CLOSED}, FlagState.CLOSED),
    ],
)
def test_a_flag_is_in_exactly_one_state(values, state):
    flag = make_flag(make_partner(), **values)

    found = {code: list(Flag.objects.in_state(code, TODAY)) for code in FlagState.values}

    assert found == {code: [flag] if code == state else [] for code in FlagState.values}
    assert list(Flag.objects.due(TODAY)) == ([flag] if state == FlagState.OPEN else [])
    assert list(Flag.objects.current()) == ([] if state == FlagState.CLOSED else [flag])


def test_an_unheard_of_state_is_an_error():
    with pytest.raises(ValueError, match="sleeping"):
        Flag.objects.in_state("sleeping", TODAY)


def test_counts_are_those_of_the_list_and_name_every_rule(only_rules):
    register_noted("bbb", order=1)
    register_noted("aaa", order=2)
    register_noted("none", order=3)
    for _ in range(2):
        make_flag(make_partner(), rule="aaa")
    make_flag(make_partner(), rule="bbb")
    make_flag(make_partner(), rule="aaa", snoozed_until="2024-03-01", snooze_reason="x")
    make_flag(make_partner(), rule="bbb", **CLOSED)
    user = make_user()

    counts = counts_by_rule(user, TODAY)

    assert list(counts.items()) == [("bbb", 1), ("aaa", 2), ("none", 0)]
    assert counts == {code: open_flags(user, TODAY).filter(rule=code).count() for code in counts}


def test_flags_of_a_record_are_those_that_stand():
    partner = make_partner()
    agreement = make_agreement(partners=[partner])
    standing = make_flag(partner, rule="tie_never_active")
    put_off = make_flag(partner, rule="tie_dormant", snoozed_until="2030-01-01", snooze_reason="x")
    make_flag(partner, rule="other", **CLOSED)
    make_flag(agreement, object_id=partner.pk)

    assert list(flags_of(partner)) == [put_off, standing]


@pytest.mark.parametrize("number", [1, 3])
def test_rows_carry_the_codes_of_their_open_flags_in_one_query(number, django_assert_num_queries):
    partners = [make_partner() for _ in range(number)]
    for partner in partners:
        make_flag(partner, rule="tie_never_active")
        make_flag(partner, rule="agreement_expired")
        make_flag(partner, rule="closed", **CLOSED)
    bare = make_partner()

    with django_assert_num_queries(1):
        rows = {row.pk: row.open_flags for row in annotate_open_flags(Partner.objects.all(), Partner)}

    assert rows == {
        **{partner.pk: ["agreement_expired", "tie_never_active"] for partner in partners},
        bare.pk: [],
    }


def test_last_run_is_the_one_started_last():
    assert last_run() is None
    FlagRun.objects.create(as_of="2024-01-02")
    latest = FlagRun.objects.create(as_of="2023-12-26")

    assert last_run() == latest


def test_a_rule_that_is_gone_still_has_a_name():
    assert (rule_label("gone"), explanation("gone", {})) == ("gone", "")


def test_rules_are_choices_in_their_order_and_by_kind_of_record(only_rules):
    register_noted("bbb", order=1)
    register_noted("aaa", order=2)
    register_noted("paper", order=3, model=Agreement)

    assert rule_choices() == [("bbb", "Quy tắc bbb"), ("aaa", "Quy tắc aaa"), ("paper", "Quy tắc paper")]
    assert rule_choices_of(Partner) == [("bbb", "Quy tắc bbb"), ("aaa", "Quy tắc aaa")]
    assert kind_choices() == [
        ("agreement", "thỏa thuận"),
        ("changerequest", "cập nhật"),
        ("conference", "hội nghị, hội thảo quốc tế"),
        ("delegation", "đoàn"),
        ("invitation", "lời mời"),
        ("partner", "đối tác"),
        ("project", "dự án, viện trợ"),
        ("renewalcase", "hồ sơ gia hạn"),
        ("roundagency", "cơ quan được hỏi"),
        ("schemetask", "nhiệm vụ của Đề án"),
    ]


def test_evidence_of_an_older_rule_is_still_shown(only_rules):
    register_noted()

    assert explanation("noted", {"note": "x"}) == "Ghi chú: x."
    assert explanation("noted", {"remark": "x"}) == "Căn cứ ghi theo cách cũ của quy tắc này."


def test_a_rule_about_a_kind_nobody_vouched_for_is_refused(only_rules):
    rule = FlagRule("countries", "Nước", "low", Country, lambda _as_of: Country.objects.none(), str)

    with pytest.raises(LookupError, match="country"):
        register_rule(rule)


def drawn_notices(partner) -> list[tuple[str, str]]:
    """Tone and words of each notice on a record's page."""
    html = render_to_string("followup/notices.html", {"flags": flags_of(partner)})
    return re.findall(r'class="notice tone-(\w+)".*?<p>(.*?)</p>', html)


def test_a_page_tells_one_fact_once_in_the_tone_of_the_rule(only_rules):
    register_noted("vague")
    register_noted("exact", covers=frozenset({"vague"}), notice_tone="warn")
    partner, other = make_partner(), make_partner()
    for record, code in ((partner, "exact"), (partner, "vague"), (other, "vague")):
        make_flag(record, rule=code, severity="high", evidence={"note": code})

    assert drawn_notices(partner) == [("warn", "<strong>Quy tắc exact.</strong> Ghi chú: exact.")]
    assert drawn_notices(other) == [("danger", "<strong>Quy tắc vague.</strong> Ghi chú: vague.")]


@pytest.mark.parametrize(("severity", "tone"), [("high", "danger"), ("medium", "warn"), ("low", "info")])
def test_a_notice_is_as_loud_as_its_flag(only_rules, severity, tone):
    register_noted()

    assert (notice_tone("noted", severity), notice_tone("taken-away", severity)) == (tone, tone)


@pytest.mark.parametrize(
    ("user", "may"),
    [
        (lambda: make_user(Role.OFFICER), True),
        (lambda: make_user(Role.HEAD), True),
        (lambda: make_user(Role.LEADER), False),
        (lambda: make_user(Role.ADMINISTRATOR), False),
        (lambda: make_user(Role.OFFICER, is_active=False), False),
        (AnonymousUser, False),
    ],
)
def test_who_may_snooze(user, may):
    assert can_snooze(user()) is may
