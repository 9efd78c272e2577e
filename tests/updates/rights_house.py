"""A house with one of everything that docs/roles.md speaks of, and the people of its columns."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings

from agreements.models import ProjectAgency
from dnfa.accounts.enums import Role
from dnfa.accounts.models import User
from dnfa.updates import services
from dnfa.updates.models import ChangeRequest, RoundAgency, UpdateRound
from dnfa.updates.services import rounds
from tests.factories import make_agency, make_project, make_user
from tests.updates.factories import NOW, TODAY, Cast, accept, begin, give_back, make_cast, save, submit
from tests.updates.services.test_rounds import DUE, opened, prepare

PAGE = Path(settings.BASE_DIR) / "docs" / "roles.md"


def written(name: str) -> dict[str, dict[str, str]]:
    """One of the tables of docs/roles.md: row by first cell, cell by head."""
    text = PAGE.read_text("utf-8").split(f"<!-- rights: {name} -->")[1].split("<!-- /rights -->")[0]
    lines = [
        [cell.strip() for cell in line.strip().strip("|").split("|")] for line in text.strip().splitlines()
    ]
    head, _rule, *rows = lines
    return {row[0]: dict(zip(head[1:], row[1:], strict=True)) for row in rows}


SEEN, DONE = written("what is seen"), written("what is done")
PEOPLE = list(next(iter(SEEN.values())))


@dataclass
class RightsHouse:
    """People by column and records by row of the written tables."""

    cast: Cast
    people: dict[str, User]
    records: dict[str, Any] = field(default_factory=dict)

    def seen_by(self, who: str, model: type[Any]) -> set[int]:
        """What the table says this person sees of a kind of record."""
        return {
            record.pk
            for row, record in self.records.items()
            if isinstance(record, model) and SEEN[row][who] == "yes"
        }

    def all_of(self, model: type[Any]) -> set[int]:
        """The records of a kind that the table has rows of."""
        return {record.pk for record in self.records.values() if isinstance(record, model)}


def make_house() -> RightsHouse:
    """Everything in every state; texts name their row, so that a text on a page tells what leaked."""
    cast = make_cast(starts_on="2020")
    people = {
        "author": cast.focal,
        "colleague": make_user(Role.FOCAL_POINT, agency=cast.agency),
        "another agency": make_user(Role.FOCAL_POINT),
        "writer": cast.officer,
        "officer": make_user(Role.OFFICER),
        "head": make_user(Role.HEAD),
        "administrator": make_user(Role.ADMINISTRATOR),
        "leader": make_user(Role.LEADER),
        "auditor": make_user(Role.AUDITOR),
        "closed": make_user(Role.HEAD, is_active=False),
    }
    house = RightsHouse(cast, people)
    _make_requests(house)
    _make_rounds(house, people["another agency"])
    return house


def _note(house: RightsHouse, row: str, *, user: User | None = None) -> ChangeRequest:
    """A note about a project of its own, whose text is the name of its row."""
    project = make_project(title_vi=f"Dự án {row}", starts_on="2020")
    ProjectAgency.objects.create(project=project, agency=house.cast.agency, role="managing")
    by = {"user": user} if user else {}
    made = save(house.cast, begin(house.cast, "note", record=project, **by), text=row, **by)
    house.records[row] = made
    return made


def taking_back(request: ChangeRequest) -> dict[str, Any]:
    return {"request": request, "base_version": request.version, "reason": "Gửi nhầm"}


def _make_requests(house: RightsHouse) -> None:
    cast = house.cast
    _note(house, "draft of the agency")
    _note(house, "draft that the writer wrote for the agency", user=cast.officer)
    early = _note(house, "withdrawn before it was sent")
    services.request_withdraw(**taking_back(early), user=cast.focal, now=NOW)
    submit(cast, _note(house, "sent"))
    give_back(cast, submit(cast, _note(house, "returned")))
    accept(cast, submit(cast, _note(house, "accepted")))
    late = submit(cast, _note(house, "withdrawn after it was sent"))
    services.request_withdraw(**taking_back(late), user=cast.focal, now=NOW)
    for row, record in house.records.items():
        record.refresh_from_db()
        house.records[row] = record
    house.records["confirmation of the agency"] = services.confirm_record(
        subject=cast.subject,
        record=cast.project,
        agency=cast.agency,
        seen_version=cast.project.version,
        user=cast.focal,
        today=TODAY,
    )


def _make_rounds(house: RightsHouse, stranger: User) -> None:
    cast = house.cast
    asked = [{"kind": "other", "title": "Có gì mới", "is_required": False}]
    house.records["round in preparation that will ask the agency"] = prepare(
        cast, title="Đợt chuẩn bị", questions=asked
    )
    held = opened(cast, title="Đợt đang mở", questions=asked, agencies=[cast.agency, make_agency()])
    house.records["open round that asks the agency"] = held
    house.records["answer of the agency in it"] = RoundAgency.objects.get(round=held, agency=cast.agency)
    over = opened(cast, title="Đợt đã đóng", questions=asked)
    house.records["closed round that asked the agency"] = rounds.round_close(
        held=over, base_version=over.version, user=cast.officer, now=NOW
    )
    house.records["open round that asks only another agency"] = opened(
        cast, title="Đợt của nơi khác", questions=asked, agencies=[stranger.agency], due_on=DUE
    )


MODELS = (ChangeRequest, UpdateRound, RoundAgency)
