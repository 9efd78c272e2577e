"""API: the year's programme and the limits."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import DefaultRouter

from delegations.enums import ProgrammeItemKind
from delegations.filters.limits import OverLimitFilter, TripLimitFilter
from delegations.filters.programme import ItemQuestions
from delegations.limit_parts import spoken_of
from delegations.models import Delegation, ProgrammeItem, TripLimit, YearProgramme
from delegations.rules import is_focal_point
from delegations.rules.programme import can_justify, can_propose_for
from delegations.selectors_limits import abroad, over_limits
from delegations.selectors_programme import item_rows, lists_for, records_for, year_rows
from delegations.serializers import programme as shapes
from delegations.services import limits as limit_services
from delegations.services import programme as services
from dnfa.accounts.access import signed_in
from dnfa.core.api import RegisterViewSet
from dnfa.core.api_writes import (
    CreatesByService,
    NoInputSerializer,
    UpdatesByService,
    WritableViewSet,
    deed,
)
from dnfa.core.clock import local_today
from dnfa.core.errors import InvalidInput, NotFound
from dnfa.followup.action_api import keepers, reporters


@extend_schema(tags=["programmes"])
class YearProgrammeViewSet(CreatesByService, UpdatesByService):
    """Years that have a programme, the newest first."""

    model = YearProgramme
    access = signed_in
    write_access = keepers
    ordering = ("-year", "pk")
    lookup_field = "year"
    serializer_class = shapes.YearProgrammeSerializer
    write_serializer_class = shapes.YearChangeSerializer

    def rows(self) -> QuerySet[Any]:
        return year_rows(self.request.user, local_today())

    def create(self, request: Request, *_args: Any, **_kwargs: Any) -> Response:
        """Open a year."""
        validated = self.read_input(shapes.YearWriteSerializer)
        made = self.perform_create_service(validated=validated, user=request.user, today=self.today)
        where = self.reverse_action("detail", args=[made.year])
        return self.answer(made.pk, status=201, headers={"Location": where})

    def perform_create_service(self, *, validated: dict[str, Any], user: Any, **_rest: Any) -> YearProgramme:
        """Open a year."""
        return services.open_programme(user=user, **validated)

    def perform_update_service(
        self, *, record: Any, changes: dict[str, Any], base_version: int, user: Any, **_rest: Any
    ) -> YearProgramme:
        """Change the day or the note."""
        return services.update_programme(
            programme=record, changes=changes, base_version=base_version, user=user
        )

    @extend_schema(request=shapes.RevisionWriteSerializer, responses=shapes.YearProgrammeSerializer)
    @action(detail=True, methods=["post"])
    def revisions(self, _request: Request, **_kwargs: Any) -> Response:
        """Record an approved edition."""
        approved = deed(services.approve_revision, "programme")
        return self.act(approved, serializer_class=shapes.RevisionWriteSerializer)


@extend_schema(tags=["programmes"])
class ProgrammeItemViewSet(CreatesByService, UpdatesByService):
    """Lines of the programmes; a focal point reads and proposes those of its own agency."""

    model = ProgrammeItem
    access = signed_in
    write_access = reporters
    ordering = ("-programme__year", "kind", F("expected_on").asc(nulls_last=True), "pk")
    lookup_field = "pk"
    filterset_class = ItemQuestions
    serializer_class = shapes.ProgrammeItemSerializer
    write_serializer_class = shapes.ItemChangeSerializer

    def rows(self) -> QuerySet[Any]:
        seen = ProgrammeItem.objects.visible_to(self.request.user)
        return item_rows(seen, local_today()).prefetch_related(
            *lists_for(self.request.user), *records_for(self.request.user)
        )

    def may_write(self, user: Any, record: Any) -> bool:
        """The Department, and the agency whose line it is."""
        return can_propose_for(user, record.agency_id)

    def create(self, request: Request, *_args: Any, **_kwargs: Any) -> Response:
        """Propose a line for a year that is open."""
        validated = self.read_input(shapes.ItemWriteSerializer)
        made = self.perform_create_service(validated=validated, user=request.user, today=self.today)
        where = self.reverse_action("detail", args=[made.pk])
        return self.answer(made.pk, status=201, headers={"Location": where})

    def perform_create_service(self, *, validated: dict[str, Any], user: Any, **_rest: Any) -> ProgrammeItem:
        """Find the year and propose."""
        programme = YearProgramme.objects.filter(year=validated.pop("year")).first()
        if programme is None:
            sentence = _("Chưa mở chương trình của năm này.")
            raise InvalidInput("unknown_programme", sentence, {"year": [sentence]})
        own = user.agency if is_focal_point(user) else None
        facts = {"agency": own, **validated}
        return services.propose_item(programme=programme, user=user, **facts)

    def perform_update_service(
        self, *, record: Any, changes: dict[str, Any], base_version: int, user: Any, **_rest: Any
    ) -> ProgrammeItem:
        """Change what was named."""
        return services.update_item(item=record, changes=changes, base_version=base_version, user=user)

    @extend_schema(request=shapes.DecisionSerializer, responses=shapes.ProgrammeItemSerializer)
    @action(detail=True, methods=["post"], write_access=keepers)
    def decide(self, _request: Request, **_kwargs: Any) -> Response:
        """Accept or refuse the line."""

        def decided(*, record: Any, validated: Any, user: Any, today: date, **_rest: Any) -> Any:
            """The version was compared with If-Match already; the service locks each line."""
            return services.decide_items(items=[record], user=user, today=today, **validated)

        return self.act(decided, serializer_class=shapes.DecisionSerializer)

    @extend_schema(request=shapes.StartWriteSerializer, responses=shapes.ProgrammeItemSerializer)
    @action(detail=True, methods=["post"], write_access=keepers)
    def start(self, _request: Request, **_kwargs: Any) -> Response:
        """Open the record of the delegation or conference that the line plans; its key stands in the answer."""

        def started(*, record: Any, validated: Any, user: Any, today: date, **_rest: Any) -> Any:
            """A conference needs the city's part in it; of a delegation that is no question."""
            facts = dict(validated)
            part = facts.pop("part", None)
            if record.kind != ProgrammeItemKind.CONFERENCE:
                return services.start_delegation(item=record, user=user, today=today, **facts)
            if part is None:
                sentence = _("Hãy chọn vai trò của thành phố.")
                raise InvalidInput("part_needed", sentence, {"part": [sentence]})
            return services.start_conference(item=record, part=part, user=user, today=today, **facts)

        return self.act(started, serializer_class=shapes.StartWriteSerializer)

    @extend_schema(request=shapes.WithdrawalSerializer, responses=shapes.ProgrammeItemSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, _request: Request, **_kwargs: Any) -> Response:
        """Take a proposal back."""
        return self.act(deed(services.withdraw_item, "item"), serializer_class=shapes.WithdrawalSerializer)

    @extend_schema(request=shapes.ProgrammeRemovalSerializer, responses=shapes.ProgrammeItemSerializer)
    @action(detail=True, methods=["post"], write_access=keepers)
    def remove(self, _request: Request, **_kwargs: Any) -> Response:
        """Take the line out at the next adjustment."""
        return self.act(
            deed(services.remove_item, "item"), serializer_class=shapes.ProgrammeRemovalSerializer
        )

    @extend_schema(request=NoInputSerializer, responses=shapes.ProgrammeItemSerializer)
    @action(detail=True, methods=["post"], write_access=keepers)
    def restore(self, _request: Request, **_kwargs: Any) -> Response:
        """Keep the line in the programme after all."""
        return self.act(deed(services.restore_item, "item"))


