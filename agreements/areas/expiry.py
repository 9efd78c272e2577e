"""What the work before an end announces to the house."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.enums import Stage, Status, TermKind
from agreements.expiry import times_renewed
from agreements.models import Agreement, AgreementAgency, RenewalCase
from agreements.rules import can_write_papers
from agreements.rules.expiry import may_open_renewal
from agreements.sections import Section, register_section
from agreements.selectors_expiry import case_steps
from dnfa.core.clock import local_today
from dnfa.followup.calendar import CalendarEntry, CalendarSource, register_source

EXPIRIES = "expiries"


def renewal_section(agreement: Agreement, user: Any, as_of: date) -> dict[str, Any] | None:
    """The renewal files of a paper with their steps, its day of notice, and whether a file may be opened.

    Nothing on a paper that has no file and is neither near its end, over, nor renewing itself.
    """
    paper: Any = Agreement.objects.filter(pk=agreement.pk).with_status(as_of).with_deadline(as_of).get()
    today = local_today()
    cases = [(case, case_steps(case, user, today)) for case in agreement.renewal_cases.all()]
    renews = paper.effective_term == TermKind.AUTO_RENEW and paper.ends_on is not None
    near = paper.status in {Status.EXPIRING, Status.EXPIRED}
    may_open = may_open_renewal(user, paper)
    if agreement.stage != Stage.SIGNED or not (cases or renews or (near and may_open)):
        return None
    return {
        "key": agreement.key,
        "cases": cases,
        "ends_on": paper.ends_on,
        "notice_by": paper.notice_by,
        "renewals": times_renewed(paper.first_end, paper.ends_on, paper.renew_months) if renews else 0,
        "may_open": may_open,
        "may_write": can_write_papers(user),
    }


def expiry_entries(user: Any, first: date, last: date, today: date) -> list[CalendarEntry]:
    """Last days of papers in force on `today`, and last days for notice of those that renew themselves."""
    signed = Agreement.objects.signed_with_a_partner().values("pk")
    bodies = AgreementAgency.objects.filter(agreement=OuterRef("pk")).order_by().values("agency")
    papers: Any = (
        Agreement.objects.visible_to(user)
        .filter(pk__in=signed)
        .with_status(today)
        .in_force()
        .with_deadline(today)
        .annotate(bodies=ArraySubquery(bodies))
    )
    return [
        CalendarEntry(
            uid=f"agreement-end-{paper.pk}",
            day=paper.deadline,
            title=_title(paper),
            url=paper.get_absolute_url(),
            detail=paper.get_capacity_display(),
            state=paper.status if paper.notice_by is None else "",
            source=EXPIRIES,
            agencies=frozenset(paper.bodies),
        )
        for paper in papers.filter(deadline__range=(first, last)).order_by("deadline", "pk")
    ]


def _title(paper: Any) -> str:
    if paper.notice_by is not None:
        return _("Ngày cuối báo không gia hạn: %(title)s") % {"title": paper.title_vi}
    return _("Ngày cuối hiệu lực: %(title)s") % {"title": paper.title_vi}


def register() -> None:
    """Called from `AppConfig.ready()` through `agreements.areas`."""
    from agreements import flags_expiry  # noqa: PLC0415  (rules name kinds that ready() registers first)
    from agreements.loading.renewal_steps import load_renewal_steps  # noqa: PLC0415  (as above)
    from dnfa.core import loading  # noqa: PLC0415  (as above)
    from dnfa.followup.rules import FlagKind, register_kind  # noqa: PLC0415  (as above)

    register_kind(FlagKind(RenewalCase, RenewalCase.objects.visible_to, reads=("agreement",)))
    register_section(
        Section("renewal", gettext_lazy("Gia hạn"), 60, "agreements/expiry/section.html", renewal_section)
    )
    register_source(CalendarSource(EXPIRIES, gettext_lazy("Thỏa thuận hết hạn"), 5, expiry_entries))
    flags_expiry.register()
    loading.register(150, "renewal_steps", load_renewal_steps)
