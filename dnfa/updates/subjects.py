"""What can be updated: rooms above register their kinds of record with the form and the services that apply.

A change request holds, field by field, what the form's widgets would send. So the same form that an officer uses
reads the proposal, compares it three ways with what stands now (dnfa/core/editing/three_way.py), and the same
service applies what was accepted.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

from django import forms
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet

from dnfa.core.versions import VersionedModel

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class MakesForm(Protocol):
    """Builds the form of a record, or of a new one (`record` None); choices are those `user` may choose."""

    def __call__(
        self, *, record: Any | None, user: Any, data: Any = None, initial: Any = None
    ) -> forms.Form: ...


class Saves(Protocol):
    """Applies accepted values through the room's service, as the reviewer; raises what the service raises."""

    def __call__(
        self, *, record: Any, changed: dict[str, Any], base_version: int, user: Any, today: date
    ) -> Any: ...


class Creates(Protocol):
    """Makes the accepted record through the room's service, as the reviewer."""

    def __call__(self, *, cleaned_data: dict[str, Any], user: Any, today: date) -> Any: ...


class Notes(Protocol):
    """Keeps an accepted note as the room keeps such things (a progress report, a note of a task), as the reviewer."""

    def __call__(
        self, *, record: Any, text: str, told_on: date | None, agency: Any, user: Any, today: date
    ) -> Any: ...


def never(_user: Any, _record: Any = None) -> bool:
    """Nobody may."""
    return False


@dataclass(frozen=True)
class Subject:
    """One kind of record that agencies keep true.

    `visible_to(user)` are the records this person sees. `may_propose(user, record)` says whether its agency may propose
    to change one, send a note, a file or a difficulty of it; `may_create(user)` whether it may propose a new one.
    `fields` are the names of the form an agency may fill (of an edit), `new_fields` those of a new record;
    `initial(record)` gives the form what stands now. `confirmable` are the records an agency is asked to call
    still true, among those it sees. `note` keeps accepted notes in the room besides; without it they stand as accepted
    updates on the record's page.
    """

    code: str
    model: type[VersionedModel]
    label: StrOrPromise
    visible_to: Callable[[Any], QuerySet[Any]]
    may_propose: Callable[[Any, Any], bool]
    edit_form: MakesForm
    initial: Callable[[Any], dict[str, Any]]
    fields: tuple[str, ...]
    save: Saves
    may_create: Callable[[Any], bool] = never
    new_form: MakesForm | None = None
    new_fields: tuple[str, ...] = ()
    create: Creates | None = None
    note: Notes | None = None
    confirmable: Callable[[QuerySet[Any], date], QuerySet[Any]] | None = None
    order: int = 50

    @property
    def content_type(self) -> ContentType:
        return ContentType.objects.get_for_model(self.model)


_subjects: dict[str, Subject] = {}


def register_subject(subject: Subject) -> None:
    """Let agencies update a kind of record; from `AppConfig.ready()`. A code registered twice replaces the first."""
    _subjects[subject.code] = subject


def subjects() -> tuple[Subject, ...]:
    """All kinds, in the order of the screens."""
    return tuple(sorted(_subjects.values(), key=lambda subject: (subject.order, subject.code)))


def subject_by_code(code: str) -> Subject | None:
    """The kind with this code; None when nobody registered it."""
    return _subjects.get(code)


def subject_of(record: VersionedModel) -> Subject | None:
    """The kind a record is of; None when agencies do not update such records."""
    return next((subject for subject in _subjects.values() if subject.model is type(record)), None)


def subject_choices() -> list[tuple[str, StrOrPromise]]:
    """The kinds as choices of a filter."""
    return [(subject.code, subject.label) for subject in subjects()]


def values_of(record: Any, names: Sequence[str]) -> dict[str, Any]:
    """The record's attributes by the names of form fields: keys of related records, lists of keys."""
    found: dict[str, Any] = {}
    for name in names:
        value: Any = getattr(record, name, None)
        if hasattr(value, "all"):
            value = [related.pk for related in value.all()]
        elif hasattr(value, "pk"):
            value = value.pk
        found[name] = value
    return found
