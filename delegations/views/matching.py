"""Pages of trip matching: a plan that is no record yet, a delegation on record, and taking a partner into its way."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from delegations.forms.matching import AddStopForm, DistanceForm, RouteForm
from delegations.matching.nearby import Nearby, default_km, nearby, with_activity
from delegations.matching.route import Route, route_of
from delegations.matching.words import lines_of
from delegations.matching_parts import heading_words, may_add_stop, row_buttons
from delegations.models import Delegation
from delegations.rules import trips as rules
from delegations.rules.engagements import can_record
from delegations.selectors_trips import trip_in_full
from delegations.services.matching import add_to_route
from delegations.views.trips.deeds import TripDeedView
from delegations.views.trips.pages import HIDDEN
from dnfa.accounts.access import signed_in
from dnfa.core.views import AsOfMixin
from partners.models import Partner

MOST = 50  # rows drawn at once; nobody visits more


class NearbyPage(AsOfMixin, LoginRequiredMixin, TemplateView):
    """What both pages share: a route, how far beside it, the ranked rows."""

    access = signed_in
    route: Route
    form: Any

    def rows(self) -> list[Nearby]:
        """The partners near the route; none while what was typed cannot be read."""
        if not self.form.is_valid() or self.as_of_error:
            return []
        asked = self.form.cleaned_data
        return nearby(
            self.route, user=self.request.user, as_of=self.as_of, km=asked["km"], kinds=asked["kinds"]
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = self.rows()
        return super().get_context_data(
            form=self.form,
            lines=lines_of(with_activity(rows[:MOST], self.as_of), self.request.user),
            total=len(rows),
            most=MOST,
            pressing=sum(row.is_pressing for row in rows),
            route=self.route,
            default_km=default_km(self.as_of),
            as_of=self.as_of,
            as_of_error=self.as_of_error,
            as_of_typed=self.request.GET.get("as_of", ""),
            **kwargs,
        )


class TripMatchingView(NearbyPage):
    """A trip that is only thought of: choose where to, see who else is near, open the record with those ticked."""

    template_name = "delegations/matching/plan.html"

    @cached_property
    def form(self) -> RouteForm:
        return RouteForm(self.request.GET, user=self.request.user)

    @cached_property
    def route(self) -> Route:  # type: ignore[override]  # the base leaves it open
        return self.form.route

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        may_plan = rules.can_plan(user)
        return super().get_context_data(
            may_plan=may_plan,
            may_tick=may_plan,
            may_invite=can_record(user),
            side="received",
            **kwargs,
        )


class NearbyView(NearbyPage):
    """All partners near the way of a delegation on record."""

    template_name = "delegations/matching/trip.html"

    @cached_property
    def form(self) -> DistanceForm:
        return DistanceForm(self.request.GET)

    @cached_property
    def record(self) -> Delegation:
        """The delegation of the address as this reader sees it; 404 when hidden."""
        record: Delegation | None = (
            trip_in_full(self.request.user, self.as_of).filter(key=self.kwargs["key"]).first()
        )
        if record is None:
            raise Http404(HIDDEN)
        return record

    @cached_property
    def route(self) -> Route:  # type: ignore[override]  # the base leaves it open
        return route_of(self.record)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            record=self.record,
            words=heading_words(self.record),
            **row_buttons(self.record, self.request.user),
            **kwargs,
        )


class AddStopView(TripDeedView):
    """Take a partner that lies near into the way of the delegation, as its last stop."""

    form_class = AddStopForm
    knows_day = False
    test = staticmethod(may_add_stop)
    submit_label = _("Thêm vào hành trình")
    success_message = _("Đã thêm đối tác vào hành trình.")
    advice = _(
        "Đối tác được thêm vào danh sách đối tác của đoàn và thành chặng cuối; đổi thứ tự ở phần chặng."
    )

    @cached_property
    def partner(self) -> Partner:
        """The partner of the address; 404 when hidden."""
        partner = Partner.objects.visible_to(self.user).filter(key=self.kwargs["partner"]).first()
        if partner is None:
            raise Http404(_now("Không có đối tác này, hoặc đối tác không thuộc việc của cơ quan bạn."))
        return partner

    def get_page_title(self, record: Any) -> str:  # noqa: ARG002  (the partner gives the name)
        return _now("Thêm vào hành trình: %(partner)s") % {"partner": self.partner}

    def get_cancel_url(self, record: Any) -> str:
        return reverse("delegations:trip-nearby", args=[record.key])

    def service(self, **told: Any) -> Delegation:
        return add_to_route(partner=self.partner, **told)
