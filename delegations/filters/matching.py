"""What is asked before partners are proposed for an event or conference."""

from __future__ import annotations

from typing import Any

import django_filters
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from delegations.filters.invitees import InviteeFilter, choosable_fields
from delegations.matching.proposals import INVITE_AGAIN_MONTHS, Proposal, fields_named_in, proposals
from dnfa.core.filters import WholeNumberFilter
from dnfa.core.policy import parameter
from dnfa.core.widgets import PickSeveral
from partners.models import CooperationField, Partner
from partners.querysets import PartnerQuerySet

LONGEST_MONTHS = 600


class ProposalFilter(InviteeFilter):
    """Region, tie, kind and network choose among the partners; fields and months only weigh them.

    While nothing is asked, the fields are those that the occasion's `title` names (`named_fields`).
    """

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

    def __init__(self, data: QueryDict, *args: Any, title: str, **kwargs: Any) -> None:
        asked = data.copy()
        self.named_fields: list[CooperationField] = []
        if not set(data) & set(self.base_filters):
            tags = CooperationField.objects.filter(parent__isnull=False)
            self.named_fields = fields_named_in(title, tags)
            asked.setlist("about", [one.code for one in self.named_fields])
        super().__init__(asked, *args, **kwargs)

    @property
    def is_asked(self) -> bool:
        """Proposals need no question, only none that cannot be read."""
        return bool(self.form.is_valid())

    @cached_property
    def months(self) -> int:
        """How long without an invitation is long: as asked, else as the office has set it."""
        typed = self.form.cleaned_data.get("again_months") if self.is_asked else None
        return int(typed) if typed else parameter(INVITE_AGAIN_MONTHS, self.today)

    def proposals(self, user: Any) -> list[Proposal]:
        """The partners proposed, best first; nobody while what was asked cannot be read."""
        if not self.is_asked:
            return []
        about = list(self.form.cleaned_data["about"])
        return proposals(self.qs, about=about, again_months=self.months, user=user, today=self.today)

    def weigh(self, queryset: PartnerQuerySet, _name: str, _value: Any) -> PartnerQuerySet:
        """Leaves nobody out: `delegations.matching.proposals` reads the answer."""
        return queryset
