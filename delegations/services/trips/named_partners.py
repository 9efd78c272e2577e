"""Partners named on the way of a delegation, or met as a submitted report tells, are among those of the record.

Activity, statistics, visibility and the partner's own page read the partners of the record alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from delegations.models import Delegation, DelegationStop, OutcomeMeeting
from delegations.services.trips.common import refused
from partners.models import Partner


def take_in_partners(record: Any, named: Iterable[Partner | None]) -> bool:
    """Put `named` among the partners of the record; whether any was new. Who was taken in stays when the row goes."""
    new = {partner for partner in named if partner is not None} - set(record.partners.all())
    record.partners.add(*new)
    return bool(new)


def take_in_met(record: Any, report: Any) -> bool:
    """The same with everybody whom a report tells to have been met."""
    met = OutcomeMeeting.objects.filter(report=report)
    return take_in_partners(record, Partner.objects.filter(pk__in=met.values("partner")))


def refuse_left_out(record: Any, partners: Iterable[Partner]) -> None:
    """Raise `InvalidInput` ("partner_is_named") where `partners` lack one that the way or the submitted report names."""
    kind = record._meta.model_name
    met = OutcomeMeeting.objects.filter(**{f"report__{kind}": record}, report__reported_on__isnull=False)
    is_named = Q(pk__in=met.values("partner"))
    if isinstance(record, Delegation):
        is_named |= Q(pk__in=DelegationStop.objects.filter(delegation=record).values("partner"))
    left_out = Partner.objects.filter(is_named).exclude(pk__in=[partner.pk for partner in partners])
    names = ", ".join(left_out.in_vietnamese_order().values_list("name_vi", flat=True))
    if names:
        raise refused(
            "partner_is_named",
            _("%(partners)s còn ở chặng đi hoặc trong báo cáo kết quả đã nộp; hãy bỏ ở đó trước.")
            % {"partners": names},
            "partners",
        )
