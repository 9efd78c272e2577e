"""kill -9 of the programs of a living house at each step of submit, accept and notify.

One house (web, worker, beat, mail, PostgreSQL, Valkey under the supervisor of bin/up) plays an update over real HTTP. At
each step a program dies: just before the request, while it waits in its transaction (a row it needs is held by a line of the
test's own to the database), when all is written and its COMMIT waits (the same with the person, whom a deferred foreign key
looks up then), or right after the answer. Then the step is done again as a person would, with the same form; and the
register must be what an undisturbed play gives. `tests/updates/test_faults.py` does the same at each statement.
"""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher, make_password
from django.db import OperationalError, connection
from django.utils import timezone

from dnfa.accounts.models import User
from dnfa.core.clock import local_today
from dnfa.core.mail.caught import caught_mails
from dnfa.core.mail.enums import MailState
from dnfa.core.mail.models import OutgoingMail
from dnfa.core.models import CalendarException
from dnfa.followup.models import Digest, Notice
from tests.running_house import Answer, Browser, House, at_home
from tests.updates.factories import Cast, give_back, make_cast, sent
from tests.updates.plays import (
    FORMS,
    HOLD_NOTICE,
    HOLD_PERSON,
    PROGRAMS,
    Play,
    Press,
    new_play,
    register,
    what_is_held,
)

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("killed programs")]  # one house for all of them

PASSWORD = "mot-hai-ba-bon-nam"
NOTICES = "dnfa.followup.tasks.sync_live_notices"
DIGESTS = "dnfa.followup.tasks.make_digests"
MAILS = "dnfa.core.tasks.send_mails"


@pytest.fixture(scope="module")
def house(django_db_blocker):
    with tempfile.TemporaryDirectory(prefix="dnfa-killed-") as path, django_db_blocker.unblock():
        Path(path).chmod(0o711)
        made = House(Path(path))
        try:
            made.start()
            with at_home(made):
                CalendarException.objects.update_or_create(
                    day=local_today(), defaults={"is_working": True, "name": "Ngày kiểm thử"}
                )
                yield made
        finally:
            made.stop()


@pytest.fixture(scope="module")
def people(house):
    """A focal point and an officer, signed in at a browser each."""
    cast = make_cast()
    secret = make_password(PASSWORD, hasher=Argon2PasswordHasher())
    User.objects.filter(pk__in=[cast.focal.pk, cast.officer.pk]).update(password=secret)
    focal, officer = Browser(house.port), Browser(house.port)
    focal.sign_in(cast.focal.username, PASSWORD)
    officer.sign_in(cast.officer.username, PASSWORD)
    return cast, focal, officer


@pytest.fixture(scope="module")
def undisturbed(people):
    """What stands in the register after each step when nobody dies."""
    found = {}
    for steps in (FORMS, PROGRAMS):
        play = new_play(people)
        for step in steps:
            _browser, press = step(play)
            before = register(play)
            assert press().status in {200, 201, 302}
            found[step] = register(play)
            assert found[step] != before
    return found


def answered(press: Press) -> Answer | None:
    """What came back; None when nobody answered, or only to say that the house is out of order."""
    try:
        answer = press()
    except OSError:  # http.client's errors of a line that broke are of that kind
        return None
    return answer if answer.status < 500 else None


def again(house: House, press: Press) -> Answer:
    """Press until somebody answers, as a person does."""
    return house.until(lambda: answered(press), "nobody answers")


def opened_again(house: House, step: Any, play: Play) -> tuple[Browser, Press]:
    """The page of the step, as soon as the house shows it."""

    def shown() -> tuple[Browser, Press] | None:
        connection.close()
        try:
            return step(play)
        except (OSError, AssertionError, OperationalError):
            return None

    return house.until(shown, f"no page for {step.__name__}")


def play_step(house: House, step: Any, play: Play, program: str, moment: str) -> None:
    """One step, with a death; and again, whatever was answered."""
    browser, press = opened_again(house, step, play)
    if moment == "before":
        house.kill(program)
    elif moment == "after":
        assert again(house, press).status in {200, 201, 302}
        house.kill(program)
    else:
        with house.holding(*what_is_held(play, step, moment)) as is_waited_for:
            tries = [house.in_background(answered, press)]

            def waits() -> bool:
                if tries[-1].done():  # the house is still coming back from the death before
                    assert tries[-1].result() is None, f"{step.__name__} did not wait"
                    tries.append(house.in_background(answered, press))
                return is_waited_for()

            house.until(waits, "nobody waits")
            house.kill(program, serving=browser)
        house.until(tries[-1].done, "no end")
    again(house, press)


# Which program dies at which moment, at each step of the forms; beside it one that only dies where it costs most.
AT_EACH_STEP = [
    ("database", "before"), ("database", "waiting"), ("database", "committing"), ("database", "after"),
    ("web worker", "committing"), ("web worker", "after"),
    ("broker", "before"), ("broker", "committing"),
]  # fmt: skip
AT_THE_API = [("database", "committing"), ("web worker", "committing"), ("web worker", "after")]


@pytest.mark.parametrize(("program", "moment"), AT_EACH_STEP)
def test_an_update_is_sent_and_accepted_once(house, people, undisturbed, program, moment):
    play = new_play(people)
    for step in FORMS:
        play_step(house, step, play, program, moment)
        assert register(play) == undisturbed[step]


