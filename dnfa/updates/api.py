"""Updates of agencies below /api/v1/: the same services, rights and shapes of refusal as the pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import django_filters
from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action as api_action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import DefaultRouter

from dnfa.accounts.access import roles, signed_in
from dnfa.accounts.enums import KEEPS_THE_REGISTER, Role
from dnfa.core.api_writes import CreatesByService, UpdatesByService, WritableViewSet
from dnfa.core.clock import local_now, local_today
from dnfa.core.errors import InvalidInput, NotFound
from dnfa.updates import serializers as shapes
from dnfa.updates import services
from dnfa.updates.answer_hints import hang_page
from dnfa.updates.enums import AnswerState
from dnfa.updates.filters import ChangeRequestFilter, UpdateRoundFilter
from dnfa.updates.filters_rounds import AnswerQuestions, visible_rounds
from dnfa.updates.models import ChangeRequest, Confirmation, RoundAgency, RoundStep, UpdateRound
from dnfa.updates.selectors import hang_on, request_in_full, request_rows, visible_records
from dnfa.updates.selectors_rounds import round_rows
from dnfa.updates.serializers_answers import AskedAgencyDetailSerializer
from dnfa.updates.serializers_rounds import ReopenSerializer, RoundChangesSerializer
from dnfa.updates.services import rounds
from dnfa.updates.services.round_edits import round_reopen, round_update
from dnfa.updates.subjects import Subject, subject_by_code, subjects

keepers = roles(*sorted(KEEPS_THE_REGISTER))
senders = roles(*sorted({*KEEPS_THE_REGISTER, Role.FOCAL_POINT}))


def _subject(code: str) -> Subject:
    subject = subject_by_code(code)
    if subject is None:
        sentence = _("Không có loại bản ghi này. Các loại nhận cập nhật: %(known)s.") % {
            "known": ", ".join(one.code for one in subjects())
        }
        raise InvalidInput("unknown_subject", sentence, {"subject": [sentence]})
    return subject


def _record(subject: Subject, key: str, user: Any) -> Any:
    record = subject.find(user, key)
    if record is None:
        raise NotFound("record_not_found", _("Không tìm thấy bản ghi."))
    return record


def _own_agency(validated: dict[str, Any], user: Any) -> Any:
    """The agency that is named; a focal point need not name its own, the Department always names for whom it writes."""
    agency = validated.pop("agency", None) or (user.agency if user.role == Role.FOCAL_POINT else None)
    if agency is None:
        sentence = _("Hãy ghi cơ quan gửi.")
        raise InvalidInput("agency_needed", sentence, {"agency": [sentence]})
    return agency


def _by(service: Callable[..., Any], name: str, **more: Any) -> Callable[..., Any]:
    """The service as `act` calls it: the record under its name there, the moment of the deed added."""

    def call(
        *, record: Any, validated: dict[str, Any], base_version: int | None, user: Any, **_rest: Any
    ) -> Any:
        return service(
            **{name: record}, **validated, base_version=base_version, user=user, now=local_now(), **more
        )

    return call


@extend_schema(tags=["change-requests"])
class ChangeRequestViewSet(CreatesByService, UpdatesByService):
    """What agencies propose; without `state` what is neither accepted nor withdrawn."""

    model = ChangeRequest
    access = signed_in
    write_access = senders
    ordering = (F("submitted_at").asc(nulls_last=True), "pk")
    lookup_field = "pk"
    filterset_class = ChangeRequestFilter
    serializer_class = shapes.ChangeRequestSerializer
    write_serializer_class = shapes.DraftSerializer
    create_serializer_class = shapes.NewRequestSerializer

    def rows(self) -> QuerySet[Any]:
        user = self.request.user
        return request_in_full(user) if self.detail else request_rows(user)

    def get_serializer_class(self) -> Any:
        return shapes.ChangeRequestDetailSerializer if self.detail else shapes.ChangeRequestSerializer

    def get_serializer(self, *args: Any, **kwargs: Any) -> Any:
        """Hang the records onto the rows, once for all of them."""
        if args and args[0] is not None:
            rows = [args[0]] if isinstance(args[0], ChangeRequest) else args[0]
            hang_on(rows, self.request.user, local_today())
        return super().get_serializer(*args, **kwargs)

    def perform_create_service(self, *, validated: dict[str, Any], user: Any, **_rest: Any) -> ChangeRequest:
        """Open a draft and keep what was sent with it."""
        agency = _own_agency(validated, user)
        code, key = validated.pop("subject", ""), validated.pop("record", None)
        subject = _subject(code) if code else None
        record = _record(subject, key, user) if subject and key else None
        draft = services.request_open(
            kind=validated.pop("kind"), subject=subject, record=record, agency=agency, user=user
        )
        return services.draft_save(request=draft, **validated, base_version=draft.version, user=user)

    def perform_update_service(
        self, *, record: Any, changes: dict[str, Any], base_version: int, user: Any, **_rest: Any
    ) -> ChangeRequest:
        """Keep what is written so far."""
        return services.draft_save(request=record, **changes, base_version=base_version, user=user)

    @extend_schema(request=None, responses=shapes.ChangeRequestDetailSerializer)
    @api_action(detail=True, methods=["post"])
    def submit(self, _request: Request, **_kwargs: Any) -> Response:
        """Send it to the Department."""
        return self.act(_by(services.request_submit, "request"))

    @extend_schema(request=shapes.WithdrawSerializer, responses=shapes.ChangeRequestDetailSerializer)
    @api_action(detail=True, methods=["post"])
    def withdraw(self, _request: Request, **_kwargs: Any) -> Response:
        """Take it back for good."""
        return self.act(_by(services.request_withdraw, "request"), serializer_class=shapes.WithdrawSerializer)

    @extend_schema(request=None, responses=shapes.ChangeRequestDetailSerializer)
    @api_action(detail=True, methods=["post"], write_access=keepers)
    def take(self, _request: Request, **_kwargs: Any) -> Response:
        """Say that one reviews it."""
        return self.act(_by(services.request_take, "request"))

    @extend_schema(
        operation_id="change_requests_return",
        request=shapes.ReturnSerializer,
        responses=shapes.ChangeRequestDetailSerializer,
    )
    @api_action(detail=True, methods=["post"], write_access=keepers, url_path="return")
    def give_back(self, _request: Request, **_kwargs: Any) -> Response:
        """Give the whole back."""
        return self.act(_by(services.request_return, "request"), serializer_class=shapes.ReturnSerializer)

    @extend_schema(request=shapes.AcceptSerializer, responses=shapes.ChangeRequestDetailSerializer)
    @api_action(detail=True, methods=["post"], write_access=keepers)
    def accept(self, _request: Request, **_kwargs: Any) -> Response:
        """Put what is accepted into the register."""
        return self.act(
            _by(services.request_accept, "request", today=self.today),
            serializer_class=shapes.AcceptSerializer,
        )


@extend_schema(tags=["confirmations"])
class ConfirmationViewSet(CreatesByService, WritableViewSet):
    """That agencies called records still true."""

    model = Confirmation
    access = signed_in
    write_access = senders
    ordering = ("-confirmed_on", "-pk")
    lookup_field = "pk"
    serializer_class = shapes.ConfirmationSerializer
    write_serializer_class = shapes.NewConfirmationSerializer

    def rows(self) -> QuerySet[Any]:
        return super().rows().select_related("agency", "confirmed_by")

    def get_serializer(self, *args: Any, **kwargs: Any) -> Any:
        """Hang the records onto the rows, once for all of them."""
        if args and args[0] is not None:
            rows: list[Any] = [args[0]] if isinstance(args[0], Confirmation) else args[0]
            codes = {subject.content_type.pk: subject.code for subject in subjects()}
            seen = visible_records(
                ((codes.get(row.content_type_id, ""), row.object_id) for row in rows), self.request.user
            )
            for row in rows:
                row.shown_subject = codes.get(row.content_type_id, "")
                row.shown_record = seen.get((row.shown_subject, row.object_id))
        return super().get_serializer(*args, **kwargs)

    def perform_create_service(
        self, *, validated: dict[str, Any], user: Any, today: date, **_rest: Any
    ) -> Confirmation:
        """Say that it is still true."""
        agency = _own_agency(validated, user)
        subject = _subject(validated["subject"])
        return services.confirm_record(
            subject=subject,
            record=_record(subject, validated["record"], user),
            agency=agency,
            seen_version=validated["record_version"],
            user=user,
            today=today,
        )


@extend_schema(tags=["update-rounds"])
class UpdateRoundViewSet(CreatesByService, UpdatesByService):
    """Rounds that ask agencies."""

    model = UpdateRound
    access = signed_in
    write_access = keepers
    ordering = ("-due_on", "-pk")
    lookup_field = "pk"
    filterset_class = UpdateRoundFilter
    serializer_class = shapes.UpdateRoundSerializer
    write_serializer_class = RoundChangesSerializer
    create_serializer_class = shapes.NewRoundSerializer

    def rows(self) -> QuerySet[Any]:
        return round_rows(self.request.user, local_today()).prefetch_related("questions")

    def perform_create_service(
        self, *, validated: dict[str, Any], user: Any, today: date, **_rest: Any
    ) -> UpdateRound:
        """Prepare a round."""
        return rounds.round_create(**validated, user=user, today=today)

    def perform_update_service(
        self, *, record: Any, changes: dict[str, Any], base_version: int, user: Any, **_rest: Any
    ) -> UpdateRound:
        """Put it right while it is prepared or open."""
        return round_update(
            held=record, changes=changes, base_version=base_version, user=user, now=local_now()
        )

    @extend_schema(request=ReopenSerializer, responses=shapes.UpdateRoundSerializer)
    @api_action(detail=True, methods=["post"])
    def reopen(self, _request: Request, **_kwargs: Any) -> Response:
        """Open it again until a new day."""
        return self.act(_by(round_reopen, "held"), serializer_class=ReopenSerializer)

    @extend_schema(request=None, responses=shapes.UpdateRoundSerializer)
    @api_action(detail=True, methods=["post"])
    def open(self, _request: Request, **_kwargs: Any) -> Response:
        """Let the agencies see and answer it."""
        return self.act(_by(rounds.round_open, "held", today=self.today))

    @extend_schema(request=None, responses=shapes.UpdateRoundSerializer)
    @api_action(detail=True, methods=["post"])
    def close(self, _request: Request, **_kwargs: Any) -> Response:
        """End it."""
        return self.act(_by(rounds.round_close, "held"))


class AskedAgencyFilter(AnswerQuestions):
    """Answers by round, agency and state, and whom the next step is up to."""

    round = django_filters.ModelChoiceFilter(label=_("Đợt cập nhật (số)"), queryset=visible_rounds)
    agency = django_filters.CharFilter(field_name="agency__key", label=_("Cơ quan (khóa)"))
    state = django_filters.ChoiceFilter(
        field_name="state", label=_("Trạng thái"), choices=AnswerState.choices
    )

    class Meta(AnswerQuestions.Meta):
        fields = ("round", "agency", "state", "awaits", "to_decide", "mine")


@extend_schema(tags=["update-rounds"])
class RoundAnswerViewSet(UpdatesByService):
    """What agencies answer to rounds, one page an agency."""

    model = RoundAgency
    access = signed_in
    write_access = senders
    ordering = ("due_on", "pk")
    lookup_field = "pk"
    filterset_class = AskedAgencyFilter
    serializer_class = shapes.AskedAgencySerializer
    write_serializer_class = shapes.AnswersSerializer

    def rows(self) -> QuerySet[Any]:
        seen: Any = super().rows()
        return (
            seen.with_state(local_today())
            .select_related("agency", "round")
            .prefetch_related(
                "answers", Prefetch("steps", RoundStep.objects.select_related("by").order_by("pk"))
            )
            .annotate(
                record_count=Count("records", distinct=True),
                confirmed_count=Count(
                    "records", filter=Q(records__confirmation__isnull=False), distinct=True
                ),
            )
        )

    def get_serializer_class(self) -> Any:
        return AskedAgencyDetailSerializer if self.detail else shapes.AskedAgencySerializer

    def get_serializer(self, *args: Any, **kwargs: Any) -> Any:
        """Hang onto one page what it asks and which records it is about."""
        if self.detail and args and isinstance(args[0], RoundAgency):
            hang_page(args[0], self.request.user, local_today())
        return super().get_serializer(*args, **kwargs)

    def perform_update_service(
        self, *, record: Any, changes: dict[str, Any], base_version: int, user: Any, **_rest: Any
    ) -> RoundAgency:
        """Keep what is written so far."""
        answers = {given["question"]: given for given in changes.get("answers", [])}
        return rounds.answer_save(
            asked=record, answers=answers, base_version=base_version, user=user, now=local_now()
        )

    @extend_schema(request=None, responses=AskedAgencyDetailSerializer)
    @api_action(detail=True, methods=["post"])
    def submit(self, _request: Request, **_kwargs: Any) -> Response:
        """Send the answer."""
        return self.act(_by(rounds.answer_submit, "asked"))

    @extend_schema(
        operation_id="round_answers_return",
        request=shapes.AnswerReturnSerializer,
        responses=AskedAgencyDetailSerializer,
    )
    @api_action(detail=True, methods=["post"], write_access=keepers, url_path="return")
    def give_back(self, _request: Request, **_kwargs: Any) -> Response:
        """Give the answer back."""
        return self.act(_by(rounds.answer_return, "asked"), serializer_class=shapes.AnswerReturnSerializer)

    @extend_schema(request=None, responses=AskedAgencyDetailSerializer)
    @api_action(detail=True, methods=["post"], write_access=keepers)
    def accept(self, _request: Request, **_kwargs: Any) -> Response:
        """Take the answer."""
        return self.act(_by(rounds.answer_accept, "asked"))

    @extend_schema(request=shapes.ExtensionSerializer, responses=AskedAgencyDetailSerializer)
    @api_action(detail=True, methods=["post"], url_path="ask-extension")
    def ask_extension(self, _request: Request, **_kwargs: Any) -> Response:
        """Ask for more time."""
        return self.act(_by(rounds.extension_ask, "asked"), serializer_class=shapes.ExtensionSerializer)

    @extend_schema(request=shapes.DecideExtensionSerializer, responses=AskedAgencyDetailSerializer)
    @api_action(detail=True, methods=["post"], write_access=keepers, url_path="decide-extension")
    def decide_extension(self, _request: Request, **_kwargs: Any) -> Response:
        """Give more time, or not."""
        return self.act(
            _by(rounds.extension_decide, "asked"), serializer_class=shapes.DecideExtensionSerializer
        )


def register(router: DefaultRouter) -> None:
    """Put the addresses on the router."""
    router.register("change-requests", ChangeRequestViewSet, basename="change-request")
    router.register("confirmations", ConfirmationViewSet, basename="confirmation")
    router.register("update-rounds", UpdateRoundViewSet, basename="update-round")
    router.register("round-answers", RoundAnswerViewSet, basename="round-answer")
