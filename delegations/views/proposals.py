"""Whom to invite to an event or conference: a ranked proposal, which ends in the list of invitees."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict
from django.utils.functional import cached_property

from delegations.filters.matching import ProposalFilter
from delegations.matching.proposals import INVITE_AGAIN_MONTHS, fields_named_in, proposals
from delegations.models import Conference
from delegations.views.invitees import MOST, InviteView
from dnfa.core.clock import local_today
from dnfa.core.policy import parameter
from dnfa.followup.action_views import keepers
from partners.models import CooperationField, Partner


class EventProposalsView(InviteView):
    """Partners for whom something speaks, each with its reasons; those ticked are invited in one go."""

    access = keepers
    template_name = "delegations/matching/invite.html"

    @cached_property
    def named_fields(self) -> list[CooperationField]:
        """The fields that the title names: asked about until the person chooses for themselves."""
        if self.request.GET:
            return []
        tags = CooperationField.objects.filter(parent__isnull=False)
        return fields_named_in(self.occasion.title_vi, tags)

    @cached_property
    def filterset(self) -> ProposalFilter:
        asked = QueryDict(mutable=True)
        asked.update(self.request.GET)
        asked.setlist("about", asked.getlist("about") or [one.code for one in self.named_fields])
        seen = Partner.objects.visible_to(self.request.user)
        return ProposalFilter(data=asked, queryset=seen, request=self.request, today=local_today())

    @cached_property
    def again_months(self) -> int:
        """How long without an invitation is long: as asked, else as the office has set it."""
        typed = self.filterset.form.cleaned_data.get("again_months") if self.filterset.is_asked else None
        return int(typed) if typed else parameter(INVITE_AGAIN_MONTHS, local_today())

    def candidates(self) -> list[Any]:
        """The partners proposed, best first, with `reasons` and `caution`."""
        if not self.filterset.is_asked:
            return []
        found = proposals(
            self.filterset.qs,
            about=list(self.filterset.form.cleaned_data["about"]),
            again_months=self.again_months,
            user=self.request.user,
            today=local_today(),
        )[: MOST + 1]
        for proposal in found:
            proposal.partner.reasons, proposal.partner.caution = proposal.reasons, proposal.caution
        return [proposal.partner for proposal in found]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Nobody is ticked until a person ticks: a proposal is no decision."""
        kwargs.setdefault("ticked", set())
        return super().get_context_data(
            named_fields=self.named_fields,
            again_months=self.again_months,
            filter_url=self.address("invite"),
            **kwargs,
        )


class ConferenceProposalsView(EventProposalsView):
    """The same for a conference."""

    model = Conference
