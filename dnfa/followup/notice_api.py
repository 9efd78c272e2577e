"""The caller's own notices below /api/v1/."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import DefaultRouter

from dnfa.accounts.access import signed_in
from dnfa.core.api_writes import NoInputSerializer, WritableViewSet
from dnfa.core.clock import local_now
from dnfa.followup.models import Notice
from dnfa.followup.notice_filters import NoticeFilter
from dnfa.followup.notice_serializers import (
    ChoicesSerializer,
    ChoicesWriteSerializer,
    NoticeSerializer,
    wish_of,
)
from dnfa.followup.notices.selectors import choices_of, hang_on, mail_choice_of
from dnfa.followup.notices.services import choose, notice_read


@extend_schema(tags=["notices"])
class NoticeViewSet(WritableViewSet):
    """What the caller was told, the newest first; without `state` what still stands. Nobody reads another's."""

    model = Notice
    access = signed_in
    write_access = signed_in
    ordering = ("-created_at", "-pk")
    filterset_class = NoticeFilter
    serializer_class = NoticeSerializer

    def rows(self) -> QuerySet[Any]:
        return super().rows().select_related("content_type")

    def paginate_queryset(self, queryset: Any) -> list[Any] | None:
        """Hang what they say onto the rows of one page."""
        page = super().paginate_queryset(queryset)
        return None if page is None else hang_on(page, self.request.user)

    def get_object(self) -> Any:
        return hang_on([super().get_object()], self.request.user)[0]

    def _read_again(self, pk: Any) -> Any:
        return hang_on([super()._read_again(pk)], self.request.user)[0]

    @extend_schema(request=NoInputSerializer, responses=NoticeSerializer)
    @action(detail=True, methods=["post"])
    def read(self, _request: Request, **_kwargs: Any) -> Response:
        """Note that the caller has seen it; once more changes nothing."""

        def service(*, record: Notice, user: Any, **_: Any) -> None:
            notice_read(notice=record, user=user, now=local_now())

        return self.act(service)

    @extend_schema(methods=["GET"], responses=ChoicesSerializer)
    @extend_schema(methods=["PATCH"], request=ChoicesWriteSerializer, responses=ChoicesSerializer)
    @action(detail=False, methods=["get", "patch"], pagination_class=None, filterset_class=None)
    def choices(self, request: Request) -> Response:
        """What the caller wants to hear of each kind of notice, and how the mail comes; PATCH changes what it names."""
        if request.method == "PATCH":
            self._choose(request.user)
        chosen = {"mail": mail_choice_of(request.user), "kinds": choices_of(request.user)}
        return Response(ChoicesSerializer(chosen).data)

    def _choose(self, user: Any) -> None:
        changed = self.read_input(ChoicesWriteSerializer)
        mail, chosen = mail_choice_of(user), {one.source.code: one for one in choices_of(user)}
        stands = {name: getattr(mail, name) for name in ("rhythm", "only_expected", "quiet_until")}
        choose(
            user=user,
            wishes=[wish_of(dict(each), chosen) for each in changed.get("kinds", ())],
            today=self.today,
            **{**stands, **changed.get("mail", {})},
        )


def register(router: DefaultRouter) -> None:
    """Put the addresses of notices on the router."""
    router.register("notices", NoticeViewSet, basename="notice")
