"""The command, the night's task, and the tag by which any page shows a record's clocks."""

from __future__ import annotations

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.template import Context, Template
from django.test import RequestFactory

from dnfa.accounts.enums import Role
from dnfa.celery import app
from dnfa.followup.models import Clock
from dnfa.followup.tasks import sync_clocks as nightly
from tests.factories import make_agreement, make_user
from tests.followup.clocks.makers import make_clock, make_paper

pytestmark = pytest.mark.django_db


def said(*arguments: str) -> str:
    out = StringIO()
    call_command("sync_clocks", *arguments, stdout=out)
    return out.getvalue().strip()


def test_the_command_says_what_it_did():
    make_paper()

    assert said() == "Thời hạn: mở 1, dời 0, đã làm 0, giữ 0, bỏ 0."
    assert json.loads(said("--json")) == {"opened": 0, "moved": 0, "closed": 0, "kept": 1, "removed": 0}


def test_the_night_signs_what_it_writes():
    make_paper()

    assert nightly() == {"opened": 1, "moved": 0, "closed": 0, "kept": 0, "removed": 0}
    (row,) = Clock.objects.get().audit_rows.all()
    assert row.pgh_context.metadata["actor"] == "tính thời hạn"


def test_clocks_run_before_the_flags_that_look_at_them():
    schedule = {name: entry["schedule"] for name, entry in app.conf.beat_schedule.items()}
    clocks, flags = schedule["sync-clocks"], schedule["sync-flags"]

    assert (clocks.hour, flags.hour) == ({2}, {2})
    assert max(clocks.minute) < min(flags.minute)


def drawn(record, user, **context) -> str:
    request = RequestFactory().get("/")
    request.user = user
    template = Template("{% load clock_tags %}{% clocks_panel record %}")
    return template.render(Context({"request": request, "record": record, **context}))


def test_the_panel_shows_the_clocks_of_a_record_to_those_who_may_see_them():
    agreement = make_agreement()
    clock = make_clock(agreement, part_label="Bộ Ngoại giao")

    shown = drawn(agreement, make_user(), as_of=date(2026, 3, 10))

    for words in (
        "Bộ Ngoại giao",
        "Thứ Ba, 17/03/2026",
        "còn 5 ngày làm việc",
        f"/thoi-han/{clock.pk}/bo-qua/",
    ):
        assert words in shown
    assert "/bo-qua/" not in drawn(agreement, make_user(Role.LEADER), as_of=date(2026, 3, 10))
    assert drawn(agreement, make_user(Role.FOCAL_POINT), as_of=date(2026, 3, 10)).strip() == ""


def test_the_panel_speaks_of_today_unless_the_page_has_a_day():
    agreement = make_agreement()
    make_clock(agreement, started_on="1999-01-04", due_on="1999-01-05")

    assert "Quá hạn" in drawn(agreement, make_user())
    assert drawn(agreement, make_user(), as_of=date(1998, 12, 31)).strip() == ""
