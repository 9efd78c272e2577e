from __future__ import annotations

from datetime import date

import pytest

from dnfa.core.errors import InvalidInput
from dnfa.followup.enums import MailRhythm
from dnfa.followup.models import MailChoice, Notice, SourceChoice
from dnfa.followup.notices.services import Wish, choose, notice_read, notices_read
from tests.factories import make_user
from tests.followup.actions.factories import make_action
from tests.followup.notices.telling import NOW, TODAY, source_of_actions, tell, to_assignee

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("only_sources")]
LATER = NOW.replace(hour=5)


def tell_of(person, *titles: str) -> list[Notice]:
    for title in titles:
        make_action(title=title, assignee=person, due_on="2026-12-10")
    source_of_actions(**to_assignee())
    tell()
    return list(Notice.objects.filter(recipient=person).order_by("pk"))


def read_at(person) -> list:
    return list(Notice.objects.filter(recipient=person).order_by("pk").values_list("read_at", flat=True))


def test_opening_is_noted_once():
    person = make_user()
    (notice,) = tell_of(person, "Gửi thư")

    first = notice_read(notice=notice, user=person, now=NOW)
    again = notice_read(notice=notice, user=person, now=LATER)

    assert (first, again, read_at(person)) == (True, False, [NOW])


def test_nobody_notes_what_another_was_told():
    person = make_user()
    (notice,) = tell_of(person, "Gửi thư")

    with pytest.raises(LookupError):
        notice_read(notice=notice, user=make_user(), now=NOW)

    assert read_at(person) == [None]


def test_all_of_ones_own_that_stand_are_noted_and_stay_to_be_done():
    person, other = make_user(), make_user()
    notices = tell_of(person, "Một", "Hai", "Ba")
    tell_of(other, "Của người khác")
    notice_read(notice=notices[0], user=person, now=NOW)
    Notice.objects.filter(pk=notices[1].pk).update(ended_at=NOW)

    count = notices_read(user=person, now=LATER)

    assert (count, read_at(person), read_at(other)) == (1, [NOW, None, LATER], [None])
    assert Notice.objects.visible_to(person).expected().count() == 2


def want(user, *wishes: Wish, **facts) -> None:
    given = {"rhythm": MailRhythm.DAILY, "only_expected": False, "quiet_until": None, **facts}
    choose(user=user, wishes=list(wishes), today=TODAY, **given)


def chosen(user) -> list[tuple]:
    rows = SourceChoice.objects.filter(user=user).order_by("source")
    return [(row.source, row.is_off, row.by_mail, row.first_days) for row in rows]


@pytest.fixture
def two_kinds():
    source_of_actions("buoc", steps=(None, 5, 1), is_fixed=True, **to_assignee())
    source_of_actions("tin", **to_assignee())


def test_what_differs_from_everything_is_kept(two_kinds):
    person = make_user()

    want(person, Wish("buoc", first_days=1, by_mail=False), Wish("tin", is_off=True))

    assert chosen(person) == [("buoc", False, False, 1), ("tin", True, False, None)]


def test_back_to_everything_leaves_no_row(two_kinds):
    person = make_user()
    want(person, Wish("buoc", by_mail=False), Wish("tin", is_off=True))

    want(person, Wish("buoc"), Wish("tin"))

    assert (chosen(person), MailChoice.objects.get(user=person).rhythm) == ([], MailRhythm.DAILY)


def test_the_mail_is_chosen_besides(two_kinds):
    person = make_user()

    want(person, rhythm=MailRhythm.WEEKLY, only_expected=True, quiet_until=date(2026, 12, 24))
    want(person, rhythm=MailRhythm.NEVER, quiet_until=TODAY)

    choice = MailChoice.objects.get()
    assert (choice.user, choice.rhythm, choice.only_expected, choice.quiet_until) == (
        person,
        MailRhythm.NEVER,
        False,
        TODAY,
    )


@pytest.mark.parametrize(
    ("wish", "facts", "field"),
    [
        (Wish("buoc", is_off=True), {}, "buoc"),
        (Wish("khong-co"), {}, "khong-co"),
        (Wish("tin", first_days=1), {}, "tin"),
        (Wish("buoc", first_days=4), {}, "buoc"),
        (Wish("tin"), {"quiet_until": date(2026, 11, 25)}, "quiet_until"),
        (Wish("tin"), {"rhythm": "hourly"}, "rhythm"),
    ],
    ids=["fixed and off", "unknown", "a first step where there are none", "a step that is none", "quiet in the past", "no such rhythm"],
)  # fmt: skip
def test_what_cannot_be_is_refused_and_nothing_is_kept(two_kinds, wish, facts, field):
    person = make_user()

    with pytest.raises(InvalidInput) as refusal:
        want(person, Wish("tin", by_mail=False), wish, **facts)

    assert (refusal.value.code, list(refusal.value.fields)) == ("notice_choice_invalid", [field])
    assert (chosen(person), MailChoice.objects.count()) == ([], 0)


def test_a_kind_that_is_off_ends_with_the_next_run_and_comes_back():
    person = make_user()
    tell_of(person, "Gửi thư")

    want(person, Wish("thu", is_off=True))
    assert (tell().ended, Notice.objects.standing().count()) == (1, 0)
    want(person, Wish("thu"))
    run = tell()

    assert (run.told, Notice.objects.standing().count()) == (0, 1)