@extend_schema(tags=["delegations"])
class OverLimitViewSet(WritableViewSet):
    """Delegations abroad that go over a limit, a case for each limit; without `year` those of this year.

    One delegation by its key gives its own cases. A case is justified under the version (ETag) of its delegation.
    """

    model = Delegation
    access = signed_in
    write_access = keepers
    ordering = ("begins", "pk")
    filterset_class = OverLimitFilter
    serializer_class = shapes.OverLimitSerializer

    def get_queryset(self) -> QuerySet[Any]:
        if getattr(self, "swagger_fake_view", False):
            return Delegation.objects.none()
        return abroad(Delegation.objects.visible_to(self.request.user)).prefetch_related("lead_agencies")

    def may_write(self, user: Any, record: Any) -> bool:
        """Who keeps delegations."""
        return can_justify(user, record)

    def list(self, request: Request, *_args: Any, **_kwargs: Any) -> Response:
        """The cases asked for, a page at a time."""
        filterset = OverLimitFilter(data=request.query_params, queryset=self.get_queryset(), request=request)
        self.filter_queryset(self.get_queryset())  # refuses what it does not know
        page = self.paginate_queryset(filterset.cases())
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    @extend_schema(operation_id="over_limits_of_delegation", responses=shapes.OverLimitSerializer(many=True))
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The cases of one delegation, with its ETag."""
        return super().retrieve(request, *args, **kwargs)

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """One delegation is found whatever its year."""
        return queryset if self.detail else super().filter_queryset(queryset)

    def get_serializer(self, *args: Any, **kwargs: Any) -> Any:
        """A delegation answers with its cases."""
        if args and isinstance(args[0], Delegation):
            return super().get_serializer(over_limits([args[0]]), many=True, **kwargs)
        return super().get_serializer(*args, **kwargs)

    @extend_schema(request=shapes.JustifySerializer, responses=shapes.OverLimitSerializer(many=True))
    @action(detail=True, methods=["post"])
    def justify(self, _request: Request, **_kwargs: Any) -> Response:
        """Say why the delegation goes over one limit, or take that back with an empty text."""

        def justified(*, record: Any, validated: Any, base_version: Any, user: Any, **_rest: Any) -> Any:
            spoken = spoken_of(record, validated["token"])
            if spoken is None:
                raise NotFound("no_such_case", _("Đoàn không vượt hạn mức này."))
            about = {"delegation": record, "kind": spoken.kind, "subject": spoken.subject}
            told = {**about, "base_version": base_version, "user": user}
            if validated["text"].strip():
                return limit_services.justify_limit(text=validated["text"], **told)
            return limit_services.withdraw_justification(**told)

        return self.act(justified, serializer_class=shapes.JustifySerializer)


@extend_schema(tags=["delegations"])
class TripLimitViewSet(RegisterViewSet):
    """The city's limits on delegations abroad that are in force on `as_of`."""

    model = TripLimit
    access = signed_in
    accepts_as_of = True
    ordering = ("kind", "rank", "pk")
    filterset_class = TripLimitFilter
    serializer_class = shapes.TripLimitSerializer

    def rows(self) -> QuerySet[Any]:
        seen: Any = super().rows()
        return seen.holding_on(self.as_of).select_related("basis")


def register(router: DefaultRouter) -> None:
    """Put this area's resources under /api/v1/."""
    router.register("programmes", YearProgrammeViewSet, basename="programme")
    router.register("programme-items", ProgrammeItemViewSet, basename="programme-item")
    router.register("over-limits", OverLimitViewSet, basename="over-limit")
    router.register("trip-limits", TripLimitViewSet, basename="trip-limit")
