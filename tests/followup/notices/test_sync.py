"""Who is told, how often, and what ends a notice."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, F, Value

from dnfa.accounts.enums import Role
from dnfa.followup import charge
from dnfa.followup.models import Action, Notice, SourceChoice
from dnfa.followup.notices import sources
from dnfa.followup.notices.sync import sync_notices
from partners.models import Partner
from tests.factories import make_agency, make_partner, make_user
from tests.followup.notices.telling import (
    NOW,
    TODAY,
    heads,
    in_charge_of,
    moment,
    source_of_actions,
    tell,
    to_assignee,
    told,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("only_sources")]


def make_action(**values) -> Action:
    return Action.objects.create(
        **{"title": "Gửi thư cho bạn", "origin": "other", "due_on": date(2026, 12, 10), **values}
    )


def test_a_person_is_told_once_however_often_it_runs():
    person = make_user()
    make_action(assignee=person)
    source_of_actions(**to_assignee())

    assert [tell().told for _run in range(3)] == [1, 0, 0]
    assert told() == [(person, "", date(2026, 12, 10), False)]


def test_a_changed_date_is_told_again_and_the_old_one_ends():
    person = make_user()
    action = make_action(assignee=person)
    source_of_actions(**to_assignee())
    tell()
    Action.objects.filter(pk=action.pk).update(due_on=date(2026, 12, 20))

    run = tell()

    assert (run.told, run.ended) == (1, 1)
    assert told() == [(person, "", date(2026, 12, 10), True), (person, "", date(2026, 12, 20), False)]


def test_what_is_done_ends_and_stands_again_without_being_told_anew():
    person = make_user()
    action = make_action(assignee=person)
    source_of_actions(**to_assignee())
    tell()

    Action.objects.filter(pk=action.pk).update(done_on=TODAY, evidence="Đã gửi")
    assert (tell().ended, told()[0][3]) == (1, True)
    Action.objects.filter(pk=action.pk).update(done_on=None)

    run = tell()
    assert (run.told, told()) == (0, [(person, "", date(2026, 12, 10), False)])


@pytest.mark.parametrize("read_at", [None, NOW])
def test_news_ends_with_its_cause_whether_it_was_read_or_not(read_at):
    action = make_action(assignee=make_user())
    source_of_actions(expects=False, **to_assignee())
    tell()
    Notice.objects.update(read_at=read_at)
    Action.objects.filter(pk=action.pk).update(done_on=TODAY, evidence="Đã gửi")

    assert (tell().ended, Notice.objects.get().read_at) == (1, read_at)


def test_an_agency_means_its_active_focal_points():
    agency, other = make_agency(), make_agency()
    here, colleague = (make_user(Role.FOCAL_POINT, agency=agency) for _person in range(2))
    make_user(Role.FOCAL_POINT, agency=agency, is_active=False)
    make_user(Role.FOCAL_POINT, agency=other)
    make_user(Role.OFFICER)
    make_action(lead_agency=agency)
    source_of_actions(to_agency=F("lead_agency"))

    tell()

    assert [row[0] for row in told()] == [here, colleague]


@pytest.fixture
def kept_partner():
    """A partner that one officer keeps, by a charge of the test's own."""
    keeper, partner = make_user(), make_partner()
    kept = dict(charge._pairs)
    charge._pairs.clear()
    charge.register_charge(
        Partner,
        lambda _today: Partner.objects.filter(pk=partner.pk).annotate(
            record=F("pk"), person=Value(keeper.pk, BigIntegerField())
        ),
    )
    yield keeper, partner
    charge._pairs.clear()
    charge._pairs.update(kept)


@pytest.mark.parametrize(
    ("kept", "is_active", "expected"),
    [(True, True, "keeper"), (True, False, "head"), (False, True, "head")],
    ids=["somebody keeps it", "who keeps it has left", "nobody keeps it"],
)
def test_who_is_in_charge_is_told_and_the_heads_when_nobody_is(kept_partner, kept, is_active, expected):
    keeper, partner = kept_partner
    people = {"keeper": keeper, "head": make_user(Role.HEAD)}
    make_user(Role.OFFICER)
    type(keeper).objects.filter(pk=keeper.pk).update(is_active=is_active)
    about = partner if kept else make_partner()
    kind = ContentType.objects.get_for_model(Partner)
    make_action(content_type=kind, object_id=about.pk)
    source_of_actions(**in_charge_of(kind.pk))

    tell()

    assert [row[0] for row in told()] == [people[expected]]


def test_heads_are_told_besides_and_nobody_twice():
    head = make_user(Role.HEAD)
    make_action(assignee=head)
    source_of_actions(**to_assignee(), **heads())

    assert tell().told == 1


def test_one_person_can_be_left_out():
    head, author = make_user(Role.HEAD), make_user(Role.HEAD)
    make_action(assignee=author)
    source_of_actions(**heads(), but_person=F("assignee"))

    tell()

    assert [row[0] for row in told()] == [head]


def test_demonstration_people_are_told_only_where_they_can_sign_in(settings):
    shown = make_user(is_demonstration=True)
    make_action(assignee=shown)
    source_of_actions(**to_assignee())

    settings.DNFA_DEMO = False
    assert tell().told == 0
    settings.DNFA_DEMO = True
    assert tell().told == 1


