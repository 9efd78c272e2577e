"""What a person has to do now, for the home page: legal clocks first, then reports of results, things to do, what agencies
sent, papers that end, projects with flags.

Officers and heads get two sets of tiles, what is theirs and what is the Department's; each tile opens exactly the list it
counts, never one mixed number. Everybody else gets one set of what they see.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from delegations.models import Delegation
from delegations.report_standing import ReportStanding
from delegations.selectors_outcomes import NOT_REPORTED, report_rows
from dnfa.accounts.rules import keeps_the_register
from dnfa.core.calendar import load_calendar
from dnfa.followup.clocks import soon_until
from dnfa.followup.enums import ActionState, ClockState
from dnfa.followup.models import Action, Clock
from dnfa.updates.enums import RequestState
from dnfa.updates.models import ChangeRequest, RoundAgency
from dnfa.updates.rules import may_send_updates
from partners.rules import can_follow
from reports.selectors.parts import Tile
from reports.selectors.tally import MINE, UNIT, Tally, tally

TONES = {"overdue": "danger", "due_soon": "warn", "ending": "warn"}


@dataclass(frozen=True)
class TileSet:
    """What one scope has to do, and the next day something in it is due."""

    scope: str
    title: str
    tiles: list[Tile]
    next_due: date | None

    @property
    def nothing_due(self) -> bool:
        return not any(tile.value for tile in self.tiles)


@dataclass(frozen=True)
class Due:
    """The tallies behind the tiles, read once for both sets."""

    clocks: Tally
    actions: Tally
    reports: Tally
    requests: Tally
    answers: Tally
    soon: date


def scopes_of(user: Any) -> list[tuple[str, str]]:
    """Whose work a person's page shows apart: for officers and heads mine and the unit's, else what is seen."""
    if can_follow(user):
        return [(MINE, _("Của tôi")), (UNIT, _("Đơn vị"))]
    return [(UNIT, _("Đến hạn"))]


def due_of(user: Any, today: date) -> Due:
    """Read it in a fixed number of queries; "soon" is counted in working days, so that holidays are skipped."""
    soon = soon_until(today, load_calendar())
    given = {"user": user, "today": today}
    clocks = Clock.objects.visible_to(user).open_on(today).with_state(today, soon_until=soon)
    actions = Action.objects.visible_to(user).open_on(today).with_state(today, soon_until=soon)
    reports = report_rows(Delegation, user, today).filter(NOT_REPORTED)
    by_me = ExpressionWrapper(Q(author=user.pk), output_field=BooleanField())
    requests = ChangeRequest.objects.visible_to(user).annotate(by_me=by_me)
    moving = requests.filter(state__in=[RequestState.SUBMITTED, RequestState.RETURNED])
    return Due(
        clocks=tally(clocks, "state", day="due_on", **given),
        actions=tally(actions, "state", day="due_on", **given),
        reports=tally(reports, "standing", **given),
        requests=tally(moving, "state", "by_me", **given),
        answers=_answers(user, today),
        soon=soon,
    )


def _answers(user: Any, today: date) -> Tally:
    """What agencies answered or asked in rounds and this person may decide; nobody else is asked for anything."""
    if not keeps_the_register(user):
        return Tally([])
    rows = RoundAgency.objects.visible_to(user).for_decision_of(user)
    return tally(rows, user=user, today=today)


def tile_sets(user: Any, due: Due, renewals: Tally, projects: Tally) -> list[TileSet]:
    """The sets of this person's page; `renewals` and `projects` are read with the parts of the page they also fill."""
    return [
        TileSet(
            scope,
            title,
            [
                *_timed(due, scope),
                *_sent(user, due, scope),
                *_ending(renewals, projects, scope),
            ],
            min(
                filter(None, (part.first(scope) for part in (due.clocks, due.actions, renewals))),
                default=None,
            ),
        )
        for scope, title in scopes_of(user)
    ]


def in_scope(query: str, scope: str) -> str:
    """The query of a list, narrowed to what is mine for my tiles."""
    return f"{query}&mine=true" if scope == MINE else query


def tile_of(
    code: str, label: str, value: int, *, url_name: str, query: str, unit: str, tone: str = ""
) -> Tile:
    """A number that opens its list; a tone of alarm only where there is something."""
    address = f"{reverse(url_name)}?{query}"
    return Tile(code, label, value, unit, "", address, TONES[tone] if tone and value else "")


