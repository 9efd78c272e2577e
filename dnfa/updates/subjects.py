"""What can be updated: rooms above register their kinds of record with the form and the services that apply.

A change request holds, field by field, what the form's widgets would send. So the same form that an officer uses
reads the proposal, compares it three ways with what stands now (dnfa/core/editing/three_way.py), and the same
service applies what was accepted.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from django import forms
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet

from dnfa.accounts.enums import Role
from dnfa.accounts.rules import keeps_the_register
from dnfa.core.versions import VersionedModel
from dnfa.updates.enums import PROPOSES_VALUES, RequestKind

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class MakesForm(Protocol):
    """Builds the form of a record; choices are those `user` may choose."""

    def __call__(self, *, record: Any, user: Any, data: Any = None, initial: Any = None) -> forms.Form: ...


class Saves(Protocol):
    """Applies accepted values through the room's service, as the reviewer; raises what the service raises."""

    def __call__(
        self, *, record: Any, changed: dict[str, Any], base_version: int, user: Any, today: date
    ) -> Any: ...


class Creates(Protocol):
    """Makes the accepted record through the room's service, as the reviewer."""

    def __call__(self, *, cleaned_data: dict[str, Any], user: Any, today: date) -> Any: ...


class Notes(Protocol):
    """Keeps an accepted note as the room keeps such things (a progress report, a note of a task), as the reviewer.

    `told_on` is the day of the matter, if the agency named one; `sent_on` the day it sent the note, which may lie before `today`.
    """

    def __call__(
        self,
        *,
        record: Any,
        text: str,
        told_on: date | None,
        sent_on: date,
        agency: Any,
        user: Any,
        today: date,
    ) -> Any: ...


class Keeps(Protocol):
    """Keeps what an agency said as the room keeps such things, as the reviewer; gives the row it became."""

    def __call__(
        self, *, record: Any | None, agency: Any, said: dict[str, Any], sent_on: date, user: Any, today: date
    ) -> Any: ...


class Raises(Protocol):
    """Writes an accepted difficulty down on the record, beside the thing to do that it became, as the reviewer."""

    def __call__(
        self, *, record: Any, text: str, action: Any, agency: Any, user: Any, today: date
    ) -> Any: ...


def never(_user: Any, _record: Any = None) -> bool:
    """Nobody may."""
    return False


@dataclass(frozen=True)
class Saying:
    """What an agency says in one kind of update in a form of its own, beside the record's facts.

    It is the agency's word: accepted or returned as a whole, never value by value. `form` and `initial` take the record
    (None: none yet) and the agency; `opening` is what a new draft proposes before anything is typed.
    """

    form: Callable[..., forms.Form]
    fields: tuple[str, ...]
    keep: Keeps
    initial: Callable[[Any, Any], dict[str, Any]] = lambda _record, _agency: {}
    opening: Callable[[Any, Any], dict[str, Any]] = lambda _record, _agency: {}