DUE = date(2026, 12, 10)  # Thursday
STEPS = (None, 5, 1, 0, -1)


@pytest.mark.parametrize(
    ("day", "threshold"),
    [
        (date(2026, 11, 1), "start"),
        (date(2026, 12, 2), "start"),  # six working days before
        (date(2026, 12, 3), "5"),  # five
        (date(2026, 12, 8), "5"),
        (date(2026, 12, 9), "1"),
        (date(2026, 12, 10), "0"),
        (date(2026, 12, 11), "-1"),
        (date(2027, 1, 31), "-1"),
    ],
)
def test_the_latest_step_reached_is_told(day, threshold):
    person = make_user()
    make_action(assignee=person, due_on=DUE)
    source_of_actions(steps=STEPS, **to_assignee())

    tell(day)

    assert told() == [(person, threshold, DUE, False)]


@pytest.mark.parametrize(
    ("due", "day", "count"),
    [
        (date(2026, 12, 14), date(2026, 12, 10), 0),  # Monday's eve on a Thursday: not yet
        (date(2026, 12, 14), date(2026, 12, 11), 1),  # on Friday
        (date(2026, 11, 25), date(2026, 11, 22), 0),
        (date(2026, 11, 25), date(2026, 11, 23), 1),  # the 24th is a day off from 2026 on
        (date(2028, 2, 29), date(2028, 2, 28), 1),
        (date(2027, 1, 4), date(2026, 12, 31), 1),  # over New Year and a weekend
    ],
)
def test_steps_count_working_days(due, day, count):
    make_action(assignee=make_user(), due_on=due)
    source_of_actions(steps=(1,), **to_assignee())

    assert tell(day).told == count


def test_a_missed_night_is_caught_up_with_the_step_of_today_only():
    person = make_user()
    make_action(assignee=person, due_on=DUE)
    source_of_actions(steps=STEPS, **to_assignee())
    tell(date(2026, 11, 1))

    run = tell(date(2026, 12, 10))  # the nights of "5" and "1" were missed

    assert (run.told, run.ended) == (1, 1)
    assert [row[1:] for row in told()] == [("start", DUE, True), ("0", DUE, False)]


def test_more_time_arms_the_steps_anew():
    person = make_user()
    action = make_action(assignee=person, due_on=DUE)
    source_of_actions(steps=(1,), **to_assignee())
    tell(DUE - timedelta(days=1))
    Action.objects.filter(pk=action.pk).update(due_on=date(2026, 12, 18))

    assert (tell(DUE).told, tell(date(2026, 12, 17)).told) == (0, 1)
    assert [row[1:] for row in told()] == [("1", DUE, True), ("1", date(2026, 12, 18), False)]


@pytest.mark.parametrize(
    ("choice", "days_told"),
    [
        ({}, ["start", "5", "1", "0", "-1"]),
        ({"first_days": 1}, ["start", "1", "0", "-1"]),
        ({"first_days": 0}, ["start", "0", "-1"]),
        ({"is_off": True, "by_mail": False}, []),
        ({"by_mail": False}, ["start", "5", "1", "0", "-1"]),
    ],
    ids=["everything", "from the eve", "from the day", "nothing", "not by mail"],
)
def test_a_person_chooses_from_which_step_on(choice, days_told):
    person = make_user()
    make_action(assignee=person, due_on=DUE)
    source_of_actions("thu", steps=STEPS, **to_assignee())
    if choice:
        SourceChoice.objects.create(user=person, source="thu", **choice)

    for day in (date(2026, 11, 1), date(2026, 12, 3), date(2026, 12, 9), DUE, date(2026, 12, 11)):
        tell(day)

    assert [row[1] for row in told()] == days_told


def test_a_source_that_fails_leaves_the_others_and_its_own_notices(monkeypatch):
    person = make_user()
    make_action(assignee=person)
    source_of_actions("a", **to_assignee())
    broken = source_of_actions("b", **to_assignee())
    tell()
    Notice.objects.filter(source="a").delete()
    sources.register_source(
        type(broken)(**{**vars(broken), "rows": lambda _at: Action.objects.filter(no_such_field=1)})
    )

    run = sync_notices(moment=moment(), now=NOW)

    assert (run.told, list(run.failures)) == (1, ["b"])
    assert sorted(Notice.objects.standing().values_list("source", flat=True)) == ["a", "b"]


def test_what_a_source_told_ends_when_it_is_taken_away():
    make_action(assignee=make_user())
    source_of_actions("thu", **to_assignee())
    tell()
    sources.unregister_source("thu")

    assert tell().ended == 1


def test_only_the_chosen_sources_run():
    make_action(assignee=make_user())
    source_of_actions("dem", **to_assignee())
    source_of_actions("ngay", is_live=True, **to_assignee())

    assert tell(only=lambda source: source.is_live).told == 1
    assert Notice.objects.get().source == "ngay"


@pytest.mark.parametrize("people", [1, 5])
def test_a_run_asks_the_same_however_many_are_told(people, django_assert_num_queries):
    for _person in range(people):
        make_action(assignee=make_user())
    source_of_actions(steps=STEPS, **to_assignee())
    tell(TODAY - timedelta(days=60))

    with django_assert_num_queries(8):  # two savepoints, lock, steps, comparison, those without a source
        assert tell().told == 0
