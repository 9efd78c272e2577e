"""Tables brought in through the API: preview, rows, commit, undo; the same doors as the pages."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import (
    OpenApiParameter,
    OpenApiResponse,
    extend_schema,
    extend_schema_field,
    extend_schema_view,
)
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import DefaultRouter

from dnfa.accounts.access import roles
from dnfa.accounts.enums import KEEPS_THE_REGISTER
from dnfa.core.api import StandardPagination
from dnfa.core.api_lists import refuse_unknown_parameters
from dnfa.core.api_writes import RepeatsSafely, StrictSerializerMixin
from dnfa.core.clock import local_today
from dnfa.core.enums import ImportFate
from dnfa.core.errors import InvalidInput
from dnfa.core.models import ImportBatch, ImportRow
from dnfa.core.table_import.layout import LIMITS
from dnfa.core.table_import.registry import Importer, importer_at, importer_of
from dnfa.core.table_import.selectors import (
    NOTED,
    batches_visible_to,
    fate_counts,
    rows_of,
    unknown_headings,
)
from dnfa.core.table_import.services import latest_job

_PAGING = frozenset({StandardPagination.page_query_param, StandardPagination.page_size_query_param})
_FATES = [*ImportFate.values, NOTED]


class ImportCountsSerializer(serializers.Serializer[Any]):
    """How many rows of each fate."""

    new = serializers.IntegerField(help_text=gettext_lazy("Số dòng thêm mới."))
    changed = serializers.IntegerField(help_text=gettext_lazy("Số dòng cập nhật."))
    unchanged = serializers.IntegerField(help_text=gettext_lazy("Số dòng không đổi."))
    wrong = serializers.IntegerField(help_text=gettext_lazy("Số dòng có lỗi."))
    noted = serializers.IntegerField(help_text=gettext_lazy("Số dòng cần xem lại."))


class UnknownHeadingSerializer(serializers.Serializer[Any]):
    """A heading that was not read."""

    heading = serializers.CharField(help_text=gettext_lazy("Tiêu đề không có trong mẫu."))
    nearest = serializers.CharField(help_text=gettext_lazy("Cột gần giống nhất; trống khi không có."))


class ImportJobSerializer(serializers.Serializer[Any]):
    """The job of a long table."""

    id = serializers.IntegerField()
    state = serializers.CharField(help_text=gettext_lazy("queued, running, done, failed, cancelled."))
    percent = serializers.IntegerField()
    error = serializers.CharField()


class ImportSerializer(serializers.ModelSerializer[ImportBatch]):
    """One table sent, with its counts."""

    kind = serializers.SerializerMethodField(help_text=gettext_lazy("Mã loại bảng, như trong địa chỉ trang."))
    counts = serializers.SerializerMethodField()
    unknown_headings = serializers.SerializerMethodField()
    job = serializers.SerializerMethodField(help_text=gettext_lazy("Việc chạy nền mới nhất của lần nhập."))

    class Meta:
        model = ImportBatch
        fields: ClassVar = [
            "id",
            "kind",
            "file_name",
            "sha256",
            "state",
            "created_at",
            "committed_at",
            "undone_at",
            "undo_reason",
            "counts",
            "unknown_headings",
            "job",
        ]

    def get_kind(self, batch: ImportBatch) -> str:
        importer = importer_of(batch.kind)
        return importer.slug if importer is not None else batch.kind

    @extend_schema_field(ImportCountsSerializer)
    def get_counts(self, batch: ImportBatch) -> dict[str, int]:
        return fate_counts(batch)

    @extend_schema_field(UnknownHeadingSerializer(many=True))
    def get_unknown_headings(self, batch: ImportBatch) -> list[dict[str, str]]:
        return [{"heading": heading, "nearest": near} for heading, near in unknown_headings(batch)]

    @extend_schema_field(ImportJobSerializer(allow_null=True))
    def get_job(self, batch: ImportBatch) -> dict[str, Any] | None:
        job = latest_job(batch)
        if job is None:
            return None
        return {"id": job.pk, "state": job.state, "percent": job.percent, "error": job.error}


class ImportLineSerializer(serializers.ModelSerializer[ImportBatch]):
    """One batch in a list: without what would take a query for each."""

    kind = serializers.SerializerMethodField(help_text=gettext_lazy("Mã loại bảng, như trong địa chỉ trang."))

    class Meta:
        model = ImportBatch
        fields: ClassVar = ["id", "kind", "file_name", "state", "created_at", "committed_at", "undone_at"]

    def get_kind(self, batch: ImportBatch) -> str:
        importer = importer_of(batch.kind)
        return importer.slug if importer is not None else batch.kind


class ImportProblemSerializer(serializers.Serializer[Any]):
    """What is wrong with a row, or worth a look."""

    column = serializers.CharField(help_text=gettext_lazy("Khóa của cột; trống khi nói về cả dòng."))
    message = serializers.CharField()
    severity = serializers.ChoiceField(choices=["error", "note"])


class ImportRowSerializer(serializers.ModelSerializer[ImportRow]):
    """One row as typed and as understood."""

    parsed = serializers.JSONField(read_only=True, help_text=gettext_lazy("Dòng được hiểu là gì."))
    cells = serializers.ListField(child=serializers.CharField(), read_only=True)
    problems = ImportProblemSerializer(many=True, read_only=True)

    class Meta:
        model = ImportRow
        fields: ClassVar = ["number", "fate", "cells", "parsed", "problems"]


class ImportCreateSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """What is sent to have a table read."""

    kind = serializers.CharField(
        help_text=gettext_lazy("Mã loại bảng, như trong địa chỉ trang: co-quan, bang-quan-he …")
    )
    file = serializers.FileField(help_text=gettext_lazy("Tệp .xlsx hoặc .csv, tối đa 10 MB."), max_length=255)

    def validate_kind(self, slug: str) -> str:
        """Only a kind this person may bring in."""
        importer = importer_at(slug)
        if importer is None or not importer.may_import(self.context["request"].user):
            raise serializers.ValidationError(_("Không có loại bảng này."))
        return slug

    def validate_file(self, file: Any) -> Any:
        """Refuse a file that is too large before it is read into memory."""
        if file.size > LIMITS.bytes:
            raise serializers.ValidationError(
                _("Tệp lớn hơn 10 MB: hãy chỉ để lại bảng cần nhập rồi tải lên lại.")
            )
        return file


class ImportUndoSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """Why a table is taken back."""

    reason = serializers.CharField(max_length=500, help_text=gettext_lazy("Lý do hoàn tác."))


_ID = OpenApiParameter("id", OpenApiTypes.INT, OpenApiParameter.PATH, description="Số của lần nhập.")
_FATE = OpenApiParameter(
    "fate", OpenApiTypes.STR, enum=_FATES, description="Chỉ các dòng có kết quả này; noted: dòng cần xem lại."
)


@extend_schema(tags=["imports"])
@extend_schema_view(retrieve=extend_schema(parameters=[_ID]))
class ImportViewSet(RepeatsSafely, viewsets.GenericViewSet[Any]):
    """Bảng nhập vào sổ: tải lên để xem trước, ghi, hoàn tác."""

    access = roles(*sorted(KEEPS_THE_REGISTER))
    serializer_class = ImportSerializer
    queryset = ImportBatch.objects.none()
    parser_classes = (MultiPartParser, JSONParser)
    filter_backends = ()
    lookup_value_regex = "[0-9]{1,9}"

    def get_queryset(self) -> QuerySet[ImportBatch]:
        """Batches of the kinds this person may bring in, newest first."""
        if getattr(self, "swagger_fake_view", False):
            return ImportBatch.objects.none()
        return batches_visible_to(self.request.user).order_by("-created_at", "-pk")

    def _subject(self) -> tuple[ImportBatch, Importer]:
        batch = self.get_object()
        importer = importer_of(batch.kind)
        if importer is None:
            raise Http404
        return batch, importer

    def _answer(self, batch: ImportBatch, *, status: int = 200) -> Response:
        fresh = self.get_queryset().get(pk=batch.pk)
        return Response(ImportSerializer(fresh, context=self.get_serializer_context()).data, status=status)

    @extend_schema(responses=ImportLineSerializer(many=True))
    def list(self, request: Request) -> Response:
        """Tables sent so far, newest first."""
        refuse_unknown_parameters(request, set(_PAGING))
        page = self.paginate_queryset(self.get_queryset())
        return self.get_paginated_response(ImportLineSerializer(page, many=True).data)

    def retrieve(self, request: Request, pk: str | None = None) -> Response:  # noqa: ARG002  (DRF names them)
        """One table with its counts."""
        batch, _importer = self._subject()
        return self._answer(batch)

    @extend_schema(request={"multipart/form-data": ImportCreateSerializer}, responses={201: ImportSerializer})
    def create(self, request: Request) -> Response:
        """Read a sheet and keep its preview; nothing is written into the register."""
        given = ImportCreateSerializer(data=request.data, context=self.get_serializer_context())
        given.is_valid(raise_exception=True)
        importer = importer_at(given.validated_data["kind"])
        if importer is None:
            raise Http404
        file = given.validated_data["file"]
        batch = importer.create(
            file_name=file.name, content=file.read(), user=request.user, today=local_today()
        )
        return self._answer(batch, status=201)

    @extend_schema(parameters=[_ID, _FATE], responses=ImportRowSerializer(many=True))
    @action(detail=True, methods=["get"])
    def rows(self, request: Request, pk: str | None = None) -> Response:  # noqa: ARG002  (DRF names them)
        """The rows of a table as understood, in the order of the sheet."""
        refuse_unknown_parameters(request, {"fate", *_PAGING})
        chosen = request.GET.get("fate", "")
        if chosen and chosen not in _FATES:
            sentence = _("Kết quả “%(fate)s” không có: hãy dùng %(choices)s.") % {
                "fate": chosen[:40],
                "choices": ", ".join(_FATES),
            }
            raise InvalidInput("invalid", sentence, {"fate": [sentence]})
        batch, _importer = self._subject()
        page = self.paginate_queryset(rows_of(batch, chosen))
        return self.get_paginated_response(ImportRowSerializer(page, many=True).data)

    @extend_schema(
        request=None,
        parameters=[_ID],
        responses={
            200: ImportSerializer,
            202: OpenApiResponse(ImportSerializer, "Đang ghi trong việc chạy nền."),
        },
    )
    @action(detail=True, methods=["post"])
    def commit(self, request: Request, pk: str | None = None) -> Response:  # noqa: ARG002  (DRF names them)
        """Write the table, all rows or none; a long one is written by a job (202)."""
        batch, importer = self._subject()
        job = importer.commit(batch=batch, user=request.user, today=local_today())
        return self._answer(batch, status=200 if job is None else 202)

    @extend_schema(request=None, parameters=[_ID], responses=ImportSerializer)
    @action(detail=True, methods=["post"])
    def refresh(self, request: Request, pk: str | None = None) -> Response:  # noqa: ARG002  (DRF names them)
        """Compare the table again with the register as it is now."""
        batch, importer = self._subject()
        importer.refresh(batch=batch, user=request.user, today=local_today())
        return self._answer(batch)

    @extend_schema(request=ImportUndoSerializer, parameters=[_ID], responses=ImportSerializer)
    @action(detail=True, methods=["post"])
    def undo(self, request: Request, pk: str | None = None) -> Response:  # noqa: ARG002  (DRF names them)
        """Take a committed table back, with the reason."""
        batch, importer = self._subject()
        given = ImportUndoSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        importer.undo(batch=batch, user=request.user, reason=given.validated_data["reason"])
        return self._answer(batch)


def register(router: DefaultRouter) -> None:
    """Put the imports under /api/v1/."""
    router.register("imports", ImportViewSet, basename="import")
