"""Legal clocks below /api/v1/."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import DefaultRouter

from dnfa.accounts.access import roles, signed_in
from dnfa.core.api_writes import NoInputSerializer, WritableViewSet
from dnfa.followup.clock_filters import ClockFilter
from dnfa.followup.clock_serializers import ClockSerializer, WaiveSerializer
from dnfa.followup.clocks import unwaive_clock, waive_clock, with_state
from dnfa.followup.clocks.selectors import ready, with_records
from dnfa.followup.clocks.services import MAY_WAIVE
from dnfa.followup.models import Clock


@extend_schema(tags=["clocks"])
class ClockViewSet(WritableViewSet):
    """Deadlines of the law, the first due first; without `state` those still to be done on `as_of`."""

    model = Clock
    access = signed_in
    write_access = roles(*sorted(MAY_WAIVE))
    ordering = ("due_on", "pk")
    accepts_as_of = True
    filterset_class = ClockFilter
    serializer_class = ClockSerializer

    def rows(self) -> QuerySet[Any]:
        seen: Any = super().rows()
        return with_records(with_state(seen, self.as_of))

    def paginate_queryset(self, queryset: Any) -> list[Any] | None:
        """Hang the time left onto the rows of one page."""
        page = super().paginate_queryset(queryset)
        return None if page is None else ready(page, self.as_of)

    def get_object(self) -> Any:
        return ready([super().get_object()], self.as_of)[0]

    def _read_again(self, pk: Any) -> Any:
        return ready([super()._read_again(pk)], self.as_of)[0]

    @extend_schema(request=WaiveSerializer, responses=ClockSerializer)
    @action(detail=True, methods=["post"])
    def waive(self, _request: Request, **_kwargs: Any) -> Response:
        """Say that the clock need not be followed, with the reason."""

        def service(*, record: Clock, validated: dict[str, Any], user: Any, today: Any, **_: Any) -> None:
            waive_clock(clock=record, user=user, today=today, **validated)

        return self.act(service, serializer_class=WaiveSerializer)

    @extend_schema(request=NoInputSerializer, responses=ClockSerializer)
    @action(detail=True, methods=["post"])
    def unwaive(self, _request: Request, **_kwargs: Any) -> Response:
        """Follow the clock again; 204 when nothing starts it any more."""

        def service(*, record: Clock, user: Any, **_: Any) -> None:
            unwaive_clock(clock=record, user=user)

        return self.act(service)


def register(router: DefaultRouter) -> None:
    """Put the addresses of clocks on the router."""
    router.register("clocks", ClockViewSet, basename="clock")
