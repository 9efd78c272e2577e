from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType

from agreements.models import RenewalCase
from dnfa.accounts.enums import Role
from dnfa.accounts.models import User
from dnfa.followup.models import MailChoice, Notice, ReminderStep, SourceChoice
from dnfa.followup.notices import own_sources
from dnfa.followup.notices.selectors import (
    choices_of,
    counts_of,
    hang_on,
    is_quiet,
    mail_choice_of,
    unread_notices,
)
from dnfa.updates.models import RoundAgency
from tests.factories import make_agency, make_agreement, make_partner, make_user
from tests.followup.actions.factories import make_action
from tests.followup.factories import make_flag
from tests.followup.notices.telling import NOW, TODAY, source_of_actions, tell, to_assignee
from tests.updates.factories import make_cast
from tests.updates.services.test_rounds import opened

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("only_sources")]


def put(person: User, record: Any, source: str = "thu", **values: Any) -> Notice:
    """A notice as the sync would have written it."""
    return Notice.objects.create(
        **{
            "recipient": person,
            "source": source,
            "content_type": ContentType.objects.get_for_model(record),
            "object_id": record.pk,
            "reference_date": TODAY,
            "expects": True,
            "evidence": {"due_on": "2026-12-10"},
            "made_on": TODAY,
            "created_at": NOW,
            **values,
        }
    )


@pytest.fixture
def focal() -> User:
    """A focal point with notices in every state, about one thing to do of its agency and one of another's."""
    person = make_user(Role.FOCAL_POINT)
    source_of_actions(**to_assignee())
    for agency in (person.agency, make_agency()):
        action = make_action(title=f"Việc của {agency}", lead_agency=agency, due_on="2026-12-10")
        put(person, action, threshold="a")
        put(person, action, threshold="b", expects=False)
        put(person, action, threshold="c", read_at=NOW)
        put(person, action, threshold="d", read_at=NOW, expects=False)
        put(person, action, threshold="e", ended_at=NOW)
    return person


def test_every_count_is_that_of_its_list(focal):
    counts = counts_of(focal)

    mine = Notice.objects.visible_to(focal)
    assert (counts.expected, counts.unread) == (2, 2)
    assert (mine.expected().count(), mine.unread().count()) == (2, 2)
    assert sorted(mine.standing().values_list("threshold", flat=True)) == ["a", "b", "c", "d"]


def test_a_hidden_record_has_no_place_and_no_title(focal):
    rows = hang_on(Notice.objects.filter(recipient=focal, threshold="a").order_by("pk"), focal)

    assert [(row.title, row.sentence) for row in rows] == [
        (f"Việc của {focal.agency}", "hạn 2026-12-10"),
        ("", ""),
    ]
    assert rows[1].url == ""
    assert [row.object_id for row in Notice.objects.visible_to(focal).filter(threshold="a")] == [
        rows[0].object_id
    ]


@pytest.mark.parametrize("rows", [1, 5])
def test_counting_is_one_query(rows, django_assert_num_queries):
    person = make_user()
    source_of_actions(**to_assignee())
    for _row in range(rows):
        put(person, make_action(due_on="2026-12-10"))

    with django_assert_num_queries(1):
        assert counts_of(person).expected == rows


def test_nobody_reads_anothers(focal):
    head = make_user(Role.HEAD)

    assert (list(Notice.objects.visible_to(head)), counts_of(head).unread) == ([], 0)


def test_who_may_see_nothing_reads_no_notices(focal):
    User.objects.filter(pk=focal.pk).update(is_active=False)

    assert list(Notice.objects.visible_to(User.objects.get(pk=focal.pk))) == []


def test_the_frame_counts_what_stands_and_was_not_opened():
    person, other = make_user(), make_user()
    action = make_action(due_on="2026-12-10")
    put(person, action), put(person, action, threshold="b"), put(person, action, threshold="c", read_at=NOW)
    put(person, action, threshold="d", ended_at=NOW)

    counted = User.objects.annotate(n=unread_notices()).values_list("pk", "n")

    assert dict(counted) == {person.pk: 2, other.pk: None}


def test_of_a_source_that_is_gone_nothing_is_said():
    person, action = make_user(), make_action(due_on="2026-12-10")
    put(person, action, source="da-bo")

    (row,) = hang_on(Notice.objects.all(), person)

    assert (row.title, row.sentence, row.url) == ("", "", "")


def test_evidence_of_an_earlier_version_is_said_plainly():
    person, action = make_user(), make_action(title="Gửi thư", due_on="2026-12-10")
    source_of_actions(**to_assignee())
    put(person, action, evidence={})

    (row,) = hang_on(Notice.objects.all(), person)

    assert (row.title, row.sentence) == ("Gửi thư", "Nội dung ghi theo cách cũ của loại thông báo này.")


@pytest.mark.parametrize("rows", [1, 5])
def test_a_page_asks_the_same_however_many_rows(rows, django_assert_num_queries):
    person = make_user()
    source_of_actions(**to_assignee())
    for _row in range(rows):
        put(person, make_action(due_on="2026-12-10"))
    listed = list(Notice.objects.all())

    with django_assert_num_queries(1):
        assert len(hang_on(listed, person)) == rows


@pytest.mark.parametrize("rows", [1, 4])
def test_flags_about_records_whose_words_read_others_ask_the_same(rows, django_assert_num_queries):
    """The name of an answer reads its round and agency, that of a renewal its paper."""
    own_sources.register()
    cast, head = make_cast(starts_on="2020"), make_user(Role.HEAD)
    opened(cast, agencies=[make_agency() for _agency in range(rows)])
    for asked in RoundAgency.objects.all():
        make_flag(asked, rule="round_answer_late", severity="high")
    for _row in range(rows):
        case = RenewalCase.objects.create(
            agreement=make_agreement(), ends_on="2027-01-01", opened_on="2026-11-01"
        )
        make_flag(case, rule="renewal")
        make_flag(make_partner())
    tell()
    listed = list(Notice.objects.filter(recipient=head))

    with django_assert_num_queries(4):  # flags, and one for each kind of record
        told = hang_on(listed, head)

    assert len([row for row in told if row.title]) == 3 * rows


def test_choices_are_everything_until_something_was_chosen(django_assert_num_queries):
    person = make_user()
    source_of_actions("buoc", steps=(None, 5, 1, -3), is_fixed=True, **to_assignee())
    source_of_actions("tin", **to_assignee())
    SourceChoice.objects.create(user=person, source="buoc", first_days=1)
    SourceChoice.objects.create(user=make_user(), source="tin", is_off=True, by_mail=False)
    ReminderStep.objects.create(source="tin", days_before=4)  # of a source without steps: of no effect

    with django_assert_num_queries(2):
        choices = choices_of(person)

    assert [(one.source.code, one.is_off, one.by_mail, one.first_days, one.steps) for one in choices] == [
        ("buoc", False, True, 1, (5, 1)),
        ("tin", False, True, None, ()),
    ]


def test_who_never_chose_gets_the_mail_every_working_day():
    choice = mail_choice_of(make_user())

    assert (choice.pk, choice.rhythm, choice.only_expected, choice.quiet_until) == (
        None,
        "daily",
        False,
        None,
    )


@pytest.mark.parametrize(
    ("until", "day", "quiet"),
    [
        (None, TODAY, False),
        (TODAY, date(2026, 11, 25), True),
        (TODAY, TODAY, True),
        (TODAY, date(2026, 11, 27), False),
    ],
)
def test_quiet_lasts_through_its_last_day(until, day, quiet):
    assert is_quiet(MailChoice(quiet_until=until), day) == quiet
