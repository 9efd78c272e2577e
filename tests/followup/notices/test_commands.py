from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from dnfa import heartbeat
from dnfa.core.calendar import is_working_day
from dnfa.core.clock import local_today
from dnfa.followup import tasks
from dnfa.followup.models import Action, Notice
from dnfa.followup.notices import digests, sources
from dnfa.followup.notices.sources import moment_now
from tests.factories import make_user
from tests.followup.actions.factories import make_action
from tests.followup.notices.telling import source_of_actions, to_assignee

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("only_sources")]


def run(name: str, *arguments: str) -> str:
    out = StringIO()
    call_command(name, *arguments, stdout=out)
    return out.getvalue().strip()


@pytest.fixture
def person() -> Any:
    reader = make_user(email="nguoi@danang.gov.vn")
    make_action(assignee=reader, due_on=local_today() + timedelta(days=10))
    source_of_actions(is_live=True, **to_assignee())
    return reader


def test_a_run_says_what_it_did_and_a_second_one_did_nothing(person):
    assert json.loads(run("sync_notices", "--json")) == {"told": 1, "ended": 0, "failures": {}}
    Action.objects.update(done_on=local_today(), evidence="Đã gửi")
    assert run("sync_notices") == "Thông báo: báo mới 0, kết thúc 1."
    assert run("sync_notices") == "Thông báo: báo mới 0, kết thúc 0."


def break_a_source() -> None:
    broken = source_of_actions("hong", is_live=True, **to_assignee())
    rows = Action.objects.filter
    sources.register_source(type(broken)(**{**vars(broken), "rows": lambda _at: rows(no_such_field=1)}))


def test_a_source_that_fails_is_named_and_the_command_fails(person):
    break_a_source()

    with pytest.raises(CommandError, match=r"giữ như cũ: Loại hong\."):
        run("sync_notices")

    assert Notice.objects.count() == 1


def test_mails_of_the_day_are_written_once(person):
    run("sync_notices")
    expected = 1 if is_working_day(local_today(), moment_now().calendar) else 0

    said = [run("make_digests") for _time in range(2)]

    assert said == [f"Thư tổng hợp: lập {expected} thư.", "Thư tổng hợp: lập 0 thư."]


def test_the_tasks_do_the_same(person):
    assert tasks.sync_live_notices() == {"told": 1, "ended": 0, "failures": {}}
    assert tasks.sync_notices() == {"told": 0, "ended": 0, "failures": {}}
    assert tasks.make_digests() == digests.Digest.objects.count()


@pytest.mark.parametrize(("is_broken", "alive"), [(False, True), (True, False)])
def test_a_live_run_without_failures_is_a_sign_of_life(person, is_broken, alive):
    if is_broken:
        break_a_source()

    tasks.sync_live_notices()

    assert (heartbeat.last("notices") is not None) == alive
