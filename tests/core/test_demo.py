"""The frame of the demonstration: who may run it, in which order, as whom, on which days."""

from __future__ import annotations

import io
from datetime import date

import pghistory.models
import pytest
from django.core.management import CommandError, call_command

from dnfa.accounts.demonstration import ensure_demonstration_users
from dnfa.accounts.models import Agency
from dnfa.accounts.services import agency_create
from dnfa.core import demo as frame
from dnfa.core.demo import MOST, Demo, builders, copied, make_demonstration, register_builder
from dnfa.core.errors import Conflict, InvalidInput, NotAllowed

THURSDAY = date(2026, 11, 26)


@pytest.fixture
def one_builder(monkeypatch):
    """A registry with one builder of the test's own, which writes through a service."""
    monkeypatch.setattr(frame, "_builders", {})

    def build(demo: Demo) -> None:
        for copy in demo.copies():
            key = copied("demo-phong", copy)
            if not Agency.objects.filter(key=key).exists():
                agency_create(user=demo.user, key=key, name_vi=copied("(Mẫu) Phòng thử", copy), kind="office")
                demo.count("agencies")

    register_builder(10, "test", build)


@pytest.fixture
def people(db, settings):
    settings.DNFA_DEMO = True
    return {user.username: user for user in ensure_demonstration_users(password="mat-khau-mau-1")}


def run(**values):
    said: list[str] = []
    return make_demonstration(**{"today": THURSDAY, "say": said.append, **values}), said


def test_a_real_home_is_left_alone(people, one_builder, settings):
    settings.DNFA_DEMO = False
    with pytest.raises(NotAllowed) as refusal:
        run()
    assert refusal.value.code == "no_demonstration"
    assert not Agency.objects.filter(key__startswith="demo-").exists()


def test_somebody_has_to_stand_behind_it(db, settings, one_builder):
    settings.DNFA_DEMO = True
    with pytest.raises(Conflict) as refusal:
        run()
    assert refusal.value.code == "demonstration_users_missing"


@pytest.mark.parametrize("scale", [0, -1, MOST + 1])
def test_copies_have_a_measure(people, one_builder, scale):
    with pytest.raises(InvalidInput) as refusal:
        run(scale=scale)
    assert refusal.value.code == "invalid_scale"


def test_a_second_run_makes_only_what_is_missing(people, one_builder):
    assert run() == ({"agencies": 1}, ["test"])
    assert run() == ({}, ["test"])
    assert run(scale=3)[0] == {"agencies": 2}
    made = Agency.objects.filter(key__startswith="demo-").order_by("key").values_list("key", "name_vi")
    assert list(made) == [
        ("demo-phong", "(Mẫu) Phòng thử"),
        ("demo-phong-2", "(Mẫu) Phòng thử 2"),
        ("demo-phong-3", "(Mẫu) Phòng thử 3"),
    ]


def test_the_trail_says_who_and_why(people, one_builder):
    run()
    event = pghistory.models.Events.objects.tracks(Agency.objects.get(key="demo-phong")).get()
    assert event.pgh_context["actor"] == "make_demo"
    assert event.pgh_context["user"] == people["officer"].pk


def test_builders_run_in_their_order_and_once_a_name(monkeypatch):
    monkeypatch.setattr(frame, "_builders", {})

    def nothing(_demo: Demo) -> None:
        return

    def other(_demo: Demo) -> None:
        return

    register_builder(30, "delegations", nothing)
    register_builder(20, "agreements", nothing)
    register_builder(20, "agreements", other)
    assert builders() == [("agreements", other), ("delegations", nothing)]


@pytest.mark.parametrize(
    ("days", "day"),
    [
        (0, date(2026, 11, 26)),
        (-4, date(2026, 11, 20)),  # a Sunday: the Friday before
        (-5, date(2026, 11, 20)),  # a Saturday
        (-6, date(2026, 11, 20)),
        (1, date(2026, 11, 27)),
        (2, date(2026, 11, 27)),
        (4, date(2026, 11, 30)),
    ],
)
def test_nobody_works_on_a_weekend(days, day):
    demo = Demo(today=THURSDAY, scale=1, people={}, say=print)
    assert demo.workday(days) == day
    assert demo.ago(-days) == day


def test_bands_of_warning_count_every_day():
    demo = Demo(today=THURSDAY, scale=1, people={}, say=print)
    assert demo.ahead(3) == date(2026, 11, 29)


def test_the_command_says_what_it_made(people, one_builder):
    out = io.StringIO()
    call_command("make_demo", "--scale", "2", "--today", "2026-11-26", stdout=out)
    assert out.getvalue() == "test\n  agencies: 2\n"
    out = io.StringIO()
    call_command("make_demo", "--scale", "2", stdout=out)
    assert out.getvalue() == "test\nDữ liệu mẫu đã có đủ, không thêm gì.\n"


def test_the_command_says_why_not(people, one_builder):
    with pytest.raises(CommandError, match=r"Số bản là số từ 1 đến 100\. scale: 101"):
        call_command("make_demo", "--scale", "101", stdout=io.StringIO())
