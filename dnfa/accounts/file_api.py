"""Attached files below /api/v1/: the same doors and the same services as the pages."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

import django_filters
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.routers import DefaultRouter

from dnfa.accounts.access import signed_in
from dnfa.accounts.file_views import content_response
from dnfa.core.api_writes import CreatesByService, StrictSerializerMixin
from dnfa.core.attachments import rules
from dnfa.core.attachments.enums import AttachmentKind
from dnfa.core.attachments.holders import holder_by_code, holder_choices, holder_of
from dnfa.core.attachments.models import Attachment
from dnfa.core.attachments.services import LONGEST_REASON, attach_file, withdraw_file
from dnfa.core.filters import WholeNumberFilter, YesNoFilter
from dnfa.core.languages import LANGUAGES


class FileSerializer(serializers.ModelSerializer[Attachment]):
    """One attached file: whose, what, which version, and what its reading could not vouch for."""

    record_kind = serializers.SerializerMethodField(help_text=gettext_lazy("Loại bản ghi: agreement …"))
    record_id = serializers.IntegerField(
        source="object_id", read_only=True, help_text=gettext_lazy("Số của bản ghi.")
    )
    record_title = serializers.SerializerMethodField(help_text=gettext_lazy("Tên của bản ghi."))
    cautions = serializers.ListField(
        child=serializers.CharField(),
        read_only=True,
        help_text=gettext_lazy("Mã của những điều chưa kiểm tra được khi đọc tệp."),
    )
    is_current = serializers.BooleanField(
        read_only=True, help_text=gettext_lazy("Là phiên bản mới nhất và chưa rút.")
    )
    uploaded_by = serializers.CharField(source="uploaded_by.full_name", read_only=True)
    content = serializers.SerializerMethodField(help_text=gettext_lazy("Địa chỉ nội dung tệp."))

    class Meta:
        model = Attachment
        fields: ClassVar = [
            "id",
            "record_kind",
            "record_id",
            "record_title",
            "kind",
            "title",
            "language",
            "is_original",
            "note",
            "file_name",
            "media_type",
            "size",
            "sha256",
            "pdf_version",
            "pages",
            "text_was_readable",
            "cautions",
            "series",
            "version_number",
            "replaces",
            "is_current",
            "uploaded_by",
            "added_on",
            "created_at",
            "withdrawn_on",
            "withdraw_reason",
            "content",
        ]

    def get_record_kind(self, file: Attachment) -> str:
        return holder_of(file.record).code

    def get_record_title(self, file: Attachment) -> str:
        return str(file.record)

    def get_content(self, file: Attachment) -> str:
        return str(reverse("api:file-content", args=[file.pk], request=self.context.get("request")))


class FileAttachSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """What is sent to attach a file; as multipart/form-data."""

    record_kind = serializers.CharField(help_text=gettext_lazy("Loại bản ghi: agreement …"))
    record_id = serializers.IntegerField(min_value=1, help_text=gettext_lazy("Số của bản ghi."))
    file = serializers.FileField(
        max_length=1000,
        allow_empty_file=True,  # the service says it in our words
        help_text=gettext_lazy("PDF (từ 1.4), .docx, .xlsx, .png, .jpg hoặc .txt (UTF-8), tối đa 30 MB."),
    )
    kind = serializers.ChoiceField(choices=AttachmentKind.choices, help_text=gettext_lazy("Loại tệp."))
    title = serializers.CharField(max_length=300, help_text=gettext_lazy("Tên tài liệu."))
    language = serializers.ChoiceField(
        choices=LANGUAGES, help_text=gettext_lazy("Ngôn ngữ, mã ISO 639-1 hoặc other.")
    )
    is_original = serializers.BooleanField(help_text=gettext_lazy("Bản chính (true) hay bản sao (false)."))
    note = serializers.CharField(
        max_length=500, required=False, allow_blank=True, default="", help_text=gettext_lazy("Ghi chú.")
    )
    replaces = serializers.IntegerField(
        min_value=1, required=False, help_text=gettext_lazy("Số của tệp mà tệp này là phiên bản mới.")
    )


class FileWithdrawSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """Why a file is taken out of use."""

    reason = serializers.CharField(max_length=LONGEST_REASON, help_text=gettext_lazy("Lý do rút."))


class FileFilter(django_filters.FilterSet):
    """Whose files, and of what kind."""

    record_kind = django_filters.ChoiceFilter(
        method="by_record_kind", label=gettext_lazy("Loại bản ghi"), choices=holder_choices
    )
    record_id = WholeNumberFilter(
        field_name="object_id", label=gettext_lazy("Số của bản ghi; dùng cùng record_kind"), min_value=1
    )
    kind = django_filters.ChoiceFilter(label=gettext_lazy("Loại tệp"), choices=AttachmentKind.choices)
    is_current = YesNoFilter(
        field_name="is_current", label=gettext_lazy("Chỉ phiên bản mới nhất, chưa rút (true)")
    )

    class Meta:
        model = Attachment
        fields = ("record_kind", "record_id", "kind", "is_current")

    def by_record_kind(self, queryset: Any, _name: str, value: str) -> Any:
        """Files of one kind of record."""
        holder = holder_by_code(value)
        return queryset.none() if holder is None else queryset.of_kind(holder.model)


class AnyAccept(BaseContentNegotiation):
    """The content of a file is what it is, whatever `Accept` says; refusals are JSON."""

    def select_parser(self, _request: Request, parsers: Any) -> Any:
        return next(iter(parsers))

    def select_renderer(self, _request: Request, renderers: Any, _format_suffix: Any = None) -> Any:
        first = next(iter(renderers))
        return first, first.media_type


_ID = OpenApiParameter("id", OpenApiTypes.INT, OpenApiParameter.PATH, description="Số của tệp.")


@extend_schema(tags=["files"])
@extend_schema_view(
    retrieve=extend_schema(parameters=[_ID]),
    create=extend_schema(
        request={"multipart/form-data": FileAttachSerializer},
        responses={
            201: FileSerializer,
            404: OpenApiResponse(description="Không có bản ghi này, hoặc người hỏi không được biết đến nó."),
            409: OpenApiResponse(
                description="Tệp này đã có ở bản ghi, hoặc tệp được thay không còn mới nhất."
            ),
        },
    ),
)
class FileViewSet(CreatesByService):
    """Tệp của các bản ghi, mọi phiên bản, mới nhất trước; ai thấy bản ghi thì thấy tệp của nó."""

    model = Attachment
    access = signed_in
    write_access = signed_in  # the record decides; its room has said by whom
    ordering = ("-created_at", "-pk")
    lookup_value_regex = "[0-9]{1,18}"
    filterset_class = FileFilter
    serializer_class = FileSerializer
    write_serializer_class = FileAttachSerializer
    parser_classes = (MultiPartParser, JSONParser)

    def get_queryset(self) -> QuerySet[Any]:
        """Files with their records: one more query for each kind of record."""
        current = Attachment.objects.current().filter(pk=OuterRef("pk"))
        rows: QuerySet[Any] = super().get_queryset().annotate(is_current=Exists(current))
        return rows.select_related("content_type", "uploaded_by").prefetch_related("record")

    def may_write(self, user: Any, record: Attachment) -> bool:
        return rules.may_change(user, record)

    def perform_create_service(self, *, validated: dict[str, Any], user: Any, today: date) -> Attachment:
        """Attach the file to the record named, as a version of another file where one is named."""
        holder = holder_by_code(validated.pop("record_kind"))
        if holder is None:
            raise serializers.ValidationError({"record_kind": [_("Không có loại bản ghi này.")]})
        record = get_object_or_404(holder.visible_to(user), pk=validated.pop("record_id"))
        replaced = validated.pop("replaces", None)
        return attach_file(
            record=record,
            upload=validated.pop("file"),
            user=user,
            replaces=None if replaced is None else self._file_of(record, replaced),
            today=today,
            **validated,
        )

    def _file_of(self, record: Any, pk: int) -> Attachment:
        found = Attachment.objects.of_record(record).filter(pk=pk).first()
        if found is None:
            raise serializers.ValidationError({"replaces": [_("Bản ghi này không có tệp được nêu.")]})
        return found

    @extend_schema(
        parameters=[_ID],
        responses={
            (200, "application/octet-stream"): OpenApiTypes.BINARY,
            304: OpenApiResponse(description="Nội dung chưa đổi (If-None-Match)."),
        },
    )
    @action(detail=True, methods=["get"], content_negotiation_class=AnyAccept)
    def content(self, request: Request, pk: str | None = None) -> HttpResponseBase:  # noqa: ARG002  (DRF names them)
        """The file as it was sent; its ETag is its SHA-256."""
        file = self.get_object()
        if not rules.may_open(request.user, file):
            raise Http404
        return content_response(request, file, as_attachment=True)

    @extend_schema(
        request={"application/json": FileWithdrawSerializer}, parameters=[_ID], responses=FileSerializer
    )
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str | None = None) -> Response:  # noqa: ARG002  (DRF names them)
        """Take a mistaken file out of use, with the reason; it stays with its content."""

        def service(
            *, record: Attachment, validated: dict[str, Any], user: Any, today: date, **_facts: Any
        ) -> None:
            withdraw_file(attachment=record, reason=validated["reason"], user=user, today=today)

        return self.act(service, serializer_class=FileWithdrawSerializer)


def register(router: DefaultRouter) -> None:
    """Put files under /api/v1/."""
    router.register("files", FileViewSet, basename="file")
