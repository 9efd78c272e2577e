"""What is told about proposals to change the Scheme: to the heads what waits, to the agency what came back or was taken in.

A proposal is the second step: its update was accepted long before, and its agency has no other way to hear of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import BooleanField, Case, CharField, F, QuerySet, Value, When
from django.db.models.functions import Cast, JSONObject
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dnfa.core.display import display_value
from dnfa.followup.notices.sources import Moment, NoticeSource, register_source, still_speaks
from dnfa.updates.agency_work import WorkLine, register_returned
from reports.scheme.enums import SchemeProposalState
from reports.scheme.models import SchemeProposal

GROUP = gettext_lazy("Nhiệm vụ Đề án")
NEWS_DAYS = 14  # a decision of longer ago is no news, as with updates


def waiting_rows(_moment: Moment) -> QuerySet[Any]:
    """Proposals nobody decided: to the heads of division."""
    return SchemeProposal.objects.waiting().annotate(
        about=F("pk"),
        dated=F("proposed_on"),
        facts=JSONObject(agency=F("agency__name_vi"), day=Cast("proposed_on", CharField())),
        to_heads=Value(True, BooleanField()),
    )


def returned_rows(moment: Moment) -> QuerySet[Any]:
    """Came back and may be bettered: to the author and the focal points of its agency."""
    return _to_the_agency(SchemeProposal.objects.to_send_again(moment.today))


def accepted_rows(moment: Moment) -> QuerySet[Any]:
    """Taken into the Scheme in the last fortnight: to the author and the focal points of its agency."""
    since = moment.today - timedelta(days=NEWS_DAYS)
    rows = SchemeProposal.objects.filter(state=SchemeProposalState.ACCEPTED, decided_on__gt=since)
    return _to_the_agency(rows)


def _to_the_agency(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.annotate(
        about=F("pk"),
        dated=F("decided_on"),
        facts=JSONObject(day=Cast("decided_on", CharField()), because=F("decision_note")),
        to_person=Case(When(still_speaks("author", "agency"), then=F("author"))),
        to_agency=F("agency"),
    )


def _day(facts: Mapping[str, Any]) -> str:
    return display_value(date.fromisoformat(facts["day"]))


def say_waiting(facts: Mapping[str, Any]) -> str:
    """Whose, since when."""
    return _("%(agency)s đề xuất sửa đổi Đề án ngày %(day)s, chờ xử lý.") % {
        "agency": facts["agency"],
        "day": _day(facts),
    }


def say_returned(facts: Mapping[str, Any]) -> str:
    """When, and why."""
    return _("Đề xuất sửa đổi Đề án bị trả lại ngày %(day)s. Lý do: %(because)s") % {
        "day": _day(facts),
        "because": facts["because"],
    }


def say_accepted(facts: Mapping[str, Any]) -> str:
    """When."""
    return _("Đề xuất đã được đưa vào Đề án ngày %(day)s.") % {"day": _day(facts)}


def returned_lines(user: Any, today: date) -> list[WorkLine]:
    """The agency's proposals that came back, for its list of work."""
    rows = SchemeProposal.objects.visible_to(user).to_send_again(today).order_by("decided_on", "pk")
    return [
        WorkLine(
            title=_("Đề xuất sửa đổi Đề án: %(title)s") % {"title": row.title_vi},
            url=reverse("scheme:proposal", args=[row.pk]),
            note=_("Trả lại ngày %(day)s: %(because)s")
            % {"day": display_value(row.decided_on), "because": row.decision_note},
        )
        for row in rows
    ]


def register() -> None:
    """Called from `AppConfig.ready()`."""
    told: tuple[tuple[str, Any, Any, Any, bool, int], ...] = (
        ("scheme_proposal_returned", gettext_lazy("Đề xuất sửa đổi Đề án bị trả lại"), returned_rows, say_returned, True, 35),
        ("scheme_proposal_waiting", gettext_lazy("Đề xuất sửa đổi Đề án chờ xử lý"), waiting_rows, say_waiting, True, 45),
        ("scheme_proposal_accepted", gettext_lazy("Đề xuất đã được đưa vào Đề án"), accepted_rows, say_accepted, False, 55),
    )  # fmt: skip
    for code, label, rows, say, expects, order in told:
        register_source(
            NoticeSource(
                code, label, GROUP, SchemeProposal, rows, say, expects,
                is_fixed=code == "scheme_proposal_returned", is_live=True, order=order,
            )
        )  # fmt: skip
    register_returned(returned_lines)
