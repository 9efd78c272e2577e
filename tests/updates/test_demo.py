"""What agencies sent in the sample year: every state, made once, removed whole."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from agreements.models import Project, ProjectAgency
from dnfa.accounts.demonstration import ensure_demonstration_users
from dnfa.accounts.models import User
from dnfa.core import demo as frame
from dnfa.core.demo import make_demonstration
from dnfa.core.demo_removal import remove_demonstration
from dnfa.followup.models import Action, Flag, Notice
from dnfa.followup.sync import sync_flags
from dnfa.updates import demo
from dnfa.updates.agency_work import agency_work
from dnfa.updates.demo.rounds import SILENT, TOLD
from dnfa.updates.enums import AnswerState, RoundState
from dnfa.updates.flags import ANSWER_LATE, ANSWER_WAITS, UPDATE_WAITS
from dnfa.updates.models import (
    ChangeRequest,
    Confirmation,
    RoundAgency,
    RoundAnswer,
    RoundStep,
    UpdateRound,
)
from dnfa.updates.proposals import lines
from dnfa.updates.selectors_rounds import figures_of
from tests.delegations.trips.factories import make_trip
from tests.factories import make_agency, make_project
from tests.followup.notices.telling import tell

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 26)
PROJECTS = {
    "nhan-hoc-bong-keimyung": "dai-hoc-da-nang",
    "cho-hoc-bong-lao": "dai-hoc-da-nang",
    "nhan-do-thi-citynet": "dai-hoc-da-nang",
    "nhan-y-te-koica": "so-y-te",
    "nhan-nuoc-sach": "so-giao-duc-dao-tao",
}


@pytest.fixture
def home(settings, monkeypatch):
    """The bodies and sample records of the rooms that updates speak of, before the builder runs."""
    settings.DNFA_DEMO = True
    monkeypatch.setattr(frame, "_builders", {"updates": (demo.ORDER, demo.build)})
    ensure_demonstration_users(password="mat-khau-mau-1")
    university = User.objects.get(username="focal").agency
    agencies = {university.key: university}
    for key in (*(told.agency for told in TOLD), SILENT):
        agencies.setdefault(key, university if key == university.key else None)
        agencies[key] = agencies[key] or make_agency(key=key)
    for slug, key in PROJECTS.items():
        project = make_project(key=f"demo-{slug}", title_vi=slug, starts_on="2025", place="Hòa Vang")
        ProjectAgency.objects.create(project=project, agency=agencies[key], role="owner")
    make_trip(
        key="demo-vao-keimyung-2", planned_starts_on=TODAY, planned_ends_on=TODAY, lead_agencies=[university]
    )
    return agencies


def make(scale=1):
    return make_demonstration(today=TODAY, scale=scale, say=lambda _text: None)


def counts():
    models = (ChangeRequest, Confirmation, UpdateRound, RoundAgency, RoundAnswer, RoundStep, Action)
    return [model.objects.count() for model in models]


def test_a_second_run_adds_nothing_and_removal_leaves_the_records(home):
    first = make()
    once = counts()
    second = make()
    twice = counts()
    remove_demonstration()

    assert first == {"change_requests": 13, "confirmations": 2, "update_rounds": 4}
    assert (twice, second) == (once, {})
    assert counts() == [0] * 7
    assert Project.objects.count() == len(PROJECTS)


def test_what_the_house_told_of_a_sample_goes_with_it(home):
    make()
    tell(TODAY)
    told = Notice.objects.filter(source__startswith="update_").count()

    remove_demonstration()

    assert (told > 0, Notice.objects.filter(source__startswith="update_").count()) == (True, 0)


def test_updates_stand_in_every_state(home):
    make()

    assert Counter(ChangeRequest.objects.values_list("state", flat=True)) == {
        "draft": 1,
        "submitted": 7,
        "returned": 2,
        "accepted": 2,
        "withdrawn": 1,
    }
    kinds = Counter(ChangeRequest.objects.values_list("steps__kind", flat=True).exclude(steps=None))
    assert kinds == {
        "submitted": 12,
        "returned": 2,
        "resubmitted": 1,
        "partly_accepted": 1,
        "accepted": 2,
        "withdrawn": 1,
        "taken": 1,
    }


def test_one_update_rests_on_a_stale_base(home):
    make()
    request = ChangeRequest.objects.get(text__contains="Thêm trường tiếp nhận")
    project = Project.objects.get(key="demo-cho-hoc-bong-lao")
    officer = User.objects.get(username="officer")

    [line] = lines(request, request.values.all(), record=project, user=officer)

    assert (project.place, line.has_moved) == (
        "phường Hòa Khánh; phường Ngũ Hành Sơn (theo văn bản mới)",
        True,
    )


def test_rounds_are_closed_open_and_prepared(home):
    make()

    rounds = {
        row.title: (row.state, Counter(row.agencies.with_state(TODAY).values_list("state", flat=True)))
        for row in UpdateRound.objects.with_state()
    }

    closed = {AnswerState.ACCEPTED: 7, AnswerState.SUBMITTED: 1, AnswerState.LATE: 1}
    assert rounds == {
        "(Mẫu) Cập nhật 6 tháng đầu năm 2026": (RoundState.CLOSED, closed),
        "(Mẫu) Cập nhật quý III/2026": (RoundState.CLOSED, closed),
        "(Mẫu) Cập nhật quý IV/2026": (
            RoundState.OPEN,
            {AnswerState.ACCEPTED: 2, AnswerState.SUBMITTED: 1, AnswerState.STARTED: 1, AnswerState.LATE: 5},
        ),
        "(Mẫu) Nội dung cho báo cáo năm 2026": (RoundState.PREPARED, {AnswerState.WAITING: 9}),
    }
    asking = RoundAgency.objects.exclude(asked_until=None).values_list("agency__key", "asked_until")
    assert list(asking) == [("so-khoa-hoc-cong-nghe", date(2026, 12, 2))]


def test_figures_of_the_closed_half_year_are_added_up(home):
    make()
    held = UpdateRound.objects.get(title__contains="6 tháng")

    told = {(row["question__title"], row["agencies"]): row["total"] for row in figures_of(held)}

    assert told == {
        ("Số đoàn nước ngoài đã đón", 6): 76,
        ("Số đoàn đã cử đi nước ngoài", 6): 24,
        ("Số lượt người đi nước ngoài", 6): 96,
        ("Số hoạt động xúc tiến đầu tư, thương mại với nước ngoài", 2): 26,
        ("Số khoản viện trợ, dự án mới tiếp nhận", 3): 8,
        ("Giá trị giải ngân trong kỳ", 3): 413601,
    }


def test_the_focal_point_and_the_office_have_something_to_do(home):
    make()
    focal = User.objects.get(username="focal")
    sync_flags(as_of=TODAY)

    work = agency_work(focal, TODAY)

    assert [len(part) for part in (work.returned, work.drafts, work.waiting, work.asked)] == [2, 1, 5, 1]
    assert Counter(
        Flag.objects.filter(closed_on=None, rule__in=(UPDATE_WAITS, ANSWER_LATE, ANSWER_WAITS)).values_list(
            "rule", flat=True
        )
    ) == {UPDATE_WAITS: 2, ANSWER_LATE: 5, ANSWER_WAITS: 3}


def test_copies_bear_their_number(home):
    make(scale=2)

    titles = (
        UpdateRound.objects.filter(title__contains="6 tháng").order_by("pk").values_list("title", flat=True)
    )
    assert list(titles) == [
        "(Mẫu) Cập nhật 6 tháng đầu năm 2026",
        "(Mẫu) Cập nhật 6 tháng đầu năm 2026 2",
    ]
