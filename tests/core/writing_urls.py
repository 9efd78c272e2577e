# ruff: noqa: ARG002 - the signatures are those of the ground floor
"""Throw-away addresses over agreements, for tests of writing: the API and the pages."""

from __future__ import annotations

import threading

from django import forms
from django.shortcuts import get_object_or_404, render
from django.urls import include, path
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response
from rest_framework.routers import SimpleRouter

from agreements.enums import AgreementType
from agreements.models import Agreement
from dnfa.accounts.access import roles, signed_in
from dnfa.accounts.enums import Role
from dnfa.accounts.models import Agency
from dnfa.core.api_writes import CreatesByService, StrictSerializerMixin, UpdatesByService
from dnfa.core.audit import because
from dnfa.core.editing import CreatesRecord, EditsVersionedRecord
from dnfa.core.errors import Conflict, InvalidInput, NotFound
from dnfa.core.forms import PartialDateFormField
from dnfa.core.serializers import PartialDateSerializerField
from dnfa.core.versions import locked, touch
from dnfa.urls import handler404, handler500  # noqa: F401 - Django looks for them here
from dnfa.urls import urlpatterns as of_the_house
from partners.models import CooperationField
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
    if changes.get("note") == "bận":
        raise Conflict("is_busy", "Văn bản đang bận.")
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


class OfficeSerializer(StrictSerializerMixin, serializers.ModelSerializer):
    class Meta:
        model = Agency
        fields = ("key", "name_vi", "note")


class OfficeViewSet(UpdatesByService):
    """Records whose versions nobody counts."""

    model = Agency
    access = signed_in
    write_access = signed_in
    ordering = ("pk",)
    serializer_class = OfficeSerializer
    write_serializer_class = OfficeSerializer

    def perform_update_service(self, *, record, changes, base_version, user, today):
        Agency.objects.filter(pk=record.pk).update(**changes, note=str(base_version))


class PaperForm(forms.Form):
    """Every kind of input whose values must survive: text, long text, tick, choice, date, number, several, key."""

    fieldsets = (("Tên gọi", ("title_vi", "title_en", "type")), ("Ký kết", ("signed_on", "table_row")))

    title_vi = forms.CharField(label="Tên văn bản")
    title_en = forms.CharField(label="Tên tiếng Anh", required=False)
    type = forms.ChoiceField(label="Loại văn bản", choices=AgreementType.choices)
    title_is_official = forms.BooleanField(label="Tên chính thức", required=False)
    signed_on = PartialDateFormField(label="Ngày ký", required=False)
    table_row = forms.IntegerField(label="Số thứ tự", required=False)
    fields_of_work = forms.ModelMultipleChoiceField(
        CooperationField.objects.all(), label="Lĩnh vực", required=False, widget=forms.CheckboxSelectMultiple
    )
    parent = forms.ModelChoiceField(Agreement.objects.all(), label="Văn bản gốc", required=False)
    note = forms.CharField(label="Ghi chú", required=False, widget=forms.Textarea)
    reason = forms.CharField(label="Lý do sửa", required=False)


@signed_in
def paper_page(request, key):
    """Where saving leads: a page of the house without the house's parameters."""
    return render(request, "base.html", {"key": key})


def home(paper):
    return f"/thu/van-ban/{paper.key}/"


class PaperEditView(EditsVersionedRecord):
    access = signed_in
    form_class = PaperForm
    page_title = "Sửa văn bản"
    alongside = frozenset({"reason"})
    meanwhile = None

    def get_success_url(self, record):
        return home(record)

    def load(self, user, key):
        return get_object_or_404(Agreement.objects.visible_to(user), key=key)

    def initial_of(self, record):
        chosen = [field.pk for field in record.fields.all()]
        return {**super().initial_of(record), "fields_of_work": chosen, "reason": ""}

    def save(self, *, record, cleaned_data, changed, base_version, user, today):
        if type(self).meanwhile:
            type(self).meanwhile(record)
        if cleaned_data["note"] == "khóa":
            raise Conflict("is_locked", "Văn bản đang khóa.")
        if cleaned_data["note"] == "không thấy":
            raise NotFound("gone", "Không còn văn bản này.")
        chosen = changed.pop("fields_of_work", None)
        with because(cleaned_data["reason"]):
            fresh = change_paper(
                record=record, changes=changed, base_version=base_version, user=user, today=today
            )
            if chosen is not None:
                fresh.fields.set(chosen)
                touch(fresh)
        return fresh


class PaperModelForm(forms.ModelForm):
    class Meta:
        model = Agreement
        fields = ("key", "title_vi", "parent", "fields")


class PaperModelEditView(PaperEditView):
    form_class = PaperModelForm
    alongside = frozenset()
    keeps_draft = False

    def initial_of(self, record):
        return EditsVersionedRecord.initial_of(self, record)

    def save(self, *, record, cleaned_data, changed, base_version, user, today):
        return change_paper(record=record, changes=changed, base_version=base_version, user=user, today=today)


class NewPaperForm(forms.Form):
    title_vi = forms.CharField(label="Tên văn bản")
    note = forms.CharField(label="Ghi chú", required=False)
    scan = forms.FileField(label="Bản quét", required=False)


class PaperCreateView(CreatesRecord):
    access = signed_in
    form_class = NewPaperForm
    page_title = "Thêm văn bản"
    fieldsets = (("Văn bản", ("title_vi",)),)

    def initial(self):
        return {"note": "bản mới"}

    def get_success_url(self, record):
        return home(record)

    def get_cancel_url(self, record):
        return "/thu/van-ban/moi/"

    def save(self, *, cleaned_data, user, today):
        paper = make_agreement(partners=[], title_vi=cleaned_data["title_vi"], note=cleaned_data["note"])
        if cleaned_data["note"] == "từ chối":
            raise InvalidInput(
                "no_such_note", "Không nhận.", {"note": ["Ghi chú không nhận."], "khac": ["Điều khác."]}
            )
        if cleaned_data["note"] == "không thấy":
            raise NotFound("gone", "Không còn.")
        return paper


router = SimpleRouter()
router.register("papers", PaperViewSet, basename="paper")
router.register("offices", OfficeViewSet, basename="office")
urlpatterns = [
    path("thu/van-ban/moi/", PaperCreateView.as_view()),
    path("thu/van-ban/<key>/", paper_page),
    path("thu/van-ban/<key>/sua/", PaperEditView.as_view()),
    path("thu/van-ban/<key>/ten/", PaperModelEditView.as_view()),
    path("api/v1/thu/", include(router.urls)),
    *of_the_house,
]
schema_patterns = [path("thu/", include(router.urls))]
