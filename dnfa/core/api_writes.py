"""Writing through the API: nobody overwrites unseen what another has saved, and nothing is done twice.

A room's viewset says which services write; preconditions, rights, repeats and answers are here
(decision 0011, docs/api.md "Ghi qua API")::

    class AgreementViewSet(CreatesByService, UpdatesByService):
        write_access = roles(Role.OFFICER, Role.HEAD)
        write_serializer_class = AgreementWriteSerializer   # with StrictSerializerMixin

        def perform_create_service(self, *, validated, user, today): ...
        def perform_update_service(self, *, record, changes, base_version, user, today): ...
"""

from __future__ import annotations

import abc
import hashlib
import json
import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any, ClassVar, Protocol

from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.db.models import Model
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied
from rest_framework.permissions import SAFE_METHODS
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from dnfa.core import once
from dnfa.core.api import RegisterViewSet
from dnfa.core.clock import local_now, local_today
from dnfa.core.errors import Conflict, DomainError, InvalidInput
from dnfa.core.hooks import require_hooks
from dnfa.core.versions import VersionedModel

IDEMPOTENCY_HEADER = "Idempotency-Key"
REPLAYED_HEADER = "Idempotency-Replayed"
KEPT_HEADERS = ("Location", "ETag", "Cache-Control")
STALE = "stale_version"
_KEY = re.compile(r"[\x21-\x7e]{1,200}")
# Proxies that compress mark a tag as weak (W/); the version in it is the same.
_TAGS = re.compile(r'\s*(?:W/)?"[^"]*"\s*(?:,\s*(?:W/)?"[^"]*"\s*)*')
_TAG = re.compile(r'"([^"]*)"')


class Door(Protocol):
    """Who may pass: `Access` of the floor above."""

    def allows(self, user: Any) -> bool:
        """Whether this person may."""
        ...


class StrictSerializerMixin:
    """Refuses fields it does not know or does not write: what is silently dropped is lost.

    Stands before the serializer class. Each such field is named in `fields` with the list of those that are taken.
    """

    def to_internal_value(self, data: Any) -> Any:
        """Read the input; what cannot be read and what is unknown are told together."""
        strange = self._strange(data) if isinstance(data, Mapping) else {}
        try:
            values = super().to_internal_value(data)  # type: ignore[misc]
        except serializers.ValidationError as error:
            if strange and isinstance(error.detail, dict):
                raise serializers.ValidationError({**error.detail, **strange}) from error
            raise
        if strange:
            raise serializers.ValidationError(strange)
        return values

    def _strange(self, data: Mapping[str, Any]) -> dict[str, list[str]]:
        fields: Mapping[str, serializers.Field[Any, Any, Any, Any]] = self.fields  # type: ignore[attr-defined]
        known = [name for name, field in fields.items() if not field.read_only]
        sentence = _("Trường này không ghi được ở đây. Các trường ghi được: %(known)s.") % {
            "known": ", ".join(known) or _("không có")
        }
        return {str(name)[:80]: [sentence] for name in data if name not in known}


class RepeatsSafely:
    """Every POST, PUT, PATCH and DELETE of the view runs in one transaction, and with `Idempotency-Key` once.

    Stands before any DRF view class. A repeated request gets the first answer with `Idempotency-Replayed: true`.
    """

    repeats_safely: ClassVar[bool] = True

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """After the doorkeepers: put the promise around the method that will answer."""
        super().initial(request, *args, **kwargs)  # type: ignore[misc]
        name = str(request.method).lower()
        handler = getattr(self, name, None)
        if request.method not in SAFE_METHODS and handler is not None:
            setattr(self, name, partial(self._once, handler))

    def _once(
        self, handler: Callable[..., Response], request: Request, *args: Any, **kwargs: Any
    ) -> Response:
        key = request.headers.get(IDEMPOTENCY_HEADER, "")
        user_id = request.user.pk
        if not key or user_id is None:  # for strangers nothing is remembered
            with transaction.atomic():
                response = handler(request, *args, **kwargs)
                if response.status_code >= 400:
                    transaction.set_rollback(True)
            return response
        if not _KEY.fullmatch(key):
            raise InvalidInput(
                "invalid_idempotency_key",
                gettext_lazy("Khóa Idempotency-Key gồm 1 đến 200 ký tự ASCII in được, không có dấu cách."),
            )
        attempt = once.Attempt(
            user_id=user_id,
            key=key,
            method=str(request.method),
            path=request.path,
            digest=once.digest_of(
                request.data, request.META.get("QUERY_STRING", ""), request.headers.get("If-Match", "")
            ),
        )
        kept = once.keeper().once(attempt, lambda: _kept(handler(request, *args, **kwargs)), now=local_now())
        headers = {**kept.headers, **({REPLAYED_HEADER: "true"} if kept.is_replay else {})}
        return Response(kept.body, status=kept.status, headers=headers)


def _kept(response: Response) -> once.Kept:
    body = None if response.data is None else json.loads(_rendered(response.data))
    headers = {name: response[name] for name in KEPT_HEADERS if name in response}
    return once.Kept(status=response.status_code, headers=headers, body=body)


