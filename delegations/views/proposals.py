"""Whom to invite to an event or conference: a ranked proposal, which ends in the list of invitees."""

from __future__ import annotations

from typing import Any

from django.utils.functional import cached_property

from delegations.filters.matching import ProposalFilter
from delegations.models import Conference
from delegations.views.invitees import MOST, InviteView
from dnfa.core.clock import local_today
from dnfa.followup.action_views import keepers
from partners.models import Partner


class EventProposalsView(InviteView):
    """Partners for whom something speaks, each with its reasons; those ticked are invited in one go."""

    access = keepers
    template_name = "delegations/matching/invite.html"

    @cached_property
    def filterset(self) -> ProposalFilter:
        return ProposalFilter(
            self.request.GET,
            queryset=Partner.objects.visible_to(self.request.user),
            request=self.request,
            today=local_today(),
            title=self.occasion.title_vi,
        )

    def candidates(self) -> list[Any]:
        """The partners proposed, best first, with `reasons` and `caution`."""
        found = self.filterset.proposals(self.request.user)[: MOST + 1]
        for proposal in found:
            proposal.partner.reasons, proposal.partner.caution = proposal.reasons, proposal.caution
        return [proposal.partner for proposal in found]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Nobody is ticked until a person ticks: a proposal is no decision."""
        kwargs.setdefault("ticked", set())
        return super().get_context_data(filter_url=self.address("invite"), **kwargs)


class ConferenceProposalsView(EventProposalsView):
    """The same for a conference."""

    model = Conference
