"""The outbox below /api/v1/: read, and the two deeds, through the same services as the pages."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action as api_action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import DefaultRouter
from rest_framework.serializers import BaseSerializer

from dnfa.accounts import mail_serializers as shapes
from dnfa.accounts.access import roles
from dnfa.accounts.enums import RUNS_THE_HOUSE
from dnfa.accounts.focal_point_serializers import DeedSerializer
from dnfa.accounts.mail_filters import MailFilter
from dnfa.accounts.selectors import mails_visible_to
from dnfa.core.api_writes import WritableViewSet
from dnfa.core.clock import local_now
from dnfa.core.mail.models import OutgoingMail
from dnfa.core.mail.services import mail_cancel, mail_retry

keepers = roles(*sorted(RUNS_THE_HOUSE))


@extend_schema(tags=["mails"])
class MailViewSet(WritableViewSet):
    """Thư hệ thống gửi đi."""

    model = OutgoingMail
    access = keepers
    write_access = keepers
    ordering = ("-created_at", "-pk")
    lookup_field = "pk"
    filterset_class = MailFilter
    serializer_class = shapes.MailDetailSerializer

    def rows(self) -> QuerySet[Any]:
        """The mails this person sees; of one mail every try."""
        seen = mails_visible_to(self.request.user)
        return seen.defer("body") if self.action == "list" else seen.prefetch_related("tries")

    def get_serializer_class(self) -> type[BaseSerializer[Any]]:
        """A list says less than one mail."""
        return shapes.MailSerializer if self.action == "list" else shapes.MailDetailSerializer

    @extend_schema(request=DeedSerializer, responses=shapes.MailDetailSerializer)
    @api_action(detail=True, methods=["post"])
    def retry(self, _request: Request, **_kwargs: Any) -> Response:
        """Send a mail again that could not be sent."""

        def retried(
            *, record: OutgoingMail, validated: dict[str, Any], base_version: int | None, **_rest: Any
        ) -> OutgoingMail:
            return mail_retry(mail=record, now=local_now(), base_version=base_version, **validated)

        return self.act(retried, serializer_class=DeedSerializer)

    @extend_schema(request=DeedSerializer, responses=shapes.MailDetailSerializer)
    @api_action(detail=True, methods=["post"])
    def cancel(self, _request: Request, **_kwargs: Any) -> Response:
        """Keep a mail that waits from being sent."""

        def cancelled(
            *, record: OutgoingMail, validated: dict[str, Any], base_version: int | None, **_rest: Any
        ) -> OutgoingMail:
            return mail_cancel(mail=record, base_version=base_version, **validated)

        return self.act(cancelled, serializer_class=DeedSerializer)


def register(router: DefaultRouter) -> None:
    """Put the addresses on the router."""
    router.register("mails", MailViewSet, basename="mail")