def _timed(due: Due, scope: str) -> list[Tile]:
    """What is overdue, then what is due soon: legal clocks, reports of results, things to do."""
    until = f"{due.soon:%d/%m/%Y}"
    overdue, owed = ReportStanding.OVERDUE.value, _("việc")
    rows = (
        (due.clocks, ClockState.OVERDUE, "overdue", _("Thời hạn luật định quá hạn"), "clocks:list", _("thời hạn")),
        (due.reports, overdue, "overdue", _("Báo cáo kết quả đoàn quá hạn"), "delegations:reports", _("đoàn")),
        (due.actions, ActionState.OVERDUE, "overdue", _("Việc phải làm quá hạn"), "actions:list", owed),
        (due.clocks, ClockState.DUE_SOON, "due_soon", _("Thời hạn luật định đến hết %(day)s"), "clocks:list", _("thời hạn")),
        (due.actions, ActionState.DUE_SOON, "due_soon", _("Việc phải làm đến hết %(day)s"), "actions:list", owed),
    )  # fmt: skip
    tiles = []
    for counted, state, tone, label, url_name, unit in rows:
        column = "standing" if counted is due.reports else "state"
        value = counted.number(scope, lambda group, column=column, state=state: group[column] == state)
        tiles.append(
            tile_of(
                f"{url_name}-{tone}",
                label % {"day": until} if "%" in label else label,
                value,
                url_name=url_name,
                query=in_scope(f"{column}={state}", scope),
                unit=unit,
                tone=tone,
            )
        )
    return tiles


def _sent(user: Any, due: Due, scope: str) -> list[Tile]:
    """What agencies sent and waits, and what came back to whoever wrote it."""
    requests = due.requests

    def tile(code: str, label: str, value: int, query: str, tone: str) -> Tile:
        unit = _("cập nhật")
        return tile_of(code, label, value, url_name="updates:list", query=query, unit=unit, tone=tone)

    def to_review(group: dict[str, Any]) -> bool:
        return group["state"] == RequestState.SUBMITTED and not group["by_me"]

    def returned(group: dict[str, Any]) -> bool:
        return bool(group["state"] == RequestState.RETURNED)

    if keeps_the_register(user):
        label = _("Cập nhật chờ tôi duyệt") if scope == MINE else _("Cập nhật chờ duyệt")
        query = in_scope("to_review=true", scope)
        tiles = [
            tile("to-review", label, requests.number(scope, to_review), query, "due_soon"),
            tile_of(
                "to-take",
                _("Trả lời đợt, xin lùi hạn chờ tôi")
                if scope == MINE
                else _("Trả lời đợt, xin lùi hạn chờ xử lý"),
                due.answers.number(scope),
                url_name="updates:answers",
                query=in_scope("to_decide=true", scope),
                unit=_("cơ quan"),
                tone="due_soon",
            ),
        ]
        if scope == MINE:
            # What one wrote is one's own, whoever is in charge of what it is about.
            back = requests.number(UNIT, lambda group: returned(group) and group["by_me"])
            query = f"state={RequestState.RETURNED.value}&written_by_me=true"
            tiles.append(tile("returned", _("Bị trả lại cho tôi"), back, query, "overdue"))
        return tiles
    if may_send_updates(user):
        query = f"state={RequestState.RETURNED.value}"
        return [
            tile("returned", _("Cập nhật bị trả lại"), requests.number(scope, returned), query, "overdue")
        ]
    return []


def _ending(renewals: Tally, projects: Tally, scope: str) -> list[Tile]:
    """Papers that end without a renewal file, and projects past their end, without a report, behind plan."""
    return [
        tile_of(
            "ending",
            _("Sắp hết hạn, chưa mở hồ sơ gia hạn"),
            renewals.number(scope, lambda group: not group["has_case"]),
            url_name="agreements:expiry",
            query=in_scope("has_case=false", scope),
            unit=_("văn bản"),
            tone="ending",
        ),
        tile_of(
            "projects",
            _("Dự án có cảnh báo"),
            projects.number(scope, lambda group: bool(group["is_project"])),
            url_name="followup:list",
            query=in_scope("kind=project&state=open", scope),
            unit=_("cảnh báo"),
            tone="due_soon",
        ),
    ]