@dataclass(frozen=True)
class Subject:
    """One kind of record that agencies keep true.

    `visible_to(user)` are the records this person sees. `may_propose(user, record)` says whether its agency may propose
    to change one, send a note, a file or a difficulty of it; `may_create(user)` whether it may propose a new one.
    `fields` are the names of the form an agency may fill (of an edit), `new_fields` those of a new record, whose form also
    knows the agency: what it begins with must be the same for who writes and who reviews.
    `initial(record)` gives the form what stands now. `confirmable` are the records an agency is asked to call
    still true, among those it sees. `note` keeps accepted notes in the room besides; without it they stand as accepted
    updates on the record's page. `sayings` are forms of their own by kind of update; `difficulty` keeps an accepted difficulty
    on the record. `missing` are codes of flags that ask the agency to complete a record it is asked to confirm: they stand
    in its list of work. A kind without `edit_form` has nothing that agencies correct. `key_field` is what addresses and the
    API call a record by.
    """

    code: str
    model: type[VersionedModel]
    label: StrOrPromise
    visible_to: Callable[[Any], QuerySet[Any]]
    may_propose: Callable[[Any, Any], bool]
    edit_form: MakesForm | None = None
    initial: Callable[[Any], dict[str, Any]] = lambda _record: {}
    fields: tuple[str, ...] = ()
    save: Saves | None = None
    may_create: Callable[[Any], bool] = never
    new_form: Callable[..., forms.Form] | None = None
    new_fields: tuple[str, ...] = ()
    create: Creates | None = None
    note: Notes | None = None
    difficulty: Raises | None = None
    sayings: Mapping[str, Saying] = field(default_factory=dict)
    confirmable: Callable[[QuerySet[Any], date], QuerySet[Any]] | None = None
    key_field: str = "key"
    is_whole: bool = False
    missing: tuple[str, ...] = ()
    order: int = 50

    @property
    def content_type(self) -> ContentType:
        return ContentType.objects.get_for_model(self.model)

    @property
    def kinds(self) -> tuple[RequestKind, ...]:
        """What an agency can send about a record, in the order of the page on which it begins."""
        edit = () if self.edit_form is None else (RequestKind.EDIT,)
        amendment = (RequestKind.AMENDMENT,) if RequestKind.AMENDMENT in self.sayings else ()
        return (*edit, RequestKind.NOTE, RequestKind.FILE, RequestKind.DIFFICULTY, *amendment)

    def takes_values(self, kind: str) -> bool:
        """Whether this kind of update is a form with values; the others say their matter in words."""
        return kind in PROPOSES_VALUES or kind in self.sayings

    def find(self, user: Any, key: str) -> Any:
        """The record that addresses call so, of those this person sees; None for none."""
        try:
            return self.visible_to(user).filter(**{self.key_field: key}).first()
        except ValueError:  # the key is a number, and this is none
            return None

    def told(self, kind: str, agency: Any, sent_on: date | None) -> Subject:
        """The same for one update: where the kind has a form of its own, that form, as this agency fills it."""
        saying = self.sayings.get(kind)
        if saying is None:
            new_form = None if self.new_form is None else partial(self.new_form, agency=agency)
            return replace(self, new_form=new_form)
        form = partial(saying.form, agency=agency)
        keep = partial(saying.keep, agency=agency)

        def save(*, record: Any, changed: dict[str, Any], user: Any, today: date, **_rest: Any) -> Any:
            return keep(record=record, said=changed, sent_on=sent_on or today, user=user, today=today)

        def create(*, cleaned_data: dict[str, Any], user: Any, today: date) -> Any:
            return save(record=None, changed=cleaned_data, user=user, today=today)

        return replace(
            self,
            edit_form=form,
            initial=lambda record: saying.initial(record, agency),
            fields=saying.fields,
            save=save,
            new_form=form,
            new_fields=saying.fields,
            create=create,
            is_whole=True,
        )


_subjects: dict[str, Subject] = {}
_listeners: list[Callable[[Subject], None]] = []


def register_subject(subject: Subject) -> None:
    """Let agencies update a kind of record; from `AppConfig.ready()`. A code registered twice replaces the first."""
    _subjects[subject.code] = subject
    for tell in _listeners:
        tell(subject)


def on_every_subject(tell: Callable[[Subject], None]) -> None:
    """Tell of every kind registered before and from now on: what follows the kinds needs no line in any room."""
    _listeners.append(tell)
    for subject in subjects():
        tell(subject)


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
    """The record's attributes by the names of form fields: keys of related records; lists of keys, read when a form asks."""
    found: dict[str, Any] = {}
    for name in names:
        value: Any = getattr(record, name, None)
        if hasattr(value, "all"):
            value = partial(_keys, value)
        elif hasattr(value, "pk"):
            value = value.pk
        found[name] = value
    return found


def _keys(related: Any) -> list[Any]:
    return [one.pk for one in related.all()]


def edits_with(form_class: Callable[..., forms.Form]) -> MakesForm:
    """The maker of a form that asks only who fills it."""

    def make(*, user: Any, data: Any = None, initial: Any = None, **_rest: Any) -> forms.Form:
        return form_class(data, initial=initial, user=user)

    return make


def sends_updates(user: Any, _record: Any = None) -> bool:
    """Focal points with an agency, and the Department for them."""
    return keeps_the_register(user) or (user.role == Role.FOCAL_POINT and user.agency_id is not None)
