"""Agencies with a project of theirs, people, and requests in every state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from agreements.models import Project, ProjectAgency
from dnfa.accounts.enums import Role
from dnfa.accounts.models import Agency, User
from dnfa.updates import services
from dnfa.updates.enums import RequestKind
from dnfa.updates.models import ChangeRequest
from dnfa.updates.subjects import subject_by_code
from tests.factories import make_agency, make_project, make_user

TODAY = date(2026, 11, 26)
DEPARTMENT_KEY = "so-ngoai-vu"
NOW = datetime(2026, 11, 26, 2, 0, tzinfo=UTC)  # nine o'clock in Đà Nẵng


@dataclass
class Cast:
    """One agency with its focal point and project, and an officer."""

    agency: Agency
    focal: User
    officer: User
    project: Project

    @property
    def subject(self) -> Any:
        return subject_by_code("project")


def make_cast(**project: Any) -> Cast:
    agency = make_agency()
    record = make_project(**{"title_vi": "Dạy tiếng Nhật", "place": "Hải Châu", **project})
    ProjectAgency.objects.create(project=record, agency=agency, role="managing")
    record.refresh_from_db()
    officer = make_user(Role.OFFICER, agency=department())
    return Cast(agency, make_user(Role.FOCAL_POINT, agency=agency), officer, record)


def department() -> Agency:
    """The Department: it is an agency too, to which its officers belong."""
    found = Agency.objects.filter(key=DEPARTMENT_KEY).first()
    return found or make_agency(key=DEPARTMENT_KEY, name_vi="Sở Ngoại vụ")


def begin(cast: Cast, kind: str = RequestKind.EDIT, **facts: Any) -> ChangeRequest:
    given = {
        "subject": cast.subject,
        "record": cast.project,
        "agency": cast.agency,
        "user": cast.focal,
        **facts,
    }
    return services.request_open(kind=kind, **given)


def save(
    cast: Cast, request: ChangeRequest, values: dict[str, Any] | None = None, **facts: Any
) -> ChangeRequest:
    given = {"base_version": request.version, "user": cast.focal, **facts}
    return services.draft_save(request=request, values=values, **given)


def submit(cast: Cast, request: ChangeRequest, **facts: Any) -> ChangeRequest:
    return services.request_submit(
        request=request, **{"base_version": request.version, "user": cast.focal, "now": NOW, **facts}
    )


def sent(cast: Cast, values: dict[str, Any] | None = None) -> ChangeRequest:
    """An edit that waits for review."""
    values = {"place": "Sơn Trà", "purpose_vi": "Cho người đi làm"} if values is None else values
    return submit(cast, save(cast, begin(cast), values))


def accept(cast: Cast, request: ChangeRequest, *names: str, **facts: Any) -> ChangeRequest:
    given = {"base_version": request.version, "user": cast.officer, "today": TODAY, "now": NOW, **facts}
    return services.request_accept(request=request, accepted=names, **given)


def give_back(cast: Cast, request: ChangeRequest, **facts: Any) -> ChangeRequest:
    given = {"reason": "incomplete", "text": "Nêu rõ phường", "base_version": request.version, **facts}
    return services.request_return(request=request, user=cast.officer, now=NOW, **given)


def values_of(request: ChangeRequest) -> dict[str, tuple[Any, Any, str]]:
    """Base, proposed and decision by field."""
    return {
        value.name: (value.base, value.proposed, value.decision) for value in request.values.order_by("pk")
    }


def steps_of(request: ChangeRequest) -> list[tuple[str, str, str]]:
    """Kind, reason and words of each step."""
    return [(step.kind, step.reason, step.text) for step in request.steps.order_by("pk")]
