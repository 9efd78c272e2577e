"""What the ground floor tells, to whom, through the real sources: things to do, legal deadlines, flags."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from dnfa.accounts.enums import Role
from dnfa.accounts.models import User
from dnfa.followup.models import Action, Clock, Flag, Notice
from dnfa.followup.notices.selectors import counts_of, hang_on
from dnfa.followup.services import snooze_flag, unsnooze_flag
from partners.models import PartnerCharge
from tests.factories import make_agency, make_agreement, make_partner, make_user
from tests.followup.actions.factories import make_action
from tests.followup.clocks.makers import make_clock
from tests.followup.factories import make_flag
from tests.followup.notices.telling import TODAY, tell

pytestmark = pytest.mark.django_db
DUE = date(2026, 12, 10)


@pytest.fixture
def people() -> dict[str, User]:
    """Everybody a notice could go to, by what the tables call them; the keeper has the partner in charge."""
    lead, partner_agency = make_agency(), make_agency()
    found = {
        "keeper": make_user(Role.OFFICER),
        "assignee": make_user(Role.OFFICER),
        "lead": make_user(Role.FOCAL_POINT, agency=lead),
        "coordinating": make_user(Role.FOCAL_POINT, agency=partner_agency),
        "head": make_user(Role.HEAD),
        "stranger": make_user(Role.FOCAL_POINT),
        "officer": make_user(Role.OFFICER),
        "administrator": make_user(Role.ADMINISTRATOR),
        "leader": make_user(Role.LEADER),
    }
    for person in found.values():
        person.refresh_from_db()
    return found


def kept_by(person: User) -> Any:
    partner = make_partner()
    PartnerCharge.objects.create(partner=partner, person=person, since="2020-01-01")
    return partner


def told(people: dict[str, User], source: str) -> list[str]:
    """Who has a standing notice of the source."""
    recipients = set(Notice.objects.standing().filter(source=source).values_list("recipient", flat=True))
    return [name for name, person in people.items() if person.pk in recipients]


def test_a_thing_to_do_is_told_to_whoever_was_named(people):
    make_action(
        assignee=people["assignee"], lead_agency=people["lead"].agency, record=kept_by(people["keeper"]), due_on=DUE
    )  # fmt: skip

    tell()

    assert told(people, "action_due") == ["assignee"]


@pytest.mark.parametrize(
    ("has_lead", "has_record", "is_kept", "expected"),
    [
        (True, True, True, ["keeper", "lead"]),
        (False, True, True, ["keeper"]),
        (True, False, False, ["lead"]),
        (True, True, False, ["lead", "head"]),
        (False, True, False, ["head"]),
        (False, False, False, ["head"]),
    ],
    ids=["agency and charge", "charge", "agency", "agency, nobody in charge", "nobody in charge", "nobody at all"],
)  # fmt: skip
def test_a_thing_to_do_that_names_nobody(people, has_lead, has_record, is_kept, expected):
    record = kept_by(people["keeper"]) if is_kept else make_partner()
    make_action(
        lead_agency=people["lead"].agency if has_lead else None, record=record if has_record else None, due_on=DUE
    )  # fmt: skip

    tell()

    assert told(people, "action_due") == expected


@pytest.mark.parametrize(
    ("who", "change", "expected"),
    [
        ("assignee", {"is_active": False}, ["keeper", "lead"]),
        ("assignee", {"role": Role.FOCAL_POINT}, ["keeper", "lead"]),
        ("lead", {}, ["lead"]),
        ("coordinating", {}, ["coordinating"]),
        ("lead", {"agency": None}, ["keeper"]),
        ("coordinating", {"agency": None}, ["keeper", "lead"]),
    ],
    ids=["left", "went to an agency", "of the lead agency", "of one that coordinates", "lead went elsewhere",
         "coordinating went elsewhere"],
)  # fmt: skip
def test_who_was_named_is_told_as_long_as_it_may_see_it(people, who, change, expected):
    named = people[who]
    make_action(
        assignee=named, lead_agency=people["lead"].agency, coordinating=(people["coordinating"].agency,),
        record=kept_by(people["keeper"]), due_on=DUE,
    )  # fmt: skip
    elsewhere = {"agency": make_agency()} if "agency" in change or change.get("role") else {}
    tell()
    assert told(people, "action_due") == [who]

    User.objects.filter(pk=named.pk).update(**{**change, **elsewhere})
    tell()

    assert told(people, "action_due") == expected


@pytest.mark.parametrize(
    "values",
    [
        {"due_on": None},
        {"done_on": TODAY, "evidence": "Đã gửi"},
        {"cancelled_on": TODAY, "cancel_reason": "Bạn hoãn"},
    ],
    ids=["without a day", "done", "given up"],
)
def test_a_thing_to_do_without_a_day_or_that_is_over_is_not_told(people, values):
    make_action(**{"assignee": people["assignee"], "due_on": DUE, **values})

    tell()

    assert told(people, "action_due") == []


@pytest.mark.parametrize(
    ("has_agency", "is_kept", "expected"),
    [
        (True, True, ["keeper", "lead"]),
        (False, True, ["keeper"]),
        (True, False, ["lead", "head"]),
        (False, False, ["head"]),
    ],
    ids=["agency and charge", "charge", "agency, nobody in charge", "nobody"],
)
def test_a_legal_deadline_is_told_to_who_must_and_who_is_in_charge(people, has_agency, is_kept, expected):
    record = kept_by(people["keeper"]) if is_kept else make_partner()
    make_clock(
        record, started_on="2026-11-20", due_on=DUE, agency=people["lead"].agency if has_agency else None
    )

    tell()

    assert told(people, "clock_due") == expected


@pytest.mark.parametrize(
    ("values", "count"),
    [
        ({}, 1),
        ({"done_on": "2026-11-25"}, 0),
        ({"waived_on": "2026-11-25", "waive_reason": "Không phải nộp"}, 0),
        ({"started_on": "2026-11-27"}, 0),
    ],
    ids=["stands", "kept", "waived", "begins tomorrow"],
)
def test_only_deadlines_that_run_are_told(people, values, count):
    by = {"waived_by": people["head"]} if "waived_on" in values else {}
    make_clock(kept_by(people["keeper"]), **{"started_on": "2026-11-20", "due_on": DUE, **values, **by})

    tell()

    assert Notice.objects.filter(source="clock_due").count() == count


FLAGS = [
    ("medium", True, ["keeper"]),
    ("medium", False, ["head"]),
    ("high", True, ["keeper", "head"]),
    ("high", False, ["head"]),
    ("low", True, []),
    ("low", False, []),
]


@pytest.mark.parametrize(("severity", "is_kept", "expected"), FLAGS)
def test_a_flag_goes_to_who_is_in_charge_and_an_urgent_one_to_the_heads_too(
    people, severity, is_kept, expected
):
    make_flag(kept_by(people["keeper"]) if is_kept else make_partner(), severity=severity)

    tell()

    assert told(people, "flag_raised") == expected


def told_times() -> int:
    return Notice.objects.filter(source="flag_raised").count()


def test_a_flag_put_off_ends_and_back_again_it_is_told_again(people):
    flag = make_flag(kept_by(people["keeper"]))
    until = TODAY + timedelta(days=7)
    tell()

    snooze_flag(flag=flag, until=until, reason="Chờ bạn trả lời", user=people["officer"], today=TODAY)
    tell()
    assert (told(people, "flag_raised"), told_times()) == ([], 1)
    tell(until)
    assert told(people, "flag_raised") == []
    tell(until + timedelta(days=1))

    assert (told(people, "flag_raised"), told_times()) == (["keeper"], 2)


def test_a_flag_whose_putting_off_is_taken_back_stands_again_without_being_told_anew(people):
    flag = make_flag(kept_by(people["keeper"]))
    tell()
    flag = snooze_flag(flag=flag, until=DUE, reason="Chờ bạn trả lời", user=people["officer"], today=TODAY)
    tell()

    unsnooze_flag(flag=flag, user=people["officer"])
    tell()

    assert (told(people, "flag_raised"), told_times()) == (["keeper"], 1)


def test_a_flag_that_grows_urgent_is_told_again(people):
    flag = make_flag(kept_by(people["keeper"]))
    tell()
    Flag.objects.filter(pk=flag.pk).update(severity="high")

    run = tell()

    assert (run.told, run.ended, told(people, "flag_raised")) == (2, 1, ["keeper", "head"])


def test_a_flag_that_enters_a_nearer_band_is_told_again_and_other_evidence_only_rewords_it(people):
    flag = make_flag(kept_by(people["keeper"]), evidence={"band": "180", "days": 170})
    tell()

    Flag.objects.filter(pk=flag.pk).update(evidence={"band": "180", "days": 169})
    assert tell().told == 0
    Flag.objects.filter(pk=flag.pk).update(evidence={"band": "90", "days": 90})

    assert tell().told == 1
    assert Notice.objects.standing().get(source="flag_raised").evidence["evidence"]["days"] == 90


@pytest.mark.parametrize(
    ("part", "sentence"),
    [("", "Báo cáo sau khi ký: hạn cuối 10/12/2026."), ("Bộ Ngoại giao", "Báo cáo sau khi ký (Bộ Ngoại giao): hạn cuối 10/12/2026.")],
)  # fmt: skip
def test_deadlines_of_several_bodies_are_told_apart(people, part, sentence):
    make_clock(kept_by(people["keeper"]), started_on="2026-11-20", due_on=DUE, part=part, part_label=part)
    tell()

    (row,) = hang_on(Notice.objects.filter(recipient=people["keeper"]), people["keeper"])

    assert row.sentence == sentence


def test_charge_that_changes_hands_takes_its_notices_along(people):
    partner = kept_by(people["keeper"])
    make_flag(partner)
    tell()
    PartnerCharge.objects.update(until="2026-11-25")
    PartnerCharge.objects.create(partner=partner, person=people["officer"], since="2026-11-26")

    tell()

    assert told(people, "flag_raised") == ["officer"]


@pytest.mark.parametrize(
    ("change", "expected"),
    [({"is_active": False}, ["head"]), ({"role": Role.FOCAL_POINT}, ["head"]), ({}, ["keeper"])],
    ids=["left", "went to an agency", "stays"],
)
def test_who_has_charge_but_may_not_see_everything_any_more_is_not_told(people, change, expected):
    make_flag(kept_by(people["keeper"]))
    tell()
    if change:
        where = {"agency": make_agency()} if "role" in change else {}
        User.objects.filter(pk=people["keeper"].pk).update(**change, **where)

    tell()

    assert told(people, "flag_raised") == expected


def test_a_head_who_is_head_no_more_is_told_nothing_of_it(people):
    make_flag(make_partner(), severity="high")
    tell()
    successor = make_user(Role.HEAD)
    User.objects.filter(pk=people["head"].pk).update(role=Role.OFFICER)

    tell()

    assert told({**people, "successor": successor}, "flag_raised") == ["successor"]


def test_what_is_told_says_what_it_is_about_and_leads_there(people):
    partner = kept_by(people["keeper"])
    action = make_action(title="Gửi thư cho bạn", assignee=people["keeper"], due_on=DUE)
    make_clock(partner, started_on="2026-11-20", due_on=DUE)
    make_flag(partner, rule="tie_dormant", evidence={})
    tell()

    rows = hang_on(Notice.objects.visible_to(people["keeper"]).order_by("source"), people["keeper"])

    assert [(row.source, row.title, row.url) for row in rows] == [
        ("action_due", "Gửi thư cho bạn", action.get_absolute_url()),
        ("clock_due", partner.name_vi, partner.get_absolute_url()),
        ("flag_raised", partner.name_vi, partner.get_absolute_url()),
    ]
    assert rows[0].sentence == "Việc phải làm, hạn 10/12/2026."
    assert rows[1].sentence.endswith("hạn cuối 10/12/2026.")


@pytest.mark.parametrize("model", [Action, Clock, Flag], ids=lambda model: model.__name__)
def test_everybody_who_is_told_sees_it(people, model):
    """What the bell counts is what the list shows."""
    paper = make_agreement()
    make_action(lead_agency=people["lead"].agency, due_on=DUE)
    make_clock(paper, started_on="2026-11-20", due_on=DUE)
    make_flag(paper, severity="high")

    tell()

    for person in people.values():
        listed = (
            Notice.objects.visible_to(person).standing().filter(content_type__model=model._meta.model_name)
        )
        every = Notice.objects.filter(recipient=person, content_type__model=model._meta.model_name)
        assert set(listed) == set(every)
        assert counts_of(person).unread == Notice.objects.unread().filter(recipient=person).count()
