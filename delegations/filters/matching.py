"""What is asked before partners are proposed for an event or conference."""

from __future__ import annotations

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _

from delegations.filters.invitees import InviteeFilter, choosable_fields
from dnfa.core.filters import WholeNumberFilter
from dnfa.core.widgets import PickSeveral
from partners.models import Partner
from partners.querysets import PartnerQuerySet

LONGEST_MONTHS = 600


class ProposalFilter(InviteeFilter):
    """Region, tie, kind and network choose among the partners; fields and months only weigh them."""

    # None takes a question of the base away; what these ask is a reason here.
    q = None
    field = None
    active_since = None  # type: ignore[assignment]  # as django-filter wants it
    dormant = None  # type: ignore[assignment]  # as above
    came_before = None  # type: ignore[assignment]  # as above
    about = django_filters.ModelMultipleChoiceFilter(
        method="weigh",
        label=_("Lĩnh vực của sự kiện"),
        queryset=choosable_fields,
        to_field_name="code",
        widget=PickSeveral,
    )
    again_months = WholeNumberFilter(
        method="weigh", label=_("Không được mời quá (tháng)"), min_value=1, max_value=LONGEST_MONTHS
    )

    class Meta:
        model = Partner
        fields = ("country", "continent", "tie", "kind", "network", "about", "again_months")

    @property
    def is_asked(self) -> bool:
        """Proposals need no question, only none that cannot be read."""
        return bool(self.form.is_valid())

    def weigh(self, queryset: PartnerQuerySet, _name: str, _value: Any) -> PartnerQuerySet:
        """Leaves nobody out: `delegations.matching.proposals` reads the answer."""
        return queryset