def test_gunicorn_dies_as_a_whole_while_an_update_is_accepted(house, people, undisturbed):
    play = new_play(people)
    for step in FORMS[:-1]:
        again(house, opened_again(house, step, play)[1])
    play_step(house, FORMS[-1], play, "web", "committing")

    assert register(play) == undisturbed[FORMS[-1]]


@pytest.mark.parametrize(("program", "moment"), AT_THE_API)
def test_so_it_is_at_the_api_under_one_key(house, people, undisturbed, program, moment):
    play = new_play(people)
    for step in PROGRAMS:
        play_step(house, step, play, program, moment)
        assert register(play) == undisturbed[step]


def after_a_death(house: House, name: str) -> None:
    """kill -9, and for a broker that forgets also an empty disk."""
    house.kill("broker" if name == FORGETFUL else name)
    if name == FORGETFUL:
        shutil.rmtree(house.services.valkey.data)


FORGETFUL = "broker that forgets"
# (who dies while a notice is written, while a digest is written, while the mail is with the mail server)
AT_NOTIFYING = [
    ("pool", "pool", "pool"),
    ("database", "database", "database"),
    ("broker", FORGETFUL, "beat"),
    ("worker", "beat", "mail"),
]


@pytest.fixture
def returned(house):
    """An update that came back: its focal point has to be told."""
    connection.close()
    cast = make_cast(starts_on="2020")
    User.objects.filter(pk=cast.focal.pk).update(email=f"{cast.focal.username}@danang.gov.vn")
    give_back(cast, sent(cast))
    return cast


def notices_of(cast: Cast) -> list[tuple[str, bool, bool]]:
    connection.close()
    rows = Notice.objects.filter(recipient=cast.focal).order_by("pk")
    return [(row.source, row.expects, row.digest_id is not None) for row in rows]


def mails_of(cast: Cast) -> list[OutgoingMail]:
    connection.close()
    return list(OutgoingMail.objects.filter(recipient=cast.focal).order_by("pk"))


def killed_while_it_waits(house: House, task: str, name: str, held: str, row: int) -> None:
    """A worker does the task up to the row that is held, and somebody dies."""
    with house.holding(held, row) as is_waited_for:
        house.ask(task)
        house.until(is_waited_for, f"{task} does not come to the row")
        after_a_death(house, name)


@contextmanager
def deaf_mail_server(house: House) -> Iterator[None]:
    """It takes the line and says nothing, so that a mail stays claimed."""
    stopped = house.program("mail").child.pid
    os.kill(stopped, signal.SIGSTOP)
    try:
        yield
    finally:
        if stopped in house.pids("mail"):
            os.kill(stopped, signal.SIGCONT)


def killed_while_the_mail_is_sent(house: House, cast: Cast, name: str) -> None:
    """The mail is claimed and with the mail server, and somebody dies."""

    def is_claimed() -> bool:
        house.run(DIGESTS)
        mails_that_wait(cast).update(next_try_at=timezone.now())
        house.ask(MAILS)
        return [mail.state for mail in mails_of(cast)] == [MailState.SENDING]

    house.until(is_claimed, "nobody sends")
    after_a_death(house, name)


def mails_that_wait(cast: Cast) -> Any:
    connection.close()
    return OutgoingMail.objects.filter(recipient=cast.focal, state=MailState.QUEUED)


def let_time_pass(cast: Cast) -> None:
    """What a sender holds who is dead is old; what waits for its next try is due."""
    connection.close()
    held = OutgoingMail.objects.filter(recipient=cast.focal, state=MailState.SENDING)
    held.update(claimed_at=timezone.now() - timedelta(minutes=11))
    mails_that_wait(cast).update(next_try_at=timezone.now())


@pytest.mark.parametrize(("noticing", "digesting", "sending"), AT_NOTIFYING)
def test_a_notice_is_told_once_and_its_mail_filed_once(house, returned, noticing, digesting, sending):
    killed_while_it_waits(house, NOTICES, noticing, HOLD_PERSON, returned.focal.pk)
    house.run(NOTICES)
    house.until(lambda: notices_of(returned), "nobody is told")
    assert notices_of(returned) == [("update_returned", True, False)]

    notice = Notice.objects.get(recipient=returned.focal)
    with deaf_mail_server(house):
        killed_while_it_waits(house, DIGESTS, digesting, HOLD_NOTICE, notice.pk)
        killed_while_the_mail_is_sent(house, returned, sending)

    def is_sent() -> bool:
        house.run(DIGESTS)
        let_time_pass(returned)
        house.run(MAILS)
        return [mail.state for mail in mails_of(returned)] == [MailState.SENT]

    house.until(is_sent, "the mail stays")
    assert notices_of(returned) == [("update_returned", True, True)]
    assert Digest.objects.filter(recipient=returned.focal).count() == 1
    filed = [mail.message_id for mail in caught_mails(house.home.path / "mail")]
    assert [filed.count(mail.message_id) for mail in mails_of(returned)] == [1]


def test_there_were_more_than_thirty_deaths():
    at_forms, at_api = len(AT_EACH_STEP) * len(FORMS), len(AT_THE_API) * len(PROGRAMS)

    assert at_forms + at_api + sum(map(len, AT_NOTIFYING)) >= 30


@pytest.mark.parametrize(
    ("name", "said"),
    [("database", "unreachable: OperationalError"), ("broker", "unreachable: ConnectionError")],
)
def test_the_health_page_says_what_is_down_and_that_it_is_back(house, name, said):
    house.kill(name)
    while_down = house.health()
    house.until(lambda: house.supervisor.health()["status"] == "ok", "not well again")

    assert while_down[name] == said
