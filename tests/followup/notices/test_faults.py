"""Deaths in the middle of telling: whatever dies, what was told is what it was before or what it is afterwards.

As in tests/updates/test_faults.py: a child process kills itself, or loses its database, at one statement after
another.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
from django.db import connection

from dnfa.accounts.enums import Role
from dnfa.core.mail.models import OutgoingMail
from dnfa.followup.models import Digest, Notice
from dnfa.followup.notices.digests import make_digest, make_digests
from dnfa.followup.notices.sync import sync_notices
from tests.factories import make_agency, make_user
from tests.faults import DONE, LOST, in_a_child
from tests.followup.actions.factories import make_action
from tests.followup.notices.telling import NOW, TODAY, moment, source_of_actions, tell, to_assignee

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("only_sources")]
WAYS = ["before", "after", "database"]


def told() -> dict[str, list[tuple[Any, ...]]]:
    """Everything telling writes."""
    return {
        "notices": list(Notice.objects.order_by("pk").values_list("pk", "recipient", "threshold", "ended_at", "digest")),
        "digests": list(Digest.objects.order_by("pk").values_list("recipient", "day", "mail")),
        "mails": list(OutgoingMail.objects.order_by("pk").values_list("key", "subject", "body")),
    }  # fmt: skip


def killed_everywhere(deed: Callable[[], Any], how: str) -> int:
    """Kill the deed at each of its statements until it gets through; the number of places where it was killed.

    A death after the statement that ends the transaction leaves everything done, any other nothing.
    """
    before = told()
    for at in count(1):
        ended = in_a_child(deed, at, how)
        if ended == DONE:
            return at - 1
        assert ended == (LOST if how == "database" else -signal.SIGKILL)
        if told() != before:
            assert how == "after"
            return at
    raise AssertionError


@pytest.fixture
def person() -> Any:
    reader = make_user(Role.FOCAL_POINT, email="nguoi.nhan@danang.gov.vn")
    for title in ("Gửi thư cho Sakai", "Mời đoàn Yokohama"):
        make_action(title=title, assignee=reader, lead_agency=reader.agency, due_on="2026-12-10")
    make_action(assignee=make_user(), lead_agency=make_agency(), due_on="2026-12-10")
    return reader


def telling() -> None:
    """A run with something new, something that ends, and something that stays."""
    run = sync_notices(moment=moment(), now=NOW)
    if run.failures:  # a source that lost its connection is the run's death here, not its record
        os._exit(LOST)


@pytest.mark.parametrize("how", WAYS)
def test_a_run_that_dies_told_nothing_and_the_next_tells_all_once(person, how):
    source_of_actions(steps=(None, 5), **to_assignee())
    tell()
    Notice.objects.filter(recipient=person).first().delete()
    source_of_actions("khac", **to_assignee())

    places = killed_everywhere(telling, how)
    telling()
    telling()

    assert places > 5
    rows = list(
        Notice.objects.order_by("source", "recipient", "object_id").values_list("source", "recipient")
    )
    assert len(rows) == 6
    assert [source for source, _person in rows] == ["khac"] * 3 + ["thu"] * 3
    assert Notice.objects.filter(ended_at__isnull=False).count() == 0


@pytest.mark.parametrize("how", WAYS)
def test_a_mail_that_dies_is_written_whole_by_the_next_run_and_once(person, how):
    source_of_actions(**to_assignee())
    tell()

    places = killed_everywhere(lambda: make_digest(user=person, moment=moment(), now=NOW), how)
    again = [make_digests(moment=moment(), now=NOW) for _run in range(2)]

    assert places > 6
    assert (sum(again) <= 1, Digest.objects.count(), OutgoingMail.objects.count()) == (True, 1, 1)
    assert set(Notice.objects.filter(recipient=person).values_list("digest", flat=True)) == {
        Digest.objects.get(recipient=person, day=TODAY).pk
    }
    assert OutgoingMail.objects.get().body.count("- ") == 2


def at_once(deed: Callable[[], Any]) -> list[Any]:
    """Two threads, each with a connection of its own, that begin together; what each gave."""
    given: list[Any] = []
    together = threading.Barrier(2, timeout=20)

    def play() -> None:
        try:
            together.wait()
            given.append(deed())
        finally:
            connection.close()

    threads = [threading.Thread(target=play) for _one in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return given


def test_two_runs_at_once_tell_once(person):
    source_of_actions(steps=(None, 5), **to_assignee())

    runs = at_once(lambda: sync_notices(moment=moment(), now=NOW))

    assert sorted(run.told for run in runs) == [0, 3]
    assert ([run.failures for run in runs], Notice.objects.count()) == ([{}, {}], 3)


def test_two_writers_at_once_write_one_mail(person):
    source_of_actions(**to_assignee())
    tell()

    written = at_once(lambda: make_digests(moment=moment(), now=NOW))

    assert sorted(written) == [0, 1]
    assert (Digest.objects.count(), OutgoingMail.objects.count()) == (1, 1)
