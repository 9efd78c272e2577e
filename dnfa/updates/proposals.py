"""Proposed values and the room's form: what the form shows, what the agency typed, what stands now.

Values are raw: what the widgets of the form send, as JSON holds it (dnfa/core/editing/three_way.py).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.timezone import localdate

from dnfa.core.editing import three_way
from dnfa.core.editing.three_way import FieldDifference, Raw
from dnfa.updates.enums import PROPOSES_VALUES, Decision, RequestKind
from dnfa.updates.models import ChangeRequest, ProposedValue
from dnfa.updates.subjects import Subject, subject_by_code


class SubjectGoneError(LookupError):
    """Nobody registers this kind of record any more."""


def subject_for(request: ChangeRequest) -> Subject:
    """The kind of record a request is about, as its agency fills it. Raises `SubjectGoneError`."""
    subject = subject_by_code(request.subject)
    if subject is None:
        raise SubjectGoneError(request.subject)
    sent_on = None if request.submitted_at is None else localdate(request.submitted_at)
    return subject.told(request.kind, request.agency, sent_on)


def takes_values(request: ChangeRequest) -> bool:
    """Whether the request is a form with values, rather than words."""
    subject = subject_by_code(request.subject)
    return request.kind in PROPOSES_VALUES or (subject is not None and subject.takes_values(request.kind))


def is_whole(request: ChangeRequest) -> bool:
    """Whether it is decided as a whole: a new record, which is made once, or the agency's word in a form of its own."""
    subject = subject_by_code(request.subject)
    return request.kind == RequestKind.NEW or (subject is not None and request.kind in subject.sayings)


def field_names(subject: Subject, kind: str) -> tuple[str, ...]:
    """The fields an agency may fill."""
    return subject.new_fields if kind == RequestKind.NEW else subject.fields


def make_form(
    subject: Subject, *, record: Any | None, user: Any, names: Collection[str] | None = None
) -> forms.Form:
    """The form of a record as it stands, or of a new one; with `names` these fields of it alone, which costs a part.

    Making it is what a page of an update costs most: make it once, read what stands and what was typed from the same.
    """
    make = subject.new_form if record is None else subject.edit_form
    if make is None:
        raise SubjectGoneError(subject.code)
    initial = subject.initial(record) if record is not None or subject.is_whole else None
    form = make(record=record, user=user, initial=initial)
    if names is not None:
        for name in [name for name in form.fields if name not in names]:
            del form.fields[name]
    return form


def standing(form: forms.Form) -> dict[str, Raw]:
    """What stands, whatever was typed over it: every field that is compared."""
    return three_way.opened(form, three_way.compared_fields(form))


def sent_values(form: forms.Form, data: QueryDict, names: Iterable[str]) -> dict[str, Raw]:
    """What was typed into a form, as its widgets read it; the form is bound to it."""
    three_way.bind(form, data)
    return {name: three_way.typed(form, name) for name in names if name in form.fields}


def overlaid(form: forms.Form, values: Mapping[str, Raw]) -> forms.Form:
    """The form bound to what stands, with these values put over it: what accepting them would save."""
    data = QueryDict(mutable=True)
    for name, raw in {**standing(form), **values}.items():
        if name in form.fields:
            three_way.put(data, form, name, raw)
    return three_way.bind(form, data)


def differing(form: forms.Form, base: Mapping[str, Raw], values: Mapping[str, Raw]) -> dict[str, Raw]:
    """Those of `values` that differ from `base` as the field reads them."""
    return {
        name: raw
        for name, raw in values.items()
        if name in form.fields
        and three_way.canonical(form.fields[name], raw)
        != three_way.canonical(form.fields[name], base.get(name, ""))
    }


@dataclass(frozen=True)
class ProposalLine:
    """One proposed value on a page: when the agency wrote, now, proposed; in words."""

    name: str
    difference: FieldDifference
    decision: str
    remark: str

    @property
    def label(self) -> str:
        return self.difference.label

    @property
    def has_moved(self) -> bool:
        """Somebody changed the record since the agency wrote, and not to what it proposes."""
        return self.difference.they_changed and not self.difference.is_same

    @property
    def is_accepted(self) -> bool:
        return self.decision == Decision.ACCEPTED

    @property
    def is_returned(self) -> bool:
        return self.decision == Decision.RETURNED


def lines(
    request: ChangeRequest, values: Iterable[ProposedValue], *, record: Any | None, user: Any
) -> list[ProposalLine]:
    """The proposed values against the record as it stands, in the order of the form. Raises `SubjectGoneError`."""
    held = {value.name: value for value in values}
    form = make_form(subject_for(request), record=record, user=user, names=held)
    return lines_in(overlaid(form, {name: value.proposed for name, value in held.items()}), held.values())


def lines_in(form: forms.Form, values: Iterable[ProposedValue]) -> list[ProposalLine]:
    """The same for a form that holds them already."""
    held = {value.name: value for value in values}
    current = standing(form)
    return [
        ProposalLine(
            name,
            three_way.difference(form, name, base={name: held[name].base}, raw=current[name]),
            held[name].decision,
            held[name].remark,
        )
        for name in form.fields
        if name in held and name in current
    ]
