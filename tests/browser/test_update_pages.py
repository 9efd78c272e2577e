"""Pages on what agencies keep true, with a sample year behind them: for the office and for a focal point."""

from __future__ import annotations

import pytest

from agreements.demo.projects import make_projects
from dnfa.core import demo as frame
from dnfa.core.clock import local_today
from dnfa.core.demo import make_demonstration
from dnfa.updates import demo as updates
from dnfa.updates.models import ChangeRequest, RoundAgency, UpdateRound
from reports.models import SchemeDifficulty, SchemeProposal
from reports.scheme import demo as scheme
from reports.scheme.enums import SchemeProposalState
from tests.browser.test_pages import WIDTHS, walk
from tests.snapshots import once_a_run

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BUILDERS = {"projects": (1, make_projects), "scheme": (2, scheme.build), "updates": (3, updates.build)}
TASK = "/nhiem-vu-de-an/II.B.16/"


@pytest.fixture
def year(house, monkeypatch) -> None:
    """Updates in every state, rounds and words on the Scheme, on the real register."""

    def live_it() -> None:
        monkeypatch.setattr(frame, "_builders", BUILDERS)
        make_demonstration(today=local_today(), say=lambda _text: None)

    once_a_run("updates-year", live_it)


def request_of(text: str) -> str:
    return ChangeRequest.objects.get(text__contains=text).get_absolute_url()


def round_that(**facts) -> UpdateRound:
    return UpdateRound.objects.filter(**facts).latest("pk")


def answer_of(key: str) -> str:
    held = round_that(opened_at__isnull=False, closed_at=None)
    return RoundAgency.objects.get(round=held, agency__key=key).get_absolute_url()


def office_pages() -> dict[str, str]:
    """The queue, every kind of review, rounds in every state."""
    return {
        "updates": "/cap-nhat/",
        "updates-to-review": "/cap-nhat/?to_review=true",
        "updates-nothing": "/cap-nhat/?q=khongcogi",
        "update-partly": request_of("Bổ sung kết quả"),
        "update-accepted": request_of("Mười hai lưu học sinh"),
        "update-review-stale": f"{request_of('Thêm trường tiếp nhận')}duyet/",
        "update-review-new": f"{request_of('Đối tác vừa gửi')}duyet/",
        "update-review-difficulty": f"{request_of('Thủ tục gia hạn thị thực')}duyet/",
        "update-records": "/cap-nhat/ban-ghi/",
        "rounds": "/cap-nhat/dot/",
        "round-add": "/cap-nhat/dot/them/",
        "round-answers": "/cap-nhat/dot/tra-loi/",
        "round-edit": f"{round_that(opened_at=None).get_absolute_url()}sua/",
        "round-questions": f"{round_that(opened_at=None).get_absolute_url()}cau-hoi/",
        "round-reopen": f"{round_that(closed_at__isnull=False).get_absolute_url()}mo-lai/",
        "round-prepared": round_that(opened_at=None).get_absolute_url(),
        "round-open": round_that(opened_at__isnull=False, closed_at=None).get_absolute_url(),
        "round-closed": round_that(closed_at__isnull=False).get_absolute_url(),
        "answer-waiting": answer_of("so-cong-thuong"),
        "answer-accepted": answer_of("so-du-lich"),
        "answer-more-time": answer_of("so-khoa-hoc-cong-nghe"),
    }


def focal_pages() -> dict[str, str]:
    """What a focal point reads and writes."""
    returned = request_of("Địa bàn thay đổi")
    return {
        "focal-home": "/",
        "agency-work": "/cap-nhat/viec-cua-co-quan/",
        "agency-records": "/cap-nhat/ban-ghi/",
        "agency-updates": "/cap-nhat/",
        "agency-rounds": "/cap-nhat/dot/",
        "agency-answer": answer_of("dai-hoc-da-nang"),
        "update-begin": "/thoa-thuan/du-an/demo-cho-hoc-bong-lao/cap-nhat/",
        "update-begin-new": "/cap-nhat/ve/project/",
        "update-returned": returned,
        "update-write": f"{returned}soan/",
        "update-write-note": f"{request_of('Hai sinh viên đợt 2')}soan/",
        "update-withdraw": f"{returned}rut/",
        "scheme-mine": "/nhiem-vu-de-an/cua-toi/",
    }


def scheme_pages() -> dict[str, str]:
    """Tasks, their lists and small forms."""
    waiting = SchemeProposal.objects.filter(state=SchemeProposalState.WAITING).latest("pk")
    proposal = f"/nhiem-vu-de-an/de-xuat/{waiting.pk}/"
    difficulty = SchemeDifficulty.objects.filter(solved_on=None).earliest("pk")
    return {
        "scheme": "/nhiem-vu-de-an/",
        "scheme-late": "/nhiem-vu-de-an/?state=late",
        "scheme-matrix": "/nhiem-vu-de-an/ma-tran/",
        "scheme-proposals": "/nhiem-vu-de-an/de-xuat/",
        "scheme-propose": "/nhiem-vu-de-an/de-xuat/them/",
        "scheme-proposal": proposal,
        "scheme-proposal-accept": f"{proposal}dua-vao/",
        "scheme-proposal-return": f"{proposal}tra-lai/",
        "scheme-task": TASK,
        "scheme-task-edit": f"{TASK}sua/",
        "scheme-assign": f"{TASK}giao/",
        "scheme-report": f"{TASK}tien-do/",
        "scheme-raise": f"{TASK}vuong-mac/",
        "scheme-action": f"{TASK}viec/",
        "scheme-difficulty-edit": f"/nhiem-vu-de-an/vuong-mac/{difficulty.pk}/sua/",
        "scheme-difficulty-solve": f"/nhiem-vu-de-an/vuong-mac/{difficulty.pk}/giai-quyet/",
    }


@pytest.mark.parametrize(
    ("username", "pages"),
    [("officer", office_pages), ("officer", scheme_pages), ("focal", focal_pages)],
    ids=["office", "scheme", "agency"],
)
def test_what_agencies_keep_true_is_open_to_everybody(visitor, year, username, pages):
    visitor.sign_in(username)
    looked_at = pages()

    found = walk(visitor, *WIDTHS, pages=looked_at)
    visitor.speak_english()
    found += walk(visitor, "english", pages=looked_at)

    assert found == []