def _rendered(data: Any) -> bytes:
    return bytes(JSONRenderer().render(data))


def entity_tag(record: VersionedModel, data: Any) -> str:
    """`"agreement-16-3-0f3a9c41d2b7"`: model, primary key, version, and a digest of the answer.

    The version guards writing (If-Match compares it and nothing else); the digest guards reading: the status of
    a record changes with the day, without a new version, and an old answer must then not be called unchanged.
    """
    digest = hashlib.sha256(_rendered(data)).hexdigest()[:12]
    return f'"{record._meta.model_name}-{record.pk}-{record.version}-{digest}"'


def version_asked_for(header: str, record: VersionedModel) -> int:
    """The version that `If-Match` names for this record; 0, which no record has, when it names others only.

    Raises `DomainError` ("precondition_required", 428) without the header, `InvalidInput` for `*`, which would
    overwrite what nobody has read, and for what is no list of tags.
    """
    if not header:
        raise DomainError(
            "precondition_required",
            gettext_lazy(
                "Hãy gửi If-Match với ETag của bản ghi đã đọc, để không ghi đè thay đổi của người khác."
            ),
            status=428,
        )
    if not _TAGS.fullmatch(header):
        raise InvalidInput(
            "invalid_if_match", gettext_lazy("If-Match phải là ETag của bản ghi; “*” không được nhận.")
        )
    named = re.compile(rf"{record._meta.model_name}-{record.pk}-([0-9]{{1,9}})(?:-[0-9a-f]+)?")
    versions = [int(match[1]) for tag in _TAG.findall(header) if (match := named.fullmatch(tag))]
    return record.version if record.version in versions else next(iter(versions), 0)


