"""The mail of a day: who gets one, what stands in it, and that there is never a second."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils.translation import override

from dnfa.accounts.enums import Role
from dnfa.core.mail.delivery import MOST_ATTEMPTS, PAUSES
from dnfa.core.mail.enums import MailState
from dnfa.core.mail.models import OutgoingMail
from dnfa.followup.enums import MailRhythm
from dnfa.followup.models import Action, Digest, MailChoice, Notice, SourceChoice
from dnfa.followup.notices.digests import make_digest, make_digests
from tests.factories import make_agency, make_user
from tests.followup.notices.telling import NOW, TODAY, moment, source_of_actions, tell, to_assignee

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("only_sources")]


@pytest.fixture(autouse=True)
def public_address(settings) -> None:
    settings.DNFA_PUBLIC_URL = "https://so.danang.vn/"


def make_reader(role=Role.OFFICER, **values):
    return make_user(
        role, **{"email": f"nguoi-{Digest.objects.count()}-{id(values)}@danang.gov.vn", **values}
    )


def owe(person, title="Gửi thư cho bạn", **values) -> Action:
    facts = {"title": title, "origin": "other", "due_on": date(2026, 12, 10), "assignee": person, **values}
    return Action.objects.create(**facts)


def write(day=TODAY) -> int:
    return make_digests(moment=moment(day), now=NOW)


def test_one_mail_a_day_with_everything_new():
    person = make_reader()
    owe(person, "Gửi thư cho Sakai"), owe(person, "Mời đoàn Yokohama", due_on=date(2026, 12, 1))
    source_of_actions(steps=(None,), **to_assignee())
    tell()

    assert (write(), write()) == (1, 0)

    digest = Digest.objects.get()
    assert (digest.recipient, digest.day, digest.notices.count()) == (person, TODAY, 2)
    assert digest.mail.to == person.email
    assert digest.mail.subject == "Sổ đối ngoại: 2 việc cần làm, sớm nhất ngày 01/12/2026"
    body = digest.mail.body
    assert body.index("Mời đoàn Yokohama") < body.index("Gửi thư cho Sakai")
    for notice in Notice.objects.all():
        assert f"https://so.danang.vn/thong-bao/{notice.pk}/mo/" in body


@pytest.mark.parametrize(
    ("days", "subject"),
    [
        ((25, 26), "Sổ đối ngoại: 2 việc cần làm, 1 đã quá hạn"),
        ((26, 27), "Sổ đối ngoại: 2 việc cần làm, sớm nhất ngày 26/11/2026"),
        ((24, 25), "Sổ đối ngoại: 2 việc cần làm, 2 đã quá hạn"),
    ],
    ids=["the day before", "the day", "both late"],
)
def test_the_subject_says_what_is_late_or_what_comes_first(days, subject):
    person = make_reader()
    for day in days:
        owe(person, due_on=date(2026, 11, day))
    source_of_actions(steps=(None,), **to_assignee())
    tell()

    write()

    assert OutgoingMail.objects.get().subject == subject


def test_something_new_later_in_the_day_waits_for_the_next_working_day():
    person = make_reader()
    owe(person)
    source_of_actions(**to_assignee())
    tell()
    write()
    owe(person, "Việc đến sau")
    tell()

    assert write() == 0
    assert write(TODAY + timedelta(days=1)) == 1
    mail = OutgoingMail.objects.order_by("-pk").first()
    assert ("Việc đến sau" in mail.body, "Gửi thư cho bạn" in mail.body) == (True, False)


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2026, 11, 23), 1),
        (date(2026, 11, 24), 0),  # Ngày Văn hóa Việt Nam, from 2026
        (date(2026, 11, 27), 1),
        (date(2026, 11, 28), 0),  # Saturday
        (date(2026, 11, 29), 0),
        (date(2027, 1, 1), 0),
        (date(2026, 12, 31), 1),
    ],
)
def test_no_mail_on_days_off(day, written):
    owe(make_reader())
    source_of_actions(**to_assignee())
    tell(day)

    assert write(day) == written


@pytest.mark.parametrize(
    ("choice", "days"),
    [
        ({"rhythm": MailRhythm.DAILY}, [True, True, True]),
        ({"rhythm": MailRhythm.WEEKLY}, [False, False, True]),
        ({"rhythm": MailRhythm.NEVER}, [False, False, False]),
        ({"quiet_until": date(2026, 11, 26)}, [False, True, True]),
        ({"quiet_until": date(2026, 11, 27)}, [False, False, True]),
    ],
    ids=["every day", "every week", "never", "quiet today", "quiet till tomorrow"],
)
def test_a_person_chooses_when(choice, days):
    person = make_reader()
    MailChoice.objects.create(user=person, **choice)
    source_of_actions(**to_assignee())
    written = []
    for day in (date(2026, 11, 26), date(2026, 11, 27), date(2026, 11, 30)):  # Thursday, Friday, Monday
        owe(person, f"Việc ngày {day}")
        tell(day)
        written.append(write(day) == 1)

    assert written == days


def test_the_week_begins_on_its_first_working_day():
    person = make_reader()
    MailChoice.objects.create(user=person, rhythm=MailRhythm.WEEKLY)
    source_of_actions(**to_assignee())
    owe(person)
    tell(date(2026, 8, 31))  # Monday, a day off in exchange for a Saturday; 1 and 2 September are holidays

    assert [write(date(2026, 8, 31) + timedelta(days=n)) for n in range(5)] == [0, 0, 0, 1, 0]


MONDAY = date(2026, 12, 7)


@pytest.mark.parametrize(
    ("days_up", "written"),
    [
        ([0, 1, 2, 3, 4], [0]),
        ([1, 2, 3, 4], [1]),
        ([4], [4]),
        ([5, 6, 7, 8], [7]),
    ],
    ids=["the first day", "down on the first day", "up on the last day", "down the whole week"],
)
def test_a_weekly_reader_misses_no_week_and_gets_no_second_mail(days_up, written):
    person = make_reader()
    MailChoice.objects.create(user=person, rhythm=MailRhythm.WEEKLY)
    source_of_actions(**to_assignee())
    owe(person)
    tell(MONDAY - timedelta(days=3))
    days = []
    for number in days_up:
        day = MONDAY + timedelta(days=number)
        if write(day):
            days.append(number)
        owe(person, f"Việc ngày {day}")
        tell(day)

    assert days == written


@pytest.mark.parametrize(
    ("way", "is_told_again"),
    [
        ((), False),
        ((MailState.SENDING,), False),
        ((MailState.SENDING, MailState.SENT), False),
        ((MailState.SENDING, MailState.FAILED), True),
        ((MailState.CANCELLED,), True),
        ((MailState.EXPIRED,), True),
    ],
    ids=["waits", "is being sent", "sent", "failed", "cancelled", "expired"],
)
def test_what_stood_in_a_mail_that_never_went_out_stands_in_the_next(way, is_told_again):
    owe(make_reader())
    source_of_actions(**to_assignee())
    tell()
    write()
    facts = {"next_try_at": None, "last_error": "Máy chủ không trả lời"}
    moments = {
        MailState.SENDING: {"claimed_at": NOW, "attempts": 1},
        MailState.SENT: {"sent_at": NOW, "last_error": ""},
    }
    for state in way:
        given = {"claimed_at": None, **facts, **moments.get(state, {})}
        OutgoingMail.objects.update(state=state, **given)

    assert write(TODAY + timedelta(days=1)) == is_told_again

    last = Digest.objects.latest("day")
    assert [digest.notices.count() for digest in Digest.objects.order_by("day")][-1:] == [1]
    assert "Gửi thư cho bạn" in last.mail.body


def test_what_was_read_or_is_over_meanwhile_is_not_told_again():
    person = make_reader()
    owe(person, "Đã xem"), owe(person, "Đã xong"), owe(person, "Còn phải làm")
    source_of_actions(**to_assignee())
    tell()
    write()
    OutgoingMail.objects.update(state=MailState.EXPIRED, next_try_at=None, last_error="Đến hạn")
    Notice.objects.filter(object_id=Action.objects.get(title="Đã xem").pk).update(read_at=NOW)
    Action.objects.filter(title="Đã xong").update(done_on=TODAY, evidence="Thư đã gửi")
    tell(TODAY + timedelta(days=1))

    write(TODAY + timedelta(days=1))

    body = Digest.objects.latest("day").mail.body
    assert [title in body for title in ("Đã xem", "Đã xong", "Còn phải làm")] == [False, False, True]


def test_a_mail_of_friday_lives_until_a_server_mended_on_monday_or_tuesday():
    friday = date(2026, 11, 27)
    owe(make_reader())
    source_of_actions(**to_assignee())
    tell(friday)

    write(friday)

    mail = OutgoingMail.objects.get()
    # The outbox gives up by itself after about four days (decision 0016); a digest does not go before that.
    patience = sum((PAUSES[min(tried, len(PAUSES) - 1)] for tried in range(MOST_ATTEMPTS - 1)), timedelta())
    assert mail.expires_at - mail.created_at == timedelta(days=5)
    assert timedelta(days=3, hours=12) < patience < timedelta(days=4, hours=12)


@pytest.mark.parametrize(
    "facts",
    [{"is_active": False}, {"email": ""}, {"is_demonstration": True}],
    ids=["account closed", "no address", "demonstration"],
)
def test_who_cannot_sign_in_or_has_no_address_gets_none(facts, settings):
    settings.DNFA_DEMO = True
    person = make_reader()
    owe(person)
    source_of_actions(**to_assignee())
    tell()
    settings.DNFA_DEMO = False
    type(person).objects.filter(pk=person.pk).update(**facts)

    assert (write(), OutgoingMail.objects.count()) == (0, 0)


def test_read_things_and_kinds_not_wanted_by_mail_are_left_out():
    person = make_reader()
    read, kept_out, told = owe(person, "Đã xem"), owe(person, "Không qua thư"), owe(person, "Qua thư")
    source_of_actions("thu", **to_assignee())
    tell()
    Notice.objects.filter(object_id=read.pk).update(read_at=NOW)
    Notice.objects.filter(object_id=kept_out.pk).update(source="khac")
    source_of_actions("khac", **to_assignee())
    SourceChoice.objects.create(user=person, source="khac", by_mail=False)

    write()

    assert list(Digest.objects.get().notices.values_list("object_id", flat=True)) == [told.pk]


@pytest.mark.parametrize(("only_expected", "written"), [(False, 1), (True, 0)])
def test_news_alone_is_no_mail_for_who_wants_only_what_is_to_do(only_expected, written):
    person = make_reader()
    MailChoice.objects.create(user=person, only_expected=only_expected)
    owe(person)
    source_of_actions(expects=False, **to_assignee())
    tell()

    assert write() == written
    if written:
        assert OutgoingMail.objects.get().subject == "Sổ đối ngoại: 1 điều để biết"


def test_what_the_person_lost_sight_of_is_not_told():
    agency = make_agency()
    person = make_reader(Role.FOCAL_POINT, agency=agency)
    hidden, shown = owe(person, "Việc của người khác"), owe(person, "Việc của cơ quan", lead_agency=agency)
    source_of_actions(**to_assignee())
    tell()

    write()

    assert list(Digest.objects.get().notices.values_list("object_id", flat=True)) == [shown.pk]
    assert hidden.title not in OutgoingMail.objects.get().body


def test_it_speaks_the_persons_language():
    person = make_reader(language="en")
    owe(person)
    source_of_actions(**to_assignee())
    tell()

    with override("vi"):
        write()

    assert OutgoingMail.objects.get().subject.isascii()


def test_many_of_a_kind_are_counted():
    person = make_reader()
    for number in range(13):
        owe(person, f"Việc số {number}")
    source_of_actions(**to_assignee())
    tell()

    write()

    body = OutgoingMail.objects.get().body
    assert (body.count("- Việc số"), "3 việc nữa" in body) == (10, True)
    assert Digest.objects.get().notices.count() == 13


def test_one_whose_mail_cannot_be_written_does_not_keep_the_others_from_theirs(monkeypatch):
    unlucky, lucky = make_reader(email="khong phai dia chi"), make_reader(email="dung@danang.gov.vn")
    owe(unlucky), owe(lucky)
    source_of_actions(**to_assignee())
    tell()

    assert write() == 1
    assert Digest.objects.get().recipient == lucky


@pytest.mark.parametrize("lines", [1, 6])
def test_a_mail_asks_the_same_however_long_it_is(lines, django_assert_max_num_queries):
    person = make_reader()
    for number in range(lines):
        owe(person, f"Việc {number}")
    source_of_actions(**to_assignee())
    tell()

    with django_assert_max_num_queries(16):
        make_digest(user=person, moment=moment(), now=NOW)
