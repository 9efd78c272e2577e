"""The agreements of the demonstration year, on the real register: what stands there on which day, and who sees it."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from django.db import transaction

from agreements.demo import ORDER, build
from agreements.enums import OpinionAnswer, Stage
from agreements.models import (
    Agreement,
    AgreementEvent,
    Commitment,
    CriteriaAssessment,
    LegalReport,
    Opinion,
    RenewalCase,
    ReviewSession,
    StageStep,
)
from agreements.selectors_expiry import expiry_counts
from dnfa.accounts.demonstration import ensure_demonstration_users
from dnfa.core import demo as frame
from dnfa.core.attachments.models import Attachment
from dnfa.core.demo import builders, make_demonstration
from dnfa.core.errors import Conflict
from dnfa.followup.models import Action, Clock, ProgressNote

MADE = {"drafts": 8, "broken_off": 3, "signed": 12, "commitments": 11, "renewals": 2, "reviews": 2}
MODELS = (
    Agreement, AgreementEvent, StageStep, Opinion, LegalReport, Commitment, CriteriaAssessment, RenewalCase,
    ReviewSession, Action, ProgressNote, Clock, Attachment,
)  # fmt: skip
DAYS = (date(2026, 11, 26), date(2026, 12, 31), date(2028, 2, 29))  # a Thursday, a year's end, a leap day


@pytest.fixture
def home(loaded, db, settings, tmp_path, monkeypatch):
    monkeypatch.setattr(frame, "_builders", {"agreements": (ORDER, build)})  # no other room's year
    settings.DNFA_DEMO = True
    settings.MEDIA_ROOT = tmp_path / "media"
    return {user.username: user for user in ensure_demonstration_users(password="mat-khau-mau-1")}


def make(today, scale=1):
    return make_demonstration(today=today, scale=scale, say=lambda _text: None)


def counted():
    return {model.__name__: model.objects.count() for model in MODELS}


def clocks(code, state, today):
    rows = Clock.objects.filter(code=code).with_state(today, soon_until=today).filter(state=state)
    papers = dict(Agreement.objects.values_list("pk", "key"))
    return {papers[row.object_id] for row in rows}


def test_the_room_is_announced():
    assert ("agreements", build) in builders()


def test_without_the_register_nothing_is_made(db, settings):
    settings.DNFA_DEMO = True
    ensure_demonstration_users(password="mat-khau-mau-1")
    with pytest.raises(Conflict) as refusal:
        make(DAYS[0])
    assert refusal.value.code == "register_not_loaded"
    assert Agreement.objects.count() == 0


def test_the_year_looks_alive_on_any_day(home):
    for today in DAYS:
        with transaction.atomic():
            assert make(today) == MADE
            check_signed(today, home)
            check_under_way(today)
            check_carried_out(today)
            transaction.set_rollback(True)


def check_signed(today, home):
    papers = Agreement.objects.filter(key__startswith="demo-", stage=Stage.SIGNED).with_status(today)
    assert {paper.key.removeprefix("demo-ky-"): paper.status for paper in papers} == {
        "changwon": "expiring",
        "jeju": "expiring",
        "keimyung": "expiring",
        "kawasaki": "expiring",
        "sekong": "expiring",
        "savannakhet": "expiring",
        "khon-kaen": "expiring",
        "boras": "in_force",
        "son-dong": "in_force",
        "newcastle": "suspended",
        "varna": "terminated",
        "sakai": "in_force",
    }
    assert all(paper.title_vi.startswith("(Mẫu) ") for paper in papers)
    counts = expiry_counts(home["officer"], today)
    assert all(band.count >= 1 for band in counts.bands)
    assert counts.tacit >= 1
    assert clocks("report-after-signing", "overdue", today) == {"demo-ky-sakai"}
    assert "demo-ky-newcastle" in clocks("report-after-signing", "done_late", today)
    assert "demo-ky-savannakhet" in clocks("report-after-signing", "on_time", today)
    assert clocks("notice-of-ending", "overdue", today) == {"demo-ky-varna"}
    assert clocks("notice-of-ending", "on_time", today) == {"demo-ky-newcastle"}


def check_under_way(today):
    drafts = Agreement.objects.filter(key__startswith="demo-").exclude(stage=Stage.SIGNED)
    assert Counter(drafts.values_list("stage", flat=True)) == {
        Stage.EXPLORING: 2,
        Stage.DRAFTING: 2,
        Stage.CONSULTING: 2,
        Stage.APPROVAL: 1,
        Stage.READY_TO_SIGN: 1,
        Stage.BROKEN_OFF: 3,
    }
    reasons = StageStep.objects.filter(stage=Stage.BROKEN_OFF).values_list("break_reason", flat=True)
    assert set(reasons) == {"distance", "partner_budget", "under_review"}
    assert clocks("opinion-on-signing", "overdue", today) == {"demo-lay-y-kien-brno"}
    against = Opinion.objects.get(answer=OpinionAnswer.DISAGREE)
    assert against.consultation.agreement.key == "demo-lay-y-kien-van-nam"
    assessed = CriteriaAssessment.objects.get()
    assert (assessed.agreement.key, assessed.is_complete) == ("demo-san-sang-ky-chiba", True)


def check_carried_out(today):
    closed, opened = RenewalCase.objects.order_by("closed_on")
    assert (closed.agreement.key, closed.outcome) == ("demo-ky-khon-kaen", "renewed")
    assert (opened.agreement.key, opened.closed_on) == ("demo-ky-kawasaki", None)
    sessions = {session.title: session.closed_on is not None for session in ReviewSession.objects.all()}
    assert sessions == {"(Mẫu) Phiên rà soát kỳ trước": True, "(Mẫu) Phiên rà soát kỳ này": False}
    promised = Action.objects.filter(commitment__isnull=False).with_state(today, soon_until=today)
    states = set(promised.values_list("state", flat=True))
    assert {"overdue", "open", "done"} <= states
    assert Attachment.objects.count() == 6


def test_the_focal_point_writes_and_sees_its_own(home):
    make(DAYS[0])
    seen = Agreement.objects.visible_to(home["focal"]).filter(key__startswith="demo-")
    assert set(seen.values_list("key", flat=True)) == {
        "demo-soan-thao-griffith",
        "demo-lay-y-kien-brno",  # asked for its opinion
        "demo-ky-keimyung",
        "demo-ky-savannakhet",
    }
    said = ProgressNote.objects.filter(author=home["focal"]).select_related("agency")
    assert {note.agency.key for note in said} == {"dai-hoc-da-nang"}
    assert said.filter(is_difficulty=True).count() == 1


def test_a_second_run_adds_nothing_and_copies_multiply_everything(home):
    register = Counter(counted())
    make(DAYS[0])
    first = counted()
    assert make(DAYS[0]) == {}
    assert make(date(2027, 1, 15)) == {}  # a later day moves nothing that is there
    assert counted() == first
    assert make(DAYS[0], scale=2) == MADE
    assert Counter(counted()) - Counter(first) == Counter(first) - register
    on_agenda = ReviewSession.objects.get(title="(Mẫu) Phiên rà soát kỳ này 2").items
    assert set(on_agenda.values_list("agreement__key", flat=True)) == {
        f"demo-{slug}-2" for slug in ("ky-changwon", "ky-jeju", "ky-boras", "ky-son-dong", "ky-newcastle")
    }
    keys = set(Agreement.objects.filter(key__startswith="demo-ky-sakai").values_list("key", flat=True))
    assert keys == {"demo-ky-sakai", "demo-ky-sakai-2"}
