# ruff: noqa: ARG002 - the signatures are those of the ground floor
"""Throw-away addresses over agreements, for tests of writing: the API and the pages."""

from __future__ import annotations

import threading

from django.urls import include, path
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response
from rest_framework.routers import SimpleRouter

from agreements.models import Agreement
from dnfa.accounts.access import roles, signed_in
from dnfa.accounts.enums import Role
from dnfa.core.api_writes import CreatesByService, StrictSerializerMixin, UpdatesByService
from dnfa.core.errors import InvalidInput
from dnfa.core.serializers import PartialDateSerializerField
from dnfa.core.versions import locked
from dnfa.urls import handler404, handler500  # noqa: F401 - Django looks for them here
from dnfa.urls import urlpatterns as of_the_house
from tests.factories import make_agreement


class PaperSerializer(serializers.ModelSerializer):
    class Meta:
        model = Agreement
        fields = ("id", "key", "title_vi", "signed_on", "note", "version")


class PaperWriteSerializer(StrictSerializerMixin, serializers.Serializer):
    title_vi = serializers.CharField(max_length=500)
    signed_on = PartialDateSerializerField(required=False, allow_null=True)
    note = serializers.CharField(required=False, allow_blank=True)
    id = serializers.IntegerField(read_only=True)


class NoteSerializer(StrictSerializerMixin, serializers.Serializer):
    note = serializers.CharField()


def change_paper(*, record, changes, base_version, user, today):
    fresh = locked(record, base_version=base_version)
    if changes.get("note") == "từ chối":
        raise InvalidInput("no_such_note", "Ghi chú này không nhận.", {"note": ["Không nhận."]})
    for name, value in changes.items():
        setattr(fresh, name, value)
    fresh.save()
    if changes.get("note") == "vỡ":
        raise RuntimeError
    return fresh


class PaperViewSet(CreatesByService, UpdatesByService):
    model = Agreement
    access = signed_in
    write_access = roles(Role.OFFICER, Role.HEAD)
    ordering = ("pk",)
    serializer_class = PaperSerializer
    write_serializer_class = PaperWriteSerializer
    versionless_actions = frozenset({"remark"})
    # For tests of the race: what happens between the check of If-Match and the service.
    meanwhile = None
    started = threading.Event()
    go_on = threading.Event()

    def read_input(self, serializer_class, record=None, *, is_partial=False):
        if type(self).meanwhile:
            type(self).meanwhile(record)
        return super().read_input(serializer_class, record, is_partial=is_partial)

    def may_write(self, user, record):
        return record.table_row is None

    def perform_create_service(self, *, validated, user, today):
        if validated["title_vi"] == "chờ":
            self.started.set()
            assert self.go_on.wait(20)
        validated.pop("signed_on", None)
        paper = make_agreement(partners=[], **validated)
        if validated.get("note") == "vỡ":
            raise RuntimeError
        return paper

    def perform_update_service(self, *, record, changes, base_version, user, today):
        return change_paper(record=record, changes=changes, base_version=base_version, user=user, today=today)

    @action(detail=True, methods=["post"])
    def stamp(self, request, **kwargs):
        def service(*, record, validated, base_version, user, today):
            note = f"{user.username} {today.isoformat()}"
            return change_paper(
                record=record, changes={"note": note}, base_version=base_version, user=user, today=today
            )

        return self.act(service)

    @action(detail=True, methods=["post"], write_access=roles(Role.LEADER))
    def remark(self, request, **kwargs):
        def service(*, record, validated, base_version, user, today):
            return change_paper(
                record=record, changes=validated, base_version=base_version, user=user, today=today
            )

        return self.act(service, serializer_class=NoteSerializer)

    @action(detail=True, methods=["post"])
    def hide(self, request, **kwargs):
        return self.act(lambda *, record, **_facts: record.delete() and None)

    @action(detail=False, methods=["post"])
    def refuse(self, request, **kwargs):
        make_agreement(partners=[], key="bi-hoan")
        return Response({"error": "x"}, status=409)


router = SimpleRouter()
router.register("papers", PaperViewSet, basename="paper")
urlpatterns = [path("api/v1/thu/", include(router.urls)), *of_the_house]
schema_patterns = [path("thu/", include(router.urls))]
