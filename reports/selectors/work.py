"""What a person has to do now, for the home page: legal clocks first, then things to do, reports of results, papers
that end, what agencies sent.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from agreements.filters.expiry import coming, open_case
from agreements.models import Project
from agreements.selectors_expiry import expiry_rows
from delegations.models import Delegation
from delegations.report_standing import ReportStanding
from delegations.selectors_outcomes import outstanding
from dnfa.accounts.rules import keeps_the_register
from dnfa.core.calendar import load_calendar
from dnfa.followup.clocks import soon_until
from dnfa.followup.enums import ActionState, ClockState, FlagState
from dnfa.followup.models import Action, Clock, Flag
from dnfa.updates.enums import RequestState
from dnfa.updates.models import ChangeRequest
from dnfa.updates.rules import may_send_updates
from reports.selectors.parts import Tile

TONES = {"overdue": "danger", "due_soon": "warn", "ending": "warn"}


@dataclass(frozen=True)
class Work:
    """Tiles that each open exactly what they count, and the next day something is due."""

    tiles: list[Tile]
    next_due: date | None


def work_of(user: Any, today: date) -> Work:
    """Read it in a fixed number of queries; "soon" is counted in working days, so that holidays are skipped."""
    soon = soon_until(today, load_calendar())
    clocks = Clock.objects.visible_to(user).open_on(today).with_state(today, soon_until=soon)
    actions = Action.objects.visible_to(user).open_on(today).with_state(today, soon_until=soon)
    timed, owed = _due(clocks, ClockState, today), _due(actions, ActionState, today)
    near = coming(expiry_rows(user, today))  # type: ignore[arg-type]  # a queryset of papers
    reports = outstanding(Delegation, user, today)
    ends = near.order_by().aggregate(open=Count("pk", filter=~open_case()), next=Min("deadline"))
    projects = Flag.objects.visible_to(user).due(today).of_kind(Project).count()
    tiles = [
        *_tiles(timed, owed, reports["overdue"], ends["open"], soon),
        *_flagged(projects),
        *_updates(user),
    ]
    days = [day for day in (timed["next"], owed["next"], ends["next"]) if day]
    return Work(tiles, min(days, default=None))


def _due(rows: Any, states: type[ActionState | ClockState], today: date) -> dict[str, Any]:
    """How many are overdue and due soon, and the next day one is due."""
    counted: dict[str, Any] = rows.aggregate(
        overdue=Count("pk", filter=Q(state=states.OVERDUE)),
        soon=Count("pk", filter=Q(state=states.DUE_SOON)),
        next=Min("due_on", filter=Q(due_on__gte=today)),
    )
    return counted


def _tiles(timed: dict[str, Any], owed: dict[str, Any], reports: int, ending: int, soon: date) -> list[Tile]:
    """One tile a list, what hurts first."""
    until = f"{soon:%d/%m/%Y}"
    return [
        _tile(
            "overdue",
            _("Thời hạn luật định quá hạn"),
            timed["overdue"],
            "clocks:list",
            "state=overdue",
            _("thời hạn"),
        ),
        _tile(
            "due_soon",
            _("Thời hạn luật định đến hết %(day)s") % {"day": until},
            timed["soon"],
            "clocks:list",
            "state=due_soon",
            _("thời hạn"),
        ),
        _tile(
            "overdue", _("Việc phải làm quá hạn"), owed["overdue"], "actions:list", "state=overdue", _("việc")
        ),
        _tile(
            "due_soon",
            _("Việc phải làm đến hết %(day)s") % {"day": until},
            owed["soon"],
            "actions:list",
            "state=due_soon",
            _("việc"),
        ),
        _tile(
            "overdue",
            _("Báo cáo kết quả đoàn quá hạn"),
            reports,
            "delegations:reports",
            f"standing={ReportStanding.OVERDUE.value}",
            _("đoàn"),
        ),
        _tile(
            "ending",
            _("Sắp hết hạn, chưa mở hồ sơ gia hạn"),
            ending,
            "agreements:expiry",
            "has_case=false",
            _("văn bản"),
        ),
    ]


def _flagged(projects: int) -> list[Tile]:
    """Projects past their end, without a report, behind plan."""
    state = FlagState.OPEN.value
    query = f"kind=project&state={state}"
    return [_tile("due_soon", _("Dự án có cảnh báo"), projects, "followup:list", query, _("cảnh báo"))]


def _updates(user: Any) -> list[Tile]:
    """What agencies sent and waits for this person, or what came back to its agency."""
    visible = ChangeRequest.objects.visible_to(user)
    if keeps_the_register(user):
        waiting = visible.to_review(user).count()
        return [
            _tile(
                "due_soon",
                _("Cập nhật chờ tôi duyệt"),
                waiting,
                "updates:list",
                "to_review=true",
                _("cập nhật"),
            )
        ]
    if may_send_updates(user):
        returned = visible.filter(state=RequestState.RETURNED).count()
        return [
            _tile(
                "overdue",
                _("Cập nhật bị trả lại"),
                returned,
                "updates:list",
                f"state={RequestState.RETURNED.value}",
                _("cập nhật"),
            )
        ]
    return []


def _tile(kind: str, label: str, value: int, url_name: str, query: str, unit: str) -> Tile:  # noqa: PLR0917 - read as a row
    return Tile(
        key=f"{url_name}-{kind}",
        label=label,
        value=value,
        unit=unit,
        definition="",
        url=f"{reverse(url_name)}?{query}",
        tone=TONES[kind] if value else "",
    )