class WritableViewSet(RepeatsSafely, RegisterViewSet):
    """A register view that also writes, through the same services as the screens. No DELETE, no PUT.

    `write_access` says which roles may write at all, `may_write` whether this person may write this record. An
    `@action(detail=True, methods=["post"])` calls `self.act(...)`; it may carry its own `write_access`. Actions named
    in `versionless_actions` need no `If-Match` (adding something beside the record that overwrites nothing).
    """

    http_method_names = ["get", "post", "patch", "head", "options"]
    write_access: ClassVar[Door | None] = None
    write_serializer_class: ClassVar[type[serializers.BaseSerializer[Any]] | None] = None
    # What a new record takes, where that is more than what is changed of one.
    create_serializer_class: ClassVar[type[serializers.BaseSerializer[Any]] | None] = None
    versionless_actions: ClassVar[frozenset[str]] = frozenset()

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "model" not in cls.__dict__:
            return
        if cls.write_access is None:
            message = f"{cls.__name__}.write_access must say who may write"
            raise ImproperlyConfigured(message)
        for name in ("write_serializer_class", "create_serializer_class"):
            reader = getattr(cls, name)
            if reader is not None and not issubclass(reader, StrictSerializerMixin):
                message = f"{cls.__name__}.{name} must use StrictSerializerMixin"
                raise ImproperlyConfigured(message)
        require_hooks(cls)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Let only those write who may, before anything is looked up: that tells nobody what exists."""
        super().initial(request, *args, **kwargs)
        door = self.write_access
        if request.method not in SAFE_METHODS and (door is None or not door.allows(request.user)):
            raise PermissionDenied

    @classmethod
    def is_versioned(cls) -> bool:
        """Whether its records are counted, and so need `If-Match` to be changed."""
        return issubclass(cls.model, VersionedModel)

    def may_write(self, user: Any, record: Any) -> bool:  # noqa: ARG002  (a room overrides it)
        """Whether this person may write this record, which they see; the service asks its own rules again."""
        return True

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002  (DRF names them)
        """One record with its ETag; 304 when the caller already has exactly this answer."""
        response = self._told(self.get_object())
        asked = request.headers.get("If-None-Match", "")
        if "ETag" in response and response["ETag"].strip('"') in _TAG.findall(asked):
            headers = {"ETag": response["ETag"], "Cache-Control": response["Cache-Control"]}
            return Response(status=304, headers=headers)
        return response

    def writable_object(self) -> Any:
        """The record of this address: 404 when this person may not see it, 403 when they may not write it."""
        record = self.get_object()
        if not self.may_write(self.request.user, record):
            raise PermissionDenied
        return record

    def read_input(
        self,
        serializer_class: type[serializers.BaseSerializer[Any]] | None,
        record: Any = None,
        *,
        is_partial: bool = False,
    ) -> dict[str, Any]:
        """What was sent, checked; without a serializer nothing may be sent."""
        reader = (serializer_class or NoInputSerializer)(
            record, data=self.request.data, partial=is_partial, context=self.get_serializer_context()
        )
        reader.is_valid(raise_exception=True)
        return dict(reader.validated_data)

    def act(
        self,
        service: Callable[..., Any],
        *,
        serializer_class: type[serializers.BaseSerializer[Any]] | None = None,
        status: int = 200,
    ) -> Response:
        """Do one deed to the record of this address and answer with the record as it then is.

        Calls `service(record=, validated=, base_version=, user=, today=)`; `base_version` is what If-Match names,
        None for an action in `versionless_actions` without the header.
        """
        record = self.writable_object()
        base_version = self._base_version(record)
        if base_version is not None and base_version != record.version:
            return self._stale(record.pk)
        validated = self.read_input(serializer_class)
        return self._written(record, service, status=status, validated=validated, base_version=base_version)

    def answer(self, pk: Any, *, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
        """The answer reading the record would get now; without a body (204) when this person no longer sees it."""
        try:
            record = self._read_again(pk)
        except Http404:
            return Response(status=204)
        return self._told(record, status=status, headers=headers)

    def _base_version(self, record: Any) -> int | None:
        header = self.request.headers.get("If-Match", "")
        if not isinstance(record, VersionedModel) or (not header and self.action in self.versionless_actions):
            return None
        return version_asked_for(header, record)

    def _written(
        self, record: Any, service: Callable[..., Any], *, status: int = 200, **facts: Any
    ) -> Response:
        """Call the service; a record that moved on under our hands is told like one that had moved on before."""
        try:
            with transaction.atomic():
                service(record=record, user=self.request.user, today=self.today, **facts)
        except Conflict as error:
            if error.code != STALE:
                raise
            return self._stale(record.pk)
        return self.answer(record.pk, status=status)

    def _stale(self, pk: Any) -> Response:
        """412 with the record as it stands now, so that the caller can merge and send again."""
        response = self._told(self._read_again(pk), status=412)
        message = _("Bản ghi đã được người khác sửa sau khi bạn đọc. Hãy so với bản hiện tại rồi gửi lại.")
        response.data = {
            "error": {"code": STALE, "message": message, "fields": {}},
            "current": response.data,
        }
        return response

    @property
    def today(self) -> date:
        """The day of the deed, in Đà Nẵng."""
        return local_today()

    def _read_again(self, pk: Any) -> Any:
        # The answer to a write is the answer to reading: rows and serializer of the detail.
        self.action, self.detail = "retrieve", True
        return get_object_or_404(self.filter_queryset(self.get_queryset()), pk=pk)

    def _told(self, record: Any, *, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
        data = self.get_serializer(record).data
        told = dict(headers or {})
        if isinstance(record, VersionedModel):
            # Ask again each time, and keep no copy for others: what is seen depends on the person.
            told |= {"ETag": entity_tag(record, data), "Cache-Control": "private, no-cache"}
        return Response(data, status=status, headers=told)


class NoInputSerializer(StrictSerializerMixin, serializers.Serializer[Any]):
    """For deeds that take no facts: anything sent is refused."""


def deed(
    service: Callable[..., Any], record_as: str, *, knows_day: bool = True, knows_version: bool = True
) -> Callable[..., Any]:
    """A room's service as `act` calls it: the record under the name the service gives it, what was sent as its facts.

    `knows_day=False` for a service whose work does not depend on the day, `knows_version=False` for one that adds
    beside the record and overwrites nothing of it.
    """

    def done(*, record: Any, validated: dict[str, Any], today: date, **given: Any) -> Any:
        day = {"today": today} if knows_day else {}
        if not knows_version:
            given.pop("base_version")
        return service(**{record_as: record}, **validated, **given, **day)

    return done


class CreatesByService(WritableViewSet, abc.ABC):
    """POST on the list: 201 with the record, its address in `Location` and its ETag."""

    def create(self, request: Request, *_args: Any, **_kwargs: Any) -> Response:
        """Check what was sent and let the room's service make the record."""
        validated = self.read_input(self.create_serializer_class or self.write_serializer_class)
        record = self.perform_create_service(validated=validated, user=request.user, today=self.today)
        where = self.reverse_action("detail", args=[getattr(record, self.lookup_field)])
        return self.answer(record.pk, status=201, headers={"Location": where})

    @abc.abstractmethod
    def perform_create_service(self, *, validated: dict[str, Any], user: Any, today: date) -> Model:
        """Make the record: call the room's service."""


class UpdatesByService(WritableViewSet, abc.ABC):
    """PATCH on a record, with `If-Match`: the changes named, nothing else."""

    def partial_update(self, _request: Request, *_args: Any, **_kwargs: Any) -> Response:
        """Check version and input and let the room's service change the record; no changes, no deed."""
        record = self.writable_object()
        base_version = self._base_version(record)
        if base_version is not None and base_version != record.version:
            return self._stale(record.pk)
        changes = self.read_input(self.write_serializer_class, record, is_partial=True)
        if not changes:
            return self.answer(record.pk)
        return self._written(record, self.perform_update_service, changes=changes, base_version=base_version)

    @abc.abstractmethod
    def perform_update_service(
        self, *, record: Any, changes: dict[str, Any], base_version: int, user: Any, today: date
    ) -> Model:
        """Change the record: call the room's service, which locks it with `base_version`."""
