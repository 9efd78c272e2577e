"""An update played over HTTP, step by step: what a person's browser, or a program at the API, asks the house for."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Count

from agreements.models import Project
from dnfa.updates.models import ChangeRequest
from tests.factories import make_project
from tests.running_house import Answer, Browser
from tests.updates.factories import Cast

PROPOSED = {"place": "Sơn Trà", "purpose_vi": "Cho người đi làm"}
SHOWN = {f"has-{name}": "1" for name in PROPOSED}
API = "/api/v1/change-requests/"


@dataclass
class Play:
    """One project on its way through submit and accept."""

    cast: Cast
    focal: Browser
    officer: Browser
    project: Project

    @property
    def update(self) -> int:
        """The number of the update; there is never a second one."""
        return ChangeRequest.objects.values_list("pk", flat=True).get(record_id=self.project.pk)


Press = Callable[[], Answer]


def opened(browser: Browser, path: str) -> Answer:
    answer = browser.get(path)
    assert answer.status == 200
    return answer


def written(page: Answer) -> dict[str, str]:
    numbers = {name: page.number(name) for name in ("version", "record_version")}
    return {**numbers, **SHOWN, **PROPOSED, "text": ""}


def begin(play: Play) -> tuple[Browser, Press]:
    path = f"/cap-nhat/ve/project/{play.project.pk}/"
    opened(play.focal, path)
    return play.focal, lambda: play.focal.post(path, {"kind": "edit"})


def autosave(play: Play) -> tuple[Browser, Press]:
    data = written(opened(play.focal, f"/cap-nhat/{play.update}/soan/"))
    path = f"/cap-nhat/{play.update}/nhap/"
    return play.focal, lambda: play.focal.post(path, data)


def send(play: Play) -> tuple[Browser, Press]:
    path = f"/cap-nhat/{play.update}/soan/"
    data = written(opened(play.focal, path))
    return play.focal, lambda: play.focal.post(path, {**data, "send": "1"})


def take(play: Play) -> tuple[Browser, Press]:
    page = opened(play.officer, f"/cap-nhat/{play.update}/duyet/")
    path, data = f"/cap-nhat/{play.update}/nhan/", {"version": page.number("version")}
    return play.officer, lambda: play.officer.post(path, data)


def accept(play: Play) -> tuple[Browser, Press]:
    """The one value; the other goes back."""
    path = f"/cap-nhat/{play.update}/duyet/"
    page = opened(play.officer, path)
    data = {name: page.number(name) for name in ("version", "record_version")}
    words = {"accept": "place", "reason": "incomplete", "text": "Nêu rõ cho ai", "accept_now": "1"}
    return play.officer, lambda: play.officer.post(path, {**data, **words})


def api_begin(play: Play) -> tuple[Browser, Press]:
    opened(play.focal, "/cap-nhat/ban-ghi/")  # for its token
    told = {"kind": "edit", "subject": "project", "record": play.project.key, "values": PROPOSED}
    key = {"Idempotency-Key": f"begin-{play.project.pk}"}
    return play.focal, lambda: play.focal.api(API, json.dumps(told), **key)


def api_send(play: Play) -> tuple[Browser, Press]:
    path = f"{API}{play.update}/"
    tag = opened(play.focal, path).headers["ETag"]
    headers = {"Idempotency-Key": f"send-{play.update}", "If-Match": tag}
    return play.focal, lambda: play.focal.api(f"{path}submit/", "{}", **headers)


def api_accept(play: Play) -> tuple[Browser, Press]:
    path = f"{API}{play.update}/"
    opened(play.officer, "/cap-nhat/")
    tag = opened(play.officer, path).headers["ETag"]
    headers = {"Idempotency-Key": f"accept-{play.update}", "If-Match": tag}
    told = json.dumps({"accepted": ["place"], "reason": "incomplete", "text": "Nêu rõ cho ai"})
    return play.officer, lambda: play.officer.api(f"{path}accept/", told, **headers)


FORMS = (begin, autosave, send, take, accept)
PROGRAMS = (api_begin, api_send, api_accept)
HOLD_PERSON = "SELECT 1 FROM accounts_user WHERE id = %s FOR UPDATE"
HOLD_UPDATE = "SELECT 1 FROM updates_changerequest WHERE id = %s FOR UPDATE"
HOLD_PROJECT = "SELECT 1 FROM agreements_project WHERE id = %s FOR UPDATE"
HOLD_AGENCY = "SELECT 1 FROM accounts_agency WHERE id = %s FOR UPDATE"
HOLD_NOTICE = "SELECT 1 FROM followup_notice WHERE id = %s FOR UPDATE"


def what_is_held(play: Play, step: Any, moment: str) -> tuple[str, int]:
    """A row that the step waits for: at its beginning, or when all is written and a foreign key is looked up at COMMIT."""
    if step in {begin, api_begin}:
        return HOLD_AGENCY, play.cast.agency.pk
    if moment == "waiting" or step is autosave:
        return (HOLD_PROJECT, play.project.pk) if step is accept else (HOLD_UPDATE, play.update)
    person = play.cast.officer if step in {take, accept, api_accept} else play.cast.focal
    return HOLD_PERSON, person.pk


def new_play(people: Any) -> Play:
    connection.close()  # the database of the house may have died since
    cast, focal, officer = people
    project = make_project(
        title_vi="Dạy tiếng Nhật", place="Hải Châu", starts_on="2020", agencies=[cast.agency]
    )
    return Play(cast, focal, officer, project)


def register(play: Play) -> dict[str, Any]:
    """Every row of the play, without numbers and moments; the audit trail counts what was ever written."""
    connection.close()
    project = Project.objects.annotate(changes=Count("audit_rows")).get(pk=play.project.pk)
    rows = ChangeRequest.objects.filter(record_id=project.pk).annotate(changes=Count("audit_rows"))
    return {
        "project": (project.place, project.purpose_vi, project.version, project.changes),
        "updates": [
            {
                "row": (row.kind, row.state, row.base_version, row.version, row.changes, row.reviewer_id),
                "values": sorted(row.values.values_list("name", "base", "proposed", "decision", "remark")),
                "steps": list(row.steps.order_by("pk").values_list("kind", "reason", "text", "by")),
            }
            for row in rows
        ],
    }
