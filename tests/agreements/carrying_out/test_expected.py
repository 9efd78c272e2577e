"""What a draft promises is nobody's open work before the signature makes it one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agreements.enums import Stage
from agreements.models import Agreement, Commitment
from agreements.services.commitments import commitment_add
from agreements.services.pipeline import sign_paper
from dnfa.accounts.enums import Role
from dnfa.core.clock import local_today
from dnfa.core.errors import Conflict
from dnfa.followup.actions import complete_action
from dnfa.followup.actions.selectors import open_actions
from dnfa.followup.calendar.own_sources import action_entries
from dnfa.followup.models import Action
from reports.selectors import home_page
from tests.agreements.carrying_out.factories import make_commitment
from tests.agreements.pipeline.factories import make_step
from tests.factories import make_agency, make_agreement, make_user
from tests.followup.actions.factories import make_action

pytestmark = pytest.mark.django_db
LIST, API = "/viec-phai-lam/", "/api/v1/actions/"
READY_ON = date(2026, 3, 5)


def make_ready(**values) -> Agreement:
    paper = make_agreement(**{"stage": Stage.EXPLORING, "agencies": [make_agency()], **values})
    make_step(paper, Stage.READY_TO_SIGN, READY_ON)
    return paper


def promise(paper: Agreement, due_on: date | None, **values) -> Commitment:
    return commitment_add(
        **{
            "agreement": paper,
            "text": "Mở khoá tiếng Nhật",
            "side": "ours",
            "due_on": due_on,
            "user": make_user(),
            **values,
        }
    )


def shown(client, user) -> dict[str, list[str]]:
    """The titles of open work wherever a person reads it, and the numbers of the two tiles."""
    today = local_today()
    client.force_login(user)
    [unit] = [one for one in home_page(user=user, today=today).sets if one.scope == "unit"]
    tiles = [tile.value for tile in unit.tiles if tile.key.startswith("actions")]
    entries = action_entries(user, today - timedelta(days=60), today + timedelta(days=60), today)
    return {
        "list": sorted(line.row.title for line in client.get(LIST).context["lines"]),
        "everything": sorted(line.row.title for line in client.get(LIST, {"state": "all"}).context["lines"]),
        "late": sorted(line.row.title for line in client.get(LIST, {"state": "overdue"}).context["lines"]),
        "api": sorted(row["title"] for row in client.get(API).json()["results"]),
        "tiles": tiles,
        "calendar": len(entries),
    }


NOTHING = {"list": [], "everything": [], "late": [], "api": [], "tiles": [0, 0], "calendar": 0}


def test_the_promises_of_a_draft_become_open_work_when_it_is_signed(client):
    today, user = local_today(), make_user()
    lead = make_agency()
    paper = make_ready()
    promise(paper, today - timedelta(days=1), text="Việc đã đến hạn", lead_agency=lead)
    promise(paper, today, text="Việc hôm nay", lead_agency=lead)
    before = (shown(client, user), shown(client, make_user(Role.FOCAL_POINT, agency=lead)))
    kept = list(Action.objects.order_by("pk").values())

    sign_paper(agreement=paper, signed_on=READY_ON, user=user, today=today)

    work = {
        "list": ["Việc hôm nay", "Việc đã đến hạn"],
        "everything": ["Việc hôm nay", "Việc đã đến hạn"],
        "late": ["Việc đã đến hạn"],
        "api": ["Việc hôm nay", "Việc đã đến hạn"],
        "tiles": [1, 1],
        "calendar": 2,
    }
    assert before == (NOTHING, NOTHING)
    assert (shown(client, user), shown(client, make_user(Role.FOCAL_POINT, agency=lead))) == (work, work)
    assert list(Action.objects.order_by("pk").values()) == kept


def test_a_promise_added_after_the_signature_is_open_work_at_once(client):
    paper = make_agreement()

    promise(paper, local_today(), text="Việc mới")

    assert shown(client, make_user())["list"] == ["Việc mới"]


@pytest.mark.parametrize(
    ("stage", "titles"),
    [
        ("exploring", []),
        ("drafting", []),
        ("consulting", []),
        ("approval", []),
        ("ready_to_sign", []),
        ("broken_off", []),
        ("signed", ["Mở khoá tiếng Nhật"]),
    ],
)
def test_the_stage_of_the_paper_decides(stage, titles):
    make_commitment(make_agreement(stage=stage), due_on=local_today())

    found = open_actions(make_user(), local_today())

    assert [action.title for action in found] == titles


def test_other_work_of_a_draft_is_owed_before_it_is_signed():
    draft = make_agreement(stage="drafting")
    make_action(record=draft, origin="other", title="Gửi lại dự thảo")
    make_commitment(draft)

    found = open_actions(make_user(), local_today())

    assert [action.title for action in found] == ["Gửi lại dự thảo"]


def test_what_is_expected_is_still_read_at_its_draft_and_by_its_address(client):
    draft = make_agreement(stage="drafting", key="du-thao")
    commitment = make_commitment(draft, title="Mở khoá tiếng Nhật")
    client.force_login(make_user())

    paper = client.get(reverse("agreements:detail", args=["du-thao"])).content.decode()
    page = client.get(reverse("actions:detail", args=[commitment.action_id]))
    row = client.get(f"{API}{commitment.action_id}/")

    assert "Mở khoá tiếng Nhật" in paper
    assert (page.status_code, row.status_code, row.json()["title"]) == (200, 200, "Mở khoá tiếng Nhật")
    assert "Văn bản chưa ký: đây là cam kết dự kiến" in page.content.decode()


def test_the_agency_of_an_expected_promise_sees_the_draft(client):
    lead = make_agency()
    draft = make_agreement(stage="drafting", key="du-thao")
    make_agreement(stage="drafting", key="khac")
    make_commitment(draft, lead_agency=lead)

    seen = Agreement.objects.visible_to(make_user(Role.FOCAL_POINT, agency=lead))

    assert [paper.key for paper in seen] == ["du-thao"]


def test_leaving_out_what_is_expected_costs_no_query_a_row(client):
    user = make_user()
    client.force_login(user)
    asked = []
    for _number in range(2):
        for _ in range(3):
            make_commitment(make_agreement(stage="drafting"), due_on=local_today())
            make_commitment(due_on=local_today())
        with CaptureQueriesContext(connection) as queries:
            client.get(LIST)
        asked.append(len(queries))

    assert asked[0] == asked[1]


def test_what_a_draft_promises_cannot_be_done_on_its_own_page_either():
    paper = make_ready()
    commitment = promise(paper, READY_ON)

    with pytest.raises(Conflict) as refused:
        complete_action(
            action=commitment.action,
            done_on=READY_ON,
            evidence="Báo cáo 12/BC-SNgV",
            user=make_user(),
            today=local_today(),
        )

    commitment.action.refresh_from_db()
    assert (refused.value.code, commitment.action.done_on) == ("action_expected", None)
