"""What this room brings to a partner's page: its papers, its projects, and the deeds of the timeline."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse

from agreements.aid_parts import Whose
from agreements.enums import IN_FORCE_STATUSES
from agreements.models import Agreement, Project
from agreements.presenters.aid_links import portfolio_url, programme_url
from agreements.presenters.periods import is_of_years
from agreements.rules.projects import can_write_projects
from agreements.selectors import register_rows
from agreements.selectors_projects import project_rows
from partners.models import Partner
from partners.sections import DeedKind, Section, register_deeds, register_section


def papers(partner: Partner, user: Any, as_of: date) -> dict[str, Any]:
    """Papers with this partner known by the day: those that hold first, then the newest."""
    visible = Agreement.objects.visible_to(user).filter(parties__partner=partner).known_by(as_of)
    holds = Case(When(status__in=sorted(IN_FORCE_STATUSES), then=Value(0)), default=Value(1))
    newest = Coalesce("signed_on", "effective_on").desc(nulls_last=True)
    return {"papers": list(register_rows(visible, as_of, user).order_by(holds, newest, "pk"))}


def projects(partner: Partner, user: Any, as_of: date) -> dict[str, Any]:
    """Projects given, received or carried by this partner that had begun by the day, newest first; where to write one."""
    begun = Q(starts_on__isnull=True) | Q(starts_on__first__lte=as_of)
    own = Project.objects.visible_to(user).filter(begun, parties__partner=partner)
    rows = list(project_rows(own, user, as_of).order_by(F("starts_on").desc(nulls_last=True), "pk"))
    whose = Whose(partner=partner)
    address = f"{reverse('agreements:project-add')}?{urlencode({'partner': partner.key})}"
    return {
        "projects": rows,
        "add_url": address if can_write_projects(user) else "",
        "portfolio_url": portfolio_url(whose),
        "programme_url": programme_url(whose) if any(map(is_of_years, rows)) else "",
    }


def register() -> None:
    """Called from `AppConfig.ready()`."""
    register_section(Section("papers", 10, "agreements/partner_papers.html", papers))
    register_section(Section("projects", 20, "agreements/partner_projects.html", projects))
    register_deeds(DeedKind("agreement", Agreement.objects.visible_to, "agreements:detail"))
    register_deeds(DeedKind("project", Project.objects.visible_to, "agreements:project"))
