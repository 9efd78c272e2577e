"""Parts of a project's page; None where a part has nothing to say.

The project comes from `agreements.selectors_projects.project_in_full`: what is read here is prefetched, as this reader may
see it and as of the day of the page.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from agreements.enums import ProjectDeed
from agreements.models import Project, ProjectEvent, ProjectReport
from agreements.presenters.periods import programme_items
from agreements.presenters.projects import filled, party_items
from agreements.project_states import DeedFacts
from agreements.rules.projects import can_report_progress, can_write_projects
from agreements.selectors_projects import regimes_on
from dnfa.core.display import display_value
from dnfa.core.provenance import provenance_of, told_by

Context = dict[str, Any] | None


def edit_url(record: Project, user: Any, name: str) -> str:
    """Where this person edits a part; empty for who may not."""
    return reverse(f"agreements:project-{name}", args=[record.key]) if can_write_projects(user) else ""


def results(record: Project, user: Any, _as_of: date) -> Context:
    """What it came to: in words, in figures planned and reached, and what remained after the money ended."""
    words = filled(
        [
            {"label": _("Kết quả"), "value": record.result_vi},
            {
                "label": _("Còn lại sau khi hết tài trợ"),
                "value": record.remains_vi,
                "note": _("kiểm tra ngày %(day)s") % {"day": display_value(record.remains_seen_on)}
                if record.remains_seen_on
                else "",
            },
        ]
    )
    figures, address = list(record.results.all()), edit_url(record, user, "results")
    if not (words or figures or address):
        return None
    return {"words": words, "figures": figures, "edit_url": address}


def reports(record: Project, user: Any, as_of: date) -> Context:
    """What agencies reported, the newest period first."""
    told = [report for report in record.reports.all() if report.received_on <= as_of]
    items = [{"report": report, **_report_urls(report, user)} for report in told]
    is_open = bool(record.agency_roles.all()) and can_report_progress(user, record)
    address = reverse("agreements:project-report-add", args=[record.key]) if is_open else ""
    return {"items": items, "add_url": address} if items or address else None


def _report_urls(report: ProjectReport, user: Any) -> dict[str, str]:
    """Where this person puts a report right or takes it back; empty for who may not."""
    may_write = can_write_projects(user)
    return {
        f"{deed}_url": reverse(f"agreements:project-report-{deed}", args=[report.pk]) if may_write else ""
        for deed in ("correct", "remove")
    }


def children(record: Project, _user: Any, _as_of: date) -> Context:
    """The parts of the programme."""
    parts: list[Project] = record.seen_children  # type: ignore[attr-defined]  # a prefetch of `project_in_full`
    return {"projects": parts, "has_components": any(part.is_component for part in parts)} if parts else None


def deeds(record: Project, user: Any, as_of: date) -> Context:
    """What happened, the latest first; what happened later than the day of the page says so."""
    may_write = can_write_projects(user)
    items = [
        {
            "date": event.occurred_on,
            "title": event.get_kind_display(),
            "body": _deed_words(event),
            "note": "; ".join(
                filter(None, [event.note, "" if _happened(event, as_of) else _("sau ngày đang xem")])
            ),
            "remove_url": reverse("agreements:project-event-remove", args=[event.pk]) if may_write else "",
        }
        for event in reversed(record.events.all())
    ]
    address = edit_url(record, user, "event-add")
    return {"items": items, "add_url": address} if items or address else None


def _happened(event: ProjectEvent, as_of: date) -> bool:
    return event.occurred_on is None or DeedFacts(event.kind, event.occurred_on).counts_from <= as_of


def _deed_words(event: ProjectEvent) -> str:
    moved = (
        _("kết thúc mới: %(day)s") % {"day": display_value(event.new_ends_on)} if event.new_ends_on else ""
    )
    return "; ".join(filter(None, [event.document_number, event.decided_by, moved, event.reason]))


def sides(record: Project, user: Any, _as_of: date) -> Context:
    """Foreign sides with their role and share; a focal point that may see none of them reads nothing here."""
    items, address = party_items(record), edit_url(record, user, "sides")
    return {"items": items, "edit_url": address} if items or address else None


def bodies(record: Project, user: Any, _as_of: date) -> Context:
    """Vietnamese bodies with their role."""
    items = [
        {"label": role.get_role_display(), "value": role.agency.name_vi} for role in record.agency_roles.all()
    ]
    if record.owner_name:
        items.append(
            {
                "label": _("Chủ khoản viện trợ"),
                "value": record.owner_name,
                "note": _("ngoài danh sách cơ quan"),
            }
        )
    address = edit_url(record, user, "bodies")
    return {"items": items, "edit_url": address} if items or address else None


def papers(record: Project, _user: Any, _as_of: date) -> Context:
    """The papers it rests on, the programme it belongs to, the page that puts its period beside the others."""
    items = [
        {
            "label": _("Theo thỏa thuận"),
            "value": paper.title_vi,
            "href": paper.get_absolute_url(),
            "note": _("ký %(day)s") % {"day": display_value(paper.signed_on)} if paper.signed_on else "",
        }
        for paper in record.agreements.all()
    ]
    if record.parent is not None:
        inside = _("số tiền đã nằm trong chương trình") if record.is_component else ""
        items.append(
            {
                "label": _("Thuộc chương trình"),
                "value": record.parent.title_vi,
                "href": record.parent.get_absolute_url(),
                "note": inside,
            }
        )
    items += programme_items(record)
    return {"items": items} if items else None


def regime(record: Project, user: Any, as_of: date) -> Context:
    """Under which law it stands: that of the day it was approved, else of its start, else of the day of the page; or that the register
    names none for that day, and where whoever keeps it adds one.
    """
    if not record.source_type:
        return None
    day, since = _day_of_law(record, as_of)
    items = [
        {
            "label": str(each.legal_basis),
            "value": each.legal_basis.title,
            "note": "; ".join(
                filter(
                    None,
                    [
                        each.note,
                        "" if each.is_verified and each.legal_basis.is_verified else _("cần kiểm tra"),
                    ],
                )
            ),
        }
        for each in regimes_on(record.source_type, day)
    ]
    words = _("%(source)s, theo %(since)s %(day)s") % {
        "source": record.get_source_type_display(),
        "since": since,
        "day": display_value(day),
    }
    return {"items": items, "words": words, "missing": "" if items else _no_law(day, user)}


def _no_law(day: date, user: Any) -> str:
    told = {"day": display_value(day)}
    if can_write_projects(user):
        return _("Sổ chưa có văn bản cho nguồn vốn này vào ngày %(day)s; bổ sung ở trang quản trị.") % told
    return _("Sổ chưa có văn bản cho nguồn vốn này vào ngày %(day)s.") % told


def _day_of_law(record: Project, as_of: date) -> tuple[date, str]:
    approved = [
        event.occurred_on
        for event in record.events.all()
        if event.kind == ProjectDeed.APPROVAL and event.occurred_on and _happened(event, as_of)
    ]
    if approved:
        return approved[0].first_day(), _("ngày phê duyệt")
    if record.starts_on:
        return record.starts_on.first_day(), _("ngày bắt đầu")
    return as_of, _("ngày đang xem")


def files(record: Project, user: Any, _as_of: date) -> Context:
    """Attached files."""
    return {"record": record, "user": user}


def sources(record: Project, _user: Any, _as_of: date) -> Context:
    """Where the facts come from, sums too; what sources dispute stands in full. Nothing for a record typed here."""
    lines = list(record.lines.all())
    names = {("fundingline", line.pk): line.get_kind_display() for line in lines}
    told = told_by(list(provenance_of([record, *lines])), names)
    return {"sources": told} if told.cited or told.contradictions else None
