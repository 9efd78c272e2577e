"""Proposed values and the room's form: what the form shows, what the agency typed, what stands now.

Values are raw: what the widgets of the form send, as JSON holds it (dnfa/core/editing/three_way.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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
    """Whether it is decided as a whole: the agency's word in a form of its own."""
    subject = subject_by_code(request.subject)
    return subject is not None and request.kind in subject.sayings


def field_names(subject: Subject, kind: str) -> tuple[str, ...]:
    """The fields an agency may fill."""
    return subject.new_fields if kind == RequestKind.NEW else subject.fields


def make_form(subject: Subject, *, record: Any | None, user: Any, data: Any = None) -> forms.Form:
    """The form of a record as it stands, or of a new one."""
    if record is None:
        if subject.new_form is None:
            raise SubjectGoneError(subject.code)
        initial = subject.initial(None) if subject.is_whole else None
        return subject.new_form(record=None, user=user, data=data, initial=initial)
    if subject.edit_form is None:
        raise SubjectGoneError(subject.code)
    return subject.edit_form(record=record, user=user, data=data, initial=subject.initial(record))


def standing(form: forms.Form) -> dict[str, Raw]:
    """What an unbound form shows: every field that is compared."""
    return three_way.opened(form, three_way.compared_fields(form))


def sent_values(form: forms.Form, names: Iterable[str]) -> dict[str, Raw]:
    """What was typed into a bound form, as its widgets read it."""
    return {name: three_way.typed(form, name) for name in names if name in form.fields}


def overlaid(subject: Subject, *, record: Any | None, user: Any, values: Mapping[str, Raw]) -> forms.Form:
    """The form bound to what stands, with these values put over it: what accepting them would save."""
    blank = make_form(subject, record=record, user=user)
    data = QueryDict(mutable=True)
    for name, raw in {**standing(blank), **values}.items():
        if name in blank.fields:
            three_way.put(data, blank, name, raw)
    return make_form(subject, record=record, user=user, data=data)


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
    """The proposed values against the record as it stands, in the order of the form."""
    subject = subject_for(request)
    held = {value.name: value for value in values}
    form = overlaid(
        subject, record=record, user=user, values={name: value.proposed for name, value in held.items()}
    )
    current = standing(make_form(subject, record=record, user=user))
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
